"""Who may open which page of bodies and strategies."""

from __future__ import annotations

import pytest

from engage.organisation import service
from engage.organisation.entries import PlaceEntry, PointEntry, StrategyEntry
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

BODY, STRATEGY = "/bodies/wolverhampton-ccg", "/strategies/1"
PLACE = f"{BODY}/places/1"
VIEWS = (
    ("/bodies", May.READ_RECORDS),
    (BODY, May.READ_RECORDS),
    (STRATEGY, May.READ_RECORDS),
    ("/bodies/export.csv", May.EXPORT_RECORDS),
    ("/bodies/new", May.MANAGE_ORGANISATION),
    (f"{BODY}/edit", May.MANAGE_ORGANISATION),
    (f"{BODY}/places/new", May.MANAGE_ORGANISATION),
    (f"{PLACE}/edit", May.MANAGE_ORGANISATION),
    (f"{PLACE}/remove", May.MANAGE_ORGANISATION),
    (f"{STRATEGY}/points/new", May.MANAGE_ORGANISATION),
    (f"{STRATEGY}/points/1/edit", May.MANAGE_ORGANISATION),
    (f"{STRATEGY}/points/1/remove", May.MANAGE_ORGANISATION),
)


@pytest.fixture
def _records(app: object) -> None:
    body = make_body()
    service.add_part(SYSTEM, body, PlaceEntry(name="Bilston"))
    service.record_strategy(
        SYSTEM,
        body,
        StrategyEntry(title="Strategy 2019/20", points=(PointEntry(kind="principle", title="Inclusive"),)),
    )


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


@pytest.mark.usefixtures("_records")
def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    for address, _permission in VIEWS:
        assert "/sign-in" in visitor.fetch(address).headers.get("Location", ""), address
