"""What one request may bring: settled by who asks and by what the view takes, before any of it is read."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Request
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge

from engage.rules.actors import Actor

MEGABYTE = 1 << 20
CHUNK = 1 << 16
LET_GO = 512 * MEGABYTE
"""How much of what is refused is read and dropped, so that a browser gets to its answer; past it, the
connection is cut."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a request may bring: bytes in all, and fields."""

    size: int
    fields: int


NOBODY = Budget(64 << 10, 1_000)
FORM = Budget(2 * MEGABYTE, 20_000)


def budget_of(app: Flask, who: Actor, *, takes_files: bool) -> Budget:
    """What somebody may bring to a view."""
    if not who.is_signed_in:
        return NOBODY
    if not takes_files:
        return FORM
    return Budget(app.config["UPLOAD_LIMIT"] + MEGABYTE, FORM.fields)


def hold(request: Request, budget: Budget) -> None:
    """Hold a request to its budget.

    Raises RequestEntityTooLarge for one that brings more, and LengthRequired where it does not say how much.
    """
    if request.headers.get("Transfer-Encoding"):  # no browser sends so, nor a front server that buffers
        raise LengthRequired("What is sent here says first how much it is.")
    request.max_content_length = budget.size
    request.max_form_memory_size = min(budget.size, FORM.size)
    request.max_form_parts = budget.fields
    if (request.content_length or 0) > budget.size:
        if budget is not NOBODY:
            _let_go(request)
        raise RequestEntityTooLarge
    # Werkzeug counts the parts of a form with files, and not these.
    is_plain_form = request.mimetype == "application/x-www-form-urlencoded"
    if is_plain_form and request.get_data(cache=True).count(b"&") >= budget.fields:
        raise RequestEntityTooLarge
    if budget is NOBODY:
        _ = request.form  # read where too much can be refused, before the page to sign in asks for it


def refusal(request: Request, who: Actor) -> str:
    """Why a request was refused, and what to do about it."""
    if not who.is_signed_in:
        return (
            "You are not signed in, and only a little is taken from anybody who is not. If you had typed "
            "something, go back: your browser still has it. Sign in in another window, then send it again."
        )
    most = (request.max_content_length or 0) // MEGABYTE
    return (
        f"Engage takes {most:,} MB at a time here, or {FORM.fields:,} answers. Nothing was changed. Go back: "
        "your browser still has what you typed. Make it shorter, or choose a smaller file, and send it again."
    )


def _let_go(request: Request) -> None:
    left = min(request.content_length or 0, LET_GO)
    stream = request.environ["wsgi.input"]
    while left > 0 and (chunk := stream.read(min(CHUNK, left))):
        left -= len(chunk)
