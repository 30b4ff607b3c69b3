"""A figure of the report: a number or a breakdown that knows the records it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engage.rules.facts import Fact

NOT_RECORDED = "not recorded"
Value = int | dict[str, int] | None
Noun = tuple[str, str]

ACTIVITIES: Noun = ("activity", "activities")
ITEMS: Noun = ("thing people told us", "things people told us")
PROJECTS: Noun = ("project", "projects")
MEETINGS: Noun = ("meeting", "meetings")
ORGANISATIONS: Noun = ("organisation", "organisations")
REQUIREMENTS: Noun = ("requirement that is due", "requirements that are due")


class Id(StrEnum):
    """Every figure there is, by the name it has in the text of a report."""

    ACTIVITIES_COUNT = "activities.count"
    ACTIVITIES_UNDATABLE = "activities.undatable"
    ACTIVITIES_BY_STAGE = "activities.by_stage"
    ACTIVITIES_BY_METHOD = "activities.by_method"
    ACTIVITIES_BY_STATUS = "activities.by_status"
    ACTIVITIES_BY_MONTH = "activities.by_month"
    ACTIVITIES_MONTH_UNKNOWN = "activities.month_unknown"
    ACTIVITIES_REACHED_SUM = "activities.reached.sum"
    ACTIVITIES_REACHED_BASE = "activities.reached.base"
    ACTIVITIES_REACHED_NOT_RECORDED = "activities.reached.not_recorded"
    ACTIVITIES_REACHED_ONCE = "activities.reached.once"
    ACTIVITIES_BY_GROUP = "activities.by_group"
    ACTIVITIES_COUNTED_BY_GROUP = "activities.counted_by_group"
    ACTIVITIES_BY_EASE = "activities.by_ease"
    ACTIVITIES_CANCELLED = "activities.cancelled"
    ACTIVITIES_BY_POINT = "activities.by_point"
    ACTIVITIES_BY_PROJECT = "activities.by_project"
    FEEDBACK_WITH_FEEDBACK = "feedback.with_feedback"
    FEEDBACK_WITH_OUTCOME = "feedback.with_outcome"
    FEEDBACK_WITH_BOTH = "feedback.with_both"
    FEEDBACK_ITEMS = "feedback.items"
    FEEDBACK_UNDATABLE = "feedback.undatable"
    FEEDBACK_BY_TOPIC = "feedback.by_topic"
    FEEDBACK_BY_SERVICE = "feedback.by_service"
    FEEDBACK_BY_TONE = "feedback.by_tone"
    FEEDBACK_BY_ANSWER = "feedback.by_answer"
    FEEDBACK_BY_TOPIC_AND_TONE = "feedback.by_topic_and_tone"
    FEEDBACK_BY_SERVICE_AND_TONE = "feedback.by_service_and_tone"
    FEEDBACK_BY_TOPIC_AND_ANSWER = "feedback.by_topic_and_answer"
    FEEDBACK_BY_PROJECT = "feedback.by_project"
    FEEDBACK_UNANSWERED = "feedback.unanswered"
    FEEDBACK_BY_WAIT = "feedback.by_wait"
    FEEDBACK_OLDEST_UNANSWERED_DAYS = "feedback.oldest_unanswered_days"
    FEEDBACK_TOLD = "feedback.told"
    FEEDBACK_FED_BACK_AND_TOLD = "feedback.fed_back_and_told"
    MEETINGS_COUNT = "meetings.count"
    MEETINGS_UNDATABLE = "meetings.undatable"
    MEETINGS_BY_FORUM = "meetings.by_forum"
    MEETINGS_ATTENDED = "meetings.attended"
    MEETINGS_PUBLIC = "meetings.public"
    MEETINGS_WITHOUT_QUORUM = "meetings.without_quorum"
    MEETINGS_ACTIONS_OPEN = "meetings.actions_open"
    MEETINGS_ACTIONS_OVERDUE = "meetings.actions_overdue"
    MEETINGS_ACTIONS_DONE = "meetings.actions_done"
    STAKEHOLDERS_COUNT = "stakeholders.count"
    STAKEHOLDERS_NEW = "stakeholders.new"
    STAKEHOLDERS_CONTACTED = "stakeholders.contacted"
    STAKEHOLDERS_QUIET = "stakeholders.quiet"
    STAKEHOLDERS_COUNT_BY_GROUP = "stakeholders.count_by_group"
    STAKEHOLDERS_CONTACTED_BY_GROUP = "stakeholders.contacted_by_group"
    STAKEHOLDERS_QUIET_BY_GROUP = "stakeholders.quiet_by_group"
    PROJECTS_LIVE = "projects.live"
    PROJECTS_BY_POINT = "projects.by_point"
    PROJECTS_BY_AIM = "projects.by_aim"
    DUTIES_EVIDENCED = "duties.evidenced"
    DUTIES_SIGNED = "duties.signed"
    DUTIES_BY_STATE = "duties.by_state"
    DUTIES_BY_DUTY = "duties.by_duty"
    DUTIES_BY_HAND_ONLY = "duties.by_hand_only"


@dataclass(frozen=True, slots=True)
class Before:
    """The same figure in the period before."""

    period: str
    value: int | None
    base: int
    approximate: bool


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One figure, or one breakdown, as it stands in a report.

    ``value`` is a whole number, a mapping of part to number, or None when nothing was recorded. ``refs`` are
    the records it rests on, ``parts`` those of each part of a breakdown. ``out_of`` is how many records they
    were found among, None where that would say nothing more. ``approximate``: an estimate is in it.
    """

    label: str
    value: Value
    refs: tuple[str, ...]
    out_of: int | None = None
    approximate: bool = False
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    previous: Before | None = None

    @property
    def base(self) -> int:
        """How many records it rests on."""
        return len(self.refs)

    @property
    def shown(self) -> str:
        """The number as people read it; an estimate says so, and what was not recorded is never 0."""
        if self.value is None or isinstance(self.value, dict):
            return NOT_RECORDED
        return f"about {self.value:,}" if self.approximate else f"{self.value:,}"

    @property
    def values(self) -> dict[str, int]:
        """The number of each part; nothing for a figure without parts."""
        return self.value if isinstance(self.value, dict) else {}


@dataclass(frozen=True, slots=True)
class Figure(FigureValue):
    """A figure as it is worked out: it knows its id, and what the records are called that it counts."""

    id: Id = field(kw_only=True)
    noun: Noun = field(default=ACTIVITIES, kw_only=True)

    @property
    def rests_on(self) -> str:
        """Its base in words: "19 of 147 activities"."""
        whole = self.base if self.out_of is None else self.out_of
        noun = self.noun[0] if whole == 1 else self.noun[1]
        return f"{whole:,} {noun}" if self.out_of is None else f"{self.base:,} of {whole:,} {noun}"


def count(
    id_: Id, label: str, facts: Iterable[Fact], *, noun: Noun = ACTIVITIES, out_of: int | None = None
) -> Figure:
    """How many records there are."""
    refs = tuple(fact.ref for fact in facts)
    return Figure(label, len(refs), refs, out_of, id=id_, noun=noun)


def total(id_: Id, label: str, counted: Sequence[Fact], *, out_of: int) -> Figure:
    """The contacts of these activities added up, each of which has a number."""
    return Figure(
        id=id_,
        label=label,
        value=sum(fact.says["reached"] for fact in counted) if counted else None,
        refs=tuple(fact.ref for fact in counted),
        out_of=out_of,
        approximate=any(fact.says["reached_kind"] != "exact" for fact in counted),
    )


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
