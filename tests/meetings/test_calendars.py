"""Calendars of meetings, read back with another library: series, exceptions, cancellations, clock changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from engage.accounts import queries as accounts
from engage.accounts import service as keeping
from engage.forums.models import Forum, MeetingSchedule
from engage.meetings import service as meeting_service
from engage.meetings.calendars import queries as calendars
from engage.meetings.calendars import service as calendar_service
from engage.meetings.calendars.ical import Diary, calendar_of
from engage.meetings.entries import MeetingEntry
from engage.meetings.models import Meeting
from engage.meetings.planning import service as planning_service
from engage.platform.clock import LONDON
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from engage.rules.errors import Missing, Refused
from tests.builders import (
    make_account,
    make_actor,
    make_body,
    make_forum,
    make_meeting,
    make_schedule,
)

pytestmark = pytest.mark.usefixtures("app", "clock")

TAKEN_AWAY = audit.Event("test.meeting-taken-away")
ADDRESS = "https://engage.example"
YEAR = {"first_on": date(2019, 4, 11), "until_on": date(2020, 3, 31), "frequency": "quarterly"}
HOSTILE = (
    "\r\n",
    "\n",
    "\r",
    "\n ",
    "\x85",
    "\u2028",
    "\ud800",
    "\\",
    "\\n",
    "\\N",
    ";",
    ",",
    ":",
    '"',
    "END:VEVENT",
)


@dataclass(frozen=True)
class Shown:
    """One meeting as a calendar program would show it."""

    starts: datetime | date
    status: str = "CONFIRMED"
    where: str = ""


def planned(forum: Forum, **entry: Any) -> tuple[MeetingSchedule, list[Meeting]]:
    row = make_schedule(forum, **{"starts_at": "14:00", "venue": "Civic Centre"} | entry)
    return row, planning_service.plan_meetings(SYSTEM, row)


def read(forum: Forum) -> Any:
    """Its calendar as another library reads it; what that library says of types is of no use here."""
    return parsed(calendars.diary_of_forum(forum, ADDRESS))


def parsed(diary: Diary) -> Any:
    content = calendar_of(diary)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return icalendar.Calendar.from_ical(content)


def shown(calendar: Any) -> list[Shown]:
    """The meetings of a calendar, its series worked out and their exceptions put in their place."""
    events = calendar.walk("VEVENT")
    exceptions = {
        (str(event["UID"]), event["RECURRENCE-ID"].dt): _as_shown(event)
        for event in events
        if "RECURRENCE-ID" in event
    }
    found = []
    for event in events:
        if "RRULE" in event:
            for moment in _moments(event):
                usual = replace(_as_shown(event), starts=moment)
                found.append(exceptions.pop((str(event["UID"]), moment), usual))
        elif "RECURRENCE-ID" not in event:
            found.append(_as_shown(event))
    assert not exceptions, "an exception to a meeting that is not in its series"
    return sorted(found, key=lambda one: str(one.starts))


def _moments(event: Any) -> Iterator[datetime | date]:
    start = event["DTSTART"].dt
    rule = event["RRULE"].to_ical().decode()
    is_timed = isinstance(start, datetime)
    if is_timed:  # dateutil works out the days by the clock on the wall, to which UNTIL is brought back
        until = event["RRULE"]["UNTIL"][0].astimezone(LONDON)
        rule = ";".join(part for part in rule.split(";") if not part.startswith("UNTIL"))
        rule += f";UNTIL={until:%Y%m%dT%H%M%S}"
    plain = start.replace(tzinfo=None) if is_timed else datetime.combine(start, datetime.min.time())
    left_out = {one.dt for part in _several(event.get("EXDATE")) for one in part.dts}
    for moment in rrulestr(rule, dtstart=plain):
        day = moment.replace(tzinfo=start.tzinfo) if is_timed else moment.date()
        if day not in left_out:
            yield day


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _as_shown(event: Any) -> Shown:
    return Shown(event["DTSTART"].dt, str(event["STATUS"]), str(event.get("LOCATION", "")))


@one_transaction
def take_away(day: date) -> None:
    session().delete(session().scalars(select(Meeting).where(Meeting.scheduled_for == day)).one())
    TAKEN_AWAY(SYSTEM)


def at(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


def test_a_schedule_is_one_recurring_event_which_another_library_works_out_alike() -> None:
    forum = make_forum(make_body())
    planned(forum)
    calendar = read(forum)
    (event,) = calendar.walk("VEVENT")
    assert event["RRULE"].to_ical() == b"FREQ=MONTHLY;UNTIL=20200109T140000Z;INTERVAL=3;BYDAY=2TH"
    assert [one.starts for one in shown(calendar)] == [
        at(2019, 4, 11, 14),
        at(2019, 7, 11, 14),
        at(2019, 10, 10, 14),
        at(2020, 1, 9, 14),
    ]
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=2)
    assert str(event["SUMMARY"]) == "PPG Chairs Group"


@pytest.mark.parametrize("change", [date(2020, 3, 29), date(2020, 10, 25)])
def test_two_in_the_afternoon_stays_two_in_the_afternoon_across_a_clock_change(change: date) -> None:
    forum = make_forum(make_body())
    first = change - timedelta(days=3)
    planned(forum, first_on=first, until_on=first + timedelta(days=14), frequency="weekly")
    before, after, _ = (one.starts for one in shown(read(forum)))
    assert isinstance(before, datetime)
    assert isinstance(after, datetime)
    assert (before.hour, after.hour) == (14, 14)
    assert before.date() < change < after.date()
    assert before.astimezone(UTC).hour != after.astimezone(UTC).hour
    assert before.utcoffset() != after.utcoffset()


def test_the_time_zone_that_comes_with_it_changes_the_clocks_on_the_right_days() -> None:
    (zone,) = read(make_forum(make_body())).walk("VTIMEZONE")
    assert [part["RRULE"].to_ical() for part in zone.subcomponents] == [
        b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]
    london = zone.to_tz(lookup_tzid=False)  # by what is written there, not by the name
    for day in range(366 * 3):
        noon = at(2019, 1, 1, 12) + timedelta(days=day)
        assert noon.replace(tzinfo=london).utcoffset() == noon.utcoffset()


@pytest.mark.parametrize(
    "frequency", ["weekly", "fortnightly", "monthly", "bimonthly", "half_yearly", "yearly"]
)
@pytest.mark.parametrize("by", ["weekday_of_month", "day_of_month"])
@pytest.mark.parametrize("first", [date(2019, 1, 31), date(2019, 10, 8), date(2020, 2, 29)])
@pytest.mark.parametrize("starts_at", ["09:30", ""])
def test_every_kind_of_schedule_is_read_back_as_it_was_planned(
    frequency: str, by: str, first: date, starts_at: str
) -> None:
    forum = make_forum(make_body())
    until = first + timedelta(days=800)
    _, made = planned(forum, first_on=first, until_on=until, frequency=frequency, by=by, starts_at=starts_at)
    found = [
        one.starts.date() if isinstance(one.starts, datetime) else one.starts for one in shown(read(forum))
    ]
    assert found == [meeting.scheduled_for for meeting in made]


def test_a_meeting_moved_or_called_off_is_an_exception_with_a_raised_sequence() -> None:
    forum = make_forum(make_body())
    row, (first, second, third, _) = planned(forum)
    moved = MeetingEntry(when=read_date("18 July 2019"), starts_at="10:30", venue="Bob Jones Community Hub")
    meeting_service.change_meeting(SYSTEM, second, second.version, moved)
    meeting_service.cancel_meeting(SYSTEM, third, "The chair, who is named here, is unwell")
    calendar = read(forum)
    assert shown(calendar) == [
        Shown(at(2019, 4, 11, 14), where="Civic Centre"),
        Shown(at(2019, 7, 18, 10, 30), where="Bob Jones Community Hub"),
        Shown(at(2019, 10, 10, 14), "CANCELLED", "Civic Centre"),
        Shown(at(2020, 1, 9, 14), where="Civic Centre"),
    ]
    series, *exceptions = calendar.walk("VEVENT")
    assert {str(event["UID"]) for event in exceptions} == {str(series["UID"])} == {row.uid}
    assert [event["SEQUENCE"] for event in (series, *exceptions)] == [0, 1, 1]
    assert b"named here" not in calendar.to_ical()
    assert first.sequence == 0


def test_a_day_without_a_meeting_is_left_out_of_the_series() -> None:
    forum = make_forum(make_body())
    row = make_schedule(forum, starts_at="14:00")
    assert shown(read(forum)) == []
    planning_service.plan_meetings(SYSTEM, row)
    take_away(date(2019, 7, 11))
    assert [one.starts.month for one in shown(read(forum))] == [4, 10, 1]


def test_meetings_after_the_end_of_a_schedule_are_shown_as_called_off() -> None:
    forum = make_forum(make_body())
    row, _ = planned(forum)
    planning_service.end_schedule(SYSTEM, row, row.version, date(2019, 9, 30))
    calendar = read(forum)
    assert [(one.starts.month, one.status) for one in shown(calendar)] == [
        (4, "CONFIRMED"),
        (7, "CONFIRMED"),
        (10, "CANCELLED"),
        (1, "CANCELLED"),
    ]
    assert calendar.walk("VEVENT")[0]["SEQUENCE"] == 1


def test_a_meeting_of_its_own_keeps_its_uid_and_one_without_a_day_is_left_out() -> None:
    forum = make_forum(make_body())
    single = make_meeting(
        forum, "12 December 2019", held=False, starts_at="10:00", venue="Bilston; room 2, left"
    )
    make_meeting(forum, "March 2016")
    calendar = read(forum)
    assert shown(calendar) == [Shown(at(2019, 12, 12, 10), where="Bilston; room 2, left")]
    (event,) = calendar.walk("VEVENT")
    assert str(event["UID"]) == single.uid
    later = MeetingEntry(when=single.when, starts_at="11:00")
    meeting_service.change_meeting(SYSTEM, single, single.version, later)
    (event,) = parsed(calendars.diary_of_meeting(single, ADDRESS)).walk("VEVENT")
    assert (str(event["UID"]), event["SEQUENCE"]) == (single.uid, 1)
    assert str(event["URL"]) == f"{ADDRESS}/meetings/{single.id}"


def test_it_was_changed_when_the_audit_trail_says_so(clock: time_machine.Traveller) -> None:
    forum = make_forum(make_body())
    single = make_meeting(forum, "12 December 2019", held=False)
    clock.shift(timedelta(hours=1))
    meeting_service.cancel_meeting(SYSTEM, single, "No room")
    (event,) = read(forum).walk("VEVENT")
    assert event["DTSTAMP"].dt == datetime(2019, 11, 14, 10, 30, tzinfo=UTC)


def test_reminders_are_those_asked_for_and_never_for_what_is_called_off() -> None:
    forum = make_forum(make_body())
    make_meeting(forum, "12 December 2019", held=False)
    off = make_meeting(forum, "13 February 2020", held=False)
    meeting_service.cancel_meeting(SYSTEM, off, "No room")
    diary = calendars.diary_of_forum(forum, ADDRESS)
    for minutes, number in ((15, 1), (1440, 1), (None, 0)):
        alarms = parsed(replace(diary, alarm=minutes)).walk("VALARM")
        assert len(alarms) == number
        assert all(alarm["TRIGGER"].dt == timedelta(minutes=-(minutes or 0)) for alarm in alarms)


def test_only_a_public_meeting_tells_how_to_join_it() -> None:
    forum = make_forum(make_body())
    link: dict[str, Any] = {"link": "https://meet.example/ppg", "held": False}
    make_meeting(forum, "12 December 2019", is_public=False, **link)
    make_meeting(forum, "13 February 2020", is_public=True, **link)
    closed, public = read(forum).walk("VEVENT")
    assert "DESCRIPTION" not in closed
    assert str(public["DESCRIPTION"]) == "The public may come. Join it at https://meet.example/ppg"


@given(words=some.lists(some.sampled_from(HOSTILE) | some.text(min_size=1), min_size=1).map("".join))
def test_any_words_are_read_back_and_none_of_them_begins_a_line(words: str) -> None:
    calendar = parsed(_diary_saying(words))
    assert _lines(calendar) == _lines(parsed(_diary_saying("Bilston")))
    (event,), (alarm,) = calendar.walk("VEVENT"), calendar.walk("VALARM")
    kept = "".join(mark for mark in words if mark.isprintable() or mark == "\n")
    read_back = kept.replace("\\N", "\n")  # which the library, as the standard, takes for a line break
    for part, name in ((event, "SUMMARY"), (event, "LOCATION"), (alarm, "DESCRIPTION")):
        assert str(part[name]) == read_back
    for name in ("NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC"):
        assert calendar[name].to_ical() == event["SUMMARY"].to_ical()
    assert str(event["DESCRIPTION"]) == f"The public may come. Join it at {read_back}"


def _diary_saying(words: str) -> Diary:
    """A diary of one meeting that says the same words wherever it can."""
    day = date(2019, 12, 12)
    meeting = Meeting(
        id=1, uid="1@engage.example", sequence=0, start_from=day, start_to=day, starts_at="10:00", minutes=90
    )
    meeting.venue, meeting.link, meeting.is_public = words, words, True
    forum = Forum(name=words, meets_in_public=True)
    return Diary(words, [(meeting, forum)], {}, {}, ADDRESS, 60, words)


def _lines(calendar: Any) -> list[str]:
    return [name for name, _ in calendar.property_items()]


def test_a_private_address_is_told_once_and_only_its_hash_is_kept() -> None:
    officer, forum = make_actor("engagement_officer"), make_forum(make_body())
    secret = calendar_service.open_feed(officer, forum, 60)
    (listed,) = calendars.feeds_of(officer)
    assert listed.forum == "PPG Chairs Group"
    assert secret not in str(vars(listed.row))
    assert calendars.feed_at(secret) == listed.row
    assert calendars.feed_at(secret[:-1]) is None
    with pytest.raises(Missing):
        calendars.own_feed(make_actor("engagement_officer"), listed.row.id)


def test_a_closed_or_replaced_address_leads_nowhere() -> None:
    officer = make_actor("engagement_officer")
    secret = calendar_service.open_feed(officer, None, None)
    (listed,) = calendars.feeds_of(officer)
    assert listed.forum == "Every forum"
    another = calendar_service.replace_feed(officer, listed.row)
    assert calendars.feed_at(secret) is None
    feed = calendars.feed_at(another)
    assert feed is not None
    calendar_service.close_feed(officer, feed)
    assert calendars.feed_at(another) is None
    assert calendars.feeds_of(officer) == []


def test_a_person_has_so_many_addresses_and_the_system_none() -> None:
    officer = make_actor("engagement_officer")
    for _ in range(calendar_service.MOST_FEEDS):
        calendar_service.open_feed(officer, None, None)
    with pytest.raises(Refused, match="You have 20 calendar addresses"):
        calendar_service.open_feed(officer, None, None)
    with pytest.raises(Refused, match="belongs to an account"):
        calendar_service.open_feed(SYSTEM, None, None)


def test_the_address_of_somebody_who_may_no_longer_read_leads_nowhere() -> None:
    account = make_account("engagement_officer")
    secret = calendar_service.open_feed(accounts.actor_for(account), None, None)
    assert calendars.feed_at(secret) is not None
    keeping.give_roles(SYSTEM, account, ["sponsor"])
    assert calendars.feed_at(secret) is None
    keeping.give_roles(SYSTEM, account, ["engagement_officer"])
    keeping.close_account(SYSTEM, account)
    assert calendars.feed_at(secret) is None
