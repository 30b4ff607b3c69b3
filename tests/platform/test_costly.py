"""What costs much is made for one person a few at a time, and only so much of it in a minute."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.exceptions import TooManyRequests

from engage.platform.data.db import watch
from engage.platform.watch.models import Trace
from engage.platform.watch.words import DELAYED
from engage.platform.web import costly
from engage.platform.web.costly import Allowance
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs


def work(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_one_person_has_so_many_made_at_once_and_keeps_nobody_else_waiting() -> None:
    allowance = Allowance(at_once=1)
    with allowance.turn("an analyst"):
        with (
            pytest.raises(TooManyRequests, match="being made for you already") as refused,
            allowance.turn("an analyst"),
        ):
            pass
        with allowance.turn("a secretary"):
            pass
    assert refused.value.retry_after
    with allowance.turn("an analyst"):
        pass


def test_what_was_much_is_refused_until_the_time_is_over() -> None:
    allowance = Allowance(seconds=0.02, within=60)
    for _ in range(2):
        with allowance.turn("an analyst"):
            work(0.015)
    with pytest.raises(TooManyRequests, match=r"Wait \d+ seconds") as refused, allowance.turn("an analyst"):
        pass
    assert refused.value.retry_after in range(1, 61)
    allowance = Allowance(seconds=0, within=0.001)
    for _ in range(2):
        with allowance.turn("an analyst"):
            work(0.001)
        work(0.002)


def test_what_fails_takes_no_room_from_the_next() -> None:
    allowance = Allowance(at_once=1)
    for _ in range(2):
        with pytest.raises(ValueError, match="unreadable"), allowance.turn("an analyst"):
            raise ValueError("unreadable")


@pytest.mark.parametrize(
    "address", ["/activities/export.csv", "/people/export.vcf", "/reports/figures/activities.count"]
)
def test_a_person_who_had_much_is_told_when_to_come_again(
    app: Flask, visitor_as: VisitorAs, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    make_activity(make_body())
    monkeypatch.setitem(app.extensions, costly.PLACE, Allowance(at_once=0))
    officer = visitor_as("engagement_officer")
    page = officer.visit(address, status=429)
    assert page.heading == "That is much at once"
    assert page.says("Nothing was changed.")
    assert officer.response.headers["Retry-After"] == "5"
    assert officer.visit("/activities").heading == "Engagement log", "what costs little is open still"
    with watch.engine.connect() as connection:
        tried = connection.scalar(select(Trace.id).where(Trace.kind == DELAYED))
    assert tried is None, "nobody tried to come in"
