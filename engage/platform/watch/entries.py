"""What is noted of something that happened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """``account_id`` is who did it, or whom somebody tried to come in as; 0 for nobody known.

    ``is_known`` says that somebody is signed in.
    """

    kind: str
    what: str
    source: str
    account_id: int
    is_known: bool
