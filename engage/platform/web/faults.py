"""What a page says when something went wrong, of whoever's doing, and when it has nothing to stand on."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests
from werkzeug.wrappers import Response

from engage.platform.data import full_disk, limits, revisions
from engage.platform.data.db import DATABASES
from engage.platform.data.full_disk import DiskFull
from engage.platform.data.revisions import OutOfDate
from engage.platform.web import budgets, guard
from engage.rules.errors import Later, Missing, NotAllowed, Refused

IN_DOUBT = "What you sent may or may not have been saved: look whether it is there before you send it again."
INSUFFICIENT_STORAGE = HTTPStatus.INSUFFICIENT_STORAGE.value


def install(app: Flask) -> None:
    """Answer every error of ``app`` with a page, and each request with one while a backup is put back."""
    app.register_error_handler(NotAllowed, not_allowed)
    app.register_error_handler(Missing, _not_found)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(Later, _come_again)
    app.register_error_handler(DiskFull, _no_room)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(TooManyRequests, _too_many)
    app.register_error_handler(HTTPException, _other_error)
    app.register_error_handler(OutOfDate, _out_of_date)
    app.register_error_handler(500, _our_fault)
    app.before_request(_nothing_half_restored)
    app.after_request(_say_that_the_disk_is_full)


def _nothing_half_restored() -> tuple[str, int] | None:
    """A process that was at work before a backup was put back shows nothing of it before it is whole."""
    if not current_app.config["RESTORING"].exists():
        return None
    return _standing_alone(
        "Engage is out of order",
        "A backup is being put back. Nothing of yours was saved. Try again in a few minutes, and tell "
        "your administrator if it lasts.",
    )


def _say_that_the_disk_is_full(response: Response) -> Response:
    if g.get("disk_is_full"):  # also where the form came back with what was typed
        response.status_code = INSUFFICIENT_STORAGE
    return response


def not_allowed(error: NotAllowed) -> tuple[str, int]:
    return _error_page(403, "You may not see this page", str(error))


def _refused(error: Refused) -> tuple[str, int]:
    return _error_page(409, "This could not be done", f"{error.reason} Nothing was changed.")


def _error_page(status: int, heading: str, sentence: str) -> tuple[str, int]:
    return render_template("errors/error.html", heading=heading, sentence=sentence), status


def _not_found(_error: Exception) -> tuple[str, int]:
    return _error_page(
        404, "Page not found", "There is nothing at this address, or it is not for you to see."
    )


def _too_large(_error: Exception) -> tuple[str, int]:
    return _error_page(413, "That is too much at once", budgets.refusal(request, guard.actor()))


def _too_many(error: TooManyRequests) -> Response:
    return _told_to_wait(
        error.retry_after, 429, "That is much at once", f"{error.description} Nothing was changed."
    )


def _come_again(error: Later) -> Response:
    return _told_to_wait(error.seconds, 503, "This could not be done yet", error.reason)


def _told_to_wait(seconds: object, status: int, heading: str, sentence: str) -> Response:
    page, _ = _error_page(status, heading, sentence)
    return Response(page, status, {"Retry-After": f"{seconds}"}, mimetype="text/html")


def _other_error(error: Exception) -> tuple[str, int] | HTTPException:
    if not isinstance(error, HTTPException) or error.code is None or error.code < 400:
        return error  # type: ignore[return-value]  # a redirect travels as an exception
    return _error_page(error.code, "That did not work", f"{error.description} Nothing was changed.")


def _no_room(_error: Exception) -> tuple[str, int]:
    return _error_page(INSUFFICIENT_STORAGE, "The disk is full", full_disk.WORDS)


def _our_fault(error: Exception) -> tuple[str, int]:
    cause = getattr(error, "original_exception", error)
    if limits.is_unanswered(cause):
        return _out_of_order(cause)
    if isinstance(cause, OutOfDate):  # as a trace was to be left of a page already drawn
        return _out_of_date(cause)
    if isinstance(cause, SQLAlchemyError):
        revisions.look_again()
    is_full = full_disk.is_full(cause)
    try:
        for one in DATABASES:
            one.session.rollback()
        if is_full:
            return _no_room(error)
        return _error_page(
            500,
            "Something went wrong on our side",
            "Nothing was changed. Go back and try once more; if it happens again, tell your administrator.",
        )
    except OutOfDate as misfit:
        return _out_of_date(misfit)
    except SQLAlchemyError:  # every page asks the database something, and it does not answer
        if is_full:
            return _standing_alone("The disk is full", full_disk.WORDS, status=INSUFFICIENT_STORAGE)
        return _out_of_order(cause)


def _out_of_order(cause: Any) -> tuple[str, int]:
    is_in_doubt = getattr(cause, "connection_invalidated", False)
    what_became = f"{_what_became(is_in_doubt=is_in_doubt)} Try again in a few minutes"
    return _standing_alone(
        "Engage is out of order",
        f"Its database does not answer. {what_became}, and tell your administrator if it lasts.",
    )


def _out_of_date(misfit: Exception) -> tuple[str, int]:
    return _standing_alone(
        "Engage is being brought up to date",
        "Its pages and its database do not fit together at the moment. "
        f"{_what_became(is_in_doubt=True)} Try again in a few minutes.",
        f"For the administrator: {misfit}",
    )


def _what_became(*, is_in_doubt: bool) -> str:
    """Of what was sent. What fell silent while something was saved may have saved it."""
    return IN_DOUBT if is_in_doubt and request.method == "POST" else "Nothing was changed."


def _standing_alone(heading: str, *sentences: str, status: int = 503) -> tuple[str, int]:
    """A page that asks the database nothing."""
    page = current_app.jinja_env.get_template("errors/standing_alone.html")
    return page.render(heading=heading, sentences=sentences), status
