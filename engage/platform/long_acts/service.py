"""Keeping what a long act is about until it is done, and doing it: all of it, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engage.platform import clock
from engage.platform.data.db import save, session
from engage.platform.data.transactions import noting, one_transaction
from engage.platform.long_acts import queries
from engage.platform.long_acts.models import LongAct
from engage.platform.long_acts.queries import DONE, GOING, REFUSED
from engage.platform.offers.many_acts import Report, many_act
from engage.rules.actors import Actor
from engage.rules.errors import Missing, Refused

DONE_ALREADY = "This was done already; nothing was done twice."


@one_transaction
def begin(
    actor: Actor, name: str, numbers: Sequence[int], given: Mapping[str, Any], back: str
) -> tuple[LongAct, bool]:
    """Put down what is to be done elsewhere; answers whether that is new, and not the same sent twice."""
    known = queries.same_going(actor, name, numbers, given)
    if known is not None:
        return known, False
    fresh = LongAct(
        name=name,
        given=dict(given),
        numbers=list(numbers),
        total=len(numbers),
        back=back,
        began_at=clock.now(),
        by_id=actor.id or 0,
    )
    return save(fresh), True


@one_transaction
def begin_again(act: LongAct) -> None:
    """Say that an act which was interrupted begins again. Raises Refused when it has ended."""
    if _fresh(act.id).state != GOING:
        raise Refused("It has ended meanwhile: look what came of it.")
    act.began_at = clock.now()


def do(actor: Actor, act: LongAct, report: Report) -> None:
    """Do it, and in the same transaction put down that it is done. Raises Refused, changing nothing."""
    if act.state != GOING:
        raise Refused(DONE_ALREADY)
    number, total, given, what = act.id, act.total, dict(act.given), many_act(act.name)

    def note(answer: Any) -> None:
        row = _fresh(number)
        if row.state != GOING:  # another process did it, and this one was drafted anew after it
            raise Refused(DONE_ALREADY)
        _end(row, DONE, what.came_of(answer, total, given), what.shown_at(answer))

    noting(what.verb, note)(actor, *what.arguments(act.numbers, given), report=report)


@one_transaction
def refuse(act_id: int, why: str) -> None:
    """Say why an act came to nothing; what another process has done meanwhile stays done."""
    row = _fresh(act_id)
    if row.state == GOING:
        _end(row, REFUSED, why, "")


def _end(row: LongAct, state: str, came_of: str, shown_at: str) -> None:
    row.state, row.came_of, row.given, row.numbers = state, came_of, {}, []
    row.back = shown_at or row.back


def _fresh(act_id: int) -> LongAct:
    row = session().get(LongAct, act_id, populate_existing=True)
    if row is None:
        raise Missing
    return row
