"""Saying what words of spreadsheets mean that came in without being understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import select

from engage.imports.mending.entries import Mending
from engage.imports.mending.queries import numbers_with
from engage.imports.registry import Kind
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.fields import plain_fields
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.declared import content
from engage.platform.imports.importing import Content, Entry, Importer, Notes, Stored, Update, batches
from engage.platform.imports.mapping import Field
from engage.rules.actors import Actor
from engage.rules.errors import Refused

AT_ONCE = 500

mended = audit.Event("import.words-mended", "records")


@one_transaction
def mend(actor: Actor, mendings: Sequence[Mending]) -> int:
    """Fill the field of every record that keeps the words; answers how many records that were.

    Raises Refused when nothing is said, and when other records keep the words than a person saw.
    """
    if not mendings:
        raise Refused("Say of at least one of the words what it means.")
    total = sum(_mend(actor, one) for one in mendings)
    mended(actor, records=total)
    return total


def _mend(actor: Actor, one: Mending) -> int:
    numbers = numbers_with(one.kind, one.field, one.words)
    if len(numbers) != one.records:
        raise Refused(
            f"{len(numbers):,} records say “{one.words}” by now, not {one.records:,}. Nothing was changed."
            " Look again."
        )
    for some in batches(numbers, AT_ONCE):
        if one.code:
            _fill(actor, one, some)
        _let_go(one, some)
    return len(numbers)


def _fill(actor: Actor, one: Mending, numbers: Sequence[int]) -> None:
    """As if the file had said it: by the importer of the kind, which knows what else must follow."""
    importer = one.kind.make()
    filled = {one.field: _content(importer, one)}
    updates = [
        Update(Entry("", "", "", filled), Stored(number, "", version, {}), (one.field,))
        for number, version in _versions(one.kind, numbers)
    ]
    importer.take(actor, (), updates, lambda rows: None)


def _content(importer: Importer, one: Mending) -> Content:
    """The term as the importer holds it: of a declared field, or of one that the importer reads itself."""
    of, declared = one.kind.fields.by_name[one.field], plain_fields(one.kind.record).get(one.field)
    label = _label(of, one.code)
    if declared is not None and declared.headings is not None:
        return content(declared, declared.read(label, lambda _text: label if of.grows else one.code))
    needed = {name: "-" for name, field in one.kind.fields.by_name.items() if field.required}
    read = importer.read({**needed, one.field: label}, Notes())
    if read is None or one.field not in read.content:
        raise Refused(f"“{one.words}” cannot be taken for “{label}” here. Mend the records one by one.")
    return read.content[one.field]


def _label(field: Field, code: str) -> str:
    """Raises Refused for a code that is not among the terms."""
    terms = field.vocabulary() if field.vocabulary else None
    if terms is None or code not in terms:
        raise Refused(f"“{code}” is not among the terms of {field.label}. Nothing was changed.")
    return terms.term(code).label


def _let_go(one: Mending, numbers: Sequence[int]) -> None:
    record = one.kind.record
    if record is not None:
        for row in session().scalars(select(record).where(record.id.in_(numbers))):
            row.let_unread_go(one.field)


def _versions(kind: Kind, numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    record = kind.record
    if record is not None:
        yield from session().execute(select(record.id, record.version).where(record.id.in_(numbers))).all()
