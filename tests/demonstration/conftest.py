"""The demonstration year, loaded once for the tests that only look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from engage.demonstration.service import load_demonstration
from engage.rules.actors import SYSTEM

if TYPE_CHECKING:
    from flask import Flask

    from tests.harness.installation import Installations
    from tests.pages.visitor import Visitor

ADDRESS = "https://engage.example"

VisitorAs = Callable[[str], "Visitor"]


@pytest.fixture(scope="module")
def year(installations: Installations) -> Iterator[Flask]:
    """The application with the demonstration year in it, for tests that change nothing."""
    fresh = installations("sqlite")
    fresh.refresh()
    with fresh.app.app_context():
        load_demonstration(SYSTEM, fresh.app.extensions["files"], ADDRESS)
        yield fresh.app


@pytest.fixture
def as_role(year: Flask) -> VisitorAs:
    """Somebody signed in to the demonstration as one of its posts: ``as_role("lay_member_ppi")``."""
    from engage.accounts.queries import demonstration_accounts
    from tests.pages.visitor import Visitor

    def signed_in(role: str) -> Visitor:
        someone = Visitor(year)
        someone.sign_in(next(one.account for one in demonstration_accounts() if role in one.roles))
        return someone

    return signed_in
