"""Joining a forum, changing a membership, and leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from engage.forums.entries import MembershipEntry
from engage.forums.members import queries
from engage.forums.models import Forum, Membership
from engage.forums.service import check_days
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

member_joined = audit.Event("forum.member-joined", "forum_id", "membership_id")
member_changed = audit.Event("forum.member-changed", "forum_id", "membership_id")
member_left = audit.Event("forum.member-left", "forum_id", "membership_id", "on")


@one_transaction
def join_forum(actor: Actor, forum: Forum, entry: MembershipEntry) -> Membership:
    """Give somebody, or a post that nobody is named for, a seat on a forum.

    Raises Refused for days in the wrong order, or a second chair.
    """
    row = Membership(forum_id=forum.id)
    _put_in(row, entry)
    save(row)
    member_joined(actor, forum_id=forum.id, membership_id=row.id)
    return row


@one_transaction
def change_membership(actor: Actor, row: Membership, version: int, entry: MembershipEntry) -> None:
    """Change a membership as it stood at ``version``. Raises Refused as joining would, and if it is newer."""
    hold(row, version, "membership")
    _put_in(row, entry)
    member_changed(actor, forum_id=row.forum_id, membership_id=row.id)


@one_transaction
def leave_forum(actor: Actor, row: Membership, version: int, on: date) -> None:
    """A member leaves; that they were one stays true. Raises Refused for a day before they joined, and if
    the membership is newer than ``version``."""
    hold(row, version, "membership")
    _put_in(row, replace(queries.entry_of(row), to_on=on))
    member_left(actor, forum_id=row.forum_id, membership_id=row.id, on=on.isoformat())


def _put_in(row: Membership, entry: MembershipEntry) -> None:
    check_days(entry.from_on, entry.to_on, "The membership")
    if entry.from_on and entry.term_ends_on and entry.term_ends_on < entry.from_on:
        raise Refused("The term cannot end before the membership begins. Enter a later end of the term.")
    if entry.role == "chair":
        _check_only_chair(row, entry)
    put(row, entry)


def _check_only_chair(row: Membership, entry: MembershipEntry) -> None:
    chairs = select(Membership).where(Membership.forum_id == row.forum_id, Membership.role == "chair")
    for other in session().scalars(chairs):
        if other.id != row.id and _overlap(other, entry):
            raise Refused(
                f"{other.title or 'Somebody'} is chair then. Enter the last day of the chair before, or"
                " choose vice-chair."
            )


def _overlap(one: Membership, other: MembershipEntry) -> bool:
    first = max(one.from_on or date.min, other.from_on or date.min)
    return first <= min(one.to_on or date.max, other.to_on or date.max)
