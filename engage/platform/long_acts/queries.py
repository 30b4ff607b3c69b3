"""Fetching long acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.long_acts.models import LongAct
from engage.rules.actors import Actor
from engage.rules.errors import Missing

GOING, DONE, REFUSED = "going", "done", "refused"


def long_act_for(actor: Actor, number: int) -> LongAct:
    """One of this person's own. Raises Missing."""
    found = session().get(LongAct, number, populate_existing=True)
    if found is None or found.by_id != actor.id:
        raise Missing
    return found


def same_going(actor: Actor, name: str, numbers: Sequence[int], given: Mapping[str, Any]) -> LongAct | None:
    """The very same act of the same person that goes on already, as after a button pressed twice."""
    wanted = select(LongAct).where(
        LongAct.by_id == actor.id, LongAct.name == name, LongAct.state == GOING, LongAct.total == len(numbers)
    )
    return next(
        (one for one in session().scalars(wanted) if one.numbers == list(numbers) and one.given == given),
        None,
    )
