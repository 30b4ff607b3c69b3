"""What the verbs of stakeholder maps take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementEntry:
    """How a stakeholder stands, as somebody judges it: today, where no day is given."""

    power: int | None = None
    interest: int | None = None
    influence: int | None = None
    impact: int | None = None
    legitimacy: int | None = None
    urgency: int | None = None
    scored_on: date | None = None
    note: str = ""
