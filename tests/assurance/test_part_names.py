"""Parts of breakdowns in the words of people."""

from __future__ import annotations

import pytest

from engage.assurance.figures.words import part_name
from engage.rules.findings import State
from tests.assurance.made import activity, finding, given, heard


@pytest.mark.parametrize(
    ("figure", "part", "name"),
    [
        ("activities.by_stage", "3", "3 Improve services"),
        ("activities.by_stage", "not recorded", "not recorded"),
        ("activities.by_status", "fed_back", "Fed back"),
        ("activities.by_month", "2018-06", "June 2018"),
        ("activities.by_method", "Drop-in", "Drop-in"),
        ("feedback.by_answer", "no_answer", "No answer yet"),
        ("feedback.by_topic_and_tone", "GP / A&E access / negative", "GP / A&E access / Negative"),
        ("feedback.by_topic_and_tone", "GP access / not recorded", "GP access / not recorded"),
        ("duties.by_state", "none", "No evidence"),
        ("duties.by_duty", "involve-public.2006 / partly", "involve-public.2006 / Partly evidenced"),
    ],
)
def test_a_part_is_called_what_people_call_it(figure: str, part: str, name: str) -> None:
    assert part_name(figure, part) == name


def test_every_part_of_every_figure_has_a_name() -> None:
    items = [heard(1, tone="mixed", did="Done"), heard(2, topic="GP access", answer="cannot")]
    log = [activity(1), activity(2, "tbc", stage=None, status="planned", method="")]
    findings = [finding(f"E-{state.value}", state) for state in State]
    for figure in given(*log, *items, findings=findings).figures.values():
        assert all(part_name(figure.id, part) for part in figure.values)
