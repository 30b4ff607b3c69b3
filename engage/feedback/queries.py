"""Fetching what people said, one item, many, or counted by where it was heard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, func, select

from engage.feedback.models import Feedback
from engage.platform.db import session
from engage.rules.actors import Actor
from engage.rules.errors import Missing

MOST_NAMED = 500  # beyond this many references, all are counted and the wanted ones picked out


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the items heard at one record: all, with words said, with something done, and unanswered."""

    items: int
    said: int
    did: int
    unanswered: int


def item_for(actor: Actor, feedback_id: int) -> Feedback:
    """One item. Raises Missing."""
    item = session().get(Feedback, feedback_id)
    if item is None:
        raise Missing
    return item


def heard_at(actor: Actor, ref: str) -> list[Feedback]:
    """What was heard at one record, such as ``activity:412``, in the order it was written down."""
    wanted = select(Feedback).where(Feedback.heard_at == ref).order_by(Feedback.id)
    return list(session().scalars(wanted))


def from_log(activity_ref: str) -> Feedback | None:
    """The item entered with its activity in the engagement log."""
    wanted = select(Feedback).where(Feedback.heard_at == activity_ref, Feedback.is_from_log.is_(True))
    return session().scalars(wanted.order_by(Feedback.id).limit(1)).one_or_none()


def from_log_by_ref(activity_refs: Collection[str]) -> dict[str, Feedback]:
    """The same for many activities at once, for an import."""
    wanted = select(Feedback).where(Feedback.is_from_log.is_(True)).order_by(Feedback.id.desc())
    if len(activity_refs) <= MOST_NAMED:
        wanted = wanted.where(Feedback.heard_at.in_(activity_refs))
    refs = set(activity_refs)
    return {item.heard_at: item for item in session().scalars(wanted) if item.heard_at in refs}


def counts_by_ref(refs: Collection[str] | None) -> dict[str, Counts]:
    """Counts for each of these records at which something was heard; None is every record."""
    wanted = (
        select(
            Feedback.heard_at,
            func.count(),
            func.sum(case((Feedback.said != "", 1), else_=0)),
            func.sum(case((Feedback.did != "", 1), else_=0)),
            func.sum(case((Feedback.answer == "no_answer", 1), else_=0)),
        )
        .where(Feedback.heard_at != "")
        .group_by(Feedback.heard_at)
    )
    if refs is not None and len(refs) <= MOST_NAMED:
        wanted = wanted.where(Feedback.heard_at.in_(refs))
    counted = {ref: Counts(*numbers) for ref, *numbers in session().execute(wanted)}
    if refs is None:
        return counted
    return {ref: counted[ref] for ref in refs if ref in counted}
