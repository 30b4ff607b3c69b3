"""What limits on every request add to a page: each page in turns, as it is and with the limits taken out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from flask import Flask
from flask.testing import FlaskClient

from bench.costs import PAGES
from bench.sizes import application, page, signed_in

PAIRS = 300
BEFORE, AFTER = "_bring_back", "leave_traces"  # what was typed before signing in; traces of what was done
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')


def measure_limits(home: Path) -> dict[str, float]:
    """Pages and a form that is sent, each times what it takes without limits, by name."""
    with application(home) as app:
        visitor = signed_in(app, "limits@demonstration.invalid")
        addresses = {"log list": "/activities", **PAGES}
        found = {name: _times(app, _page_at(visitor, at)) for name, at in addresses.items()}
        return found | {"form that is sent": _times(app, _form_sent(visitor))}


def _page_at(visitor: FlaskClient, address: str) -> Callable[[], None]:
    return lambda: page(visitor, address)


def _form_sent(visitor: FlaskClient) -> Callable[[], None]:
    """Sending a form that comes back, with a field too many and a text of some length."""
    shown = TOKEN.search(visitor.get("/activities/new").text)
    if shown is None:
        raise RuntimeError("the form has no token")
    typed = {"csrf_token": shown[1], "description": "What people told us about the walk-in centre. " * 40}

    def send() -> None:
        answer = visitor.post("/activities/new", data=typed)
        if answer.status_code != 200 or "There is a problem" not in answer.text:
            raise RuntimeError(f"the form answered {answer.status_code}")

    return send


def _times(app: Flask, act: Callable[[], None]) -> float:
    """The usual ratio of pairs: two that follow each other at once meet the same machine."""
    act()
    pairs = [_pair(app, act) for _ in range(PAIRS)]
    return median(held / free for held, free in pairs)


def _pair(app: Flask, act: Callable[[], None]) -> tuple[float, float]:
    held = _seconds(act)
    with _without_limits(app):
        return held, _seconds(act)


def _seconds(act: Callable[[], None]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


@contextmanager
def _without_limits(app: Flask) -> Iterator[None]:
    with (
        patch("engage.platform.web.budgets.hold", lambda *_: None),
        patch.dict(app.before_request_funcs, {None: _without(BEFORE, app.before_request_funcs[None])}),
        patch.dict(app.after_request_funcs, {None: _without(AFTER, app.after_request_funcs[None])}),
    ):
        yield


def _without(name: str, hooks: list[Any]) -> list[Any]:
    others = [one for one in hooks if one.__name__ != name]
    if len(others) == len(hooks):
        raise RuntimeError(f"there is no {name} to take out")
    return others
