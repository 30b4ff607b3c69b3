"""The browsers from which somebody has signed in: a cookie of their own, and what they are in words.

The wrong guesses of strangers do not make somebody wait who comes with the cookie of a browser that signed in
to the same account before. It lets nobody in: what is tried with it is slowed by itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

COOKIE = "engage-device"
LASTS = 180 * 24 * 3600  # seconds
MOST = 8  # accounts of one browser, the latest
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    *(("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS", "a Mac"), ("Linux", "Linux")),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A browser, by a number of its own, and the accounts that have signed in from it."""

    number: str
    accounts: tuple[int, ...]


def of_request() -> Device:
    """The browser of this request; one without a good cookie is new."""
    try:
        number, accounts = _seal().loads(request.cookies.get(COOKIE, ""), max_age=LASTS)
    except BadSignature:
        return Device(secrets.token_urlsafe(16), ())
    return Device(number, tuple(accounts))


def remember(response: Response, account_id: int) -> Response:
    """Let the browser be known as one from which this account has signed in."""
    device = of_request()
    accounts = [account_id, *(one for one in device.accounts if one != account_id)][:MOST]
    value = _seal().dumps([device.number, accounts])
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(COOKIE, value, max_age=LASTS, httponly=True, samesite="Lax", secure=secure)
    return response


def in_words(user_agent: str) -> str:
    """What a browser says of itself, such as Firefox on Windows."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "A browser")
    system = next((f" on {name}" for mark, name in SYSTEMS if mark in user_agent), "")
    return browser + system


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="a browser that has signed in")
