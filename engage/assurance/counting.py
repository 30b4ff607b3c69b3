"""The figures of an assurance report, each worked out from the records of its period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from engage.assurance.figures import (
    ITEMS,
    NOT_RECORDED,
    PROJECTS,
    Figure,
    Id,
    breakdown,
    count,
    several,
    total,
)
from engage.assurance.records import Records
from engage.rules.ageing import BUCKETS, NO_ANSWER, Ageing, ageing_of_facts, is_unanswered
from engage.rules.facts import Fact

BY = {
    "topic": Id.FEEDBACK_BY_TOPIC,
    "service": Id.FEEDBACK_BY_SERVICE,
    "tone": Id.FEEDBACK_BY_TONE,
}
"""What people told us by what is said of each item."""
BY_AND_TONE = {
    "topic": Id.FEEDBACK_BY_TOPIC_AND_TONE,
    "service": Id.FEEDBACK_BY_SERVICE_AND_TONE,
}


FED_BACK = "fed_back"

EASE = {
    "in_evening": "in the evening",
    "at_weekend": "at a weekend",
    "online": "online",
    "childcare": "with childcare",
    "travel_paid": "with travel paid",
}
"""What makes it easier to take part in an activity, as it reads within a sentence."""


@dataclass(frozen=True, slots=True)
class Names:
    """What parts of breakdowns are called: strategy points and aims by number, projects by reference."""

    points: Mapping[int, str] = field(default_factory=dict)
    aims: Mapping[int, str] = field(default_factory=dict)
    projects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Counted:
    """Records to be counted, with what several figures ask of them; ages and answers are as of ``on``."""

    records: Records
    on: date
    names: Names

    @property
    def activities(self) -> Sequence[Fact]:
        return self.records.activities

    @cached_property
    def with_number(self) -> list[Fact]:
        return [fact for fact in self.activities if fact.says["reached"] is not None]

    @cached_property
    def said(self) -> list[Fact]:
        """Items in which people told us something; in the others something was done without it."""
        return [fact for fact in self.records.feedback if fact.says["has_said"]]

    @cached_property
    def waiting(self) -> Ageing:
        return ageing_of_facts(self.said, self.on)

    @cached_property
    def by_ref(self) -> dict[str, Fact]:
        return {fact.ref: fact for fact in self.said}

    def answer(self, fact: Fact) -> str:
        """What had become of an item by the day."""
        unanswered = is_unanswered(fact.says["answer"], fact.says["answered_on"], self.on)
        return NO_ANSWER if unanswered else str(fact.says["answer"])

    def was_told(self, fact: Fact) -> bool:
        told_on = fact.says["told_on"]
        return told_on is not None and told_on <= self.on


def figures_of(records: Records, on: date, names: Names) -> dict[Id, Figure]:
    """Every figure of these records, by its id."""
    counted = Counted(records, on, names)
    made = (*_headlines(counted), *_of_the_log(counted), *_of_feedback(counted), *_of_projects(counted))
    return {figure.id: figure for figure in made}


def headlines_of(records: Records, on: date) -> dict[Id, Figure]:
    """The figures that stand in the summary and are compared with the period before."""
    return {figure.id: figure for figure in _headlines(Counted(records, on, Names()))}


def _headlines(counted: Counted) -> Iterator[Figure]:
    activities, records = counted.activities, counted.records
    of = len(activities)
    yield count(Id.ACTIVITIES_COUNT, "Activities", activities)
    yield total(Id.ACTIVITIES_REACHED_SUM, "Contacts recorded", counted.with_number, out_of=of)
    heard = [fact for fact in activities if fact.says["feedback"]]
    done = [fact for fact in activities if fact.says["outcomes"]]
    yield count(Id.FEEDBACK_WITH_FEEDBACK, "Activities at which people told us something", heard, out_of=of)
    yield count(Id.FEEDBACK_WITH_OUTCOME, "Activities with an answer on record", done, out_of=of)
    yield _unanswered(counted)
    answered = [fact for fact in counted.said if counted.answer(fact) != NO_ANSWER]
    told = [fact for fact in answered if counted.was_told(fact)]
    yield count(
        Id.FEEDBACK_TOLD, "Answers that people were told of", told, noun=_ANSWERS, out_of=len(answered)
    )
    every = len(records.every_project)
    yield count(
        Id.PROJECTS_LIVE, "Projects live in the period", records.projects, noun=PROJECTS, out_of=every
    )


_ANSWERS = ("answer", "answers")


def _unanswered(counted: Counted) -> Figure:
    waiting = [counted.by_ref[item.ref] for item in counted.waiting.waiting]
    label = "Things people told us that have no answer"
    return count(Id.FEEDBACK_UNANSWERED, label, waiting, noun=ITEMS, out_of=len(counted.said))


def _fed_back_and_told(counted: Counted) -> Figure:
    """Of the activities that the log has as fed back, those of which an answer is on record as told."""
    fed_back = [fact for fact in counted.activities if fact.says["status"] == FED_BACK]
    told_at = {fact.says["heard_at"] for fact in counted.records.feedback if counted.was_told(fact)}
    told = [fact for fact in fed_back if fact.ref in told_at]
    label = "Activities fed back of which it is on record that people were told of an answer"
    return count(Id.FEEDBACK_FED_BACK_AND_TOLD, label, told, out_of=len(fed_back))


def _of_the_log(counted: Counted) -> Iterator[Figure]:
    activities, with_number = counted.activities, counted.with_number
    of = len(activities)
    yield count(
        Id.ACTIVITIES_UNDATABLE,
        "Activities that cannot be dated to the period",
        counted.records.undatable,
    )
    yield breakdown(Id.ACTIVITIES_BY_STAGE, "Activities by stage of the cycle", activities, _says("stage"))
    yield breakdown(Id.ACTIVITIES_BY_METHOD, "Activities by method", activities, _says("method"))
    yield breakdown(Id.ACTIVITIES_BY_STATUS, "Activities by status", activities, _says("status"))
    months = [fact for fact in activities if fact.says["month"]]
    yield breakdown(Id.ACTIVITIES_BY_MONTH, "Activities by month", months, _month, out_of=of)
    no_month = [fact for fact in activities if not fact.says["month"]]
    yield count(Id.ACTIVITIES_MONTH_UNKNOWN, "Activities whose month is not known", no_month, out_of=of)
    yield count(Id.ACTIVITIES_REACHED_BASE, "Activities with a number of contacts", with_number, out_of=of)
    missing = [fact for fact in activities if fact.says["reached"] is None]
    label = "Activities whose number of contacts was not recorded"
    yield count(Id.ACTIVITIES_REACHED_NOT_RECORDED, label, missing, out_of=of)
    label = "Contacts recorded, each shared count taken once"
    yield total(Id.ACTIVITIES_REACHED_ONCE, label, _once(with_number), out_of=of)
    label = "Activities by equality group"
    yield several(Id.ACTIVITIES_BY_GROUP, label, activities, lambda fact: fact.says["equality_groups"])
    by_group = [fact for fact in activities if fact.says["tallies"]]
    label = "Activities at which people were counted by group"
    yield count(Id.ACTIVITIES_COUNTED_BY_GROUP, label, by_group, out_of=of)
    yield several(Id.ACTIVITIES_BY_EASE, "Activities made easier to take part in", activities, _ease)
    yield count(Id.ACTIVITIES_CANCELLED, "Activities cancelled", counted.records.cancelled)
    yield _served(counted, Id.ACTIVITIES_BY_POINT, "Activities by strategy principle or objective")
    yield several(Id.ACTIVITIES_BY_PROJECT, "Activities by project", activities, _project(counted))


def _of_feedback(counted: Counted) -> Iterator[Figure]:
    said = counted.said
    heard = [fact for fact in counted.activities if fact.says["feedback"]]
    both = [fact for fact in heard if fact.says["outcomes"]]
    label = "Activities with something people told us and an answer on record"
    yield count(Id.FEEDBACK_WITH_BOTH, label, both, out_of=len(counted.activities))
    yield _fed_back_and_told(counted)
    yield count(Id.FEEDBACK_ITEMS, "Things people told us", said, noun=ITEMS)
    label = "Things people told us that cannot be dated to the period"
    undatable = [fact for fact in counted.records.undatable_feedback if fact.says["has_said"]]
    yield count(Id.FEEDBACK_UNDATABLE, label, undatable, noun=ITEMS)
    for of, id_ in BY.items():
        yield breakdown(id_, f"What people told us, by {of}", said, _says(of), noun=ITEMS)
    yield breakdown(Id.FEEDBACK_BY_ANSWER, "What people told us, by answer", said, counted.answer, noun=ITEMS)
    for of, id_ in BY_AND_TONE.items():
        label = f"What people told us, by {of} and tone"
        yield breakdown(id_, label, said, _pair(of, _says("tone")), noun=ITEMS)
    label = "What people told us, by topic and answer"
    yield breakdown(Id.FEEDBACK_BY_TOPIC_AND_ANSWER, label, said, _pair("topic", counted.answer), noun=ITEMS)
    yield several(
        Id.FEEDBACK_BY_PROJECT, "What people told us, by project", said, _project(counted), noun=ITEMS
    )
    yield from _ages(counted)


def _ages(counted: Counted) -> Iterator[Figure]:
    waiting = counted.waiting
    buckets = {item.ref: bucket.label for bucket in BUCKETS for item in waiting.of(bucket)}
    unanswered = [counted.by_ref[item.ref] for item in waiting.waiting]
    label = "Things people told us that have no answer, by how long they have waited"
    yield breakdown(
        Id.FEEDBACK_BY_WAIT,
        label,
        unanswered,
        lambda fact: buckets[fact.ref],
        noun=ITEMS,
        out_of=len(counted.said),
    )
    longest = waiting.longest
    yield Figure(
        "Days for which the longest has waited, at the least",
        longest,
        (waiting.waiting[0].ref,) if longest is not None else (),
        len(unanswered),
        id=Id.FEEDBACK_OLDEST_UNANSWERED_DAYS,
        noun=ITEMS,
    )


def _of_projects(counted: Counted) -> Iterator[Figure]:
    projects = counted.records.projects
    yield several(
        Id.PROJECTS_BY_POINT,
        "Projects by strategy principle or objective",
        projects,
        lambda fact: _named(counted.names.points, fact.says["strategy_points"]),
        noun=PROJECTS,
    )
    yield several(
        Id.PROJECTS_BY_AIM,
        "Projects by aim of the assurance framework",
        projects,
        lambda fact: _named(counted.names.aims, fact.says["aims"]),
        noun=PROJECTS,
    )


def _served(counted: Counted, id_: Id, label: str) -> Figure:
    points = counted.names.points
    return several(id_, label, counted.activities, lambda fact: _named(points, fact.says["strategy_points"]))


def _ease(fact: Fact) -> list[str]:
    """In which ways it was made easier to take part in an activity, as far as that is recorded."""
    held = {**fact.says, "online": "yes" if fact.says["setting"] in {"online", "both"} else ""}
    return [way for way in EASE if held[way] == "yes"]


def _once(with_number: Sequence[Fact]) -> list[Fact]:
    """Of activities that say they counted the same contacts, only the largest count."""
    same = {fact.ref: fact.says["same_contacts_as"] for fact in with_number if fact.says["same_contacts_as"]}
    largest: dict[str, Fact] = {}
    for fact in with_number:
        home = _home(fact.ref, same)
        known = largest.get(home)
        if known is None or fact.says["reached"] > known.says["reached"]:
            largest[home] = fact
    return list(largest.values())


def _home(ref: str, same: Mapping[str, str]) -> str:
    """The one record by which all that counted the same contacts are known; two may name one another."""
    passed: list[str] = []
    while ref in same and ref not in passed:
        passed.append(ref)
        ref = same[ref]
    return min(passed[passed.index(ref) :]) if ref in passed else ref


def _says(name: str) -> Callable[[Fact], object]:
    return lambda fact: fact.says[name]


def _pair(name: str, other: Callable[[Fact], object]) -> Callable[[Fact], str]:
    """A part such as "GP access / negative"."""
    return lambda fact: pair(fact.says[name], other(fact))


def pair(first: object, second: object) -> str:
    """The part of a figure that is broken down by two things at once."""
    return f"{first or NOT_RECORDED} / {second or NOT_RECORDED}"


def _project(counted: Counted) -> Callable[[Fact], list[str]]:
    names = counted.names.projects
    return lambda fact: [names[fact.project]] if fact.project and fact.project in names else []


def _named(names: Mapping[int, str], numbers: Iterable[int]) -> list[str]:
    return [names[number] for number in numbers if number in names]


def _month(fact: Fact) -> str:
    return f"{fact.says['month']:%Y-%m}"
