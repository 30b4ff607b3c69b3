"""``engage db``: bringing the databases up to date."""

from __future__ import annotations

import click
from sqlalchemy.exc import ProgrammingError

from engage import create_app
from engage.cli.group import Unusable, close_the_data_folder
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES, record
from engage.platform.processes import keys, upkeep


@click.group()
def db() -> None:
    """The databases."""


@db.command()
def upgrade() -> None:
    """Bring every database up to date."""
    app = create_app()
    with app.app_context():
        for one in DATABASES:
            _make(one)
            one.upgrade()
            click.echo(f"The {one.name} database is up to date.")
        keys.must_be_the_same()
        if upkeep.begin_seals():
            click.echo("The audit trail is sealed with a key from now on.")
    close_the_data_folder(app.config["HOME"])


def _make(database: Database) -> None:
    try:
        database.make_beside(record)
    except ProgrammingError as problem:
        name = database.engine.url.database
        raise Unusable(f"The database {name} cannot be made ({problem.orig}). Have it made first.") from None
