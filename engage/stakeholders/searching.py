"""Finding by words: every word of a record has a row of its own, so that a search costs what it finds.

The rows follow ``search_text`` by themselves, whoever changes it: the import, a merger, an erasure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, event, func, insert, literal, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from engage.platform.data.db import record, session
from engage.platform.data.tables import Base
from engage.rules.words import plain_words
from engage.stakeholders.models import Organisation, Person, RegisterWord

MOST_WORDS = 8
LAST = "\U0010ffff"
FEW = 2000  # records: below this, those that have a word are looked at one by one
KEPT = "words to find by"

Found = type[Organisation] | type[Person]


def having(table: Found, typed: str) -> ColumnElement[bool]:
    """True for records that have, for every word typed, a word that begins with it.

    The rarest word lists the records, which are asked one by one for the others; where every word is frequent
    all are asked in the order of the list, whose page is soon full. Either way a page costs what it shows.
    """
    words = list(dict.fromkeys(plain_words(typed)[:MOST_WORDS]))
    if not words:
        return literal(True)
    column = _column(table)
    counts = {word: _count(column, word) for word in words}
    rarest = min(words, key=lambda word: counts[word])
    asked = [_has(table, word) for word in words if word != rarest or counts[word] > FEW]
    if counts[rarest] <= FEW:
        asked.append(table.id.in_(select(column).where(_begins(column, rarest))))
    return and_(literal(True), *asked)


def _count(column: Any, word: str) -> int:
    """How many entries begin with a word, counted no further than matters."""
    some = select(column).where(_begins(column, word)).limit(FEW + 1).subquery()
    return session().scalar(select(func.count()).select_from(some)) or 0


def _has(table: Found, word: str) -> ColumnElement[bool]:
    column = _column(table)
    return select(RegisterWord.id).where(column == table.id, _begins(column, word)).exists()


def _begins(column: Any, word: str) -> ColumnElement[bool]:
    return and_(RegisterWord.word >= word, RegisterWord.word < word + LAST, column.is_not(None))


def _column(table: Found) -> Any:
    return RegisterWord.organisation_id if table is Organisation else RegisterWord.person_id


@event.listens_for(record.session, "before_flush")
def _note_changed(flushing: Session, _context: Any, _instances: Any) -> None:
    changed = [row for row in _of_register(flushing.new) if row.search_text]
    changed += [row for row in _of_register(flushing.dirty) if get_history(row, "search_text").has_changes()]
    flushing.info[KEPT] = changed


@event.listens_for(record.session, "after_flush")
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
