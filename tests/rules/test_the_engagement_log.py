"""The real engagement log comes out at its control totals."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from engage.rules.body_names import BodyNames, split_bodies
from engage.rules.cycle import stage_vocabulary
from engage.rules.dates_as_known import read_date
from engage.rules.lists import split_list
from engage.rules.periods import ALL_DATES, financial_year, quarter
from engage.rules.reached import ReachedKind, read_reached
from engage.rules.words import How, read_vocabulary

EXTRACT = Path(__file__).parents[1] / "data" / "engagement_log_dates.csv"
RECORDS = Path(__file__).parents[3] / "shared" / "data" / "ccg_records"
WITHOUT_A_START_MONTH = [
    f"ENG-{number:03d}"
    for number in (
        *(40, 63, 64, 65, 66, 70, 76, 77, 78, 80, 81, 82, 85, 101, 102, 103),
        *(112, 113, 114, 115, 116, 117, 118, 133, 134, 144, 147),
    )
]
Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def extract() -> list[Row]:
    return rows_of(EXTRACT)


def records(name: str) -> list[Row]:
    path = RECORDS / name
    if not path.exists():
        pytest.skip(f"the gathered records are not on this machine: {name}")
    return rows_of(path)


@pytest.fixture(scope="module")
def log() -> list[Row]:
    """The log with its blank row and the two rows typed twice set aside."""
    return list({row["Ref"]: row for row in records("activities.csv") if row["Ref"]}.values())


def month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None


def assert_start_months(dates: Iterable[tuple[str, str, str]]) -> None:
    known = {ref: read_date(text, end).start_month for ref, text, end in dates}
    assert len(known) == 147
    assert sum(start is not None for start in known.values()) == 120
    assert [ref for ref, start in known.items() if start is None] == WITHOUT_A_START_MONTH


def assert_numbers_reached(texts: Iterable[str]) -> None:
    numbers = [read_reached(text).number for text in texts]
    recorded = [number for number in numbers if number is not None]
    assert (len(numbers), len(recorded), sum(recorded)) == (147, 19, 31_680)


def test_every_date_text_of_the_extract_starts_in_the_month_expected(extract: list[Row]) -> None:
    read = {row["ref"]: read_date(row["date"], row["end_date"]).start_month for row in extract}
    assert read == {row["ref"]: month(row["start_month"]) for row in extract}


def test_120_of_147_activities_in_the_extract_have_a_start_month(extract: list[Row]) -> None:
    assert_start_months((row["ref"], row["date"], row["end_date"]) for row in extract)


def test_19_numbers_in_the_extract_add_up_to_31680_contacts(extract: list[Row]) -> None:
    assert_numbers_reached(row["reached"] for row in extract)


def test_the_words_shown_for_each_date_of_the_extract_read_back_the_same(extract: list[Row]) -> None:
    for row in extract:
        known = read_date(row["date"], row["end_date"])
        assert read_date(known.words) == known


def test_a_financial_year_counts_what_lies_in_it_and_lists_what_cannot_be_dated_to_it(
    extract: list[Row],
) -> None:
    year = financial_year(2018)
    found = {row["ref"]: year.contains(read_date(row["date"], row["end_date"])) for row in extract}
    inside = [ref for ref, answer in found.items() if answer]
    assert inside == [f"ENG-{number:03d}" for number in (*range(1, 20), 42, 75, 120, 132, 142, 146)]
    not_datable = [ref for ref, answer in found.items() if answer is None]
    assert not_datable == [
        *("ENG-064", "ENG-066", "ENG-080", "ENG-082"),  # only an end, blank, tbc, only a report
        *("ENG-101", "ENG-102", "ENG-103"),  # "2019" lies in no financial year
        *("ENG-133", "ENG-134"),  # "within 21/01/19-15/04/19" reaches into April
        *("ENG-144", "ENG-147"),  # results in May 2018, "earlier in 2018"
    ]


def test_a_financial_year_in_words_lies_in_that_year_and_in_none_of_its_quarters(extract: list[Row]) -> None:
    known = read_date("2019/20")
    assert financial_year(2019).contains(known) is True
    assert [quarter(2019, number).contains(known) for number in (1, 2, 3, 4)] == [None] * 4
    assert quarter(2020, 1).contains(known) is False


def test_all_dates_hold_every_activity_of_the_extract(extract: list[Row]) -> None:
    assert all(ALL_DATES.contains(read_date(row["date"], row["end_date"])) for row in extract)


def test_the_extract_is_what_the_log_says(extract: list[Row], log: list[Row]) -> None:
    assert [(row["ref"], row["date"], row["end_date"], row["reached"]) for row in extract] == [
        (row["Ref"], row["Date"], row["End date"], row["No. reached"]) for row in log
    ]


def test_the_log_itself_comes_out_at_its_control_totals(log: list[Row]) -> None:
    assert_start_months((row["Ref"], row["Date"], row["End date"]) for row in log)
    assert_numbers_reached(row["No. reached"] for row in log)
    assert Counter(read_reached(row["No. reached"]).kind for row in log) == {
        ReachedKind.EXACT: 6,
        ReachedKind.ABOUT: 3,
        ReachedKind.AT_LEAST: 10,
        ReachedKind.NOT_RECORDED: 128,
    }


def test_every_method_of_the_log_is_one_of_the_agreed_methods(log: list[Row]) -> None:
    methods = read_vocabulary("methods")
    assert Counter(methods.recognise(row["Method"]).code for row in log) == {
        "public_event": 24,
        "outreach_visit": 24,
        "formal_consultation": 18,
        "drop_in": 15,
        None: 15,
        "survey": 9,
        "pop_up_stand": 8,
        "panel": 6,
        "campaign": 5,
        "meeting": 4,
        "online_event": 4,
        "mixed_methods": 4,
        "listening_exercise": 3,
        "workshop": 2,
        "focus_group": 2,
        "written_response": 1,
        "grant_funded_conversations": 1,
        "forum_meeting": 1,
        "co_design": 1,
    }
    assert not [row["Method"] for row in log if methods.recognise(row["Method"]).how is How.NEW]


def test_every_status_of_the_log_agrees_with_what_was_heard_and_done(log: list[Row]) -> None:
    for row in log:
        code = read_vocabulary("statuses").recognise(row["Status"]).code
        if row["What we did"].strip():
            assert code == "fed_back", row["Ref"]
        elif row["What people told us"].strip():
            assert code == "feedback_collected", row["Ref"]
        else:
            assert code in {"completed", "open", "planned"}, row["Ref"]


def test_every_stage_of_the_log_is_one_of_the_five(log: list[Row]) -> None:
    stages = Counter(stage_vocabulary().recognise(row["Commissioning stage"]).code for row in log)
    assert stages == {"1": 35, "2": 28, "3": 62, "4": 8, "5": 14}


def test_every_body_of_the_log_is_in_the_catalogue(log: list[Row]) -> None:
    names = BodyNames()
    found = [[names.recognise(name) for name in split_bodies(row["CCG"])] for row in log]
    assert Counter(len(bodies) for bodies in found) == {1: 118, 2: 29}
    # the records count the pair that always worked together, Shropshire with Telford and Wrekin, once
    assert len({body.code for bodies in found for body in bodies}) == 21
    assert not [body for bodies in found for body in bodies if body.code is None]


def test_every_equality_group_of_the_log_is_in_the_catalogue(log: list[Row]) -> None:
    groups = read_vocabulary("equality_groups")
    found = Counter(
        groups.recognise(term).code
        for row in log
        for term in split_list(row["Equality groups"], lambda term: groups.recognise(term).code is not None)
        or ()
    )
    assert found == {
        "disability": 17,
        "age": 8,
        "race": 4,
        "carers": 3,
        "seldom_heard_groups": 2,
        "religion_or_belief": 2,
        "nine_protected_characteristics": 1,
        "pregnancy_and_maternity": 1,
        "sex": 1,
        "homeless_people": 1,
    }


def test_the_you_said_we_did_lines_are_25_done_18_doing_4_explained_and_6_unanswered() -> None:
    answers = read_vocabulary("answer_states")
    lines = records("you_said_we_did.csv")
    assert Counter(answers.recognise(line["Status"]).code for line in lines) == {
        "done": 25,
        "doing": 18,
        "cannot": 4,
        "no_answer": 6,
    }
    for line in lines:
        known = read_date(line["When"])
        assert read_date(known.words) == known
        assert all(BodyNames().recognise(name).code for name in split_bodies(line["CCG"]))
