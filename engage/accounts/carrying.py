"""What was typed when a sign-in had ended: it is carried past the sign-in page, and shown once more.

It comes back into the form that it was typed into, and nothing is done before somebody sends that form. It
comes back only in the browser that sent it, and only to the account that typed it.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask, current_app, render_template, request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import ImmutableMultiDict

from engage.accounts import gate
from engage.platform.web import faults, forms, guard
from engage.rules.errors import LacksRole

FIELD = "carried"
LASTS = 12 * 3600  # seconds
LONGEST = 48 * 1024  # characters, since little is read of somebody who has not signed in
OURS = "accounts"  # the blueprint with the passwords and codes, which are never carried
WITHOUT_SECRETS = {"accounts.new", "accounts.edit"}

SHOWN = "Here is what you had typed. Look through it and send it."
FILE_AGAIN = "Files are not kept: choose the file again."
NOT_SHOWN = "What had been typed before is not shown: somebody else typed it, or more than 12 hours ago."
NOT_CARRIED = "You were signed out before that was sent, so nothing was done. Sign in, then do it again."


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: to which address, by which account, from which browser."""

    path: str
    fields: list[tuple[str, str]]
    with_files: bool
    account_id: int
    browser: str


def install(app: Flask) -> None:
    """Stand behind the guard of ``app``: what is brought back is shown only to who may see the page."""
    app.before_request(_bring_back)
    app.register_error_handler(LacksRole, _give_back)


def sealed() -> str:
    """What this request brought, for its own form to come back filled in; empty when that must not be.

    What takes something away is not carried, nor what no page of this very session has sent. What was carried
    already, on its way back, is carried further as it is.
    """
    account_id = gate.last_account()
    if account_id is None or _is_for_secrets() or _is_destructive() or not forms.is_of_this_session():
        return ""
    before: str = request.form.get(FIELD, "")
    if opened(before, account_id) is not None:
        return before
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    with_files = any(file.filename for file in request.files.values())
    path, browser = request.full_path.rstrip("?"), session.setdefault(FIELD, secrets.token_urlsafe(16))
    carried = _seal().dumps([path, fields, with_files, account_id, browser])
    return carried if len(carried) <= LONGEST else ""


def opened(carried: str, account_id: int | None) -> Typed | None:
    """What was typed in this browser by this account; None for anything else."""
    try:
        typed = Typed(*_seal().loads(carried, max_age=LASTS))
    except BadSignature:
        return None
    is_own = typed.account_id == account_id and typed.browser == session.get(FIELD)
    return typed if is_own else None


def stay_with(typed: Typed) -> None:
    """Let a session that has just begun be known as that of the browser in which this was typed."""
    session[FIELD] = typed.browser


def _bring_back() -> None:
    if request.method != "POST" or _is_for_secrets() or FIELD not in request.form:
        return
    typed = opened(request.form[FIELD], guard.actor().id)
    if typed is not None and not _is_destructive():
        request.form, request.files = ImmutableMultiDict(typed.fields), ImmutableMultiDict()
        forms.only_show(f"{SHOWN} {FILE_AGAIN}" if typed.with_files else SHOWN)


def _give_back(error: LacksRole) -> tuple[str, int]:
    """Whose role ended while a form was open may not send it, and gets the words typed into it to copy."""
    if request.method != "POST" or _is_for_secrets():
        return faults.not_allowed(error)
    brought = opened(request.form.get(FIELD, ""), guard.actor().id)
    fields = brought.fields if brought else list(request.form.items(multi=True))
    sentence = f"{error} Nothing was changed. If a role of yours has ended, ask your administrator."
    words = [text for name, text in fields if " " in text and name != FIELD]
    heading = "You may not do this"
    return render_template("errors/error.html", heading=heading, sentence=sentence, typed=words), 403


def _is_for_secrets() -> bool:
    return request.blueprint == OURS and request.endpoint not in WITHOUT_SECRETS


def _is_destructive() -> bool:
    return guard.is_destructive(current_app.view_functions[request.endpoint or ""])


def _seal() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="what was typed before signing in")
