"""Every view of the product and every role: whoever the table lets in is let in, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from flask import Flask, url_for
from werkzeug.routing import IntegerConverter, Rule

from engage.platform.web.guard import PUBLIC, SIGNED_IN, also_needed, mark_of
from engage.rules.permissions import ROLES, May
from tests.conftest import VisitorAs
from tests.pages.page import Page
from tests.pages.visitor import Visitor

ENDS_THE_SIGN_IN = {"accounts.sign_out", "accounts.sign_out_everywhere"}
FOR_ANYBODY = {PUBLIC, SIGNED_IN}


class Door(NamedTuple):
    """An address of the product, of a record that is not there, and the marks that guard it."""

    address: str
    method: str
    marks: frozenset[May | str | None]

    def opens_for(self, role: str) -> bool:
        return self.marks - FOR_ANYBODY <= ROLES[role].may


def doors(app: Flask) -> Iterator[Door]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in ENDS_THE_SIGN_IN:
            continue
        view = app.view_functions[rule.endpoint]
        marks = frozenset({mark_of(view), *also_needed(view)})
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield Door(address_of(app, rule), method, marks)


def address_of(app: Flask, rule: Rule) -> str:
    """The address with something in each of its gaps."""
    given = rule.defaults or {}
    gaps = rule.arguments - set(given)
    fillings: dict[str, Any] = {**given, **{name: filling(rule, name) for name in gaps}}
    with app.test_request_context():
        return url_for(rule.endpoint, **fillings)


def filling(rule: Rule, name: str) -> str:
    converter = rule._converters[name]
    if offered := sorted(getattr(converter, "items", ())):
        return str(offered[0])
    return "1" if isinstance(converter, IntegerConverter) else "none"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_comes_through_the_doors_of_its_permissions_and_through_no_others(
    role: str, app: Flask, visitor_as: VisitorAs
) -> None:
    person = visitor_as(role)
    for door in doors(app):
        status = person.fetch(door.address, door.method).status_code
        assert (status != 403) == door.opens_for(role), f"{door.method} {door.address} answered {status}"


def test_a_stranger_is_asked_to_sign_in_at_every_door_but_the_front_one(app: Flask, visitor: Visitor) -> None:
    found = list(doors(app))
    assert len(found) > 100
    for door in found:
        response = visitor.fetch(door.address, door.method, follow_redirects=True)
        page = Page(door.address, response.status_code, response.get_data(as_text=True))
        assert page.heading == "Sign in" or door.marks == {PUBLIC}, f"{door.method} {door.address}"
