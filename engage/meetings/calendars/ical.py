"""Meetings as calendars read them (RFC 5545): series with their exceptions, London time, reminders.

A schedule from which meetings were planned is one recurring event; a meeting of it that was moved, changed or
called off is an exception to it; a day for which no meeting stands is left out of it. Lines are escaped,
folded and written by the icalendar library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from engage.forums.models import Forum, MeetingSchedule
from engage.forums.schedules import recurrence
from engage.meetings.models import Meeting
from engage.meetings.words import CANCELLED
from engage.platform.clock import LONDON
from engage.rules.facts import marked

if TYPE_CHECKING:
    from icalendar import Event, Timezone
    from icalendar.prop import vText

AFRESH = timedelta(hours=6)  # how often calendars are asked to look again
OPEN_TO_ALL = "The public may come."
ONE_DAY = timedelta(days=1)
GREENWICH, SUMMER = timedelta(0), timedelta(hours=1)  # ahead of UTC
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Diary:
    """What goes into one calendar: meetings with their forums, schedules, and when each was last changed.

    ``changed`` is by reference (meeting:3) and by number of schedule (schedule:4); ``address`` begins the
    addresses of the pages; ``alarm`` is minutes before, or None for no reminder. ``note`` is said of the
    whole calendar, such as that it is a demonstration.
    """

    name: str
    meetings: Sequence[tuple[Meeting, Forum]]
    schedules: Mapping[int, MeetingSchedule]
    changed: Mapping[str, datetime]
    address: str
    alarm: int | None = None
    note: str = ""


def calendar_of(diary: Diary) -> bytes:
    """The calendar, folded and ended as the standard asks."""
    from icalendar import Calendar
    from icalendar.prop import vDuration, vText

    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Engage//Forums//EN")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("NAME", _text(diary.name))
    calendar.add("X-WR-CALNAME", _text(diary.name))
    if diary.note:
        calendar.add("DESCRIPTION", _text(diary.note))
        calendar.add("X-WR-CALDESC", _text(diary.note))
    calendar.add("X-WR-TIMEZONE", vText(LONDON.key))
    calendar.add("REFRESH-INTERVAL", vDuration(AFRESH), {"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(AFRESH))
    calendar.add_component(_london())
    for event in _events(diary):
        calendar.add_component(event)
    written: bytes = calendar.to_ical(sorted=False)
    return written


def _text(words: str) -> vText:
    """Words as the library escapes them, without the control characters that it would let through."""
    from icalendar.prop import vText

    if words.isprintable():
        return vText(words)
    return vText("".join(mark for mark in words if mark.isprintable() or mark == "\n"))


def _london() -> Timezone:
    """London's clocks since 1996, by rule: Outlook passes over the listed days of ``Timezone.from_tzid``."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    zone = Timezone()
    zone.add("TZID", LONDON.key)
    for part, name, first, before, after in (
        (TimezoneDaylight(), "BST", datetime.combine(date(1996, 3, 31), time(1)), GREENWICH, SUMMER),
        (TimezoneStandard(), "GMT", datetime.combine(date(1996, 10, 27), time(2)), SUMMER, GREENWICH),
    ):
        part.add("DTSTART", first)
        part.add("RRULE", {"FREQ": "YEARLY", "BYMONTH": first.month, "BYDAY": "-1SU"})
        part.add("TZOFFSETFROM", before)
        part.add("TZOFFSETTO", after)
        part.add("TZNAME", name)
        zone.add_component(part)
    return zone


def _events(diary: Diary) -> Iterator[Event]:
    series: dict[int, dict[date, tuple[Meeting, Forum]]] = {}
    for meeting, forum in diary.meetings:
        if meeting.start_from is None or meeting.start_from != meeting.start_to:
            continue  # only the month or the year is known: no calendar has a place for it
        row = diary.schedules.get(meeting.schedule_id or 0)
        if row is not None and meeting.scheduled_for is not None:
            series.setdefault(row.id, {})[meeting.scheduled_for] = meeting, forum
        else:
            yield _single(diary, meeting, forum)
    for number, of_days in series.items():
        yield from _series(diary, diary.schedules[number], of_days)


def _single(diary: Diary, meeting: Meeting, forum: Forum) -> Event:
    event = _of_meeting(diary, meeting, forum)
    event.add("UID", meeting.uid)
    event.add("SEQUENCE", meeting.sequence)
    return event


def _series(
    diary: Diary, row: MeetingSchedule, of_days: Mapping[date, tuple[Meeting, Forum]]
) -> Iterator[Event]:
    days = recurrence.occurrences(row)
    forum = next(iter(of_days.values()))[1]
    missing = [day for day in days if day not in of_days]
    title = marked(forum.name, all(meeting.is_invented for meeting, _ in of_days.values()))
    if len(missing) < len(days):
        yield _recurring(diary, row, forum, title, days[-1], missing)
    inside = set(days)
    for day, (meeting, _) in of_days.items():
        if day not in inside:
            yield _single(diary, meeting, forum)
        elif meeting.sequence or _title(meeting, forum) != title or not _as_scheduled(meeting, forum, row):
            yield _exception(diary, meeting, forum, row, day)


