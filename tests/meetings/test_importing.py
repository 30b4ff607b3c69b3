"""Meetings brought in from a spreadsheet: matched by forum and date, and forums nobody knows offered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from engage.actions.entries import ActionEntry
from engage.forums.importing import likely_body, likely_kind
from engage.forums.models import Forum
from engage.imports.results import result_of
from engage.meetings.agenda import service as agenda_service
from engage.meetings.importing import MeetingImporter
from engage.meetings.models import Meeting
from engage.organisation.models import Body
from engage.platform.data import audit, undo
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.data.undo import Lean
from engage.platform.imports.importing import Choice
from engage.platform.imports.mapping import ColumnMapping
from engage.platform.imports.plan import Plan, RowProblem, UnreadCell, make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_body, make_forum, make_meeting
from tests.conftest import VisitorAs
from tests.imports.logs import csv_of
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app")

BROUGHT_IN = audit.Event("test.meetings-brought-in")
MEETINGS_CSV = Path(__file__).parents[1] / "data" / "meetings.csv"
ON_THE_REGISTER = (
    "Health and Wellbeing Together",
    "Wolverhampton Health Scrutiny Panel",
    "Future Fit Programme Board",
    "Joint Health Overview and Scrutiny Committee (Shropshire; Telford & Wrekin)",
    "North Walsall Area Panel",
    "Patient Opportunity Panel (POPs)",
    "Dudley Healthcare Forum",
    "Lower Gornal Medical Practice PPG",
    "Dudley People Panel",
    "Sandwell People Panel",
    "Walsall People Panel",
    "Wolverhampton People Panel",
)
NOT_ON_IT = {
    "Wolverhampton CCG Primary Care Commissioning Committee": 1,
    "Walsall CCG Governing Body": 2,
    "Dudley CCG Board": 5,
    "Warwickshire North CCG Governing Body": 1,
    "Coventry & Rugby and Warwickshire North CCG Governing Bodies in common": 4,
    "Coventry and Rugby CCG Governing Body": 1,
    "Coventry and Warwickshire CCG Governing Body": 1,
    "Mid Essex CCG Board": 1,
    "Telford and Wrekin CCG Board": 1,
}
IS_ONE = "Or is Dudley CCG Board a forum of the register under another name?"
PANEL = {"forum": "Wolverhampton Health Scrutiny Panel", "when": "12/09/2019"}


@pytest.fixture
def panel(app: object) -> Forum:
    return make_forum(name="Wolverhampton Health Scrutiny Panel", kind="hosc")


@pytest.fixture
def _register(app: object) -> None:
    for name in ON_THE_REGISTER:
        make_forum(name=name, kind="mixed")


def plan_of(*rows: dict[str, str]) -> Plan:
    """The plan for rows given by field."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    content = csv_of(*([row.get(name, "") for name in names] for row in rows), headings=names)
    with open_workbook_file(content, filename="meetings.csv", known=lambda heading: True) as workbook:
        mapping = ColumnMapping(tuple(names), tuple(names))
        return make_plan([(sheet, mapping) for sheet in workbook.sheets], MeetingImporter())


@one_transaction
def take(plan: Plan) -> None:
    BROUGHT_IN(SYSTEM)
    plan.importer.take(SYSTEM, plan.creations(Choice.UPDATE), plan.updates(Choice.UPDATE), lambda rows: None)


def bring_in(*rows: dict[str, str]) -> Plan:
    plan = plan_of(*rows)
    take(plan)
    return plan


def meetings() -> list[Meeting]:
    return list(session().scalars(select(Meeting).order_by(Meeting.id)))


