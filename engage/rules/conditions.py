"""The closed vocabulary of a requirement: each comparison is one line, and each failure a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from engage.rules.calendar_words import long_date
from engage.rules.facts import Days, Fact
from engage.rules.words import read_vocabulary
from engage.rules.working_days import last_day_of_clock

PROJECT_DATES = {
    "options_fixed": "the day options were fixed",
    "papers_issued": "the day papers were issued",
    "decision": "the day of the decision",
    "urgent_change": "the day of the urgent change",
    "reg23_triggered": "the day regulation 23 was triggered",
    "call_in_directed": "the day of the call-in direction",
    "live_to": "the day the project ended",
}
"""The dates of a project that others may be held against, and how each is asked for."""
CONSULTATION = "consultation"
PLANNED = "planned_consultation"
"""The kind of a fact that tells of one in the log that is still to come, and that proves nothing."""


@lru_cache(maxsize=1000)
def is_consultation(method: str) -> bool:
    """Whether the engagement log means a formal consultation by this method, in whatever spelling."""
    return read_vocabulary("methods").recognise(method).code == "formal_consultation"


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


class Unknown(partial[str]):
    """A miss that is no failure: what it hangs on is not recorded, or not closely enough."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing a record must show.

    ``field`` is what is looked at and ``noun`` how it is spoken of; ``wanted`` is what the ``word`` compares
    it with, for ``any_of`` the choices. ``miss`` ends the sentence that says it failed and may name
    ``{found}``, ``{wanted}``, ``{limit}`` and ``{relation}``. ``of`` is the day a clock runs from; without
    it the clock runs to the day of judging. ``or_not_yet`` lets a limit pass that is known not to have come:
    recorded ahead, or of a register that ``is_kept`` here and holds none. ``other`` is how the limit, or the
    day the clock runs from, is asked for.
    ``still_partly`` marks what may be short and leave the requirement partly evidenced.
    """

    field: str
    word: str
    wanted: Any
    miss: str = ""
    noun: str = ""
    of: str = ""
    other: str = ""
    is_kept: bool = False
    counts_start: bool = False
    or_not_yet: bool = False
    still_partly: bool = False

    def told(self, fact: Fact, **words: Any) -> str:
        return f"{named(fact)} {self.miss.format(**{name: spelled(word) for name, word in words.items()})}"


class Scene:
    """What a record is held against: the facts beside it, its project among them, and the day of judging.

    ``today`` is the last day of which anything is known, where judging is held against an earlier one.
    """

    def __init__(self, facts: Iterable[Fact], judged_on: date, today: date | None = None) -> None:
        self.judged_on = judged_on
        self.today = today or judged_on
        self._of_kind: dict[str, list[Fact]] = {}
        for fact in facts:
            self._of_kind.setdefault(fact.kind, []).append(fact)
        self._days: dict[str, Days | None] = {}
        self._said: dict[str, frozenset[Any]] = {}

    def of_kind(self, kind: str) -> list[Fact]:
        return self._of_kind.get(kind, [])

    def days(self, reference: str, fact: Fact | None = None) -> Days | None:
        """When "kind.field" first came, or a date of the record itself for "this.field"; None if unknown.

        A record without a date may have come on any day.
        """
        kind, _, field = reference.partition(".")
        if kind == "this":
            return fact.days(field) if fact else None
        if reference not in self._days:
            unknown = None if kind == "project" else (date.min, date.max)
            known = [days for other in self.witnesses(kind) if (days := other.days(field) or unknown)]
            first = (min(days[0] for days in known), min(days[1] for days in known)) if known else None
            self._days[reference] = first
        return self._days[reference]

    def witnesses(self, kind: str) -> list[Fact]:
        """The facts of a kind; of consultations, which have no register yet, those that the log shows."""
        found = self.of_kind(kind)
        if found or kind != CONSULTATION:
            return found
        held = [fact for fact in self.of_kind("activity") if is_consultation(fact.says.get("method") or "")]
        planned = self.of_kind(PLANNED)
        return held + [one for one in planned if one.started and one.started[0] > self.judged_on]

    def shown_by(self, reference: str, limit: Days) -> str:
        """The number of what the log shows in place of a record of that kind; empty where there is one."""
        kind = reference.partition(".")[0]
        if kind != CONSULTATION or self.of_kind(kind):
            return ""
        shown = [fact for fact in self.witnesses(kind) if fact.started and fact.started[0] == limit[0]]
        return str(shown[0].says.get("number") or shown[0].title) if shown else ""

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
    """The same, with the sentence still to be written: of many records only the nearest needs one.

    What cannot be told, for want of a date or an answer, is an Unknown.
    """
    word, wanted = condition.word, condition.wanted
    if word == "any_of":
        return _none_of(condition, fact, scene)
    if word in ORDER:
        return _out_of_order(condition, fact, scene)
    if word in CLOCK:
        return _out_of_time(condition, fact, scene)
    answer = fact.answer(condition.field)
    if answer is None and word != "set":
        return Unknown(_unrecorded, condition, fact)
    met = LINK[word](answer, scene.said(wanted)) if word in LINK else PLAIN[word](answer, wanted)
    return None if met else partial(condition.told, fact, found=_size(answer), wanted=wanted)


def asked_for(reference: str) -> str:
    """How a date beside the record is asked for, where nobody has recorded it, such as "project.decision"."""
    kind, _, field = reference.partition(".")
    if kind == "project":
        return f"{PROJECT_DATES[field]}, or the day it is expected"
    if kind == CONSULTATION:
        return "the day consultation opened, or the day it is expected (an activity by formal consultation)"
    return f"the day of the first {kind.replace('_', ' ')}"


def _none_of(condition: Condition, fact: Fact, scene: Scene) -> Miss | None:
    unknown: Miss | None = None
    for choice in condition.wanted:
        miss = missed(choice, fact, scene)
        if miss is None:
            return None
        if unknown is None and isinstance(miss, Unknown):
            unknown = miss
    return unknown or partial(condition.told, fact)


def _out_of_order(condition: Condition, fact: Fact, scene: Scene) -> Miss | None:
    holds = ORDER[condition.word]
    day, limit = fact.days(condition.field), scene.days(condition.wanted, fact)
    if day is None:
        return Unknown(_unrecorded, condition, fact)
    if day[0] > scene.today:
        return partial(_ahead, condition, fact, day)
    if condition.or_not_yet and (condition.is_kept if limit is None else limit[0] > scene.judged_on):
        return None
    if limit is None:
        return Unknown(_unlimited, condition)
    if holds(day, limit):
        return None
    if holds(_other_ends(day), _other_ends(limit)):  # it could have been in order
        return Unknown(_too_loose, condition, fact, day, limit)
    relation = "after" if day[0] > limit[0] else "before" if day[0] < limit[0] else "on the day"
    return partial(
        _told_in_order, condition, fact, day, limit, relation, scene.shown_by(condition.wanted, limit)
    )


def _out_of_time(condition: Condition, fact: Fact, scene: Scene) -> Miss | None:
    day = fact.days(condition.field)
    other = scene.days(condition.of, fact) if condition.of else (scene.judged_on, scene.judged_on)
    if day is None:
        return Unknown(_unrecorded, condition, fact)
    if day[0] > scene.today:
        return partial(_ahead, condition, fact, day)
    if other is None:
        return Unknown(_unlimited, condition)
    start, end = (other, day) if condition.of else (day, other)
    holds = CLOCK[condition.word]
    if holds(start, end, condition.wanted, condition.counts_start):
        return None
    if (start[0] < start[1] < date.max or end[0] < end[1]) and holds(
        _other_ends(start), _other_ends(end), condition.wanted, condition.counts_start
    ):
        return Unknown(_too_loose, condition, fact, day, other)
    return partial(condition.told, fact, found=day[0], limit=other[0], wanted=condition.wanted)


def _other_ends(days: Days) -> Days:
    return days[1], days[0]


def _told_in_order(
    condition: Condition, fact: Fact, day: Days, limit: Days, relation: str, shown_by: str
) -> str:
    told = f"{long_date(limit[0])}, as {shown_by} in the log shows" if shown_by else limit[0]
    return condition.told(fact, found=day[0], limit=told, relation=relation)


def _too_loose(condition: Condition, fact: Fact, day: Days, limit: Days) -> str:
    what = condition.noun if day[0] < day[1] else condition.other or "the other date"
    order = condition.word.replace("_", " ")
    other = "a record whose date is not known" if limit[0] == date.min else long_date(limit[0])
    return f"Not known: record {what} more closely: {named(fact)} cannot be shown to be {order} {other}"


def _ahead(condition: Condition, fact: Fact, day: Days) -> str:
    return f"{named(fact)}: {condition.noun} is {long_date(day[0])}, which is still to come"


def _unrecorded(condition: Condition, fact: Fact) -> str:
    return f"Not known: record {condition.noun} ({named(fact)})"


def _unlimited(condition: Condition) -> str:
    return f"Not known: record {condition.other or 'the other date'}"
