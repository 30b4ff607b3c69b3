"""Pages of a comparison, and the actions agreed on it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.actions import service as agreeing
from engage.actions.entries import ActionEntry
from engage.organisation.population.queries import datasets_of
from engage.panels.blueprint import bp
from engage.panels.comparison import comparing, queries, service
from engage.panels.comparison import page as comparison_page
from engage.panels.comparison.forms import ActionForm, ComparisonForm, comparison_form
from engage.panels.comparison.ways import chosen_last, ways
from engage.panels.models import Panel
from engage.panels.queries import panel_by_code, reference
from engage.platform import clock
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May


@bp.route("/panels/<code>/comparisons/new", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def compare(code: str) -> Response | str:
    panel = panel_by_code(code)
    form = _comparison_form(panel)
    if form.accepted():
        with form.refusals():
            kept = service.compare(actor(), panel, chosen=form.chosen(), **form.answers())
            flash("The comparison is kept, as it may be shown to anybody.")
            return redirect(url_for(".comparison", code=panel.code, number=kept.id))
    return render_template("panels/compare.html", form=form, panel=panel, policy=comparing.POLICY)


@bp.route("/panels/<code>/comparisons/<int:number>")
@may(May.READ_RECORDS)
def comparison(code: str, number: int) -> str:
    panel = panel_by_code(code)
    found = queries.comparison_for(panel, number)
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
    panel = panel_by_code(code)
    found = queries.comparison_for(panel, number)
    form = ActionForm.from_request()
    if form.accepted():
        entry = ActionEntry(
            **form.answers(),
            agreed_at=queries.comparison_reference(found.id),
            agreed_on=clock.today(),
            body_id=panel.body_id,
        )
        with form.refusals():
            agreeing.agree_action(
                actor(), entry, belongs_to=reference(panel.id), is_invented=panel.is_invented
            )
            flash("The action is agreed. It is followed in the list of actions.")
            return redirect(url_for(".comparison", code=panel.code, number=found.id))
    return render_template("panels/act.html", form=form, panel=panel, comparison=found)


def _comparison_form(panel: Panel) -> ComparisonForm:
    offered = ways(datasets_of(panel.body_id))
    asked = {question: some for question, some in offered.items() if question in panel.asks}
    earlier = queries.comparisons_of(panel)
    before = chosen_last(asked, (table for one in earlier for table in one.tables))
    return comparison_form(asked, before).from_request(on=clock.today())
