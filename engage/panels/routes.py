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
from engage.panels.members.queries import Spent, spent_on
from engage.panels.models import THE_PANEL, Panel
from engage.panels.queries import Counts
from engage.platform.offers import references
from engage.platform.web import list_pages
from engage.platform.web.declared import fact, links, rows_of
from engage.platform.web.forms import choices
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.platform.web.pages import counted
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
    form = PanelForm.from_request(asks=list(read_monitoring().protected))
    form.body.choices = choices(organisation.body_choices())
    if form.accepted():
        with form.refusals():
            panel = service.set_up_panel(actor(), form.entry())
            flash(f"{panel.name} is set up.")
            return redirect(url_for(".show", code=panel.code))
    return render_template("panels/new.html", form=form)


@bp.route("/panels/<code>")
@may(May.READ_RECORDS)
def show(code: str) -> str:
    panel, body = queries.panel_with_body(code)
    counts = queries.counts_of([panel.id]).get(panel.id, Counts())
    return render_template(
        "panels/show.html",
        panel=panel,
        body=body,
        counts=counts,
        facts=_the_panel(panel, counts, spent_on(panel)),
        asked=_asked(panel),
        prefer_not_to_say=read_monitoring().prefer_not_to_say.label,
        comparisons=comparisons_of(panel),
        acted=actions_on_comparisons(),
        history=history_page(queries.reference(panel.id)),
    )


@bp.route("/panels/<code>/edit", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def edit(code: str) -> Response | str:
    panel = queries.panel_by_code(code)
    form = PanelForm.from_request(**_values_of(panel))
    form.body.choices = choices(organisation.body_choices())
    del form["code"]
    if form.does(lambda: service.change_panel(actor(), panel, form.version_number, form.entry())):
        flash(f"{panel.name} was changed.")
        return redirect(url_for(".show", code=panel.code))
    return render_template("panels/edit.html", form=form, panel=panel)


def _values_of(panel: Panel) -> dict[str, Any]:
    """A panel as its form shows it."""
    reasons = {f"{REASON}{code}": why for code, why in panel.not_asked_because.items()}
    own = {"body": str(panel.body_id), "forum": panel.forum_ref, "version": panel.version}
    return PanelForm.starting(queries.entry_of(panel)) | own | reasons


def _the_panel(panel: Panel, counts: Counts, spent: Spent) -> list[dict[str, Any]]:
    forum = references.link(panel.forum_ref)
    left = counted(counts.left, "person has left", "people have left")
    declined = counted(counts.declined, "was not taken on", "were not taken on")
    meets_as = links((forum.text, forum.address)) if forum and forum.address else "no forum"
    last = (
        fact("Meets as", meets_as),
        fact("Joined and left", f"{left}, {declined}"),
        fact("Expenses paid", spent.words),
    )
    return rows_of(panel, THE_PANEL, {"to_on": last})


def _asked(panel: Panel) -> list[dict[str, Any]]:
    """Each protected characteristic, and what else is asked about: why, or why it is not."""
    return [
        fact(question.characteristic, question.why if code in panel.asks else _not_asked(panel, code))
        for code, question in read_monitoring().questions.items()
        if question.is_protected or code in panel.asks
    ]


def _not_asked(panel: Panel, code: str) -> str:
    return f"Not asked. {panel.not_asked_because.get(code) or 'No reason is recorded.'}"
