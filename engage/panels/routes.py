"""Pages of panels: the list, one panel, and what was found when it was compared with its community."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.actions import service as agreeing
from engage.organisation import queries as organisation
from engage.organisation.population import datasets_of
from engage.panels import comparing, comparison_page, queries, service
from engage.panels.forms import REASON, ActionForm, ComparisonForm, PanelForm, comparison_form
from engage.panels.listing import panels_list
from engage.panels.member_routes import bp
from engage.panels.models import Panel
from engage.panels.ways import chosen_last, ways
from engage.platform import clock
from engage.platform.web import list_pages
from engage.platform.web.forms import choices
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.rules.errors import Refused
from engage.rules.monitoring import read_monitoring
from engage.rules.permissions import May

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
        try:
            panel = service.set_up_panel(actor(), form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash(f"{panel.name} is set up.")
            return redirect(url_for(".show", code=panel.code))
    return render_template("panels/new.html", form=form)


@bp.route("/panels/<code>")
@may(May.READ_RECORDS)
def show(code: str) -> str:
    panel = queries.panel_by_code(actor(), code)
    comparisons = queries.comparisons_of(actor(), panel)
    return render_template(
        "panels/show.html",
        about=queries.listed_for(actor(), panel),
        panel=panel,
        forum=queries.forum_of(panel),
        monitoring=read_monitoring(),
        spent=queries.spent_on(actor(), panel),
        comparisons=comparisons,
        acted=queries.actions_on_comparisons(),
        history=history_page(queries.reference(panel.id)),
    )


@bp.route("/panels/<code>/edit", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def edit(code: str) -> Response | str:
    panel = queries.panel_by_code(actor(), code)
    form = PanelForm.from_request(obj=panel, **_given(panel))
    form.body.choices = choices(organisation.body_choices(actor()))
    if form.accepted():
        try:
            service.change_panel(actor(), panel, int(form.version.data or 0), form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash(f"{panel.name} was changed.")
            return redirect(url_for(".show", code=panel.code))
    return render_template("panels/edit.html", form=form, panel=panel)


@bp.route("/panels/<code>/comparisons/new", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def compare(code: str) -> Response | str:
    panel = queries.panel_by_code(actor(), code)
    form = _comparison_form(panel)
    if form.accepted() and form.on.data:
        try:
            kept = service.compare(actor(), panel, form.on.data, form.chosen(), form.note.data or "")
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash("The comparison is kept, as it may be shown to anybody.")
            return redirect(url_for(".comparison", code=panel.code, number=kept.id))
    return render_template("panels/compare.html", form=form, panel=panel, policy=comparing.POLICY)


@bp.route("/panels/<code>/comparisons/<int:number>")
@may(May.READ_RECORDS)
def comparison(code: str, number: int) -> str:
    panel = queries.panel_by_code(actor(), code)
    found = queries.comparison_for(actor(), panel, number)
    sections = comparison_page.sections_of(found)
    return render_template(
        "panels/comparison.html",
        panel=panel,
        comparison=found,
        completion=queries.completion(found),
        sections=sections,
        gaps=comparison_page.gaps_in(sections),
        unasked=comparison_page.unasked(found),
        policy=comparing.POLICY,
        agreed=actions.actions_agreed_at(queries.comparison_reference(found.id)),
    )


@bp.route("/panels/<code>/comparisons/<int:number>/actions/new", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def act(code: str, number: int) -> Response | str:
    panel = queries.panel_by_code(actor(), code)
    found = queries.comparison_for(actor(), panel, number)
    form = ActionForm.from_request()
    if form.accepted():
        entry = {
            **form.values(),
            "agreed_at": queries.comparison_reference(found.id),
            "belongs_to": queries.reference(panel.id),
            "body_id": panel.body_id,
            "agreed_on": clock.today(),
            "is_invented": panel.is_invented,
        }
        try:
            agreeing.agree_action(actor(), entry)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash("The action is agreed. It is followed in the list of actions.")
            return redirect(url_for(".comparison", code=panel.code, number=found.id))
    return render_template("panels/act.html", form=form, panel=panel, comparison=found)


def _given(panel: Panel) -> dict[str, Any]:
    """What a form starts with where the columns of a panel have other names."""
    reasons = {f"{REASON}{code}": why for code, why in panel.not_asked_because.items()}
    return {"body": str(panel.body_id), "forum": panel.forum_ref, **reasons}


def _comparison_form(panel: Panel) -> ComparisonForm:
    offered = ways(datasets_of(actor(), panel.body_id))
    asked = {question: some for question, some in offered.items() if question in panel.asks}
    earlier = queries.comparisons_of(actor(), panel)
    before = chosen_last(asked, (table for one in earlier for table in one.tables))
    return comparison_form(asked, before).from_request()
