"""What was sent twice is done once: the second is led where the first was, and told the same.

Each form that is drawn holds a token of its own. Nothing of it is kept but hashes that it is the key of, and
these only once a verb has used the form up (``platform/data/sent_forms.py``).
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Callable
from datetime import date
from hashlib import file_digest
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, session
from flask.json.tag import TaggedJSONSerializer
from sqlalchemy import delete, select
from sqlalchemy.exc import SQLAlchemyError

from engage.platform import clock
from engage.platform.data import sent_forms
from engage.platform.data.db import record, watch
from engage.platform.data.line import Busy
from engage.platform.data.sent_forms import SAVED_BEFORE, Sending, SentAlready
from engage.platform.data.transactions import of_watch
from engage.platform.web import guard
from engage.platform.web.models import SentFormOutcome

View = TypeVar("View", bound=Callable[..., Any])

FIELD = "form_token"
LONGEST = 64  # characters of a token
NOT_CONTENT = {FIELD, "csrf_token"}  # which of a form a person has no part in
FLASHED = "_flashes"  # where Flask keeps in the cookie what the next page is to say
ALREADY = "You had sent this already: it was done once."
COMES_SOON = 1.0  # seconds within which the first of two that come at once has said where it led
_EACH_TIME = "__each_time__"

log = logging.getLogger("engage.web")
_told = TaggedJSONSerializer()


def each_time(view: View) -> View:
    """A view of which each sending counts: what comes of it stands in the cookie, or is shown once."""
    setattr(view, _EACH_TIME, True)
    return view


def counts_each_time(view: Callable[..., Any]) -> bool:
    return bool(getattr(view, _EACH_TIME, False))


def install(app: Flask, only_show: Callable[[str], None]) -> None:
    """Stand behind the guard of ``app``, and before its answers. ``only_show`` has a form given back."""
    app.register_error_handler(SentAlready, lambda _error: _as_before())

    @app.before_request
    def look_whether_it_was_sent() -> Any:
        g.sending = sending = _read()
        if sending is None:
            return None
        if sent_forms.was_done(sending):
            return _as_before()
        if sending.is_spent:
            only_show(SAVED_BEFORE)
        return None

    @app.after_request
    def tell_the_next(answer: Response) -> Response:
        sending: Sending | None = g.get("sending")
        if sending is None or sending.is_spent or answer.is_streamed or answer.status_code >= 500:
            return answer
        if sending.is_done:
            _note(sending, answer)
        elif _was_done_meanwhile(sending):
            return make_response(_as_before())
        return answer


def asked(form: Any) -> None:
    """Note which form this request is about: drawn again before it is used up, it stays the same form."""
    g.form_asked = form


def token_for(form: Any) -> str:
    """The token of a form that is drawn."""
    sending: Sending | None = g.get("sending")
    if g.get("form_asked") is form and sending and not (sending.is_done or sending.is_spent):
        return request.form[FIELD]
    return secrets.token_urlsafe(16)


def go_ahead(*, with_other_words: bool) -> None:
    """Nothing is wrong with what was sent: the next verb uses it up, or only with these very words."""
    sending: Sending | None = g.get("sending")
    if sending is not None:
        sending.goes_ahead = True
        sending.mark = sending.mark_with_content if with_other_words else sending.mark


@of_watch
def forget_outcomes_before(day: date) -> None:
    """Take away where forms led that were done before a day."""
    gone = delete(SentFormOutcome).where(SentFormOutcome.at < clock.beginning_of(day))
    watch.session().execute(gone)


@of_watch
def forget_all_outcomes() -> None:
    """Take away where every form led, since it may name somebody; that each was done stays known."""
    watch.session().execute(delete(SentFormOutcome))


def _read() -> Sending | None:
    if request.method != "POST" or counts_each_time(current_app.view_functions[request.endpoint or ""]):
        return None
    token = request.form.get(FIELD, "")
    if not 0 < len(token) <= LONGEST:
        return None
    key = token.encode("utf-8", "replace")
    place = f"{guard.actor().id or 0} {request.full_path}"
    content = _hashed(key, repr(_content()))
    return Sending(_hashed(key, place), _hashed(key, f"{place}\n{content}"), content)


def _content() -> list[tuple[str, str]]:
    words = [pair for pair in request.form.items(multi=True) if pair[0] not in NOT_CONTENT]
    return words + [(name, _digest(file.stream)) for name, file in request.files.items(multi=True)]


def _digest(stream: Any) -> str:
    digest = file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return digest


def _hashed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode("utf-8", "replace"), "sha256").hex()


def _was_done_meanwhile(sending: Sending) -> bool:
    """Whether the same was done while this one looked: what it found is then the work of the first."""
    record.session().rollback()  # what it has read is of before
    return sent_forms.was_done(sending)


def _note(sending: Sending, answer: Response) -> None:
    """Put down where this led. Nobody without an account is led anywhere: the address may hold a secret."""
    is_known = guard.actor().is_signed_in
    location = (answer.location or "") if is_known else ""
    told = _told.dumps(session.get(FLASHED, []) if location else [])
    try:
        _keep(SentFormOutcome(mark=sending.mark, location=location, told=told, at=clock.now()))
    except (Busy, SQLAlchemyError) as problem:
        watch.session().rollback()
        log.warning("Where a form led was not kept (%s)", type(problem).__name__)


@of_watch
def _keep(outcome: SentFormOutcome) -> None:
    watch.session().add(outcome)


def _as_before() -> Any:
    """What whoever sent it first was answered: the same page is led to, and says the same."""
    sending, g.sending = g.sending, None
    outcome = _outcome_of(sending)
    if outcome is None or not outcome.location:
        rule = request.url_rule
        again = request.full_path if rule is not None and "GET" in (rule.methods or ()) else ""
        return render_template("platform/sent_already.html", sentence=ALREADY, again=again)
    session[FLASHED] = [*_told.loads(outcome.told), ("notice", ALREADY)]
    return redirect(outcome.location)


def _outcome_of(sending: Sending) -> SentFormOutcome | None:
    marks = (sending.mark, sending.mark_with_content)
    wanted = select(SentFormOutcome).where(SentFormOutcome.mark.in_(marks))
    give_up = time.monotonic() + COMES_SOON
    while (outcome := watch.session().scalars(wanted).first()) is None and time.monotonic() < give_up:
        watch.session().rollback()
        time.sleep(COMES_SOON / 20)
    return outcome
