"""Bodies that may be one, and what would be moved when they are merged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.likeness import BodyLikeness
from engage.organisation.merging.references import pointers
from engage.organisation.merging.words import OTHER_RECORD, RECORDS
from engage.organisation.models import Body, BodyDifference, BodyMerge, BodySuccession
from engage.platform.data.db import session
from engage.rules.errors import Missing
from engage.rules.words import Term


@dataclass(frozen=True, slots=True)
class Alike:
    """Two bodies that may be one, and why."""

    one: Body
    other: Body
    reason: str


def alike(body: Body | None = None) -> list[Alike]:
    """Bodies whose names are alike, or those alike to one body; but none that took over from the other, or of
    which somebody said that they are not the same."""
    every = {one.name: one for one in queries.bodies()}
    others_still = {frozenset(pair) for pair in (*_successions(), *_told_apart())}
    found: dict[frozenset[int], Alike] = {}
    for one in (body,) if body else every.values():
        others = [Term(other.code, other.name) for other in every.values() if other.id != one.id]
        for likely in BodyLikeness(others).proposals(one.name):
            other = every[likely.names[0]]
            pair = frozenset((one.id, other.id))
            if len(likely.names) == 1 and pair not in others_still:
                found.setdefault(pair, Alike(one, other, likely.reason))
    return list(found.values())


def follows(one: Body, other: Body) -> bool:
    """Whether one of them took over from the other."""
    return any({one.id, other.id} == set(pair) for pair in _successions())


def difference_of(one: Body, other: Body) -> BodyDifference | None:
    """That somebody said that the two are not the same."""
    first, second = sorted((one.id, other.id))
    wanted = select(BodyDifference).where(BodyDifference.one_id == first, BodyDifference.other_id == second)
    return session().scalars(wanted).first()


def difference_for(difference_id: int) -> BodyDifference:
    """One of them. Raises Missing."""
    found = session().get(BodyDifference, difference_id)
    if found is None:
        raise Missing
    return found


def differences() -> list[tuple[BodyDifference, Body, Body]]:
    """The bodies of which somebody said that they are not the same, where both are there."""
    by_id = {one.id: one for one in queries.bodies()}
    found = session().scalars(select(BodyDifference).order_by(BodyDifference.id.desc()))
    return [
        (one, by_id[one.one_id], by_id[one.other_id])
        for one in found
        if one.one_id in by_id and one.other_id in by_id
    ]


def what_would_move(other: Body) -> list[tuple[int, str, str]]:
    """How many records point at the body, by kind: a number with the words for one and for many."""
    refs = {row.record_ref() for pointer in pointers() for row in pointer.rows(other)}
    counts = Counter(RECORDS.get(ref.split(":")[0], OTHER_RECORD) for ref in refs - {f"body:{other.id}"})
    return [(number, one, many) for (one, many), number in sorted(counts.items())]


def merge_for(merge_id: int) -> BodyMerge:
    """One merge. Raises Missing."""
    found = session().get(BodyMerge, merge_id)
    if found is None:
        raise Missing
    return found


def merges_of(body: Body) -> list[BodyMerge]:
    """What was merged into the body, the latest first."""
    wanted = select(BodyMerge).where(BodyMerge.kept_id == body.id)
    return list(session().scalars(wanted.order_by(BodyMerge.id.desc())))


def _told_apart() -> list[tuple[int, int]]:
    wanted = select(BodyDifference.one_id, BodyDifference.other_id)
    return [(one, other) for one, other in session().execute(wanted)]


def _successions() -> list[tuple[int, int]]:
    wanted = select(BodySuccession.body_id, BodySuccession.successor_id)
    return [(earlier, later) for earlier, later in session().execute(wanted)]
