"""What a report costs: no question per record, and no record read twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from engage.assurance.reporting import VALUES, body_with, report_value
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.db import record, session
from engage.rules.periods import read_period
from tests.assurance.published import publish
from tests.builders import make_activity, make_body, make_feedback, make_project
from tests.conftest import VisitorAs

MOST_QUESTIONS = 56


@contextmanager
def questions() -> Iterator[list[str]]:
    """The statements that go to the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(record.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(record.engine, "before_cursor_execute", note)


def cost_of(act: Callable[[], object]) -> int:
    """What an act asks once what is remembered until the record changes has been read, but for the report."""
    act()
    VALUES.forget()
    with questions() as asked:
        act()
    return len(asked)


def a_year(records: int) -> None:
    """So many projects, each with an activity and something heard at it."""
    ours = session().scalars(select(Body)).first() or make_body()
    for number in range(records):
        review = make_project(ours, f"P-{records}-{number}")
        activity = make_activity(ours, f"Conversation {number}", reached="20", project=review)
        make_feedback(f"Waits {number}", "6 June 2018", heard_at=f"activity:{activity.id}", body_id=ours.id)


@pytest.mark.both_databases
def test_a_report_asks_as_many_questions_of_twenty_records_as_of_two(app: Flask) -> None:
    def made() -> object:
        return report_value(body_with("wolverhampton-ccg"), read_period("2018-19"), clock.today(), {})

    a_year(2)
    few = cost_of(made)
    a_year(18)
    assert cost_of(made) == few <= MOST_QUESTIONS


def test_the_pages_of_a_published_report_ask_the_same_however_much_is_in_it(
    app: Flask, visitor_as: VisitorAs
) -> None:
    officer = visitor_as("communications_officer")
    a_year(2)
    small = publish(officer, "2018-19").address
    a_year(18)
    large = publish(officer, "2018-19").address
    for page in ("", "/figures/activities.count", "/differences"):
        few = cost_of(partial(officer.visit, f"{small}{page}"))
        assert cost_of(partial(officer.visit, f"{large}{page}")) == few, page


def test_the_list_of_reports_does_not_read_what_is_in_them(app: Flask, visitor_as: VisitorAs) -> None:
    officer = visitor_as("communications_officer")
    make_body()
    publish(officer, "2018-19")
    with questions() as asked:
        officer.visit("/reports")
    assert not [one for one in asked if "report.figures" in one]


def test_a_live_figure_is_worked_out_once_until_a_record_changes(app: Flask, visitor_as: VisitorAs) -> None:
    officer = visitor_as("communications_officer")
    a_year(2)
    address = "/reports/figures/activities.count?body=all&period=2018-19"
    once = officer.visit(address).text
    with questions() as asked:
        assert officer.visit(address).text == once
    assert len(asked) < MOST_QUESTIONS / 4
    a_year(1)
    assert officer.visit(address).text != once
