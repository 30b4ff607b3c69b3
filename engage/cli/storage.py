"""``engage db``: bringing the databases up to date."""

from __future__ import annotations

import click
import flask_migrate

from engage import create_app


@click.group()
def db() -> None:
    """The databases."""


@db.command()
def upgrade() -> None:
    """Bring every database up to date."""
    with create_app().app_context():
        flask_migrate.upgrade()
    click.echo("The record database is up to date.")
