"""The figures on what was done and whom it reached, from the engagement log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engage.assurance.figures.counting import (
    Counted,
    breakdown,
    by_project,
    count,
    named,
    says,
    several,
    total,
    without_number,
)
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import Id
from engage.rules.facts import Fact

EASE = {
    "in_evening": "in the evening",
    "at_weekend": "at a weekend",
    "online": "online",
    "childcare": "with childcare",
    "travel_paid": "with travel paid",
}
"""What makes it easier to take part in an activity, as it reads within a sentence."""


def log_headlines(counted: Counted) -> Iterator[Figure]:
    activities = counted.activities
    of = len(activities)
    yield count(Id.ACTIVITIES_COUNT, "Activities", activities)
    label = "Contacts recorded, each shared count taken once"
    yield total(Id.ACTIVITIES_REACHED_ONCE, label, _once(counted.with_number), activities)
    heard = [fact for fact in activities if fact.says["feedback"]]
    done = [fact for fact in activities if fact.says["outcomes"]]
    yield count(Id.FEEDBACK_WITH_FEEDBACK, "Activities at which people told us something", heard, out_of=of)
    yield count(Id.FEEDBACK_WITH_OUTCOME, "Activities with an answer on record", done, out_of=of)


def log_figures(counted: Counted) -> Iterator[Figure]:
    activities, with_number = counted.activities, counted.with_number
    of = len(activities)
    yield count(
        Id.ACTIVITIES_UNDATABLE,
        "Activities that cannot be dated to the period",
        counted.records.undatable,
    )
    yield breakdown(Id.ACTIVITIES_BY_STAGE, "Activities by stage of the cycle", activities, says("stage"))
    yield breakdown(Id.ACTIVITIES_BY_METHOD, "Activities by method", activities, says("method"))
    yield breakdown(Id.ACTIVITIES_BY_STATUS, "Activities by status", activities, says("status"))
    months = [fact for fact in activities if fact.says["month"]]
    yield breakdown(Id.ACTIVITIES_BY_MONTH, "Activities by month", months, _month, out_of=of)
    no_month = [fact for fact in activities if not fact.says["month"]]
    yield count(Id.ACTIVITIES_MONTH_UNKNOWN, "Activities whose month is not known", no_month, out_of=of)
    yield count(Id.ACTIVITIES_REACHED_BASE, "Activities with a number of contacts", with_number, out_of=of)
    missing = without_number(activities)
    label = "Activities whose number of contacts was not recorded"
    yield count(Id.ACTIVITIES_REACHED_NOT_RECORDED, label, missing, out_of=of)
    yield total(Id.ACTIVITIES_REACHED_SUM, "Contacts recorded", with_number, activities)
    once = {fact.ref for fact in _once(with_number)}
    again = [fact for fact in with_number if fact.ref not in once]
    label = "Contacts left out, as another record counts them"
    yield total(Id.ACTIVITIES_REACHED_AGAIN, label, again, with_number)
    label = "Activities by equality group"
    yield several(Id.ACTIVITIES_BY_GROUP, label, activities, lambda fact: fact.says["equality_groups"])
    by_group = [fact for fact in activities if fact.says["tallies"]]
    label = "Activities at which people were counted by group"
    yield count(Id.ACTIVITIES_COUNTED_BY_GROUP, label, by_group, out_of=of)
    yield several(Id.ACTIVITIES_BY_EASE, "Activities made easier to take part in", activities, _ease)
    yield count(Id.ACTIVITIES_PLANNED, "Activities planned", counted.records.planned)
    yield count(Id.ACTIVITIES_CANCELLED, "Activities cancelled", counted.records.cancelled)
    yield _served(counted, Id.ACTIVITIES_BY_POINT, "Activities by strategy principle or objective")
    yield several(Id.ACTIVITIES_BY_PROJECT, "Activities by project", activities, by_project(counted))


def _served(counted: Counted, id_: Id, label: str) -> Figure:
    points = counted.names.points
    return several(id_, label, counted.activities, lambda fact: named(points, fact.says["strategy_points"]))


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


def _month(fact: Fact) -> str:
    return f"{fact.says['month']:%Y-%m}"
