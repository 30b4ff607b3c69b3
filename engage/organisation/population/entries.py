"""What brings in figures of who lives in an area."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationEntry:
    """How many people of one kind a source counted, or their share."""

    characteristic: str
    category: str
    source: str
    count: int | None = None
    percent: float | None = None
    year: int | None = None
    note: str = ""
