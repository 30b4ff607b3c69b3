"""Planning the meetings of a schedule, whether they were kept, and how a forum and a schedule end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engage.forums import queries as forums
from engage.forums.entries import ScheduleEntry
from engage.forums.framework import service as framework_service
from engage.forums.members import queries as members
from engage.forums.models import Forum, MeetingSchedule
from engage.forums.schedules import queries as schedules
from engage.meetings import service as meeting_service
from engage.meetings.attendance import service as attendance_service
from engage.meetings.entries import MeetingEntry, WhoCame
from engage.meetings.models import Meeting
from engage.meetings.planning import queries as planning
from engage.meetings.planning import service as planning_service
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from engage.rules.errors import Refused
from engage.rules.periods import Period
from tests.builders import (
    make_body,
    make_edition,
    make_forum,
    make_meeting,
    make_member,
    make_schedule,
)

pytestmark = pytest.mark.usefixtures("app", "clock")

TODAY = date(2019, 11, 14)
YEAR = ScheduleEntry(first_on=date(2019, 4, 11), until_on=date(2020, 3, 31), frequency="quarterly")


def quarterly(forum: Forum, **entry: Any) -> MeetingSchedule:
    return make_schedule(forum, **{"starts_at": "14:00", "venue": "Civic Centre", **entry})


def years_of(forum: Forum, today: date) -> list[tuple[Period, planning.Kept]]:
    return planning.kept_by_year(forum, schedules.schedules_of(forum), today)


def meetings_of(forum: Forum) -> list[Meeting]:
    wanted = select(Meeting).where(Meeting.forum_id == forum.id).order_by(Meeting.sorts_on)
    return list(session().scalars(wanted))


def test_an_ended_forum_ends_its_memberships_and_keeps_its_past() -> None:
    forum = make_forum(make_body())
    member = make_member(forum)
    planning_service.end_forum(SYSTEM, forum, forum.version, TODAY)
    assert member.to_on == TODAY
    assert members.members_of(forum, TODAY) == [member]
    assert members.members_of(forum, date(2019, 11, 15)) == []
    assert forums.forum_choices(date(2019, 11, 15)) == []


def test_a_forum_with_meetings_planned_later_does_not_end_yet() -> None:
    forum = make_forum(make_body())
    planning_service.plan_meetings(SYSTEM, quarterly(forum))
    with pytest.raises(Refused, match="1 of its meetings are planned after 14 November 2019"):
        planning_service.end_forum(SYSTEM, forum, forum.version, TODAY)
    assert forums.forum_for(forum.code).to_on is None


def test_only_a_forum_without_meetings_or_a_place_in_the_framework_is_taken_away() -> None:
    body = make_body()
    met, seated, mistake = make_forum(body), make_forum(body, "Citizens Forum"), make_forum(body, "Mistake")
    make_meeting(met)
    framework_service.seat_forum(SYSTEM, make_edition(body), seated)
    make_member(mistake)
    quarterly(mistake)
    with pytest.raises(Refused, match="Meetings of this forum are recorded"):
        planning_service.remove_forum(SYSTEM, met)
    with pytest.raises(Refused, match="has a place in the framework"):
        planning_service.remove_forum(SYSTEM, seated)
    planning_service.remove_forum(SYSTEM, mistake)
    assert [name for _, name in forums.forum_choices()] == ["Citizens Forum", "PPG Chairs Group"]


@pytest.mark.both_databases
def test_planning_a_schedule_twice_makes_its_meetings_once() -> None:
    forum = make_forum(make_body(), meets_in_public=True)
    row = quarterly(forum)
    assert len(planning_service.plan_meetings(SYSTEM, row)) == 4
    assert planning_service.plan_meetings(SYSTEM, row) == []
    found = meetings_of(forum)
    assert [one.when_words for one in found] == [
        "11 April 2019",
        "11 July 2019",
        "10 October 2019",
        "9 January 2020",
    ]
    assert {(one.starts_at, one.venue, one.status, one.is_public) for one in found} == {
        ("14:00", "Civic Centre", "planned", True)
    }
    assert len({one.uid for one in found}) == 4


def test_a_meeting_planned_by_hand_becomes_one_of_the_schedule() -> None:
    forum = make_forum(make_body())
    by_hand = meeting_service.plan_meeting(SYSTEM, forum, MeetingEntry(when=read_date("11 July 2019")))
    row = quarterly(forum)
    assert len(planning_service.plan_meetings(SYSTEM, row)) == 3
    assert (by_hand.schedule_id, by_hand.scheduled_for) == (row.id, date(2019, 7, 11))
    assert len(meetings_of(forum)) == 4


def test_a_schedule_is_changed_before_its_meetings_are_planned_and_ended_after() -> None:
    forum = make_forum(make_body())
    row = quarterly(forum)
    planning_service.change_schedule(SYSTEM, row, row.version, replace(YEAR, starts_at="10:00"))
    planning_service.plan_meetings(SYSTEM, row)
    with pytest.raises(Refused, match="Meetings have been planned by this schedule"):
        planning_service.change_schedule(SYSTEM, row, row.version, replace(YEAR, starts_at="11:00"))
    assert row.starts_at == "10:00"
    assert planning_service.end_schedule(SYSTEM, row, row.version, date(2019, 9, 30)) == 2
    assert [one.status for one in meetings_of(forum)] == ["planned", "planned", "cancelled", "cancelled"]
    assert meetings_of(forum)[-1].cancelled_because == "The schedule ended on 30 September 2019"
    with pytest.raises(Refused, match="holds from 11 April 2019 to 30 September 2019"):
        planning_service.end_schedule(SYSTEM, row, row.version, date(2020, 1, 1))


def test_whether_a_forum_met_as_often_as_planned() -> None:
    forum, idle = make_forum(make_body()), make_forum(None, "Idle forum")
    planning_service.plan_meetings(SYSTEM, quarterly(forum))
    spring, summer, autumn, _ = meetings_of(forum)
    for meeting in (spring, summer):
        attendance_service.hold_meeting(SYSTEM, meeting, meeting.version, WhoCame())
    meeting_service.cancel_meeting(SYSTEM, autumn, "No room")
    (_, kept), *earlier = years_of(forum, TODAY)
    assert kept.words == "2 held of 3 due, 1 called off, 1 still to come"
    assert kept.is_behind
    assert earlier == []
    (_, of_idle), *_ = years_of(idle, TODAY)
    assert of_idle.words == "none recorded as held; no schedule is recorded"
    (_, before), *_ = years_of(forum, date(2019, 3, 31))
    assert before.words == "no meeting is due by its schedules"
    make_meeting(forum, "7 March 2019")
    (_, before), *_ = years_of(forum, date(2019, 3, 31))
    assert before.words == "1 held; none was due by its schedules"
    assert [year.label for year, _ in years_of(forum, TODAY)] == ["2019/20"]
