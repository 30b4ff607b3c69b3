"""The words a row is found by: which columns they are made of, and how the row keeps them.

A table that is searched keeps its words in ``search_text``, without capitals, accents and punctuation. Where
some of them name people it keeps those in ``names_text``, whose values never enter the audit trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, inspect, literal
from sqlalchemy.orm import MappedColumn

from engage.platform.data.tables import Privacy, noted
from engage.rules.words import search_words

KEPT_IN = "search_text"
NOTE = "the words it is found by, without capitals, accents and marks"


def found_by(*names: str, privacy: Privacy, keep: str = "") -> MappedColumn[Any]:
    """The column of the words a row is found by. The row itself keeps those of the columns named; without
    names the verbs do."""
    kept = noted(NOTE, default="", privacy=privacy, keep=keep, server_default=literal(""))
    kept.column.info["words_of"] = names
    return kept


def keep_words(rows: Iterable[Any]) -> None:
    """Let rows that are about to be written keep the words of the columns that changed."""
    for row in rows:
        state = inspect(row)
        for column in columns_of_words(row.__table__):
            touched = [name for name in column.info["words_of"] if name in state.committed_state]
            if any(state.attrs[name].history.has_changes() for name in touched):
                names = column.info["words_of"]
                setattr(row, column.name, search_words(*(getattr(row, name) for name in names)))


def is_kept_by_the_row(column: Any) -> bool:
    """Whether a column holds words that the row makes of its other columns."""
    return bool(column.info.get("words_of"))


def columns_of_words(table: Table) -> list[Any]:
    """The columns of a table that hold words to be found by."""
    return [column for column in table.columns if "words_of" in column.info]
