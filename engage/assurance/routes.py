"""Pages of assurance reports: prepare, preview, publish, read, doubt a figure, vouch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.assurance import publishing, queries, service
from engage.assurance.differences import differences
from engage.assurance.drawing import picture
from engage.assurance.forms import FrontSheetForm, ReportForm, StatementForm, body_choices
from engage.assurance.front_sheet import rows as front_sheet_rows
from engage.assurance.models import Report
from engage.assurance.reporting import body_numbered, body_with, report_value
from engage.organisation import facts as organisation
from engage.organisation.queries import demonstration_words
from engage.platform import clock
from engage.platform.files import FileStore
from engage.platform.forms import Form, choices
from engage.platform.guard import actor, may
from engage.rules.errors import Missing, Refused
from engage.rules.periods import read_period
from engage.rules.permissions import May

bp = Blueprint("assurance", __name__)

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.route("/reports")
@may(May.READ_REPORTS)
def index() -> str:
    return render_template(
        "assurance/index.html",
        published=queries.reports(actor(), "published"),
        drafts=queries.reports(actor(), "draft") if actor().may(May.PREPARE_REPORT) else [],
        bodies={body.id: body.name for body in organisation.bodies()},
        edition_of=service.edition_of,
    )


@bp.route("/reports/new", methods=["GET", "POST"])
@may(May.PREPARE_REPORT)
def new() -> Response | str:
    form = ReportForm.from_request()
    bodies = organisation.bodies()
    form.body.choices = body_choices([(body.code, body.name) for body in bodies])
    if form.accepted():
        body = body_with(form.body.data)
        report = service.draft_report(actor(), body.id if body else None, form.chosen, {})
        return redirect(url_for(".show", report_id=report.id))
    return render_template("assurance/new.html", form=form)


@bp.route("/reports/<int:report_id>")
@may(May.READ_REPORTS)
def show(report_id: int) -> str:
    report = _readable(report_id)
    value = _value_of(report)
    lead_to = publishing.leads(value, "", url_for(".show", report_id=report.id) + "/figures")
    return render_template(
        "assurance/show.html",
        report=report,
        value=value,
        edition=service.edition_of(report),
        front_sheet=front_sheet_rows(value, service.edition_of(report)),
        lead_to=lead_to,
        picture=picture,
        statements=queries.statements_on(actor(), report),
        levels=service.LEVELS,
    )


@bp.route("/reports/<int:report_id>/front-sheet", methods=["GET", "POST"])
@may(May.PREPARE_REPORT)
def front_sheet(report_id: int) -> Response | str:
    report = queries.report_for(actor(), report_id)
    form = FrontSheetForm.from_request(**report.front_sheet)
    if form.accepted():
        service.change_front_sheet(actor(), report, form.values())
        flash("The front sheet is saved.")
        return redirect(url_for(".show", report_id=report_id))
    return render_template("assurance/front_sheet.html", form=form, report=report)


@bp.route("/reports/<int:report_id>/publish", methods=["GET", "POST"])
@may(May.PUBLISH_REPORT)
def publish(report_id: int) -> Response | str:
    report = queries.report_for(actor(), report_id)
    form = Form.from_request()
    value = _live_value(report)
    if form.accepted():
        keep = publishing.keep_renderings(_files(), _address(), report.id, demonstration_words())
        service.publish_report(actor(), report, value, keep)
        flash(f"The report is published as {service.edition_of(report)}. It can no longer change.")
        return redirect(url_for(".show", report_id=report_id))
    return render_template("assurance/publish.html", form=form, report=report, value=value)


@bp.route("/reports/<int:report_id>/differences")
@may(May.READ_REPORTS)
def today(report_id: int) -> str:
    """What would differ if a published report were made today."""
    report = _published(report_id)
    found = differences(json.loads(report.figures), _live_value(report))
    return render_template("assurance/differences.html", report=report, differences=found)


@bp.route("/reports/<int:report_id>/figures/<figure_id>")
@may(May.READ_REPORTS)
def figure(report_id: int, figure_id: str) -> str:
    report = _readable(report_id)
    return _figure_page(_value_of(report), figure_id, report)


@bp.route("/reports/figures/<figure_id>")
@may(May.READ_REPORTS)
def live_figure(figure_id: str) -> str:
    """A figure as it stands today, for papers made on the command line."""
    period = read_period(request.args.get("period", "all"))
    value = report_value(body_with(request.args.get("body")), period, clock.today(), {})
    return _figure_page(value, figure_id, None)


@bp.route("/reports/<int:report_id>/paper.pdf")
@may(May.READ_REPORTS)
def paper(report_id: int) -> Response:
    report = _published(report_id)
    return send_file(_files().open(report.pdf), mimetype=PDF, download_name=f"assurance-{report.period}.pdf")


@bp.route("/reports/<int:report_id>/annex.xlsx")
@may(May.READ_REPORTS)
def annex(report_id: int) -> Response:
    report = _published(report_id)
    return send_file(
        _files().open(report.annex),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"annex-{report.period}.xlsx",
    )


@bp.route("/reports/<int:report_id>/report.json")
@may(May.READ_REPORTS)
def as_json(report_id: int) -> Response:
    return Response(_published(report_id).figures, mimetype="application/json")


@bp.route("/reports/<int:report_id>/statement", methods=["GET", "POST"])
@may(May.GIVE_ASSURANCE)
def statement(report_id: int) -> Response | str:
    report = _published(report_id)
    form = StatementForm.from_request()
    form.level.choices = choices(service.LEVELS.items())
    if form.accepted():
        service.give_statement(actor(), report, str(form.level.data), str(form.words.data))
        flash("Your statement stands with the report.")
        return redirect(url_for(".show", report_id=report_id))
    return render_template("assurance/statement.html", form=form, report=report)


def _figure_page(value: Mapping[str, Any], figure_id: str, report: Report | None) -> str:
    found = value["figures"].get(figure_id)
    if found is None:
        raise Missing
    part = request.args.get("part", "")
    refs = found.get("parts", {}).get(part, []) if part else found["refs"]
    unknown = {"title": "A record that is no longer kept", "path": "", "number": "", "when": ""}
    records = [value["records"].get(ref, unknown) for ref in refs]
    return render_template(
        "assurance/figure.html", value=value, figure=found, part=part, records=records, report=report
    )


def _readable(report_id: int) -> Report:
    """A report this person may read: drafts are for those who prepare them."""
    report = queries.report_for(actor(), report_id)
    if report.state != "published" and not actor().may(May.PREPARE_REPORT):
        raise Missing
    return report


def _published(report_id: int) -> Report:
    report = queries.report_for(actor(), report_id)
    if report.state != "published":
        raise Refused("This report is still a draft, so there is nothing frozen to show.")
    return report


def _value_of(report: Report) -> dict[str, Any]:
    if report.state == "published":
        frozen: dict[str, Any] = json.loads(report.figures)
        return frozen
    return _live_value(report)


def _live_value(report: Report) -> dict[str, Any]:
    body = body_numbered(report.body_id)
    return report_value(body, read_period(report.period), clock.today(), report.front_sheet)


def _address() -> str:
    return str(current_app.config["ADDRESS"])


def _files() -> FileStore:
    store: FileStore = current_app.extensions["files"]
    return store
