"""Fetching bodies and what belongs to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from engage.organisation.entries import BodyEntry
from engage.organisation.models import (
    AssuranceAim,
    Body,
    BodyMerge,
    BodyName,
    BodyPart,
    BodySuccession,
    Committee,
    DemonstrationLoad,
    Network,
    Place,
    Practice,
    Strategy,
    StrategyPoint,
)
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.data.remembered import Memory, remembered
from engage.platform.offers.references import Named
from engage.platform.web.forms import Choice
from engage.rules.body_names import BodyNames
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing
from engage.rules.words import Term

Found = TypeVar("Found")
OneOfABody = TypeVar("OneOfABody", bound=BodyPart)


RECORDS = Memory(50)
Rows = tuple[Row[Any], ...]
"""Rows of a table as plain values, which outlive the request that read them."""


@dataclass(frozen=True, slots=True)
class Succession:
    """A body that took over or was taken over, as the other one sees it."""

    id: int
    code: str
    name: str
    on: date | None
    trust: str


@dataclass(frozen=True, slots=True)
class ListedBody:
    """A body as the register shows it, with the names of the bodies that took over."""

    id: int
    body: Body
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NetworkWithPractices:
    """A primary care network and its practices; ``network`` is None for practices that are in none."""

    network: Row[Any] | None
    practices: Rows


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """Everything that belongs to a body."""

    names: Rows
    took_over_from: tuple[Succession, ...]
    taken_over_by: tuple[Succession, ...]
    committees: Rows
    places: Rows
    networks: tuple[NetworkWithPractices, ...]
    aims: Rows
    strategies: Rows


@dataclass(frozen=True, slots=True)
class StrategyRecord:
    """A strategy, the body whose it is, and its points."""

    strategy: Strategy
    body: Body
    principles: tuple[StrategyPoint, ...]
    objectives: tuple[StrategyPoint, ...]


def demonstration_words() -> str:
    """What every page and paper says while demonstration data is loaded; empty when there is none."""
    wanted = select(DemonstrationLoad.words).order_by(DemonstrationLoad.id).limit(1)
    return remembered("demonstration", lambda: session().scalars(wanted).first()) or ""


def body_by_code(code: str) -> Body:
    """The body with this code, or the one that it was merged into. Raises Missing."""
    found = body_with_code(code) or _merged_from(code)
    if found is None:
        raise Missing
    return found


def body_with_code(code: str) -> Body | None:
    return session().scalars(select(Body).where(Body.code == code)).one_or_none()


def _merged_from(code: str) -> Body | None:
    wanted = select(Body).join(BodyMerge, BodyMerge.kept_id == Body.id).where(BodyMerge.code == code)
    return session().scalars(wanted.order_by(BodyMerge.id.desc())).first()


def bodies() -> list[Body]:
    """Every body known, those served first, by name."""
    return list(session().scalars(select(Body).order_by(Body.is_served.desc(), Body.name)))


def served_bodies() -> list[Body]:
    """The bodies this installation works for, by name."""
    return list(session().scalars(select(Body).where(Body.is_served.is_(True)).order_by(Body.name)))


def names_of_the_served() -> list[str]:
    """The names and codes of the bodies this installation works for."""
    return [word for body in served_bodies() for word in (body.name, body.code)]


def bodies_by_id(ids: Collection[int]) -> dict[int, Body]:
    """The bodies with these numbers; a number that stands for none is left out."""
    return {body.id: body for body in session().scalars(select(Body).where(Body.id.in_(ids)))}


def listed_bodies(ids: Sequence[int]) -> list[ListedBody]:
    """The bodies with these numbers, in this order, each with the names of those that took over."""
    found = bodies_by_id(ids)
    wanted = (
        select(BodySuccession.body_id, Body.name)
        .join(Body, Body.id == BodySuccession.successor_id)
        .where(BodySuccession.body_id.in_(ids))
        .order_by(Body.name)
    )
    successors: dict[int, list[str]] = {}
    for number, name in session().execute(wanted):
        successors.setdefault(number, []).append(name)
    return [
        ListedBody(number, found[number], tuple(successors.get(number, ())))
        for number in ids
        if number in found
    ]


def body_choices() -> list[Choice]:
    """(number, name) of every body, those served first."""
    return [(str(body.id), body.name) for body in bodies()]


def coded_body_choices(among: Select[int] | None = None) -> list[Choice]:
    """(code, name) of every body by name, for the filter of a list; or only of those with these numbers."""
    wanted = select(Body.code, Body.name).order_by(Body.name)
    if among is None:
        return list(remembered("coded bodies", lambda: _pairs(wanted)))
    return _pairs(wanted.where(Body.id.in_(among)))


def _pairs(wanted: Select[str, str]) -> list[Choice]:
    return [(code, name) for code, name in session().execute(wanted)]


def body_names() -> BodyNames:
    """Whose name a text is: our bodies by every name they are known by, then those of the catalogue."""
    others: dict[int, list[str]] = {}
    for row in session().execute(select(BodyName.body_id, BodyName.name).order_by(BodyName.id)):
        others.setdefault(row.body_id, []).append(row.name)
    ours = session().execute(select(Body.id, Body.code, Body.name).order_by(Body.id))
    return BodyNames(Term(row.code, row.name, tuple(others.get(row.id, ()))) for row in ours)


def is_other_name(body: Body, name: str) -> bool:
    """Whether this is written down as another way of writing the body's name."""
    wanted = select(BodyName.id).where(BodyName.body_id == body.id, BodyName.name == name)
    return session().scalars(wanted).first() is not None


