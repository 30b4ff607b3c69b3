"""Setting up forums and changing them: their terms of reference, their members, and when they are to meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from engage.forums import queries, schedule
from engage.forums.models import (
    CalendarFeed,
    Forum,
    FrameworkSeat,
    Meeting,
    MeetingSchedule,
    Membership,
    TermsOfReference,
)
from engage.organisation.models import Network
from engage.platform.data import audit
from engage.platform.data.dated import date_columns
from engage.platform.data.db import save, session
from engage.platform.data.search import words_of
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.dates_as_known import DateAsKnown
from engage.rules.errors import Refused

added = audit.Event("forum.added", "forum_id", "code")
changed = audit.Event("forum.changed", "forum_id")
ended = audit.Event("forum.ended", "forum_id", "on")
removed = audit.Event("forum.removed", "forum_id", "code")
terms_agreed = audit.Event("forum.terms-agreed", "forum_id", "terms_id")
terms_changed = audit.Event("forum.terms-changed", "forum_id", "terms_id")
terms_dropped = audit.Event("forum.terms-dropped", "forum_id", "terms_id")
member_joined = audit.Event("forum.member-joined", "forum_id", "membership_id")
member_changed = audit.Event("forum.member-changed", "forum_id", "membership_id")
member_left = audit.Event("forum.member-left", "forum_id", "membership_id", "on")
schedule_set = audit.Event("forum.schedule-set", "forum_id", "schedule_id")
schedule_changed = audit.Event("forum.schedule-changed", "forum_id", "schedule_id")
schedule_ended = audit.Event("forum.schedule-ended", "forum_id", "schedule_id", "called_off")
meetings_planned = audit.Event("forum.meetings-planned", "forum_id", "schedule_id", "count")

OVERTAKEN = (
    "Somebody else changed this forum while you were writing. What you typed is still here: look at the "
    "forum in another window, then save again to put yours in its place."
)


@one_transaction
def add_forum(actor: Actor, entry: Mapping[str, Any]) -> Forum:
    """Add a forum. ``entry`` holds columns of ``Forum`` by name; a ``code`` is given when there is none.

    Raises Refused for a code in use, days in the wrong order, or a network of another body.
    """
    forum = Forum()
    fill(forum, entry)
    save(forum)
    added(actor, forum_id=forum.id, code=forum.code)
    return forum


@one_transaction
def change_forum(actor: Actor, forum: Forum, entry: Mapping[str, Any], version: int | None = None) -> Forum:
    """Change columns of a forum as it stood at ``version``. Raises Refused as adding it would, or when
    somebody changed it in between."""
    if version is not None and version != forum.version:
        raise Refused(OVERTAKEN)
    with session().no_autoflush:
        fill(forum, entry)
    session().flush()
    changed(actor, forum_id=forum.id)
    return forum


@one_transaction
def end_forum(actor: Actor, forum: Forum, on: date) -> None:
    """A forum met for the last time. Memberships held then end with it; its history stays.

    Raises Refused for a day before it began, or when meetings are planned after it.
    """
    fill(forum, {"to_on": on})
    later = _meetings_after(forum, on)
    if later:
        raise Refused(
            f"{len(later)} of its meetings are planned after {long_date(on)}. Call them off, or end their "
            "schedule, first."
        )
    for row in queries.members_of(forum, on):
        if row.to_on is None:
            row.to_on = on
    ended(actor, forum_id=forum.id, on=on.isoformat())


@one_transaction
def remove_forum(actor: Actor, forum: Forum) -> None:
    """Take away a forum entered by mistake. Raises Refused when it has met, or stands in the framework."""
    if session().scalars(select(Meeting.id).where(Meeting.forum_id == forum.id)).first() is not None:
        raise Refused("Meetings of this forum are recorded, so it stays. Enter its last day instead.")
    mine = (FrameworkSeat.forum_id == forum.id) | (FrameworkSeat.reports_to_id == forum.id)
    if session().scalars(select(FrameworkSeat.id).where(mine)).first() is not None:
        raise Refused("This forum has a place in the framework. Take it out of every edition first.")
    removed(actor, forum_id=forum.id, code=forum.code)
    for table in (TermsOfReference, MeetingSchedule, Membership, CalendarFeed):
        for row in session().scalars(select(table).where(table.forum_id == forum.id)):
            session().delete(row)
    session().flush()
    session().delete(forum)


@one_transaction
def agree_terms(actor: Actor, forum: Forum, entry: Mapping[str, Any]) -> TermsOfReference:
    """Keep terms of reference as agreed on a day; those before stay as they were until then.

    ``entry`` holds columns of ``TermsOfReference``. Raises Refused for a second version of one day, a review
    before the agreement, or a quorum below one.
    """
    terms = TermsOfReference(forum_id=forum.id)
    _fill_terms(terms, entry)
    save(terms)
    terms_agreed(actor, forum_id=forum.id, terms_id=terms.id)
    return terms


@one_transaction
def change_terms(actor: Actor, terms: TermsOfReference, entry: Mapping[str, Any]) -> None:
    """Correct a version of the terms of reference. Raises Refused as agreeing them would."""
    with session().no_autoflush:
        _fill_terms(terms, entry)
    session().flush()
    terms_changed(actor, forum_id=terms.forum_id, terms_id=terms.id)


@one_transaction
def drop_terms(actor: Actor, terms: TermsOfReference) -> None:
    """Take away terms of reference kept by mistake; the file itself stays in the store."""
    terms_dropped(actor, forum_id=terms.forum_id, terms_id=terms.id)
    session().delete(terms)


@one_transaction
def join_forum(actor: Actor, forum: Forum, entry: Mapping[str, Any]) -> Membership:
    """Give somebody, or a post that nobody is named for, a seat on a forum.

    ``entry`` holds columns of ``Membership``. Raises Refused for days in the wrong order, or a second chair.
    """
    row = Membership(forum_id=forum.id)
    _fill_membership(row, entry)
    save(row)
    member_joined(actor, forum_id=forum.id, membership_id=row.id)
    return row


@one_transaction
def change_membership(actor: Actor, row: Membership, entry: Mapping[str, Any]) -> None:
    """Change a membership. Raises Refused as joining would."""
    with session().no_autoflush:
        _fill_membership(row, entry)
    session().flush()
    member_changed(actor, forum_id=row.forum_id, membership_id=row.id)


@one_transaction
def leave_forum(actor: Actor, row: Membership, on: date) -> None:
    """A member leaves; that they were one stays true. Raises Refused for a day before they joined."""
    with session().no_autoflush:
        _fill_membership(row, {"to_on": on})
    session().flush()
    member_left(actor, forum_id=row.forum_id, membership_id=row.id, on=on.isoformat())


@one_transaction
def set_schedule(actor: Actor, forum: Forum, entry: Mapping[str, Any]) -> MeetingSchedule:
    """Say how often a forum is to meet between two days; plan_meetings then makes the meetings.

    ``entry`` holds columns of ``MeetingSchedule``. Raises Refused for one without an end, or with too many.
    """
    row = MeetingSchedule(forum_id=forum.id, uid=new_uid(), sequence=0)
    _fill_schedule(row, entry)
    save(row)
    schedule_set(actor, forum_id=forum.id, schedule_id=row.id)
    return row


@one_transaction
def change_schedule(actor: Actor, row: MeetingSchedule, entry: Mapping[str, Any]) -> None:
    """Change a schedule from which nothing was planned. Raises Refused otherwise, and as setting it would."""
    if _planned_from(row):
        raise Refused(
            "Meetings have been planned by this schedule, and people may have them in their calendars. Move "
            "single meetings, or end this schedule and set another."
        )
    with session().no_autoflush:
        _fill_schedule(row, entry)
    row.sequence += 1
    session().flush()
    schedule_changed(actor, forum_id=row.forum_id, schedule_id=row.id)


@one_transaction
def end_schedule(actor: Actor, row: MeetingSchedule, on: date) -> int:
    """A schedule holds no longer than a day; answers how many meetings planned after it were called off.

    Raises Refused for a day before its first meeting, or after its end.
    """
    if not row.first_on <= on <= row.until_on:
        raise Refused(
            f"The schedule holds from {long_date(row.first_on)} to {long_date(row.until_on)}. Enter a day "
            "between them."
        )
    row.until_on, row.sequence = on, row.sequence + 1
    off = [meeting for meeting in _planned_from(row) if meeting.status == "planned" and meeting.sorts_on > on]
    for meeting in off:
        meeting.status, meeting.sequence = "cancelled", meeting.sequence + 1
        meeting.cancelled_because = f"The schedule ended on {long_date(on)}"
    session().flush()
    schedule_ended(actor, forum_id=row.forum_id, schedule_id=row.id, called_off=len(off))
    return len(off)


@one_transaction
def plan_meetings(actor: Actor, row: MeetingSchedule) -> list[Meeting]:
    """Make the meetings of a schedule that are not there yet; answers those it made.

    A meeting that was planned by hand for one of its days becomes a meeting of the schedule.
    """
    forum = queries.forum_by_id(actor, row.forum_id)
    there = {meeting.scheduled_for for meeting in _planned_from(row)}
    by_hand = _unscheduled(forum)
    made = []
    for day in schedule.occurrences(row):
        if day in by_hand and day not in there:
            by_hand[day].schedule_id, by_hand[day].scheduled_for = row.id, day
        elif day not in there:
            made.append(_planned(forum, row, day))
    session().add_all(made)
    session().flush()
    meetings_planned(actor, forum_id=forum.id, schedule_id=row.id, count=len(made))
    return made


def fill(forum: Forum, entry: Mapping[str, Any]) -> None:
    """Put ``entry`` into a forum, for use inside a verb."""
    for name, value in entry.items():
        setattr(forum, name, value)
    forum.code = (forum.code or "").strip().lower() or queries.free_code(forum.name)
    other = queries.forum_with_code(forum.code)
    if other is not None and other is not forum:
        raise Refused(f"The code {forum.code} is the one of {other.name}. Choose another, or leave it blank.")
    if forum.code in queries.RESERVED:
        raise Refused(f"The code {forum.code} means another page. Choose another, or leave it blank.")
    _check_days(forum.from_on, forum.to_on, "The forum")
    network = session().get(Network, forum.network_id) if forum.network_id else None
    if network is not None and forum.body_id is not None and network.body_id != forum.body_id:
        raise Refused(f"{network.name} is a network of another body. Choose one of its own, or none.")


def new_uid() -> str:
    """What calendars will know a meeting or a series by."""
    return f"{uuid4()}@engage"


def _check_days(first: date | None, last: date | None, what: str) -> None:
    if first and last and last < first:
        raise Refused(
            f"{what} cannot have ended on {long_date(last)}, before it began on {long_date(first)}."
        )


def _fill_terms(terms: TermsOfReference, entry: Mapping[str, Any]) -> None:
    for name, value in entry.items():
        setattr(terms, name, value)
    same_day = select(TermsOfReference.id).where(
        TermsOfReference.forum_id == terms.forum_id, TermsOfReference.agreed_on == terms.agreed_on
    )
    if [number for number in session().scalars(same_day) if number != terms.id]:
        raise Refused(
            f"There are terms of reference agreed on {long_date(terms.agreed_on)} already. Change those."
        )
    if terms.review_on and terms.review_on <= terms.agreed_on:
        raise Refused("The review comes after the day they were agreed. Enter a later day for the review.")
    if terms.quorum is not None and terms.quorum < 1:
        raise Refused("A quorum is at least one member. Leave it blank when none is set.")


def _fill_membership(row: Membership, entry: Mapping[str, Any]) -> None:
    for name, value in entry.items():
        setattr(row, name, value)
    _check_days(row.from_on, row.to_on, "The membership")
    if row.from_on and row.term_ends_on and row.term_ends_on < row.from_on:
        raise Refused("The term cannot end before the membership begins. Enter a later end of the term.")
    if row.role == "chair":
        _check_only_chair(row)


def _check_only_chair(row: Membership) -> None:
    chairs = select(Membership).where(Membership.forum_id == row.forum_id, Membership.role == "chair")
    for other in session().scalars(chairs):
        if other.id != row.id and _overlap(other, row):
            raise Refused(
                f"{other.title or 'Somebody'} is chair then. Enter the last day of the chair before, or"
                " choose vice-chair."
            )


def _overlap(one: Membership, other: Membership) -> bool:
    first = max(one.from_on or date.min, other.from_on or date.min)
    return first <= min(one.to_on or date.max, other.to_on or date.max)


def _fill_schedule(row: MeetingSchedule, entry: Mapping[str, Any]) -> None:
    values = {"by": "weekday_of_month", **entry}
    schedule.check(values)
    for name, value in values.items():
        setattr(row, name, value)


def _planned(forum: Forum, row: MeetingSchedule, day: date) -> Meeting:
    return Meeting(
        forum_id=forum.id,
        schedule_id=row.id,
        scheduled_for=day,
        uid=new_uid(),
        starts_at=row.starts_at,
        minutes=row.minutes,
        venue=row.venue,
        is_public=forum.meets_in_public,
        is_invented=forum.is_invented,
        search_text=words_of(forum.name, row.venue),
        **date_columns(DateAsKnown.of_days(day)),
    )


def _planned_from(row: MeetingSchedule) -> Sequence[Meeting]:
    return session().scalars(select(Meeting).where(Meeting.schedule_id == row.id)).all()


def _unscheduled(forum: Forum) -> dict[date, Meeting]:
    """Its meetings that come from no schedule, by their day."""
    wanted = select(Meeting).where(Meeting.forum_id == forum.id, Meeting.schedule_id.is_(None))
    return {
        row.start_from: row
        for row in session().scalars(wanted)
        if row.start_from and row.start_from == row.start_to
    }


def _meetings_after(forum: Forum, on: date) -> Sequence[Meeting]:
    planned = select(Meeting).where(Meeting.forum_id == forum.id, Meeting.status == "planned")
    return session().scalars(planned.where(Meeting.sorts_on > on)).all()
