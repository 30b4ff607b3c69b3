"""The words of spreadsheets that no record understands yet, each once with its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select

from engage.imports.mending.entries import LeftWord
from engage.imports.registry import Kind, kinds_for
from engage.platform.data.db import session
from engage.rules.actors import Actor
from engage.rules.word_guess import Guesser


def words_left(actor: Actor) -> list[LeftWord]:
    """The words that can be matched with a term, the commonest first: of fields that have terms."""
    found = [one for kind in _kinds(actor) for one in _left_in(kind)]
    return sorted(found, key=lambda one: (-one.records, one.kind.name, one.field.label, one.words))


def others_left(actor: Actor) -> list[tuple[Kind, int]]:
    """How many records of each kind keep words of fields without terms, such as dates, to mend one by one."""
    counted = []
    for kind in _kinds(actor):
        terms = {name for name, field in kind.fields.by_name.items() if field.vocabulary}
        records = sum(1 for unread in _unread(kind) if not unread.keys() <= terms)
        counted.append((kind, records))
    return [(kind, records) for kind, records in counted if records]


def numbers_with(kind: Kind, field: str, words: str) -> list[int]:
    """The records that keep these very words of the field."""
    record = kind.record
    if record is None:
        return []
    wanted = select(record.id, record.unread).where(record.unread.is_not(None)).order_by(record.id)
    return [number for number, unread in session().execute(wanted) if unread.get(field) == words]


def _kinds(actor: Actor) -> list[Kind]:
    """One kind for each table: two kinds of file may fill the same."""
    by_table = {kind.record: kind for kind in kinds_for(actor).values() if kind.record is not None}
    return list(by_table.values())


def _left_in(kind: Kind) -> Iterator[LeftWord]:
    counts = Counter(pair for unread in _unread(kind) for pair in unread.items())
    for (name, words), records in counts.items():
        field = kind.fields.by_name.get(name)
        if field is not None and field.vocabulary is not None:
            yield LeftWord(kind, field, words, records, Guesser(field.vocabulary(), {}).guess(words))


def _unread(kind: Kind) -> list[dict[str, str]]:
    record = kind.record
    if record is None:
        return []
    return list(session().scalars(select(record.unread).where(record.unread.is_not(None))))
