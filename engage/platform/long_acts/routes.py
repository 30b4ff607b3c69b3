"""The page of a long act: how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.platform.long_acts import doing, queries, service
from engage.platform.long_acts.queries import GOING
from engage.platform.offers.many_acts import many_act
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, signed_in
from engage.rules.errors import Refused

bp = Blueprint("long_acts", __name__)


@bp.route("/under-way/<int:act_id>")
@signed_in
def show(act_id: int) -> str:
    act = queries.long_act_for(actor(), act_id)
    return render_template(
        "platform/long_act.html",
        act=act,
        heading=many_act(act.name).doing,
        how_far=doing.progress_of(act_id).words,
        stopped=doing.seems_stopped(act),
        form=Form(),
    )


@bp.route("/under-way/<int:act_id>/progress")
@signed_in
def progress(act_id: int) -> dict[str, Any]:
    """How far it is, for the page that shows it to ask again."""
    act = queries.long_act_for(actor(), act_id)
    return {"busy": act.state == GOING, "words": doing.progress_of(act_id).words}


@bp.route("/under-way/<int:act_id>/again", methods=["POST"])
@signed_in
def again(act_id: int) -> Response:
    """Begin an act again that was interrupted."""
    act = queries.long_act_for(actor(), act_id)
    if sent_safely() and doing.seems_stopped(act):
        try:
            service.begin_again(act)
            doing.start(act_id)
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return redirect(url_for(".show", act_id=act_id))
