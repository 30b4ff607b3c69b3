"""What one entry did is put back whole, or not at all and with the reason."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engage.organisation.models import AssuranceAim, Body, Place
from engage.platform.data import audit, undo, verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body, make_project

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

reorganised = audit.Event("test.reorganised")
undone = audit.Event("test.undone", "changes")


@one_transaction
def put_back(entry_id: int) -> int:
    changes = undo.put_back(entry_id)
    undone(SYSTEM, changes=changes)
    return changes


@one_transaction
def add_places(body: Body, *names: str) -> list[Place]:
    reorganised(SYSTEM)
    return [save(Place(body_id=body.id, name=name)) for name in names]


@one_transaction
def reorganise(body: Body, place: Place) -> None:
    """Something changed, something taken away and something new."""
    body.name, body.exists_to = "Black Country ICB", date(2022, 6, 30)
    session().delete(place)
    save(AssuranceAim(body_id=body.id, position=1, text="Reduce health inequalities"))
    reorganised(SYSTEM)


@one_transaction
def rename(row: Body | Place, name: str) -> None:
    row.name = name
    reorganised(SYSTEM)


@one_transaction
def take_away(place: Place) -> None:
    session().delete(place)
    reorganised(SYSTEM)


def newest() -> int:
    found = session().scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)).one()
    return int(found)


def test_what_was_blanked_since_cannot_be_put_back_and_it_is_said_why() -> None:
    body = make_body("Wolverhampton CCG")
    rename(body, "NHS Wolverhampton CCG")
    renaming = newest()

    @one_transaction
    def blank() -> None:
        audit.blank(audit.changes_of(renaming), "A court order")
        reorganised(SYSTEM)

    blank()
    with pytest.raises(Refused, match="was blanked in the audit trail for good"):
        put_back(renaming)
    assert body.name == "NHS Wolverhampton CCG"


def test_everything_an_entry_changed_took_away_and_made_is_put_back() -> None:
    body = make_body("Wolverhampton CCG")
    [bilston, _] = add_places(body, "Bilston", "Wednesfield")
    number = bilston.id
    reorganise(body, bilston)
    assert put_back(newest()) == 3
    assert (body.name, body.exists_to) == ("Wolverhampton CCG", None)
    assert session().get_one(Place, number).name == "Bilston", "it has the number it had"
    assert session().scalars(select(AssuranceAim)).all() == []
    assert verifying.verify().why == ""


def test_an_undoing_can_itself_be_undone() -> None:
    body = make_body("Wolverhampton CCG")
    rename(body, "Black Country ICB")
    put_back(newest())
    put_back(newest())
    assert body.name == "Black Country ICB"


def test_what_was_changed_again_since_is_named_and_nothing_is_undone() -> None:
    body, other = make_body("Wolverhampton CCG"), make_body("Dudley CCG")

    @one_transaction
    def rename_both() -> None:
        body.name, other.name = "Wolverhampton", "Dudley"
        reorganised(SYSTEM)

    rename_both()
    entry = newest()
    rename(other, "Dudley borough")
    with pytest.raises(Refused, match=r"changed afterwards: Dudley borough\. Nothing was undone"):
        put_back(entry)
    assert (body.name, other.name) == ("Wolverhampton", "Dudley borough")


def test_what_was_changed_since_and_changed_back_stands_in_nobodys_way() -> None:
    body = make_body("Wolverhampton CCG")
    rename(body, "Wolverhampton")
    entry = newest()
    rename(body, "Wolverhampton borough")
    rename(body, "City of Wolverhampton")
    with pytest.raises(Refused, match=r"changed afterwards: City of Wolverhampton\."):
        put_back(entry)
    rename(body, "Wolverhampton")
    put_back(entry)
    assert body.name == "Wolverhampton CCG"


def test_what_was_added_since_and_taken_away_again_stands_in_nobodys_way() -> None:
    body = make_body("Wolverhampton CCG")
    opened = newest()
    [bilston] = add_places(body, "Bilston")
    with pytest.raises(Refused, match="Wolverhampton CCG"):
        put_back(opened)
    take_away(bilston)
    number = body.id
    put_back(opened)
    assert session().get(Body, number) is None


def test_what_later_records_lean_on_is_not_taken_from_under_them() -> None:
    body = make_body("Wolverhampton CCG")
    opened = newest()
    make_project(body, "WIC-14", "Walk-in centre review")
    with pytest.raises(Refused, match="depend on what it brought: WIC-14 Walk-in centre review"):
        put_back(opened)
    assert body.name == "Wolverhampton CCG"


def test_changes_to_other_records_do_not_stand_in_the_way() -> None:
    body, other = make_body("Wolverhampton CCG"), make_body("Dudley CCG")
    rename(body, "Wolverhampton")
    entry = newest()
    rename(other, "Dudley")
    put_back(entry)
    assert (body.name, other.name) == ("Wolverhampton CCG", "Dudley")


def test_dates_and_moments_come_back_as_what_they_were() -> None:
    body = make_body("Wolverhampton CCG", exists_from=date(2013, 4, 1))

    @one_transaction
    def forget() -> None:
        body.exists_from = None
        reorganised(SYSTEM)

    forget()
    put_back(newest())
    assert body.exists_from == date(2013, 4, 1)
