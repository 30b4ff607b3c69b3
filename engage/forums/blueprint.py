"""The blueprint on which every page of forums and their framework hangs, and the way back to a forum."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

bp = Blueprint("forums", __name__)


def back_to_forum(code: str, said: str, anchor: str) -> Response:
    """To the page of a forum, at one part of it, where ``said`` is told."""
    flash(said)
    return redirect(url_for("forums.show", code=code, _anchor=anchor))
