"""Fetching imports, and the mappings people have kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from engage.accounts.models import Account
from engage.imports.registry import LEFT_WITHOUT, GivenBody, Kind, kind_named, must_be_for
from engage.organisation import queries as organisation
from engage.platform.data import audit, undo
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import session
from engage.platform.imports.date_columns import AskedOrder, asked_orders
from engage.platform.imports.file_words import FileWords, FoundWords, find_words
from engage.platform.imports.importing import Importer
from engage.platform.imports.mapping import Values
from engage.platform.imports.models import Import, SavedMapping
from engage.platform.imports.plan import Plan
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.platform.web.lists import in_order
from engage.rules.actors import Actor
from engage.rules.errors import Missing
from engage.rules.words import spelling_key

MOST_REMEMBERED = 200  # imports
COMMAND_LINE = "the command line"
MOST_LEARNT_FROM = 100  # files


@dataclass(frozen=True, slots=True)
class Listed:
    """An import and who brought it in."""

    row: Import
    who: str

    @property
    def id(self) -> int:
        return self.row.id


def import_for(actor: Actor, import_id: int) -> Import:
    """One import. Raises Missing, and NotAllowed for whoever may not see files of its kind."""
    found = session().get(Import, import_id)
    if found is None:
        raise Missing
    must_be_for(actor, found.kind)
    return found


def listed_imports(numbers: Sequence[int]) -> list[Listed]:
    """These imports in this order, each with who brought it in."""
    wanted = select(Import, Account.name).outerjoin(Account, Account.id == Import.by_id)
    wanted = wanted.options(defer(Import.outline))  # long, and told on the page of the import alone
    found = session().execute(wanted.where(Import.id.in_(numbers)))
    return in_order([Listed(row, who or COMMAND_LINE) for row, who in found], numbers)


def who_brought(row: Import) -> str:
    return listed_imports([row.id])[0].who


def saved_mappings(kind: str) -> list[SavedMapping]:
    """The mappings kept for this kind of record, by name."""
    return list(
        session().scalars(select(SavedMapping).where(SavedMapping.kind == kind).order_by(SavedMapping.name))
    )


def mapping_named(kind: str, name: str) -> SavedMapping | None:
    wanted = select(SavedMapping).where(SavedMapping.kind == kind, SavedMapping.name == name)
    return session().scalars(wanted).one_or_none()


def mapping_for(actor: Actor, mapping_id: int) -> SavedMapping:
    """One kept mapping. Raises Missing, and NotAllowed for whoever may not see files of its kind."""
    found = session().get(SavedMapping, mapping_id)
    if found is None:
        raise Missing
    must_be_for(actor, found.kind)
    return found


def usual_body(
    kind: Kind, outline: Sequence[Mapping[str, Any]], columns: Mapping[str, str | None]
) -> dict[str, str]:
    """What rows that name no body are given unasked: the one body that an installation works for.

    Nothing where the file names bodies itself, in a column of theirs or one that is left out, or says who
    lives in an area: then a person is asked.
    """
    headings = {heading for sheet in outline for heading in sheet.get("bodies", ())}
    names_bodies = any(columns.get(heading) in {None, "body"} for heading in headings)
    if kind.body is not GivenBody.USUAL or names_bodies:
        return {}
    known = organisation.bodies()
    served = [body.name for body in known if body.is_served]
    if not known:
        return {"body": LEFT_WITHOUT}
    return {"body": served[0]} if len(served) == 1 else {}


def joint_names_said() -> dict[str, list[str]]:
    """Names of several bodies together, as they were understood when files were taken, the latest last.

    A name of one body is kept as another name of it; these would be forgotten.
    """
    wanted = select(Import.bodies).where(Import.taken_at.is_not(None), Import.bodies.is_not(None))
    said = session().scalars(wanted.order_by(Import.id.desc()).limit(MOST_REMEMBERED)).all()
    found = {name: meant for one in reversed(said) for name, meant in (one or {}).items()}
    return {name: meant for name, meant in found.items() if len(meant) > 1}


def forums_said() -> dict[str, int]:
    """The forums of the register that names not on it were said to mean when files were taken."""
    wanted = select(Import.forums).where(Import.taken_at.is_not(None), Import.forums.is_not(None))
    said = session().scalars(wanted.order_by(Import.id.desc()).limit(MOST_REMEMBERED)).all()
    return {name: number for one in reversed(said) for name, number in (one or {}).items()}


def learnt_words(kind: str, body: str) -> Values:
    """What the words of earlier files were taken for: the latest goes first, and those of the same body.

    Only files that were taken, and not undone, teach anything.
    """
    wanted = select(Import.values, Import.filled).where(Import.kind == kind, Import.state == "taken")
    latest = session().execute(wanted.order_by(Import.taken_at.desc()).limit(MOST_LEARNT_FROM)).all()
    found: dict[str, dict[str, str | None]] = {}
    for values, _filled in sorted(latest, key=lambda one: one[1].get("body", "") != body):
        for name, words in values.items():
            for word, code in words.items():
                if code:
                    found.setdefault(name, {}).setdefault(spelling_key(word), code)
    return found


def file_words(kind: Kind, values: Values, filled: Mapping[str, str]) -> FileWords:
    """What the words of a file stand for: what was said of them, and what earlier files teach."""
    return FileWords(kind.fields, values, learnt_words(kind.name, filled.get("body", "")))


def words_found(row: Import) -> list[FoundWords]:
    """The words of an import's file for each field with terms."""
    kind = kind_named(row.kind)
    words = file_words(kind, row.values, row.filled)
    return find_words(row.outline, words, kind.fields, row.columns, row.sheet)


