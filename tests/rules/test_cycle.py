"""The engagement cycle is data: five stages, in order, and two warnings."""

from __future__ import annotations

import pytest

from engage.rules.cycle import read_cycle, stage_vocabulary
from engage.rules.words import How


def test_the_five_stages_stand_in_order_under_the_labels_of_the_log() -> None:
    assert [(stage.code, stage.label) for stage in read_cycle().stages] == [
        (1, "Identify needs"),
        (2, "Priorities and plans"),
        (3, "Improve services"),
        (4, "Procure and contract"),
        (5, "Monitor services"),
    ]


def test_every_stage_says_what_it_is_for_and_which_of_its_words_are_only_proposed() -> None:
    for stage in read_cycle().stages:
        assert stage.official_title
        assert stage.purpose
        assert stage.check.startswith("verified: official title")
        assert stage.trust == "verified"
        assert len(stage.prompts) == 4
        assert all((stage.participants, stage.methods, stage.outputs))
        assert {"methods", "prompts", "outputs"} <= stage.proposal


def test_a_stage_is_found_by_its_code() -> None:
    assert read_cycle().stage(4).phase == "Specify and procure"
    with pytest.raises(KeyError):
        read_cycle().stage(6)


@pytest.mark.parametrize(
    ("typed", "code", "how"),
    [
        ("Improve services", "3", How.EXACT),
        ("improve services", "3", How.SPELLING),
        ("3 Improve services", "3", How.ALIAS),
        ("3 - Improve services", "3", How.ALIAS),
        ("3. Improve services", "3", How.ALIAS),
        ("3", "3", How.SPELLING),
        ("Stage 3", "3", How.ALIAS),
        ("Patient and carer engagement to improve services", "3", How.ALIAS),
        ("3 - Identify needs", None, How.NEW),
        ("", None, How.BLANK),
    ],
)
def test_a_stage_is_recognised_with_and_without_its_number(typed: str, code: str | None, how: How) -> None:
    found = stage_vocabulary().recognise(typed)
    assert (found.code, found.how) == (code, how)


def test_procurement_with_nothing_heard_before_it_is_warned_of() -> None:
    warning = read_cycle().warning("procurement_without_feedback")
    assert (warning.stage, warning.needs_feedback_at) == (4, (1, 2, 3))


def test_themes_of_monitoring_never_taken_up_are_warned_of() -> None:
    warning = read_cycle().warning("monitoring_not_taken_up")
    assert (warning.stage, warning.older_than_months) == (5, 3)
    assert warning.needs_owner is True
    assert warning.needs_link_to_stage == 1


def test_there_are_no_other_warnings_and_each_is_marked_a_proposal() -> None:
    assert {warning.trust for warning in read_cycle().warnings} == {"proposal"}
    assert len(read_cycle().warnings) == 2
    with pytest.raises(KeyError):
        read_cycle().warning("weather")
