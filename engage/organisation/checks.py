"""What must hold of a body and of what belongs to it; each check raises Refused with what to do."""

from __future__ import annotations

import re
from datetime import date
from functools import singledispatch

from sqlalchemy import ColumnElement, select

from engage.organisation import queries
from engage.organisation.entries import (
    BodyEntry,
    NameEntry,
    PartEntry,
    PlaceEntry,
    PracticeEntry,
    StrategyEntry,
    SuccessionEntry,
)
from engage.organisation.models import Body, BodyName, BodyPart, Network, Place, Practice
from engage.organisation.queries import OneOfABody
from engage.platform.data.db import session
from engage.rules.body_kinds import why_not_these_days
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

_ADDRESSES = {"new", "views", "alike", "merges"}
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


def check_days_of(entry: BodyEntry) -> None:
    if problem := why_not_these_days(entry.kind, entry.exists_from, entry.exists_to):
        raise Refused(problem)


@singledispatch
def check(entry: PartEntry, body: Body, part: BodyPart | None = None) -> None:
    """What must hold of something that belongs to a body, before it is kept; ``part`` where it is there."""
    _check_order(getattr(entry, "from_on", None), getattr(entry, "to_on", None))


@check.register
def _name(entry: NameEntry, body: Body, part: BodyPart | None = None) -> None:
    check_name_is_free(entry.name, but_of=body)
    if entry.name == body.name or _others(BodyName, part, BodyName.name == entry.name):
        raise Refused(f"{body.name} has the name “{entry.name}” already; nothing needs adding.")


@check.register
def _succession(entry: SuccessionEntry, body: Body, part: BodyPart | None = None) -> None:
    successor = session().get_one(Body, entry.successor_id)
    if successor.id == body.id:
        raise Refused("A body cannot take over from itself. Choose the body that took over.")
    if body.id in queries.successor_ids_of(successor):
        raise Refused(f"{body.name} took over from {successor.name}, so the other way round cannot be.")
    if part is None and successor.id in queries.successor_ids_of(body, far=False):
        raise Refused(f"That {successor.name} took over from {body.name} is recorded already.")
    if entry.on and body.exists_to and entry.on <= body.exists_to:
        raise Refused(
            f"{successor.name} cannot have taken over on {long_date(entry.on)}: {body.name} lasted until "
            f"{long_date(body.exists_to)}. Correct one of the two dates."
        )


@check.register
def _place(entry: PlaceEntry, body: Body, part: BodyPart | None = None) -> None:
    if _others(Place, part, Place.body_id == body.id, Place.name == entry.name):
        raise Refused(f"There is already a place called {entry.name} here. Give this one another name.")


@check.register
def _practice(entry: PracticeEntry, body: Body, part: BodyPart | None = None) -> None:
    _check_order(entry.from_on, entry.to_on)
    code = entry.ods_code.upper()
    if other := _others(Practice, part, Practice.ods_code == code):
        raise Refused(f"The ODS code {code} is that of {other.name}. Check the code.")
    network = session().get(Network, entry.network_id) if entry.network_id else None
    if entry.network_id and (network is None or network.body_id != body.id):
        raise Refused("That network belongs to another body. Choose one of this body's networks.")


@check.register
def _strategy(entry: StrategyEntry, body: Body, part: BodyPart | None = None) -> None:
    _check_order(entry.valid_from, entry.valid_to)


def _others(
    table: type[OneOfABody], part: BodyPart | None, *wanted: ColumnElement[bool]
) -> OneOfABody | None:
    """The first but ``part`` of which this holds."""
    return session().scalars(select(table).where(*wanted, table.id != (part.id if part else 0))).first()


def _check_order(first: date | None, last: date | None) -> None:
    if first and last and last < first:
        raise Refused(
            f"The last day, {long_date(last)}, is before the first, {long_date(first)}. Correct one of them."
        )
