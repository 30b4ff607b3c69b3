"""Keys of every organisation's names, kept as names change, so that likes of a name are found at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar, cast

from sqlalchemy import Select, Table, delete, event, func, insert, inspect, select
from sqlalchemy.orm import Session

from engage.platform.data.db import record
from engage.platform.imports.importing import batches
from engage.rules.organisation_names import block_keys, take_apart
from engage.stakeholders.duplicates.models import OrganisationBlock
from engage.stakeholders.models import Organisation, OrganisationName

AT_ONCE = 500
KEYS = cast(Table, OrganisationBlock.__table__)

Names = dict[int, list[str]]
Held = TypeVar("Held")


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
        flushing.execute(delete(KEYS).where(KEYS.c.organisation_id.in_(batch)))


def _write(flushing: Session, numbers: Iterable[int]) -> None:
    for batch in batches(sorted(numbers), AT_ONCE):
        rows = [
            {"organisation_id": number, "key": key}
            for number, names in _names_of(flushing, batch).items()
            for key in sorted({key for name in names for key in block_keys(take_apart(name))})
        ]
        if rows:
            flushing.execute(insert(KEYS), rows)


def _names_of(flushing: Session, numbers: Collection[int]) -> Names:
    """The names that these organisations will have: as they stand, and as rows of the session change them."""
    names = select(OrganisationName).where(OrganisationName.organisation_id.in_(numbers))
    others = {*flushing.scalars(names), *_held(flushing, OrganisationName)} - {*flushing.deleted}
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers))
    shown = {row.id: row.name for row in flushing.execute(wanted)}
    shown |= {row.id: row.name for row in _held(flushing, Organisation)}
    found = {number: [shown[number]] for number in numbers if number in shown}
    for row in others:
        if row.organisation_id in found:
            found[row.organisation_id].append(row.name)
    return found


def _held(flushing: Session, kind: type[Held]) -> Iterator[Held]:
    """The rows of a kind that the session holds, which a draft has not written yet."""
    return (row for row in (*flushing.new, *flushing.identity_map.values()) if isinstance(row, kind))
