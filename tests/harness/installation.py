"""An installation for tests: settings, an application and a database that is fresh for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from config import Settings
from engage import create_app
from engage.platform.data.db import DATABASES
from engage.platform.data.remembered import forget
from engage.platform.web.pages import WebApplication
from tests.harness.compared import ComparedPages
from tests.harness.databases import Databases, PostgresqlDatabases, SqliteDatabases, postgresql_server


@dataclass(frozen=True, slots=True)
class Installation:
    """One home folder, its databases and the application that serves them."""

    settings: Settings
    app: Flask
    databases: Databases

    def refresh(self) -> None:
        """Empty the home folder and the databases, as after installing and before anybody has signed in."""
        self.disconnect()
        forget()
        shutil.rmtree(self.settings.home, ignore_errors=True)
        self.settings.home.mkdir(parents=True)
        (self.settings.home / "trail.key").write_text(self.settings.trail_key)  # for its command line
        self.databases.refresh()

    def disconnect(self) -> None:
        """Let go of the databases."""
        with self.app.app_context():
            for one in DATABASES:
                one.session.remove()
                one.engine.dispose()

    def remove(self) -> None:
        """Leave nothing behind."""
        self.disconnect()
        self.databases.remove()


def make_installation(kind: str, folder: Path, run: str, worker: str) -> Installation:
    """An installation on this kind of database; ``run`` and ``worker`` keep test processes apart."""
    settings = Settings(
        home=folder / "home",
        database_url="",
        secret_key="a key for tests alone, of some length",
        trail_key="a key of the trail for tests alone",
        password_memory=64,  # slow on purpose in service, and in the tests of nothing
    )

    def migrate(url: str) -> None:
        app = create_app(replace(settings, database_url=url))
        with app.app_context():
            for one in DATABASES:
                one.upgrade()
                one.engine.dispose()

    databases: Databases
    if kind == "postgresql":
        databases = PostgresqlDatabases(postgresql_server(), f"engage_{run[:12]}_{worker}", migrate)
    else:
        databases = SqliteDatabases(folder, settings.home, migrate)
    settings = replace(settings, database_url=databases.url)
    WebApplication.jinja_environment = ComparedPages
    app = create_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = (
        True  # a test should fail with the mistake, not with the page about it
    )
    return Installation(settings, app, databases)


Installations = Callable[[str], Installation]
"""The installation on a kind of database, made when it is first asked for."""
