"""What is asked of evidence attached by hand: the dates that the requirement asks for, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engage.rules.answers import HandEvidence
from engage.rules.conditions import CLOCK, ORDER, Condition, Miss, Scene, Unknown, missed
from engage.rules.editions import Requirement
from engage.rules.facts import Fact
from engage.rules.quantities import BY_HAND, WHY

OWN = frozenset({"on", "ended"})
"""Days of a record that evidence always has: the date that it bears."""
LOOKED_AT = "looked at by a second person"


def dates_needed(requirement: Requirement) -> frozenset[str]:
    """Of those, the ones without which nothing can be held against the other."""
    single = (one for one in _about_dates(requirement) if one.word != "any_of")
    return frozenset(field for one in single for field in _other(one) if field not in OWN)


def dates_asked(requirement: Requirement) -> Mapping[str, str]:
    """Each date that is read in a record and held against another, with the words for it."""
    return {
        field: requirement.kind.says[field]
        for condition in _about_dates(requirement)
        for choice in _choices(condition)
        for field in _fields(choice)
        if field not in OWN
    }


def as_fact(piece: HandEvidence, requirement: Requirement) -> Fact:
    """The evidence as a record; a date asked for that nobody gave is the one it bears itself."""
    theirs = {
        field for one in _about_dates(requirement) for choice in _choices(one) for field in _other(choice)
    }
    borne = {field: piece.on for field in dates_asked(requirement) if field not in theirs}
    return Fact(
        kind=BY_HAND,
        ref=piece.ref,
        title=piece.title,
        first=piece.on,
        on=piece.on,
        proves=piece.proves,
        says={**borne, **piece.dates, LOOKED_AT: piece.shows, WHY: piece.reason},
    )


def contradictions(fact: Fact, requirement: Requirement, scene: Scene) -> Iterator[Miss]:
    """Each condition on dates that it is known to fail; where the other date is not known, nothing is held
    against it, for it was never tested."""
    for condition in _about_dates(requirement):
        miss = missed(condition, fact, scene)
        if miss and not isinstance(miss, Unknown):
            yield miss


def _about_dates(requirement: Requirement) -> list[Condition]:
    return [one for one in requirement.when if all(choice.word in ORDER | CLOCK for choice in _choices(one))]


def _choices(condition: Condition) -> tuple[Condition, ...]:
    return condition.wanted if condition.word == "any_of" else (condition,)


def _reference(condition: Condition) -> str:
    return condition.of if condition.word in CLOCK else condition.wanted


def _other(condition: Condition) -> Iterator[str]:
    """The date of the record itself that the first is held against."""
    kind, _, field = _reference(condition).partition(".")
    if kind == "this":
        yield field


def _fields(condition: Condition) -> Iterator[str]:
    yield condition.field
    yield from _other(condition)
