"""Bodies as plain values for reports, which may not read tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from engage.organisation.models import AssuranceAim, Body, BodySuccession, Strategy, StrategyPoint
from engage.platform.data.db import session
from engage.platform.data.remembered import Memory


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim of an assurance framework; ``id`` is what projects name it by."""

    id: int
    position: int
    text: str
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Point:
    """A principle or an objective; ``id`` is what projects and activities name it by."""

    id: int
    kind: str
    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class StrategyKnown:
    """A strategy, the days it holds for, and its points in order, principles first."""

    id: int
    title: str
    status: str
    source: str
    first: date | None
    last: date | None
    points: tuple[Point, ...]


BODIES = Memory(8)
Held = TypeVar("Held", Aim, StrategyKnown)


@dataclass(frozen=True, slots=True)
class BodyKnown:
    """A body. ``took_over_from`` and ``taken_over_by`` are codes; an open end of its days is None."""

    id: int
    code: str
    name: str
    kind: str
    first: date | None
    last: date | None
    board_word: str
    is_served: bool
    trust: str
    took_over_from: tuple[str, ...]
    taken_over_by: tuple[str, ...]
    aims: tuple[Aim, ...]
    strategies: tuple[StrategyKnown, ...]

    def aims_in(self, first: date | None, last: date | None) -> tuple[Aim, ...]:
        """The aims that held on any day between the two."""
        return _held(self.aims, first, last)

    def strategies_in(self, first: date | None, last: date | None) -> tuple[StrategyKnown, ...]:
        """The strategies, drafts left out, that held on any day between the two."""
        return _held((one for one in self.strategies if one.status != "draft"), first, last)


def bodies() -> tuple[BodyKnown, ...]:
    """Every body, those served first, by name."""
    return BODIES.remembered("all", _bodies)


def codes() -> dict[int, str]:
    """The code of each body by its number."""
    return {body.id: body.code for body in bodies()}


def _bodies() -> tuple[BodyKnown, ...]:
    # Put in order here, not by the database: each sorts letters in its own way, and reports must agree.
    rows = sorted(session().scalars(select(Body)).all(), key=lambda body: (not body.is_served, body.name))
    codes = {body.id: body.code for body in rows}
    aims, strategies = _aims(), _strategies()
    pairs = session().execute(select(BodySuccession.body_id, BodySuccession.successor_id)).all()
    return tuple(
        BodyKnown(
            id=body.id,
            code=body.code,
            name=body.name,
            kind=body.kind,
            first=body.exists_from,
            last=body.exists_to,
            board_word=body.board_word,
            is_served=body.is_served,
            trust=body.trust,
            took_over_from=tuple(sorted(codes[old] for old, new in pairs if new == body.id)),
            taken_over_by=tuple(sorted(codes[new] for old, new in pairs if old == body.id)),
            aims=tuple(aims.get(body.id, ())),
            strategies=tuple(strategies.get(body.id, ())),
        )
        for body in rows
    )


def _aims() -> dict[int, list[Aim]]:
    found: dict[int, list[Aim]] = {}
    for row in session().scalars(select(AssuranceAim).order_by(AssuranceAim.position, AssuranceAim.id)):
        aim = Aim(row.id, row.position, row.text, row.from_on, row.to_on)
        found.setdefault(row.body_id, []).append(aim)
    return found


def _strategies() -> dict[int, list[StrategyKnown]]:
    points: dict[int, list[Point]] = {}
    in_order = (StrategyPoint.kind.desc(), StrategyPoint.position, StrategyPoint.id)
    for row in session().scalars(select(StrategyPoint).order_by(*in_order)):
        point = Point(row.id, row.kind, row.code, row.title, row.text)
        points.setdefault(row.strategy_id, []).append(point)
    found: dict[int, list[StrategyKnown]] = {}
    for one in session().scalars(select(Strategy).order_by(Strategy.valid_from.nulls_first(), Strategy.id)):
        strategy = StrategyKnown(
            one.id,
            one.title,
            one.status,
            one.source,
            one.valid_from,
            one.valid_to,
            tuple(points.get(one.id, ())),
        )
        found.setdefault(one.body_id, []).append(strategy)
    return found


def _held(these: Iterable[Held], first: date | None, last: date | None) -> tuple[Held, ...]:
    opens, closes = first or date.min, last or date.max
    return tuple(
        one for one in these if (one.first or date.min) <= closes and (one.last or date.max) >= opens
    )
