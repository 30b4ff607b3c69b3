"""The closed vocabulary of a requirement: each comparison is one line, and each failure a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from engage.rules.calendar_words import long_date
from engage.rules.facts import Days, Fact
from engage.rules.working_days import last_day_of_clock

PROJECT_DATES = {
    "options_fixed": "options were fixed",
    "papers_issued": "papers were issued",
    "decision": "the decision was made",
    "urgent_change": "the urgent change was made",
    "reg23_triggered": "regulation 23 was triggered",
    "call_in_directed": "the call-in direction was given",
    "live_to": "the project closed",
}
"""The dates of a project that others may be held against, and how each is spoken of."""


def _many(answer: Any) -> tuple[Any, ...]:
    return answer if isinstance(answer, tuple) else (answer,)


def _size(answer: Any) -> Any:
    return len(answer) if isinstance(answer, tuple) else answer


PLAIN: dict[str, Callable[[Any, Any], bool]] = {
    "is": lambda answer, wanted: type(answer) is type(wanted) and answer == wanted,
    "in": lambda answer, wanted: any(one in wanted for one in _many(answer)),
    "set": lambda answer, wanted: (answer is not False and answer not in (None, "", ())) is wanted,
    "at_least": lambda answer, wanted: _size(answer) >= wanted,
    "at_most": lambda answer, wanted: _size(answer) <= wanted,
    "includes": lambda answer, wanted: wanted in _many(answer),
}
ORDER: dict[str, Callable[[Days, Days], bool]] = {  # the latest possible day must still be before, and so on
    "before": lambda day, limit: day[1] < limit[0],
    "on_or_before": lambda day, limit: day[1] <= limit[0],
    "on_or_after": lambda day, limit: day[0] >= limit[1],
}
CLOCK: dict[str, Callable[[Days, Days, int, bool], bool]] = {
    "within_days": lambda start, end, n, _: start[1] <= end[0] and (end[1] - start[0]).days <= n,
    "within_working_days": lambda start, end, n, counts_start: (
        start[1] <= end[0] and end[1] <= last_day_of_clock(start[0], n, counts_start=counts_start)
    ),
    "lasts_days": lambda start, end, n, _: (end[0] - start[1]).days >= n,
}
LINK: dict[str, Callable[[Any, frozenset[Any]], bool]] = {
    "linked_from": lambda answer, said: answer in said,
    "found_in": lambda answer, said: any(one in said for one in _many(answer)),
}
WORDS = (*PLAIN, *ORDER, *CLOCK, *LINK, "any_of")

Miss = Callable[[], str]
"""Writes the sentence that says why a record does not meet a condition."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a record must show.

    ``field`` is what is looked at and ``noun`` how it is spoken of; ``wanted`` is what the ``word`` compares
    it with, for ``any_of`` the choices. ``miss`` ends the sentence that says it failed and may name
    ``{found}``, ``{wanted}``, ``{limit}`` and ``{relation}``. ``of`` is the day a clock runs from; without
    it the clock runs to the day of judging. ``or_not_yet`` lets a limit that has not come yet pass.
    ``still_partly`` marks what may be short and leave the requirement partly evidenced.
    """

    field: str
    word: str
    wanted: Any
    miss: str = ""
    noun: str = ""
    of: str = ""
    counts_start: bool = False
    or_not_yet: bool = False
    still_partly: bool = False

    def told(self, fact: Fact, **words: Any) -> str:
        return f"{named(fact)} {self.miss.format(**{name: spelled(word) for name, word in words.items()})}"


class Scene:
    """What a record is held against: the facts beside it, its project among them, and the day of judging."""

    def __init__(self, facts: Iterable[Fact], judged_on: date) -> None:
        self.judged_on = judged_on
        self._of_kind: dict[str, list[Fact]] = {}
        for fact in facts:
            self._of_kind.setdefault(fact.kind, []).append(fact)
        self._days: dict[str, Days | None] = {}
        self._said: dict[str, frozenset[Any]] = {}

    def of_kind(self, kind: str) -> list[Fact]:
        return self._of_kind.get(kind, [])

    def days(self, reference: str, fact: Fact | None = None) -> Days | None:
        """When "kind.field" first came, or a date of the record itself for "this.field"; None if unknown."""
        kind, _, field = reference.partition(".")
        if kind == "this":
            return fact.days(field) if fact else None
        if reference not in self._days:
            known = [days for other in self.of_kind(kind) if (days := other.days(field))]
            first = (min(days[0] for days in known), min(days[1] for days in known)) if known else None
            self._days[reference] = first
        return self._days[reference]

    def said(self, reference: str) -> frozenset[Any]:
        """Everything the facts of "kind.field" say, or of "kind" in any field."""
        kind, _, field = reference.partition(".")
        if reference not in self._said:
            answers = [
                answer
                for fact in self.of_kind(kind)
                for answer in ([fact.says.get(field)] if field else fact.says.values())
            ]
            self._said[reference] = frozenset(one for answer in answers for one in _many(answer))
        return self._said[reference]


def spelled(word: Any) -> str:
    """A value as it stands in a sentence."""
    if isinstance(word, tuple):
        return ", ".join(spelled(one) for one in word)
    return long_date(word) if isinstance(word, date) else str(word)


def named(fact: Fact) -> str:
    """A fact by its title and as much as is known of its day."""
    if fact.kind == "project" or fact.started is None:
        return fact.title
    first, last = fact.started
    if first == last:
        return f"{fact.title} on {long_date(first)}"
    if date.min < first and last < date.max:
        return f"{fact.title} between {long_date(first)} and {long_date(last)}"
    return (
        f"{fact.title} by {long_date(last)}" if last < date.max else f"{fact.title} from {long_date(first)}"
    )


def failure(condition: Condition, fact: Fact, scene: Scene) -> str | None:
    """Why the fact does not meet the condition, in plain words; None when it does."""
    miss = missed(condition, fact, scene)
    return miss() if miss else None


def missed(condition: Condition, fact: Fact, scene: Scene) -> Miss | None:
    """The same, with the sentence still to be written: of many records only the nearest needs one."""
    word, wanted = condition.word, condition.wanted
    if word == "any_of":
        met = any(missed(choice, fact, scene) is None for choice in wanted)
        return None if met else partial(condition.told, fact)
    if word in ORDER:
        return _out_of_order(condition, fact, scene)
    if word in CLOCK:
        return _out_of_time(condition, fact, scene)
    answer = fact.answer(condition.field)
    if answer is None and word != "set":
        return partial(_unrecorded, condition, fact)
    met = LINK[word](answer, scene.said(wanted)) if word in LINK else PLAIN[word](answer, wanted)
    return None if met else partial(condition.told, fact, found=_size(answer), wanted=wanted)


def _out_of_order(condition: Condition, fact: Fact, scene: Scene) -> Miss | None:
    holds = ORDER[condition.word]
    limit = scene.days(condition.wanted, fact)
    if limit is None and condition.or_not_yet:
        return None
    day = fact.days(condition.field)
    if day is None:
        return partial(_unrecorded, condition, fact)
    if limit is None:
        return partial(_unlimited, condition.wanted, fact)
    if holds(day, limit):
        return None
    if holds((day[1], day[0]), (limit[1], limit[0])):  # the other ends of both: it could have been in order
        return partial(_too_loose, condition, fact, limit)
    relation = "after" if day[0] > limit[0] else "before" if day[0] < limit[0] else "on the day"
    return partial(condition.told, fact, found=day[0], limit=limit[0], relation=relation)


def _out_of_time(condition: Condition, fact: Fact, scene: Scene) -> Miss | None:
    day = fact.days(condition.field)
    other = scene.days(condition.of, fact) if condition.of else (scene.judged_on, scene.judged_on)
    if day is None:
        return partial(_unrecorded, condition, fact)
    if other is None:
        return partial(_unlimited, condition.of, fact)
    start, end = (other, day) if condition.of else (day, other)
    if CLOCK[condition.word](start, end, condition.wanted, condition.counts_start):
        return None
    return partial(condition.told, fact, found=day[0], limit=other[0], wanted=condition.wanted)


def _too_loose(condition: Condition, fact: Fact, limit: Days) -> str:
    order = condition.word.replace("_", " ")
    other = "a record whose date is not known" if limit[0] == date.min else long_date(limit[0])
    return f"{named(fact)} is not dated closely enough to be shown {order} {other}"


def _unrecorded(condition: Condition, fact: Fact) -> str:
    return f"{named(fact)} does not record {condition.noun}"


def _unlimited(reference: str, fact: Fact) -> str:
    kind, _, field = reference.partition(".")
    if kind == "project":
        return f"{named(fact)} cannot be placed: no date is recorded for when {PROJECT_DATES[field]}"
    missing = field.replace("_", " ") if kind == "this" else kind.replace("_", " ")
    return f"{named(fact)} cannot be placed: no date is recorded for {missing}"
