"""Fetching what goes into calendars, and the private addresses at which they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engage.accounts import queries as accounts
from engage.accounts.models import Account
from engage.forums.models import Forum, MeetingSchedule
from engage.meetings.calendars.ical import Diary
from engage.meetings.models import CalendarFeed, Meeting
from engage.organisation.queries import demonstration_words
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import session
from engage.platform.imports.importing import batches
from engage.rules.actors import Actor
from engage.rules.errors import Missing
from engage.rules.permissions import May

AT_ONCE = 5_000
EVERY_FORUM = "Every forum"


@dataclass(frozen=True, slots=True)
class ListedFeed:
    """A private address as its owner sees it: for which forum, never the secret."""

    row: CalendarFeed
    forum: str


def feeds_of(actor: Actor) -> list[ListedFeed]:
    """The addresses of the person asking that can be read, the newest first."""
    wanted = (
        select(CalendarFeed, Forum.name)
        .outerjoin(Forum, Forum.id == CalendarFeed.forum_id)
        .where(CalendarFeed.account_id == actor.id, CalendarFeed.ended_at.is_(None))
        .order_by(CalendarFeed.id.desc())
    )
    return [ListedFeed(row, name or EVERY_FORUM) for row, name in session().execute(wanted)]


def own_feed(actor: Actor, feed_id: int) -> CalendarFeed:
    """One address of the person asking that can be read. Raises Missing."""
    found = session().get(CalendarFeed, feed_id)
    if found is None or found.account_id != actor.id or found.ended_at is not None:
        raise Missing
    return found


def feed_at(secret: str) -> CalendarFeed | None:
    """The feed behind a secret: None once it is closed, or its owner may no longer read the records."""
    wanted = (
        select(CalendarFeed, Account)
        .join(Account, Account.id == CalendarFeed.account_id)
        .where(
            CalendarFeed.secret_hash == hash_of(secret),
            CalendarFeed.ended_at.is_(None),
            Account.is_open.is_(True),
        )
    )
    found = session().execute(wanted).one_or_none()
    if found is None:
        return None
    feed, account = found
    return feed if accounts.actor_for(account).may(May.READ_RECORDS) else None


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def diary_of_feed(feed: CalendarFeed, address: str) -> Diary:
    """Everything that a feed shows."""
    forum = session().get(Forum, feed.forum_id) if feed.forum_id else None
    name = forum.name if forum else "Participation forums"
    return _diary(name, [forum.id] if forum else None, address, feed.alarm_minutes)


def diary_of_forum(forum: Forum, address: str) -> Diary:
    """Every meeting of one forum, with the reminder that is usual."""
    return _diary(forum.name, [forum.id], address, 60)


def diary_of_meeting(meeting: Meeting, address: str) -> Diary:
    """One meeting, as an event of its own."""
    forum = session().get(Forum, meeting.forum_id)
    if forum is None:
        raise Missing
    changed = _changed([meeting.id], [])
    return Diary(forum.name, [(meeting, forum)], {}, changed, address, 60, demonstration_words())


def _diary(name: str, forums: Collection[int] | None, address: str, alarm: int | None) -> Diary:
    wanted = select(Meeting, Forum).join(Forum, Forum.id == Meeting.forum_id)
    of_schedules = select(MeetingSchedule)
    if forums is not None:
        wanted = wanted.where(Meeting.forum_id.in_(forums))
        of_schedules = of_schedules.where(MeetingSchedule.forum_id.in_(forums))
    rows = [
        (meeting, forum)
        for meeting, forum in session().execute(wanted.order_by(Meeting.sorts_on, Meeting.id))
    ]
    schedules = {row.id: row for row in session().scalars(of_schedules)}
    changed = _changed([meeting.id for meeting, _ in rows], schedules.values())
    return Diary(name, rows, schedules, changed, address, alarm, demonstration_words())


def _changed(meetings: Iterable[int], schedules: Iterable[MeetingSchedule]) -> dict[str, datetime]:
    """When each was last changed, by the audit trail."""
    forums = {f"forum:{row.forum_id}" for row in schedules}
    found = _last_changes([*(f"meeting:{number}" for number in meetings), *forums])
    for row in schedules:
        if (at := found.get(f"forum:{row.forum_id}")) is not None:
            found[f"schedule:{row.id}"] = at
    return found


def _last_changes(refs: list[str]) -> dict[str, datetime]:
    entries: dict[str, int] = {}
    for batch in batches(refs, AT_ONCE):
        newest = select(AuditChange.ref, func.max(AuditChange.entry_id)).where(AuditChange.ref.in_(batch))
        entries.update(session().execute(newest.group_by(AuditChange.ref)).all())
    moments: dict[int, datetime] = {}
    for numbers in batches(sorted(set(entries.values())), AT_ONCE):
        wanted = select(AuditEntry.id, AuditEntry.at).where(AuditEntry.id.in_(numbers))
        moments.update(session().execute(wanted).all())
    return {ref: moments[entry] for ref, entry in entries.items() if entry in moments}
