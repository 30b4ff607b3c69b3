"""Everything kept of one person, found in the tables themselves, so that no new table can be forgotten.

A row is of a person when a foreign key or a reference such as person:7 leads to them, and so is what belongs
to such a row and would go with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, cast

from sqlalchemy import JSON, Column, ColumnElement, String, Table, Text, inspect, or_, select
from sqlalchemy import cast as as_type

from engage.platform.data.db import DATABASES, database_of, session
from engage.platform.data.tables import NOT_COPIED, Base, Words
from engage.privacy.words import fate_of
from engage.stakeholders.models import ContactPoint, Person

Rows = dict[type[Base], list[Base]]

HISTORY = ("audit_entry", "audit_change")


def alike(person_id: int) -> list[int]:
    """The numbers of all records of one person: this one, those merged into it, and the one it went into."""
    numbers = {person_id}
    while True:
        wanted = select(Person.id, Person.merged_into_id).where(
            or_(Person.id.in_(numbers), Person.merged_into_id.in_(numbers))
        )
        found = {one for pair in session().execute(wanted) for one in pair if one is not None}
        if found <= numbers:
            return sorted(numbers)
        numbers |= found


def rows_of(person_ids: Sequence[int]) -> Rows:
    """Every row of these records of one person, by table in the order of their names."""
    found: Rows = {}
    for row, table in tables():
        conditions = [*_by_key(table, person_ids), *_by_reference(table, person_ids)]
        if conditions:
            found[row] = _rows(row, or_(*conditions))
    _add_parts(found)
    return {row: rows for row, rows in found.items() if rows}


def tables() -> list[tuple[type[Base], Table]]:
    """Every table of every database and the class of its rows, by name."""
    own = [pair for database in DATABASES for pair in database.tables()]
    return sorted(own, key=lambda pair: pair[1].name)


def leads_to_person(column: Column[Any]) -> bool:
    return any(key.column.table.name == "person" for key in column.foreign_keys)


def is_json(column: Column[Any]) -> bool:
    return isinstance(column.type, JSON | Words)


def is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, String | Text)


def identifying(person_ids: Sequence[int]) -> list[str]:
    """What identifies a person wherever it stands: their names, addresses and numbers."""
    names = session().scalars(select(Person.name).where(Person.id.in_(person_ids)))
    values = session().scalars(select(ContactPoint.value).where(ContactPoint.person_id.in_(person_ids)))
    return list(dict.fromkeys(one.strip() for one in (*names, *values) if len(one.strip()) > 2))


def stands_in(word: str, text: str) -> bool:
    """Whether a word or a name stands in a text as such, not as a part of another word."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


def tells_apart(word: str) -> bool:
    """Whether it is enough to tell one person from others: a name of two words, an address, a number."""
    return len(word.split()) > 1 or "@" in word or any(character.isdigit() for character in word)


def mentions(words: Collection[str], but: Rows) -> Iterator[tuple[str, Base]]:
    """(column in words, row) of values that stay and in which any of these words stands.

    ``but`` are the rows known to be of the person: of them only what erasing leaves as it is.
    """
    words = [word for word in words if tells_apart(word)]
    known = {(row, _number(one)) for row, rows in but.items() for one in rows}
    for row, table in tables():
        columns = [column for column in table.columns if is_text(column) or is_json(column)]
        conditions = [_contains(column, word) for column in columns for word in words]
        if not conditions:
            continue
        staying = [column for column in columns if _stays(column)]
        for one in _rows(row, or_(*conditions)):
            looked_at = staying if (row, _number(one)) in known else columns
            yield from (
                (column.comment or column.name, one) for column in looked_at if _holds(one, column, words)
            )


def is_emptied(column: Column[Any]) -> bool:
    """Whether erasing a person empties this column of a row of theirs that stays."""
    is_of_people = column.info.get("privacy") in NOT_COPIED and not column.foreign_keys and not column.unique
    return is_of_people or column.name in fate_of(column.table.name).also


def _stays(column: Column[Any]) -> bool:
    """Whether erasing leaves this column of a row of theirs; what was done to them holds no value."""
    table = column.table.name
    return not (fate_of(table).goes or table in HISTORY or is_emptied(column))


def _by_key(table: Table, person_ids: Sequence[int]) -> list[ColumnElement[bool]]:
    columns = [column for column in table.columns if leads_to_person(column)]
    if table.name == "person":
        columns = [table.c.id]
    return [column.in_(person_ids) for column in columns]


def _by_reference(table: Table, person_ids: Sequence[int]) -> list[ColumnElement[bool]]:
    refs = [f"person:{number}" for number in person_ids]
    found: list[ColumnElement[bool]] = []
    for column in table.columns:
        if is_json(column):
            found += [as_type(column, Text).contains(f'"{ref}"', autoescape=True) for ref in refs]
        elif is_text(column):
            found.append(column.in_(refs))
    return found


def _add_parts(found: Rows) -> None:
    """What would go with a row that was found belongs to it: the expenses of a membership, for one."""
    of_people = {row for row in found if any(map(leads_to_person, _table(row).columns))}
    for row, table in tables():
        for column in table.columns:
            for key in column.foreign_keys:
                whole = next((one for one in of_people if _table(one) is key.column.table), None)
                if whole is None or key.ondelete != "CASCADE" or not found[whole]:
                    continue
                numbers = [_number(one) for one in found[whole]]
                known = found.setdefault(row, [])
                known += [one for one in _rows(row, column.in_(numbers)) if one not in known]


def _rows(row: type[Base], condition: ColumnElement[bool]) -> list[Base]:
    wanted = select(row).where(condition).order_by(_key(_table(row)))
    return list(database_of(row).session().scalars(wanted))


def _contains(column: Column[Any], word: str) -> ColumnElement[bool]:
    return as_type(column, Text).icontains(word, autoescape=True)


def _holds(row: Base, column: Column[Any], words: Collection[str]) -> bool:
    value = str(getattr(row, attribute_of(type(row), column)))
    return any(stands_in(word, value) for word in words)


def attribute_of(row: type[Base], column: Column[Any]) -> str:
    """The attribute by which a row holds a column."""
    return str(inspect(row).get_property_by_column(column).key)


def _table(row: type[Base]) -> Table:
    return cast(Table, row.__table__)


def _key(table: Table) -> Column[Any]:
    return next(iter(table.primary_key.columns))


def _number(row: Base) -> int:
    return int(inspect(row).mapper.primary_key_from_instance(row)[0])
