"""Activities that may be in the log already are pointed out, quickly however long the log is."""

from __future__ import annotations

import pytest
from sqlalchemy import event

from engage.activities import queries
from engage.activities.models import Activity
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.dated import date_columns
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from tests.builders import make_activity, make_body
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app")

MANY = 10_000
filled = audit.Event("test.log-filled")


@pytest.fixture
def body(app: object) -> Body:
    return make_body("Wolverhampton CCG")


def alike(title: str, when: str = "6 June 2018") -> list[str]:
    return [found.activity.title for found in queries.alike(title, read_date(when))]


@pytest.mark.parametrize(
    "title",
    [
        "Walk-in centre café talk",
        "walk-in centre CAFÉ TALK",
        "Café talk, walk-in centre",
        "Walk in centre cafe talk",
        "Walk-in centre café talks",
    ],
)
def test_nearly_the_same_title_at_about_the_same_time_is_pointed_out(body: Body, title: str) -> None:
    make_activity(body, "Walk-in centre café talk", "15 June 2018")
    assert alike(title) == ["Walk-in centre café talk"]


@pytest.mark.parametrize("title", ["Walk-in centre survey", "Café", "", "Stroke services café talk"])
def test_another_title_is_not(body: Body, title: str) -> None:
    make_activity(body, "Walk-in centre café talk", "6 June 2018")
    assert alike(title) == []


def test_the_same_title_in_another_season_is_another_activity(body: Body) -> None:
    make_activity(body, "Patient forum", "6 June 2018")
    assert alike("Patient forum", "6 December 2018") == []
    assert alike("Patient forum", "June to July 2018") == ["Patient forum"]
    assert alike("Patient forum", "") == ["Patient forum"], "without a date it may be any of them"


def test_the_likest_come_first_and_no_more_than_a_few(body: Body) -> None:
    for number in range(8):
        make_activity(body, f"Patient forum number {number}")
    make_activity(body, "Patient forum number 3, afternoon")
    found = alike("Patient forum number 3")
    assert found[0] == "Patient forum number 3"
    assert len(found) == queries.MOST_ALIKE


@one_transaction
def fill_the_log() -> None:
    known = date_columns(read_date("June 2011"))
    session().add_all(
        Activity(ref=f"OLD-{number}", title=f"Patient forum of ward {number}", **known)
        for number in range(MANY)
    )
    filled(SYSTEM)


@pytest.mark.both_databases
def test_ten_thousand_activities_are_compared_in_three_queries_and_few_are_fetched(body: Body) -> None:
    fill_the_log()
    make_activity(body, "Walk-in centre café talk", "7 June 2018")
    session().rollback()
    loaded: list[Activity] = []

    def see(activity: Activity, _context: object) -> None:
        loaded.append(activity)

    event.listen(Activity, "load", see)
    try:
        for when in ("6 June 2018", ""):
            with queries_asked() as statements:
                assert alike("Walk-in centre café talk", when) == ["Walk-in centre café talk"]
            assert len(statements) == 3
    finally:
        event.remove(Activity, "load", see)
    assert len(loaded) == 1, "titles alone are compared; no record is loaded that is not shown"
