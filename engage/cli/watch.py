"""``engage watch``: who came in, what was refused, and what was taken out."""

from __future__ import annotations

import json
from datetime import datetime

import click

from engage import create_app
from engage.accounts.traces import listing
from engage.cli.group import Unusable
from engage.platform import clock
from engage.platform.watch import queries
from engage.platform.watch.words import KINDS
from engage.platform.web.forms import read_day
from engage.platform.web.pages import moment


@click.command()
@click.option("--since", default="yesterday", show_default=True, help='A day, such as "6 June 2018".')
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def watch(since: str, as_json: bool) -> None:
    """Who came in, what was refused, and what was taken out, oldest first."""
    with create_app().app_context():
        for one in listing.seen(queries.traces_since(_beginning_of(since))):
            click.echo(json.dumps(_plain(one)) if as_json else _in_words(one))


def _beginning_of(since: str) -> datetime:
    try:
        return clock.beginning_of(read_day(since))
    except ValueError as problem:
        raise Unusable(f"--since: {problem}") from None


def _plain(one: listing.Seen) -> dict[str, object]:
    trace = one.trace
    return {
        "at": trace.at.isoformat(),
        "kind": trace.kind,
        "account_id": trace.account_id or None,
        "account": one.who,
        "page": trace.what,
        "source": trace.source,
        "times": trace.times,
    }


def _in_words(one: listing.Seen) -> str:
    parts = (moment(one.trace.at), KINDS[one.trace.kind], one.who, one.trace.what, one.source)
    return "; ".join(part for part in parts if part) + (
        f"; {one.trace.times} times" if one.trace.times > 1 else ""
    )
