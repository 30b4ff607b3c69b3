"""What is held against what: each requirement of an edition against a body, or a project for all its life."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engage.rules.conditions import Scene
from engage.rules.editions import Edition, Requirement
from engage.rules.facts import Days, Fact
from engage.rules.findings import WHEN_ENDED
from engage.rules.placing import ALWAYS, contradiction, last_known_day, life_of, shared


@dataclass(frozen=True, slots=True)
class Case:
    """One requirement of one edition, held against one body or one project."""

    edition: Edition
    requirement: Requirement
    project: Fact | None
    scene: Scene
    window: Days  # the part of the period the edition covers
    within: Days  # when a record must have happened to count
    today: date
    since: date  # the first day of the body
    due_on: date | None = None  # the earliest known day by which it falls due for the project
    doubt: str = ""  # why nothing firm can be said of the project

    @property
    def life(self) -> Days:
        return life_of(self.project) if self.project else ALWAYS


def cases_of(
    editions: Iterable[Edition], facts: tuple[Fact, ...], period: Days, today: date, since: date
) -> Iterator[Case]:
    """Every case of these editions; those of a body that began on ``since``, or of its projects."""
    projects = [_Live(project, own, today) for project, own in _own_facts(facts)]
    scenes: dict[Days, Scene] = {}
    for edition, requirement in ((one, asked) for one in editions for asked in one.requirements):
        in_force = shared(edition.in_force, requirement.in_force)
        window = in_force and shared(in_force, period)
        if in_force is None or window is None:
            continue
        if requirement.per == "body":
            if window not in scenes:
                scenes[window] = Scene(facts, min(window[1], today), today)
            within = (date.min, window[1]) if requirement.standing else window
            yield Case(edition, requirement, None, scenes[window], window, within, today, since)
            continue
        for live in projects:
            due_on = live.falls_due(requirement, in_force[0])
            fell_due_before = due_on and max(due_on, live.life[0]) < in_force[0]
            if not shared(live.life, window) or fell_due_before:
                continue
            doubt = live.contradiction or (WHEN_ENDED if live.may_have_ended_before(in_force[0]) else "")
            scene = live.scene
            yield Case(
                edition, requirement, live.project, scene, window, in_force, today, since, due_on, doubt
            )


def _own_facts(facts: Iterable[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each project with its own facts, itself first."""
    held = list(facts)
    own: dict[str | None, list[Fact]] = {fact.ref: [fact] for fact in held if fact.kind == "project"}
    for fact in held:
        if fact.kind != "project" and fact.project in own:
            own[fact.project].append(fact)
    return ((found[0], found) for found in own.values())


class _Live:
    """A project on its whole life: what its records tell, and what they leave open."""

    def __init__(self, project: Fact, own: list[Fact], today: date) -> None:
        self.project = project
        self.life = life_of(project)
        self.scene = Scene(own, today)
        self.contradiction = contradiction(project)
        self._last_known = last_known_day(project, own)
        self._today = today

    def falls_due(self, requirement: Requirement, since: date) -> date | None:
        """The earliest known of the days that make it due; what ends falls due each time anew."""
        scene, known = self.scene, []
        for reference in requirement.due:
            days = scene.days(reference)
            kind, _, field = reference.partition(".")
            again = [fact.days(field) for fact in scene.of_kind(kind)] if field == "ended" else []
            ends = [one[1] for one in again if one and one[1] >= since]
            known.append(min(ends, default=days[1] if days else date.max))
        first = min(known, default=date.max)
        return None if first == date.max else first

    def may_have_ended_before(self, day: date) -> bool:
        """Whether no end is recorded, and all that is known of it lies behind, and before this day."""
        last = self._last_known
        return self.life[1] == date.max and last is not None and last < min(day, self._today)
