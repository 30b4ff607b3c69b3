"""Pages about bodies."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

import engage.organisation.merging.routes  # these hang their pages on the blueprint
import engage.organisation.parts.routes
import engage.organisation.population.routes  # noqa: F401
from engage.organisation import queries, service
from engage.organisation.blueprint import bp
from engage.organisation.forms import BodyForm, NewBodyForm
from engage.organisation.listing import bodies_list
from engage.organisation.merging.queries import merges_of
from engage.organisation.models import COMMITTEE_KINDS, FACTS, KINDS, PLACE_KINDS, STRATEGY_STATES, TRUST
from engage.organisation.parts.kinds import PARTS
from engage.platform.web import list_pages
from engage.platform.web.declared import fact, rows_of
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.rules.permissions import May

list_pages.install(bp, "/bodies", "index", bodies_list, May.READ_RECORDS)


@bp.route("/bodies")
@may(May.READ_RECORDS)
def index() -> str:
    return list_pages.draw(
        "organisation/index.html", list_pages.list_page(bodies_list(), "organisation.index")
    )


@bp.route("/bodies/<code>")
@may(May.READ_RECORDS)
def show(code: str) -> str:
    body = queries.body_by_code(code)
    return render_template(
        "organisation/show.html",
        record=queries.record_of(body),
        body=body,
        facts=rows_of(body, FACTS, {"trust": (fact("Trust in these facts", TRUST[body.trust]),)}),
        parts=PARTS,
        merges=merges_of(body),
        kinds=KINDS,
        committee_kinds=COMMITTEE_KINDS,
        place_kinds=PLACE_KINDS,
        strategy_states=STRATEGY_STATES,
        history=history_page(f"body:{body.id}"),
    )


@bp.route("/bodies/new", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
def new() -> Response | str:
    form = NewBodyForm.from_request()
    if form.accepted():
        with form.refusals():
            body = service.open_body(actor(), form.code.data or "", form.entry())
            flash(f"{body.name} is open.")
            return redirect(url_for(".show", code=body.code))
    return render_template("organisation/new.html", form=form)


@bp.route("/bodies/<code>/edit", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
def edit(code: str) -> Response | str:
    body = queries.body_by_code(code)
    form = BodyForm.from_request(obj=body)
    if form.accepted():
        with form.refusals():
            service.change_body(actor(), body, form.entry())
            flash(f"{body.name} was changed.")
            return redirect(url_for(".show", code=code))
    return render_template("organisation/edit.html", form=form, body=body)