def successor_ids_of(body: Body, *, far: bool = True) -> set[int]:
    """The bodies that took over from this one, and (``far``) those that took over from them, and so on."""
    pairs = session().execute(select(BodySuccession.body_id, BodySuccession.successor_id)).all()
    found, reached = set[int](), {body.id}
    while reached:
        reached = {later for earlier, later in pairs if earlier in reached} - found
        found |= reached
        if not far:
            break
    return found


def record_of(body: Body) -> BodyRecord:
    """Everything that belongs to a body, read once until something of it changes."""
    number = body.id
    return RECORDS.remembered(number, lambda: _record_of(number))


def _record_of(number: int) -> BodyRecord:
    earlier, later = BodySuccession.body_id, BodySuccession.successor_id
    newest = (Strategy.valid_from.desc().nulls_last(), Strategy.id.desc())
    return BodyRecord(
        names=_of(BodyName, number, BodyName.name),
        took_over_from=_successions(earlier, later == number),
        taken_over_by=_successions(later, earlier == number),
        committees=_of(Committee, number, Committee.name),
        places=_of(Place, number, Place.name),
        networks=_networks_of(number),
        aims=_of(AssuranceAim, number, AssuranceAim.position, AssuranceAim.id),
        strategies=_of(Strategy, number, *newest),
    )


def entry_of(body: Body) -> BodyEntry:
    """A body as the verbs take it: what somebody sends who changes nothing."""
    return BodyEntry(**values_of(body))


def last_aim(body: Body) -> int:
    """The place of the last aim of a body; 0 before there is one."""
    return (
        session().scalar(select(func.max(AssuranceAim.position)).where(AssuranceAim.body_id == body.id)) or 0
    )


def part_of(body: Body, table: type[OneOfABody], number: int) -> OneOfABody:
    """One thing that belongs to this body. Raises Missing, also when it belongs to another."""
    found = session().get(table, number)
    if found is None or found.body_id != body.id:
        raise Missing
    return found


def strategy_for(strategy_id: int) -> StrategyRecord:
    """A strategy with its points. Raises Missing."""
    wanted = select(Strategy, Body).join(Body, Body.id == Strategy.body_id).where(Strategy.id == strategy_id)
    found = session().execute(wanted).one_or_none()
    if found is None:
        raise Missing
    strategy, body = found
    points = points_of(strategy)
    return StrategyRecord(
        strategy,
        body,
        tuple(point for point in points if point.kind == "principle"),
        tuple(point for point in points if point.kind == "objective"),
    )


def points_of(strategy: Strategy) -> tuple[StrategyPoint, ...]:
    """The principles and objectives of a strategy, in their order."""
    wanted = select(StrategyPoint).where(StrategyPoint.strategy_id == strategy.id)
    return _all(wanted.order_by(StrategyPoint.kind.desc(), StrategyPoint.position, StrategyPoint.id))


def point_for(strategy: Strategy, point_id: int) -> StrategyPoint:
    """One point of this strategy. Raises Missing."""
    found = session().get(StrategyPoint, point_id)
    if found is None or found.strategy_id != strategy.id:
        raise Missing
    return found


def place_choices() -> list[Choice]:
    """(number, name) of every place, with its body where several bodies have places."""
    wanted = select(Place.id, Place.name, Body.name).join(Body, Body.id == Place.body_id)
    rows = session().execute(wanted.order_by(Body.name, Place.name)).all()
    return _labelled([(number, name, body) for number, name, body in rows])


def aim_choices() -> list[Choice]:
    """(number, words) of every assurance-framework aim, with its body where several bodies have aims."""
    wanted = select(AssuranceAim.id, AssuranceAim.text, AssuranceAim.to_on, Body.name).join(
        Body, Body.id == AssuranceAim.body_id
    )
    rows = session().execute(wanted.order_by(Body.name, AssuranceAim.position, AssuranceAim.id)).all()
    return _labelled([(number, _until(text, last), body) for number, text, last, body in rows])


