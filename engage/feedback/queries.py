"""Fetching what people said, one item, many, or counted by where it was heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select

from engage.accounts.models import Account
from engage.cycle import queries as projects
from engage.cycle.models import Project
from engage.feedback.entries import FeedbackEntry
from engage.feedback.models import Feedback, FeedbackReading, title_of
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.data.tables import holds
from engage.platform.offers import references
from engage.platform.offers.references import Link, Named
from engage.platform.web.lists import distinct_values, in_order, the_only
from engage.rules.actors import Actor
from engage.rules.ageing import BUCKETS, NO_ANSWER, STATE_NOT_RECORDED, Bucket
from engage.rules.errors import Missing

MOST_NAMED = 500  # beyond this many references, all are read and the wanted ones picked out


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the items heard at one record: all, with words said, with something done, and unanswered."""

    items: int
    said: int
    did: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An item with what stands around it, for lists and pages."""

    item: Feedback
    body: str
    project_code: str
    project: str
    owner: str
    heard_at: Link | None

    @property
    def id(self) -> int:
        return self.item.id


@dataclass(frozen=True, slots=True)
class Reading:
    """That somebody said they had read an item."""

    account_id: int
    name: str
    at: datetime


def reference(number: int) -> str:
    return f"feedback:{number}"


def item_for(feedback_id: int) -> Feedback:
    """One item. Raises Missing."""
    item = session().get(Feedback, feedback_id)
    if item is None:
        raise Missing
    return item


def entry_of(item: Feedback) -> FeedbackEntry:
    """An item as the verbs take it: what somebody sends who changes nothing."""
    return FeedbackEntry(
        **values_of(item),
        when=item.when,
        ref=item.ref or "",
        heard_at=item.heard_at,
        body_id=item.body_id,
        project_id=item.project_id,
        owner_id=item.owner_id,
        taken_up_in=item.taken_up_in,
    )


def heard_at(ref: str) -> list[Feedback]:
    """What was heard at one record, such as ``activity:412``, in the order it was written down."""
    wanted = select(Feedback).where(Feedback.heard_at == ref).order_by(Feedback.id)
    return list(session().scalars(wanted))


def records_heard_for(project_id: int) -> set[str]:
    """The records at which people said something that bears on a project."""
    wanted = select(Feedback.heard_at).where(Feedback.project_id == project_id, Feedback.said > "")
    return set(session().scalars(wanted)) - {""}


def listed_for(feedback_id: int) -> Listed:
    """One item with what stands around it. Raises Missing."""
    return the_only(rows_for([feedback_id]))


def rows_for(numbers: Sequence[int]) -> list[Listed]:
    """These items, in this order, in a fixed number of queries."""
    found = (
        session()
        .execute(
            select(Feedback, Body.name, Project.code, Project.title, Account.name)
            .outerjoin(Body, Body.id == Feedback.body_id)
            .outerjoin(Project, Project.id == Feedback.project_id)
            .outerjoin(Account, Account.id == Feedback.owner_id)
            .where(Feedback.id.in_(numbers))
        )
        .all()
    )
    joint = body_names({code for item, *_ in found for code in item.also_bodies})
    heard = references.links({item.heard_at for item, *_ in found if item.heard_at})
    rows = [
        Listed(
            item,
            "; ".join(filter(None, [body, *(joint.get(code, code) for code in item.also_bodies)])),
            code or "",
            f"{code} {title}" if code else "",
            owner or "",
            heard.get(item.heard_at),
        )
        for item, body, code, title, owner in found
    ]
    return in_order(rows, numbers)


def body_names(codes: Collection[str]) -> dict[str, str]:
    """The names of bodies, by code."""
    if not codes:
        return {}
    found = session().execute(select(Body.code, Body.name).where(Body.code.in_(codes)))
    return dict(found.all())


def id_with_ref(ref: str) -> int | None:
    """The number of the item with the reference its keeper gave it."""
    return session().scalars(select(Feedback.id).where(Feedback.ref == ref)).one_or_none()


def readings_of(item: Feedback) -> list[Reading]:
    """Who has read an item, in the order they did."""
    found = session().execute(
        select(Account.id, Account.name, FeedbackReading.read_at)
        .join(Account, Account.id == FeedbackReading.account_id)
        .where(FeedbackReading.feedback_id == item.id)
        .order_by(FeedbackReading.read_at, FeedbackReading.id)
    )
    return [Reading(*row) for row in found]


def topics_in_use() -> list[str]:
    """Every topic there is, for suggesting it again."""
    return distinct_values(Feedback.topic)


def services_in_use() -> list[str]:
    """Every service there is, for suggesting it again."""
    return distinct_values(Feedback.service)


def projects_at_stage(stage: int) -> list[tuple[str, str]]:
    """(number, code and title) of the projects that stand at a stage now."""
    standing = projects.standing_at(stage, clock.today())
    return [(str(one.id), f"{one.project.code} {one.project.title}") for one in standing]


def said_to(body: str) -> ColumnElement[bool]:
    """True for what was said to the body with this code, alone or with others."""
    its_own = Feedback.body_id == select(Body.id).where(Body.code == body).scalar_subquery()
    return its_own | holds(Feedback.also_bodies, body)


def waited(bucket: Bucket, on: date) -> ColumnElement[bool]:
    """True for what is unanswered now and, by a day, has waited since its end as long as the bucket says."""
    unanswered = (Feedback.answer == NO_ANSWER) & or_(
        Feedback.start_from.is_(None), Feedback.start_from <= on
    )
    if bucket.least is None:
        return unanswered & Feedback.start_to.is_(None)
    waiting = unanswered & Feedback.start_to.is_not(None)
    if bucket.least > 0:
        waiting &= ended_by(on - timedelta(days=bucket.least))
    if bucket.most is not None:
        waiting &= ~ended_by(on - timedelta(days=bucket.most + 1))
    return waiting


def ended_by(day: date) -> ColumnElement[bool]:
    """True for what is known to have been said, to the end, by a day."""
    return (Feedback.start_to <= day) & (Feedback.end_to.is_(None) | (Feedback.end_to <= day))


def count_without_state(numbers: Collection[int]) -> int:
    """How many of these items have an answer of which nobody has said what it is."""
    wanted = select(Feedback.id).where(Feedback.answer == STATE_NOT_RECORDED)
    return len(set(session().scalars(wanted)) & set(numbers))


def unread_among(actor: Actor, numbers: Collection[int]) -> list[int]:
    """The numbers of those of these items that this person has not marked as read."""
    already = select(FeedbackReading.id).where(
        FeedbackReading.feedback_id == Feedback.id, FeedbackReading.account_id == actor.id
    )
    unread = session().scalars(select(Feedback.id).where(~already.exists()))
    return sorted(set(unread) & set(numbers))


def counts_by_wait(on: date) -> dict[str, int]:
    """How many items are unanswered now, by the code of their bucket; empty ones left out."""
    counted = [func.sum(case((waited(bucket, on), 1), else_=0)) for bucket in BUCKETS]
    found = session().execute(select(*counted).where(Feedback.answer == NO_ANSWER)).one()
    return {bucket.code: number for bucket, number in zip(BUCKETS, found, strict=True) if number}


def from_log(activity_ref: str) -> list[Feedback]:
    """The items entered with their activity in the engagement log, in the order they were written down."""
    wanted = select(Feedback).where(Feedback.heard_at == activity_ref, Feedback.is_from_log.is_(True))
    return list(session().scalars(wanted.order_by(Feedback.id)))


def from_log_by_ref(activity_refs: Collection[str]) -> dict[str, list[Feedback]]:
    """The same for many activities at once, for an import."""
    wanted = select(Feedback).where(Feedback.is_from_log.is_(True)).order_by(Feedback.id)
    if len(activity_refs) <= MOST_NAMED:
        wanted = wanted.where(Feedback.heard_at.in_(activity_refs))
    found: dict[str, list[Feedback]] = {ref: [] for ref in activity_refs}
    for item in session().scalars(wanted):
        if item.heard_at in found:
            found[item.heard_at].append(item)
    return found


def counts_by_ref(refs: Collection[str] | None) -> dict[str, Counts]:
    """Counts for each of these records at which something was heard; None is every record."""
    wanted = (
        select(
            Feedback.heard_at,
            func.count(),
            func.sum(case((Feedback.said != "", 1), else_=0)),
            func.sum(case((Feedback.did != "", 1), else_=0)),
            func.sum(case((Feedback.answer == NO_ANSWER, 1), else_=0)),
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


def named(numbers: Sequence[int]) -> Mapping[int, Named]:
    found = session().execute(
        select(Feedback.id, Feedback.ref, Feedback.topic, Feedback.said, Feedback.did).where(
            Feedback.id.in_(numbers)
        )
    )
    return {
        number: Named(ref or "", title_of(topic, said, did), f"/feedback/{number}")
        for number, ref, topic, said, did in found
    }
