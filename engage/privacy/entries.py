"""What the verbs of privacy take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestEntry:
    """What somebody asks for, as it came in."""

    kind: str
    received_on: date | None
    identity_checked_how: str = ""