def _exception(diary: Diary, meeting: Meeting, forum: Forum, row: MeetingSchedule, day: date) -> Event:
    event = _of_meeting(diary, meeting, forum)
    event.add("UID", row.uid)
    event.add("RECURRENCE-ID", _at(day, row.starts_at))
    event.add("SEQUENCE", row.sequence + meeting.sequence)
    return event


def _recurring(
    diary: Diary, row: MeetingSchedule, forum: Forum, title: str, last: date, missing: Sequence[date]
) -> Event:
    from icalendar import Event

    event = Event()
    event.add("UID", row.uid)
    event.add("SEQUENCE", row.sequence)
    event.add("DTSTAMP", diary.changed.get(f"schedule:{row.id}", NEVER))
    event.add("SUMMARY", _text(title))
    event.add("DTSTART", _at(row.first_on, row.starts_at))
    event.add("DTEND", _end(row.first_on, row.starts_at, row.minutes))
    event.add("RRULE", _rule(row, last))
    if missing:
        event.add("EXDATE", [_at(day, row.starts_at) for day in missing])
    event.add("STATUS", "CONFIRMED")
    if row.venue:
        event.add("LOCATION", _text(row.venue))
    if forum.meets_in_public:
        event.add("DESCRIPTION", OPEN_TO_ALL)
    event.add("URL", f"{diary.address}/forums/{forum.code}")
    _remind(event, diary, title)
    return event


def _of_meeting(diary: Diary, meeting: Meeting, forum: Forum) -> Event:
    """What is said of one meeting. Only what may be public of it: no notes, no names, no reasons."""
    from icalendar import Event

    off = meeting.status == CANCELLED
    day = meeting.start_from or date.min
    title = _title(meeting, forum)
    event = Event()
    event.add("DTSTAMP", diary.changed.get(f"meeting:{meeting.id}", NEVER))
    event.add("SUMMARY", _text(f"Called off: {title}" if off else title))
    event.add("DTSTART", _at(day, meeting.starts_at))
    event.add("DTEND", _end(meeting.end_to or day, meeting.starts_at, meeting.minutes))
    event.add("STATUS", "CANCELLED" if off else "CONFIRMED")
    if meeting.venue:
        event.add("LOCATION", _text(meeting.venue))
    if meeting.is_public:
        joined = f" Join it at {meeting.link}" if meeting.link else ""
        event.add("DESCRIPTION", _text(OPEN_TO_ALL + joined))
    event.add("URL", f"{diary.address}/meetings/{meeting.id}")
    if off:
        event.add("TRANSP", "TRANSPARENT")
    else:
        _remind(event, diary, title)
    return event


def _remind(event: Event, diary: Diary, title: str) -> None:
    from icalendar import Alarm

    if diary.alarm is None:
        return
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", _text(title))
    alarm.add("TRIGGER", timedelta(minutes=-diary.alarm))
    event.add_component(alarm)


def _title(meeting: Meeting, forum: Forum) -> str:
    return marked(forum.name, meeting.is_invented)


def _as_scheduled(meeting: Meeting, forum: Forum, row: MeetingSchedule) -> bool:
    """Whether the recurring event already says everything of a meeting."""
    if meeting.status == CANCELLED or meeting.is_public != forum.meets_in_public:
        return False
    mine = (meeting.start_from, meeting.starts_at, meeting.minutes, meeting.venue)
    usual = (meeting.scheduled_for, row.starts_at, row.minutes, row.venue)
    return mine == usual and not (meeting.is_public and meeting.link)


def _rule(row: MeetingSchedule, last: date) -> dict[str, object]:
    """The rule of recurrence, ended by its last meeting: in UTC where the meetings have a time."""
    rule = recurrence.rule_of(row)
    until = _at(last, row.starts_at)
    parts: dict[str, object] = {
        "FREQ": "WEEKLY" if rule.is_weekly else "MONTHLY",
        "INTERVAL": rule.interval,
        "UNTIL": until.astimezone(UTC) if isinstance(until, datetime) else until,
    }
    if rule.days:
        parts["BYMONTHDAY"] = rule.days
        if len(rule.days) > 1:
            parts["BYSETPOS"] = -1
    elif not rule.is_weekly:
        parts["BYDAY"] = f"{rule.place}{WEEKDAYS[rule.weekday or 0]}"
    return parts


def _at(day: date, starts_at: str) -> datetime | date:
    """A moment by London clocks, or a whole day when no time is known."""
    if not starts_at:
        return day
    hour, _, minute = starts_at.partition(":")
    return datetime.combine(day, time(int(hour), int(minute)), LONDON)


def _end(day: date, starts_at: str, minutes: int) -> datetime | date:
    return _at(day, starts_at) + (timedelta(minutes=minutes) if starts_at else ONE_DAY)
