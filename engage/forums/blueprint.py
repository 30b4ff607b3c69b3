"""The blueprint on which every page of forums and their framework hangs, and what these pages share."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from engage.organisation import queries as organisation
from engage.organisation.models import Body

bp = Blueprint("forums", __name__)


def back_to_forum(code: str, said: str, anchor: str) -> Response:
    """To the page of a forum, at one part of it, where ``said`` is told."""
    flash(said)
    return redirect(url_for("forums.show", code=code, _anchor=anchor))


def body_asked() -> Body | None:
    """The body in the address; without one the first that is served, if any is."""
    if code := request.args.get("body"):
        return organisation.body_by_code(code)
    served = organisation.served_bodies()
    return served[0] if served else None
