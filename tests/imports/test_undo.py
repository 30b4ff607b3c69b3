"""Undoing an import as a whole, what it updated included."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect, select

from engage.activities import queries as activity_queries
from engage.activities import service as activity_service
from engage.activities.models import Activity, ActivityBody
from engage.feedback import service as feedback_service
from engage.feedback.models import Feedback
from engage.organisation.models import Body, BodySuccession
from engage.platform.data import audit, verifying
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from tests.builders import make_feedback
from tests.conftest import VisitorAs
from tests.harness.queries import queries_asked
from tests.imports.logs import FORUM, LOG_CSV, OUTSIDE_ITS_BODIES, SURVEY, activities, csv_of, many_rows
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

RENAMED = audit.Event("test.renamed")
TABLES = (Activity, ActivityBody, Feedback, Body, BodySuccession)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def everything() -> list[tuple[Any, ...]]:
    """Every value of every record, whatever was read before; the version counts changes and may rise."""
    session().rollback()
    return [
        (table.__tablename__, *(getattr(row, name) for name in _columns(table)))
        for table in TABLES
        for row in session().scalars(select(table).order_by(table.id))
    ]


def _columns(table: Any) -> list[str]:
    return [attribute.key for attribute in inspect(table).column_attrs if attribute.key != "version"]


def bring_in(person: Visitor, content: bytes, button: str, sure: str = "") -> str:
    """Import a file; answers the address of its page."""
    check(person, content)
    return person.submit(button, {sure: True} if sure else {}).url.partition("?")[0]


def undo(person: Visitor, address: str) -> None:
    person.visit(f"{address}/undo")
    person.submit("Undo the import")


@pytest.mark.both_databases
def test_the_real_log_goes_as_it_came(officer: Visitor) -> None:
    before = everything()
    address = bring_in(officer, LOG_CSV.read_bytes(), "Import 147 activities", OUTSIDE_ITS_BODIES)
    assert len(activities()) == 147
    page = officer.visit(f"{address}/undo")
    assert page.says("147 activities it created go")
    page = officer.submit("Undo the import")
    assert page.says("The import was undone. Every record that it entered or changed is as it was before.")
    assert page.summary()["State"] == "Undone"
    assert everything() == before
    assert not verifying.verify().why


@pytest.mark.both_databases
def test_what_an_import_updated_becomes_what_it_was(officer: Visitor) -> None:
    bring_in(officer, csv_of(FORUM, SURVEY), "Import 2 activities")
    before = everything()
    ran_by = "NHS Black Country ICB; Walsall CCG"
    changed = ("ENG-001", ran_by, "Forum in the market hall", "7 June 2018", "Outreach", "about 40")
    new = ("ENG-003", "Dudley CCG", "Open day", "2019", "Survey", "", "", "Longer opening hours")
    file = csv_of((*changed, "More buses, and later ones", "A new bus"), new)
    address = bring_in(officer, file, "Import 2 activities", "1 row: A body that had ended, or not begun")
    assert [one.title for one in activities()] == [
        "Forum in the market hall",
        "Urgent care survey",
        "Open day",
    ]
    assert everything() != before
    undo(officer, address)
    assert everything() == before


def test_an_import_is_not_undone_over_a_later_change_and_says_whose(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM, SURVEY), "Import 2 activities")
    activity = activities()[1]
    activity_service.place_in_project(SYSTEM, [activities()[0].id], None)
    rename(activity.id, "Urgent care survey, second wave")
    before = everything()
    page = officer.visit(f"{address}/undo")
    assert page.says("It cannot be undone as a whole")
    assert "ENG-002 Urgent care survey, second wave" in page.links()
    assert not page.soup.find("button", string=lambda words: words and "Undo the import" in words)
    assert everything() == before


@one_transaction
def rename(activity_id: int, title: str) -> None:
    RENAMED(SYSTEM)
    session().get_one(Activity, activity_id).title = title


def test_an_answer_given_since_to_what_came_in_stands_in_the_way(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM), "Import 1 activity")
    item = session().scalars(select(Feedback)).one()
    officer.visit(f"/feedback/{item.id}/answer")
    officer.submit(
        "Record the answer",
        {"Answer": "Done", "What was done, is being done, or why can it not be done?": "A new bus"},
    )
    page = officer.visit(f"{address}/undo")
    assert page.says("It cannot be undone as a whole")
    assert page.says("More buses")


def test_what_people_said_at_an_imported_activity_is_never_orphaned(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM), "Import 1 activity")
    ref = activity_queries.reference(activities()[0].id)
    make_feedback("The stairs are steep", heard_at=ref)
    page = officer.visit(f"{address}/undo")
    assert page.says("The stairs are steep")
    assert page.says("It cannot be undone as a whole")


def test_a_body_that_others_use_by_now_stands_in_the_way(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM), "Import 1 activity")
    body = session().scalars(select(Body)).one()
    make_feedback("The stairs are steep", body_id=body.id)
    page = officer.visit(f"{address}/undo")
    assert page.says("It cannot be undone as a whole")
    assert page.says("The stairs are steep")


@pytest.mark.both_databases
def test_one_edited_activity_stays_with_its_words_and_body_and_the_rest_is_undone(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM, SURVEY, *many_rows(3)), "Import 5 activities")
    edited = next(one.id for one in activities() if one.ref == "ENG-001")
    rename(edited, "Forum at the library")
    page = officer.visit(f"{address}/undo")
    assert page.says("ENG-001 Forum at the library")
    page = officer.submit("Undo the rest")
    assert page.says("The import was undone, but for what is named below.")
    assert not page.says("Every record that it entered or changed")
    assert [one.title for one in activities()] == ["Forum at the library"]
    assert [item.said for item in session().scalars(select(Feedback))] == ["More buses"]
    assert session().scalars(select(Body.name)).all() == ["Walsall CCG"]
    assert page.says("ENG-001 Forum at the library")


def test_an_activity_stays_when_only_its_words_were_answered_since(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM, SURVEY), "Import 2 activities")
    item = session().scalars(select(Feedback).where(Feedback.said == "More buses")).one()
    feedback_service.answer(SYSTEM, item, item.version, "doing", "Asked the bus company", None)
    officer.visit(f"{address}/undo")
    officer.submit("Undo the rest")
    assert [one.ref for one in activities()] == ["ENG-001"]
    assert [item.said for item in session().scalars(select(Feedback))] == ["More buses"]


def test_what_came_into_the_way_since_the_page_was_seen_is_asked_about_again(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM, SURVEY), "Import 2 activities")
    first, second = (one.id for one in activities())
    rename(first, "Forum at the library")
    officer.visit(f"{address}/undo")
    rename(second, "Survey on paper")
    before = everything()
    page = officer.submit("Undo the rest")
    assert "Other records stand in the way now than when you looked" in page.errors[0]
    assert everything() == before


def test_a_change_made_while_the_page_was_open_still_stops_it(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM), "Import 1 activity")
    officer.visit(f"{address}/undo")
    rename(activities()[0].id, "Forum at the library")
    before = everything()
    page = officer.submit("Undo the import")
    assert "ENG-001 Forum at the library" in page.errors[0]
    assert everything() == before


def test_an_import_is_undone_once(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(FORUM), "Import 1 activity")
    undo(officer, address)
    page = officer.visit(f"{address}/undo")
    assert page.summary()["State"] == "Undone"
    bring_in(officer, csv_of(FORUM), "Import 1 activity")
    assert len(activities()) == 1


def test_undoing_asks_as_much_for_four_hundred_rows_as_for_forty(officer: Visitor) -> None:
    asked = []
    for number in (40, 400):
        address = bring_in(officer, csv_of(*many_rows(number)), f"Import {number} activities")
        with queries_asked() as statements:
            undo(officer, address)
        assert activities() == []
        asked.append(sum(statement.startswith("SELECT") for statement in statements))
    assert asked[0] == asked[1]


def test_more_rows_than_are_put_back_at_once_go_as_well(officer: Visitor) -> None:
    address = bring_in(officer, csv_of(*many_rows(900)), "Import 900 activities")
    undo(officer, address)
    assert activities() == []
