"""The page that asks what a project sets off."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.cycle import queries as projects
from engage.duties import queries
from engage.duties.blueprint import bp
from engage.duties.triage import service
from engage.duties.triage.forms import questions_form
from engage.duties.triage.page import triage_page
from engage.platform import clock
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May


@bp.route("/projects/<code>/triage/questions", methods=["GET", "POST"])
@may(May.ASSESS_DUTY)
def questions(code: str) -> Response | str:
    project = projects.project_by_code(code)
    page = triage_page(project, clock.today())
    seen = queries.which_stand(page.answers)
    form = questions_form(page.questions, seen)
    if form.does(lambda: service.answer_triage(actor(), project, form.entries(), form.seen.data or "")):
        flash("The answers are on record.")
        return redirect(url_for(".project", code=project.code))
    form.seen.data = seen
    return render_template("duties/questions.html", form=form, page=page, project=project)
