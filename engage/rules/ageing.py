"""How long what people said has waited for an answer, as of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engage.rules.facts import Fact

NO_ANSWER = "no_answer"
STATE_NOT_RECORDED = "answered"
"""There is an answer, and nobody has said whether it is done, being done or cannot be done."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """A stretch of waiting, in days, both ends included; both None where the date is not known."""

    code: str
    label: str
    least: int | None
    most: int | None

    def holds(self, days: int | None) -> bool:
        if days is None or self.least is None:
            return days is None and self.least is None
        return self.least <= days and (self.most is None or days <= self.most)


BUCKETS = (
    Bucket("under-28", "under 28 days", 0, 27),
    Bucket("28-to-56", "28 to 56 days", 28, 56),
    Bucket("over-56", "over 56 days", 57, None),
    Bucket("unknown", "date unknown", None, None),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something people said: its reference, and the earliest and the latest day it can have been said.

    What was heard from one day to another, as at a consultation, waits from the day that ended.
    """

    ref: str
    first: date | None
    last: date | None

    def days_waited(self, on: date) -> int | None:
        """The days it has waited at the least; None where nobody knows when it was said."""
        return None if self.last is None else max(0, (on - self.last).days)


@dataclass(frozen=True, slots=True)
class Ageing:
    """What is unanswered as of ``on``, the longest wait first, what has no date last."""

    on: date
    waiting: tuple[Heard, ...]

    def of(self, bucket: Bucket) -> tuple[Heard, ...]:
        return tuple(heard for heard in self.waiting if bucket.holds(heard.days_waited(self.on)))

    @property
    def longest(self) -> int | None:
        """The longest wait in days, at the least; None when nothing with a date is waiting."""
        return self.waiting[0].days_waited(self.on) if self.waiting else None


def is_unanswered(answer: str, answered_on: date | None, on: date) -> bool:
    """Whether there was no answer yet on a day. An answer without a day counts as there all along."""
    return answer == NO_ANSWER or (answered_on is not None and answered_on > on)


def ageing(unanswered: Iterable[Heard], on: date) -> Ageing:
    """Put what is unanswered in order; what was not yet said by that day is left out."""
    waiting = [heard for heard in unanswered if heard.first is None or heard.first <= on]
    waiting.sort(key=lambda heard: (heard.last or date.max, heard.first or date.max, heard.ref))
    return Ageing(on, tuple(waiting))


def ageing_of_facts(facts: Iterable[Fact], on: date) -> Ageing:
    """The same, of facts of the kind ``feedback``; those of other kinds are passed over."""
    return ageing(
        (
            Heard(fact.ref, fact.first, fact.on and (fact.ended or fact.on))
            for fact in facts
            if fact.kind == "feedback" and is_unanswered(fact.says["answer"], fact.says["answered_on"], on)
        ),
        on,
    )
