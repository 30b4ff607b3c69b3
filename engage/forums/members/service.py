"""Joining a forum, changing a membership, and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.forums.models import Forum, Membership
from engage.forums.service import check_days
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

member_joined = audit.Event("forum.member-joined", "forum_id", "membership_id")
member_changed = audit.Event("forum.member-changed", "forum_id", "membership_id")
member_left = audit.Event("forum.member-left", "forum_id", "membership_id", "on")


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


def _fill_membership(row: Membership, entry: Mapping[str, Any]) -> None:
    for name, value in entry.items():
        setattr(row, name, value)
    check_days(row.from_on, row.to_on, "The membership")
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