def outcomes(plan: Plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def problem_of(**fields: str) -> str:
    plan = plan_of({**PANEL, **fields})
    told: list[RowProblem | UnreadCell] = [*plan.problems, *plan.unread]
    [problem] = told
    return f"{problem.column}: {problem.problem}"


def test_every_field_of_a_row_is_kept(panel: Forum) -> None:
    bring_in(
        {
            **PANEL,
            "venue": "Linden House, 211 Tettenhall Road",
            "attended": "c.60",
            "main_items": "Surgery closure; quality accounts",
            "outcome": "Public could watch",
            "next_words": "07.11.19",
            "source": "News of the council",
        }
    )
    [meeting] = meetings()
    assert (meeting.forum_id, meeting.start_from, meeting.status) == (panel.id, date(2019, 9, 12), "held")
    assert (meeting.attended_count, meeting.attended_words) == (60, "about 60")
    assert meeting.next_words == "7 November 2019"
    assert (meeting.venue, meeting.main_items) == (
        "Linden House, 211 Tettenhall Road",
        "Surgery closure; quality accounts",
    )
    assert (meeting.outcome, meeting.source) == ("Public could watch", "News of the council")
    assert meeting.uid
    assert "surgery closure" in meeting.search_text


@pytest.mark.parametrize(
    ("typed", "count", "words"),
    [
        ("6 ", 6, "6"),
        ("-", None, ""),
        ("n/k", None, ""),
        ("not recorded", None, ""),
        ("Councillors; Healthwatch", None, "Councillors; Healthwatch"),
        ("0", 0, "0"),
    ],
)
def test_who_came_is_a_number_or_words_or_not_known(
    panel: Forum, typed: str, count: int | None, words: str
) -> None:
    bring_in({**PANEL, "attended": typed})
    [meeting] = meetings()
    assert (meeting.attended_count, meeting.attended_words) == (count, words)


def test_spaces_capitals_and_marks_in_a_name_make_no_other_forum(panel: Forum) -> None:
    bring_in(
        {**PANEL, "forum": "wolverhampton  health scrutiny panel "},
        {"forum": "Wolverhampton Health-Scrutiny Panel", "when": "7 November 2019"},
    )
    assert {meeting.forum_id for meeting in meetings()} == {panel.id}


def test_two_forums_of_one_name_are_for_a_person_to_tell_apart(panel: Forum) -> None:
    make_forum(name="Wolverhampton Health Scrutiny Panel", kind="hosc")
    assert problem_of().startswith("forum: 2 forums are called “Wolverhampton Health Scrutiny Panel”.")


def test_two_forums_of_one_name_are_told_apart_by_the_body_of_the_row(panel: Forum) -> None:
    dudley = make_forum(make_body("Dudley CCG"), "Wolverhampton Health Scrutiny Panel", kind="hosc")
    bring_in({**PANEL, "body": "NHS Dudley Clinical Commissioning Group"})
    assert [meeting.forum_id for meeting in meetings()] == [dudley.id]


def test_a_forum_of_that_name_that_serves_another_body_is_another_forum(panel: Forum) -> None:
    make_forum(make_body("Dudley CCG"), "Patients in Partnership", kind="forum")
    plan = plan_of({**PANEL, "forum": "Patients in Partnership", "body": "Walsall CCG"})
    assert list(plan.offered()) == ["Patients in Partnership"]


def test_a_meeting_known_by_forum_and_date_is_brought_up_to_date_and_not_doubled(panel: Forum) -> None:
    bring_in(PANEL)
    assert outcomes(plan_of(PANEL)) == ["same"]
    plan = bring_in({**PANEL, "when": "12 Sept 2019", "venue": "Linden House"})
    assert outcomes(plan) == ["changed"]
    assert [meeting.venue for meeting in meetings()] == ["Linden House"]


def test_a_planned_meeting_that_a_later_file_tells_of_was_held(panel: Forum, clock: Any) -> None:
    make_meeting(panel, "12 December 2019", held=False)
    clock.move_to("2020-01-06T09:00:00+00:00")
    bring_in({**PANEL, "when": "12/12/2019", "attended": "9"})
    assert [meeting.status for meeting in meetings()] == ["held"]


@pytest.mark.usefixtures("clock")
def test_a_meeting_still_to_come_is_planned(panel: Forum) -> None:
    bring_in({**PANEL, "when": "12 March 2020"})
    assert [meeting.status for meeting in meetings()] == ["planned"]


@pytest.mark.usefixtures("panel")
@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"when": ""}, "when: The row gives no date."),
        ({"when": "31/06/2019"}, "when: "),
        ({"forum": ""}, "forum: The row names no forum."),
        ({"venue": "x" * 20_001}, "venue: Venue has 20,001 characters"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(fields: dict[str, str], wanted: str) -> None:
    assert problem_of(**fields).startswith(wanted)


NAMED = "Mrs Adaeze Obi, Cllr Jasbir Jaspal"


def newest_entry() -> int:
    return session().scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)).one()


