"""Pages of stakeholder maps: the map of a project, judging one stakeholder, and taking the map away."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.cycle import queries as projects
from engage.cycle.models import Project
from engage.platform import clock
from engage.platform.sheets import writing
from engage.platform.web.forms import Form, read_day, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.list_pages import CSV, XLSX
from engage.rules.errors import NotAllowed
from engage.rules.mapping_models import Grid, Salience, read_models
from engage.rules.permissions import May
from engage.stakeholder_maps import queries, service, standing
from engage.stakeholder_maps.forms import JudgementForm
from engage.stakeholder_maps.words import PERSON

bp = Blueprint("stakeholder_maps", __name__)

TRUST = {
    "verified": "",
    "proposal": "The words of its corners are this product’s proposal.",
    "unverified": "Not verified.",
}


@bp.route("/projects/<code>/stakeholders")
@may(May.READ_RECORDS)
def index(code: str) -> str:
    project = projects.project_by_code(code)
    if not actor().may(May.MAP_STAKEHOLDERS):
        return render_template(
            "stakeholder_maps/counts.html",
            project=project,
            counts=queries.counts(project.id),
            unheard=standing.unheard(project, [], named_only=True),
            somebody_is_affected=standing.somebody_is_affected(project, []),
        )
    model, (on, problem) = _model(), _day()
    judgements = queries.judgements(project.id)
    found = standing.standings(judgements, on)
    rows = standing.rows_of(model, found)
    return render_template(
        "stakeholder_maps/index.html",
        project=project,
        models=read_models(),
        model=model,
        trust=TRUST[model.trust],
        on=on,
        problem=problem,
        rows=rows,
        chart=standing.picture(model, rows, f"{model.name}, {project.code}"),
        unheard=standing.unheard(project, found, named_only=False),
        somebody_is_affected=standing.somebody_is_affected(project, found),
        judgements=[one for one in reversed(judgements) if one.on <= on],
        form=Form(),
    )


@bp.route("/projects/<code>/stakeholders/new", methods=["GET", "POST"])
@may(May.MAP_STAKEHOLDERS)
def judge(code: str) -> Response | str:
    project = projects.project_by_code(code)
    known = queries.who_is(request.args["stakeholder"]) if "stakeholder" in request.args else None
    form = JudgementForm.from_request()
    if known is not None:
        del form.organisation, form.person, form.group
    if form.accepted():
        with form.refusals():
            who = known or queries.who_is(form.ref())
            service.judge(actor(), project, who, form.entry())
            flash(f"The judgement of {who.name} is on record.")
            return redirect(url_for(".index", code=project.code))
    return render_template("stakeholder_maps/judge.html", project=project, form=form, known=known)


@bp.route("/projects/<code>/stakeholders/<int:score_id>/take-back", methods=["POST"])
@may(May.MAP_STAKEHOLDERS)
@destructive
def take_back(code: str, score_id: int) -> Response:
    project = projects.project_by_code(code)
    score = queries.score_for(project.id, score_id)
    if sent_safely():
        service.take_back(actor(), score)
        flash("The judgement is taken back. What was judged before it counts again.")
    return redirect(url_for(".index", code=project.code))


@bp.route("/projects/<code>/stakeholders/map.<any(csv, xlsx):kind>")
@may(May.MAP_STAKEHOLDERS)
def taken_away(code: str, kind: str) -> Response:
    if not actor().may(May.EXPORT_RECORDS):
        raise NotAllowed(f"Your roles do not let you {May.EXPORT_RECORDS.value}.")
    project = projects.project_by_code(code)
    table = _table(project, _day()[0])
    if kind == "csv":
        answer = Response(writing.csv_bytes(table), mimetype=CSV)
    else:
        answer = Response(writing.xlsx_bytes([table], table.title, clock.now()), mimetype=XLSX)
    name = f"stakeholders-{project.code.lower()}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _table(project: Project, on: date) -> writing.Table:
    """Organisations and groups with all their scores. People are left out: their scores stay in here."""
    models = read_models()
    found = standing.standings(queries.judgements(project.id), on)
    return writing.Table(
        title=f"Stakeholders of {project.code}",
        columns=[
            writing.Column("Stakeholder", "text"),
            *(writing.Column(name.capitalize(), "number") for name in queries.SCORES),
            *(writing.Column(model.name, "text") for model in models.all),
            writing.Column("Judged on", "date"),
        ],
        rows=[
            [
                one.who.name,
                *(one.scores[name] for name in queries.SCORES),
                *(model.place(one.scores, models.scale) for model in models.all),
                one.judged_on,
            ]
            for one in found
            if one.who.kind != PERSON
        ],
    )


def _model() -> Grid | Salience:
    models = read_models()
    return models.model(request.args.get("model", "")) or models.all[0]


def _day() -> tuple[date, str]:
    """The day the map is asked for, and what is wrong with what was typed; today when nothing was."""
    typed = request.args.get("on", "").strip()
    if not typed:
        return clock.today(), ""
    try:
        return read_day(typed), ""
    except ValueError as problem:
        return clock.today(), f"{problem} The map below is as of today."
