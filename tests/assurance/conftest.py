"""The command line on the installation of the test, and the real log brought in with it."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.cli import imports, main, reports
from engage.platform.data.db import session

DATA = Path(__file__).parents[1] / "data"
Engage = Callable[..., Result]


@pytest.fixture
def engage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Engage:
    """Runs ``engage`` with these words on the installation of the test, as a process of its own would."""
    for module in (imports, reports):
        monkeypatch.setattr(module, "create_app", lambda: app)

    def run(*words: object) -> Result:
        session().rollback()  # so that the test, when it looks next, sees what the command has changed
        return Context().run(lambda: CliRunner().invoke(main, [str(word) for word in words]))

    return run


@pytest.fixture
def real_log(engage: Engage) -> None:
    """The 147 activities of the real log, all bodies together."""
    bring_in(engage, "engagement_log.csv")


def bring_in(engage: Engage, name: str) -> None:
    """The activities of one of the files of the real log."""
    brought_in = engage("import", "activities", DATA / name)
    assert brought_in.exit_code == 0, brought_in.output
