"""Every figure by its name, what figures count, and the parts of breakdowns in the words of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from engage.duties.words import STATES
from engage.rules.cycle import read_cycle
from engage.rules.findings import State
from engage.rules.words import read_vocabulary

NOT_RECORDED = "not recorded"
Noun = tuple[str, str]

ACTIVITIES: Noun = ("activity", "activities")
ITEMS: Noun = ("thing people told us", "things people told us")
PROJECTS: Noun = ("project", "projects")
MEETINGS: Noun = ("meeting", "meetings")
ORGANISATIONS: Noun = ("organisation", "organisations")
ANSWERS: Noun = ("answer", "answers")
REQUIREMENTS: Noun = ("requirement that is due", "requirements that are due")


RECORDS: Mapping[str, Noun] = {
    "activity": ACTIVITIES,
    "feedback": ITEMS,
    "project": PROJECTS,
    "meeting": MEETINGS,
    "organisation": ORGANISATIONS,
    "requirement": ("requirement", "requirements"),
}
"""What records are called that a figure rests on, by the kind that their references name."""


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
    ACTIVITIES_REACHED_AGAIN = "activities.reached.again"
    ACTIVITIES_BY_GROUP = "activities.by_group"
    ACTIVITIES_COUNTED_BY_GROUP = "activities.counted_by_group"
    ACTIVITIES_BY_EASE = "activities.by_ease"
    ACTIVITIES_CANCELLED = "activities.cancelled"
    ACTIVITIES_PLANNED = "activities.planned"
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
    DUTIES_BY_HAND = "duties.by_hand"
    DUTIES_LOOKED_AT = "duties.looked_at"
    DUTIES_SAID = "duties.said"
    DUTIES_SIGNED = "duties.signed"
    DUTIES_SIGNED_BY_OWNER = "duties.signed_by_owner"
    DUTIES_SIGNED_SINCE = "duties.signed_since"
    DUTIES_BY_STATE = "duties.by_state"
    DUTIES_BY_DUTY = "duties.by_duty"
    DUTIES_BY_HAND_ONLY = "duties.by_hand_only"


def part_name(figure_id: str, part: str) -> str:
    """What a part of this figure is called; most are called what they are, and the whole has no name."""
    name = _NAMED.get(figure_id)
    return name(part) if name and part not in {"", NOT_RECORDED} else part


def stage_name(code: int) -> str:
    """Such as "3 Improve services"."""
    return f"{code} {read_cycle().stage(code).label}"


def month_name(part: str) -> str:
    """Such as "June 2018" for 2018-06."""
    return f"{date.fromisoformat(f'{part}-01'):%B %Y}"


def _term(vocabulary: str) -> Callable[[str], str]:
    return lambda code: read_vocabulary(vocabulary).term(code).label


def _state(code: str) -> str:
    return STATES[State(code)].text


def _last(name: Callable[[str], str]) -> Callable[[str], str]:
    """For parts of two things at once, such as "GP access / negative", of which the second is a code."""

    def named(part: str) -> str:
        first, _, second = part.rpartition(" / ")
        return part if second == NOT_RECORDED else f"{first} / {name(second)}"

    return named


_NAMED: dict[str, Callable[[str], str]] = {
    Id.ACTIVITIES_BY_STAGE: lambda part: stage_name(int(part)),
    Id.ACTIVITIES_BY_STATUS: _term("statuses"),
    Id.ACTIVITIES_BY_MONTH: month_name,
    Id.FEEDBACK_BY_TONE: _term("tones"),
    Id.FEEDBACK_BY_ANSWER: _term("answer_states"),
    Id.FEEDBACK_BY_TOPIC_AND_TONE: _last(_term("tones")),
    Id.FEEDBACK_BY_SERVICE_AND_TONE: _last(_term("tones")),
    Id.FEEDBACK_BY_TOPIC_AND_ANSWER: _last(_term("answer_states")),
    Id.STAKEHOLDERS_COUNT_BY_GROUP: _term("stakeholder_groups"),
    Id.STAKEHOLDERS_CONTACTED_BY_GROUP: _term("stakeholder_groups"),
    Id.STAKEHOLDERS_QUIET_BY_GROUP: _term("stakeholder_groups"),
    Id.DUTIES_BY_STATE: _state,
    Id.DUTIES_BY_DUTY: _last(_state),
}
