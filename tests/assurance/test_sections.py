"""What each section says, from records made by hand."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engage.assurance.duties.document import NOBODY_SERVED
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import Id
from engage.assurance.report.entries import paragraph
from engage.assurance.report.words import Chapter
from engage.assurance.sections import WRITERS
from engage.assurance.summary.document import change
from engage.rules.findings import State
from engage.rules.tallies import read_tallies
from tests.assurance.made import (
    BODIES,
    activity,
    body,
    finding,
    given,
    heard,
    project,
    report,
    table_of,
    words_of,
)


def figure(value: int | None, *, approximate: bool = False) -> Figure:
    return Figure("Contacts recorded", value, (), approximate=approximate, id=Id.ACTIVITIES_REACHED_SUM)


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (figure(25), figure(6), "19 more"),
        (figure(6), figure(25), "19 fewer"),
        (figure(1_234), figure(1_234), "no change"),
        (figure(23_505, approximate=True), figure(1_091), "about 22,414 more"),
        (figure(100), figure(90, approximate=True), "about 10 more"),
        (figure(100), figure(None), "cannot be compared"),
        (figure(None), figure(100), "cannot be compared"),
    ],
)
def test_change_is_a_number_and_a_word(now: Figure, before: Figure, words: str) -> None:
    assert change(now, before) == words


def test_the_summary_leaves_out_registers_with_nothing_in_them() -> None:
    plain = [row["What"] for row in table_of(report(given(activity(1))), "The period in figures")]
    assert plain[0] == "Activities"
    assert not {"Projects live in the period", "Requirements evidenced"} & set(plain)
    full = report(given(activity(1), project(1, "WIC-14"), findings=[finding()]))
    assert len(table_of(full, "The period in figures")) == 8


def test_all_dates_are_compared_with_nothing() -> None:
    [row, *_] = table_of(report(given(activity(1), period="all")), "The period in figures")
    assert list(row) == ["What", "This period", "Rests on"]


def test_what_needs_attention_comes_with_its_figures() -> None:
    value = report(
        given(
            activity(1, equality_groups=("Age",)),
            activity(2, feedback=1),
            heard(1, when="1 March 2019"),
            project(1, "WIC-14", decision=date(2018, 11, 6)),
            findings=[finding("E-COL-4", State.NONE), finding("E-COL-6", State.PARTLY)],
        )
    )
    said = words_of(value, "1")
    assert "1 requirement that is due has no evidence, and 1 is evidenced in part (section 6)." in said
    assert "WIC-14 Project WIC-14: the decision is dated 6 November 2018, with nothing on record" in said
    assert "1 thing people told us has no answer; the longest has waited at least 30 days" in said
    assert "For 1 of 2 activities nothing that people said is recorded." in said
    assert "No activity is recorded as concerning Disability, Gender reassignment" in said


def test_a_section_put_in_front_leaves_every_sentence_pointing_at_the_section_it_means(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    equality = Chapter("Who was heard")
    monkeypatch.setitem(WRITERS, equality, lambda _given: [paragraph("Everybody.")])
    made = given(
        activity(1, equality_groups=("Age",)),
        heard(1, when="1 March 2019"),
        project(1, "WIC-14", decision=date(2018, 11, 6)),
        findings=[finding(state=State.NONE)],
    )
    meant = pointed_at(report(made))
    assert set(meant) == {
        *("Whom we reached", "What we did about it", "Our legal duties", "Our strategy"),
        "Projects and decisions",
    }
    assert pointed_at(report(replace(made, chapters=(equality, *made.chapters)))) == meant


def pointed_at(value: dict[str, Any]) -> list[str]:
    """The titles of the sections that sentences of a report speak of by number."""
    titles = {one["number"]: one["title"] for one in value["sections"]}
    said = json.dumps([value["front_sheet"], value["sections"]])
    return [titles[number] for number in re.findall(r"[Ss]ection (\d+)\b", said)]


def test_when_nothing_asks_for_attention_it_says_so() -> None:
    every = ("Age", "Disability", "Gender reassignment", "Marriage and civil partnership")
    others = ("Pregnancy and maternity", "Race", "Religion or belief", "Sex", "Sexual orientation")
    value = report(given(activity(1, feedback=1, equality_groups=every + others)))
    assert "Nothing in these records asks for attention." in words_of(value, "1")


def test_lists_are_in_the_order_of_their_dates_and_end_with_what_has_none() -> None:
    log = (
        activity(1, "tbc"),
        activity(2, "2019"),
        activity(3, "to 20 March 2018"),
        activity(4, "6 June 2018"),
    )
    rows = table_of(
        report(given(*log, period="all")),
        "Activities, with date, method, audience, number reached, stage and outcome",
    )
    assert [row["Reference"] for row in rows] == ["ENG-003", "ENG-004", "ENG-002", "ENG-001"]


def test_every_stage_is_shown_and_nought_leads_nowhere() -> None:
    value = report(given(activity(1, stage=1), activity(2, stage=1), activity(3, stage=None)))
    rows = table_of(value, "Activities by stage of the engagement cycle")
    assert [row["Activities"] for row in rows] == ["2", "0", "0", "0", "0", "1"]
    assert rows[-1]["Stage"] == "Not recorded"
    cells = [
        row for block in value["sections"][1]["blocks"] for row in block.get("table", {}).get("rows", ())
    ]
    assert not any("figure" in number for _, number in cells if number["text"] == "0")


def test_a_quarter_shows_bars_and_many_years_show_a_line_of_years() -> None:
    log = (activity(1), activity(2, "7 June 2014"))
    shapes = {}
    for period in ("2018-19Q1", "2018-19", "all"):
        blocks = report(given(*log, period=period))["sections"][1]["blocks"]
        [shapes[period]] = [block for block in blocks if block.get("category") in {"Month", "Year"}] or [{}]
    assert (shapes["2018-19Q1"]["shape"], len(shapes["2018-19Q1"]["rows"])) == ("bars", 3)
    assert (shapes["2018-19"]["shape"], len(shapes["2018-19"]["rows"])) == ("line", 12)
    long = report(given(*log, period="2014-04-01..2019-03-31"))["sections"][1]["blocks"]
    [by_year] = [block for block in long if block.get("category") == "Year"]
    assert by_year["rows"] == [["2014", 1], ["2015", 0], ["2016", 0], ["2017", 0], ["2018", 1]]


def test_many_methods_are_gathered_under_others_in_the_picture_and_not_in_the_table() -> None:
    value = report(given(*(activity(number, method=f"Method {number:02}") for number in range(1, 21))))
    [chart] = [
        block for block in value["sections"][1]["blocks"] if block.get("title") == "Activities by method"
    ]
    assert len(chart["rows"]) == 15
    assert chart["rows"][-1] == ["6 others", 6]
    assert len(chart["table"]["rows"]) == 20


def test_only_the_largest_counts_are_printed_and_all_are_in_the_annex() -> None:
    value = report(given(*(activity(number, reached=str(number * 10)) for number in range(1, 9))))
    [block] = [one for one in value["sections"][2]["blocks"] if one["kind"] == "table"]
    assert (block["shown"], len(block["rows"])) == (5, 8)
    assert [row[2]["exact"] for row in block["rows"]][:3] == [80, 70, 60]


def test_people_counted_by_group_are_shown_with_their_base_and_small_numbers_are_not() -> None:
    facts = (
        activity(1, reached="100", tallies=read_tallies("30 disabled, 4 carers, 12 Polish speakers")),
        activity(2, reached="50", tallies=read_tallies("about 20 with a disability")),
        activity(3, reached="10"),
        activity(4, status="cancelled", reached="90", tallies=read_tallies("80 carers")),
    )
    value = report(given(*facts))
    assert table_of(value, "People counted by group") == [
        counted("Disabled people (Disability)", "about 50", "2"),
        counted("Carers", "hidden", "1"),
        counted("Polish speakers", "12", "1"),
    ]
    assert "2 of 3 activities counted people by group." in words_of(value, "3")
    assert "Numbers of people from 1 to 9 are hidden" in words_of(value, "3")
    assert "1 more was cancelled, and counts in no other figure." in words_of(value, "2")


def counted(group: str, number: str, times: str) -> dict[str, str]:
    return {"People counted": group, "How many": number, "At activities": times}


def test_what_cannot_be_dated_to_the_period_is_listed_with_the_number_it_reached() -> None:
    facts = (
        activity(1),
        activity(2, "between March 2018 and May 2018", reached="about 2,400"),
        activity(3, "2018", reached="40"),
    )
    value = report(given(*facts))
    rows = table_of(value, "What is known of their dates, and the number reached")
    assert [(row["Reference"], row["Reached"]) for row in rows] == [
        ("ENG-003", "40"),
        ("ENG-002", "about 2,400"),
    ]
    assert "The activities among them recorded 2,440 contacts." in words_of(value, "B")


def test_themes_have_counts_and_tone_and_services_too() -> None:
    items = (
        heard(1, topic="GP access", service="General practice", tone="negative"),
        heard(2, topic="GP access", service="General practice", tone="positive"),
        heard(3, topic="Information"),
    )
    value = report(given(*items))
    assert table_of(value, "Themes")[0] == {
        "Theme": "GP access",
        "Items": "2",
        "Positive": "1",
        "Mixed": "0",
        "Negative": "1",
        "Neutral": "0",
        "Not judged": "0",
    }
    assert table_of(value, "Services spoken of")[-1]["Service"] == "No service recorded"


def test_what_was_never_judged_is_said_once_and_not_shown_as_nought() -> None:
    said = words_of(report(given(heard(1), heard(2))), "4")
    assert "For none of them is a theme or a service or a tone recorded" in said
    assert " | 0" not in said


def test_answers_are_told_by_theme_and_the_longest_wait_comes_first() -> None:
    items = [
        heard(number, f"Complaint {number}", f"{number} March 2019", topic="GP access")
        for number in range(1, 8)
    ]
    done = heard(9, topic="GP access", did="A second clinic")
    value = report(given(*items, done))
    everything, by_theme = table_of(value, "What became of what people told us")
    assert everything == {
        "Theme": "Everything",
        "Done": "1",
        "Doing": "0",
        "Cannot, because…": "0",
        "No answer yet": "7",
    }
    assert by_theme["Theme"] == "GP access"
    waiting = table_of(value, "Waiting the longest for an answer")
    assert [row["What people told us"] for row in waiting][:2] == ["Complaint 1", "Complaint 2"]
    said = words_of(value, "5")
    assert "7 of 8 things people told us had no answer by 31 March 2019: 4 for under 28 days" in said
    assert "3 for 28 to 56 days. The longest has waited at least 30 days." in said


def test_gaps_are_gathered_by_requirement_the_nearest_to_being_shown_first() -> None:
    projects = [project(number, f"P-{number}") for number in range(1, 8)]
    gaps = [finding("E-COL-3", State.NONE, project=one.ref) for one in projects]
    value = report(
        given(
            activity(1),
            *projects,
            findings=[
                *gaps,
                finding("E-COL-6", State.PARTLY, missed="It was published too late"),
                finding("E-COL-1"),
            ],
        )
    )
    first, second = table_of(value, "What is missing")
    assert (first["Requirement"], first["What the nearest record lacks"]) == (
        "E-COL-6",
        "It was published too late",
    )
    assert first["Nearest record"] == "ENG-001"
    assert second["Lacking for"] == "P-1, P-2, P-3, P-4, P-5 and 2 more"
    [by_duty] = table_of(value, "How requirements stand under each duty")
    assert (by_duty["Evidenced"], by_duty["No evidence"], by_duty["Not yet due"]) == ("1", "7", "0")
    assert len(table_of(value, "Every requirement and how it stands")) == 9


def test_a_duty_under_two_laws_in_one_period_says_which_is_which() -> None:
    older, newer = finding("E-COL-1"), finding("E-COL-1", edition=2022)
    value = report(given(activity(1), findings=[older, newer]))
    duties = [row["Duty"] for row in table_of(value, "How requirements stand under each duty")]
    assert duties == [f"{older.title} (law of {older.edition})", f"{older.title} (law of 2022)"]


@pytest.mark.parametrize(
    ("of", "period", "sentence"),
    [
        (
            None,
            "2018-19",
            NOBODY_SERVED,
        ),
        (BODIES[0], "2023-24", "Wolverhampton CCG existed until 30 June 2022, before this period."),
        (BODIES[0], "2011-12", "Wolverhampton CCG exists since 1 April 2013, after this period."),
        (BODIES[0], "2018-19", "No duty in the catalogue binds this body in this period."),
    ],
)
def test_without_findings_it_says_why(of: Any, period: str, sentence: str) -> None:
    assert sentence in words_of(report(given(activity(1), of=of, period=period)), "6")


def test_strategy_and_aims_show_what_served_them() -> None:
    value = report(
        given(activity(1, strategy_points=(11,)), project(1, "WIC-14", aims=(10,), strategy_points=(12,)))
    )
    assert table_of(value, "Participation strategy (Wolverhampton CCG)") == [
        {"Code": "P1", "Principle or objective": "Inclusive", "Activities": "1", "Projects": "0"},
        {"Code": "O1", "Principle or objective": "Two-way engagement", "Activities": "0", "Projects": "1"},
    ]
    [aim] = table_of(value, "Assurance framework of Wolverhampton CCG")
    assert aim["Projects"] == "1"


def test_decisions_are_shown_with_what_certainly_came_before_them() -> None:
    facts = (
        project(1, "WIC-14", decision=date(2018, 6, 20)),
        activity(1, "6 June 2018", project="project:1"),
        activity(2, "June 2018", project="project:1"),
        activity(3, "5 June 2018", project="project:1", status="cancelled"),
        heard(1, when="6 June 2018", project="project:1"),
        heard(2, said="", did="Signs added", when="6 June 2018", project="project:1"),
    )
    [row] = table_of(report(given(*facts)), "Decisions of the period, and what came before them")
    assert (row["Activities before it"], row["Things heard before it"]) == ("1", "1")


def test_what_comes_up_is_what_certainly_falls_in_the_three_months_after() -> None:
    facts = (
        activity(1, "1 April 2019", status="planned"),
        activity(2, "30 June 2019", status="planned"),
        activity(3, "1 July 2019", status="planned"),
        activity(4, "2019/20", status="planned"),
        activity(5, "2 April 2019", status="cancelled"),
        project(1, "WIC-14", decision=date(2019, 5, 14), options_fixed=date(2019, 9, 1)),
    )
    soon = finding("E-COL-1", State.NOT_YET_DUE, due_on=date(2019, 6, 30))
    value = report(
        given(*facts, findings=[soon, finding("E-COL-3", State.NOT_YET_DUE, due_on=date(2020, 3, 31))])
    )
    assert [row["Reference"] for row in table_of(value, "Activities coming up")] == ["ENG-001", "ENG-002"]
    assert [row["What"] for row in table_of(value, "Dates of projects coming up")] == ["Decision"]
    assert [row["Due by"] for row in table_of(value, "Requirements that fall due")] == ["30 June 2019"]


def test_appendices_are_lettered_without_gaps_and_spoken_of_by_their_letters() -> None:
    value = report(given(activity(1), activity(2, "2018"), of=None))
    assert [(one["number"], one["title"]) for one in value["sections"][-2:]] == [
        ("A", "Activities of the period"),
        ("B", "Records that may belong to the period"),
    ]
    assert "They are listed in Appendix B." in words_of(value, "2")


def test_paragraphs_are_numbered_within_their_section_and_tables_through_the_report() -> None:
    value = report(given(activity(1, reached="20"), heard(1, topic="GP access"), findings=[finding()]))
    for section in value["sections"]:
        numbers = [block["number"] for block in section["blocks"] if block["kind"] == "paragraph"]
        assert numbers == [f"{section['number']}.{place}" for place in range(1, len(numbers) + 1)]
    labels = [
        block["label"]
        for section in value["sections"]
        for block in section["blocks"]
        if block["kind"] == "table"
    ]
    assert labels == [f"Table {place}" for place in range(1, len(labels) + 1)]


def test_an_empty_period_still_makes_a_sensible_report() -> None:
    value = report(given(of=replace(BODIES[0], aims=(), strategies=())))
    assert words_of(value, "2") == "No activity is recorded in this period."
    assert words_of(value, "4") == "Nothing that people told us is recorded for this period."
    assert words_of(value, "8") == "No project is on record."
    assert words_of(value, "9").startswith("No meeting of a forum is on record for this period.")
    assert words_of(value, "10").startswith("Nothing is recorded from 1 April 2019 to 30 June 2019")
    assert "No activity is recorded in this period." in words_of(value, "1")
    assert [section["number"] for section in value["sections"]][-1] == "12"
    contacts = table_of(value, "The period in figures")[1]
    assert contacts["This period"] == "not recorded"


def test_the_words_follow_the_body() -> None:
    board = body("black-country-icb", "NHS Black Country ICB", board_word="Board", kind="ICB")
    value = report(given(of=board, period="2021-22"))
    assert "This report tells the Board what engagement NHS Black Country ICB carried out" in words_of(
        value, "1"
    )
    steps = value["sections"][-1]["blocks"][0]["steps"]
    assert steps[-1][0] == "Received by the Board"


def test_what_was_invented_for_the_demonstration_says_so_wherever_it_is_named() -> None:
    value = report(given(activity(1, invented=True, reached="20"), heard(1, invented=True)))
    assert table_of(value, "Activities with a number of contacts, the largest first")[0]["Activity"].endswith(
        "(invented)"
    )
    assert table_of(value, "Waiting the longest for an answer")[0]["What people told us"].endswith(
        "(invented)"
    )


def test_fed_back_in_the_log_and_told_in_the_register_are_counted_against_one_another() -> None:
    told = report(
        given(
            activity(1, status="fed_back", feedback=1, outcomes=1),
            activity(2, status="fed_back", feedback=1, outcomes=1),
            heard(1, did="A new rota", heard_at="activity:1", told_on=date(2018, 9, 3)),
            heard(2, did="A ramp", heard_at="activity:2"),
        )
    )
    assert "2 fed back" in words_of(told, "2")
    words = words_of(told, "5")
    assert "People are recorded as having been told of 1 of 2 answers." in words
    assert (
        "Of those that the log has as fed back, it is on record that people were told of an answer for "
        "1 of 2 activities." in words
    )


def test_an_answer_whose_state_is_not_recorded_has_a_column_of_its_own() -> None:
    of = report(given(activity(1), heard(1, did="A new rota"), heard(2, did="A ramp", answer="answered")))
    [row] = table_of(of, "What became of what people told us")
    assert (row["Done"], row["Answered, state not recorded"], row["No answer yet"]) == ("1", "1", "0")
    assert "Of 1 answer it is not recorded whether it was done, is being done or cannot be done." in words_of(
        of, "5"
    )
    assert "Everything had an answer by" in words_of(of, "5")


def test_an_activity_without_a_status_is_said_to_have_none() -> None:
    assert "1 with no status recorded" in words_of(report(given(activity(1, status=""))), "2")