@one_transaction
def undo_newest() -> None:
    entry_id = newest_entry()
    BROUGHT_IN(SYSTEM)
    undo.put_back(entry_id)


@pytest.mark.both_databases
@pytest.mark.usefixtures("panel")
def test_names_of_who_came_are_found_by_a_search_and_never_copied_to_the_trail(officer: Visitor) -> None:
    bring_in({**PANEL, "attended": NAMED})
    trail = session().execute(select(AuditChange.before, AuditChange.after)).all()
    assert "Adaeze" not in str(trail)
    assert "adaeze" not in meetings()[0].search_text
    found = officer.visit("/meetings?words=panel+obi+adaez")
    assert found.says("1 meeting")
    assert officer.visit("/meetings?words=adaezes").says("0 meetings")
    page = officer.visit("/meetings/1")
    assert page.says(NAMED)
    assert page.says(audit.NOT_KEPT)


@pytest.mark.usefixtures("panel")
def test_who_came_is_taken_back_with_the_import_that_brought_it() -> None:
    bring_in(PANEL)
    bring_in({**PANEL, "attended": NAMED})
    undo_newest()
    assert meetings()[0].attended_words == ""


@pytest.mark.usefixtures("panel")
def test_names_that_an_import_wrote_over_cannot_be_put_back_and_undoing_says_so() -> None:
    bring_in({**PANEL, "attended": NAMED})
    bring_in({**PANEL, "attended": "14"})
    with pytest.raises(Refused, match="the audit trail holds no copy"):
        undo_newest()
    assert meetings()[0].attended_words == "14"


@pytest.mark.usefixtures("panel")
def test_a_row_typed_twice_counts_once() -> None:
    assert outcomes(plan_of(PANEL, PANEL)) == ["new", "repeated"]


def test_what_was_agreed_at_a_meeting_since_leans_on_it(panel: Forum) -> None:
    bring_in(PANEL)
    [meeting] = meetings()
    action = agenda_service.agree_action_at(SYSTEM, meeting, ActionEntry(title="Ask the council"))
    ref = f"meeting:{meeting.id}"
    assert MeetingImporter().leaning_on([ref]) == [Lean(f"action:{action.id}", ref)]


def test_a_forum_nobody_knows_is_offered_once_with_its_rows_and_never_made() -> None:
    first = {"forum": "Dudley CCG Board", "when": "10/05/18"}
    plan = plan_of(first, {"forum": "dudley ccg board ", "when": "29/03/2018"})
    assert outcomes(plan) == ["set aside", "set aside"]
    assert plan.problems[0].problem.startswith("“Dudley CCG Board” is not on the register of forums.")
    offered = result_of(plan, Choice.UPDATE)["offered_forums"]
    assert [(one["name"], [row["row"] for row in one["rows"]]) for one in offered] == [
        ("Dudley CCG Board", [2, 3])
    ]
    take(plan)
    assert session().scalar(select(func.count()).select_from(Forum)) == 0


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Walsall CCG Governing Body", "governing_body"),
        ("Dudley CCG Board", "governing_body"),
        ("Coventry & Rugby and Warwickshire North CCG Governing Bodies in common", "governing_body"),
        ("Wolverhampton CCG Primary Care Commissioning Committee", "committee"),
        ("Walsall Health Scrutiny Panel", "hosc"),
        ("Future Fit Programme Board", "partnership"),
        ("Friends of the hospital", "mixed"),
    ],
)
def test_a_name_suggests_a_kind_for_a_person_to_confirm(name: str, kind: str) -> None:
    assert likely_kind(name) == kind


