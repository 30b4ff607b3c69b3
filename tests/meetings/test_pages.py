"""The pages on which meetings are planned, held, recorded and their minutes sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from engage.actions.entries import ActionEntry
from engage.forums.models import Forum
from engage.meetings import queries as meetings
from engage.meetings import service as meeting_service
from engage.meetings.agenda import service as agenda_service
from engage.meetings.minutes import service as minutes_service
from engage.meetings.models import AgendaItem, Meeting, MeetingPaper
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.rules.actors import SYSTEM
from engage.stakeholders import service as stakeholders
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import PersonEntry
from tests.builders import (
    make_body,
    make_forum,
    make_item,
    make_meeting,
    make_member,
    make_project,
    make_terms,
)
from tests.conftest import VisitorAs
from tests.pages.page import Answer
from tests.pages.visitor import Visitor
from tests.platform.pdf_reading import heard

pytestmark = pytest.mark.usefixtures("clock")

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
WHO_CAME = "Record who came"


@pytest.fixture
def body(app: object) -> Body:
    return make_body()


@pytest.fixture
def group(body: Body) -> Forum:
    return make_forum(body)


@pytest.fixture
def officer(visitor_as: VisitorAs, body: Body) -> Visitor:
    return visitor_as("engagement_officer")


def text_of(pdf: bytes) -> str:
    return " ".join(one.words for one in heard(pdf))


def items() -> list[str]:
    session().rollback()
    wanted = select(AgendaItem.title).order_by(AgendaItem.meeting_id, AgendaItem.position)
    return list(session().scalars(wanted))


def test_a_meeting_is_planned_from_its_forum_moved_and_called_off(officer: Visitor, group: Forum) -> None:
    officer.visit(f"/meetings/new?forum={group.code}")
    page = officer.submit(
        "Put it in the plan", {"When?": "12 December 2019", "Start time": "2pm", "Venue": "Civic Centre"}
    )
    assert page.heading == "PPG Chairs Group, 12 December 2019"
    assert page.summary()["When"] == "12 December 2019 at 14:00"
    officer.follow("Change when or where")
    page = officer.submit("Save", {"When?": "19 December 2019"})
    assert page.summary()["When"] == "19 December 2019 at 14:00"
    officer.follow("Call it off")
    assert officer.submit("Call it off").says("Say why the meeting is called off")
    page = officer.submit("Call it off", {"Why is it called off?": "The hall is flooded"})
    assert page.says("Called off")
    assert page.summary()["Called off because"] == "The hall is flooded"
    page = officer.submit("Put it back in the plan")
    assert page.says("Planned")


@pytest.mark.parametrize(
    ("label", "typed", "wanted"),
    [
        ("When?", "31 June 2019", "June"),
        ("When?", "", "Enter the day of the meeting"),
        ("Start time", "2", "“2” is not a time of day."),
        ("Start time", "25:00", "There is no time “25:00”."),
        ("How many minutes does it last?", "0", "is a whole number from 5 to 720"),
        ("How many minutes does it last?", "two", "is a whole number from 5 to 720"),
        ("Address to join it from afar", "teams", "Enter the whole address"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_question(
    officer: Visitor, group: Forum, label: str, typed: str, wanted: str
) -> None:
    officer.visit(f"/meetings/new?forum={group.code}")
    page = officer.submit("Put it in the plan", {"When?": "12 December 2019", label: typed})
    assert page.heading == "Plan a meeting"
    assert page.says(wanted)


def test_holding_a_meeting_shows_who_came_and_whether_there_was_a_quorum(
    officer: Visitor, group: Forum
) -> None:
    make_member(group, "Chair", role="chair")
    make_member(group, "PPG Chair, practice M92612")
    make_terms(group, date(2019, 4, 1), quorum=2)
    meeting = make_meeting(group, held=False)
    officer.visit(f"/meetings/{meeting.id}")
    officer.follow(WHO_CAME)
    page = officer.submit("Record it as held", {"Chair": "Attended"})
    assert page.says("Of 1 of 2 members nothing is said.")
    answers = {
        "Chair": "Attended",
        "PPG Chair, practice M92612": "Sent apologies",
        "Who else came?": "Chief officer of Healthwatch",
        "How many members of the public came?": "4",
    }
    page = officer.submit("Record it as held", answers)
    summary = page.summary()
    assert (summary["Attended"], summary["Members of the public"]) == ("2", "4")
    assert summary["Quorum"] == "not met (1 of the 2 needed)"
    assert page.says("PPG Chair, practice M92612: sent apologies")
    assert page.says("Chief officer of Healthwatch: attended, not a member")


def test_a_number_alone_is_enough_where_nobody_wrote_down_who_came(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group, held=False)
    officer.visit(f"/meetings/{meeting.id}/attendance")
    page = officer.submit("Record it as held", {"How many came in all?": "about 9"})
    assert page.says("must be a whole number")
    page = officer.submit("Record it as held", {"How many came in all?": "9"})
    assert (page.summary()["Attended"], page.summary()["Members of the public"]) == ("9", "not counted")
    officer.follow("Correct who came")
    page = officer.submit("Record it as held", {"Who else came?": "Practice manager"})
    assert page.says("Leave this blank: it is counted from the members and others above")


def test_an_agenda_is_made_put_in_order_and_printed_without_scripts(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group, "12 December 2019", held=False)
    for title, private in (("Walk-in centre", False), ("Contract price", True)):
        officer.visit(f"/meetings/{meeting.id}")
        officer.follow("Add an item")
        answers = {"What is it?": title, "Who leads it?": "Clinical lead", "Pages of its papers": "3-9"}
        officer.submit("Add it", answers | {"It is taken in the private part": private})
    officer.submit("Move up item 2")
    assert items() == ["Contract price", "Walk-in centre"]
    officer.submit("Move down item 1")
    assert items() == ["Walk-in centre", "Contract price"]
    page = officer.follow("Agenda for print")
    assert page.heading == "Agenda: PPG Chairs Group, 12 December 2019"
    assert page.says("Contract price")
    page = officer.follow("As the public may read it")
    assert not page.says("Contract price")
    assert page.says("Walk-in centre")
    assert officer.download(f"/meetings/{meeting.id}/agenda.pdf").startswith(b"%PDF-")


def test_the_public_paper_leaves_out_the_private_part(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group)
    officer.visit(f"/meetings/{meeting.id}/agenda/new")
    officer.submit("Add it", {"What is it?": "Contract price", "It is taken in the private part": True})
    whole = text_of(officer.download(f"/meetings/{meeting.id}/notes.pdf"))
    public = text_of(officer.download(f"/meetings/{meeting.id}/notes.pdf?part=public"))
    assert "Contract price" in whole
    assert "Contract price" not in public
    assert "Contract price" not in text_of(officer.download(f"/meetings/{meeting.id}/agenda.pdf?part=public"))


def test_a_project_is_brought_to_a_forum_and_what_its_members_said_comes_back(
    officer: Visitor, group: Forum, body: Body
) -> None:
    project = make_project(body)
    officer.visit(f"/projects/{project.code}")
    page = officer.follow("Bring it to a forum")
    assert page.says("No forum has a meeting planned for today or later.")
    officer.follow("Plan a meeting")
    planned = {"Which forum?": "PPG Chairs Group", "When?": "14 November 2019"}
    officer.submit("Put it in the plan", planned)
    [meeting] = session().scalars(select(Meeting))
    answers: dict[str, Answer] = {
        "To which forum's next meeting?": "PPG Chairs Group: 14 November 2019",
        "Who presents it?": "Commissioning manager",
        "What is put to the members?": [
            "The proposal of a project",
            "A plan for engaging people, with its methods",
        ],
    }
    page = officer.submit("Put it on the agenda", answers)
    assert page.says("is on the agenda of the next meeting of PPG Chairs Group")
    assert page.says("put to the members: the proposal of a project; a plan for engaging people")
    officer.visit(f"/meetings/{meeting.id}/attendance")
    officer.submit("Record it as held")
    officer.follow("Record what came of it (item 1)")
    said = {
        "What did the members say?": "The bus does not go there on Sundays",
        "What did that change?": "A bus every hour was asked for",
        "What was decided?": "To come back in March",
    }
    page = officer.submit("Record it", said)
    assert page.says("Members said: The bus does not go there on Sundays")
    officer.follow("Pass on what members said under item 1")
    page = officer.submit("Pass it on", {"Topic": "Buses"})
    assert page.summary()["Where"] == "PPG Chairs Group, 14 November 2019"
    assert page.says("The bus does not go there on Sundays")
    page = officer.visit(f"/meetings/{meeting.id}")
    assert "What was heard under item 1, and its answer" in page.links()


def test_an_item_is_changed_and_taken_off(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group, "12 December 2019", held=False)
    officer.visit(f"/meetings/{meeting.id}/agenda/new")
    officer.submit("Add it", {"What is it?": "Wlak-in centre"})
    officer.follow("Change item 1")
    page = officer.submit("Save", {"What is it?": "Walk-in centre"})
    assert page.says("1. Walk-in centre")
    page = officer.submit("Take off item 1 of the agenda")
    assert page.says("Nothing is on the agenda yet.")


def test_open_actions_come_onto_the_next_agenda(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group)
    officer.visit(f"/meetings/{meeting.id}")
    officer.follow("Agree an action")
    answers = {
        "What is to be done?": "Ask the bus company",
        "Whose post is it?": "Commissioning manager",
        "By when is it to be done?": "30 September 2019",
    }
    page = officer.submit("Agree it", answers)
    assert page.says("45 days overdue")
    following = make_meeting(group, "12 December 2019", held=False)
    officer.visit(f"/meetings/{following.id}")
    page = officer.submit("Add the open actions of the forum")
    assert page.says("1. Action: Ask the bus company")
    page = officer.submit("Add the open actions of the forum")
    assert page.says("Every open action of this forum is on the agenda, or there is none.")


def test_a_paper_is_kept_read_and_taken_away(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group)
    officer.visit(f"/meetings/{meeting.id}")
    officer.follow("Keep a paper")
    page = officer.submit("Keep it", {"What is it?": "Map"})
    assert page.says("Choose the file")
    officer.submit("Keep it", {"What is it?": "Map", "File": (PDF, "map.pdf")})
    session().rollback()
    paper = session().scalars(select(MeetingPaper)).one()
    assert officer.download(f"/meetings/{meeting.id}/papers/{paper.id}/file") == PDF
    page = officer.visit(f"/meetings/{meeting.id}")
    page = officer.submit("Remove Map")
    assert page.says("No paper is kept.")


@pytest.mark.parametrize("name", ["map.png", "map.docx"])
def test_an_attachment_that_is_not_what_its_name_says_is_refused_in_a_sentence(
    officer: Visitor, group: Forum, name: str
) -> None:
    meeting = make_meeting(group)
    officer.visit(f"/meetings/{meeting.id}/papers/new")
    page = officer.submit("Keep it", {"What is it?": "Map", "File": (PDF, name)})
    assert page.says(f"{name} is not what its name says: it is a PDF document.")
    officer.visit(f"/meetings/{meeting.id}/notes")
    page = officer.submit("Keep the notes", {"Or the minutes as a file": (b"MZ\x00\x01", "minutes.pdf")})
    assert page.says("minutes.pdf cannot be kept: it is a program.")
    session().rollback()
    assert session().scalars(select(MeetingPaper)).all() == []


def test_notes_are_written_and_agreed_and_a_file_of_them_is_kept(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group)
    page = officer.visit(f"/meetings/{meeting.id}")
    assert page.says("Overdue")
    assert page.says("Its notes are late: they are due 14 days after.")
    officer.follow("Write the notes")
    answers: dict[str, Answer] = {
        "Notes": "The bus was talked over.",
        "Or the minutes as a file": (PDF, "minutes.pdf"),
        "When were they agreed?": "14 November 2019",
    }
    page = officer.submit("Keep the notes", answers)
    assert page.says("The bus was talked over.")
    assert page.says("Agreed on 14 November 2019.")
    assert not page.says("Overdue")
    assert officer.download(f"/meetings/{meeting.id}/minutes-file") == PDF


def test_before_minutes_are_sent_the_page_says_who_is_left_out_and_why(
    officer: Visitor, group: Forum
) -> None:
    able = stakeholders.add_person(SYSTEM, PersonEntry(name="A chair", email="chair@practice.example"))
    make_member(group, "PPG Chair, practice M92007", person_id=able.id)
    gone = stakeholders.add_person(SYSTEM, PersonEntry(name="A carer", email="carer@home.example"))
    make_member(group, "Carers' representative", person_id=gone.id)
    consents.withdraw_consent(SYSTEM, gone, "one_to_one", date(2019, 6, 3))
    meeting = make_meeting(group)
    minutes_service.write_notes(SYSTEM, meeting, meeting.version, "The bus was talked over.")
    officer.visit(f"/meetings/{meeting.id}")
    page = officer.follow("Send the minutes to members")
    assert page.says("1 member can be written to")
    assert page.says("Carers' representative: They withdrew their consent to be contacted one to one.")
    assert not page.says("chair@practice.example")
    page = officer.submit("Send them")
    assert page.says("1 member is written to.")
    assert page.says("PPG Chair, practice M92007")
    assert page.says("It has not been sent yet.")
    session().rollback()
    assert [letter.to_address for letter in session().scalars(select(Letter))] == ["chair@practice.example"]
    officer.follow("Send the minutes to members")
    page = officer.submit("Send them")
    assert page.says("Every member who can be written to has had these minutes already.")


def test_a_lay_member_reads_meetings_by_post_and_changes_nothing(visitor_as: VisitorAs, group: Forum) -> None:
    able = stakeholders.add_person(
        SYSTEM, PersonEntry(name="Somebody by name", email="chair@practice.example")
    )
    member = make_member(group, "PPG Chair, practice M92007", person_id=able.id)
    meeting = make_meeting(group, members={member.id: "attended"})
    lay = visitor_as("lay_member_ppi")
    page = lay.visit(f"/meetings/{meeting.id}")
    assert page.says("PPG Chair, practice M92007: attended")
    assert not page.says("Somebody by name")
    assert not {"Write the notes", "Add an item", "Send the minutes to members"} & set(page.links())


def test_the_list_tells_what_is_overdue_and_narrows_by_forum_kind_and_period(
    officer: Visitor, group: Forum, body: Body
) -> None:
    make_meeting(group, "12 September 2019")
    make_meeting(group, "12 December 2019", held=False)
    make_meeting(group, "6 November 2019", held=False)
    board = make_forum(body, "Health and Wellbeing Together", kind="hwb")
    make_meeting(board, "7 November 2019")
    late = ActionEntry(title="Ask the bus company", due_on=date(2019, 11, 13))
    agenda_service.agree_action_at(SYSTEM, meetings.meeting_for(1), late)
    page = officer.visit("/meetings")
    assert page.says(
        "4 meetings, 2 planned, 1 with notes overdue, 1 not put on record in time, 1 with an action overdue"
    )
    narrowed = {
        "late=actions": {"12 September 2019"},
        "late=notes": {"12 September 2019"},
        "late=record": {"6 November 2019"},
        "kind=hwb": {"7 November 2019"},
        f"forum={group.code}&status=planned": {"12 December 2019", "6 November 2019"},
        "period=Q3+2019/20": {"12 December 2019", "6 November 2019", "7 November 2019"},
        f"body={body.code}&status=held": {"12 September 2019", "7 November 2019"},
    }
    days = {"12 September 2019", "12 December 2019", "6 November 2019", "7 November 2019"}
    for query, wanted in narrowed.items():
        page = officer.visit(f"/meetings?{query}")
        assert {day for day in days if page.says(day)} == wanted, query


def test_somebody_who_was_overtaken_keeps_what_they_typed(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group, "12 December 2019", held=False)
    officer.visit(f"/meetings/{meeting.id}/edit")
    moved = replace(meetings.entry_of(meeting), venue="Bilston")
    meeting_service.change_meeting(SYSTEM, meeting, meeting.version, moved)
    page = officer.submit("Save", {"Venue": "Civic Centre"})
    assert page.says("Somebody else changed this meeting while you were writing.")
    page = officer.submit("Save")
    assert page.summary()["Venue"] == "Civic Centre"


@pytest.mark.parametrize(
    ("page", "button", "question", "name"),
    [
        ("edit", "Save", "Pages of its papers", "pages"),
        ("record", "Record it", "What did the members say?", "members_said"),
    ],
)
def test_who_writes_an_item_second_is_told_and_nothing_that_either_typed_is_lost(
    officer: Visitor, visitor_as: VisitorAs, group: Forum, page: str, button: str, question: str, name: str
) -> None:
    item = make_item(make_meeting(group))
    address, secretary = f"/meetings/1/agenda/{item.id}/{page}", visitor_as("governing_body_secretary")
    officer.visit(address)
    secretary.visit(address)
    secretary.submit(button, {question: "Typed by the secretary"})
    officer.submit(button, {question: "Typed by the officer"}, status=200)
    assert officer.page.errors[0].startswith("Somebody else changed this item while you were writing.")
    assert (name, "Typed by the officer") in officer.page.form(button).sent
    assert secretary.visit("/meetings/1").says("Typed by the secretary")
    officer.submit(button)
    assert officer.page.says("Typed by the officer")
    assert officer.page.says("Typed by the secretary"), "its history tells what stood there"


def test_the_history_of_a_meeting_speaks_the_words_of_its_fields(officer: Visitor, group: Forum) -> None:
    member = make_member(group, "PPG Chair, practice M92612")
    meeting = make_meeting(group, members={member.id: "apologies"})
    make_item(meeting, presents=("engagement_plan",))
    page = officer.visit(f"/meetings/{meeting.id}")
    for words in (
        "Stands : Planned Held",
        "Whether they came : sent apologies",
        "Member : PPG Chair, practice M92612",
        "Put to the members : A plan for engaging people, with its methods",
    ):
        assert page.says(words)


def test_a_meeting_that_is_not_there_is_not_found(officer: Visitor) -> None:
    officer.visit("/meetings/99", status=404)
    assert meetings.next_meetings() == []


def test_a_meeting_stays_what_it_is_while_its_page_is_read(officer: Visitor, group: Forum) -> None:
    meeting = make_meeting(group)
    version = meeting.version
    officer.visit(f"/meetings/{meeting.id}")
    session().rollback()
    assert session().get_one(Meeting, meeting.id).version == version
