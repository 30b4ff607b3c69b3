"""``engage audit``: checking that the audit trail is whole."""

from __future__ import annotations

import sys

import click

from engage import create_app
from engage.cli.group import Unusable
from engage.platform.data import audit as trail
from engage.platform.web.pages import counted
from engage.privacy import service
from engage.rules.actors import SYSTEM
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
def verify() -> None:
    """Recompute every fingerprint; exit 2 when an entry was altered, removed or put in."""
    with create_app().app_context():
        verdict = trail.verify()
    if verdict.why:
        place = f"entry {verdict.broken_at}" if verdict.broken_at else "the end"
        click.echo(f"The audit trail is broken at {place}: {verdict.why}.")
        sys.exit(2)
    click.echo(f"The audit trail is whole: {verdict.entries:,} entries.")
    for one in verdict.blanked:
        click.echo(f"Values of {counted(one.changes, 'change', 'changes')} were {_blanked(one)}")


@audit.command()
@click.argument("words")
@click.option("--because", required=True, help="Why; it stays in the trail.")
@click.option("--of", "ref", default="", help="One record alone, such as feedback:12.")
def blank(words: str, because: str, ref: str) -> None:
    """Take every value in which WORDS stand out of the trail, for good; what was done and by whom stays."""
    with create_app().app_context():
        try:
            count = service.blank_in_trail(SYSTEM, words, because, ref)
        except Refused as refusal:
            raise Unusable(refusal.reason) from None
    click.echo(f"The values of {counted(count, 'change', 'changes')} were blanked.")


def _blanked(one: trail.Blanking) -> str:
    return f"blanked by {one.who} on {long_date(one.at.date())} (entry {one.entry_id}): {one.why}"
