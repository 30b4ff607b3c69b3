"""``engage report``: an assurance report as JSON, page, paper or workbook."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlencode

import click
from flask import Flask, current_app, render_template

from engage import create_app
from engage.assurance import annex, document, publishing
from engage.assurance.drawing import picture
from engage.assurance.front_sheet import rows as front_sheet_rows
from engage.assurance.front_sheet import usual
from engage.assurance.reporting import body_with, report_value
from engage.assurance.value import canonical, fingerprint_of
from engage.organisation.queries import demonstration_words
from engage.platform import clock
from engage.rules.errors import Missing
from engage.rules.periods import Period, UnreadablePeriod, read_period

EDITION = "not published"
DAY: click.ParamType[Any] = click.DateTime(["%Y-%m-%d"])


@click.group()
def report() -> None:
    """Reports."""


@report.command()
@click.option("--period", required=True, help="2018-19, 2018-19Q3, all, or DATE..DATE.")
@click.option("--body", default="all", show_default=True, help="Code of a body, or all.")
@click.option(
    "--format", "kind", type=click.Choice(["json", "html", "pdf", "xlsx"]), default="json", show_default=True
)
@click.option(
    "--on", "made_on", type=DAY, help="Make it as of this day; today when left out."
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File to write; standard output when left out.",
)
def assurance(period: str, body: str, kind: str, made_on: datetime | None, out: Path | None) -> None:
    """The assurance report for a body and a period. Exit 2 for a body or period that cannot be used."""
    app = create_app()
    with app.app_context():
        content = _made(app, _period(period), body, kind, made_on.date() if made_on else clock.today())
    if out is None:
        sys.stdout.buffer.write(content)
        return
    out.write_bytes(content)
    click.echo(f"{out}: {len(content):,} bytes.", err=True)


def _made(app: Flask, period: Period, body: str, kind: str, on: date) -> bytes:
    try:
        value = report_value(body_with(body), period, on, usual())
    except Missing:
        _stop(
            f"There is no body with the code “{body}”. The codes are on the page Bodies; “all” is every body."
        )
    figures_at = f"/reports/figures?{urlencode({'body': body, 'period': period.code})}"
    match kind:
        case "json":
            return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
        case "xlsx":
            return annex.xlsx(value, publishing.made_at(value))
        case "html":
            return _page(app, value, figures_at).encode()
        case _:
            return document.pdf(
                value,
                fingerprint=fingerprint_of(canonical(value)),
                made_at=publishing.made_at(value),
                lead_to=publishing.leads(value, current_app.config["ADDRESS"], figures_at),
                edition=EDITION,
                demonstration=demonstration_words(),
            )


def _page(app: Flask, value: Mapping[str, Any], figures_at: str) -> str:
    with app.test_request_context():
        return render_template(
            "assurance/standing_alone.html",
            value=value,
            front_sheet=front_sheet_rows(value, EDITION),
            lead_to=publishing.leads(value, app.config["ADDRESS"], figures_at),
            picture=picture,
            demonstration_words=demonstration_words(),
        )


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except UnreadablePeriod as problem:
        _stop(str(problem))


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)
