"""Opening bodies and keeping what belongs to them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.checks import check, check_code, check_days_of, check_name_is_free
from engage.organisation.entries import (
    AimEntry,
    BodyEntry,
    CommitteeEntry,
    NameEntry,
    NetworkEntry,
    PartEntry,
    PlaceEntry,
    PointEntry,
    PracticeEntry,
    StrategyEntry,
    SuccessionEntry,
)
from engage.organisation.models import (
    POINT_KINDS,
    AssuranceAim,
    Body,
    BodyName,
    BodyPart,
    BodySuccession,
    Committee,
    Network,
    Place,
    Practice,
    Strategy,
    StrategyPoint,
)
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.body_kinds import usual_board_word
from engage.rules.body_names import body_key

body_opened = audit.Event("body.opened", "body_id", "code")
body_changed = audit.Event("body.changed", "body_id")
part_added = audit.Event("body.part-added", "body_id", "what", "part_id")
part_changed = audit.Event("body.part-changed", "body_id", "what", "part_id")
part_removed = audit.Event("body.part-removed", "body_id", "what", "part_id")
strategy_recorded = audit.Event("strategy.recorded", "strategy_id", "body_id")
point_added = audit.Event("strategy.point-added", "strategy_id", "code")
point_changed = audit.Event("strategy.point-changed", "strategy_id", "code")
point_removed = audit.Event("strategy.point-removed", "strategy_id", "code")

TABLES: dict[type[PartEntry], type[BodyPart]] = {
    NameEntry: BodyName,
    SuccessionEntry: BodySuccession,
    CommitteeEntry: Committee,
    PlaceEntry: Place,
    NetworkEntry: Network,
    PracticeEntry: Practice,
    AimEntry: AssuranceAim,
}


@one_transaction
def open_body(actor: Actor, code: str, entry: BodyEntry) -> Body:
    """Open a body. Raises Refused for a code or name in use, or days that the law leaves no room for."""
    check_code(code)
    check_name_is_free(entry.name)
    check_days_of(entry)
    body = Body(code=code)
    _fill_body(body, entry)
    save(body)
    body_opened(actor, body_id=body.id, code=body.code)
    return body


@one_transaction
def change_body(actor: Actor, body: Body, entry: BodyEntry) -> Body:
    """Change a body; its code stays. A former name goes on being recognised.

    Raises Refused for a name in use, or days that the law leaves no room for.
    """
    former = body.name
    if entry.name != former:
        check_name_is_free(entry.name, but_of=body)
    check_days_of(entry)
    _fill_body(body, entry)
    session().flush()
    if body_key(former) != body_key(entry.name) and not queries.is_other_name(body, former):
        save(BodyName(body_id=body.id, name=former))
    body_changed(actor, body_id=body.id)
    return body


@one_transaction
def add_part(actor: Actor, body: Body, entry: PartEntry) -> BodyPart:
    """Add something that belongs to a body. Raises Refused for what cannot stand beside what there is."""
    check(entry, body)
    part = TABLES[type(entry)](body_id=body.id)
    _fill(part, entry)
    if isinstance(part, AssuranceAim):
        part.position = queries.last_aim(body) + 1
    save(part)
    part_added(actor, body_id=part.body_id, what=part.__tablename__, part_id=part.id)
    return part


@one_transaction
def change_part(actor: Actor, part: BodyPart, entry: PartEntry) -> None:
    """Change something that belongs to a body. Raises Refused as adding it would."""
    check(entry, session().get_one(Body, part.body_id), part)
    _fill(part, entry)
    session().flush()
    part_changed(actor, body_id=part.body_id, what=part.__tablename__, part_id=part.id)


@one_transaction
def remove_part(actor: Actor, part: BodyPart) -> None:
    """Remove what belongs to a body. Practices outlive their network; points go with their strategy."""
    body_id, part_id = part.body_id, part.id
    if isinstance(part, Network):
        for practice in session().scalars(select(Practice).where(Practice.network_id == part.id)).all():
            practice.network_id = None
    if isinstance(part, Strategy):
        for point in queries.points_of(part):
            session().delete(point)
    session().flush()
    session().delete(part)
    part_removed(actor, body_id=body_id, what=part.__tablename__, part_id=part_id)


@one_transaction
def record_strategy(actor: Actor, body: Body, entry: StrategyEntry) -> Strategy:
    """Record a strategy with its points in their order. Raises Refused when it ends before it begins."""
    check(entry, body)
    strategy = Strategy(body_id=body.id)
    put(strategy, entry)
    save(strategy)
    for kind in POINT_KINDS:
        for position, point in enumerate((one for one in entry.points if one.kind == kind), 1):
            _add_point(strategy, position, point)
    strategy_recorded(actor, strategy_id=strategy.id, body_id=body.id)
    return strategy


@one_transaction
def add_point(actor: Actor, strategy: Strategy, entry: PointEntry) -> StrategyPoint:
    """Add a principle or an objective after those there are."""
    positions = [point.position for point in queries.points_of(strategy) if point.kind == entry.kind]
    point = _add_point(strategy, max(positions, default=0) + 1, entry)
    point_added(actor, strategy_id=strategy.id, code=point.code)
    return point


@one_transaction
def change_point(actor: Actor, point: StrategyPoint, entry: PointEntry) -> None:
    """Change the words of a principle or an objective; its code and kind stay."""
    put(point, replace(entry, kind=point.kind))
    session().flush()
    point_changed(actor, strategy_id=point.strategy_id, code=point.code)


@one_transaction
def remove_point(actor: Actor, point: StrategyPoint) -> None:
    """Remove a principle or an objective."""
    strategy_id, code = point.strategy_id, point.code
    session().delete(point)
    point_removed(actor, strategy_id=strategy_id, code=code)


def _fill_body(body: Body, entry: BodyEntry) -> None:
    put(body, replace(entry, board_word=entry.board_word or usual_board_word(entry.kind)))


def _fill(part: BodyPart, entry: PartEntry) -> None:
    put(part, entry)
    if isinstance(part, BodySuccession) and isinstance(entry, SuccessionEntry):
        part.successor_id = entry.successor_id
    if isinstance(part, Practice) and isinstance(entry, PracticeEntry):
        part.network_id, part.ods_code = entry.network_id, entry.ods_code.upper()


def _add_point(strategy: Strategy, position: int, entry: PointEntry) -> StrategyPoint:
    code = f"{'P' if entry.kind == 'principle' else 'O'}{position}"
    point = StrategyPoint(strategy_id=strategy.id, code=code, position=position)
    put(point, entry)
    return save(point)
