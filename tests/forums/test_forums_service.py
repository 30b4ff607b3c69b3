"""Setting up forums: their codes, terms of reference, members, schedules and planned meetings."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from engage.forums import framework_service, keeping, meeting_service, queries, service
from engage.forums.models import Forum, Meeting, MeetingSchedule
from engage.organisation import service as organisation
from engage.platform.data.db import session
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Party
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from engage.rules.errors import Missing, Refused
from tests.builders import (
    make_actor,
    make_body,
    make_forum,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.usefixtures("app", "clock")

TODAY = date(2019, 11, 14)
YEAR = {"first_on": date(2019, 4, 11), "until_on": date(2020, 3, 31), "frequency": "quarterly"}


def quarterly(forum: Forum, **entry: object) -> MeetingSchedule:
    return service.set_schedule(
        SYSTEM, forum, {**YEAR, "starts_at": "14:00", "venue": "Civic Centre", **entry}
    )


def meetings_of(forum: Forum) -> list[Meeting]:
    wanted = select(Meeting).where(Meeting.forum_id == forum.id).order_by(Meeting.sorts_on)
    return list(session().scalars(wanted))


def test_a_forum_is_found_by_a_code_made_from_its_name() -> None:
    body = make_body()
    first, second = make_forum(body), make_forum(body)
    assert (first.code, second.code) == ("ppg-chairs-group", "ppg-chairs-group-2")
    assert queries.forum_for(SYSTEM, "ppg-chairs-group") == first
    with pytest.raises(Missing):
        queries.forum_for(SYSTEM, "citizens-forum")
    assert references.find(f"forum:{first.id}") == f"forum:{first.id}"
    assert references.find("ppg-chairs-group-2") == f"forum:{second.id}"


@pytest.mark.parametrize("code", ["ppg-chairs-group", "networks"])
def test_a_code_in_use_or_of_another_page_is_refused(code: str) -> None:
    body = make_body()
    make_forum(body)
    with pytest.raises(Refused, match="Choose another, or leave it blank"):
        make_forum(body, "Chairs", code=code)


def test_a_network_of_another_body_and_days_out_of_order_are_refused() -> None:
    network = organisation.add_network(SYSTEM, make_body("Dudley CCG"), "Kingswinford")
    body = make_body()
    with pytest.raises(Refused, match="Kingswinford is a network of another body"):
        make_forum(body, network_id=network.id)
    with pytest.raises(Refused, match="ended on 1 March 2019, before it began on 1 April 2019"):
        make_forum(body, from_on=date(2019, 4, 1), to_on=date(2019, 3, 1))


def test_two_people_cannot_overwrite_one_another() -> None:
    forum = make_forum(make_body())
    version = forum.version
    service.change_forum(SYSTEM, forum, {"purpose": "Briefings of chairs"}, version)
    assert "briefings" in forum.search_text.split()
    with pytest.raises(Refused, match="Somebody else changed this forum"):
        service.change_forum(SYSTEM, forum, {"purpose": "Something else"}, version)


def test_an_ended_forum_ends_its_memberships_and_keeps_its_past() -> None:
    forum = make_forum(make_body())
    member = make_member(forum)
    service.end_forum(SYSTEM, forum, TODAY)
    assert member.to_on == TODAY
    assert queries.members_of(forum, TODAY) == [member]
    assert queries.members_of(forum, date(2019, 11, 15)) == []
    assert queries.forum_choices(SYSTEM, date(2019, 11, 15)) == []


def test_a_forum_with_meetings_planned_later_does_not_end_yet() -> None:
    forum = make_forum(make_body())
    service.plan_meetings(SYSTEM, quarterly(forum))
    with pytest.raises(Refused, match="1 of its meetings are planned after 14 November 2019"):
        service.end_forum(SYSTEM, forum, TODAY)
    assert queries.forum_for(SYSTEM, forum.code).to_on is None


def test_only_a_forum_without_meetings_or_a_place_in_the_framework_is_taken_away() -> None:
    body = make_body()
    met, seated, mistake = make_forum(body), make_forum(body, "Citizens Forum"), make_forum(body, "Mistake")
    make_meeting(met)
    edition = framework_service.make_edition(
        SYSTEM, {"body_id": body.id, "title": "2019-21", "from_on": date(2019, 4, 1)}
    )
    framework_service.seat_forum(SYSTEM, edition, seated)
    make_member(mistake)
    quarterly(mistake)
    with pytest.raises(Refused, match="Meetings of this forum are recorded"):
        service.remove_forum(SYSTEM, met)
    with pytest.raises(Refused, match="has a place in the framework"):
        service.remove_forum(SYSTEM, seated)
    service.remove_forum(SYSTEM, mistake)
    assert [name for _, name in queries.forum_choices(SYSTEM)] == ["Citizens Forum", "PPG Chairs Group"]


def test_terms_hold_from_the_day_they_were_agreed_until_the_next() -> None:
    forum = make_forum(make_body())
    old = service.agree_terms(SYSTEM, forum, {"agreed_on": date(2018, 4, 12), "quorum": 4})
    new = service.agree_terms(
        SYSTEM, forum, {"agreed_on": date(2019, 4, 11), "quorum": 5, "review_on": date(2019, 10, 10)}
    )
    assert queries.terms_in_force(forum, date(2018, 4, 11)) is None
    assert queries.terms_in_force(forum, date(2019, 4, 10)) == old
    assert queries.quorum_on(forum, date(2019, 4, 11)) == 5
    assert queries.quorum_on(forum, date(2018, 4, 11)) is None
    assert queries.terms_of(SYSTEM, forum) == [new, old]
    listed = queries.listed_forums(SYSTEM, [forum.id])[0]
    assert listed.is_review_overdue(TODAY)
    service.change_terms(SYSTEM, new, {"review_on": date(2020, 4, 9)})
    assert not queries.listed_forums(SYSTEM, [forum.id])[0].is_review_overdue(TODAY)
    service.drop_terms(SYSTEM, new)
    assert queries.terms_in_force(forum, TODAY) == old


def test_terms_that_make_no_sense_are_refused() -> None:
    forum = make_forum(make_body())
    agreed = {"agreed_on": date(2019, 4, 11)}
    service.agree_terms(SYSTEM, forum, agreed)
    with pytest.raises(Refused, match="agreed on 11 April 2019 already"):
        service.agree_terms(SYSTEM, forum, agreed)
    with pytest.raises(Refused, match="The review comes after the day they were agreed"):
        service.agree_terms(SYSTEM, forum, {"agreed_on": TODAY, "review_on": TODAY})
    with pytest.raises(Refused, match="A quorum is at least one member"):
        service.agree_terms(SYSTEM, forum, {"agreed_on": TODAY, "quorum": 0})


def test_when_the_chair_changes_the_past_stays_true() -> None:
    forum = make_forum(make_body())
    first = make_member(forum, role="chair", from_on=date(2018, 4, 12))
    with pytest.raises(Refused, match="PPG Chair, practice M92007 is chair then"):
        make_member(forum, "PPG Chair, practice M92011", role="chair", from_on=TODAY)
    service.leave_forum(SYSTEM, first, date(2019, 11, 13))
    second = make_member(forum, "PPG Chair, practice M92011", role="chair", from_on=TODAY)
    assert queries.members_of(forum, date(2019, 11, 13)) == [first]
    assert queries.members_of(forum, TODAY) == [second]
    with pytest.raises(Refused, match="The membership cannot have ended on"):
        service.leave_forum(SYSTEM, second, date(2019, 11, 1))


def test_a_term_that_ended_or_ends_soon_is_shown_and_ends_nothing() -> None:
    forum = make_forum(make_body())
    terms = {
        "A": date(2019, 10, 10),
        "B": date(2020, 1, 9),
        "C": date(2021, 4, 8),
    }
    for title, ends in terms.items():
        make_member(forum, title, from_on=date(2018, 4, 12), term_ends_on=ends)
    make_member(forum, "D", from_on=date(2020, 1, 9))
    make_member(forum, "E", from_on=date(2018, 4, 12), to_on=date(2019, 4, 11))
    seats = queries.seats_of(SYSTEM, forum)
    standing = {seat.row.title: seat.standing(TODAY) for seat in seats}
    assert standing == {"A": "term ended", "B": "term ends soon", "C": "", "D": "to come", "E": "former"}
    assert [row.title for row in queries.members_of(forum, TODAY)] == ["A", "B", "C"]
    member = queries.membership_for(SYSTEM, forum, seats[0].row.id)
    service.change_membership(SYSTEM, member, {"term_ends_on": date(2022, 4, 14)})
    assert member.term_ends_on == date(2022, 4, 14)


def test_names_of_members_are_for_those_who_may_read_the_register() -> None:
    forum, person = make_forum(make_body()), make_person("Carer of two")
    make_member(forum, person_id=person.id)
    named = {
        role: queries.seats_of(make_actor(role), forum)[0].name for role in ("lay_member_ppi", "ig_officer")
    }
    assert named == {"lay_member_ppi": "", "ig_officer": "Carer of two"}


@pytest.mark.both_databases
def test_a_membership_is_part_of_the_history_of_a_person_and_of_an_organisation() -> None:
    forum, person, practice = make_forum(make_body()), make_person(), make_organisation("Lea Road Practice")
    make_member(
        forum, person_id=person.id, organisation_id=practice.id, from_on=date(2018, 4, 12), to_on=TODAY
    )
    for party in (f"person:{person.id}", f"organisation:{practice.id}"):
        found = [
            (one.on, one.what) for one in dealings.dealings_with([Party(party)]) if one.register == "Forums"
        ]
        assert found == [
            (TODAY, "was last member (PPG Chair, practice M92007) of PPG Chairs Group"),
            (date(2018, 4, 12), "became member (PPG Chair, practice M92007) of PPG Chairs Group"),
        ]


@pytest.mark.both_databases
def test_planning_a_schedule_twice_makes_its_meetings_once() -> None:
    forum = make_forum(make_body(), meets_in_public=True)
    row = quarterly(forum)
    assert len(service.plan_meetings(SYSTEM, row)) == 4
    assert service.plan_meetings(SYSTEM, row) == []
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
    by_hand = meeting_service.plan_meeting(SYSTEM, forum, {"when": read_date("11 July 2019")})
    row = quarterly(forum)
    assert len(service.plan_meetings(SYSTEM, row)) == 3
    assert (by_hand.schedule_id, by_hand.scheduled_for) == (row.id, date(2019, 7, 11))
    assert len(meetings_of(forum)) == 4


def test_a_schedule_without_an_end_is_refused_and_leaves_nothing() -> None:
    forum = make_forum(make_body())
    with pytest.raises(Refused, match="A schedule needs a last day"):
        quarterly(forum, until_on=None)
    assert queries.schedules_of(SYSTEM, forum) == []


def test_a_schedule_is_changed_before_its_meetings_are_planned_and_ended_after() -> None:
    forum = make_forum(make_body())
    row = quarterly(forum)
    service.change_schedule(SYSTEM, row, {**YEAR, "starts_at": "10:00"})
    service.plan_meetings(SYSTEM, row)
    with pytest.raises(Refused, match="Meetings have been planned by this schedule"):
        service.change_schedule(SYSTEM, row, {**YEAR, "starts_at": "11:00"})
    assert row.starts_at == "10:00"
    assert service.end_schedule(SYSTEM, row, date(2019, 9, 30)) == 2
    assert [one.status for one in meetings_of(forum)] == ["planned", "planned", "cancelled", "cancelled"]
    assert meetings_of(forum)[-1].cancelled_because == "The schedule ended on 30 September 2019"
    with pytest.raises(Refused, match="holds from 11 April 2019 to 30 September 2019"):
        service.end_schedule(SYSTEM, row, date(2020, 1, 1))


def test_whether_a_forum_met_as_often_as_planned() -> None:
    forum, idle = make_forum(make_body()), make_forum(None, "Idle forum")
    service.plan_meetings(SYSTEM, quarterly(forum))
    spring, summer, autumn, _ = meetings_of(forum)
    for meeting in (spring, summer):
        meeting_service.hold_meeting(SYSTEM, meeting, meeting.version, {})
    meeting_service.cancel_meeting(SYSTEM, autumn, "No room")
    first, last = date(2019, 4, 1), date(2020, 3, 31)
    kept = keeping.kept_by_forum([forum.id, idle.id], first, last, TODAY)
    assert kept[forum.id].words == "2 held of 3 due, 1 called off, 1 still to come"
    assert kept[forum.id].is_behind
    assert kept[idle.id].words == ("none recorded as held; no schedule is recorded")
    before = keeping.kept_by_forum([forum.id], date(2018, 4, 1), date(2019, 3, 31), TODAY)
    assert before[forum.id].words == "no meeting is due by its schedules"
    make_meeting(forum, "7 March 2019")
    before = keeping.kept_by_forum([forum.id], date(2018, 4, 1), date(2019, 3, 31), TODAY)
    assert before[forum.id].words == "1 held; none was due by its schedules"
    assert [year.label for year, _ in keeping.kept_by_year(forum, TODAY)] == ["2019/20"]
