"""Pages for bodies that are one."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.organisation import queries
from engage.organisation.blueprint import bp
from engage.organisation.merging import queries as merging
from engage.organisation.merging import service
from engage.organisation.merging.forms import MergeForm
from engage.organisation.models import Body
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.pages import counted
from engage.rules.errors import Refused
from engage.rules.permissions import May


@bp.route("/bodies/alike")
@may(May.MANAGE_ORGANISATION)
def alike() -> str:
    """Bodies that may be one."""
    return render_template(
        "organisation/alike.html", alike=merging.alike(), differences=merging.differences(), form=Form()
    )


@bp.route("/bodies/<code>/not-the-same/<other>", methods=["POST"])
@may(May.MANAGE_ORGANISATION)
def tell_apart(code: str, other: str) -> Response:
    """Say that two bodies are not the same."""
    one, second = queries.body_by_code(code), queries.body_by_code(other)
    if sent_safely():
        service.tell_apart(actor(), one, second)
        flash(f"{one.name} and {second.name} are not the same. You can take that back below.")
    return redirect(url_for(".alike"))


@bp.route("/bodies/differences/<int:difference_id>/take-back", methods=["POST"])
@may(May.MANAGE_ORGANISATION)
@destructive
def take_difference_back(difference_id: int) -> Response:
    """Two bodies may be the same after all."""
    difference = merging.difference_for(difference_id)
    if sent_safely():
        service.take_difference_back(actor(), difference)
        flash("It is no longer said that they are not the same.")
    return redirect(url_for(".alike"))


@bp.route("/bodies/<code>/merge", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
@destructive
def merge(code: str) -> Response | str:
    """Which other body is the same: proposed, or typed."""
    body = queries.body_by_code(code)
    form = MergeForm.from_request(other=request.args.get("other", ""))
    if form.accepted():
        with form.refusals():
            other = _named(form.other.data or "")
            if other.id == body.id:
                raise Refused("This is the same body. Enter the name of the other one.")
            return redirect(url_for(".confirm_merge", code=body.code, other=other.code))
    return render_template(
        "organisation/merge.html", form=form, body=body, known=queries.bodies(), alike=merging.alike(body)
    )


@bp.route("/bodies/<code>/merge/<other>", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
@destructive
def confirm_merge(code: str, other: str) -> Response | str:
    """What would be moved from the other body to this one."""
    kept, gone = queries.body_by_code(code), queries.body_by_code(other)
    name, form = gone.name, Form.from_request()
    if form.does(lambda: service.merge_bodies(actor(), kept, gone)):
        flash(f"{name} was merged into {kept.name}. They can be parted again below.")
        return redirect(url_for(".show", code=kept.code))
    return render_template(
        "organisation/confirm_merge.html",
        form=form,
        kept=kept,
        other=gone,
        moves=merging.what_would_move(gone),
    )


@bp.route("/bodies/merges/<int:merge_id>/part", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
@destructive
def part(merge_id: int) -> Response | str:
    """Take a merge back."""
    found = merging.merge_for(merge_id)
    kept = queries.bodies_by_id([found.kept_id])[found.kept_id]
    form = Form.from_request()
    if form.accepted():
        with form.refusals():
            name, code = found.name, found.code
            left = service.part_bodies(actor(), found)
            stays = counted(left, "record was", "records were")
            said = f" {stays} changed since, and stayed with {kept.name}." if left else ""
            flash(f"{name} is a body of its own again.{said}")
            return redirect(url_for(".show", code=code))
    return render_template("organisation/part.html", form=form, kept=kept, merge=found)


def _named(typed: str) -> Body:
    """The body that is meant. Raises Refused when it is not one that is open here."""
    code = queries.body_names().recognise(typed).code
    found = queries.body_with_code(code) if code else None
    if found is None:
        raise Refused(f"“{typed}” is not a body that is known here. Look it up in the list of bodies.")
    return found
