"""What would differ today from a report as it was published: exactly that, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from engage.assurance.differences import Difference, differing_figures, differing_rows
from engage.assurance.frozen import canonical, read_value
from engage.assurance.report.entries import ReportValue
from tests.assurance.made import activity, finding, given, heard, report_on

LOG = (activity(1, reached="203"), activity(2, "July 2018", method="Survey"))


def made(*facts: Any, **about: Any) -> ReportValue:
    return report_on(given(*facts, **about))


def test_nothing_differs_from_the_same_records() -> None:
    then = made(*LOG, heard(1), findings=[finding()])
    assert differing_figures(then, made(*LOG, heard(1), findings=[finding()])) == []
    assert differing_rows(then, then) == []


def test_a_corrected_number_shows_in_its_figures_and_in_its_rows_alone() -> None:
    then, now = made(*LOG), made(activity(1, reached="about 230"), LOG[1])
    assert {(one.where, one.then, one.now) for one in differing_figures(then, now)} == {
        ("Contacts recorded", "203", "about 230"),
        ("Contacts recorded, each shared count taken once", "203", "about 230"),
    }
    rows = differing_rows(then, now)
    assert {(one.part, one.then, one.now) for one in rows} == {
        ("Contacts", "203", "about 230"),
        ("Reached", "203", "about 230"),
    }
    assert all("ENG-001" in one.where for one in rows)


def test_a_record_that_moved_from_one_part_to_another_shows_in_both() -> None:
    now = made(LOG[0], activity(2, "July 2018", method="Workshop"))
    found = [one for one in differing_figures(made(*LOG), now) if one.where == "Activities by method"]
    assert [(one.part, one.then, one.now) for one in found] == [
        ("Survey", "1", "none"),
        ("Workshop", "none", "1"),
    ]


def test_a_record_that_took_the_place_of_another_is_not_hidden_by_an_equal_number() -> None:
    now = made(activity(3, reached="203"), LOG[1])
    [count] = [one for one in differing_figures(made(*LOG), now) if one.where == "Activities"]
    assert (count.then, count.now) == ("2", "2, but 1 of its records are others")
    gone = [one for one in differing_rows(made(*LOG), now) if one.now == "not there"]
    assert all("ENG-001" in one.where for one in gone)
    assert gone


def test_words_that_changed_show_although_no_number_does() -> None:
    then = made(heard(1, "Waits are too long"))
    now = made(heard(1, "Waits are too long at weekends"))
    assert differing_figures(then, now) == []
    assert {one.part for one in differing_rows(then, now)} == {"What people told us", "You said"}


def test_a_new_answer_shows_as_it_reads() -> None:
    then, now = made(heard(1)), made(heard(1, did="A second clinic"))
    table = "What people told us, what we did, and when they were told: Waits are too long"
    assert Difference(table, "We did", "No answer yet", "A second clinic") in differing_rows(then, now)


def test_what_reports_did_not_have_then_is_no_difference_of_their_records() -> None:
    now = made(*LOG, findings=[finding()])
    plain = json.loads(canonical(now))
    del plain["figures"]["activities.planned"]
    blocks = [block for section in plain["sections"] for block in section["blocks"]]
    [every] = [block for block in blocks if "Owner" in block.get("headings", ())]
    owner = every["headings"].index("Owner")
    every["under"] = {}
    for row in (every["headings"], *every["rows"]):
        del row[owner]
    then = read_value(json.dumps(plain))
    assert differing_figures(then, now) == []
    assert differing_rows(then, now) == []


def test_a_report_made_on_another_day_does_not_differ_for_that() -> None:
    then, now = made(*LOG, heard(1)), made(*LOG, heard(1), on=given().scope.on.replace(year=2021))
    assert differing_figures(then, now) == []
    assert differing_rows(then, now) == []
