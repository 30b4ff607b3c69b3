"""Rows of any table, made up from its columns alone, so that a table that is new tomorrow is tested too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, cast

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, Table, select

from engage.platform.data import audit
from engage.platform.data.db import answers, database_of, record, save, session, watch
from engage.platform.data.tables import Base, Moment, Privacy, Words
from engage.platform.data.transactions import of_answers, of_watch, one_transaction
from engage.privacy.access.queries import HISTORY, attribute_of, is_json, is_text, leads_to_person, tables
from engage.rules.actors import SYSTEM
from engage.stakeholders.models import Person

planted = audit.Event("test.planted", "table")

DAY, MOMENT = date(2018, 4, 3), datetime(2018, 4, 3, 9, tzinfo=UTC)
ONE_OF_A_FEW = {
    "membership.role": "member",
    "consent.kind": "bulk",
    "contact_point.kind": "email",
    "contact_made.how": "phone",
    "panel_member.state": "joined",
    "story.kind": "patient_story",
    "story.when_precision": "unknown",
    "story.withdrawn_on": DAY,  # why it was taken back is said of none that was not
    "action.state": "open",
    "letter.state": "waiting",
}
"""What columns hold whose words are one of a few, so that whoever reads the row understands it."""
OF_PEOPLE = frozenset(Privacy) - {Privacy.NONE}
NOT_PLANTED = (*HISTORY, "organisation_block")
"""Tables that no verb writes: what they hold is made from columns of other tables, planted themselves."""
_numbers = count(1)


def plant(
    row: type[Base], given: Mapping[str, Any], mark: str, classes: Collection[Privacy] = OF_PEOPLE
) -> Base:
    """One row of this table with these columns; every other text of these classes holds ``mark``."""
    put = {record: _in_record, answers: _in_answers, watch: _in_watch}[database_of(row)]
    return put(row, given, mark, classes)


@one_transaction
def _in_record(row: type[Base], given: Mapping[str, Any], mark: str, classes: Collection[Privacy]) -> Base:
    made = save(_row(row, given, mark, classes))
    planted(SYSTEM, table=row.__tablename__)
    return made


@of_answers
def _in_answers(row: type[Base], given: Mapping[str, Any], mark: str, classes: Collection[Privacy]) -> Base:
    made = _row(row, given, mark, classes)
    answers.session.add(made)
    answers.session.flush()
    return made


@of_watch
def _in_watch(row: type[Base], given: Mapping[str, Any], mark: str, classes: Collection[Privacy]) -> Base:
    made = _row(row, given, mark, classes)
    watch.session.add(made)
    watch.session.flush()
    return made


def plant_everywhere(person: Person, mark: str, classes: Collection[Privacy] = OF_PEOPLE) -> dict[str, str]:
    """A row that leads to this person in every table with a foreign key to people, by table: its mark."""
    marks = {}
    for row, table in tables():
        column = next((column for column in table.columns if leads_to_person(column)), None)
        if column is None or row is Person:
            continue
        marks[table.name] = f"{mark} {table.name}"
        plant(row, {column.name: person.id}, marks[table.name], classes)
    return marks


def plant_in_every_table(somebody: Person, mark: str) -> set[tuple[str, str]]:
    """A row with this mark in every table that holds words about people, of somebody where it has to be.

    Answers each column with the mark, by table.
    """
    places = set()
    for row, table in tables():
        marked = {(table.name, column.name) for column in table.columns if _is_of_people(column)}
        if marked and table.name not in NOT_PLANTED:
            leads = next((column.name for column in table.columns if leads_to_person(column)), "")
            plant(row, {leads: somebody.id}, mark)
            places |= marked
    return places


def _is_of_people(column: Column[Any]) -> bool:
    holds_words = is_text(column) or is_json(column)
    return column.info["privacy"] in OF_PEOPLE and holds_words and "words_of" not in column.info


def _row(row: type[Base], given: Mapping[str, Any], mark: str, classes: Collection[Privacy]) -> Base:
    values = {}
    for column in cast(Table, row.__table__).columns:
        if column.primary_key or column.name == "version":
            continue
        name = attribute_of(row, column)
        if column.name in given:
            values[name] = given[column.name]
        elif column.foreign_keys:
            values[name] = None if column.nullable else _whole_of(column)
        else:
            words = mark if column.info["privacy"] in classes else f"words {next(_numbers)}"
            values[name] = ONE_OF_A_FEW.get(f"{row.__tablename__}.{column.name}") or _value(column, words)
    return row(**values)


def _whole_of(column: Column[Any]) -> int:
    """The number of a row this one has to lead to: one there is, or one made for it."""
    target = next(iter(column.foreign_keys)).column.table
    row = next(one for one, table in tables() if table is target)
    if row is Person:
        return int(save(Person(name="Somebody else", sorts_as="somebody else", search_text="")).id)
    there = session().scalars(select(row)).first()
    return int(getattr(there or save(_row(row, {}, "words", ())), "id"))  # noqa: B009  every table has a number


def _value(column: Column[Any], mark: str) -> Any:
    kind = column.type
    if isinstance(kind, Words):
        return [mark]
    if isinstance(kind, JSON):
        return _json(column, mark)
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Date):
        return None if column.nullable else DAY
    if isinstance(kind, Moment):
        return None if column.nullable else MOMENT
    if isinstance(kind, Integer | Float):
        return None if column.nullable else next(_numbers)
    return f"{mark} {next(_numbers)}" if column.unique else mark


def _json(column: Column[Any], mark: str) -> Any:
    held = {"said": mark} if column.info["privacy"] in OF_PEOPLE else {}
    default: Any = column.default
    is_list = default is not None and default.arg.__name__ == "list"
    return [held] * bool(held) if is_list else held
