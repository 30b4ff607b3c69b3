"""Pages of the engagement log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.activities import listing, queries, service
from engage.activities.doubts import Doubt, ask, doubts_of, same_as_known, title_of
from engage.activities.entries import EvidenceEntry
from engage.activities.forms import (
    OUT,
    SELF_CARE,
    ActivityEvidenceForm,
    ActivityForm,
    PlaceForm,
    group_choices,
    starting_with,
)
from engage.activities.importing.headings import FIELDS
from engage.activities.models import (
    HAPPENED,
    INVOLVED,
    LEARNT,
    SOURCE,
    Activity,
)
from engage.activities.tallies import safe_words
from engage.cycle import queries as projects
from engage.feedback import queries as feedback
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.data.typed import tidied
from engage.platform.long_acts.doing import do_to_many
from engage.platform.web import list_pages, lists
from engage.platform.web.chosen import Chosen, chosen_rows
from engage.platform.web.declared import fact, links, not_understood, rows_of
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, destructive, may, takes_files
from engage.platform.web.history import history_page
from engage.platform.web.list_pages import Act
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.errors import Missing
from engage.rules.permissions import May
from engage.rules.reached import NOT_RECORDED, UnreadableNumber, read_reached
from engage.rules.tallies import SMALL_NUMBERS, words_of
from engage.rules.words import read_vocabulary

bp = Blueprint("activities", __name__)
list_pages.install(bp, "/activities", "index", listing.engagement_log, May.READ_RECORDS)

ACTS = (Act("csv", "Download as CSV"), Act("xlsx", "Download as XLSX"), Act("project", "Put in a project"))


@bp.route("/activities")
@may(May.READ_RECORDS)
def index() -> str:
    acts = ACTS if actor().may(May.LOG_ACTIVITY) else ACTS[:2]
    listed = list_pages.list_page(listing.engagement_log(), "activities.index", acts, url_for(".chosen"))
    return list_pages.draw("activities/index.html", listed)


@bp.route("/activities/chosen", methods=["POST"])
@may(May.READ_RECORDS)
def chosen() -> Response | str:
    """What is done with the rows ticked on the log."""
    spec, act = listing.engagement_log(), request.form.get("act")
    if not sent_safely():
        return redirect(url_for(".index"))
    rows = chosen_rows(spec, ".index")
    if act in {"csv", "xlsx"} and actor().may(May.EXPORT_RECORDS):
        return list_pages.taken_away(spec, rows.view, act, rows.ticked)
    if act != "project" or not actor().may(May.LOG_ACTIVITY):
        return redirect(url_for(".index"))
    return _ask_where(_place_form(), rows)


@bp.route("/activities/place", methods=["POST"])
@may(May.LOG_ACTIVITY)
def place() -> Response | str:
    """Hang the chosen activities on a project."""
    spec, form = listing.engagement_log(), _place_form()
    rows = chosen_rows(spec, ".index")
    if form.accepted() and rows.is_still_meant(form):
        with form.refusals():
            given = {"project_id": form.project_id}
            return do_to_many("activities.place", rows.numbers, given, rows.back)
    return _ask_where(form, rows)


@bp.route("/activities/alike")
@may(May.READ_RECORDS)
def alike() -> str:
    """Activities like the one being typed, for the page to point out."""
    try:
        when = read_date(request.args.get("starts", ""), today=clock.today())
    except UnreadableDate:
        when = DateAsKnown.not_recorded()
    try:
        reached = read_reached(request.args.get("reached", ""))
    except UnreadableNumber:
        reached = NOT_RECORDED
    title, venue = (tidied(request.args.get(name, "")) for name in ("title", "venue"))
    found = queries.alike(title, when, venue, reached)
    return render_template("activities/alike.html", alike=found)


@bp.route("/activities/new", methods=["GET", "POST"])
@may(May.LOG_ACTIVITY)
def new() -> Response | str:
    form = _with_choices(ActivityForm.from_request(**_starting_values()))
    asked: list[Doubt] = []
    if form.accepted():
        doubts = [*same_as_known(form.entry()), *doubts_of(form.entry())]
        asked = ask(form, doubts)
        if not asked:
            with form.refusals():
                others = [one.id for doubt in doubts for one in doubt.alike]
                activity = service.log_activity(actor(), form.entry(), told_apart_from=others)
                flash(f"“{activity.title}” is in the log as {activity.ref}.")
                return redirect(url_for(".show", activity_id=activity.id))
            asked = ask(form, [*same_as_known(form.entry()), *doubts_of(form.entry())])
    return render_template("activities/new.html", form=form, **_asking(asked))


@bp.route("/activities/<int:activity_id>")
@may(May.READ_RECORDS)
def show(activity_id: int) -> str:
    logged = queries.logged(activity_id)
    kept_back = () if _sees_numbers() else ("tallies", "unread")
    return render_template(
        "activities/show.html",
        logged=logged,
        activity=logged.activity,
        unread=not_understood(logged.activity, FIELDS.labels, without=kept_back),
        facts=_facts(logged),
        heard=feedback.heard_at(logged.ref),
        known_of_words=_known_of_words(logged.activity),
        evidence=queries.evidence_of(logged.activity),
        who_sees=_who_sees_numbers(logged.activity),
        history=history_page(logged.ref, without=[f"activity.{name}" for name in kept_back]),
        form=Form(),
    )


@bp.route("/activities/<int:activity_id>/edit", methods=["GET", "POST"])
@may(May.LOG_ACTIVITY)
def edit(activity_id: int) -> Response | str:
    activity = queries.activity_for(activity_id)
    known = queries.entry_of(activity)
    form = _with_choices(
        ActivityForm.from_request(**starting_with(known), version=queries.edition_of(activity))
    )
    form["equality_groups"].choices = group_choices(activity.equality_groups)
    form.other_purposes = [purpose for purpose in known.purposes if purpose != SELF_CARE]
    asked: list[Doubt] = []
    if form.accepted():
        before = doubts_of(known)
        asked = ask(form, [doubt for doubt in doubts_of(form.entry()) if doubt not in before])
        if not asked:
            with form.refusals():
                service.change_activity(actor(), activity, form.entry(), form.version.data)
                flash("The activity was changed.")
                return redirect(url_for(".show", activity_id=activity_id))
    return render_template("activities/edit.html", form=form, activity=activity, **_asking(asked))


@bp.route("/activities/<int:activity_id>/remove", methods=["GET", "POST"])
@may(May.LOG_ACTIVITY)
@destructive
def remove(activity_id: int) -> Response | str:
    activity = queries.activity_for(activity_id)
    form = Form.from_request()
    if form.accepted():
        service.remove_activity(actor(), activity)
        return redirect(url_for(".removed", activity_id=activity_id))
    return render_template("activities/remove.html", form=form, activity=activity)


@bp.route("/activities/<int:activity_id>/removed", methods=["GET", "POST"])
@may(May.LOG_ACTIVITY)
def removed(activity_id: int) -> Response | str:
    """The activity has gone, and can be put back."""
    queries.removal_of(activity_id, service.removed.name)
    form = Form.from_request()
    if form.accepted():
        service.put_back_activity(actor(), activity_id)
        flash("The activity is back in the log, as it was.")
        return redirect(url_for(".show", activity_id=activity_id))
    return render_template("activities/removed.html", form=form, activity_id=activity_id)


@bp.route("/activities/<int:activity_id>/evidence/new", methods=["GET", "POST"])
@may(May.LOG_ACTIVITY)
@takes_files
def add_evidence(activity_id: int) -> Response | str:
    activity = queries.activity_for(activity_id)
    form = ActivityEvidenceForm.from_request()
    if form.accepted():
        with form.refusals():
            service.keep_evidence(actor(), activity, _evidence_entry(form))
            flash("The evidence is kept with the activity.")
            return redirect(url_for(".show", activity_id=activity_id))
    return render_template("activities/evidence.html", form=form, activity=activity)


@bp.route("/activities/<int:activity_id>/evidence/<int:evidence_id>/file")
@may(May.READ_RECORDS)
def evidence_file(activity_id: int, evidence_id: int) -> Response:
    evidence = queries.evidence_for(activity_id, evidence_id)
    if not evidence.file:
        raise Missing
    return send_file(file_store().open(evidence.file), download_name=evidence.file_name, as_attachment=True)


@bp.route("/activities/<int:activity_id>/evidence/<int:evidence_id>/drop", methods=["POST"])
@may(May.LOG_ACTIVITY)
@destructive
def drop_evidence(activity_id: int, evidence_id: int) -> Response:
    evidence = queries.evidence_for(activity_id, evidence_id)
    title = evidence.title
    if sent_safely():
        service.drop_evidence(actor(), evidence)
        flash(f"“{title}” is no longer attached.")
    return redirect(url_for(".show", activity_id=activity_id))


def _asking(asked: Sequence[Doubt]) -> dict[str, Any]:
    """What a page says of the doubts that are to be answered before an activity is kept."""
    return {"page_question": title_of(asked), "alike": [found for doubt in asked for found in doubt.alike]}


def _place_form() -> PlaceForm:
    form = PlaceForm.from_request()
    form.into.choices = choices([("", "Choose a project"), (OUT, "No project"), *projects.project_choices()])
    return form


def _ask_where(form: PlaceForm, rows: Chosen) -> str:
    """Which project the chosen activities are to hang on; the list is found again as it was left."""
    return render_template(
        "activities/place.html", form=form, number=len(rows.numbers), chosen=rows.brought_back()
    )


def _with_choices(form: ActivityForm) -> ActivityForm:
    bodies = organisation.body_choices()
    terms = [term.label for term in read_vocabulary("methods").terms if term.label]
    methods = sorted({*lists.distinct_values(Activity.method), *terms}, key=str.lower)
    form.lead_body.choices = choices([("", "Choose a body"), *bodies])
    form.project.choices = choices([("", "No project"), *projects.project_choices()])
    form["method"].choices = choices([("", "Not recorded"), *((method, method) for method in methods)])
    form["strategy_points"].choices = choices(
        [*organisation.point_choices("principle"), *organisation.point_choices("objective")]
    )
    return form


def _starting_values() -> dict[str, Any]:
    served = organisation.served_bodies()
    return {
        "lead_body": str(served[0].id) if served else "",
        "project": request.args.get("project", ""),
        "stage": request.args.get("stage", ""),
    }


def _facts(logged: queries.Logged) -> dict[str, list[dict[str, Any]]]:
    """What the page tells, by heading."""
    activity = logged.activity
    points = organisation.points_by_id(activity.strategy_points).values()
    project = (logged.project_title, url_for("duties.project", code=logged.project_code or "-"))
    happened = (
        fact("When", activity.when_words),
        fact("Bodies", ", ".join(logged.bodies)),
        fact("Project", links(project) if logged.project_code else "none"),
    )
    serves = "; ".join(f"{point.code} {point.title}" for point in points)
    same = queries.same_contacts(activity)
    others = [(f"{other.ref} {other.title}", url_for(".show", activity_id=other.id)) for other in same]
    reached = (
        fact("Reached", logged.reached.in_full),
        *([fact("Counts the same contacts as", links(*others))] if others else []),
    )
    if activity.tallies:
        numbers = (
            words_of(logged.tallies) if _sees_numbers() else safe_words(activity.tallies, activity.reached)
        )
        reached = (*reached, fact("People counted by group", numbers.replace("; ", "\n")))
    return {
        HAPPENED: rows_of(
            activity, HAPPENED, {"": happened, "strategy_points": (fact("Serves", serves),) if serves else ()}
        ),
        INVOLVED: rows_of(activity, INVOLVED, {"": reached}),
        LEARNT: rows_of(activity, LEARNT),
        SOURCE: rows_of(activity, SOURCE),
    }


def _sees_numbers() -> bool:
    """Whether somebody sees how many people of each group were counted, were it only one."""
    return actor().may(May.LOG_ACTIVITY)


def _who_sees_numbers(activity: Activity) -> str:
    if not activity.tallies:
        return ""
    if not _sees_numbers():
        return f"{SMALL_NUMBERS} Those who log activities see them all."
    return (
        "You see every number of people by group because you may log activities. To everybody else, and in "
        "lists, files and reports, small numbers are hidden."
    )


def _known_of_words(activity: Activity) -> dict[str, Any]:
    """What the page for recording further words already knows of them."""
    bodies = queries.bodies_of(activity)
    return {
        "heard_at": queries.reference(activity.id),
        "when": _typed_when(activity),
        "body": bodies[0].body_id if bodies else None,
        "project": activity.project_id,
    }


def _typed_when(activity: Activity) -> str:
    return activity.when_words if activity.when != DateAsKnown.not_recorded() else ""


def _evidence_entry(form: ActivityEvidenceForm) -> EvidenceEntry:
    kept = None
    if form.file.data and form.file.data.filename:
        kept = file_store().store(form.file.data.stream, form.file.data.filename)
    return EvidenceEntry(
        title=form["title"].data,
        link=form["link"].data or "",
        file=kept.fingerprint if kept else "",
        file_name=kept.name if kept else "",
        received_on=form["received_on"].data or clock.today(),
        proves_from=form.period.start_from,
        proves_to=form.period.end_to or form.period.start_to,
    )
