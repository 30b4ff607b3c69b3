"""Fetching imports, and the mappings people have kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engage.accounts.models import Account
from engage.imports.registry import must_be_for
from engage.organisation import queries as organisation
from engage.platform.data import audit, undo
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import session
from engage.platform.imports.importing import Importer
from engage.platform.imports.models import Import, SavedMapping
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.platform.web.lists import in_order
from engage.rules.actors import Actor
from engage.rules.errors import Missing

COMMAND_LINE = "the command line"


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


def mapping_for(mapping_id: int) -> SavedMapping:
    """One kept mapping. Raises Missing."""
    found = session().get(SavedMapping, mapping_id)
    if found is None:
        raise Missing
    return found


def usual_body() -> dict[str, str]:
    """Where an installation works for one body only, rows that name none are taken to be its own."""
    served = organisation.served_bodies()
    return {"body": served[0].name} if len(served) == 1 else {}


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


def hindrances(entry_id: int, importer: Importer) -> list[Link]:
    """What stands in the way of undoing it: records changed since, and later ones that depend on them."""
    own = [change for change in audit.changes_of(entry_id) if change.table != Import.__tablename__]
    made = [f"{change.table}:{change.row_id}" for change in own if change.before is None]
    refs = [
        *undo.changed_since(entry_id, (Import.__tablename__,)),
        *undo.leaning_on(own),
        *importer.leaning_on(made),
    ]
    return list(references.links(dict.fromkeys(refs)).values())
