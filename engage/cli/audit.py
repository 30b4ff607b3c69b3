"""``engage audit``: checking that the audit trail is whole."""

from __future__ import annotations

import sys

import click

from engage import create_app
from engage.platform.data import audit as trail


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
