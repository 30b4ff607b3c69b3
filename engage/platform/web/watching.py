"""What leaves a trace by itself: coming in and trying to, refusals, files taken out, sensitive records read.

A page waits for its trace for a fifth of a second at most. What could not be kept is told to the log of the
process, and for some seconds nothing more is tried.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from engage.platform.data.db import watch
from engage.platform.data.line import Busy
from engage.platform.watch import service
from engage.platform.watch.entries import TraceEntry
from engage.platform.watch.queries import hash_of_source
from engage.platform.watch.words import DELAYED, FAILED, KINDS, NOT_OURS, READ, REFUSED, SIGNED_IN, TAKEN
from engage.platform.web.guard import PUBLIC, actor, mark_of
from engage.platform.web.sources import source
from engage.rules.actors import Actor

View = TypeVar("View", bound=Callable[..., Any])

REST = 10.0  # seconds for which nothing is tried after a trace could not be kept
OPENED = (TAKEN, READ)  # the kinds of which the very address is kept; of others the rule that it follows
LONGEST = 200  # characters of an address
_SENSITIVE, _TRIES = "__sensitive__", "__tries_sign_in__"

log = logging.getLogger("engage.watch")
_rests = {"until": 0.0}


def sensitive(view: View) -> View:
    """A view that shows what is sensitive: each reading of it leaves a trace."""
    setattr(view, _SENSITIVE, True)
    return view


def shows_what_is_sensitive() -> None:
    """Say, in a view that shows it to some and of some records alone, that this answer does."""
    g.shows_what_is_sensitive = True


def tries_sign_in(view: View) -> View:
    """A view at which somebody shows who they are: that they came in, or not, leaves a trace."""
    setattr(view, _TRIES, True)
    return view


def is_a_step_on_the_way() -> None:
    """Say, in a view of signing in, that what was shown was right and more is asked: nobody failed."""
    g.is_a_step_on_the_way = True


def install(app: Flask, who_is_asking: Callable[[], Actor], account_tried: Callable[[], int]) -> None:
    """Look at every answer of ``app``, which says who is signed in now, and to which account one tried."""

    @app.after_request
    def leave_traces(answer: Response) -> Response:
        for kind in _what_happened(answer, who_is_asking):
            who = who_is_asking()
            _leave(kind, (account_tried() if kind in {FAILED, DELAYED} else who.id) or 0, who.is_signed_in)
        return answer


def _what_happened(answer: Response, who_is_asking: Callable[[], Actor]) -> Iterator[str]:
    view = current_app.view_functions.get(request.endpoint or "")
    if g.get("not_sent_safely"):
        yield NOT_OURS
    elif request.method == "POST" and getattr(view, _TRIES, False):
        yield from _of_a_try(answer, who_is_asking)
    if answer.status_code == 429 and not who_is_asking().is_signed_in:  # and not for pages that cost much
        yield DELAYED
    elif answer.status_code == 403:
        yield REFUSED
    elif answer.status_code == 200 and "Content-Disposition" in answer.headers:
        yield TAKEN
    elif answer.status_code == 200 and (getattr(view, _SENSITIVE, False) or "shows_what_is_sensitive" in g):
        yield READ


def _of_a_try(answer: Response, who_is_asking: Callable[[], Actor]) -> Iterator[str]:
    if not actor().is_signed_in and who_is_asking().is_signed_in:
        yield SIGNED_IN
    elif answer.status_code == 200 and "is_a_step_on_the_way" not in g:  # the page again, with what is wrong
        yield FAILED


def _leave(kind: str, account_id: int, is_known: bool) -> None:
    rule = request.url_rule.rule if request.url_rule else ""
    if kind not in {*OPENED, SIGNED_IN}:
        log.warning("%s: %s %s", KINDS[kind], request.method, rule)
    if time.monotonic() < _rests["until"]:
        log.warning("Not kept: %s", KINDS[kind])
        return
    what = request.path[:LONGEST] if kind in OPENED and not _is_public() else rule
    try:
        service.note(TraceEntry(kind, what, hash_of_source(source()), account_id, is_known))
    except (Busy, SQLAlchemyError) as problem:
        watch.session().rollback()
        _rests["until"] = time.monotonic() + REST
        log.warning("Not kept: %s (%s)", KINDS[kind], type(problem).__name__)


def _is_public() -> bool:
    """Whether the address may hold a secret, which lets somebody in who has no account."""
    return mark_of(current_app.view_functions[request.endpoint or ""]) == PUBLIC
