"""The command line on the installation of the test."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.cli import imports, main
from engage.platform.data.db import session

Engage = Callable[..., Result]


@pytest.fixture
def engage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Engage:
    """Runs ``engage`` with these words on the installation of the test, as a process of its own would."""
    monkeypatch.setattr(imports, "create_app", lambda: app)

    def run(*words: object) -> Result:
        session().rollback()  # so that the test, when it looks next, sees what the command has changed
        return Context().run(lambda: CliRunner().invoke(main, [str(word) for word in words]))

    return run
