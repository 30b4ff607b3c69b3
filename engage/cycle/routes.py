"""Pages of the engagement cycle: projects, stages, promises, and the first page of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.accounts import queries as accounts
from engage.cycle import queries, service
from engage.cycle.collisions import Collision, take_in
from engage.cycle.forms import KeepForm, NewProjectForm, ProjectForm, PromiseForm, StageForm, starting_with
from engage.cycle.listing import projects_list, stage_label
from engage.cycle.models import Project
from engage.cycle.service import SomebodyElseChanged
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.charts import Chart, Stage, cycle_ring
from engage.platform.data.remembered import remembered
from engage.platform.data.typed import row_number
from engage.platform.offers import waiting
from engage.platform.web import list_pages
from engage.platform.web.forms import Choice, Form, choices
from engage.platform.web.guard import actor, destructive, may, signed_in
from engage.rules.cycle import read_cycle
from engage.rules.errors import Missing
from engage.rules.permissions import May

bp = Blueprint("cycle", __name__)
list_pages.install(bp, "/projects", "index", projects_list, May.READ_RECORDS)

AnyProjectForm = TypeVar("AnyProjectForm", bound=ProjectForm)


@signed_in
def home() -> str:
    """The first page: where the projects stand, and what they want."""
    if not actor().may(May.READ_RECORDS):
        return render_template("cycle/welcome.html", waiting=waiting.waiting_for(actor()))
    today = clock.today()
    counts = remembered(("stages", today), lambda: queries.count_by_stage(today))
    return render_template(
        "cycle/home.html",
        stages=read_cycle().stages,
        counts=counts,
        ring=remembered(("ring", today), lambda: _ring(counts)),
        needs=queries.needs_doing(today),
        waiting=waiting.waiting_for(actor()),
        any_project=remembered("any project", lambda: bool(queries.project_choices())),
        any_body=remembered("any body", lambda: bool(organisation.bodies())),
    )


@bp.route("/projects")
@may(May.READ_RECORDS)
def index() -> str:
    return list_pages.draw("cycle/index.html", list_pages.list_page(projects_list(), "cycle.index"))


@bp.route("/projects/new", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def new() -> Response | str:
    form = _with_choices(NewProjectForm.from_request(body_id=_likely_body()))
    if form.accepted():
        stage = row_number(form.stage.data) if form.stage.data else None
        with form.refusals():
            project = service.open_project(actor(), form.entry(), stage=stage, since=form.since.data)
            flash(f"{project.code} is open.")
            return redirect(url_for("duties.project", code=project.code))
    return render_template("cycle/new.html", form=form)


@bp.route("/projects/<code>/edit", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def edit(code: str) -> Response | str:
    project = queries.project_by_code(code)
    form = _with_choices(
        ProjectForm.from_request(**_values_of(project), version=project.version), project.owner_id
    )
    collision: Collision | None = None
    if form.accepted():
        with form.refusals():
            try:
                service.change_project(actor(), project, form.entry(), form.version_number)
            except SomebodyElseChanged:
                collision = _take_in_theirs(form, project)
                raise
            flash(f"{project.code} was changed.")
            return redirect(url_for("duties.project", code=project.code))
    return render_template("cycle/edit.html", form=form, project=project, collision=collision)


@bp.route("/projects/<code>/stages", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def move(code: str) -> Response | str:
    project = queries.project_by_code(code)
    form = StageForm.from_request()
    if form.accepted():
        with form.refusals():
            stage, on = row_number(form.stage.data), form.on.data or clock.today()
            service.move_to_stage(actor(), project, stage, on, form.note.data or "")
            flash(f"{project.code} stands at stage {stage} now.")
            return redirect(url_for("duties.project", code=project.code))
    history = queries.stages_of(project)
    return render_template(
        "cycle/stages.html", form=form, project=project, history=history, stage_label=stage_label
    )


@bp.route("/projects/<code>/stages/take-back", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
@destructive
def take_back(code: str) -> Response | str:
    project = queries.project_by_code(code)
    history = queries.stages_of(project)
    if not history:
        raise Missing
    form = Form.from_request()
    if form.accepted():
        service.take_back_move(actor(), project)
        flash("The move was taken back.")
        return redirect(url_for(".move", code=project.code))
    return render_template(
        "cycle/take_back.html", form=form, project=project, history=history, stage_label=stage_label
    )


@bp.route("/projects/<code>/promises")
@may(May.READ_RECORDS)
def promises(code: str) -> str:
    project = queries.project_by_code(code)
    return render_template("cycle/promises.html", project=project, promises=queries.promises_of(project))


@bp.route("/projects/<code>/promises/new", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def make_promise(code: str) -> Response | str:
    project = queries.project_by_code(code)
    form = PromiseForm.from_request()
    if form.accepted():
        service.make_promise(actor(), project, form.entry())
        flash("The promise is recorded.")
        return redirect(url_for(".promises", code=project.code))
    return render_template("cycle/make_promise.html", form=form, project=project)


@bp.route("/projects/<code>/promises/<int:promise_id>/edit", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def change_promise(code: str, promise_id: int) -> Response | str:
    project = queries.project_by_code(code)
    promise = queries.promise_for(project, promise_id)
    form = PromiseForm.from_request(**PromiseForm.starting(promise))
    if form.accepted():
        with form.refusals():
            service.change_promise(actor(), promise, form.entry())
            flash("The promise was changed.")
            return redirect(url_for(".promises", code=project.code))
    return render_template("cycle/change_promise.html", form=form, project=project, promise=promise)


@bp.route("/projects/<code>/promises/<int:promise_id>/keep", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def keep_promise(code: str, promise_id: int) -> Response | str:
    project = queries.project_by_code(code)
    promise = queries.promise_for(project, promise_id)
    form = KeepForm.from_request(obj=promise)
    if form.accepted():
        with form.refusals():
            kept_on, how = form.kept_on.data or clock.today(), form.how_kept.data or ""
            service.keep_promise(actor(), promise, kept_on, how)
            flash("It is recorded that the promise was kept.")
            return redirect(url_for(".promises", code=project.code))
    return render_template("cycle/keep_promise.html", form=form, project=project, promise=promise)


@bp.route("/stages/<int:stage>")
@may(May.READ_RECORDS)
def stage(stage: int) -> str:
    """One stage of the cycle, whichever it is, with the projects that stand there."""
    stages = read_cycle().stages
    place = next((place for place, known in enumerate(stages) if known.code == stage), None)
    if place is None:
        raise Missing
    return render_template(
        "cycle/stage.html",
        stage=stages[place],
        before=stages[place - 1],
        after=stages[(place + 1) % len(stages)],
        standing=queries.standing_at(stage, clock.today()),
    )


def _ring(counts: Mapping[int, int]) -> Chart:
    stages = [Stage(one.code, one.label, counts[one.code], "counted") for one in read_cycle().stages]
    return cycle_ring("Projects round the engagement cycle", stages, unit=("project", "projects"))


def _with_choices(form: AnyProjectForm, owner_id: int | None = None) -> AnyProjectForm:
    bodies = organisation.bodies()
    form.body_id.choices = choices([("", "Choose a body"), *((str(one.id), one.name) for one in bodies)])
    form.owner_id.choices = choices([("", "Nobody yet"), *_owners(owner_id)])
    form["place_ids"].choices = choices(organisation.place_choices())
    form["aim_ids"].choices = choices(organisation.aim_choices())
    form.principles.choices = choices(organisation.point_choices("principle"))
    form.objectives.choices = choices(organisation.point_choices("objective"))
    return form


def _owners(owner_id: int | None) -> list[Choice]:
    """Who may own a project: everybody with an open account, and its owner now, closed or not."""
    found = accounts.names_of()
    if owner_id is not None and str(owner_id) not in dict(found):
        found.append((str(owner_id), f"{accounts.account_for(owner_id).name} (account closed)"))
    return found


def _likely_body() -> str:
    """The body we work for that exists today, when there is one."""
    today = clock.today()
    served = organisation.served_bodies()
    there = [body for body in served if (body.exists_to or today) >= today]
    return str((there or served)[0].id) if served else ""


def _values_of(project: Project) -> dict[str, Any]:
    """The project as its form holds it."""
    joint = organisation.bodies_by_id(project.joint_body_ids)
    names = [joint[number].name for number in project.joint_body_ids if number in joint]
    return starting_with(queries.entry_of(project), names)


def _take_in_theirs(form: ProjectForm, project: Project) -> Collision:
    theirs = queries.changed_by_others(project, form.version_number)
    found = take_in(form, theirs, _values_of(project))
    form.version.data = str(project.version)
    return found
