"""What happened at each stage of the cycle for one project, and what the cycle warns of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engage.cycle.facts import Standing
from engage.platform.charts import Chart, Stage, cycle_ring
from engage.rules.calendar_words import months_later
from engage.rules.cycle import StageWarning, read_cycle
from engage.rules.facts import Fact
from engage.rules.reached import ReachedKind

Place = Literal["done", "current", "ahead", "counted"]

PLACES: dict[Place, str] = {"done": "been there", "current": "here now", "ahead": "to come", "counted": ""}


@dataclass(frozen=True, slots=True)
class AtStage:
    """One stage as a project has lived it; ``number`` is nought for what belongs to no stage.

    ``heard`` are the things people said of the project at its activities here, and ``done`` those of them
    after which something was done: what its list of feedback lists. ``reached`` is how many people, in words
    with what it rests on; empty when no activity counted anybody.
    """

    number: int
    label: str
    place: Place
    activities: int
    reached: str
    heard: int
    done: int

    @property
    def words(self) -> str:
        return PLACES[self.place]


@dataclass(frozen=True, slots=True)
class Warned:
    """A warning of the cycle that a project sets off, and the records it is about."""

    title: str
    says: str
    refs: tuple[str, ...] = ()


def at_each_stage(
    activities: Sequence[Fact], standings: Sequence[Standing], said: Sequence[Fact]
) -> list[AtStage]:
    """Each activity counts at its primary stage; people that two records counted, they count once."""
    now = next((one.stage for one in standings if one.last is None), None)
    been = {one.stage for one in standings}
    return [
        _at(stage.code, stage.label, _place(stage.code, now, been), activities, said)
        for stage in read_cycle().stages
    ]


def at_no_stage(
    stages: Iterable[AtStage], activities: Sequence[Fact], said: Sequence[Fact]
) -> AtStage | None:
    """What stands at none of these stages: activities without one, and what was heard elsewhere."""
    known = list(stages)
    done = sum(fact.says["has_did"] for fact in said)
    rest = AtStage(
        number=0,
        label="At no stage, such as at a meeting",
        place="counted",
        activities=len(activities) - sum(stage.activities for stage in known),
        reached="",
        heard=len(said) - sum(stage.heard for stage in known),
        done=done - sum(stage.done for stage in known),
    )
    return rest if rest.activities or rest.heard else None


def picture(title: str, stages: Iterable[AtStage]) -> Chart:
    """The ring of the stages."""
    return cycle_ring(title, [Stage(one.number, one.label, one.activities, one.place) for one in stages])


def warnings(facts: Sequence[Fact], standings: Sequence[Standing], today: date) -> list[Warned]:
    """What the cycle warns of: procurement with nothing heard before it, and themes never taken up."""
    been = {one.stage for one in standings}
    found = (_warned(warning, facts, been, today) for warning in read_cycle().warnings)
    return [warned for warned in found if warned]


def _at(number: int, label: str, place: Place, activities: Sequence[Fact], said: Sequence[Fact]) -> AtStage:
    here = [fact for fact in activities if fact.says["stage"] == number]
    refs = {fact.ref for fact in here}
    heard = [fact for fact in said if fact.says["heard_at"] in refs]
    return AtStage(
        number=number,
        label=label,
        place=place,
        activities=len(here),
        reached=_reached(here),
        heard=len(heard),
        done=sum(fact.says["has_did"] for fact in heard),
    )


def _reached(activities: Sequence[Fact]) -> str:
    """23, or “about 240, from 2 of 3”: people that two records counted are counted once."""
    counted = [fact for fact in activities if fact.says["reached"] is not None]
    if not counted:
        return ""
    people: dict[str, int] = {}
    for fact in counted:
        contacts = fact.says["same_contacts_as"] or fact.ref
        people[contacts] = max(fact.says["reached"], people.get(contacts, 0))
    exact = all(fact.says["reached_kind"] == ReachedKind.EXACT for fact in counted)
    total = f"{'' if exact else 'about '}{sum(people.values()):,}"
    return total if len(counted) == len(activities) else f"{total}, from {len(counted)} of {len(activities)}"


def _place(stage: int, now: int | None, been: set[int]) -> Place:
    if stage == now:
        return "current"
    if stage in been:
        return "done"
    return "ahead" if now is not None and stage > now else "counted"


def _warned(warning: StageWarning, facts: Sequence[Fact], been: set[int], today: date) -> Warned | None:
    if warning.needs_feedback_at:
        lacks = warning.stage in been and not _heard_at(warning.needs_feedback_at, facts)
        return Warned(warning.title, warning.says) if lacks else None
    left = _left_open(warning, facts, today)
    return Warned(warning.title, warning.says, left) if left else None


def _heard_at(stages: Sequence[int], facts: Sequence[Fact]) -> bool:
    return any(
        fact.says["feedback"] and {fact.says["stage"], *fact.says["also_stages"]} & set(stages)
        for fact in facts
        if fact.kind == "activity"
    )


def _left_open(warning: StageWarning, facts: Sequence[Fact], today: date) -> tuple[str, ...]:
    """What was said at the stage longer ago than the warning allows, without an owner or a way back."""
    monitoring = {
        fact.ref for fact in facts if fact.kind == "activity" and fact.says["stage"] == warning.stage
    }
    before = months_later(today, -(warning.older_than_months or 0))
    return tuple(
        fact.ref
        for fact in facts
        if fact.kind == "feedback"
        and fact.says["heard_at"] in monitoring
        and fact.says["has_said"]
        and fact.on is not None
        and fact.on < before
        and not (fact.says["has_owner"] and fact.says["taken_up_in"])
    )
