"""Fetching reports and the lay member's statements."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from engage.assurance.models import LayStatement, Report
from engage.platform.data.db import session
from engage.rules.errors import Missing


def report_for(report_id: int) -> Report:
    """One report. Raises Missing."""
    report = session().get(Report, report_id)
    if report is None:
        raise Missing
    return report


def reports(state: str) -> list[Report]:
    """Reports in one state, newest first, without what is in them, which may be megabytes each."""
    newest = (Report.published_at.desc(), Report.id.desc()) if state == "published" else (Report.id.desc(),)
    wanted = select(Report).where(Report.state == state).order_by(*newest)
    return list(session().scalars(wanted.options(defer(Report.figures, raiseload=True))))


def statements_on(report: Report) -> list[LayStatement]:
    """What the lay member said of a report, newest first."""
    wanted = select(LayStatement).where(LayStatement.report_id == report.id)
    return list(session().scalars(wanted.order_by(LayStatement.id.desc())))


def number_and_version(body_id: int | None, period: str) -> tuple[int, int]:
    """The number and version the next publication for this body and period gets."""
    same_body = Report.body_id.is_(None) if body_id is None else Report.body_id == body_id
    before = select(func.max(Report.number), func.max(Report.version)).where(
        Report.state == "published", Report.period == period, same_body
    )
    number, version = session().execute(before).one()
    if number is not None:
        return number, version + 1
    newest = session().scalar(select(func.max(Report.number))) or 0
    return newest + 1, 1
