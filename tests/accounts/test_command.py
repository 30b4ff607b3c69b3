"""``engage account open`` and what the command line says of settings that cannot work."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.accounts import queries, service
from engage.cli import accounts, audit, main
from tests.builders import make_account

PASSWORD = "correct horse battery"
ADMINISTRATOR = ["account", "open", "Admin@nhs.example", "--name", "Head of corporate services"]

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    """One command on this installation, as from a shell."""
    for module in (accounts, audit):
        monkeypatch.setattr(module, "create_app", lambda: app)

    def command(*words: str, typed: str = "") -> Result:
        return Context().run(lambda: CliRunner().invoke(main, words, input=typed))

    return command


def test_the_first_administrator_is_given_an_account(run: Run) -> None:
    ended = run(*ADMINISTRATOR, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert (ended.exit_code, ended.output.splitlines()[-1]) == (
        0,
        "The account of Head of corporate services is open.",
    )
    assert PASSWORD not in ended.output
    account = service.check_password("admin@nhs.example", PASSWORD, "a key")
    assert queries.roles_of(account.id) == {"administrator"}


def test_what_the_house_forbids_the_command_refuses_in_a_sentence(run: Run) -> None:
    ended = run(*ADMINISTRATOR, "--password", "short")
    assert ended.exit_code == 2
    assert "12 characters or more" in ended.output
    ended = run(*ADMINISTRATOR, "--password", PASSWORD, "--role", "sponsor", "--role", "facilitator")
    assert ended.exit_code == 2
    assert "Nobody may be both" in ended.output
    ended = run(
        *ADMINISTRATOR[:2], make_account("web_editor").email, *ADMINISTRATOR[3:], "--password", PASSWORD
    )
    assert ended.exit_code == 2
    assert "There is already an account with this e-mail address" in ended.output


def test_the_command_line_is_the_way_back_in_when_nobody_else_can_help(run: Run) -> None:
    account = make_account("administrator", password=PASSWORD)
    ended = run("account", "link", account.email.upper())
    assert (ended.exit_code, "/choose-password/" in ended.output) == (0, True)
    ended = run("account", "second-step-off", account.email, "--why", "lost")
    assert (ended.exit_code, "This account has no second step." in ended.output) == (2, True)
    ended = run("account", "link", "nobody@nhs.example")
    assert (ended.exit_code, "There is no account with the address" in ended.output) == (2, True)


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("PORT", "eighty", "PORT is “eighty”; it must be a whole number from 1 to 65535."),
        (
            "ENGAGE_DATABASE_URL",
            "mysql://host/db",
            "ENGAGE_DATABASE_URL must be an address such as postgresql://",
        ),
        ("ENGAGE_SECRET_KEY", "guess", "ENGAGE_SECRET_KEY must be 32 characters or more"),
        ("ENGAGE_LOCAL_DUTIES", "no-such-folder", "it must be a folder that is there"),
        ("ENGAGE_DEMONSTRATION", "perhaps", "it must be 1 (yes) or 0 (no)"),
        ("ENGAGE_SECOND_STEP_ROLES", "sponsor, chief", "ENGAGE_SECOND_STEP_ROLES names chief; each must be"),
    ],
)
def test_a_setting_that_cannot_work_is_named_and_nothing_starts(
    tmp_path: Path, setting: str, value: str, says: str
) -> None:
    environment = {"ENGAGE_HOME": str(tmp_path), setting: value}
    ended = CliRunner().invoke(main, ["audit", "verify"], env=environment)
    assert ended.exit_code == 2
    assert says in ended.output
    assert "Traceback" not in ended.output


def test_the_audit_trail_is_checked_from_the_command_line(run: Run) -> None:
    make_account("web_editor")
    ended = run("audit", "verify")
    assert (ended.exit_code, ended.output.splitlines()[0]) == (0, "The audit trail is whole: 1 entry.")
