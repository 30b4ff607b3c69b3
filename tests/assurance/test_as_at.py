"""Every figure of a report is as at one day: what differs by a day, and what agrees whatever the records."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as anything
from hypothesis import settings
from hypothesis import strategies as some

from engage.assurance.as_at import as_at
from engage.assurance.facts import material
from engage.assurance.figures.entries import FigureValue
from engage.assurance.figures.words import Id
from engage.assurance.material import Material
from engage.assurance.report.entries import Chart, tables_of
from engage.cycle.facts import Standing
from engage.meetings.facts import Agreed
from engage.rules.ageing import NO_ANSWER
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.findings import State
from tests.assurance.made import (
    activity,
    finding,
    given,
    heard,
    meeting,
    project,
    report,
    report_on,
    table_of,
)

LAST, NEXT = date(2019, 3, 31), date(2019, 4, 1)


def answered_on(day: date) -> tuple[Fact, Fact]:
    """An activity of which the log now says fed back, and what was heard at it, answered on a day."""
    log = activity(1, feedback=1, outcomes=1, status="fed_back")
    return log, heard(1, heard_at="activity:1", did="A second clinic", answered_on=day, told_on=day)


@pytest.mark.parametrize(("day", "done"), [(LAST, 1), (NEXT, 0)])
def test_something_was_done_and_nothing_is_unanswered_by_the_same_day(day: date, done: int) -> None:
    made = given(*answered_on(day))
    assert made.figure(Id.FEEDBACK_WITH_OUTCOME).value == done
    assert made.figure(Id.FEEDBACK_UNANSWERED).value == 1 - done
    assert made.figure(Id.FEEDBACK_TOLD).value == done
    assert made.figure(Id.ACTIVITIES_BY_STATUS).values == {"fed_back" if done else "feedback_collected": 1}


@pytest.mark.parametrize(("day", "answer"), [(LAST, "Done"), (NEXT, "No answer yet")])
def test_the_appendix_has_the_answers_that_the_figures_count(day: date, answer: str) -> None:
    told = report(given(*answered_on(day)))
    [row] = table_of(told, "What people told us, what we did, and when they were told")
    assert row["Answer"] == answer
    assert row["People told"] == (f"People told on {long_date(day)}" if day == LAST else "")


@pytest.mark.parametrize(("day", "held", "planned"), [("14 May 2019", 1, 0), ("15 May 2019", 0, 1)])
def test_an_activity_after_the_day_it_is_drawn_is_planned(day: str, held: int, planned: int) -> None:
    made = given(activity(1, day), period="2019-20")
    assert made.figure(Id.ACTIVITIES_COUNT).value == held
    assert made.figure(Id.ACTIVITIES_PLANNED).value == planned
    coming = report(made)["sections"][9]["blocks"]
    assert ("ENG-001" in str(coming)) is bool(planned)


@pytest.mark.parametrize(("day", "stage"), [(LAST, 4), (NEXT, 3)])
def test_a_project_stands_where_it_stood_on_the_day(day: date, stage: int) -> None:
    stood = (Standing(3, date(2018, 4, 1), day, ""), Standing(4, day, None, ""))
    made = given(project(1, "WIC-14", stage_now=4, stood=stood))
    assert [one.says["stage_now"] for one in made.records.projects] == [stage]


@pytest.mark.parametrize(("day", "made"), [(LAST, 1), (NEXT, 0)])
def test_a_decision_of_the_next_quarter_is_not_in_this_ones_paper(day: date, made: int) -> None:
    told = report(given(project(1, "WIC-14", decision=day), period="2018-19Q4"))
    assert ("Decisions of the period" in str(told["sections"])) is bool(made)


@pytest.mark.parametrize(("day", "number"), [(LAST, 1), (NEXT, 0)])
def test_a_meeting_and_its_actions_are_those_of_the_day(day: date, number: int) -> None:
    agreed = (Agreed("done", False, date(2018, 6, 6), date(2018, 7, 1), day),)
    made = given(meeting(1, "6 June 2018", agreed=agreed, actions_done=1), meeting(2, long_date(day)))
    assert made.figure(Id.MEETINGS_COUNT).value == 1 + number
    assert made.figure(Id.MEETINGS_ACTIONS_DONE).value == number
    assert made.figure(Id.MEETINGS_ACTIONS_OVERDUE).value == 1 - number


def test_law_is_weighed_as_at_the_day_by_the_records_there_were() -> None:
    asked: list[tuple[str, date, list[str]]] = []

    def weighed(facts: Any, period: Any, day: date) -> list[Any]:
        asked.append((period.code, day, [fact.ref for fact in facts]))
        return []

    made = given(activity(1), activity(2, "6 June 2017"), heard(1, when="1 April 2019"))
    material(made.scope, made.ahead, (), weighed)
    assert asked == [
        ("2018-19", LAST, ["activity:1", "activity:2"]),
        ("2017-18", date(2018, 3, 31), ["activity:1", "activity:2"]),
    ]


def test_the_day_is_printed_on_the_front() -> None:
    sheet = report(given(activity(1)))["front_sheet"]
    assert sheet["as_at"] == "31 March 2019: what happened later is in none of them"


def test_nothing_is_compared_with_a_year_of_which_nothing_was_logged() -> None:
    alone = report(given(activity(1)))
    assert "Change" not in table_of(alone, "The period in figures")[0]
    assert "Nothing was logged for 2017/18, so nothing is compared with it." in str(alone["sections"])
    beside = report(given(activity(1), activity(2, "6 June 2017")))
    assert table_of(beside, "The period in figures")[0]["Change"] == "no change"


def test_the_headline_takes_shared_contacts_once_and_says_how_many_it_leaves_out() -> None:
    made = given(
        activity(1, reached="706"),
        activity(2, reached="400", same_contacts_as="activity:1"),
        activity(3),
    )
    told = report(made)
    [contacts] = [
        row for row in table_of(told, "The period in figures") if row["What"].startswith("Contacts")
    ]
    assert contacts["This period"] == "706"
    assert "A further 400 are left out: 1 activity counted the same ones as another." in _words(told)
    assert "There are 706 contacts on record" in _words(told)


def _words(told: dict[str, Any]) -> str:
    blocks = [block for section in told["sections"] for block in section["blocks"]]
    return "\n".join("".join(piece["text"] for piece in block.get("pieces", ())) for block in blocks)


DAYS = some.dates(date(2018, 1, 1), date(2020, 3, 31))
STATUSES = some.sampled_from(
    ["planned", "open", "completed", "feedback_collected", "fed_back", "cancelled", ""]
)


class Year:
    """A year made at random, which is not printed whole where a test of it fails."""

    def __init__(self, made: Material) -> None:
        self.made = made


@some.composite
def years(draw: some.DrawFn) -> Year:
    """A log with what was heard and answered, at random, over the year of the report and around it."""
    count = draw(some.integers(1, 7))
    facts: list[Fact] = [project(1, "WIC-14")]
    for number in range(1, draw(some.integers(0, 10)) + 1):
        said, did = draw(some.booleans()), draw(some.booleans())
        day = draw(DAYS)
        answered = draw(some.none() | some.dates(day, date(2020, 3, 31))) if did else None
        told = draw(some.none() | some.just(answered)) if did else None
        about = {"topic": draw(some.sampled_from(["", "GP access"])), "project": "project:1"}
        at = draw(some.sampled_from(["", *(f"activity:{one}" for one in range(1, count + 1))]))
        item = heard(
            number,
            "Waits" if said else "",
            long_date(day),
            did="Clinic" if did else "",
            heard_at=at,
            answered_on=answered,
            told_on=told,
            **about,
        )
        facts.append(item)
    for number in range(1, count + 1):
        said_there = [fact for fact in facts if fact.says.get("heard_at") == f"activity:{number}"]
        facts.append(
            activity(
                number,
                long_date(draw(DAYS)),
                status=draw(STATUSES),
                method=draw(some.sampled_from(["", "Survey", "Drop-in"])),
                reached=draw(some.sampled_from(["", "20", "about 500", "0"])),
                same_contacts_as=draw(some.sampled_from(["", "activity:1", "activity:2"])),
                project=draw(some.sampled_from([None, "project:1"])),
                equality_groups=draw(some.sampled_from([(), ("Age",), ("Age", "Disability")])),
                feedback=sum(fact.says["has_said"] for fact in said_there),
                outcomes=sum(fact.says["has_did"] for fact in said_there),
            )
        )
    states = draw(some.lists(some.sampled_from(State), max_size=8))
    findings = [finding(f"E-COL-{place}", state) for place, state in enumerate(states)]
    return Year(given(*facts, findings=findings, on=draw(some.dates(date(2018, 4, 1), date(2019, 12, 31)))))


def _figures_that_share_a_meaning_agree(made: Material) -> None:
    by = {id_: figure.value for id_, figure in made.figures.items()}
    parts = {id_: figure.values for id_, figure in made.figures.items()}
    every = by[Id.ACTIVITIES_COUNT]
    for whole in (Id.ACTIVITIES_BY_STAGE, Id.ACTIVITIES_BY_METHOD, Id.ACTIVITIES_BY_STATUS):
        assert sum(parts[whole].values()) == every
    assert sum(parts[Id.ACTIVITIES_BY_MONTH].values()) + number(by[Id.ACTIVITIES_MONTH_UNKNOWN]) == every
    assert number(by[Id.ACTIVITIES_REACHED_BASE]) + number(by[Id.ACTIVITIES_REACHED_NOT_RECORDED]) == every
    once, again = by[Id.ACTIVITIES_REACHED_ONCE], by[Id.ACTIVITIES_REACHED_AGAIN]
    assert number(once) + number(again) == number(by[Id.ACTIVITIES_REACHED_SUM])
    items = by[Id.FEEDBACK_ITEMS]
    for whole in (
        Id.FEEDBACK_BY_TOPIC,
        Id.FEEDBACK_BY_TONE,
        Id.FEEDBACK_BY_ANSWER,
        Id.FEEDBACK_BY_TOPIC_AND_ANSWER,
    ):
        assert sum(parts[whole].values()) == items
    unanswered = by[Id.FEEDBACK_UNANSWERED]
    assert parts[Id.FEEDBACK_BY_ANSWER].get(NO_ANSWER, 0) == unanswered
    assert sum(parts[Id.FEEDBACK_BY_WAIT].values()) == unanswered
    assert made.figure(Id.FEEDBACK_TOLD).out_of == number(items) - number(unanswered)
    states = parts[Id.DUTIES_BY_STATE]
    assert states["evidenced"] == by[Id.DUTIES_EVIDENCED]
    assert sum(states.values()) == sum(parts[Id.DUTIES_BY_DUTY].values()) == len(made.findings)


def _something_done_after_an_activity_is_an_answer_on_record_by_the_day(made: Material) -> None:
    waiting = set(made.figure(Id.FEEDBACK_UNANSWERED).refs)
    answers = [fact for fact in made.facts.values() if fact.kind == "feedback" and fact.says["has_did"]]
    assert not waiting & {fact.ref for fact in answers}
    answered = {fact.says["heard_at"] for fact in answers}
    assert set(made.figure(Id.FEEDBACK_WITH_OUTCOME).refs) <= answered
    held = {fact.ref for fact in made.records.activities}
    assert not held & {*made.figure(Id.ACTIVITIES_PLANNED).refs, *made.figure(Id.ACTIVITIES_CANCELLED).refs}
    assert all(fact.first and fact.first <= made.scope.counted_on for fact in made.records.activities)


def _tables_charts_and_appendices_show_the_numbers_of_their_figures(made: Material) -> None:
    value = report_on(made)
    for block in tables_of(value):
        for cell in (cell for row in block.rows for cell in row if cell.figure and cell.exact is not None):
            figure = value.figures[cell.figure]
            assert cell.exact == (figure.values[cell.part] if cell.part else figure.value), cell
    for chart in (
        block for section in value.sections for block in section.blocks if isinstance(block, Chart)
    ):
        drawn = sum(size for _, size in chart.rows) + chart.missing
        listed = sum(row[-1].exact or 0 for row in chart.table.rows if row[0].text != "Month not known")
        assert drawn == listed, chart.title
    tables = {block.caption: block.rows for block in tables_of(value)}
    said = tables.get("What people told us, what we did, and when they were told", ())
    states = made.figure(Id.FEEDBACK_BY_ANSWER).values
    without = [row for row in said if row[2].text != "not recorded" and row[4].text == "No answer yet"]
    assert len(without) == states.get(NO_ANSWER, 0)
    log = tables.get("Activities, with date, method, audience, number reached, stage and outcome", ())
    assert len(log) == made.figure(Id.ACTIVITIES_COUNT).value


def _what_the_records_of_a_figure_add_is_the_figure(made: Material) -> None:
    for id_, figure in made.figures.items():
        for part, refs in figure.parts.items():
            assert figure.values[part] == len(refs), (id_, part)
        if figure.adds:
            assert (sum(figure.adds.values()), set(figure.adds)) == (figure.value, set(figure.refs)), id_
        elif isinstance(figure.value, int):
            assert figure.value == len(figure.refs), id_
        assert not set(figure.without) & set(figure.refs), id_


def _a_day_seen_from_later_is_the_day_as_it_was(made: Material, days: int) -> None:
    day = made.scope.counted_on
    later = as_at(made.ahead, day + timedelta(days=days))
    assert as_at(later, day) == as_at(made.ahead, day)


AGREEMENTS = (
    _figures_that_share_a_meaning_agree,
    _something_done_after_an_activity_is_an_answer_on_record_by_the_day,
    _tables_charts_and_appendices_show_the_numbers_of_their_figures,
    _what_the_records_of_a_figure_add_is_the_figure,
)


@settings(max_examples=50, deadline=None)
@anything(years(), some.integers(0, 400))
def test_whatever_the_records_one_report_says_one_thing(year: Year, days: int) -> None:
    for agree in AGREEMENTS:
        agree(year.made)
    _a_day_seen_from_later_is_the_day_as_it_was(year.made, days)


def number(value: object) -> int:
    return value if isinstance(value, int) else 0


def test_a_figure_read_back_keeps_the_records_without_a_number() -> None:
    contacts: FigureValue = given(activity(1, reached="20"), activity(2)).figure(Id.ACTIVITIES_REACHED_ONCE)
    assert contacts.without == ("activity:2",)
