"""``engage db``: bringing the databases up to date."""

from __future__ import annotations

import click

from engage import create_app
from engage.platform.data.db import DATABASES


@click.group()
def db() -> None:
    """The databases."""


@db.command()
def upgrade() -> None:
    """Bring every database up to date."""
    with create_app().app_context():
        for one in DATABASES:
            one.upgrade()
            click.echo(f"The {one.name} database is up to date.")
