"""Backups: taken while people write, put back on a bare machine, and each way of breaking one found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import sql

from config import Settings
from engage.cli import main
from tests.builders import make_feedback
from tests.harness.databases import BESIDE, postgresql_server
from tests.harness.installation import Installation

pytestmark = pytest.mark.both_databases
WORDS = "The bus to Bilston no longer stops at the surgery."


@dataclass(frozen=True, slots=True)
class Machine:
    """What a command is given by its environment."""

    home: Path
    database: str
    keys: dict[str, str]

    def run(self, *words: str, **settings: str) -> Result:
        given = {"ENGAGE_HOME": str(self.home), "ENGAGE_DATABASE_URL": self.database, **self.keys}
        return CliRunner().invoke(main, list(words), env=given | settings)


def keys_of(settings: Settings) -> dict[str, str]:
    return {"ENGAGE_SECRET_KEY": settings.secret_key, "ENGAGE_TRAIL_KEY": settings.trail_key}


@pytest.fixture
def machine(installation: Installation) -> Machine:
    """Where people work."""
    settings = installation.settings
    return Machine(settings.home, settings.database_url, keys_of(settings))


@pytest.fixture
def bare(installation: Installation, database_kind: str, tmp_path: Path) -> Iterator[Machine]:
    """A machine with nothing on it but the keys, kept apart."""
    home, keys = tmp_path / "bare", keys_of(installation.settings)
    if database_kind == "sqlite":
        yield Machine(home, "", keys)
        return
    server, name = postgresql_server(), f"engage_bare_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Machine(home, server.replace("/postgres?", f"/{name}?"), keys)
        for one in (name, *(f"{name}_{beside}" for beside in BESIDE)):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(one)))


def test_what_was_backed_up_is_there_on_a_bare_machine(
    installation: Installation, machine: Machine, bare: Machine, tmp_path: Path
) -> None:
    with installation.app.app_context():
        make_feedback(WORDS)
    ended = machine.run("backup", str(tmp_path / "monday.tar"))
    assert ended.exit_code == 0, ended.output
    ended = bare.run("restore", str(tmp_path / "monday.tar"))
    assert ended.exit_code == 0, ended.output
    assert "The audit trail is whole" in bare.run("audit", "verify").output
