"""Bringing the record database up to date, with tools that take longer to load than all else at the start."""

from __future__ import annotations

from pathlib import Path

from flask import current_app

from engage.platform.data.db import db

MIGRATIONS = Path(__file__).parents[3] / "migrations" / "record"


def upgrade(revision: str = "head") -> None:
    _ready()
    from flask_migrate import upgrade as forwards

    forwards(revision=revision)


def downgrade(revision: str) -> None:
    _ready()
    from flask_migrate import downgrade as backwards

    backwards(revision=revision)


def _ready() -> None:
    from flask_migrate import Migrate

    Migrate(current_app, db, directory=str(MIGRATIONS), render_as_batch=True)
