"""Keys of every organisation's names, kept as names change, so that likes of a name are found at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, delete, event, func, insert, inspect, select, union_all
from sqlalchemy.orm import Session

from engage.platform.data.db import record
from engage.platform.imports.importing import batches
from engage.rules.organisation_names import block_keys, take_apart
from engage.stakeholders.duplicates.models import OrganisationBlock
from engage.stakeholders.models import Organisation, OrganisationName

AT_ONCE = 500

Names = dict[int, list[str]]


def under(keys: Collection[str]) -> Select[int]:
    """The numbers of organisations that have a name under one of these keys; what was merged is what it was
    merged into."""
    root = func.coalesce(Organisation.merged_into_id, Organisation.id)
    return (
        select(root)
        .join(OrganisationBlock, OrganisationBlock.organisation_id == Organisation.id)
        .where(OrganisationBlock.key.in_(keys))
        .distinct()
    )


@event.listens_for(record.session, "after_flush")
def _keep_keys(flushing: Session, _context: Any) -> None:
    fresh = {row.id for row in flushing.new if isinstance(row, Organisation)}
    renamed = {row.id for row in flushing.dirty if isinstance(row, Organisation) and _is_renamed(row)}
    changed = (*flushing.new, *flushing.dirty, *flushing.deleted)
    renamed |= {row.organisation_id for row in changed if isinstance(row, OrganisationName)}
    gone = {row.id for row in flushing.deleted if isinstance(row, Organisation)}
    if fresh or renamed:
        _forget(flushing, renamed - fresh - gone)
        _write(flushing, (fresh | renamed) - gone)


def _is_renamed(row: Organisation) -> bool:
    return inspect(row).attrs["name"].history.has_changes()


def _forget(flushing: Session, numbers: Iterable[int]) -> None:
    for batch in batches(sorted(numbers), AT_ONCE):
        flushing.execute(delete(OrganisationBlock).where(OrganisationBlock.organisation_id.in_(batch)))


def _write(flushing: Session, numbers: Iterable[int]) -> None:
    for batch in batches(sorted(numbers), AT_ONCE):
        rows = [
            {"organisation_id": number, "key": key}
            for number, names in _names_of(flushing, list(batch)).items()
            for key in sorted({key for name in names for key in block_keys(take_apart(name))})
        ]
        if rows:
            flushing.execute(insert(OrganisationBlock), rows)


def _names_of(flushing: Session, numbers: list[int]) -> Names:
    wanted = union_all(
        select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers)),
        select(OrganisationName.organisation_id, OrganisationName.name).where(
            OrganisationName.organisation_id.in_(numbers)
        ),
    )
    found: Names = {}
    for number, name in flushing.execute(wanted):
        found.setdefault(number, []).append(name)
    return found
