"""Signatures, reasons why something does not apply, evidence by hand, and the count of where things stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engage.rules.answers import HandEvidence, NotApplicable, Signed
from engage.rules.editions import Trust
from engage.rules.facts import Days
from engage.rules.findings import State, summary
from engage.rules.judging import assess
from tests.rules.duties.situations import CATALOGUE, PROJECT, YEAR_2018_19, activity, found, missed, project

NO_CHANGE = "No service is changed; the paper moves a desk"
TALK = activity(1, "Café talk", date(2018, 5, 10))


def not_applicable(**other: Any) -> NotApplicable:
    usual = NotApplicable(
        duty="involve-public",
        edition=2013,
        requirement="E-COL-4",
        project=PROJECT,
        reason=NO_CHANGE,
        name="Commissioning manager",
        on=date(2018, 5, 1),
    )
    return replace(usual, **other)


def by_hand(on: date, proves: Days | None = None) -> HandEvidence:
    return HandEvidence(
        requirement="E-COL-7",
        project=None,
        ref="file:88",
        title="Constitution, version 4",
        on=on,
        proves=proves,
        reason="The register of publications does not exist yet",
        by="Governance lead",
    )


def test_a_named_person_may_say_why_it_does_not_apply() -> None:
    finding = found("E-COL-4", project(), answers=[not_applicable()])
    assert finding.state is State.NOT_APPLICABLE
    assert (finding.reason, finding.named) == (NO_CHANGE, "Commissioning manager")


@pytest.mark.parametrize(
    "other",
    [
        {"edition": 2022},
        {"duty": "joint-scrutiny"},
        {"requirement": "E-COL-3"},
        {"project": "project:13"},
    ],
)
def test_a_reason_speaks_for_its_own_edition_requirement_and_project_only(other: dict[str, Any]) -> None:
    assert found("E-COL-4", project(), answers=[not_applicable(**other)]).state is State.NONE


def test_a_signature_stands_beside_the_state_and_does_not_make_it() -> None:
    signed = Signed("involve-public", 2013, "E-COL-4", PROJECT, "Commissioning manager", date(2018, 9, 3))
    finding = found("E-COL-4", project(), answers=[signed])
    assert finding.state is State.NONE
    assert finding.signed == signed
    assert found("E-COL-4", project(), TALK).signed is None


@pytest.mark.parametrize(
    ("covers", "signed"),
    [
        (None, True),
        (YEAR_2018_19, True),
        ((date(2017, 4, 1), date(2018, 3, 31)), False),
        ((date(2018, 4, 1), date(2018, 12, 31)), False),
    ],
)
def test_a_signature_for_the_body_speaks_for_the_days_it_covers(covers: Days | None, signed: bool) -> None:
    answer = Signed(
        "involve-public", 2013, "E-COL-7", None, "Governance lead", date(2019, 4, 9), covers=covers
    )
    assert (found("E-COL-7", answers=[answer]).signed is not None) is signed


def test_evidence_by_hand_counts_and_is_marked_by_hand() -> None:
    finding = found("E-COL-7", answers=[by_hand(date(2018, 7, 3))])
    assert (finding.state, finding.proved_by, finding.by_hand) == (State.BY_HAND, (), ("file:88",))


@pytest.mark.parametrize(
    ("on", "proves", "counts"),
    [
        (date(2019, 5, 1), None, False),
        (date(2019, 5, 1), YEAR_2018_19, True),
        (date(2019, 5, 1), (date(2019, 4, 1), date(2020, 3, 31)), False),
        (date(2019, 7, 1), YEAR_2018_19, False),  # after the day of judging
    ],
)
def test_evidence_by_hand_counts_by_its_date_or_the_period_it_proves(
    on: date, proves: Days | None, counts: bool
) -> None:
    finding = found("E-COL-7", answers=[by_hand(on, proves)])
    assert bool(finding.by_hand) is counts


@pytest.mark.parametrize(
    ("today", "state"), [(date(2020, 1, 6), State.NONE), (date(2020, 1, 7), State.BY_HAND)]
)
def test_evidence_dated_after_the_day_of_judging_shows_nothing_yet_and_is_named(
    today: date, state: State
) -> None:
    minutes = replace(by_hand(date(2020, 1, 7)), requirement="E-COL-5", project=PROJECT, title="The minutes")
    minutes = replace(minutes, dates={"papers_issued": date(2019, 12, 20)})
    decided = project(decision=date(2019, 11, 5), live_to=None)
    finding = found("E-COL-5", decided, today=today, answers=[minutes])
    assert finding.state is state
    assert missed(finding) == (
        ("The minutes on 7 January 2020 has not happened yet",) if state is State.NONE else ()
    )


def test_a_register_that_does_not_exist_yet_is_said_and_asks_for_evidence_by_hand() -> None:
    assert found("E-COL-7").note == (
        "Its register comes with publications; until then attach dated evidence by hand."
    )
    assert found("E-COL-4", project()).note == ""


def test_an_event_still_to_come_is_not_evidence() -> None:
    finding = found("E-COL-3", project(), TALK, today=date(2018, 5, 9))
    assert (finding.state, finding.proved_by) == (State.NOT_YET_DUE, ())
    assert finding.nearest_miss is not None
    assert finding.nearest_miss.failed == ("Café talk on 10 May 2018 has not happened yet",)


def test_a_finding_carries_its_law_its_owner_and_the_weakest_mark_of_trust() -> None:
    finding = found("E-COL-4", project(), TALK)
    assert (finding.source, finding.owner, finding.trust) == (
        "NHS Act 2006 s.14Z2",
        "engagement_officer",
        Trust.PROPOSAL,
    )


def test_a_project_with_no_records_at_all_still_has_a_finding_on_everything_asked_of_it() -> None:
    edition = CATALOGUE.edition("involve-public", 2013)
    findings = assess(edition, [project()], *YEAR_2018_19, date(2019, 6, 3))
    assert [finding.requirement for finding in findings] == [one.id for one in edition.requirements]


def test_the_summary_counts_every_state() -> None:
    edition = CATALOGUE.edition("involve-public", 2013)
    facts = project(), TALK
    counts = summary(
        assess(edition, facts, *YEAR_2018_19, date(2019, 6, 3), [not_applicable(requirement="E-COL-12")])
    )
    # Nobody has said whether something is bought, and no forum is in the framework.
    found_there = {State.EVIDENCED: 2, State.NONE: 7, State.NOT_KNOWN: 2, State.NOT_APPLICABLE: 1}
    assert counts == dict.fromkeys(State, 0) | found_there
    assert sum(counts.values()) == len(edition.requirements)


def test_the_machine_never_says_compliant() -> None:
    assert not any("complian" in word for state in State for word in (state, state.name.lower()))
    for edition in CATALOGUE.editions.values():
        assert "complian" not in edition.text.lower()
    for requirement in CATALOGUE.requirements.values():
        assert "complian" not in requirement.ask.lower()