def point_choices(kind: str) -> list[Choice]:
    """(number, code and title) of every principle or objective, with its strategy where there are several."""
    wanted = (
        select(StrategyPoint.id, StrategyPoint.code, StrategyPoint.title, Strategy.title)
        .join(Strategy, Strategy.id == StrategyPoint.strategy_id)
        .where(StrategyPoint.kind == kind)
        .order_by(
            Strategy.valid_from.desc().nulls_last(), Strategy.id, StrategyPoint.position, StrategyPoint.id
        )
    )
    rows = session().execute(wanted).all()
    return _labelled([(number, f"{code} {title}", strategy) for number, code, title, strategy in rows])


def place_names(ids: Collection[int]) -> dict[int, str]:
    """The names of these places; a number that stands for none any more is left out."""
    return _texts(select(Place.id, Place.name).where(Place.id.in_(ids)))


def aim_texts(ids: Collection[int]) -> dict[int, str]:
    """The words of these aims; a number that stands for none any more is left out."""
    return _texts(select(AssuranceAim.id, AssuranceAim.text).where(AssuranceAim.id.in_(ids)))


def points_by_id(ids: Collection[int]) -> dict[int, StrategyPoint]:
    """These principles and objectives; a number that stands for none any more is left out."""
    if not ids:
        return {}
    wanted = select(StrategyPoint).where(StrategyPoint.id.in_(ids)).order_by(StrategyPoint.position)
    return {point.id: point for point in session().scalars(wanted)}


def network_choices(body: Body) -> list[Choice]:
    """(number, name) of the networks of a body."""
    return [(str(network.id), network.name) for network in _of(Network, body.id, Network.name)]


def _successions(other: InstrumentedAttribute[int], wanted: ColumnElement[bool]) -> tuple[Succession, ...]:
    """The successions wanted, each with the ``other`` body."""
    found = (
        select(BodySuccession.id, Body.code, Body.name, BodySuccession.on, BodySuccession.trust)
        .join(Body, Body.id == other)
        .where(wanted)
        .order_by(BodySuccession.on.nulls_last(), Body.name)
    )
    return tuple(Succession(*row) for row in session().execute(found))


def _networks_of(number: int) -> tuple[NetworkWithPractices, ...]:
    by_network: dict[int | None, list[Row[Any]]] = {}
    for practice in _of(Practice, number, Practice.name):
        by_network.setdefault(practice.network_id, []).append(practice)
    found = [
        NetworkWithPractices(network, tuple(by_network.get(network.id, ())))
        for network in _of(Network, number, Network.name)
    ]
    if None in by_network:
        found.append(NetworkWithPractices(None, tuple(by_network[None])))
    return tuple(found)


def _of(table: type[BodyPart], number: int, *order: Any) -> Rows:
    wanted = select(table.__table__).where(table.body_id == number).order_by(*order)
    return tuple(session().execute(wanted).all())


def _all(wanted: Select[Found]) -> tuple[Found, ...]:
    return tuple(session().scalars(wanted).all())


def _texts(wanted: Select[int, str]) -> dict[int, str]:
    return dict(session().execute(wanted).all())


def _labelled(rows: Sequence[tuple[int, str, str]]) -> list[Choice]:
    """Choices from (number, label, whose), saying whose only where they are not all one's."""
    several = len({owner for _, _, owner in rows}) > 1
    return [(str(number), f"{label} ({owner})" if several else label) for number, label, owner in rows]


def _until(text: str, last: date | None) -> str:
    return f"{text} (until {long_date(last)})" if last else text


def named(numbers: Sequence[int]) -> dict[int, Named]:
    wanted = select(Body.id, Body.code, Body.name).where(Body.id.in_(numbers))
    merged = select(BodyMerge.other_id, BodyMerge.code, BodyMerge.name)
    found = session().execute(wanted.union_all(merged.where(BodyMerge.other_id.in_(numbers))))
    return {number: Named("", name, f"/bodies/{code}") for number, code, name in found}


def describe_places(numbers: Sequence[int]) -> dict[int, Named]:
    return {number: Named("", name, "") for number, name in place_names(numbers).items()}


def describe_aims(numbers: Sequence[int]) -> dict[int, Named]:
    return {number: Named("", text, "") for number, text in aim_texts(numbers).items()}


def describe_networks(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(select(Network.id, Network.name).where(Network.id.in_(numbers)))
    return {number: Named("", name, "") for number, name in found}


def describe_points(numbers: Sequence[int]) -> dict[int, Named]:
    wanted = select(StrategyPoint.id, StrategyPoint.code, StrategyPoint.title)
    found = session().execute(wanted.where(StrategyPoint.id.in_(numbers)))
    return {number: Named("", f"{code} {title}", "") for number, code, title in found}
