"""Pages of addresses and posts."""

from __future__ import annotations

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from engage.platform.web.forms import sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.rules.permissions import May
from engage.stakeholders import queries, service
from engage.stakeholders.blueprint import address_of, asked, bp, of_both, who_is
from engage.stakeholders.models import ContactPoint, Stakeholder
from engage.stakeholders.parts.forms import AppointForm, PointForm, PostForm


@of_both("addresses/new")
@may(May.CHANGE_REGISTER)
def add_point(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), PointForm.from_request()
    return asked(form, who, "Add an address", "Add it", lambda: service.add_point(actor(), who, form.entry()))


@bp.route("/stakeholders/addresses/<int:point_id>", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def change_point(point_id: int) -> Response | str:
    point = queries.point_for(point_id)
    form, who = PointForm.from_request(obj=point), _owner_of(point)
    return asked(
        form,
        who,
        "Change an address",
        "Save",
        lambda: service.change_point(actor(), point, form.entry()),
        remove=url_for(".remove_point", point_id=point_id),
        remove_words="Remove this address",
    )


@bp.route("/stakeholders/addresses/<int:point_id>/remove", methods=["POST"])
@may(May.CHANGE_REGISTER)
@destructive
def remove_point(point_id: int) -> Response:
    point = queries.point_for(point_id)
    who = _owner_of(point)
    if sent_safely():
        service.remove_point(actor(), point)
        flash("The address is gone.")
    return redirect(address_of(who))


@bp.route("/stakeholders/organisations/<int:number>/posts/new", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def appoint(number: int) -> Response | str:
    organisation, form = queries.organisation_for(number), AppointForm.from_request()
    return asked(
        form,
        organisation,
        "Say who holds a post",
        "Save",
        lambda: service.appoint(actor(), organisation, **form.answers(), beside=bool(form.beside.data)),
        intro="When somebody new takes over, the one before gets the day before as their last: "
        "what they did stays theirs.",
    )


@bp.route("/stakeholders/posts/<int:post_id>", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def change_post(post_id: int) -> Response | str:
    post = queries.post_for(post_id)
    organisation = queries.organisation_for(post.organisation_id)
    form = PostForm.from_request(**PostForm.starting(post))
    return asked(
        form,
        organisation,
        "Change who held a post",
        "Save",
        lambda: service.change_post(actor(), post, form.entry()),
        intro="To correct a mistake, or to enter the last day. For a new holder, say who holds it now.",
    )


def _owner_of(point: ContactPoint) -> Stakeholder:
    if point.organisation_id is not None:
        return who_is("organisation", point.organisation_id)
    return who_is("person", point.person_id or 0)
