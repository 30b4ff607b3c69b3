"""What the commands have loaded before they are begun: starting up writes nothing, and is seldom killed.

Nothing here may open a database or start a thread: every command is a fork of the process that loads this.
"""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path

import psycopg  # noqa: F401  SQLAlchemy loads it with the first database on PostgreSQL
import rapidfuzz.process  # noqa: F401

from config import Settings
from engage import create_app

import_module("engage.cli")
import_module("apscheduler.triggers.cron")
import_module("apscheduler.triggers.interval")

with tempfile.TemporaryDirectory() as folder:
    # Reads the catalogue, which every application of a process shares.
    create_app(Settings(home=Path(folder), database_url="sqlite://", secret_key="-" * 32, trail_key="-" * 32))
