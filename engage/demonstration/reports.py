"""The reports of the demonstration year: one published and vouched for, one still a draft."""

from __future__ import annotations

from engage.assurance import publishing, service
from engage.assurance.entries import StatementEntry
from engage.assurance.reporting import body_with, report_value
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.year import Year
from engage.platform import clock
from engage.rules.periods import read_period


def load_reports(year: Year, address: str) -> None:
    """Every report; a paper leads to records under ``address``."""
    for told in read_tables("reports.toml")["report"]:
        _report(year, told, address)


def _report(year: Year, told: Told, address: str) -> None:
    author = year.people[told["by"]]
    period = read_period(told["period"])
    report = service.draft_report(author, year.bodies[year.served].id, period, told["front_sheet"])
    if "published_by" not in told:
        return
    value = report_value(body_with(year.served), period, clock.today(), report.front_sheet)
    keep = publishing.keeper(year.store, address, f"/reports/{report.id}/figures")
    service.publish_report(year.people[told["published_by"]], report, value, keep)
    statement = told["statement"]
    entry = StatementEntry(level=statement["level"], words=statement["words"])
    service.give_statement(year.people[statement["by"]], report, entry)
