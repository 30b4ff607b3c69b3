"""The page of a project, and its triage."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.cycle import queries as projects
from engage.cycle.models import ABOUT
from engage.duties import words
from engage.duties.blueprint import bp
from engage.duties.catalogue import catalogue
from engage.duties.project import service
from engage.duties.project.forms import TriageForm
from engage.duties.project.queries import ProjectPage, project_page
from engage.duties.triage import page as triage_page
from engage.platform import clock
from engage.platform.web.declared import fact, rows_of
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.rules.findings import Finding
from engage.rules.permissions import May


@bp.route("/projects/<code>")
@may(May.READ_RECORDS)
def project(code: str) -> str:
    def address(finding: Finding) -> str:
        return url_for(".requirement", requirement_id=finding.requirement, project=code)

    page = project_page(code, clock.today(), address)
    return render_template(
        "duties/project.html",
        page=page,
        facts=_about(page),
        states=words.STATES,
        outcomes=words.OUTCOMES,
        titles={one.name: one.title for one in catalogue().triggers.values()},
        history=history_page(f"project:{page.project.id}"),
    )


def _about(page: ProjectPage) -> list[dict[str, Any]]:
    about = page.told.about
    beside = {
        "place_ids": (fact("Places", "; ".join(about.places)),),
        "strategy_points": (
            fact("Aims it serves", "\n".join(about.aims) or "none named"),
            fact("Strategy it serves", "; ".join(about.points) or "none named"),
        ),
    }
    return rows_of(page.project, ABOUT, beside)


@bp.route("/projects/<code>/triage", methods=["GET", "POST"])
@may(May.ASSESS_DUTY)
def triage(code: str) -> Response | str:
    project = projects.project_by_code(code)
    form = TriageForm.from_request()
    if form.does(lambda: service.assess_duty(actor(), project, form.entry())):
        flash("The assessment is on record.")
        return redirect(url_for(".project", code=project.code))
    involving = triage_page.involving(project, clock.today())
    return render_template("duties/triage.html", form=form, project=project, involving=involving)
