"""The parts of breakdowns in the words of people: a stage by its name, a month as it is said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from engage.assurance.figures import NOT_RECORDED, Id
from engage.duties.words import STATES
from engage.rules.cycle import read_cycle
from engage.rules.findings import State
from engage.rules.words import read_vocabulary


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
