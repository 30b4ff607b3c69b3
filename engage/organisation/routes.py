"""Pages of this room."""

from __future__ import annotations

from flask import Blueprint, render_template

from engage.platform.guard import may
from engage.rules.permissions import May

bp = Blueprint("organisation", __name__)


@bp.route("/organisation")
@may(May.READ_RECORDS)
def index() -> str:
    return render_template("errors/error.html", heading="organisation", sentence="")
