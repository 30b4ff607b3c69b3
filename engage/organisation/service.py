"""Opening bodies and keeping what belongs to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, select

from engage.organisation import queries
from engage.organisation.checks import check, check_code, check_days_of, check_name_is_free
from engage.organisation.models import (
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

Words = tuple[str, str]
"""A title, and what it asks."""

OneOfABody = TypeVar("OneOfABody", bound=BodyPart)


@one_transaction
def open_body(
    actor: Actor,
    code: str,
    name: str,
    kind: str,
    *,
    exists_from: date | None = None,
    exists_to: date | None = None,
    board_word: str = "",
    trust: str = "unverified",
    is_served: bool = False,
) -> Body:
    """Open a body. Raises Refused for a code or name in use, or days that the law leaves no room for."""
    check_code(code)
    check_name_is_free(name)
    body = Body(
        code=code,
        name=name,
        kind=kind,
        exists_from=exists_from,
        exists_to=exists_to,
        board_word=board_word or usual_board_word(kind),
        trust=trust,
        is_served=is_served,
    )
    check_days_of(body)
    save(body)
    body_opened(actor, body_id=body.id, code=body.code)
    return body


@one_transaction
def change_body(actor: Actor, body: Body, **values: Any) -> Body:
    """Change columns of a body; its code stays. A former name goes on being recognised.

    Raises Refused for a name in use, or days that the law leaves no room for.
    """
    former, new = body.name, values.get("name", body.name)
    if new != former:
        check_name_is_free(new, but_of=body)
    for column, value in values.items():
        setattr(body, column, value)
    body.board_word = body.board_word or usual_board_word(body.kind)
    check_days_of(body)
    session().flush()
    if body_key(former) != body_key(new) and not queries.is_other_name(body, former):
        save(BodyName(body_id=body.id, name=former))
    body_changed(actor, body_id=body.id)
    return body


@one_transaction
def add_name(actor: Actor, body: Body, name: str) -> BodyName:
    """Add a way in which its name is written. Raises Refused for a name of another body, or one it has."""
    return _add(actor, BodyName(body_id=body.id, name=name))


@one_transaction
def record_succession(
    actor: Actor, body: Body, successor: Body, on: date | None = None, trust: str = "unverified"
) -> BodySuccession:
    """Record that ``successor`` took over from ``body``; several may go into one. Refuses a circle."""
    return _add(actor, BodySuccession(body_id=body.id, successor_id=successor.id, on=on, trust=trust))


@one_transaction
def add_committee(
    actor: Actor,
    body: Body,
    name: str,
    *,
    kind: str = "committee",
    meets_in_public: bool = False,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Committee:
    """Add a committee. Raises Refused when it ends before it begins."""
    committee = Committee(
        body_id=body.id, name=name, kind=kind, meets_in_public=meets_in_public, from_on=from_on, to_on=to_on
    )
    return _add(actor, committee)


@one_transaction
def add_place(actor: Actor, body: Body, name: str, kind: str = "locality") -> Place:
    """Add a place. Raises Refused when the body has it already."""
    return _add(actor, Place(body_id=body.id, name=name, kind=kind))


@one_transaction
def add_network(
    actor: Actor, body: Body, name: str, *, from_on: date | None = None, to_on: date | None = None
) -> Network:
    """Add a primary care network. Raises Refused when it ends before it begins."""
    return _add(actor, Network(body_id=body.id, name=name, from_on=from_on, to_on=to_on))


@one_transaction
def add_practice(
    actor: Actor,
    body: Body,
    ods_code: str,
    name: str,
    *,
    network_id: int | None = None,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Practice:
    """Add a practice. Raises Refused for an ODS code in use, or a network of another body."""
    practice = Practice(
        body_id=body.id,
        ods_code=ods_code.upper(),
        name=name,
        network_id=network_id,
        from_on=from_on,
        to_on=to_on,
    )
    return _add(actor, practice)


@one_transaction
def add_aim(
    actor: Actor, body: Body, text: str, *, from_on: date | None = None, to_on: date | None = None
) -> AssuranceAim:
    """Add an aim of the assurance framework, after those there are."""
    last = select(func.max(AssuranceAim.position)).where(AssuranceAim.body_id == body.id)
    position = (session().scalar(last) or 0) + 1
    return _add(
        actor, AssuranceAim(body_id=body.id, position=position, text=text, from_on=from_on, to_on=to_on)
    )


@one_transaction
def change_part(actor: Actor, part: BodyPart, **values: Any) -> None:
    """Change columns of something that belongs to a body. Raises Refused as adding it would."""
    with session().no_autoflush:
        for column, value in values.items():
            setattr(part, column, value)
        check(part)
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
def record_strategy(
    actor: Actor,
    body: Body,
    title: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    status: str = "adopted",
    source: str = "",
    principles: Sequence[Words] = (),
    objectives: Sequence[Words] = (),
) -> Strategy:
    """Record a strategy with its points, numbered P1, P2... and O1, O2... in the order given.

    What a title says of years and the days a strategy holds for are told apart. Raises Refused when it ends
    before it begins.
    """
    strategy = Strategy(
        body_id=body.id, title=title, valid_from=valid_from, valid_to=valid_to, status=status, source=source
    )
    check(strategy)
    save(strategy)
    for kind, points in (("principle", principles), ("objective", objectives)):
        for position, (name, text) in enumerate(points, 1):
            save(_point(strategy, kind, position, name, text))
    strategy_recorded(actor, strategy_id=strategy.id, body_id=body.id)
    return strategy


@one_transaction
def add_point(actor: Actor, strategy: Strategy, kind: str, title: str, text: str = "") -> StrategyPoint:
    """Add a principle or an objective after those there are."""
    positions = [point.position for point in queries.points_of(strategy) if point.kind == kind]
    point = save(_point(strategy, kind, max(positions, default=0) + 1, title, text))
    point_added(actor, strategy_id=strategy.id, code=point.code)
    return point


@one_transaction
def change_point(actor: Actor, point: StrategyPoint, title: str, text: str) -> None:
    """Change the words of a principle or an objective; its code stays."""
    point.title, point.text = title, text
    session().flush()
    point_changed(actor, strategy_id=point.strategy_id, code=point.code)


@one_transaction
def remove_point(actor: Actor, point: StrategyPoint) -> None:
    """Remove a principle or an objective."""
    strategy_id, code = point.strategy_id, point.code
    session().delete(point)
    point_removed(actor, strategy_id=strategy_id, code=code)


def _add(actor: Actor, part: OneOfABody) -> OneOfABody:
    check(part)
    save(part)
    part_added(actor, body_id=part.body_id, what=part.__tablename__, part_id=part.id)
    return part


def _point(strategy: Strategy, kind: str, position: int, title: str, text: str) -> StrategyPoint:
    code = f"{'P' if kind == 'principle' else 'O'}{position}"
    return StrategyPoint(
        strategy_id=strategy.id, kind=kind, code=code, position=position, title=title, text=text
    )
