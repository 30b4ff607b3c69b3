"""Fetching requests of people, and warnings that something is to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import false, func, select

from engage.platform.data.db import session
from engage.platform.data.typed import number_or_none
from engage.platform.web.lists import in_order
from engage.privacy.models import RetentionNotice, RightsRequest
from engage.rules.errors import Missing, Refused
from engage.stakeholders.models import Person

STATES = {"open": "Open", "answered": "Answered", "refused": "Refused"}
MOST_GONE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the name of whoever asked, as the list shows it."""

    id: int
    request: RightsRequest
    person: str


def request_for(request_id: int) -> RightsRequest:
    """The request with this number. Raises Missing."""
    found = session().get(RightsRequest, request_id)
    if found is None:
        raise Missing
    return found


def requests_listed(numbers: Sequence[int]) -> list[Asked]:
    """Requests in this order, with the names of those who asked."""
    wanted = (
        select(RightsRequest, Person.name)
        .join(Person, Person.id == RightsRequest.person_id)
        .where(RightsRequest.id.in_(numbers))
    )
    return in_order((Asked(row.id, row, name) for row, name in session().execute(wanted)), numbers)


def person_called(typed: str) -> Person:
    """The one person with this number or name who still stands for themselves. Raises Refused."""
    number = number_or_none(typed)
    by_number = false() if number is None else Person.id == number
    wanted = select(Person).where(by_number | (func.lower(Person.name) == typed.lower()))
    found = session().scalars(wanted.where(Person.erased_on.is_(None)).order_by(Person.id)).all()
    if not found:
        raise Refused(
            f"Nobody in the register is called “{typed}” or has that number. Look them up under "
            "Stakeholders, and record the request from their page."
        )
    if len(found) > 1:
        numbers = ", ".join(str(one.id) for one in found)
        raise Refused(
            f"{len(found)} people go by that name. Enter the number of the one who asks: {numbers}."
        )
    return found[0]


def person_of(request: RightsRequest) -> Person:
    """Whose request it is."""
    found = session().get(Person, request.person_id)
    if found is None:
        raise Missing
    return found


def notice_for(notice_id: int) -> RetentionNotice:
    """The warning with this number, as long as what it warns of is still there. Raises Missing."""
    found = session().get(RetentionNotice, notice_id)
    if found is None or found.gone_at is not None:
        raise Missing
    return found


def notices_open() -> list[RetentionNotice]:
    """Warnings of what has not gone yet, the soonest first."""
    wanted = select(RetentionNotice).where(RetentionNotice.gone_at.is_(None))
    return list(session().scalars(wanted.order_by(RetentionNotice.due_on, RetentionNotice.id)))


def notices_gone() -> list[RetentionNotice]:
    """What went, the latest first."""
    wanted = select(RetentionNotice).where(RetentionNotice.gone_at.is_not(None))
    return list(session().scalars(wanted.order_by(RetentionNotice.gone_at.desc()).limit(MOST_GONE)))


def is_held(notice: RetentionNotice, today: date) -> bool:
    """Whether somebody asked that it stay, for now."""
    return notice.held_until is not None and notice.held_until >= today
