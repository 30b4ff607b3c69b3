"""The pages of duties, as a commissioner, a lay member and those who own facts meet them."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine

from engage.cycle import service as cycle
from engage.cycle.entries import PromiseEntry
from engage.cycle.models import Project
from engage.duties.catalogue import catalogue
from engage.duties.entries import EvidenceEntry
from engage.duties.requirements import service
from engage.organisation import service as organisation
from engage.organisation.entries import AimEntry, PointEntry, StrategyEntry, SuccessionEntry
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM
from engage.rules.findings import State
from tests.builders import (
    make_account,
    make_activity,
    make_actor,
    make_body,
    make_feedback,
    make_forum,
    make_item,
    make_meeting,
    make_project,
)
from tests.conftest import VisitorAs
from tests.duties.situation import (
    make_ccg,
    make_stroke_project,
    make_talk,
    of_body,
    of_project,
    say,
    say_substantial,
)
from tests.pages.page import Answer, Page
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("clock")

YEAR = "/duties?body=wolverhampton-ccg&period=2018-19"
STROKE = "/projects/STR-18"
PDF = b"%PDF-1.4\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    return make_stroke_project(ccg)


@pytest.fixture
def commissioner(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("commissioning_manager")


@pytest.fixture
def lay_member(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("lay_member_ppi")


def task(page: Page, requirement: str) -> str:
    """One row of the checklist, as text."""
    rows = [row.get_text(" ", strip=True) for row in page.soup.select(".engage-task")]
    return " ".join(next(row for row in rows if f"({requirement})" in row).split())


# -- the page of a project


def test_the_project_page_says_at_the_top_what_is_missing(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    make_talk(project, ccg, when="5 June 2018")
    page = lay_member.visit(STROKE)
    assert page.heading == "Moving the stroke ward"
    top = page.soup.select_one("section")
    assert top is not None
    told = " ".join(top.get_text(" ", strip=True).split())
    assert "are missing" in told
    assert "was held after options were fixed (1 June 2018)" in told
    assert "1 thing people said has no answer yet" in told


def test_the_checklist_names_what_shows_each_thing_and_what_came_nearest(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    make_talk(project, ccg)
    page = lay_member.visit(STROKE)
    assert task(page, "E-COL-4").startswith("Evidenced")
    assert "Shown by" in task(page, "E-COL-4")
    assert task(page, "E-COL-1").startswith("No evidence")
    assert "Was due by 6 February 2018" in task(page, "E-COL-1")
    assert "Proposed test" in task(page, "E-COL-1")
    assert "Its register comes with engagement plans" in task(page, "E-COL-2")
    lay_member.follow(next(link for link in page.links() if "Talk in the Low Hill" in link))
    assert lay_member.page.url.startswith("/activities/")


def test_the_ring_and_its_table_say_what_happened_at_each_stage(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    cycle.move_to_stage(SYSTEM, project, 2, date(2018, 1, 8))
    make_talk(project, ccg, reached="23", done="Buses on Sundays too")
    make_talk(project, ccg, when="9 March 2018", reached="about 40")
    make_talk(project, ccg, when="10 April 2018", heard="")
    rows = lay_member.visit(STROKE).table("What happened at each stage")
    assert rows[1] == {
        "Stage": "2 Priorities and plans , here now",
        "Activities": "3 at stage 2",
        "Heard": "2",
        "Done": "1",
        "Reached": "about 63, from 2 of 3",
    }
    assert rows[2]["Stage"] == "3 Improve services , to come"
    assert rows[2]["Activities"] == "none"
    assert lay_member.page.soup.select("svg[role=img]")


def test_what_was_heard_sums_to_what_the_link_says_and_the_list_shows(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    talk = make_talk(project, ccg)
    other = make_project(ccg)
    for n in range(3):
        make_feedback(heard_at=f"activity:{talk.id}", project_id=project.id, said=f"Buses {n}")
        make_feedback(project_id=project.id, said=f"In a letter {n}")
        make_feedback(heard_at=f"activity:{talk.id}", project_id=other.id, said=f"Of another {n}")
    page = lay_member.visit(STROKE)
    rows = page.table("What happened at each stage")
    assert {row["Stage"].partition(" , ")[0]: row["Heard"] for row in rows if row["Heard"] != "0"} == {
        "2 Priorities and plans": "4",
        "At no stage, such as at a meeting": "3",
    }
    assert page.says("These are the latest 6.")
    listed = lay_member.follow("All 7 things people said about this project")
    assert len(listed.table()) == 7
    lay_member.visit(STROKE)
    assert len(lay_member.follow("1 at stage 2").table()) == 1


def test_heard_and_changed_stand_side_by_side(lay_member: Visitor, project: Project, ccg: Body) -> None:
    make_talk(project, ccg, done="Buses on Sundays too")
    (row,) = lay_member.visit(STROKE).table("What people said, and what changed")
    assert row == {
        "People said": "The bus does not go there on Sundays. 6 February 2018",
        "What changed": "Buses on Sundays too",
    }


def test_the_timeline_puts_dates_stages_activities_and_promises_in_order(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    cycle.move_to_stage(SYSTEM, project, 1, date(2018, 1, 9))
    promise = cycle.make_promise(
        SYSTEM, project, PromiseEntry(text="To come back to every café", made_on=date(2018, 2, 6))
    )
    cycle.keep_promise(SYSTEM, promise, date(2018, 11, 20), "A visit to each")
    make_talk(project, ccg, when="May 2018")
    make_talk(project, ccg, when="3 December 2019", status="planned", heard="")
    told = [" ".join(line.get_text(" ").split()) for line in lay_member.visit(STROKE).soup.select("ol li")]
    told = [line for line in told if line[:1].isdigit() or line.startswith("May")]
    assert told == [
        "8 January 2018 Date: Work began",
        "9 January 2018 Stage: 1 Identify needs",
        "6 February 2018 Promise made: To come back to every café",
        "May 2018 Activity: ACT-0001 Talk in the Low Hill community café",
        "1 June 2018 Date: Options were fixed",
        "24 September 2018 Date: Papers for the decision were issued",
        "1 October 2018 Date: The decision was made",
        "20 November 2018 Promise kept: To come back to every café (A visit to each)",
        "29 March 2019 Date: Work ended",
        "3 December 2019, to come Activity, planned: ACT-0002 Talk in the Low Hill community café",
    ]


def test_the_timeline_leads_to_the_meeting_that_talked_the_project_over(
    lay_member: Visitor, project: Project
) -> None:
    meeting = make_meeting(make_forum(), "7 June 2018")
    make_item(meeting, "Stroke services", project_id=project.id)
    lay_member.visit(STROKE)
    page = lay_member.follow("“Stroke services” at PPG Chairs Group, 7 June 2018")
    assert page.heading == "PPG Chairs Group, 7 June 2018"


def test_the_timeline_leads_to_the_meeting_that_is_to_talk_it_over(
    lay_member: Visitor, project: Project
) -> None:
    meeting = make_meeting(make_forum(), "12 December 2019", held=False)
    make_item(meeting, "Stroke services", project_id=project.id)
    page = lay_member.visit(STROKE)
    told = "12 December 2019, to come Meeting: “Stroke services” at PPG Chairs Group, 12 December 2019"
    assert page.says(told)


def test_a_long_timeline_folds_its_beginning(lay_member: Visitor, project: Project, ccg: Body) -> None:
    for day in range(1, 29):
        make_talk(project, ccg, when=f"{day} March 2018", heard="")
    page = lay_member.visit(STROKE)
    assert page.says("3 earlier entries")
    assert len(page.soup.select("details .engage-timeline li")) == 3


def test_promises_say_whether_they_were_kept(lay_member: Visitor, project: Project) -> None:
    cycle.make_promise(SYSTEM, project, PromiseEntry(text="A bus stop at the door", made_on=date(2018, 7, 1)))
    page = lay_member.visit(STROKE)
    assert page.says("A promise not kept yet, of 1 July 2018: A bus stop at the door")
    assert page.says("Not kept yet A bus stop at the door , promised on 1 July 2018")


def test_a_project_says_which_aims_and_strategy_points_it_serves(lay_member: Visitor, ccg: Body) -> None:
    aim = organisation.add_part(SYSTEM, ccg, AimEntry(text="Improving the quality and safety of services"))
    strategy = organisation.record_strategy(
        SYSTEM,
        ccg,
        StrategyEntry(title="Communications and participation strategy", valid_from=date(2019, 4, 1)),
    )
    point = organisation.add_point(SYSTEM, strategy, PointEntry(kind="principle", title="Two-way"))
    make_stroke_project(ccg, aim_ids=[aim.id], strategy_points=[point.id])
    told = lay_member.visit(STROKE).summary()
    assert told["Aims it serves"] == "Improving the quality and safety of services"
    assert told["Strategy it serves"].endswith("Two-way")


def test_a_project_tells_of_its_work_as_its_timeline_does(lay_member: Visitor, project: Project) -> None:
    told = lay_member.visit(STROKE).summary()
    assert told["Work began"] == "8 January 2018"
    assert told["Work ended"] == "29 March 2019"


def test_procurement_with_nothing_heard_before_it_is_warned_of(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    cycle.move_to_stage(SYSTEM, project, 4, date(2018, 5, 1))
    make_talk(project, ccg, heard="")
    assert lay_member.visit(STROKE).says("Procurement with nothing heard before it.")
    make_talk(project, ccg, when="9 March 2018")
    assert not lay_member.visit(STROKE).says("Procurement with nothing heard before it.")


def test_themes_of_monitoring_never_taken_up_are_warned_of(
    lay_member: Visitor, project: Project, ccg: Body
) -> None:
    make_talk(project, ccg, stage=5, when="6 February 2018")
    make_talk(project, ccg, stage=5, when="11 November 2019", heard="The lift is out.")
    page = lay_member.visit(STROKE)
    assert page.says("Themes from monitoring never taken up.")
    assert not page.says("never taken up. The lift is out.")


def test_a_project_that_changed_hands_shows_both_laws(lay_member: Visitor, ccg: Body) -> None:
    icb = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    organisation.add_part(SYSTEM, ccg, SuccessionEntry(successor_id=icb.id, on=date(2022, 7, 1)))
    running = make_project(ccg, "UTC-22", starts_on=date(2022, 1, 10), decision_on=date(2023, 2, 1))
    make_talk(running, ccg, "14 May 2022", stage=1)
    with time_machine.travel(date(2023, 6, 1), tick=False):
        page = visited_later(lay_member, "/projects/UTC-22")
    laws = [row["Requirements"] for row in page.table("How requirements stand")]
    assert "Law in force until 30 June 2022" in laws
    assert "Law in force from 1 July 2022" in laws
    rows = [row.get_text(" ", strip=True) for row in page.soup.select(".engage-task")]
    assert len([row for row in rows if "(E-COL-3)" in row]) == 2
    assert len([row for row in rows if "(E-COL-1)" in row]) == 1  # work had begun under the old law
    top = page.soup.select_one("section")
    assert top is not None
    assert top.get_text().count(catalogue().requirements["E-COL-1"].ask) == 1


def test_the_page_of_a_successor_says_whose_duty_it_was(lay_member: Visitor, ccg: Body) -> None:
    icb = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    organisation.add_part(SYSTEM, ccg, SuccessionEntry(successor_id=icb.id, on=date(2022, 7, 1)))
    make_project(ccg, "UTC-22", starts_on=date(2022, 1, 10), decision_on=date(2023, 2, 1))
    whose = f"A duty of {ccg.name}, asked here of the projects that {icb.name} took over."
    with time_machine.travel(date(2023, 6, 1), tick=False):
        of_the_icb = visited_later(lay_member, f"/duties?body={icb.code}&period=2022-23").soup.get_text()
        of_the_ccg = visited_later(lay_member, f"/duties?body={ccg.code}&period=2022-23").soup.get_text()
    assert "NHS Act 2006 s.14Z2," in of_the_icb
    assert whose in of_the_icb
    assert "NHS Act 2006 s.14Z45" not in of_the_ccg
    assert "asked here of the projects" not in of_the_ccg


@pytest.mark.parametrize(("ended", "is_asked"), [(None, True), (date(2022, 6, 30), False)])
def test_a_project_whose_end_nobody_recorded_is_asked_when_it_ended(
    commissioner: Visitor, ccg: Body, ended: date | None, *, is_asked: bool
) -> None:
    icb = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    organisation.add_part(SYSTEM, ccg, SuccessionEntry(successor_id=icb.id, on=date(2022, 7, 1)))
    make_project(ccg, "WIC-19", starts_on=date(2019, 1, 10), ends_on=ended)
    with time_machine.travel(date(2023, 6, 1), tick=False):
        commissioner.sign_in(make_account("commissioning_manager"))
        page = commissioner.visit("/projects/WIC-19")
    assert ("Has this project ended?" in page.soup.get_text()) is is_asked
    assert bool(page.soup.find("a", string="Record when it ended")) is is_asked
    to_record = [item.get_text() for item in page.soup.select("section li")]
    assert any(text.startswith("record when the project ended (") for text in to_record) is is_asked


@pytest.mark.parametrize(("decided", "missing"), [(None, 0), (date(2019, 6, 2), 1)])
def test_what_hangs_on_a_day_that_nobody_recorded_is_not_counted_as_missing(
    commissioner: Visitor, ccg: Body, decided: date | None, missing: int
) -> None:
    make_project(ccg, "WIC-19", starts_on=date(2019, 1, 10), decision_on=decided)
    top = commissioner.visit("/projects/WIC-19").soup.select_one("section")
    assert top is not None
    assert top.get_text().count(catalogue().requirements["E-EQ-7"].ask) == missing
    assert ("record the day of the decision, or the day it is expected" in top.get_text()) is (not missing)


def visited_later(visitor: Visitor, url: str) -> Page:
    """The page, after signing in again: a session does not last for years."""
    visitor.sign_in(make_account("lay_member_ppi"))
    return visitor.visit(url)


def test_acts_are_offered_to_those_who_may_do_them(
    lay_member: Visitor, commissioner: Visitor, project: Project
) -> None:
    assert "Assess the duty" not in lay_member.visit(STROKE).links()
    links = commissioner.visit(STROKE).links()
    assert {"Log an activity", "Assess the duty", "Move to a stage", "Change the project"} <= set(links)


# -- acts


def test_a_commissioner_assesses_the_duty(commissioner: Visitor, project: Project) -> None:
    commissioner.visit(STROKE)
    commissioner.follow("Assess the duty")
    page = commissioner.submit("Put it on record")
    assert page.errors == [
        "Choose whether the duty applies",
        "Enter the reason: an assessment without one shows nothing",
    ]
    answers = {
        "Does the duty to involve people apply?": "Yes, it applies",
        "Why?": "The ward moves seven miles.",
        "When was this assessed?": "15 January 2018",
    }
    page = commissioner.submit("Put it on record", answers)
    both_days = "on 15 January 2018, entered on 14 November 2019"
    assert page.says(f"assessed by Commissioning manager {both_days}: The ward moves seven miles.")
    assert task(page, "E-COL-1").startswith("Said afterwards")
    assert "Dated 15 January 2018, entered on 14 November 2019." in task(page, "E-COL-1")


def test_a_commissioner_signs_and_takes_it_back(commissioner: Visitor, project: Project, ccg: Body) -> None:
    make_talk(project, ccg)
    commissioner.visit("/duties/requirements/E-COL-4?project=STR-18")
    commissioner.follow("Sign")
    page = commissioner.submit("Sign", {"Remark": "Read with the minutes"})
    by = "Signed by Commissioning manager, for the engagement officer"
    assert page.says(f"{by}, on 14 November 2019")
    assert page.says("Read with the minutes")
    page = commissioner.submit("Take it back , item 1")
    assert page.says("under Public involvement and consultation, NHS Act 2006 s.14Z2")
    assert page.says("Taken back")
    assert "Sign" in page.links()


def test_a_signature_is_refused_when_the_records_changed_while_the_page_was_open(
    commissioner: Visitor, project: Project, ccg: Body
) -> None:
    make_talk(project, ccg)
    commissioner.visit("/duties/requirements/E-COL-4/sign?project=STR-18")
    make_talk(project, ccg, when="9 March 2018")
    page = commissioner.submit("Sign")
    assert page.errors == [
        "The records changed since you opened this page. Look at them again below, then sign."
    ]
    commissioner.submit("Sign")
    assert of_project(project, "E-COL-4").signed


def test_one_reason_may_speak_for_the_rest_of_a_duty(commissioner: Visitor, project: Project) -> None:
    say_substantial(project, "City of Wolverhampton Council")
    commissioner.visit("/duties/requirements/E-SCR-7?project=STR-18")
    commissioner.follow("Say why it does not apply")
    page = commissioner.submit(
        "Put the reason on record",
        {
            "Why does it not apply?": "The council calls the change minor.",
            "For the same reason, these do not apply either": [catalogue().requirements["E-SCR-2"].ask],
        },
    )
    assert page.says("Commissioning manager said why: The council calls the change minor.")
    assert of_project(project, "E-SCR-7", duty="consult-scrutiny").state is State.NOT_APPLICABLE
    assert of_project(project, "E-SCR-2", duty="consult-scrutiny").state is State.NOT_APPLICABLE
    assert of_project(project, "E-SCR-1", duty="consult-scrutiny").state is State.NONE


def test_a_commissioner_attaches_a_file_and_anybody_can_open_it(
    commissioner: Visitor, lay_member: Visitor, project: Project
) -> None:
    say(project, "service_change")
    commissioner.visit("/duties/requirements/E-SCR-3?project=STR-18")
    commissioner.follow("Attach evidence by hand")
    answers: dict[str, Answer] = {
        "What is it?": "Letter of the scrutiny officer",
        "Or a file": (PDF, "letter.pdf"),
        "What date does it bear?": "3 March 2018",
        "Which period does it prove?": "2017/18",
        "What does it show?": "It calls the change substantial.",
        "Where in it?": "Page 1, second paragraph",
    }
    page = commissioner.submit("Attach", answers)
    assert page.says("Attached, not tested")
    assert page.says("Attached by hand, not tested: Letter of the scrutiny officer")
    lay_member.visit(page.url)
    page = lay_member.follow("Letter of the scrutiny officer")
    told = page.summary()
    assert told["Proves"] == "1 April 2017 to 31 March 2018"
    assert list(told)[-4:] == ["Proves", "What it shows", "Where in it", "Attached by"]
    assert lay_member.download(page.links()["letter.pdf"]) == PDF


def test_evidence_taken_back_says_so(commissioner: Visitor, project: Project) -> None:
    say(project, "service_change")
    piece = service.attach_evidence(
        make_actor("commissioning_manager"),
        EvidenceEntry(
            requirement="E-SCR-3",
            project_id=project.id,
            title="Letter",
            link="https://www.wolverhampton.example/letter",
            dated=date(2018, 3, 3),
            reason="It calls the change substantial.",
            place="Page 1",
        ),
    )
    commissioner.visit(f"/duties/evidence/{piece.id}")
    assert commissioner.submit("Take this evidence back").says("Taken back")
    assert of_project(project, "E-SCR-3", duty="consult-scrutiny").state is State.NONE


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({}, "Enter what the evidence is, such as “Minutes of 3 July 2018”"),
        ({"Public address": "letter.pdf"}, "Enter the whole address, starting with https://"),
        (
            {"What date does it bear?": "June 2018"},
            "“June 2018” is not one day. Enter a day such as 6 June 2018.",
        ),
        (
            {"What date does it bear?": "6 June 2099"},
            "This day has not come yet. Enter one that has, such as 6 June 2018",
        ),
        ({"Which period does it prove?": "soonish"}, "soonish"),
    ],
)
def test_evidence_filled_in_wrongly_is_told_what_to_do(
    commissioner: Visitor, project: Project, answers: dict[str, str], error: str
) -> None:
    commissioner.visit("/duties/requirements/E-SCR-3/evidence/new?project=STR-18")
    page = commissioner.submit("Attach", answers)
    assert any(error in told for told in page.errors), page.errors


# -- a body in a year


def test_the_year_of_a_body_goes_by_theme_and_duty(lay_member: Visitor, project: Project, ccg: Body) -> None:
    make_talk(project, ccg)
    make_activity(ccg, when="6 June 2018", access_needs_asked=True)
    page = lay_member.visit(YEAR)
    assert page.says("NHS Act 2006 s.14Z2, in force 1 April 2013 to 30 June 2022.")
    assert task(page, "E-EQ-10").startswith("Evidenced")
    assert "1 evidenced" in task(page, "E-COL-4")
    (row,) = page.table("Projects and how their requirements stand")
    assert row["Project"] == "STR-18 Moving the stroke ward"
    assert int(row["Evidenced"]) >= 2


def test_a_requirement_asked_of_projects_lists_them(lay_member: Visitor, project: Project, ccg: Body) -> None:
    make_talk(project, ccg)
    lay_member.visit(YEAR)
    page = lay_member.follow(
        "People were involved while the proposal was being formed, and what they said is recorded (E-COL-4)"
    )
    assert page.links()["STR-18 Moving the stroke ward"] == STROKE


def test_a_commissioner_speaks_for_a_body_in_a_year(commissioner: Visitor, ccg: Body) -> None:
    commissioner.visit("/duties/requirements/E-PLAN-3?body=wolverhampton-ccg&period=2018-19")
    commissioner.follow("Say why it does not apply")
    page = commissioner.submit("Put the reason on record", {"Why does it not apply?": "Merged that year."})
    assert page.says("Said not to apply by Commissioning manager on 14 November 2019")
    assert of_body(ccg, "E-PLAN-3", "annual-report").state is State.NOT_APPLICABLE
    page = commissioner.submit("Take it back , item 1")
    assert page.says("Taken back")


def test_the_year_starts_with_the_body_served_and_its_last_year(lay_member: Visitor, ccg: Body) -> None:
    page = lay_member.visit("/duties")
    assert page.says("Wolverhampton CCG, 2019/20")
    answers = {"Body": "All bodies", "Period": "2018/19"}
    assert lay_member.submit("Show", answers).says("All bodies, 2018/19")


def test_a_body_that_had_ended_says_so(lay_member: Visitor, ccg: Body) -> None:
    page = lay_member.visit("/duties?body=wolverhampton-ccg&period=2022-23")
    assert page.says("How requirements stand")
    page = lay_member.visit("/duties?body=wolverhampton-ccg&period=2023-24")
    assert page.says("Wolverhampton CCG ended on 30 June 2022, before this period.")


def test_a_period_that_is_none_is_told_how_to_write_one(lay_member: Visitor, ccg: Body) -> None:
    page = lay_member.visit("/duties?body=wolverhampton-ccg&period=soon")
    assert page.says("“soon” is not a period.")
    lay_member.visit("/duties/requirements/E-COL-7?body=wolverhampton-ccg&period=soon", status=409)


def test_an_installation_without_bodies_is_told_what_to_do(lay_member: Visitor) -> None:
    assert lay_member.visit("/duties").says("Nothing is asked here.")


# -- the catalogue and the facts to confirm


def test_the_catalogue_holds_every_edition_crosswalk_and_correction(lay_member: Visitor) -> None:
    page = lay_member.visit("/duties/catalogue")
    assert page.says(f"{len(catalogue().editions)} editions of duties, and 57 requirements")
    assert len(page.table("Sections of the NHS Act 2006")) == 18
    assert page.says("Section 242 binds NHS trusts and foundation trusts")
    assert page.says("Offer personalised care planning")
    for code in sorted({edition.code for edition in catalogue().editions.values()}):
        lay_member.visit(f"/duties/{code}")
    for requirement in catalogue().requirements:
        lay_member.visit(f"/duties/requirements/{requirement}")


def test_a_duty_shows_its_editions_and_what_took_over(lay_member: Visitor) -> None:
    page = lay_member.visit("/duties/involve-public")
    assert [heading.get_text(strip=True) for heading in page.soup.select("main h2")] == [
        "NHS Act 2006 s.14Z45",
        "NHS Act 2006 s.14Z2",
    ]
    assert page.summary()["Taken over by"] == "Public involvement and consultation, NHS Act 2006 s.14Z45"


def test_an_owner_confirms_a_number_and_findings_follow_it(visitor_as: VisitorAs) -> None:
    head = visitor_as("head_of_comms_engagement")
    page = head.visit("/duties/facts")
    assert "Confirm told-within-days" in page.links()
    assert "Confirm E-COL-1" not in page.links()
    head.follow("Confirm told-within-days")
    page = head.submit("Confirm", {"The number to use here": "four weeks"})
    assert page.errors == ["Enter what you checked, and where"]
    answers = {"The number to use here": "28", "What did you check, and where?": "Minutes of May 2018"}
    page = head.submit("Confirm", answers)
    assert page.says("told what came of it: 28 told-within-days.")
    assert page.says("It came as 56.")
    assert catalogue().requirements["E-COL-6"].due_days == 28


def test_a_mark_goes_once_the_owner_has_confirmed_it(
    visitor_as: VisitorAs, project: Project, ccg: Body
) -> None:
    make_talk(project, ccg)
    engagement = visitor_as("engagement_officer")
    assert "Proposed test" in task(engagement.visit(STROKE), "E-COL-4")
    engagement.visit("/duties/facts/E-COL-4")
    engagement.submit("Confirm", {"What did you check, and where?": "Read beside the guidance of 2017"})
    assert "Proposed test" not in task(engagement.visit(STROKE), "E-COL-4")


def test_somebody_who_owns_nothing_of_it_is_told_who_does(commissioner: Visitor) -> None:
    commissioner.visit("/duties/facts/told-within-days")
    page = commissioner.submit("Confirm", {"What did you check, and where?": "Nothing"})
    assert "belongs to the head of communications and engagement" in page.errors[0]


def test_feedback_of_the_project_without_an_activity_is_heard_too(
    lay_member: Visitor, project: Project
) -> None:
    make_feedback("The car park is full by nine.", "20 May 2018", project_id=project.id)
    assert lay_member.visit(STROKE).says("The car park is full by nine.")
