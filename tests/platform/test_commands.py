"""What commands say of a database that is not there, not up to date or out of reach, and of a data folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from psycopg import sql
from sqlalchemy import update

from engage.cli import main
from engage.platform.data.audit import AuditHead
from engage.platform.data.db import record
from tests.builders import make_account, make_feedback
from tests.harness.databases import postgresql_server
from tests.harness.installation import Installation

COMMANDS = [
    ["import", "activities", "log.csv"],
    ["report", "assurance", "--period", "2018-19"],
    ["duties", "--period", "2018-19", "--json"],
    ["audit", "verify"],
    ["demo", "load"],
    ["worker", "--once", "verify_audit_trail"],
]


def run(home: Path, words: list[str], database: str = "") -> Result:
    environment = {"ENGAGE_HOME": str(home), "ENGAGE_DATABASE_URL": database}
    log = home / "log.csv"
    log.write_text("Activity,Date\nForum at Bilston,June 2018\n", encoding="utf-8")
    log.chmod(0o600)  # as all else in the data folder
    given = [str(log) if word == "log.csv" else word for word in words]
    return CliRunner().invoke(main, given, env=environment)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: " ".join(words[:2]))
def test_before_the_database_is_made_a_command_says_how_to_make_it(tmp_path: Path, words: list[str]) -> None:
    ended = run(tmp_path, words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.endswith(
        "The record database is not up to date: it has not been made yet. Run first: engage db upgrade\n"
    )


@pytest.fixture
def without_tables() -> Iterator[str]:
    """The address of a PostgreSQL database in which nothing has been made yet."""
    server, name = postgresql_server(), sql.Identifier("engage_not_made_yet")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        yield server.replace("/postgres?", "/engage_not_made_yet?")
        for one in (name, sql.Identifier("engage_not_made_yet_answers")):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(one))


@pytest.mark.database
def test_every_database_is_brought_up_to_date_and_on_postgresql_made_beside_the_record(
    tmp_path: Path, without_tables: str
) -> None:
    tmp_path.chmod(0o755)
    for was_open in (True, False):
        ended = run(tmp_path, ["db", "upgrade"], without_tables)
        assert (ended.exit_code, ended.stderr) == (0, "")
        *said, last = ended.stdout.splitlines()
        assert [*said, last][:3] == [
            "The record database is up to date.",
            "The answers database is up to date.",
            "The watch database is up to date.",
        ]
        assert last.endswith("of the data folder; now its owner alone can.") == was_open
    assert run(tmp_path, ["audit", "verify"], without_tables).exit_code == 0


@pytest.mark.database
def test_the_same_is_said_of_postgresql(tmp_path: Path, without_tables: str) -> None:
    ended = run(tmp_path, COMMANDS[1], without_tables)
    assert ended.exit_code == 2
    assert "The record database is not up to date: it has not been made yet." in ended.stderr
    assert ended.stderr.rstrip().endswith("Run first: engage db upgrade")


def test_a_server_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    ended = run(tmp_path, ["audit", "verify"], "postgresql://nobody@127.0.0.1:1/none")
    assert ended.exit_code == 2
    assert "The database does not answer as it should (" in ended.stderr
    assert ended.stderr.rstrip().endswith("Nothing was changed.")


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    environment = {"ENGAGE_HOME": str(tmp_path / "file" / "data")}
    ended = CliRunner().invoke(main, ["audit", "verify"], env=environment)
    assert ended.exit_code == 2
    assert f"ENGAGE_HOME is “{tmp_path / 'file' / 'data'}”, which cannot be made" in ended.stderr


@pytest.mark.both_databases
def test_words_are_taken_out_of_the_trail_for_good_and_a_check_says_by_whom_and_why(
    installation: Installation,
) -> None:
    with installation.app.app_context():
        make_feedback("Ann Zimmerman asked for more buses")
    settings = installation.settings
    environment = {"ENGAGE_HOME": str(settings.home), "ENGAGE_DATABASE_URL": settings.database_url}

    def audit(*words: str) -> Result:
        return CliRunner().invoke(main, ["audit", *words], env=environment)

    assert audit("blank", "Ann Zimmerman", "--because", "Her solicitor asked.").output == (
        "The values of 1 change were blanked.\n"
    )
    checked = audit("verify").output.splitlines()
    assert checked[0].startswith("The audit trail is whole: ")
    assert checked[1] == "Every entry is sealed with the key."
    assert checked[2].startswith("It was held against no published head")
    assert checked[3].startswith("Values of 1 change were blanked by Engage on ")
    assert checked[3].endswith(": Her solicitor asked.")
    again = audit("blank", "Ann Zimmerman", "--because", "Her solicitor asked.")
    assert again.exit_code == 2
    assert "These words stand in no value of the audit trail." in again.output


@pytest.mark.both_databases
def test_a_trail_that_somebody_cut_short_is_found_and_ends_with_2(installation: Installation) -> None:
    with installation.app.app_context():
        make_account("web_editor")
        with record.engine.begin() as connection:
            connection.execute(update(AuditHead).values(entries=2))
    settings = installation.settings
    environment = {"ENGAGE_HOME": str(settings.home), "ENGAGE_DATABASE_URL": settings.database_url}
    ended = CliRunner().invoke(main, ["audit", "verify"], env=environment)
    assert ended.exit_code == 2
    assert ended.output == "The audit trail is broken at the end: entries at the end are missing.\n"