def test_a_name_suggests_the_body_it_begins_with() -> None:
    make_body("Dudley CCG")
    assert likely_body("Dudley CCG Board") == "dudley-ccg"
    assert likely_body("Health and Wellbeing Together") == ""


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


@pytest.mark.usefixtures("_register")
def test_of_the_38_real_meetings_21_come_in_and_17_are_offered_with_their_9_bodies(officer: Visitor) -> None:
    page = check(officer, MEETINGS_CSV.read_bytes(), "meetings.csv", "meetings")
    assert page.says("21 new")
    assert page.says("17 set aside")
    assert page.says("9 forums are not on the register.")
    for name, rows in NOT_ON_IT.items():
        assert page.says(f"{name} ({rows} {'row' if rows == 1 else 'rows'})")
    page = officer.submit("Import 21 meetings")
    assert page.says("21 meetings were imported.")
    assert page.says("9 forums are not on the register.")
    kept = {meeting.next_words for meeting in meetings() if meeting.next_words}
    assert kept == {"10 January 2018", "17 September 2020", "17 December 2018", "3 December 2018"}
    assert session().scalar(select(func.count()).select_from(Forum)) == len(ON_THE_REGISTER)


@pytest.mark.usefixtures("_register")
def test_a_name_that_nobody_knows_can_be_said_to_be_a_forum_of_the_register_and_is_read_so_ever_after(
    officer: Visitor,
) -> None:
    make_forum(make_body("Dudley CCG"), "Dudley Governing Body", kind="governing_body")
    check(officer, MEETINGS_CSV.read_bytes(), "meetings.csv", "meetings")
    officer.follow("Look at these forums and add them")
    page = officer.submit("Go on with these answers", {IS_ONE: "Dudley Governing Body (Dudley CCG)"})
    assert page.says("26 new")
    officer.submit("Import 26 meetings")
    page = check(officer, MEETINGS_CSV.read_bytes(), "meetings.csv", "meetings")
    assert page.says("26 same")


@pytest.mark.usefixtures("_register")
def test_forums_are_added_as_a_person_confirms_them_and_then_their_rows_come_in(officer: Visitor) -> None:
    dudley = make_body("Dudley CCG")
    check(officer, MEETINGS_CSV.read_bytes(), "meetings.csv", "meetings")
    officer.submit("Import 21 meetings")
    officer.follow("Look at these forums and add them")
    page = officer.submit("Go on with these answers")
    assert page.says("Tick the forums to add, or say which forum of the register a name means.")
    page = officer.submit("Go on with these answers", {"Add Dudley CCG Board": True})
    assert page.heading == "Check before importing"
    assert page.says("21 same")
    assert page.says("8 forums are not on the register.")
    board = session().scalars(select(Forum).where(Forum.name == "Dudley CCG Board")).one()
    assert (board.kind, board.body_id, board.source) == (
        "governing_body",
        session().get_one(Body, dudley.id).id,
        "Named in meetings.csv",
    )
    page = officer.submit("Import 5 meetings")
    assert page.says("5 meetings were imported.")
    session().rollback()
    assert len(meetings()) == 26


def test_before_anything_is_taken_the_same_file_goes_on(officer: Visitor) -> None:
    content = csv_of(("Dudley CCG Board", "10/05/18"), headings=("Forum", "Meeting date"))
    page = check(officer, content, "meetings.csv", "meetings")
    assert page.says("There is nothing to import.")
    officer.follow("Look at these forums and add them")
    page = officer.submit("Go on with these answers", {"Add Dudley CCG Board": True})
    assert page.says("1 new")
    officer.submit("Import 1 meeting")
    officer.visit("/imports/1/forums")
    assert officer.page.says("Every forum that the file names is on the register.")


@pytest.mark.usefixtures("_register")
def test_an_import_of_meetings_can_be_undone_as_a_whole(officer: Visitor) -> None:
    check(officer, MEETINGS_CSV.read_bytes(), "meetings.csv", "meetings")
    officer.submit("Import 21 meetings")
    officer.follow("Undo this import")
    officer.submit("Undo the import")
    assert officer.page.says("The import was undone.")
    session().rollback()
    assert meetings() == []
