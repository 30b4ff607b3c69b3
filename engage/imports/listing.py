"""The imports as a list."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select

from engage.imports import queries
from engage.imports.queries import Listed
from engage.imports.registry import KINDS, kinds_for
from engage.platform.imports.models import Import
from engage.platform.web.guard import actor
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.platform.web.pages import moment

STATES = {
    "uploaded": "Not imported yet",
    "taking": "Being imported",
    "taken": "Imported",
    "undoing": "Being undone",
    "undone": "Undone",
}


def imports_list() -> ListSpec:
    """Every import of a kind that the person asking may see files of, the newest first."""
    return ListSpec(
        name="imports",
        heading="Imports",
        one="import",
        many="imports",
        number=Import.id,
        base=lambda: select(Import.id).where(Import.kind.in_(kinds_for(actor()))),
        rows=queries.listed_imports,
        columns=COLUMNS,
        filters=FILTERS,
        first_order=("when", True),
    )


def outcome_of(listed: Listed) -> str:
    """12 created, 3 updated, 1 set aside."""
    result = listed.row.result
    if "created" not in result:
        return ""
    counts = (
        ("created", result["created"]),
        ("updated", result["updated"]),
        ("the same", result["same"]),
        ("skipped", result["skipped"]),
        ("set aside", result["rows_set_aside"]),
    )
    return ", ".join(f"{number:,} {words}" for words, number in counts if number) or "nothing"


COLUMNS = (
    Column(
        "file",
        "File",
        lambda listed: listed.row.file_name,
        sort=Import.file_name,
        link=lambda listed: url_for("imports.show", import_id=listed.id),
    ),
    Column("kind", "What", lambda listed: KINDS[listed.row.kind].list_name, sort=Import.kind),
    Column("when", "When", lambda listed: moment(listed.row.began_at), sort=Import.began_at),
    Column("who", "Brought in by", lambda listed: listed.who),
    Column("state", "State", lambda listed: STATES[listed.row.state], sort=Import.state),
    Column("result", "Result", outcome_of),
)

FILTERS = (
    Filter(
        "kind",
        "What",
        lambda value: Import.kind == value,
        lambda: [(kind.name, kind.list_name) for kind in kinds_for(actor()).values()],
    ),
    Filter("state", "State", lambda value: Import.state == value, lambda: list(STATES.items())),
)
