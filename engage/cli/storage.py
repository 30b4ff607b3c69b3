"""``engage db``: bringing the databases up to date."""

from __future__ import annotations

import click

from engage import create_app
from engage.platform.data import migrations


@click.group()
def db() -> None:
    """The databases."""


@db.command()
def upgrade() -> None:
    """Bring every database up to date."""
    with create_app().app_context():
        migrations.upgrade()
    click.echo("The record database is up to date.")
