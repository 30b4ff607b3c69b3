"""Planning meetings, holding them, and what is refused on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from engage.actions.entries import ActionEntry
from engage.cycle import service as cycle
from engage.cycle.entries import PromiseEntry
from engage.feedback import queries as feedback
from engage.feedback.entries import FeedbackEntry
from engage.forums.models import Forum
from engage.meetings import queries as meetings
from engage.meetings import service as meeting_service
from engage.meetings import who_came as attendance
from engage.meetings.agenda import queries as agendas
from engage.meetings.agenda import service as agenda_service
from engage.meetings.attendance import service as attendance_service
from engage.meetings.entries import ItemEntry, MeetingEntry, PaperEntry, WhoCame
from engage.meetings.minutes import service as minutes_service
from engage.meetings.models import Meeting
from engage.meetings.planning import service as planning_service
from engage.organisation.models import Body
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Party
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from engage.rules.errors import Refused
from engage.rules.meetings import Quorum
from engage.stakeholders import service as stakeholders
from engage.stakeholders.entries import OrganisationEntry, PersonEntry
from tests.builders import (
    make_body,
    make_forum,
    make_item,
    make_meeting,
    make_member,
    make_project,
    make_terms,
    record_outcome,
)

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def body(app: object) -> Body:
    return make_body()


@pytest.fixture
def group(body: Body) -> Forum:
    return make_forum(body)


def plan(forum: Forum, when: str, **entry: Any) -> Meeting:
    return meeting_service.plan_meeting(SYSTEM, forum, MeetingEntry(when=read_date(when), **entry))


def came(meeting: Meeting, **entry: Any) -> None:
    attendance_service.hold_meeting(SYSTEM, meeting, meeting.version, WhoCame(**entry))


def refused(act: Any, *given: Any) -> str:
    with pytest.raises(Refused) as refusal:
        act(*given)
    return refusal.value.reason


def test_a_meeting_is_planned_for_a_day_and_a_local_time(group: Forum) -> None:
    meeting = plan(group, "12 December 2019", starts_at="14:00", venue="Civic Centre")
    assert (meeting.status, meeting.starts_at, meeting.sequence) == ("planned", "14:00", 0)
    assert meetings.where_and_when(meeting) == "12 December 2019 at 14:00, Civic Centre"
    assert meetings.next_meeting(group.id) == meeting


def test_a_meeting_long_ago_may_be_known_by_its_month_alone(group: Forum) -> None:
    meeting = plan(group, "March 2016")
    assert (meeting.when_words, meeting.start_month) == ("March 2016", date(2016, 3, 1))


def test_a_time_needs_a_day(group: Forum) -> None:
    entry = MeetingEntry(when=read_date("March 2016"), starts_at="14:00")
    assert refused(meeting_service.plan_meeting, SYSTEM, group, entry).startswith("A time needs a day.")


def test_a_forum_meets_once_a_day_unless_the_other_meeting_was_called_off(group: Forum) -> None:
    first = plan(group, "12 December 2019")
    again = MeetingEntry(when=read_date("12 December 2019"))
    assert "has a meeting on 12 December 2019 already" in refused(
        meeting_service.plan_meeting, SYSTEM, group, again
    )
    meeting_service.cancel_meeting(SYSTEM, first, "The hall is flooded")
    plan(group, "12 December 2019")
    assert "already" in refused(meeting_service.put_meeting_back, SYSTEM, first)


def test_a_forum_that_has_ended_meets_no_more(group: Forum) -> None:
    planning_service.end_forum(SYSTEM, group, group.version, date(2019, 3, 31))
    entry = MeetingEntry(when=read_date("1 April 2019"))
    reason = refused(meeting_service.plan_meeting, SYSTEM, group, entry)
    assert reason == "PPG Chairs Group ended on 31 March 2019. Enter a day before that."


def test_calendars_take_a_meeting_anew_when_it_moves_or_is_called_off_and_not_otherwise(group: Forum) -> None:
    meeting = plan(group, "12 December 2019", starts_at="14:00")
    same = replace(meetings.entry_of(meeting), source="Minutes")
    meeting_service.change_meeting(SYSTEM, meeting, meeting.version, same)
    assert meeting.sequence == 0
    meeting_service.change_meeting(SYSTEM, meeting, meeting.version, replace(same, starts_at="15:00"))
    assert meeting.sequence == 1
    meeting_service.cancel_meeting(SYSTEM, meeting, "The hall is flooded")
    assert (meeting.status, meeting.sequence, meeting.cancelled_because) == (
        "cancelled",
        2,
        "The hall is flooded",
    )
    meeting_service.put_meeting_back(SYSTEM, meeting)
    assert (meeting.status, meeting.sequence, meeting.cancelled_because) == ("planned", 3, "")


def test_calling_off_needs_a_reason_and_a_meeting_that_is_planned(group: Forum) -> None:
    meeting = make_meeting(group)
    assert "on record as held" in refused(meeting_service.cancel_meeting, SYSTEM, meeting, "Flooded")
    coming = plan(group, "12 December 2019")
    assert "Say why" in refused(meeting_service.cancel_meeting, SYSTEM, coming, "")


def test_two_people_do_not_overwrite_one_another(group: Forum) -> None:
    meeting = plan(group, "12 December 2019")
    seen, entry = meeting.version, meetings.entry_of(meeting)
    meeting_service.change_meeting(SYSTEM, meeting, seen, replace(entry, venue="Civic Centre"))
    reason = refused(meeting_service.change_meeting, SYSTEM, meeting, seen, replace(entry, venue="Bilston"))
    assert reason.startswith("Somebody else changed this meeting")


def test_a_meeting_to_come_cannot_have_been_held(group: Forum) -> None:
    meeting = plan(group, "12 December 2019")
    reason = refused(attendance_service.hold_meeting, SYSTEM, meeting, meeting.version, WhoCame())
    assert "has not come yet" in reason
    assert meeting.status == "planned"


def test_who_came_is_recorded_of_every_member_or_of_none(group: Forum) -> None:
    chair, other = make_member(group, "Chair", role="chair"), make_member(group)
    meeting = plan(group, "12 September 2019")
    entry = WhoCame(members={chair.id: "attended", other.id: ""})
    reason = refused(attendance_service.hold_meeting, SYSTEM, meeting, meeting.version, entry)
    assert reason.startswith("Of 1 of 2 members nothing is said.")
    came(meeting, members={chair.id: "", other.id: ""})
    assert meetings.listed_for(meeting.id).came is None


def test_a_head_count_that_nobody_took_is_not_nought(group: Forum) -> None:
    meeting = make_meeting(group)
    listed = meetings.listed_for(meeting.id)
    assert (meeting.public_count, listed.people, listed.people_in_words) == (None, None, "not recorded")
    came(meeting, public_count=0, attended_count=0)
    listed = meetings.listed_for(meeting.id)
    assert (meeting.public_count, listed.people, listed.people_in_words) == (0, 0, "0")


@pytest.mark.both_databases
def test_the_quorum_is_met_not_met_not_set_or_cannot_be_told(group: Forum) -> None:
    members = [make_member(group, f"PPG Chair {number}") for number in range(3)]
    observer = make_member(group, "Observer", role="observer", counts_for_quorum=False)
    states = {member.id: "attended" for member in members[:2]} | {members[2].id: "apologies"}
    states |= {observer.id: "attended"}
    meeting = make_meeting(group, members=states)
    assert meetings.listed_for(meeting.id).quorum is Quorum.NONE_SET
    make_terms(group, date(2019, 4, 1), quorum=3)
    assert meetings.listed_for(meeting.id).quorum is Quorum.NOT_MET
    came(meeting, members=states | {members[2].id: "attended"})
    assert meetings.listed_for(meeting.id).quorum is Quorum.MET
    later = make_meeting(group, "10 October 2019")
    assert meetings.listed_for(later.id).quorum is Quorum.CANNOT_BE_TOLD
    came(later, others=("Chief officer, Healthwatch",))
    assert meetings.listed_for(later.id).quorum is Quorum.CANNOT_BE_TOLD


def test_terms_agreed_later_do_not_judge_an_earlier_meeting(group: Forum) -> None:
    meeting = make_meeting(group, members={make_member(group).id: "attended"})
    make_terms(group, date(2019, 10, 1), quorum=5)
    assert meetings.listed_for(meeting.id).quorum is Quorum.NONE_SET


@pytest.mark.both_databases
def test_who_came_can_be_corrected(group: Forum) -> None:
    member = make_member(group)
    meeting = make_meeting(group, members={member.id: "absent"})
    came(meeting, members={member.id: "apologies"}, others=("Practice manager", "Practice manager"))
    assert [(one.member.id, one.state) for one in attendance.members_at(meeting)] == [
        (member.id, "apologies")
    ]
    assert attendance.there_at(meeting)[1] == ["Practice manager"]
    came(meeting, members={member.id: ""})
    assert attendance.attendance_of(meeting) == []


def test_a_meeting_recorded_as_held_by_mistake_goes_back_while_nothing_of_it_is_on_record(
    group: Forum,
) -> None:
    member = make_member(group)
    meeting = make_meeting(group)
    meeting_service.put_meeting_back(SYSTEM, meeting)
    assert meeting.status == "planned"
    came(meeting, members={member.id: "attended"})
    assert "is on record, so it was held" in refused(meeting_service.put_meeting_back, SYSTEM, meeting)


def test_notes_need_a_meeting_that_was_held_and_are_agreed_after_it(group: Forum) -> None:
    coming = plan(group, "12 December 2019")
    notes = "The bus to the ward was talked over."
    assert "Record first" in refused(minutes_service.write_notes, SYSTEM, coming, coming.version, notes)
    meeting = make_meeting(group)
    early, late = date(2019, 9, 11), date(2019, 12, 24)
    write = (minutes_service.write_notes, SYSTEM, meeting, meeting.version, notes)
    assert "before the meeting" in refused(*write, early)
    assert "has not come yet" in refused(*write, late)
    minutes_service.write_notes(SYSTEM, meeting, meeting.version, notes)
    assert meeting.notes == "The bus to the ward was talked over."


def test_what_is_late_is_said_in_sentences(group: Forum, clock: time_machine.Traveller) -> None:
    held, planned = make_meeting(group), plan(group, "14 November 2019")
    assert meetings.what_is_late(held) == ["Its notes are late: they are due 14 days after."]
    assert meetings.what_is_late(planned) == []
    clock.move_to("2019-11-20T09:00:00+00:00")
    (sentence,) = meetings.what_is_late(planned)
    assert sentence.startswith("Its day has gone by.")
    minutes_service.write_notes(SYSTEM, held, held.version, "Read and agreed.")
    assert meetings.what_is_late(held) == []


def test_items_are_put_in_order_one_place_at_a_time(group: Forum) -> None:
    meeting = plan(group, "12 December 2019")
    for title in ("Welcome", "Walk-in centre", "Any other business"):
        make_item(meeting, title)
    last = agendas.items_of(meeting)[-1]
    agenda_service.move_item(SYSTEM, last, up=True)
    assert [item.title for item in agendas.items_of(meeting)] == [
        "Welcome",
        "Any other business",
        "Walk-in centre",
    ]
    first = agendas.items_of(meeting)[0]
    assert "is first on the agenda" in refused(agenda_service.move_item, SYSTEM, first, True)
    agenda_service.move_item(SYSTEM, first, up=False)
    assert [item.title for item in agendas.items_of(meeting)][1] == "Welcome"


def test_a_project_brings_an_item_to_the_forums_next_meeting(group: Forum, body: Body) -> None:
    project = make_project(body)
    entry = ItemEntry(title="Walk-in centre: our plan", presents=("engagement_plan",))
    assert "has no meeting planned" in refused(agenda_service.bring_item, SYSTEM, project, group, entry)
    plan(group, "12 March 2020")
    nearest = plan(group, "12 December 2019")
    item = agenda_service.bring_item(SYSTEM, project, group, entry)
    assert (item.meeting_id, item.project_id) == (nearest.id, project.id)


def test_open_actions_of_the_forum_come_back_on_the_agenda_once(group: Forum) -> None:
    meeting = make_meeting(group)
    action = agenda_service.agree_action_at(
        SYSTEM, meeting, ActionEntry(title="Send the figures to PPG chairs", owner_role="Engagement officer")
    )
    assert (action.agreed_at, action.belongs_to) == (f"meeting:{meeting.id}", f"forum:{group.id}")
    assert action.agreed_on == date(2019, 9, 12)
    following = plan(group, "12 December 2019")
    assert agenda_service.add_open_actions(SYSTEM, following) == 1
    (line,) = agendas.agenda_of(SYSTEM, following)
    assert (line.item.title, line.item.lead) == (
        "Action: Send the figures to PPG chairs",
        "Engagement officer",
    )
    assert "is on the agenda" in refused(agenda_service.add_open_actions, SYSTEM, following)


def test_an_agenda_of_a_meeting_called_off_stays_as_it_is(group: Forum) -> None:
    meeting = plan(group, "12 December 2019")
    meeting_service.cancel_meeting(SYSTEM, meeting, "Flooded")
    assert "called off" in refused(make_item, meeting, "Welcome")


@pytest.mark.both_databases
def test_an_item_with_words_on_record_stays_and_one_without_goes(group: Forum) -> None:
    meeting = make_meeting(group)
    item = make_item(meeting)
    agenda_service.change_item(SYSTEM, item, item.version, ItemEntry(title="The walk-in centre"))
    spare = make_item(meeting, "Spare")
    kept = PaperEntry(title="Map", item_id=spare.id, file="a" * 64, file_name="map.pdf")
    paper = agenda_service.keep_paper(SYSTEM, meeting, kept)
    record_outcome(item, members_said="More buses", changed="A second stop")
    assert "on record" in refused(agenda_service.remove_item, SYSTEM, item)
    agenda_service.remove_item(SYSTEM, spare)
    assert [line.item.title for line in agendas.agenda_of(SYSTEM, meeting)] == ["The walk-in centre"]
    assert agendas.agenda_and_papers(SYSTEM, meeting)[1] == [paper]
    assert paper.item_id is None
    agenda_service.drop_paper(SYSTEM, paper)
    assert agendas.papers_of(SYSTEM, meeting) == []


@pytest.mark.both_databases
def test_what_members_said_stands_among_feedback_with_the_meeting_as_its_source(
    group: Forum, body: Body
) -> None:
    project = make_project(body)
    meeting = make_meeting(group)
    item = make_item(meeting, project_id=project.id)
    record_outcome(item, members_said="More buses", changed="A second stop")
    heard = FeedbackEntry(said="More buses", did="A second stop", answer="done")
    made = agenda_service.pass_on(SYSTEM, item, heard)
    assert feedback.heard_at(f"meeting:{meeting.id}") == [made]
    assert (made.project_id, made.body_id, made.start_from) == (project.id, body.id, date(2019, 9, 12))
    link = references.link(made.heard_at)
    assert link is not None
    assert (link.text, link.source) == ("PPG Chairs Group, 12 September 2019", f"forum:{group.id}")
    assert "passed on already" in refused(agenda_service.pass_on, SYSTEM, item, heard)


def test_what_was_said_in_the_private_part_is_not_passed_on(group: Forum) -> None:
    meeting = make_meeting(group)
    item = make_item(meeting, "Contract", is_private=True)
    record_outcome(item, members_said="The price is too high")
    assert "private part" in refused(agenda_service.pass_on, SYSTEM, item, FeedbackEntry(said="Too high"))


def test_an_item_is_spoken_of_with_its_meeting(group: Forum) -> None:
    item = make_item(make_meeting(group))
    link = references.link(agendas.item_reference(item.id))
    assert link is not None
    assert link.text == "“Walk-in centre” at PPG Chairs Group, 12 September 2019"


def test_coming_to_a_meeting_is_a_contact_with_the_member_and_the_organisation(group: Forum) -> None:
    person = stakeholders.add_person(SYSTEM, PersonEntry(name="Chair of the Lea Road group"))
    practice = stakeholders.add_organisation(SYSTEM, OrganisationEntry(name="Lea Road Medical Practice"))
    member = make_member(group, person_id=person.id, organisation_id=practice.id)
    make_meeting(group, members={member.id: "attended"})
    make_meeting(group, "10 October 2019", members={member.id: "apologies"})
    for ref in (f"person:{person.id}", practice.record_ref()):
        assert dealings.last_contacts([Party(ref)]) == {ref: date(2019, 9, 12)}
        found = [one for one in dealings.dealings_with([Party(ref)]) if one.register == "Meetings"]
        assert [one.what.partition(" as ")[0] for one in found] == ["sent apologies", "attended"]


def test_a_project_that_closes_keeps_its_place_on_the_agenda(group: Forum, body: Body) -> None:
    project = make_project(body)
    meeting = plan(group, "12 December 2019")
    make_item(meeting, project_id=project.id)
    cycle.make_promise(SYSTEM, project, PromiseEntry(text="To come back to the group"))
    (line,) = agendas.agenda_of(SYSTEM, meeting)
    assert (line.project_code, line.project) == ("WIC-14", "Walk-in centre review")
