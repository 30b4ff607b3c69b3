"""The requests of people as a list."""

from __future__ import annotations

from datetime import date

from flask import url_for
from sqlalchemy import ColumnElement, select

from engage.platform.offers.waiting import Rows
from engage.platform.web.declared import columns_of, filter_of
from engage.platform.web.lists import Column, Filter, ListSpec
from engage.privacy import queries
from engage.privacy.models import RetentionNotice, RightsRequest
from engage.rules.actors import Actor
from engage.rules.permissions import May


def requests_list() -> ListSpec:
    """Every request, the soonest due first."""
    return ListSpec(
        name="rights",
        heading="Requests of people about their data",
        one="request",
        many="requests",
        number=RightsRequest.id,
        base=lambda: select(RightsRequest.id),
        rows=queries.requests_listed,
        columns=COLUMNS,
        filters=(
            Filter("state", "State", _by_state, lambda: list(queries.STATES.items())),
            filter_of(RightsRequest, "kind"),
        ),
        first_order=("due", False),
    )


def _by_state(value: str) -> ColumnElement[bool]:
    return RightsRequest.state == value


def standing(request: RightsRequest, today: date) -> str:
    """Open, overdue, answered or refused."""
    if request.state == "open" and request.due_on < today:
        return "Overdue"
    return queries.STATES[request.state]


COLUMNS = columns_of(
    RightsRequest,
    lambda row: row.request,
    {
        "": (
            Column(
                "person",
                "Who asked",
                lambda row: row.person,
                link=lambda row: url_for("privacy.show", request_id=row.id),
            ),
        ),
        "received_on": (
            Column("due", "Due", lambda row: row.request.due_on, RightsRequest.due_on, "date"),
            Column("state", "State", lambda row: queries.STATES[row.request.state], RightsRequest.state),
            Column(
                "answered", "Answered", lambda row: row.request.answered_on, RightsRequest.answered_on, "date"
            ),
        ),
    },
)


def what_waits(actor: Actor) -> list[Rows]:
    if not actor.may(May.SERVE_RIGHTS):
        return []
    return [
        Rows(
            RightsRequest.id,
            RightsRequest.state == "open",
            "request of a person is open",
            "requests of people are open",
            url_for("privacy.index", state="open"),
        ),
        Rows(
            RetentionNotice.id,
            RetentionNotice.gone_at.is_(None),
            "warning of what is soon to go",
            "warnings of what is soon to go",
            url_for("privacy.retention"),
        ),
    ]
