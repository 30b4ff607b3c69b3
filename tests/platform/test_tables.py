"""Columns of our own kinds hold the same on either database."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from engage.activities.models import Activity
from engage.platform.data.db import save, session
from engage.platform.data.tables import Words, holds
from engage.platform.data.transactions import one_transaction
from engage.platform.processes.models import JobRun
from tests.builders import make_activity, make_body

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

WORDS = ["Carers", "people who are “hard to reach”", "it's us", "100% deaf", "50"]


def test_a_column_of_words_finds_each_of_its_words_and_no_part_of_one() -> None:
    body = make_body()
    make_activity(body, "Survey", audience=WORDS)
    make_activity(body, "Talk", audience=[])
    for word in WORDS:
        assert session().scalars(select(Activity.title).where(holds(Activity.audience, word))).all() == [
            "Survey"
        ]
    for part in ("Carer", "carers", "%", "", "' OR 1=1 --"):
        assert session().scalars(select(Activity.title).where(holds(Activity.audience, part))).all() == []


def test_a_column_of_words_is_never_without_a_list() -> None:
    stored = Activity.__table__.c.groups_aimed_at.type
    assert isinstance(stored, Words)
    assert stored.process_bind_param(None, session().get_bind().dialect) == []
    assert make_activity(make_body()).groups_aimed_at == []


@one_transaction
def write_down(at: datetime) -> JobRun:
    return save(JobRun(job="count", started_at=at))


def test_a_moment_comes_back_as_the_same_moment_in_utc() -> None:
    at = datetime(2018, 6, 6, 14, 5, 30, 123456, tzinfo=ZoneInfo("Europe/London"))
    run = write_down(at)
    assert run.started_at == at
    assert run.started_at.isoformat() == "2018-06-06T13:05:30.123456+00:00"
    assert run.started_at.tzinfo is UTC


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="a moment needs its time zone"):
        write_down(datetime(2018, 6, 6))  # noqa: DTZ001  the mistake that is refused


def test_a_number_once_given_is_never_given_again() -> None:
    @one_transaction
    def drop(run: JobRun) -> None:
        session().delete(run)

    first = write_down(datetime(2018, 6, 6, tzinfo=UTC))
    number = first.id
    drop(first)
    assert write_down(datetime(2018, 6, 7, tzinfo=UTC)).id > number
