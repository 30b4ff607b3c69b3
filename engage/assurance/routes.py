"""Pages of assurance reports: prepare, preview, publish, read, doubt a figure, vouch."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.assurance import publishing, queries, service
from engage.assurance.differences import differing_figures, differing_rows
from engage.assurance.drawing import laid_out, picture
from engage.assurance.figures.words import Id
from engage.assurance.forms import FrontSheetForm, PublishForm, ReportForm, StatementForm, body_choices
from engage.assurance.front_sheet.document import rows as front_sheet_rows
from engage.assurance.frozen import canonical, fingerprint_of, read_value
from engage.assurance.models import LEVELS, Report
from engage.assurance.report.entries import LeadTo, ReportValue
from engage.assurance.report.listing import numbered, table_page
from engage.assurance.report.page import figure_page
from engage.assurance.reporting import body_numbered, body_with, report_value
from engage.organisation import facts as organisation
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.data.typed import row_number
from engage.platform.web import guard
from engage.platform.web.costly import costly
from engage.platform.web.guard import actor, may
from engage.platform.web.kept_files import file_sent
from engage.platform.web.list_pages import pagination_of
from engage.rules.errors import Missing, Refused
from engage.rules.periods import Period, UnreadablePeriod, read_period
from engage.rules.permissions import May

bp = Blueprint("assurance", __name__)

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECORDS_CHANGED = (
    "Records were changed since you looked, so the report would now read otherwise. Nothing was published. "
    "Look at the draft again, then publish it."
)


@bp.route("/reports")
@may(May.READ_REPORTS)
def index() -> str:
    return render_template(
        "assurance/index.html",
        published=queries.reports("published"),
        drafts=queries.reports("draft") if _sees_drafts() else [],
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
@costly
def show(report_id: int) -> str:
    report = _readable(report_id)
    value = _value_of(report)
    return render_template(
        "assurance/show.html",
        report=report,
        value=value,
        front_sheet=front_sheet_rows(value),
        lead_to=_leads(report, value, ""),
        picture=picture,
        laid_out=laid_out,
        whole=_whole(report, value),
        statements=queries.statements_on(report),
        levels=LEVELS,
    )


@bp.route("/reports/<int:report_id>/front-sheet", methods=["GET", "POST"])
@may(May.PREPARE_REPORT)
def front_sheet(report_id: int) -> Response | str:
    report = _draft(report_id)
    form = FrontSheetForm.from_request(**report.front_sheet)
    if form.accepted():
        service.change_front_sheet(actor(), report, form.values())
        flash("The front sheet is saved.")
        return redirect(url_for(".show", report_id=report_id))
    return render_template("assurance/front_sheet.html", form=form, report=report)


@bp.route("/reports/<int:report_id>/publish", methods=["GET", "POST"])
@may(May.PUBLISH_REPORT)
@costly
def publish(report_id: int) -> Response | str:
    report = _draft(report_id)
    value = _live_value(report)
    now = fingerprint_of(canonical(value))
    form = PublishForm.from_request(seen=now)
    if form.accepted():
        if form.seen.data == now:
            keep = publishing.keeper(file_store(), _address(), _figures_at(report))
            service.publish_report(actor(), report, value, keep)
            flash(f"The report is published as {service.edition_of(report)}. It can no longer change.")
            return redirect(url_for(".show", report_id=report_id))
        form.form_errors.append(RECORDS_CHANGED)
        form.seen.data = now
    return render_template(
        "assurance/publish.html",
        form=form,
        report=report,
        value=value,
        activities=value.figures[Id.ACTIVITIES_COUNT].base,
        items=value.figures[Id.FEEDBACK_ITEMS].base,
    )


@bp.route("/reports/<int:report_id>/differences")
@may(May.READ_REPORTS, May.READ_RECORDS)
@costly
def today(report_id: int) -> str:
    """What would differ today: what is recorded otherwise of the day of a report, and what came after."""
    report = _readable(report_id)
    then = _value_of(report)
    same_day, now = _live_value(report, then.ages_as_of), _live_value(report, clock.today())
    return render_template(
        "assurance/differences.html",
        report=report,
        day=then.ages_as_of,
        changed=(differing_figures(then, same_day), differing_rows(then, same_day)),
        happened=(differing_figures(same_day, now), differing_rows(same_day, now)),
    )


@bp.route("/reports/<int:report_id>/tables/<int:number>")
@may(May.READ_REPORTS)
@costly
def table(report_id: int, number: int) -> str:
    """A table of the report with every row, such as all requirements and how they stand."""
    report = _readable(report_id)
    value = _value_of(report)
    found = table_page(value, number, request.args, request.args.get("page", 1, type=row_number))

    def link(page: int) -> str:
        query = urlencode({**found.asked, "page": page})
        return f"{request.path}?{query}"

    return render_template(
        "assurance/table.html",
        report=report,
        value=value,
        found=found,
        lead_to=_leads(report, value, ""),
        laid_out=laid_out,
        pagination=pagination_of(found.page, found.pages, link),
    )


@bp.route("/reports/<int:report_id>/figures/<figure_id>")
@may(May.READ_REPORTS)
@costly
def figure(report_id: int, figure_id: str) -> str:
    report = _readable(report_id)
    return _figure_page(_value_of(report), figure_id, report)


@bp.route("/reports/figures/<figure_id>")
@may(May.READ_REPORTS, May.READ_RECORDS)
@costly
def live_figure(figure_id: str) -> str:
    """A figure as it stands today, for papers made on the command line: nothing of it is published."""
    body, period = body_with(request.args.get("body")), _period(request.args.get("period", "all"))
    return _figure_page(report_value(body, period, clock.today(), {}), figure_id, None)


@bp.route("/reports/<int:report_id>/paper.pdf")
@may(May.READ_REPORTS)
@costly
def paper(report_id: int) -> Response:
    """The paper as it was kept, or of a draft as it stands."""
    report = _readable(report_id)
    name = f"assurance-{report.period}.pdf"
    if report.state == service.PUBLISHED:
        return file_sent(report.pdf, name, as_attachment=False)
    value = _live_value(report)
    made = publishing.paper(value, _leads(report, value, _address()))
    return send_file(io.BytesIO(made), mimetype=PDF, download_name=name)


@bp.route("/reports/<int:report_id>/annex.xlsx")
@may(May.READ_REPORTS)
@costly
def annex(report_id: int) -> Response:
    """The annex as it was kept, or of a draft as it stands."""
    report = _readable(report_id)
    name = f"annex-{report.period}.xlsx"
    if report.state == service.PUBLISHED:
        return file_sent(report.annex, name)
    made = io.BytesIO(publishing.workbook(_live_value(report)))
    return send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)


@bp.route("/reports/<int:report_id>/report.json")
@may(May.READ_REPORTS)
def as_json(report_id: int) -> Response:
    """The frozen value, byte for byte what the fingerprint is of."""
    return Response(_published(report_id).figures, mimetype="application/json")


@bp.route("/reports/<int:report_id>/statement", methods=["GET", "POST"])
@may(May.GIVE_ASSURANCE)
def statement(report_id: int) -> Response | str:
    report = _published(report_id)
    form = StatementForm.from_request()
    if form.accepted():
        service.give_statement(actor(), report, form.entry())
        flash("Your statement stands with the report.")
        return redirect(url_for(".show", report_id=report_id))
    return render_template("assurance/statement.html", form=form, report=report)


def _figure_page(value: ReportValue, figure_id: str, report: Report | None) -> str:
    asked = request.args.to_dict()
    found = figure_page(value, figure_id, asked.pop("part", ""), request.args.get("page", 1, type=row_number))
    here = str(request.url_rule.endpoint if request.url_rule else "")
    kept = {**(request.view_args or {}), **asked}

    def link(part: str, page: int = 1) -> str:
        return url_for(here, **{**kept, "part": part or None, "page": page if page > 1 else None})

    return render_template(
        "assurance/figure.html",
        value=value,
        found=found,
        report=report,
        as_at=value.ages_as_of,
        link=link,
        pagination=pagination_of(found.page, found.pages, lambda page: link(found.part, page)),
    )


def _readable(report_id: int) -> Report:
    """A report this person may read. Raises Missing for a draft that is not for them."""
    report = queries.report_for(report_id)
    if report.state != service.PUBLISHED and not _sees_drafts():
        raise Missing
    return report


def _sees_drafts() -> bool:
    """Drafts are for those who prepare reports, and for those who answer for publishing them."""
    return actor().may(May.PREPARE_REPORT) or actor().may(May.PUBLISH_REPORT)


def _draft(report_id: int) -> Report:
    report = _readable(report_id)
    service.must_be_draft(report)
    return report


def _published(report_id: int) -> Report:
    report = _readable(report_id)
    if report.state != service.PUBLISHED:
        raise Refused("This report is still a draft, so there is nothing frozen to show.")
    return report


def _value_of(report: Report) -> ReportValue:
    return read_value(report.figures) if report.state == service.PUBLISHED else _live_value(report)


def _live_value(report: Report, as_at: date | None = None) -> ReportValue:
    body = body_numbered(report.body_id)
    return report_value(body, read_period(report.period), clock.today(), report.front_sheet, as_at)


def _whole(report: Report, value: ReportValue) -> dict[str, str]:
    """Where each table of the report stands with every row, by its label."""
    return {
        label: url_for(".table", report_id=report.id, number=number)
        for label, number in numbered(value).items()
    }


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except UnreadablePeriod:
        raise Missing from None


def _leads(report: Report, value: ReportValue, address: str) -> LeadTo:
    return publishing.leads(value, address, _figures_at(report), reachable=guard.leads_somewhere)


def _figures_at(report: Report) -> str:
    return f"{url_for('.show', report_id=report.id)}/figures"


def _address() -> str:
    return str(current_app.config["ADDRESS"])
