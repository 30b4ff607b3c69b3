"""``engage duplicates``: the organisations that may be in the register twice."""

from __future__ import annotations

import json

import click
from flask import current_app

from engage import create_app
from engage.cli.group import ROW_NUMBER
from engage.rules.actors import SYSTEM
from engage.stakeholders.duplicates import jobs as searches
from engage.stakeholders.duplicates import queries as found_before


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@click.option("--search", type=ROW_NUMBER, default=None, hidden=True)
def duplicates(as_json: bool, search: int | None) -> None:
    """Search the register for organisations that may be in it twice. Nothing is merged."""
    with create_app().app_context():
        home = current_app.config["HOME"]
        number = search or searches.begin(SYSTEM, home).id
        found = searches.go_on(number, home)
        pairs = found_before.pairs(found_before.proposed_ids())
        told = [[pair.kept.name, pair.other.name, pair.proposal.reason] for pair in pairs]
    if as_json:
        click.echo(
            json.dumps(
                {"organisations": found.organisations, "proposed_merges": told, "says": list(found.says)},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    click.echo(f"{found.organisations:,} organisations looked through; {len(told):,} pairs may be one.")
    for sentence in found.says:
        click.echo(sentence)
    for kept, other, why in told:
        click.echo(f"{kept} | {other} | {why}")
