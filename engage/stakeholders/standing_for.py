"""What was merged into a record goes on by itself, and is met through the record that stands for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engage.platform.data.db import session
from engage.platform.imports.importing import batches
from engage.stakeholders.models import Organisation, Person

AT_ONCE = 500


def belongs_to(column: Any, who: Organisation | Person) -> ColumnElement[bool]:
    """Its own, and what belongs to the records merged into it: nothing of theirs is rewritten."""
    table = type(who)
    return or_(column == who.id, column.in_(select(table.id).where(table.merged_into_id == who.id)))


def merged_refs(refs: Collection[str]) -> dict[str, str]:
    """The records that were merged into these: each reference with that of the one it stands for now."""
    found: dict[str, str] = {}
    tables: tuple[tuple[str, type[Organisation] | type[Person]], ...] = (
        ("organisation", Organisation),
        ("person", Person),
    )
    for kind, table in tables:
        numbers = [int(ref.partition(":")[2]) for ref in refs if ref.startswith(f"{kind}:")]
        found |= {f"{kind}:{one}": f"{kind}:{kept}" for one, kept in merged_numbers(table, numbers).items()}
    return found


def merged_numbers(table: type[Organisation] | type[Person], ids: Collection[int]) -> dict[int, int]:
    """As ``merged_refs``, by number."""
    found: dict[int, int] = {}
    for some in batches(list(ids), AT_ONCE):
        wanted = select(table.id, table.merged_into_id).where(table.merged_into_id.in_(some))
        found |= {number: kept or 0 for number, kept in session().execute(wanted)}
    return found
