"""What the verbs of what people said take."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from engage.rules.ageing import NO_ANSWER
from engage.rules.dates_as_known import DateAsKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidThere:
    """One thing said at an activity, as the activity's own entry has it, and what became of it.

    ``number`` is that of the item it is kept as already; ``answer`` is None where nobody says which it is.
    """

    said: str = ""
    did: str = ""
    answer: str | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackEntry:
    """One item as somebody says it was. ``heard_at`` and ``taken_up_in`` are references, or empty."""

    when: DateAsKnown = field(default_factory=DateAsKnown.not_recorded)
    ref: str = ""
    heard_at: str = ""
    body_id: int | None = None
    project_id: int | None = None
    owner_id: int | None = None
    taken_up_in: str = ""

    said: str = ""
    is_verbatim: bool = False
    heard_where: str = ""
    also_bodies: tuple[str, ...] = ()
    topic: str = ""
    service: str = ""
    tone: str = ""
    answer: str = NO_ANSWER
    did: str = ""
    answered_on: date | None = None
    told_on: date | None = None
    told_how: str = ""
    told_link: str = ""
    told_in_public: bool = False
    decision: str = ""
    decision_on: date | None = None
    influence: str = ""
    source: str = ""
