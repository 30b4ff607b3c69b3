"""What people put on record about duties, and what it does to how things stand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.activities import service as activities
from engage.cycle.models import Project
from engage.duties import queries
from engage.duties.catalogue import as_it_came, catalogue
from engage.duties.entries import AssessmentEntry, EvidenceEntry
from engage.duties.findings import findings_for, findings_for_project
from engage.duties.law import service as law
from engage.duties.law.queries import LawFact, law_facts
from engage.duties.models import HandEvidence
from engage.duties.project import service
from engage.duties.requirements import service as requirements
from engage.organisation.models import Body
from engage.platform.data import verifying
from engage.platform.web.history import history_page
from engage.rules.actors import SYSTEM, Actor
from engage.rules.editions import Trust
from engage.rules.errors import Refused
from engage.rules.findings import Finding, State
from engage.rules.periods import read_period
from tests.builders import make_activity, make_actor, make_body
from tests.duties.situation import (
    JUNE_2019,
    make_ccg,
    make_stroke_project,
    make_talk,
    of_body,
    of_project,
    say,
)

pytestmark = pytest.mark.usefixtures("app")

YEAR = "2018-19"


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


@pytest.fixture
def commissioner(app: object) -> Actor:
    return make_actor("commissioning_manager")


@pytest.fixture
def governance(app: object) -> Actor:
    return make_actor("governance_lead")


def _findings(project: Project) -> list[Finding]:
    return findings_for_project(project.id, read_period(YEAR), JUNE_2019)


def letter(**entry: Any) -> EvidenceEntry:
    """Evidence for a requirement whose register does not exist yet."""
    usual: dict[str, Any] = {
        "requirement": "E-SCR-3",
        "title": "Letter of the scrutiny officer",
        "link": "https://www.wolverhampton.example/letter",
        "dated": date(2018, 3, 3),
        "reason": "It calls the change substantial.",
        "place": "Page 1",
    }
    return EvidenceEntry(**(usual | entry))


def test_an_assessment_needs_an_outcome_a_reason_and_a_day_that_has_come(
    project: Project, commissioner: Actor
) -> None:
    for outcome, reason, on in (
        ("perhaps", "It might.", date(2018, 1, 15)),
        ("applies", "", date(2018, 1, 15)),
        ("applies", "It moves.", date(2100, 1, 1)),
    ):
        with pytest.raises(Refused):
            service.assess_duty(
                commissioner, project, AssessmentEntry(outcome=outcome, reason=reason, assessed_on=on)
            )
    assert not queries.assessments_of(project.id)


def test_an_assessment_stands_in_the_history_of_the_project(project: Project, commissioner: Actor) -> None:
    service.assess_duty(
        commissioner,
        project,
        AssessmentEntry(
            outcome="applies_in_part", reason="Two wards of five.", assessed_on=date(2018, 1, 15)
        ),
    )
    (latest, *_) = history_page(f"project:{project.id}")
    assert latest.event == "Duty: assessed"
    assert latest.who == "Commissioning manager"


def test_a_person_signs_what_the_records_show(project: Project, ccg: Body, commissioner: Actor) -> None:
    make_talk(project, ccg)
    requirements.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    latest, *_ = history_page(f"project:{project.id}")
    said = {line.what: line.after for line in latest.lines}
    assert (said["Requirement"], said["Decision"]) == ("E-COL-4", "Signed")
    assert said["Rests on"].endswith("Talk in the Low Hill community café")
    signed = of_project(project, "E-COL-4").signed
    assert signed is not None
    assert signed.name == "Commissioning manager"


def test_nobody_signs_what_the_records_do_not_show(project: Project, commissioner: Actor) -> None:
    with pytest.raises(Refused, match="nothing to sign"):
        requirements.sign_requirement(commissioner, [of_project(project, "E-COL-4")])


def test_the_system_itself_never_signs_says_or_attaches(project: Project, ccg: Body) -> None:
    make_talk(project, ccg)
    finding = of_project(project, "E-COL-4")
    fact = told_within_days()
    for act in (
        lambda: requirements.sign_requirement(SYSTEM, [finding]),
        lambda: requirements.say_not_applicable(SYSTEM, [finding], "Because."),
        lambda: requirements.attach_evidence(SYSTEM, letter(project_id=project.id)),
        lambda: law.confirm_fact(SYSTEM, fact, "28", "Read."),
    ):
        with pytest.raises(Refused, match="named person"):
            act()


def test_a_signature_lapses_when_a_record_it_rested_on_no_longer_shows_it(
    project: Project, ccg: Body, commissioner: Actor
) -> None:
    talk = make_talk(project, ccg)
    make_talk(project, ccg, "9 March 2018")
    requirements.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    activities.remove_activity(SYSTEM, talk)
    finding = of_project(project, "E-COL-4")
    assert (finding.state, finding.signed) == (State.EVIDENCED, None)
    assert "a record it rested on is gone, or does not show this any more" in finding.note


def test_a_signature_stands_when_more_is_recorded(project: Project, ccg: Body, commissioner: Actor) -> None:
    make_talk(project, ccg)
    requirements.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    make_talk(project, ccg, "9 March 2018")
    assert of_project(project, "E-COL-4").signed


def test_a_signature_for_a_year_holds_in_its_quarters(ccg: Body, commissioner: Actor) -> None:
    for when in ("6 June 2018", "5 November 2018"):
        make_activity(ccg, when=when, access_needs_asked=True)
    asked = of_body(ccg, "E-EQ-10", "equality-duty", edition=2011)
    requirements.sign_requirement(commissioner, [asked], YEAR)
    quarter = of_body(ccg, "E-EQ-10", "equality-duty", edition=2011, period="2018-19Q3")
    assert len(quarter.proved_by) == 1
    assert quarter.signed
    assert not of_body(ccg, "E-EQ-10", "equality-duty", edition=2011, period="2017-18").signed


def test_a_signature_taken_back_is_gone_and_stays_on_record(
    project: Project, ccg: Body, commissioner: Actor
) -> None:
    make_talk(project, ccg)
    (ruling,) = requirements.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    requirements.withdraw_ruling(commissioner, ruling)
    assert of_project(project, "E-COL-4").signed is None
    (kept,) = queries.kept_on("E-COL-4", project.id, None).rulings
    assert kept.withdrawn_at is not None
    with pytest.raises(Refused, match="already"):
        requirements.withdraw_ruling(commissioner, ruling)


def test_a_reason_says_why_a_requirement_does_not_apply_and_who_says_so(
    project: Project, commissioner: Actor
) -> None:
    requirements.say_not_applicable(
        commissioner, [of_project(project, "E-SCR-7", duty="consult-scrutiny")], "Not urgent."
    )
    finding = of_project(project, "E-SCR-7", duty="consult-scrutiny")
    assert finding.state is State.NOT_APPLICABLE
    assert (finding.reason, finding.named) == ("Not urgent.", "Commissioning manager")


def test_one_reason_may_speak_for_a_whole_duty_in_one_entry(project: Project, commissioner: Actor) -> None:
    scrutiny = [one for one in _findings(project) if one.duty == "consult-scrutiny"]
    requirements.say_not_applicable(commissioner, scrutiny, "The council calls the change minor.")
    states = {one.state for one in _findings(project) if one.duty == "consult-scrutiny"}
    assert states == {State.NOT_APPLICABLE}
    assert history_page(f"project:{project.id}")[0].event == "Requirement: said not to apply"


def test_a_reason_must_be_given(project: Project, commissioner: Actor) -> None:
    with pytest.raises(Refused, match="Enter the reason"):
        requirements.say_not_applicable(commissioner, [of_project(project, "E-COL-4")], "")


def test_a_word_on_a_body_speaks_for_its_period_alone(ccg: Body, commissioner: Actor) -> None:
    asked = of_body(ccg, "E-PLAN-4", "yearly-assessment")
    requirements.say_not_applicable(commissioner, [asked], "None was made this year.", YEAR)
    assert of_body(ccg, "E-PLAN-4", "yearly-assessment").state is State.NOT_APPLICABLE
    assert of_body(ccg, "E-PLAN-4", "yearly-assessment", period="2018-19Q2").state is State.NOT_APPLICABLE
    year_after = of_body(ccg, "E-PLAN-4", "yearly-assessment", period="2019-20", today=date(2020, 6, 1))
    assert year_after.state is State.NONE


def test_evidence_attached_by_hand_counts_and_is_told_apart(project: Project, commissioner: Actor) -> None:
    say(project, "service_change")
    piece = requirements.attach_evidence(commissioner, letter(project_id=project.id))
    finding = of_project(project, "E-SCR-3", duty="consult-scrutiny")
    assert finding.state is State.BY_HAND
    assert (finding.proved_by, finding.by_hand) == ((), (f"hand_evidence:{piece.id}",))


def test_evidence_of_another_year_does_not_count(ccg: Body, commissioner: Actor) -> None:
    requirements.attach_evidence(
        commissioner, letter(requirement="E-COL-8", body_id=ccg.id, dated=date(2016, 5, 1))
    )
    assert of_body(ccg, "E-COL-8", "involve-public").state is State.NONE
    proves = {"proves_from": date(2018, 4, 1), "proves_to": date(2019, 3, 31)}
    requirements.attach_evidence(
        commissioner, letter(requirement="E-COL-8", body_id=ccg.id, dated=date(2019, 5, 1), **proves)
    )
    assert of_body(ccg, "E-COL-8", "involve-public").state is State.BY_HAND


def test_evidence_of_one_body_says_nothing_of_another(ccg: Body, commissioner: Actor) -> None:
    walsall = make_body("Walsall CCG")
    requirements.attach_evidence(commissioner, letter(requirement="E-COL-7", body_id=ccg.id))
    assert of_body(ccg, "E-COL-7", "involve-public").state is State.BY_HAND
    assert of_body(walsall, "E-COL-7", "involve-public").state is State.NONE


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "Plan."},
        {"place": ""},
        {"link": ""},
        {"dated": date(2100, 1, 1)},
        {"proves_from": date(2018, 6, 1), "proves_to": date(2018, 5, 1)},
    ],
)
def test_evidence_without_what_makes_it_evidence_is_refused(
    project: Project, commissioner: Actor, wrong: dict[str, Any]
) -> None:
    with pytest.raises(Refused):
        requirements.attach_evidence(commissioner, letter(project_id=project.id, **wrong))


def test_evidence_taken_back_no_longer_counts(project: Project, commissioner: Actor) -> None:
    say(project, "service_change")
    piece: HandEvidence = requirements.attach_evidence(commissioner, letter(project_id=project.id))
    requirements.withdraw_evidence(commissioner, piece)
    assert of_project(project, "E-SCR-3", duty="consult-scrutiny").state is State.NONE
    with pytest.raises(Refused, match="already"):
        requirements.withdraw_evidence(commissioner, piece)


def told_within_days() -> LawFact:
    return law_fact("told-within-days")


def law_fact(name: str) -> LawFact:
    known = law_facts(as_it_came(), queries.confirmed_facts())
    return next(fact for fact in known if fact.name == name)


def test_a_number_takes_the_local_value_its_owner_gives_it(project: Project, ccg: Body) -> None:
    head = make_actor("head_of_comms_engagement")
    law.confirm_fact(head, told_within_days(), "28", "Agreed by the Governing Body in May 2018.")
    assert catalogue().requirements["E-COL-6"].due_days == 28
    assert told_within_days().number_now == 28


def test_a_test_carries_its_mark_until_its_owner_confirms_it(project: Project, governance: Actor) -> None:
    assert of_project(project, "E-COL-4").trust is Trust.PROPOSAL
    law.confirm_fact(governance, law_fact("E-COL-4"), "", "Read beside the 2017 guidance.")
    assert of_project(project, "E-COL-4").trust is Trust.VERIFIED


def test_only_its_owner_or_the_governance_lead_confirms_a_fact(commissioner: Actor) -> None:
    with pytest.raises(Refused, match="head of communications and engagement"):
        law.confirm_fact(commissioner, told_within_days(), "28", "Agreed.")


@pytest.mark.parametrize(("value", "reason"), [("soon", "Agreed."), ("-3", "Agreed."), ("28", "")])
def test_a_number_must_be_one_and_its_source_given(governance: Actor, value: str, reason: str) -> None:
    with pytest.raises(Refused):
        law.confirm_fact(governance, told_within_days(), value, reason)


def test_confirming_again_replaces_what_was_confirmed(governance: Actor) -> None:
    law.confirm_fact(governance, told_within_days(), "28", "Agreed in May.")
    law.confirm_fact(governance, told_within_days(), "42", "Agreed in June.")
    assert told_within_days().number_now == 42


def test_numbers_that_the_law_sets_are_not_among_the_facts_to_confirm() -> None:
    names = {fact.name for fact in law_facts(as_it_came(), {})}
    assert "scrutiny-reply-days" not in names
    assert {"told-within-days", "accessible-information.2016", "E-COL-1"} <= names


def test_every_act_leaves_one_sealed_entry(project: Project, ccg: Body, commissioner: Actor) -> None:
    make_talk(project, ccg)
    before = verifying.verify().entries
    service.assess_duty(
        commissioner,
        project,
        AssessmentEntry(outcome="applies", reason="The ward moves.", assessed_on=date(2018, 1, 15)),
    )
    requirements.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    requirements.attach_evidence(commissioner, letter(project_id=project.id))
    verdict = verifying.verify()
    assert (verdict.entries, verdict.why) == (before + 3, "")


def test_findings_for_all_bodies_and_for_one_agree(project: Project, ccg: Body) -> None:
    make_talk(project, ccg)
    make_activity(ccg, when="6 June 2018", access_needs_asked=True)
    period = read_period(YEAR)
    assert findings_for(None, period, JUNE_2019) == findings_for(ccg.code, period, JUNE_2019)
