"""Merging two records of one body, and parting them again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Boolean, inspect

from engage.organisation import queries as organisation
from engage.organisation.checks import check_code, check_name_is_free
from engage.organisation.merging import queries
from engage.organisation.merging.references import Pointer, Row, pointers
from engage.organisation.models import Body, BodyDifference, BodyMerge, BodyName
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import record, save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.offers import references
from engage.rules.actors import Actor
from engage.rules.errors import Refused

bodies_merged = audit.Event("body.merged", "kept_id", "other_id", "name", "moved")
bodies_parted = audit.Event("body.parted", "kept_id", "other_id", "left")

told_apart = audit.Event("bodies.told-apart", "one_id", "other_id")
no_longer_apart = audit.Event("bodies.no-longer-told-apart", "one_id", "other_id")

PAIRS = {"activity_body", "body_succession"}
"""Tables whose rows say only that a body has to do with something: of two alike one is enough."""


@one_transaction
def merge_bodies(actor: Actor, kept: Body, other: Body) -> BodyMerge:
    """Say that two bodies are one: what points at the other points at the kept one, which bears its names.

    Raises Refused when one took over from the other, and when both have a record of which there can be one.
    """
    if kept.id == other.id:
        raise Refused("This is the same body. Enter the name of the other one.")
    if queries.follows(kept, other):
        raise Refused(
            f"One of {kept.name} and {other.name} took over from the other, so they are two bodies."
            " If that is wrong, remove it under “Who took over” first."
        )
    if queries.difference_of(kept, other):
        raise Refused(
            f"It was said that {kept.name} and {other.name} are not the same. Take that back first, under"
            " “Bodies that may be one”."
        )
    merge = BodyMerge(kept_id=kept.id, other_id=other.id, name=other.name, code=other.code)
    merge.other, merge.merged_at = _frozen(other), clock.now()
    moved, dropped = _move(kept, other)
    if other.is_served and not kept.is_served:
        moved.append([Body.__tablename__, kept.id, "is_served", False, True])
        kept.is_served = True
    session().flush()
    session().delete(other)
    session().flush()
    merge.moved, merge.dropped, merge.lent = moved, dropped, _lend_names(kept, merge)
    save(merge)
    bodies_merged(actor, kept_id=kept.id, other_id=merge.other_id, name=merge.name, moved=len(moved))
    return merge


@one_transaction
def part_bodies(actor: Actor, merge: BodyMerge) -> int:
    """Take a merge back: the other body is there again with all that was its own.

    What was changed or added since stays with the kept one; answers how much could not be put back. Raises
    Refused when the other's name or code is borne by another body now.
    """
    for row in session().query(BodyName).where(BodyName.body_id == merge.kept_id):
        if row.name in merge.lent:
            session().delete(row)
    session().flush()
    check_name_is_free(merge.name, but_of=session().get_one(Body, merge.kept_id))
    check_code(merge.code)
    save(_thawed(Body, merge.other))
    left = sum(not _put_back(*one) for one in reversed(merge.moved))
    left += sum(not _made_again(table, values) for table, values in merge.dropped)
    session().flush()
    session().delete(merge)
    bodies_parted(actor, kept_id=merge.kept_id, other_id=merge.other_id, left=left)
    return left


@one_transaction
def tell_apart(actor: Actor, one: Body, other: Body) -> None:
    """Say that two bodies are not the same: they are no longer proposed for one."""
    if one.id == other.id:
        raise Refused("This is one body. Choose two.")
    if queries.difference_of(one, other) is None:
        first, second = sorted((one.id, other.id))
        save(BodyDifference(one_id=first, other_id=second, said_at=clock.now()))
    told_apart(actor, one_id=one.id, other_id=other.id)


@one_transaction
def take_difference_back(actor: Actor, difference: BodyDifference) -> None:
    """They may be one again, and are proposed for it."""
    no_longer_apart(actor, one_id=difference.one_id, other_id=difference.other_id)
    session().delete(difference)


def _move(kept: Body, other: Body) -> tuple[list[list[Any]], list[list[Any]]]:
    """Point at the kept one; answers what was moved and what was dropped, as ``BodyMerge`` keeps them."""
    moved: list[list[Any]] = []
    dropped: list[list[Any]] = []
    for pointer in pointers():
        twins = pointer.twins(kept)
        for row in pointer.rows(other):
            twin = pointer.twin(row, twins)
            if twin is None:
                after = pointer.moved(getattr(row, pointer.column), other, kept)
                moved.append(_changed(row, pointer.column, after))
            else:
                _must_be_a_pair(pointer, twin)
                moved += [_changed(twin, name, True) for name in _ticked(row) if not getattr(twin, name)]
                dropped.append([pointer.table.__tablename__, _frozen(row)])
                session().delete(row)
    return moved, dropped


def _must_be_a_pair(pointer: Pointer, twin: Row) -> None:
    if pointer.table.__tablename__ not in PAIRS:
        (link,) = references.links([twin.record_ref()]).values()
        raise Refused(
            f"Both bodies have a record of which there can be only one: {link.text}. Nothing was merged."
            " Remove it from one of them first."
        )


def _changed(row: Row, name: str, after: Any) -> list[Any]:
    before = getattr(row, name)
    setattr(row, name, after)
    return [row.__tablename__, row.id, name, before, after]


def _ticked(row: Row) -> list[str]:
    columns = inspect(type(row)).columns
    return [one.key for one in columns if isinstance(one.type, Boolean) and getattr(row, one.key)]


def _lend_names(kept: Body, merge: BodyMerge) -> list[str]:
    """Give the kept one the name and the code of the other, so that both are recognised."""
    lent: list[str] = []
    for name in (merge.name, merge.code):
        if organisation.body_names().recognise(name).code != kept.code:
            save(BodyName(body_id=kept.id, name=name))
            lent.append(name)
    return lent


def _put_back(table: str, number: int, column: str, before: Any, after: Any) -> bool:
    row: Row = session().get(record.row_of(table), number)
    is_as_left = row is not None and getattr(row, column) == after
    if is_as_left:
        setattr(row, column, before)
    return is_as_left


def _made_again(table: str, values: dict[str, Any]) -> bool:
    """Add a dropped row, unless what it was about has gone since."""
    row = record.row_of(table)
    keys = [(key.column.table.name, values[key.parent.name]) for key in row.__table__.foreign_keys]
    is_there = all(session().get(record.row_of(name), number) for name, number in keys if number)
    if is_there:
        session().add(_thawed(row, values))
    return is_there


def _frozen(row: Row) -> dict[str, Any]:
    values = {one.key: getattr(row, one.key) for one in inspect(type(row)).columns}
    return {name: str(value) if isinstance(value, date) else value for name, value in values.items()}


def _thawed(table: type[Any], values: dict[str, Any]) -> Any:
    columns = inspect(table).columns
    return table(
        **{
            name: date.fromisoformat(value) if value and columns[name].type.python_type is date else value
            for name, value in values.items()
            if name != "search_text"
        }
    )
