"""What must hold of a body and of what belongs to it; each check raises Refused with what to do."""

from __future__ import annotations

import re
from datetime import date
from functools import singledispatch

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.models import (
    Body,
    BodyName,
    BodyPart,
    BodySuccession,
    Network,
    Place,
    Practice,
    Strategy,
)
from engage.platform.data.db import session
from engage.rules.body_kinds import why_not_these_days
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

_ADDRESSES = {"new", "views"}
_CODE = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")


def check_code(code: str) -> None:
    if not _CODE.fullmatch(code):
        raise Refused(f"The code “{code}” must be letters and figures, with hyphens between, such as bc-icb.")
    if code.lower() in _ADDRESSES:
        raise Refused(f"The code “{code}” is the address of another page. Choose another code.")
    check_name_is_free(code)


def check_name_is_free(name: str, but_of: Body | None = None) -> None:
    """Refuse a name that another body bears, however it is spelled. ``but_of`` may bear it already."""
    recognised = queries.body_names().recognise(name)
    bearer = queries.body_with_code(recognised.code) if recognised.code else None
    if bearer is not None and (but_of is None or bearer.id != but_of.id):
        raise Refused(f"“{name}” is already a name or code of {bearer.name}. Open that body instead.")


def check_days_of(body: Body) -> None:
    if problem := why_not_these_days(body.kind, body.exists_from, body.exists_to):
        raise Refused(problem)


@singledispatch
def check(part: BodyPart) -> None:
    """What must hold of something that belongs to a body, before it is kept."""
    _check_order(getattr(part, "from_on", None), getattr(part, "to_on", None))


@check.register
def _name(variant: BodyName) -> None:
    body = session().get_one(Body, variant.body_id)
    check_name_is_free(variant.name, but_of=body)
    taken = select(BodyName.id).where(BodyName.name == variant.name, BodyName.id != (variant.id or 0))
    if variant.name == body.name or session().scalars(taken).first() is not None:
        raise Refused(f"{body.name} has the name “{variant.name}” already; nothing needs adding.")


@check.register
def _succession(row: BodySuccession) -> None:
    body, successor = session().get_one(Body, row.body_id), session().get_one(Body, row.successor_id)
    if successor.id == body.id:
        raise Refused("A body cannot take over from itself. Choose the body that took over.")
    if body.id in queries.successor_ids_of(successor):
        raise Refused(f"{body.name} took over from {successor.name}, so the other way round cannot be.")
    if row.id is None and successor.id in queries.successor_ids_of(body, far=False):
        raise Refused(f"That {successor.name} took over from {body.name} is recorded already.")
    if row.on and body.exists_to and row.on <= body.exists_to:
        raise Refused(
            f"{successor.name} cannot have taken over on {long_date(row.on)}: {body.name} lasted until "
            f"{long_date(body.exists_to)}. Correct one of the two dates."
        )


@check.register
def _place(place: Place) -> None:
    wanted = select(Place.id).where(
        Place.body_id == place.body_id, Place.name == place.name, Place.id != (place.id or 0)
    )
    if session().scalars(wanted).first() is not None:
        raise Refused(f"There is already a place called {place.name} here. Give this one another name.")


@check.register
def _practice(practice: Practice) -> None:
    _check_order(practice.from_on, practice.to_on)
    wanted = select(Practice).where(Practice.ods_code == practice.ods_code, Practice.id != (practice.id or 0))
    other = session().scalars(wanted).first()
    if other is not None:
        raise Refused(f"The ODS code {practice.ods_code} is that of {other.name}. Check the code.")
    network = session().get(Network, practice.network_id) if practice.network_id else None
    if practice.network_id and (network is None or network.body_id != practice.body_id):
        raise Refused("That network belongs to another body. Choose one of this body's networks.")


@check.register
def _strategy(strategy: Strategy) -> None:
    _check_order(strategy.valid_from, strategy.valid_to)


def _check_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Refused(
            f"The last day, {long_date(last)}, is before the first, {long_date(first)}. Correct one of them."
        )
