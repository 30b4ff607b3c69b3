"""Records as they stood on a day, by when things happened: what came after is taken out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from engage.activities.facts import CANCELLED, STILL_PLANNED
from engage.meetings.facts import actions_on
from engage.rules.ageing import NO_ANSWER, is_unanswered
from engage.rules.facts import Fact

ANSWERED_STATUSES = {"fed_back", "feedback_collected"}
DONE_BY_THEN = ("papers_issued", "urgent_change", "reg23_triggered", "call_in_directed")
"""Days of a project on which something is done; its other days are also set ahead, and are known then."""
UNANSWERED: Mapping[str, Any] = {
    "did": "",
    "has_did": False,
    "answer": NO_ANSWER,
    "answered": False,
    "answered_on": None,
    "days_to_answer": None,
    "told_on": None,
}


def as_at(facts: Sequence[Fact], day: date) -> tuple[Fact, ...]:
    """The facts as they stood at the end of a day; a record that stood so already is the same one.

    What was heard, met or written later is not among them, and an activity that started later is planned. An
    answer that has no day counts as there all along.
    """
    heard = {fact.ref: _heard(fact, day) for fact in facts if fact.kind == "feedback"}
    told = _told_at_activities(facts, heard)
    return tuple(_standing(facts, day, heard, told))


def _standing(
    facts: Iterable[Fact],
    day: date,
    heard: Mapping[str, Fact | None],
    told: Mapping[str, tuple[int, int]],
) -> Iterator[Fact]:
    for fact in facts:
        stood: Fact | None
        match fact.kind:
            case "feedback":
                stood = heard[fact.ref]
            case "activity":
                stood = _activity(fact, day, told)
            case "project":
                stood = _project(fact, day)
            case _ if _is_later(fact, day):
                continue
            case "meeting":
                stood = _meeting(fact, day)
            case _:
                stood = fact
        if stood is not None:
            yield stood


def _is_later(fact: Fact, day: date) -> bool:
    return fact.first is not None and fact.first > day


def _heard(fact: Fact, day: date) -> Fact | None:
    """What people told us by the day, and the answer there was by then; None if it was not yet said."""
    if _is_later(fact, day):
        return None
    if fact.says["answer"] != NO_ANSWER and is_unanswered(fact.says["answer"], fact.says["answered_on"], day):
        return _saying(fact, UNANSWERED)
    told_on = fact.says["told_on"]
    return _saying(fact, {"told_on": None}) if told_on and told_on > day else fact


def _told_at_activities(
    facts: Iterable[Fact], heard: Mapping[str, Fact | None]
) -> dict[str, tuple[int, int]]:
    """How many things were heard and answered by the day at each activity of which that changed later."""
    feedback = [fact for fact in facts if fact.kind == "feedback" and fact.says["heard_at"]]
    changed = {fact.says["heard_at"] for fact in feedback if heard[fact.ref] is not fact}
    said, did = Counter[str](), Counter[str]()
    for fact in feedback:
        stood = heard[fact.ref]
        if stood is not None and (where := stood.says["heard_at"]) in changed:
            said[where] += stood.says["has_said"]
            did[where] += stood.says["has_did"]
    return {ref: (said[ref], did[ref]) for ref in changed}


def _activity(fact: Fact, day: date, told: Mapping[str, tuple[int, int]]) -> Fact:
    if fact.says["status"] == CANCELLED:
        return fact
    status = fact.says["status"]
    now: dict[str, Any] = {}
    if fact.ref in told:
        said, did = told[fact.ref]
        status = _status(status, said, did)
        now = {"feedback": said, "outcomes": did}
    now["status"] = STILL_PLANNED if _is_later(fact, day) else status
    return fact if now.items() <= fact.says.items() else _saying(fact, now)


def _status(status: str, said: int, did: int) -> str:
    """The status by the rule of the log: fed back where something was done, collected where only heard."""
    if status not in ANSWERED_STATUSES or did:
        return status
    return "feedback_collected" if said else "completed"


def _project(fact: Fact, day: date) -> Fact:
    later = {name: None for name in DONE_BY_THEN if (done := fact.says.get(name)) and done > day}
    stage = _stage(fact.says.get("stood", ()), day, fact.says["stage_now"])
    return _saying(fact, {**later, "stage_now": stage}) if later or stage != fact.says["stage_now"] else fact


def _stage(stood: Sequence[Any], day: date, now: int | None) -> int | None:
    """Where it stood on the day, the latest of two that share it; nowhere before the first."""
    if not stood:
        return now
    standing = [one.stage for one in stood if one.first <= day and (one.last is None or one.last >= day)]
    return standing[-1] if standing else None


def _meeting(fact: Fact, day: date) -> Fact:
    """The meeting with the actions agreed at it as they stood on the day; what a project brought has none."""
    if "agreed" not in fact.says:
        return fact
    now = actions_on(day, fact.says["agreed"])
    return fact if now.items() <= fact.says.items() else _saying(fact, now)


def _saying(fact: Fact, more: Mapping[str, Any]) -> Fact:
    return replace(fact, says={**fact.says, **more})
