"""Making editions of the framework and changing them: when each held, and who reports to whom in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from engage.forums.entries import EditionEntry, SeatEntry
from engage.forums.framework import queries
from engage.forums.models import Forum, FrameworkEdition, FrameworkSeat
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

edition_made = audit.Event("framework.edition-made", "edition_id", "body_id")
edition_changed = audit.Event("framework.edition-changed", "edition_id")
edition_copied = audit.Event("framework.edition-copied", "edition_id", "from_edition_id")
edition_removed = audit.Event("framework.edition-removed", "edition_id")
forum_seated = audit.Event("framework.forum-seated", "edition_id", "forum_id")
seat_changed = audit.Event("framework.seat-changed", "edition_id", "forum_id")
forum_unseated = audit.Event("framework.forum-unseated", "edition_id", "forum_id")
ONE_DAY = timedelta(days=1)


@one_transaction
def make_edition(
    actor: Actor, body_id: int, entry: EditionEntry, *, is_invented: bool = False
) -> FrameworkEdition:
    """Make an edition without forums. Raises Refused when it ends before it begins, or overlaps another
    edition of the body."""
    edition = FrameworkEdition(body_id=body_id, is_invented=is_invented)
    _put_in(edition, entry)
    save(edition)
    edition_made(actor, edition_id=edition.id, body_id=body_id)
    return edition


@one_transaction
def change_edition(actor: Actor, edition: FrameworkEdition, entry: EditionEntry) -> None:
    """Change an edition. Raises Refused as making it would."""
    _put_in(edition, entry)
    edition_changed(actor, edition_id=edition.id)


@one_transaction
def copy_edition(actor: Actor, edition: FrameworkEdition, entry: EditionEntry) -> FrameworkEdition:
    """Make the next edition with the forums of this one, which ends on the day before it.

    Raises Refused for a first day that is not after the first day of this one, or when another overlaps.
    """
    if entry.from_on <= edition.from_on:
        raise Refused(
            f"The next edition begins after this one, which began on {long_date(edition.from_on)}. Enter a "
            "later day."
        )
    if edition.to_on is None or edition.to_on >= entry.from_on:
        edition.to_on = entry.from_on - ONE_DAY
    copy = FrameworkEdition(body_id=edition.body_id)
    _put_in(copy, entry)
    save(copy)
    for seat in _seats(edition):
        session().add(
            FrameworkSeat(
                edition_id=copy.id,
                forum_id=seat.forum_id,
                reports_to_id=seat.reports_to_id,
                how=seat.how,
                note=seat.note,
            )
        )
    session().flush()
    edition_copied(actor, edition_id=copy.id, from_edition_id=edition.id)
    return copy


@one_transaction
def remove_edition(actor: Actor, edition: FrameworkEdition) -> None:
    """Take away an edition made by mistake; its forums stay."""
    edition_removed(actor, edition_id=edition.id)
    for seat in _seats(edition):
        session().delete(seat)
    session().flush()
    session().delete(edition)


@one_transaction
def seat_forum(
    actor: Actor, edition: FrameworkEdition, forum: Forum, entry: SeatEntry | None = None
) -> FrameworkSeat:
    """Give a forum a place in an edition. Raises Refused when it has one, or reports to one without."""
    seats = {seat.forum_id: seat for seat in _seats(edition)}
    if forum.id in seats:
        raise Refused(f"{forum.name} has a place in this edition already. Change that one.")
    seat = FrameworkSeat(edition_id=edition.id, forum_id=forum.id)
    _seat_in(seat, entry or SeatEntry(), seats)
    save(seat)
    forum_seated(actor, edition_id=edition.id, forum_id=forum.id)
    return seat


@one_transaction
def change_seat(actor: Actor, seat: FrameworkSeat, entry: SeatEntry) -> None:
    """Change to whom a forum reports. Raises Refused when that would make a circle."""
    edition = queries.edition_for(seat.edition_id)
    _seat_in(seat, entry, {other.forum_id: other for other in _seats(edition)})
    seat_changed(actor, edition_id=seat.edition_id, forum_id=seat.forum_id)


@one_transaction
def unseat_forum(actor: Actor, seat: FrameworkSeat) -> None:
    """Take a forum out of an edition. Raises Refused while others report to it there."""
    edition = queries.edition_for(seat.edition_id)
    beneath = [other.forum_id for other in _seats(edition) if other.reports_to_id == seat.forum_id]
    if beneath:
        names = _names(beneath)
        told = ", ".join(names[number] for number in beneath)
        raise Refused(f"In this edition others report to it: {told}. Say first to whom they report instead.")
    forum_unseated(actor, edition_id=seat.edition_id, forum_id=seat.forum_id)
    session().delete(seat)


def _put_in(edition: FrameworkEdition, entry: EditionEntry) -> None:
    first, last = entry.from_on, entry.to_on
    if last is not None and last < first:
        raise Refused(
            f"The edition cannot end on {long_date(last)}, before it begins on {long_date(first)}. Correct "
            "one of the two days."
        )
    others = select(FrameworkEdition).where(FrameworkEdition.body_id == edition.body_id)
    for other in session().scalars(others):
        if other is not edition and _overlap(entry, other):
            raise Refused(
                f"“{other.title}” holds {queries.days_of(other)}, and two editions cannot hold on one day. "
                "Change the days of one of them."
            )
    put(edition, entry)


def _overlap(one: EditionEntry, other: FrameworkEdition) -> bool:
    last = min(one.to_on or date.max, other.to_on or date.max)
    return max(one.from_on, other.from_on) <= last


def _seat_in(seat: FrameworkSeat, entry: SeatEntry, seats: Mapping[int, FrameworkSeat]) -> None:
    if entry.reports_to_id is not None:
        _check_above(seat.forum_id, entry.reports_to_id, seats)
    put(seat, entry)


def _check_above(forum_id: int, above_id: int, seats: Mapping[int, FrameworkSeat]) -> None:
    """Raises Refused when the forum above has no place here, or reports to this one, near or far."""
    names = _names([forum_id, above_id, *seats])
    mine = names[forum_id]
    if above_id == forum_id:
        raise Refused(f"{mine} cannot report to itself. Choose another forum, or none.")
    if above_id not in seats:
        raise Refused("The forum it is to report to has no place in this edition. Give it one first.")
    line, above = [above_id], seats[above_id].reports_to_id
    while above is not None and above in seats and above not in line:
        line.append(above)
        if above == forum_id:
            told = ", which reports to ".join(names[number] for number in line)
            raise Refused(
                f"{mine} cannot report to {told}: that would be a circle. Choose another forum, or none."
            )
        above = seats[above].reports_to_id


def _seats(edition: FrameworkEdition) -> list[FrameworkSeat]:
    wanted = select(FrameworkSeat).where(FrameworkSeat.edition_id == edition.id)
    return list(session().scalars(wanted.order_by(FrameworkSeat.id)))


def _names(numbers: list[int]) -> dict[int, str]:
    return dict(session().execute(select(Forum.id, Forum.name).where(Forum.id.in_(numbers))).all())
