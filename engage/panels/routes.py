"""Pages of panels: the list, and one panel."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.organisation import queries as organisation
from engage.panels import queries, service
from engage.panels.blueprint import bp
from engage.panels.comparison import routes as comparison
from engage.panels.comparison.queries import actions_on_comparisons, comparisons_of
from engage.panels.forms import REASON, PanelForm
from engage.panels.listing import panels_list
from engage.panels.members import routes as members
from engage.panels.members.queries import spent_on
from engage.panels.models import Panel
from engage.platform.web import list_pages
from engage.platform.web.forms import choices
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.rules.monitoring import read_monitoring
from engage.rules.permissions import May

__all__ = ["bp", "comparison", "members"]

list_pages.install(bp, "/panels", "index", panels_list, May.READ_RECORDS)


@bp.route("/panels")
@may(May.READ_RECORDS)
def index() -> str:
    return list_pages.draw("panels/index.html", list_pages.list_page(panels_list(), "panels.index"))


@bp.route("/panels/new", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def new() -> Response | str:
    form = PanelForm.from_request()
    form.body.choices = choices(organisation.body_choices(actor()))
    if form.accepted():
        with form.refusals():
            panel = service.set_up_panel(actor(), form.entry())
            flash(f"{panel.name} is set up.")
            return redirect(url_for(".show", code=panel.code))
    return render_template("panels/new.html", form=form)


@bp.route("/panels/<code>")
@may(May.READ_RECORDS)
def show(code: str) -> str:
    panel = queries.panel_by_code(actor(), code)
    comparisons = comparisons_of(actor(), panel)
    return render_template(
        "panels/show.html",
        about=queries.listed_for(actor(), panel),
        panel=panel,
        forum=queries.forum_of(panel),
        monitoring=read_monitoring(),
        spent=spent_on(actor(), panel),
        comparisons=comparisons,
        acted=actions_on_comparisons(),
        history=history_page(queries.reference(panel.id)),
    )


@bp.route("/panels/<code>/edit", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def edit(code: str) -> Response | str:
    panel = queries.panel_by_code(actor(), code)
    form = PanelForm.from_request(obj=panel, **_given(panel))
    form.body.choices = choices(organisation.body_choices(actor()))
    if form.accepted():
        with form.refusals():
            service.change_panel(actor(), panel, form.version_number, form.entry())
            flash(f"{panel.name} was changed.")
            return redirect(url_for(".show", code=panel.code))
    return render_template("panels/edit.html", form=form, panel=panel)


def _given(panel: Panel) -> dict[str, Any]:
    """What a form starts with where the columns of a panel have other names."""
    reasons = {f"{REASON}{code}": why for code, why in panel.not_asked_because.items()}
    return {"body": str(panel.body_id), "forum": panel.forum_ref, **reasons}
