"""How figures are counted: records into numbers and breakdowns, and what is asked of records for several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import ACTIVITIES, NOT_RECORDED, Id, Noun
from engage.assurance.records import Records
from engage.rules.ageing import NO_ANSWER, Ageing, ageing_of_facts, is_unanswered
from engage.rules.facts import Fact


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


def count(
    id_: Id, label: str, facts: Iterable[Fact], *, noun: Noun = ACTIVITIES, out_of: int | None = None
) -> Figure:
    """How many records there are."""
    refs = tuple(fact.ref for fact in facts)
    return Figure(label, len(refs), refs, out_of, id=id_, noun=noun)


def total(id_: Id, label: str, counted: Sequence[Fact], among: Sequence[Fact]) -> Figure:
    """The contacts of these activities added up, each of which has a number, found among others."""
    return Figure(
        id=id_,
        label=label,
        value=sum(fact.says["reached"] for fact in counted) if counted else None,
        refs=tuple(fact.ref for fact in counted),
        out_of=len(among),
        approximate=any(fact.says["reached_kind"] != "exact" for fact in counted),
        adds={fact.ref: fact.says["reached"] for fact in counted},
        without=tuple(fact.ref for fact in without_number(among)),
    )


def without_number(activities: Iterable[Fact]) -> list[Fact]:
    return [fact for fact in activities if fact.says["reached"] is None]


def breakdown(
    id_: Id,
    label: str,
    facts: Sequence[Fact],
    part_of: Callable[[Fact], Any],
    *,
    noun: Noun = ACTIVITIES,
    out_of: int | None = None,
) -> Figure:
    """Each record under one part; under "not recorded" where it says nothing."""
    parts: dict[str, list[str]] = {}
    for fact in facts:
        parts.setdefault(str(part_of(fact) or NOT_RECORDED), []).append(fact.ref)
    return parted(id_, label, parts, [fact.ref for fact in facts], noun=noun, out_of=out_of)


def several(
    id_: Id,
    label: str,
    facts: Sequence[Fact],
    parts_of: Callable[[Fact], Iterable[str]],
    *,
    noun: Noun = ACTIVITIES,
) -> Figure:
    """A breakdown in which a record may stand under several parts, or under none."""
    parts: dict[str, list[str]] = {}
    refs: list[str] = []
    for fact in facts:
        named = list(dict.fromkeys(parts_of(fact)))
        refs.extend([fact.ref] if named else [])
        for part in named:
            parts.setdefault(part, []).append(fact.ref)
    return parted(id_, label, parts, refs, noun=noun, out_of=len(facts))


def parted(
    id_: Id,
    label: str,
    parts: Mapping[str, Sequence[str]],
    refs: Sequence[str],
    *,
    noun: Noun = ACTIVITIES,
    out_of: int | None = None,
) -> Figure:
    """A breakdown from the references of each part: the largest first, what is not recorded last."""
    names = sorted(parts, key=lambda part: (part == NOT_RECORDED, -len(parts[part]), part))
    return Figure(
        id=id_,
        label=label,
        value={name: len(parts[name]) for name in names},
        refs=tuple(refs),
        noun=noun,
        out_of=out_of,
        parts={name: tuple(parts[name]) for name in names},
    )


def says(name: str) -> Callable[[Fact], object]:
    return lambda fact: fact.says[name]


def paired(name: str, other: Callable[[Fact], object]) -> Callable[[Fact], str]:
    """A part such as "GP access / negative"."""
    return lambda fact: pair(fact.says[name], other(fact))


def pair(first: object, second: object) -> str:
    """The part of a figure that is broken down by two things at once."""
    return f"{first or NOT_RECORDED} / {second or NOT_RECORDED}"


def by_project(counted: Counted) -> Callable[[Fact], list[str]]:
    names = counted.names.projects
    return lambda fact: [names[fact.project]] if fact.project and fact.project in names else []


def named(names: Mapping[int, str], numbers: Iterable[int]) -> list[str]:
    return [names[number] for number in numbers if number in names]
