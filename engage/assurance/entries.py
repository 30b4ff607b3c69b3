"""What the verbs of assurance take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """How far the lay member finds that a report gives assurance, in their own words."""

    level: str
    words: str
