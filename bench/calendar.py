"""A private calendar address with a thousand meetings: a long series, and the others each on their own."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from bench.measuring import command, least_seconds
from bench.sizes import fill

MEETINGS = 1_000
FIRST = date(2016, 4, 6)
WEEKS = 400  # as many as one schedule may have


def measure_feed(home: Path) -> float:
    """Seconds of a processor that a calendar program waits for the feed."""
    from config import from_environment
    from engage import create_app

    home.mkdir(parents=True)
    command(home, ["db", "upgrade"])
    app = create_app(from_environment({**os.environ, "ENGAGE_HOME": str(home), "ENGAGE_DEMONSTRATION": "1"}))
    address = f"/calendar/{_opened(app)}.ics"
    client = app.test_client()

    def read() -> None:
        answer = client.get(address)
        if answer.status_code != 200 or b"END:VCALENDAR" not in answer.data:
            raise RuntimeError(f"{address} answered {answer.status_code}")

    return least_seconds(read)


def _opened(app: Flask) -> str:
    """The secret of a feed of every forum, once its meetings are planned."""
    from engage.accounts import queries as accounts
    from engage.accounts import service as opening
    from engage.forums import service as forum_service
    from engage.forums.entries import ForumEntry, ScheduleEntry
    from engage.forums.schedules import service as schedule_service
    from engage.meetings.calendars import service as calendar_service
    from engage.meetings.planning import service as planning_service
    from engage.rules.actors import SYSTEM

    with app.app_context():
        weekly, other = (
            forum_service.add_forum(SYSTEM, ForumEntry(name=name, kind="forum"))
            for name in ("Weekly", "Other")
        )
        last = FIRST + timedelta(weeks=WEEKS - 1)
        rule = ScheduleEntry(first_on=FIRST, until_on=last, frequency="weekly", starts_at="14:00")
        made = planning_service.plan_meetings(SYSTEM, schedule_service.set_schedule(SYSTEM, weekly, rule))
        fill(app, lambda: meetings_of(other, range(MEETINGS - len(made))))
        roles = ["communications_officer"]
        account = opening.open_account(SYSTEM, "feed@demonstration.invalid", "Feed", roles, password=None)
        return calendar_service.open_feed(accounts.actor_for(account), None, 60)


def meetings_of(forum: Any, numbers: Iterable[int]) -> Iterator[Any]:
    """Planned meetings of a forum, three days apart, by the verbs' own filling."""
    from engage.meetings.entries import MeetingEntry
    from engage.meetings.models import Meeting
    from engage.meetings.service import put_in
    from engage.meetings.words import PLANNED
    from engage.rules.dates_as_known import DateAsKnown

    for number in numbers:
        when = DateAsKnown.of_days(FIRST + timedelta(days=3 * number))
        meeting = Meeting(forum_id=forum.id, status=PLANNED, is_invented=False)
        entry = MeetingEntry(when=when, starts_at="10:00", venue="Civic Centre, St Peter's Square")
        put_in(meeting, forum, entry)
        yield meeting
