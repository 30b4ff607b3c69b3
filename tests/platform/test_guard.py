"""No mark, no page; and what a mark lets through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from engage.platform.web import guard
from engage.platform.web.guard import actor, may, public, signed_in
from engage.platform.web.pages import WebApplication
from engage.rules.actors import NOBODY, Actor
from engage.rules.errors import NotAllowed
from engage.rules.permissions import May, permissions_of

LAY_MEMBER = Actor(7, "Lay member", frozenset({"lay_member_ppi"}), permissions_of(["lay_member_ppi"]))


@pytest.fixture
def asking() -> dict[str, Actor]:
    return {"now": NOBODY}


@pytest.fixture
def house(asking: dict[str, Actor]) -> Flask:
    """A small application whose views say only who is asking."""
    app = WebApplication("house")
    guard.install(app, lambda: asking["now"], lambda: True)
    app.register_error_handler(guard.SignInNeeded, lambda _error: ("sign in first", 401))
    app.register_error_handler(NotAllowed, lambda error: (str(error), 403))
    app.register_error_handler(404, lambda _error: (f"not found for {actor().name}", 404))

    def view() -> str:
        return f"hello {actor().name}"

    marks: dict[str, Callable[[Callable[[], str]], Callable[[], str]]] = {
        "public": public,
        "signed-in": signed_in,
        "read": may(May.READ_RECORDS),
        "log": may(May.LOG_ACTIVITY),
    }
    for name, mark in marks.items():
        app.add_url_rule(f"/{name}", name, mark(lambda: view()))
    app.add_url_rule("/unmarked", "unmarked", view)
    app.add_url_rule("/rows/<int:number>", "rows", public(lambda number: str(number)))
    return app


@pytest.mark.parametrize(
    ("address", "who", "status", "words"),
    [
        ("/public", NOBODY, 200, "hello Nobody signed in"),
        ("/signed-in", NOBODY, 401, "sign in first"),
        ("/signed-in", LAY_MEMBER, 200, "hello Lay member"),
        ("/read", NOBODY, 401, "sign in first"),
        ("/read", LAY_MEMBER, 200, "hello Lay member"),
        ("/log", LAY_MEMBER, 403, "Your roles do not let you log an activity."),
        ("/unmarked", LAY_MEMBER, 403, "Nobody has said who may see this page, so nobody may."),
        ("/unmarked", NOBODY, 403, "Nobody has said who may see this page, so nobody may."),
        ("/nowhere", NOBODY, 404, "not found for Nobody signed in"),
        ("/nowhere", LAY_MEMBER, 404, "not found for Lay member"),
    ],
)
def test_who_comes_through_which_door(
    house: Flask, asking: dict[str, Actor], address: str, who: Actor, status: int, words: str
) -> None:
    asking["now"] = who
    response = house.test_client().get(address)
    assert (response.status_code, response.get_data(as_text=True)) == (status, words)


@pytest.mark.parametrize(
    "address",
    [
        "/rows/2147483648",
        "/rows/99999999999999999999",
        "/rows/-1",
        "/rows/1%00",
        "/rows/1?words=%00",
    ],
)
def test_an_address_that_no_row_can_have_leads_nowhere(house: Flask, address: str) -> None:
    assert house.test_client().get(address).status_code == 404


def test_the_largest_number_a_row_can_have_is_an_address(house: Flask) -> None:
    assert house.test_client().get("/rows/2147483647").status_code == 200


def test_every_other_method_of_a_view_is_guarded_too(house: Flask) -> None:
    assert house.test_client().options("/log").status_code == 401


@pytest.mark.parametrize(
    ("address", "who", "leads"),
    [
        ("/public", NOBODY, True),
        ("/signed-in", NOBODY, False),
        ("/signed-in", LAY_MEMBER, True),
        ("/read?order=down", LAY_MEMBER, True),
        ("/log", LAY_MEMBER, False),
        ("/unmarked", LAY_MEMBER, False),
        ("/nowhere", LAY_MEMBER, False),
        ("", LAY_MEMBER, False),
    ],
)
def test_a_link_that_would_be_refused_leads_nowhere(
    address: str, who: Actor, leads: bool, house: Flask, asking: dict[str, Actor]
) -> None:
    asking["now"] = who

    @public
    def asked() -> str:
        return str(guard.leads_somewhere(address))

    house.add_url_rule("/asked", "asked", asked)
    assert house.test_client().get("/asked").text == str(leads)
