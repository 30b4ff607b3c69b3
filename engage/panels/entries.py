"""What the verbs of panels take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelEntry:
    """A panel as somebody describes it. ``not_asked_because`` has reasons by codes of characteristics."""

    name: str
    body_id: int
    code: str = ""
    purpose: str = ""
    terms: str = ""
    term_months: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    asks: tuple[str, ...] = ()
    forum_ref: str = ""
    not_asked_because: Mapping[str, str] = field(default_factory=dict)