def orders_asked(row: Import) -> list[AskedOrder]:
    """The date columns of an import's file of which it must be said whether the month comes first."""
    fields = kind_named(row.kind).fields
    return asked_orders(row.outline, fields, row.columns, row.sheet, row.values)


def taken_entry(row: Import, event: str) -> int:
    """The audit entry under which it was taken. Raises Missing."""
    wanted = (
        select(AuditEntry.id)
        .join(AuditChange, AuditChange.entry_id == AuditEntry.id)
        .where(AuditChange.ref == row.record_ref(), AuditEntry.event == event)
    )
    found = session().scalars(wanted.order_by(AuditEntry.id.desc()).limit(1)).one_or_none()
    if found is None:
        raise Missing
    return found


@dataclass(frozen=True, slots=True)
class Hindrances:
    """What stands in the way of undoing an import as a whole: ``named`` are the records in the way, ``kept``
    the references of those of its records that would have to stay."""

    named: list[Link]
    kept: frozenset[str]

    @property
    def seen(self) -> str:
        """The same as long as the same records would stay: what a person saw is what they agree to."""
        return hashlib.sha256("\n".join(sorted(self.kept)).encode()).hexdigest()


def hindrances(entry_id: int, importer: Importer) -> Hindrances:
    """Records changed since, later ones that depend on what it brought, and what those need to stay."""
    own = [change for change in audit.changes_of(entry_id) if change.table != Import.__tablename__]
    changed = undo.changed_since(entry_id, (Import.__tablename__,))
    leaning = [*undo.leaning_on(own), *importer.leaning_on(_made(own))]
    named = references.links(dict.fromkeys([*changed, *(lean.leaning for lean in leaning)]))
    kept = {*changed, *(lean.upon for lean in leaning)}
    while further := _staying_too(own, kept, importer):
        kept |= further
    return Hindrances(list(named.values()), frozenset(kept))


def _staying_too(own: Sequence[AuditChange], kept: set[str], importer: Importer) -> set[str]:
    """What stays because kept records do: what they need, a body of theirs for one, and what is part of them,
    such as words heard at a kept activity."""
    if not kept:
        return set()
    going = [change for change in own if change.ref not in kept]
    parts = {change.ref for change in going if not kept.isdisjoint(_texts(change.after))}
    leaning = [*undo.leaning_on(going), *importer.leaning_on(_made(going))]
    return parts | {lean.upon for lean in leaning}


def _texts(values: Mapping[str, Any] | None) -> set[str]:
    return {value for value in (values or {}).values() if isinstance(value, str)}


def _made(changes: Sequence[AuditChange]) -> list[str]:
    return [f"{change.table}:{change.row_id}" for change in changes if change.before is None]


def still_there(row: Import) -> list[Link]:
    """What stayed of an import that was undone."""
    return list(references.links(row.result.get("kept", [])).values())


def fingerprint(row: Import, plan: Plan) -> str:
    """The same as long as the same would happen, by the same choices."""
    choices = json.dumps([row.columns, row.filled, row.sheet, row.values, row.left_out], sort_keys=True)
    return f"{hashlib.sha256(choices.encode()).hexdigest()}-{plan.fingerprint()}"
