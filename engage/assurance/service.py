"""Preparing, publishing and vouching for assurance reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from engage.assurance import queries
from engage.assurance.entries import StatementEntry
from engage.assurance.front_sheet.words import usual
from engage.assurance.frozen import canonical, fingerprint_of
from engage.assurance.models import LayStatement, Report
from engage.assurance.report.entries import ReportValue
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_long_transaction, one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.rules.periods import Period

drafted = audit.Event("report.drafted", "report_id")
front_sheet_changed = audit.Event("report.front-sheet-changed", "report_id")
published = audit.Event(
    "report.published", "report_id", "number", "version", "fingerprint", publishes_head=True
)
stated = audit.Event("report.statement-given", "report_id", "level")

PUBLISHED = "published"

Renderings = Callable[[ReportValue], tuple[str, str]]
"""Makes and keeps the paper and the annex of a value, and answers their fingerprints in the file store.

Handed in, since verbs know nothing of web addresses.
"""


@one_transaction
def draft_report(actor: Actor, body_id: int | None, period: Period, sheet: Mapping[str, str]) -> Report:
    """Begin a report; nothing is frozen until it is published."""
    report = save(
        Report(
            body_id=body_id,
            period=period.code,
            title=f"Communications and engagement assurance report, {period.label}",
            front_sheet={**usual(), **sheet},
            drafted_at=clock.now(),
        )
    )
    drafted(actor, report_id=report.id)
    return report


@one_transaction
def change_front_sheet(actor: Actor, report: Report, sheet: Mapping[str, str]) -> None:
    """Write on the front sheet of a draft. Raises Refused for a published report."""
    must_be_draft(report)
    report.front_sheet = {**report.front_sheet, **sheet}
    front_sheet_changed(actor, report_id=report.id)


@one_long_transaction
def publish_report(actor: Actor, report: Report, value: ReportValue, renderings: Renderings) -> Report:
    """Freeze a report: its value as text, its paper and its annex, numbered and fingerprinted."""
    must_be_draft(report)
    report.number, report.version = queries.number_and_version(report.body_id, report.period)
    final = replace(value, edition=edition_of(report))
    report.figures = canonical(final)
    report.fingerprint = fingerprint_of(report.figures)
    report.published_at = clock.now()
    report.published_by = actor.name
    report.pdf, report.annex = renderings(final)
    report.state = PUBLISHED
    published(
        actor,
        report_id=report.id,
        number=report.number,
        version=report.version,
        fingerprint=report.fingerprint,
    )
    return report


@one_transaction
def give_statement(actor: Actor, report: Report, entry: StatementEntry) -> LayStatement:
    """The lay member says how far the report gives assurance. Raises Refused before publication."""
    if report.state != PUBLISHED:
        raise Refused(
            "This report is still a draft. It can be vouched for once it is published and cannot change."
        )
    statement = LayStatement(report_id=report.id, on=clock.today(), by_id=actor.id, by_name=actor.name)
    put(statement, entry)
    save(statement)
    stated(actor, report_id=report.id, level=statement.level)
    return statement


def edition_of(report: Report) -> str:
    """Report 3, version 1; “draft” before publication."""
    return f"report {report.number}, version {report.version}" if report.number else "draft"


def must_be_draft(report: Report) -> None:
    """Raises Refused for a published report."""
    if report.state == PUBLISHED:
        raise Refused(
            "This report is published, and a published report never changes. Begin a new version instead."
        )
