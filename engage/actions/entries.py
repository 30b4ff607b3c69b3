"""What the verbs of actions take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionEntry:
    """What is to be done, as somebody says it. ``agreed_at`` is the reference of a record."""

    title: str
    agreed_at: str = ""
    agreed_on: date | None = None
    due_on: date | None = None
    owner_role: str = ""
    owner_id: int | None = None
    person_id: int | None = None
    body_id: int | None = None
    project_id: int | None = None
