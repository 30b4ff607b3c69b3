"""The page of jobs: how each went, when it runs next, and whether a worker is active."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.platform.processes import service, standing
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May

bp = Blueprint("jobs", __name__)


@bp.route("/jobs")
@may(May.MIND_JOBS)
def index() -> str:
    found = standing.jobs()
    return render_template(
        "platform/jobs.html",
        workers=standing.workers(),
        jobs=found,
        any_run=any(one.run for one in found),
        form=Form(),
    )


@bp.route("/jobs/<name>/run", methods=["POST"])
@may(May.MIND_JOBS)
def run(name: str) -> Response:
    """Have a job run now, whatever its hour."""
    if sent_safely():
        service.ask_for(actor(), name)
        flash("It runs within a minute, once a worker is active. Look at this page again to see how it went.")
    return redirect(url_for(".index"))
