"""What the verbs of projects take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectEntry:
    """A project, as somebody says it. What it names of other records stands by their numbers."""

    title: str
    code: str
    body_id: int
    aim: str = ""
    joint_body_ids: tuple[int, ...] = ()
    owner_id: int | None = None
    starts_on: date | None = None
    options_fixed_on: date | None = None
    papers_issued_on: date | None = None
    decision_on: date | None = None
    ends_on: date | None = None
    urgent_change_on: date | None = None
    reg23_on: date | None = None
    call_in_on: date | None = None
    decision_is_held: bool = False
    affected_groups: tuple[str, ...] = ()
    place_ids: tuple[int, ...] = ()
    authorities: tuple[str, ...] = ()
    joint_committee: str = ""
    aim_ids: tuple[int, ...] = ()
    strategy_points: tuple[int, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEntry:
    """What was promised to the public."""

    text: str
    made_on: date | None = None
    where_made: str = ""
