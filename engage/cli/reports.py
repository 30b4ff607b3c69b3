"""``engage report``: an assurance report as JSON, page, paper or workbook."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlencode

import click
from flask import Flask, render_template

from config import ROOT
from engage import create_app
from engage.assurance import publishing
from engage.assurance.drawing import laid_out, picture
from engage.assurance.front_sheet.document import rows as front_sheet_rows
from engage.assurance.front_sheet.words import usual
from engage.assurance.frozen import canonical
from engage.assurance.report.entries import LeadTo, ReportValue
from engage.assurance.reporting import body_with, report_value
from engage.cli.group import Unusable
from engage.cli.periods import DAY, period_of
from engage.platform import clock
from engage.rules.errors import Missing
from engage.rules.periods import Period

FIGURES_AT = "/reports/figures"
STYLE = ROOT / "static" / "css" / "report.css"


@click.group()
def report() -> None:
    """Reports."""


@report.command()
@click.option("--period", required=True, help="2018-19, 2018-19Q3, all, or DATE..DATE.")
@click.option("--body", default="all", show_default=True, help="Code of a body, or all.")
@click.option(
    "--format", "kind", type=click.Choice(["json", "html", "pdf", "xlsx"]), default="json", show_default=True
)
@click.option("--on", "made_on", type=DAY, help="Make it as of this day; today when left out.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; standard output when left out.",
)
def assurance(period: str, body: str, kind: str, made_on: datetime | None, out: Path | None) -> None:
    """The assurance report for a body and a period. Exit 2 for a body or period that cannot be used."""
    chosen = period_of(period)
    app = create_app()
    with app.app_context():
        value = _value(chosen, body, made_on.date() if made_on else clock.today())
        content = _made(app, value, kind, urlencode({"body": body, "period": chosen.code}))
    _hand_over(content, out)


def _hand_over(content: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(content)
        return
    try:
        out.write_bytes(content)
    except OSError as problem:
        raise Unusable(f"{out} could not be written: {problem.strerror}.") from None
    click.echo(f"{out}: {len(content):,} bytes.", err=True)


def _value(period: Period, body: str, on: date) -> ReportValue:
    try:
        return report_value(body_with(body), period, on, usual())
    except Missing:
        raise Unusable(
            f"There is no body with the code “{body}”. The codes are on the page Bodies; “all” is every body."
        ) from None


def _made(app: Flask, value: ReportValue, kind: str, query: str) -> bytes:
    lead_to = publishing.leads(value, app.config["ADDRESS"], FIGURES_AT, query)
    match kind:
        case "json":
            return canonical(value).encode()
        case "xlsx":
            return publishing.workbook(value)
        case "pdf":
            return publishing.paper(value, lead_to)
        case _:
            return _page(app, value, lead_to).encode()


def _page(app: Flask, value: ReportValue, lead_to: LeadTo) -> str:
    with app.test_request_context():
        return render_template(
            "assurance/standing_alone.html",
            value=value,
            front_sheet=front_sheet_rows(value),
            lead_to=lead_to,
            picture=picture,
            laid_out=laid_out,
            style=STYLE.read_text(encoding="utf-8"),
        )
