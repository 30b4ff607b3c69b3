"""``engage demo``: the demonstration year."""

from __future__ import annotations

import click
from flask import current_app

from engage import create_app
from engage.cli.group import Unusable
from engage.demonstration.service import load_demonstration
from engage.platform.data.files import file_store
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused


@click.group()
def demo() -> None:
    """The demonstration year."""


@demo.command()
def load() -> None:
    """Load Wolverhampton CCG 2019/20, once; exit 2 where it would be mixed with other records."""
    with create_app().app_context():
        store, port = file_store(), current_app.config["PORT"]
        try:
            is_new = load_demonstration(SYSTEM, store, f"http://127.0.0.1:{port}")
        except Refused as problem:
            raise Unusable(f"{problem} Nothing was changed.") from None
    click.echo("The demonstration year is loaded." if is_new else "The demonstration year is already there.")
