"""Finding by words: every word of a record has a row of its own, so that a search costs what it finds.

The rows follow ``search_text`` by themselves, whoever changes it: the import, a merger, an erasure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, event, insert, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from engage.platform.db import db, session
from engage.platform.tables import Base
from engage.rules.words import plain_words
from engage.stakeholders.models import Organisation, Person, RegisterWord

MOST_WORDS = 8
LAST = "\U0010ffff"
FEW = 2000  # records: below this, those that have a word are looked at one by one
KEPT = "words to find by"

Found = type[Organisation] | type[Person]


def having(table: Found, typed: str) -> ColumnElement[bool]:
    """True for records that have, for every word typed, a word that begins with it."""
    conditions = [_has(table, word) for word in dict.fromkeys(plain_words(typed)[:MOST_WORDS])]
    return and_(literal(True), *conditions)


def _has(table: Found, word: str) -> ColumnElement[bool]:
    """The records are listed from the word when it is rare, and asked one by one for it when it is not.

    Either way the cost does not grow with the register: of a word that many have, a page is soon full.
    """
    column = _column(table)
    begins = and_(RegisterWord.word >= word, RegisterWord.word < word + LAST, column.is_not(None))
    numbers = select(column).where(begins)
    if len(session().scalars(numbers.limit(FEW + 1)).all()) <= FEW:
        return table.id.in_(numbers)
    return select(RegisterWord.id).where(begins, column == table.id).exists()


def _column(table: Found) -> Any:
    return RegisterWord.organisation_id if table is Organisation else RegisterWord.person_id


@event.listens_for(db.session, "before_flush")
def _note_changed(flushing: Session, _context: Any, _instances: Any) -> None:
    changed = [row for row in _of_register(flushing.new) if row.search_text]
    changed += [row for row in _of_register(flushing.dirty) if get_history(row, "search_text").has_changes()]
    flushing.info[KEPT] = changed


@event.listens_for(db.session, "after_flush")
def _follow(flushing: Session, _context: Any) -> None:
    changed = flushing.info.pop(KEPT, [])
    known = {row for row in changed if row not in flushing.new}
    for table in (Organisation, Person):
        column = _column(table)
        gone = [row.id for row in known if isinstance(row, table)]
        if gone:
            flushing.execute(delete(RegisterWord).where(column.in_(gone)))
    rows = [
        {column.key: row.id, "word": word}
        for row in changed
        for column in [_column(type(row))]
        for word in dict.fromkeys(row.search_text.split())
    ]
    for keyed in ("organisation_id", "person_id"):
        some = [row for row in rows if keyed in row]
        if some:
            flushing.execute(insert(RegisterWord), some)


def _of_register(rows: Iterable[Base]) -> list[Organisation | Person]:
    return [row for row in rows if isinstance(row, Organisation | Person)]
