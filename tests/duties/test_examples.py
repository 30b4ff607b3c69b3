"""Each requirement that this product's own records can show, from real records: shown, and not shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.activities import queries as activities
from engage.activities.needs import Need
from engage.cycle.models import Project
from engage.duties.entries import AssessmentEntry
from engage.duties.project import service
from engage.experience.insight import service as insights
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM
from engage.rules.findings import State
from tests.builders import make_activity, make_actor, make_body, make_feedback, make_insight
from tests.duties.situation import (
    make_ccg,
    make_stroke_project,
    make_talk,
    missed,
    of_body,
    of_project,
    say,
    say_substantial,
)
from tests.organisation.population_figures import bring_in_wolverhampton
from tests.panels import made as panels

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


def triaged(project: Project, on: date) -> str:
    made = service.assess_duty(
        make_actor("commissioning_manager"),
        project,
        AssessmentEntry(outcome="applies", reason="The ward moves seven miles.", assessed_on=on),
    )
    return f"duty_assessment:{made.id}"


@pytest.mark.parametrize(
    ("entered", "state"), [(date(2018, 1, 15), State.EVIDENCED), (date(2018, 1, 16), State.SAID)]
)
def test_e_col_1_an_assessment_made_before_the_first_activity_shows_that_somebody_asked(
    project: Project, ccg: Body, entered: date, state: State
) -> None:
    make_talk(project, ccg)
    with time_machine.travel(entered, tick=False):
        ref = triaged(project, date(2018, 1, 15))
    finding = of_project(project, "E-COL-1")
    assert (finding.state, *finding.rests_on) == (state, ref)
    said = "Dated 15 January 2018, entered on 16 January 2018." if state is State.SAID else ""
    assert finding.note == said


def test_e_col_1_an_assessment_made_after_work_began_does_not(project: Project, ccg: Body) -> None:
    make_talk(project, ccg)
    triaged(project, date(2018, 3, 1))
    finding = of_project(project, "E-COL-1")
    assert finding.state is State.NONE
    (why,) = missed(finding)
    assert why.endswith("on 1 March 2018 was made after the first activity began (6 February 2018)")


def test_e_col_3_a_talk_at_stage_1_at_which_something_was_said_shows_early_involvement(
    project: Project, ccg: Body
) -> None:
    talk = make_talk(project, ccg, stage=1)
    finding = of_project(project, "E-COL-3")
    assert (finding.state, finding.proved_by) == (State.EVIDENCED, (activities.reference(talk.id),))


def test_e_col_3_a_talk_at_which_nobody_wrote_down_what_was_said_shows_it_only_in_part(
    project: Project, ccg: Body
) -> None:
    make_talk(project, ccg, stage=1, heard="")
    finding = of_project(project, "E-COL-3")
    assert finding.state is State.PARTLY
    assert missed(finding) == (
        "Talk in the Low Hill community café on 6 February 2018 has nothing recorded that people said",
    )


def test_e_col_4_a_talk_before_options_were_fixed_shows_involvement_in_the_proposal(
    project: Project, ccg: Body
) -> None:
    make_talk(project, ccg, when="May 2018")
    assert of_project(project, "E-COL-4").state is State.EVIDENCED


def test_e_col_4_a_talk_after_options_were_fixed_is_named_as_the_nearest_miss(
    project: Project, ccg: Body
) -> None:
    make_talk(project, ccg, when="5 June 2018")
    finding = of_project(project, "E-COL-4")
    assert finding.state is State.NONE
    assert missed(finding) == (
        "Talk in the Low Hill community café on 5 June 2018 was held after options were fixed (1 June 2018)",
    )


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_e_col_4_what_did_not_take_place_shows_nothing(project: Project, ccg: Body, status: str) -> None:
    make_talk(project, ccg, status=status)
    finding = of_project(project, "E-COL-4")
    assert (finding.state, finding.nearest_miss) == (State.NONE, None)


def told(project: Project, talk_id: int, on: date, *, in_public: bool = True) -> None:
    make_feedback(
        "Who will drive my mother there?",
        "6 February 2018",
        heard_at=activities.reference(talk_id),
        project_id=project.id,
        did="A bus to the ward every hour",
        answer="done",
        told_on=on,
        told_how="Poster in the café",
        told_in_public=in_public,
    )


def test_e_col_6_people_told_in_public_within_56_days_shows_that_they_were_told(
    project: Project, ccg: Body
) -> None:
    told(project, make_talk(project, ccg).id, date(2018, 3, 5))
    assert of_project(project, "E-COL-6").state is State.EVIDENCED


def test_e_col_6_people_told_later_than_that_shows_it_only_in_part(project: Project, ccg: Body) -> None:
    told(project, make_talk(project, ccg).id, date(2018, 5, 7))
    finding = of_project(project, "E-COL-6")
    assert finding.state is State.PARTLY
    (why,) = missed(finding)
    assert why.endswith("was published 90 days after the activity ended; the local target is 56")


def test_e_col_6_a_letter_to_one_person_is_not_published(project: Project, ccg: Body) -> None:
    told(project, make_talk(project, ccg).id, date(2018, 3, 5), in_public=False)
    finding = of_project(project, "E-COL-6")
    assert finding.state is State.NONE
    assert "has not been published" in " ".join(missed(finding))


@pytest.fixture
def of_an_icb(app: object) -> tuple[Project, Body]:
    icb = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    days = {
        "starts_on": date(2022, 9, 1),
        "options_fixed_on": date(2023, 1, 10),
        "papers_issued_on": None,
        "decision_on": date(2023, 2, 1),
        "ends_on": None,
    }
    return make_stroke_project(icb, **days), icb


@pytest.mark.parametrize(
    "entry",
    [{"carers_present": "yes"}, {"carers_present": "no", "carers_absent_because": "The hall had no ramp"}],
)
def test_e_col_9_carers_there_or_a_reason_why_not_shows_that_they_were_thought_of(
    of_an_icb: tuple[Project, Body], entry: dict[str, str]
) -> None:
    project, icb = of_an_icb
    make_talk(project, icb, "4 October 2022", **entry)
    finding = of_project(project, "E-COL-9", edition=2022, period="2022-23", today=date(2023, 6, 1))
    assert finding.state is State.EVIDENCED


def test_e_col_9_carers_left_out_without_a_reason_are_missing(of_an_icb: tuple[Project, Body]) -> None:
    project, icb = of_an_icb
    make_talk(project, icb, "4 October 2022", carers_present="no")
    finding = of_project(project, "E-COL-9", edition=2022, period="2022-23", today=date(2023, 6, 1))
    assert finding.state is State.NONE
    assert "counts no carers or representatives" in " ".join(missed(finding))


def test_e_eq_7_outreach_aimed_at_a_group_the_project_affects_shows_that_we_went_out_to_them(
    project: Project, ccg: Body
) -> None:
    make_talk(project, ccg, groups_aimed_at=["carers"])
    assert of_project(project, "E-EQ-7", duty="equality-duty", edition=2011).state is State.EVIDENCED


def test_e_eq_7_outreach_aimed_at_somebody_else_does_not(project: Project, ccg: Body) -> None:
    make_talk(project, ccg, groups_aimed_at=["Students"])
    finding = of_project(project, "E-EQ-7", duty="equality-duty", edition=2011)
    assert finding.state is State.NONE
    assert "was not aimed at a group the project affects" in " ".join(missed(finding))


def test_e_eq_10_access_needs_asked_for_and_met_show_it_for_the_body(ccg: Body) -> None:
    needs = (Need("Interpreter", met=True),)
    make_activity(ccg, when="6 June 2018", access_needs_asked=True, access_needs=needs)
    finding = of_body(ccg, "E-EQ-10", "equality-duty", edition=2011)
    assert finding.state is State.EVIDENCED


def test_e_eq_10_a_need_left_unmet_without_a_reason_shows_it_only_in_part(ccg: Body) -> None:
    needs = (Need("Interpreter", met=False),)
    make_activity(ccg, when="6 June 2018", access_needs_asked=True, access_needs=needs)
    finding = of_body(ccg, "E-EQ-10", "equality-duty", edition=2011)
    assert finding.state is State.PARTLY
    assert "left a need unmet" in " ".join(missed(finding))


def test_e_int_1_engagement_with_partners_whose_findings_were_shared_shows_it(ccg: Body) -> None:
    make_activity(
        ccg, when="6 June 2018", organisations=["Stroke Association"], findings_shared_with=["Healthwatch"]
    )
    assert of_body(ccg, "E-INT-1", "promote-integration").state is State.EVIDENCED


def test_e_int_1_engagement_alone_does_not(ccg: Body) -> None:
    make_activity(ccg, when="6 June 2018", findings_shared_with=["Healthwatch"])
    finding = of_body(ccg, "E-INT-1", "promote-integration")
    assert finding.state is State.NONE
    assert "was not run with a partner" in " ".join(missed(finding))


def test_e_ind_3_a_self_care_campaign_counted_and_evaluated_shows_it(ccg: Body) -> None:
    make_activity(
        ccg,
        "Self-care week",
        "November 2018",
        purposes=["self_care"],
        reached="1,200",
        evaluation="Half of those asked knew more afterwards",
    )
    assert of_body(ccg, "E-IND-3", "involve-each-patient").state is State.EVIDENCED


def test_e_ind_3_a_campaign_that_nobody_counted_shows_it_only_in_part(ccg: Body) -> None:
    make_activity(ccg, "Self-care week", "November 2018", purposes=["self_care"], evaluation="Well liked")
    finding = of_body(ccg, "E-IND-3", "involve-each-patient")
    assert finding.state is State.PARTLY
    assert "Not known: record how many people it reached" in " ".join(missed(finding))


def test_e_ind_3_an_activity_of_another_purpose_is_not_spoken_of(ccg: Body) -> None:
    make_activity(ccg, "Budget meeting", "November 2018", reached="30", evaluation="Quiet")
    finding = of_body(ccg, "E-IND-3", "involve-each-patient")
    assert (finding.state, finding.nearest_miss) == (State.NONE, None)


@pytest.mark.parametrize(
    ("authorities", "committee", "state"),
    [
        (["City of Wolverhampton Council"], "", State.NOT_APPLICABLE),
        (["City of Wolverhampton Council", "Walsall Council"], "Joint scrutiny committee", State.EVIDENCED),
        (["City of Wolverhampton Council", "Walsall Council"], "", State.PARTLY),
    ],
)
def test_e_scr_6_more_than_one_authority_needs_a_joint_committee(
    ccg: Body, authorities: list[str], committee: str, state: State
) -> None:
    project = make_stroke_project(ccg, authorities=authorities, joint_committee=committee)
    say_substantial(project, authorities[0])
    finding = of_project(project, "E-SCR-6", duty="consult-scrutiny")
    assert finding.state is state
    if state is State.PARTLY:
        assert "no joint committee is named" in " ".join(missed(finding))


def test_e_scr_6_of_a_project_that_names_no_authority_nothing_is_known(ccg: Body) -> None:
    project = make_stroke_project(ccg, authorities=[])
    say(project, "service_change")
    finding = of_project(project, "E-SCR-6", duty="consult-scrutiny")
    assert finding.state is State.NOT_KNOWN
    assert "name the local authorities whose area it touches" in finding.note


@pytest.fixture
def in_may(clock: time_machine.Traveller) -> None:
    """Time stands still on 20 May 2019: the four quarters of 2018/19 are over."""
    clock.move_to(datetime(2019, 5, 20, 9, tzinfo=UTC))


def quarters(ccg: Body, *numbers: int, owner: str = "Quality lead") -> None:
    """The summaries of these quarters of 2018/19, shared, answered and followed to an action."""
    quality = make_actor("quality_lead")
    for number in numbers:
        insight = make_insight(ccg, f"2018-19Q{number}")
        insights.share(quality, insight, insight.version, insight.drawn_up_on)
        insights.answer(quality, insight, insight.version, insight.drawn_up_on, "The supplier was asked", "")
        agreed = ActionEntry(
            agreed_at=f"insight:{insight.id}", title="Ring people who wait", owner_role=owner
        )
        actions.agree_action(quality, agreed)


def test_e_col_10_a_summary_each_quarter_passed_to_quality_and_followed_to_an_action_shows_it(
    ccg: Body, in_may: None
) -> None:
    quarters(ccg, 1, 2, 3, 4)
    for duty in ("improve-quality", "involve-public"):
        finding = of_body(ccg, "E-COL-10", duty)
        assert finding.state is State.EVIDENCED
        assert finding.note.startswith("4 of 4 quarters that are over have a record.")


def test_e_col_10_a_quarter_left_out_shows_it_only_in_part(ccg: Body, in_may: None) -> None:
    quarters(ccg, 1, 2, 4)
    finding = of_body(ccg, "E-COL-10", "improve-quality")
    assert finding.state is State.PARTLY
    assert finding.note.startswith("3 of 4 quarters that are over have a record.")


def test_e_col_10_a_summary_that_was_drawn_up_and_kept_shows_nothing(ccg: Body, in_may: None) -> None:
    make_insight(ccg, "2018-19Q1")
    finding = of_body(ccg, "E-COL-10", "improve-quality")
    assert finding.state is State.NONE
    assert any("was not passed to quality" in why for why in missed(finding))


def test_e_col_10_an_action_that_is_nobody_s_shows_nothing(ccg: Body, in_may: None) -> None:
    quarters(ccg, 1, 2, 3, 4, owner="")
    finding = of_body(ccg, "E-COL-10", "improve-quality")
    assert finding.state is State.NONE
    assert any("has an open action without an owner" in why for why in missed(finding))


def test_e_col_10_a_summary_that_never_came_back_shows_nothing(ccg: Body, in_may: None) -> None:
    insight = make_insight(ccg, "2018-19Q1")
    insights.share(make_actor("quality_lead"), insight, insight.version, insight.drawn_up_on)
    finding = of_body(ccg, "E-COL-10", "improve-quality")
    assert finding.state is State.NONE
    assert any("did not come back with an action" in why for why in missed(finding))


def compared_panel(ccg: Body, on: date, *, action: str = "") -> str:
    """A panel of 80 with few young people, compared with its community on a day; answers its reference."""
    bring_in_wolverhampton(ccg)
    panel = panels.make_panel(ccg)
    panels.make_members(panel, "age", {"25-34": 12, "45-54": 20, "65-74": 48})
    ref = f"panel_comparison:{panels.compare(panel, on, age='age-three').id}"
    if action:
        actions.agree_action(
            SYSTEM, ActionEntry(title=action, agreed_at=ref, owner_role="Engagement officer")
        )
    return ref


def test_e_eq_5_a_comparison_whose_gaps_get_an_action_shows_that_the_panel_was_held_against_its_community(
    ccg: Body,
) -> None:
    ref = compared_panel(ccg, date(2019, 4, 10), action="Ask at the college for younger members")
    finding = of_body(ccg, "E-EQ-5", "equality-duty", edition=2011, period="2019-20")
    assert (finding.state, finding.proved_by) == (State.EVIDENCED, (ref,))


def test_e_eq_5_a_comparison_that_found_gaps_of_which_nothing_came_shows_it_only_in_part(ccg: Body) -> None:
    compared_panel(ccg, date(2019, 4, 10))
    finding = of_body(ccg, "E-EQ-5", "equality-duty", edition=2011, period="2019-20")
    assert finding.state is State.PARTLY
    (why,) = missed(finding)
    assert why == "Patient Panel compared with its community on 10 April 2019 found gaps and set no action"


def test_e_eq_5_without_a_comparison_it_is_not_shown_and_the_register_is_not_said_to_be_missing(
    ccg: Body,
) -> None:
    finding = of_body(ccg, "E-EQ-5", "equality-duty", edition=2011, period="2019-20")
    assert finding.state is State.NONE
    assert "does not exist yet" not in finding.note


def test_e_eq_2_who_answered_a_survey_has_no_register_yet_though_panels_have(
    project: Project, ccg: Body
) -> None:
    make_talk(project, ccg)
    finding = of_project(project, "E-EQ-2", duty="equality-duty", edition=2011)
    assert "Its register comes with surveys and consultations" in finding.note
