"""Meetings as calendars read them (RFC 5545): series with their exceptions, London time, reminders.

A schedule from which meetings were planned is one recurring event; a meeting of it that was moved, changed or
called off is an exception to it; a day for which no meeting stands is left out of it. Lines are written here:
the library that the tests read them back with takes six times as long for a thousand meetings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from engage.forums import schedule
from engage.forums.models import Forum, Meeting, MeetingSchedule
from engage.platform.clock import LONDON
from engage.rules.facts import marked

ZONE = "Europe/London"
LINE = 75  # octets of one line, beyond which it is folded
AFRESH = "PT6H"  # how often calendars are asked to look again
OPEN_TO_ALL = "The public may come."
ONE_DAY = timedelta(days=1)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYLIGHT_SINCE_1996 = (  # the last Sundays of March and October, at one o'clock in the morning, GMT
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T010000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0100",
    "TZNAME:BST",
    "END:DAYLIGHT",
    "BEGIN:STANDARD",
    "DTSTART:19961027T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0000",
    "TZNAME:GMT",
    "END:STANDARD",
    "END:VTIMEZONE",
)


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
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Engage//Forums//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(diary.name)}",
        f"X-WR-CALNAME:{escaped(diary.name)}",
        *(
            [f"DESCRIPTION:{escaped(diary.note)}", f"X-WR-CALDESC:{escaped(diary.note)}"]
            if diary.note
            else []
        ),
        f"X-WR-TIMEZONE:{ZONE}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{AFRESH}",
        f"X-PUBLISHED-TTL:{AFRESH}",
        *DAYLIGHT_SINCE_1996,
        *_events(diary),
        "END:VCALENDAR",
    ]
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """Text as a property holds it; line breaks become two characters, other control characters go."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return plain if plain.isprintable() else "".join(mark for mark in plain if mark.isprintable())


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, none of which parts a character."""
    if len(line) <= LINE and line.isascii():
        return line
    pieces, piece, size = [], "", 0
    for mark in line:
        octets = len(mark.encode())
        if size + octets > LINE:
            pieces.append(piece)
            piece, size = "", 1  # the space that begins a further piece
        piece, size = piece + mark, size + octets
    return "\r\n ".join([*pieces, piece])


def _events(diary: Diary) -> Iterator[str]:
    series: dict[int, dict[date, tuple[Meeting, Forum]]] = {}
    for meeting, forum in diary.meetings:
        if meeting.start_from is None or meeting.start_from != meeting.start_to:
            continue  # only the month or the year is known: no calendar has a place for it
        row = diary.schedules.get(meeting.schedule_id or 0)
        if row is not None and meeting.scheduled_for is not None:
            series.setdefault(row.id, {})[meeting.scheduled_for] = meeting, forum
        else:
            yield from _single(diary, meeting, forum)
    for number, of_days in series.items():
        yield from _series(diary, diary.schedules[number], of_days)


def _single(diary: Diary, meeting: Meeting, forum: Forum) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{meeting.uid}"
    yield from _of_meeting(diary, meeting, forum, meeting.sequence)


def _series(
    diary: Diary, row: MeetingSchedule, of_days: Mapping[date, tuple[Meeting, Forum]]
) -> Iterator[str]:
    days = schedule.occurrences(row)
    forum = next(iter(of_days.values()))[1]
    missing = [day for day in days if day not in of_days]
    title = marked(forum.name, all(meeting.is_invented for meeting, _ in of_days.values()))
    if len(missing) < len(days):
        yield from _recurring(diary, row, forum, title, days, missing)
    inside = set(days)
    for day, (meeting, _) in of_days.items():
        if day not in inside:
            yield from _single(diary, meeting, forum)
        elif meeting.sequence or _title(meeting, forum) != title or not _as_scheduled(meeting, forum, row):
            yield "BEGIN:VEVENT"
            yield f"UID:{row.uid}"
            yield f"RECURRENCE-ID{_at(day, row.starts_at)}"
            yield from _of_meeting(diary, meeting, forum, row.sequence + meeting.sequence)


def _recurring(
    diary: Diary,
    row: MeetingSchedule,
    forum: Forum,
    title: str,
    days: Sequence[date],
    missing: Sequence[date],
) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{row.uid}"
    yield f"DTSTAMP:{_moment(diary.changed.get(f'schedule:{row.id}', NEVER))}"
    yield f"SEQUENCE:{row.sequence}"
    yield f"SUMMARY:{escaped(title)}"
    yield f"DTSTART{_at(row.first_on, row.starts_at)}"
    yield f"DTEND{_end(row.first_on, row.starts_at, row.minutes)}"
    yield f"RRULE:{_rule(row, days[-1])}"
    if missing:
        kind = _at(missing[0], row.starts_at).partition(":")[0]
        yield f"EXDATE{kind}:{','.join(_at(day, row.starts_at).partition(':')[2] for day in missing)}"
    yield "STATUS:CONFIRMED"
    if row.venue:
        yield f"LOCATION:{escaped(row.venue)}"
    if forum.meets_in_public:
        yield f"DESCRIPTION:{OPEN_TO_ALL}"
    yield f"URL:{diary.address}/forums/{forum.code}"
    yield from _alarm(diary, title)
    yield "END:VEVENT"


def _of_meeting(diary: Diary, meeting: Meeting, forum: Forum, sequence: int) -> Iterator[str]:
    """What follows the UID of one meeting. Only what may be public of it: no notes, no names, no reasons."""
    off = meeting.status == "cancelled"
    day = meeting.start_from or date.min
    yield f"DTSTAMP:{_moment(diary.changed.get(f'meeting:{meeting.id}', NEVER))}"
    yield f"SEQUENCE:{sequence}"
    yield f"SUMMARY:{escaped(('Called off: ' if off else '') + _title(meeting, forum))}"
    yield f"DTSTART{_at(day, meeting.starts_at)}"
    yield f"DTEND{_end(meeting.end_to or day, meeting.starts_at, meeting.minutes)}"
    yield f"STATUS:{'CANCELLED' if off else 'CONFIRMED'}"
    if off:
        yield "TRANSP:TRANSPARENT"
    if meeting.venue:
        yield f"LOCATION:{escaped(meeting.venue)}"
    if meeting.is_public:
        joined = f" Join it at {meeting.link}" if meeting.link else ""
        yield f"DESCRIPTION:{escaped(OPEN_TO_ALL + joined)}"
    yield f"URL:{diary.address}/meetings/{meeting.id}"
    if not off:
        yield from _alarm(diary, _title(meeting, forum))
    yield "END:VEVENT"


def _alarm(diary: Diary, title: str) -> Iterable[str]:
    if diary.alarm is None:
        return ()
    return (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escaped(title)}",
        f"TRIGGER:-PT{diary.alarm}M",
        "END:VALARM",
    )


def _title(meeting: Meeting, forum: Forum) -> str:
    return marked(forum.name, meeting.is_invented)


def _as_scheduled(meeting: Meeting, forum: Forum, row: MeetingSchedule) -> bool:
    """Whether the recurring event already says everything of a meeting."""
    if meeting.status == "cancelled" or meeting.is_public != forum.meets_in_public:
        return False
    mine = (meeting.start_from, meeting.starts_at, meeting.minutes, meeting.venue)
    usual = (meeting.scheduled_for, row.starts_at, row.minutes, row.venue)
    return mine == usual and not (meeting.is_public and meeting.link)


def _rule(row: MeetingSchedule, last: date) -> str:
    """The rule of recurrence, ended by its last meeting: in UTC where the meetings have a time."""
    rule = schedule.rule_of(row)
    parts = [f"FREQ={'WEEKLY' if rule.is_weekly else 'MONTHLY'}", f"INTERVAL={rule.interval}"]
    if rule.days:
        parts.append(f"BYMONTHDAY={','.join(map(str, rule.days))}")
        parts += ["BYSETPOS=-1"] if len(rule.days) > 1 else []
    elif not rule.is_weekly:
        parts.append(f"BYDAY={rule.place}{WEEKDAYS[rule.weekday or 0]}")
    until = _moment(_local(last, row.starts_at)) if row.starts_at else f"{last:%Y%m%d}"
    return ";".join([*parts, f"UNTIL={until}"])


def _at(day: date, starts_at: str) -> str:
    """The end of a property that names a moment by London clocks, or a whole day when no time is known."""
    if not starts_at:
        return f";VALUE=DATE:{day:%Y%m%d}"
    return f";TZID={ZONE}:{_local(day, starts_at):%Y%m%dT%H%M%S}"


def _end(day: date, starts_at: str, minutes: int) -> str:
    if not starts_at:
        return f";VALUE=DATE:{day + ONE_DAY:%Y%m%d}"
    return f";TZID={ZONE}:{_local(day, starts_at) + timedelta(minutes=minutes):%Y%m%dT%H%M%S}"


def _local(day: date, starts_at: str) -> datetime:
    hour, _, minute = starts_at.partition(":")
    return datetime.combine(day, time(int(hour), int(minute)), LONDON)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
