"""The guard: no mark, no page. Every view says who may see it, and the guard asks before the view runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from flask import Flask, current_app, g, request
from werkzeug.exceptions import HTTPException, NotFound

from engage.platform.data.typed import parts_of_address
from engage.platform.web import budgets
from engage.rules.actors import NOBODY, Actor
from engage.rules.errors import LacksRole, NotAllowed
from engage.rules.permissions import May

View = TypeVar("View", bound=Callable[..., Any])

_MARK = "__guarded_by__"
_ALSO = "__and_by__"
_FILES = "__takes_files__"
_DESTRUCTIVE = "__destructive__"
_CONFIRMED = "__confirmed__"
PUBLIC = "public"
SIGNED_IN = "signed in"
FROM_ELSEWHERE = "This was sent by a page that is not of Engage, so nothing was done."


class SignInNeeded(Exception):
    """The page is for people who have signed in."""


class ConfirmationNeeded(Exception):
    """Before this page, somebody who is signed in shows once more that it is they."""


def may(permission: May, *also: May) -> Callable[[View], View]:
    """Only people who hold ``permission``, and all of ``also``, may see this view."""

    def put_marks(view: View) -> View:
        setattr(view, _ALSO, also)
        return _marked(permission)(view)

    return put_marks


def public(view: View) -> View:
    """Anyone may see this view."""
    return _marked(PUBLIC)(view)


def signed_in(view: View) -> View:
    """Anyone who has signed in may see this view."""
    return _marked(SIGNED_IN)(view)


def takes_files(view: View) -> View:
    """A file may be sent to this view, and so more than to a form without one."""
    setattr(view, _FILES, True)
    return view


def is_for_files(view: Callable[..., Any]) -> bool:
    """Whether a file may be sent to a view."""
    return bool(getattr(view, _FILES, False))


def destructive(view: View) -> View:
    """A view that takes something away or closes it: it is done there and then, or has to be asked again."""
    setattr(view, _DESTRUCTIVE, True)
    return view


def is_destructive(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, _DESTRUCTIVE, False))


def confirmed(view: View) -> View:
    """For people who have shown within the last minutes that it is they: a screen left open is not enough."""
    setattr(view, _CONFIRMED, True)
    return view


def is_for_the_confirmed(view: Callable[..., Any]) -> bool:
    """Whether a view asks people to show once more that it is they."""
    return bool(getattr(view, _CONFIRMED, False))


def mark_of(view: Callable[..., Any]) -> May | str | None:
    """What guards a view; None when nobody thought of it."""
    return cast("May | str | None", getattr(view, _MARK, None))


def also_needed(view: Callable[..., Any]) -> tuple[May, ...]:
    """What one must be allowed besides, where one permission is not enough."""
    return cast("tuple[May, ...]", getattr(view, _ALSO, ()))


def actor() -> Actor:
    """Who is asking, in this request."""
    return cast(Actor, g.get("actor", NOBODY))


def leads_somewhere(address: str) -> bool:
    """Whether the person asking may see the page at this address: a link that would be refused is none."""
    here = current_app.url_map.bind("")
    try:
        endpoint, _ = here.match(parts_of_address(address).path)
    except HTTPException:
        return False
    view = current_app.view_functions[endpoint]
    mark = mark_of(view)
    if isinstance(mark, May):
        return all(actor().may(one) for one in (mark, *also_needed(view)))
    return mark == PUBLIC or (mark == SIGNED_IN and actor().is_signed_in)


def install(app: Flask, who_is_asking: Callable[[], Actor], is_confirmed: Callable[[], bool]) -> None:
    """Stand before every request of ``app``, which says how to tell who is asking, and whether surely."""

    app.jinja_env.tests["a_page_for_me"] = leads_somewhere

    @app.before_request
    def stand_guard() -> None:
        g.actor = who_is_asking()
        if request.endpoint is None or "\0" in unquote(request.full_path):
            raise NotFound
        if request.method == "POST" and _is_from_elsewhere():
            raise NotAllowed(FROM_ELSEWHERE)
        view = app.view_functions[request.endpoint]
        budgets.hold(request, budgets.budget_of(app, g.actor, takes_files=is_for_files(view)))
        for mark in (mark_of(view), *also_needed(view)):
            _ask(mark, g.actor)
        if is_for_the_confirmed(view) and not is_confirmed():
            raise ConfirmationNeeded


def _is_from_elsewhere() -> bool:
    """Whether a page of another site sent this in somebody's name. Browsers say where what they send is from.

    Refused before a form is drawn: the cookie of a new form would take the place of the visitor's own.
    """
    origin = request.headers.get("Origin")
    own = {request.host, parts_of_address(current_app.config.get("ADDRESS", "")).netloc}
    return origin is not None and origin.partition("://")[2] not in own


def _ask(mark: May | str | None, person: Actor) -> None:
    if mark is None:
        raise NotAllowed("Nobody has said who may see this page, so nobody may.")
    if mark == PUBLIC:
        return
    if not person.is_signed_in:
        raise SignInNeeded
    if isinstance(mark, May) and not person.may(mark):
        raise LacksRole(f"Your roles do not let you {mark.value}.")


def _marked(mark: May | str) -> Callable[[View], View]:
    def put_mark(view: View) -> View:
        setattr(view, _MARK, mark)
        return view

    return put_mark
