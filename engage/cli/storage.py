"""``engage db``: bringing the databases up to date."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import ProgrammingError

from engage import create_app
from engage.cli.group import Unusable, close_the_data_folder
from engage.platform.data.database import Database
from engage.platform.data.db import DATABASES, record
from engage.platform.processes import keys, upkeep
from engage.platform.processes.leader import Lock, upgrade_lock

PATIENCE = 30 * 60.0  # seconds
TRY_EVERY = 0.2


@click.group()
def db() -> None:
    """The databases."""


@db.command()
def upgrade() -> None:
    """Bring every database up to date, after whoever is about the same."""
    app = create_app()
    with app.app_context(), _alone(upgrade_lock(app.config["DATABASES"]["record"], app.config["HOME"])):
        for one in DATABASES:
            _make(one)
            one.upgrade()
            click.echo(f"The {one.name} database is up to date.")
        keys.must_be_the_same()
        if upkeep.begin_seals():
            click.echo("The audit trail is sealed with a key from now on.")
    close_the_data_folder(app.config["HOME"])


@contextmanager
def _alone(lock: Lock) -> Iterator[None]:
    """One upgrade at a time: those that start together would each make the same tables."""
    if not lock.take():
        click.echo("Another upgrade is at work; this one waits for it.")
        _wait_for(lock)
    try:
        yield
    finally:
        lock.let_go()


def _wait_for(lock: Lock) -> None:
    give_up = time.monotonic() + PATIENCE
    while not lock.take():
        if time.monotonic() > give_up:
            raise Unusable(
                "Another upgrade has been at work for half an hour, so this one changed nothing. Look "
                "whether the other still gets on; once it has ended, run this again."
            )
        time.sleep(TRY_EVERY)


def _make(database: Database) -> None:
    try:
        database.make_beside(record)
    except ProgrammingError as problem:
        name = database.engine.url.database
        raise Unusable(f"The database {name} cannot be made ({problem.orig}). Have it made first.") from None
