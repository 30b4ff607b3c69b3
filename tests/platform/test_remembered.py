"""What is remembered holds until the record changes, and never longer."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.data.remembered import remembered
from tests.builders import make_body
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.both_databases


def bodies() -> int:
    return remembered("bodies", lambda: session().scalar(select(func.count(Body.id))) or 0)


def test_what_was_read_is_not_asked_again_until_the_record_changes(app: Flask) -> None:
    make_body("Wolverhampton CCG")
    assert bodies() == 1
    with queries_asked() as asked:
        assert bodies() == 1
    assert asked == []
    make_body("Dudley CCG")
    assert bodies() == 2


def test_another_process_that_changes_the_record_is_noticed(app: Flask) -> None:
    make_body("Wolverhampton CCG")
    assert bodies() == 1
    with app.app_context():  # a session of its own
        make_body("Dudley CCG")
    session().rollback()  # the next request
    assert bodies() == 2
