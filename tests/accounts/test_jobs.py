"""What accounts have done by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import jobs, service
from engage.accounts.models import SignIn, Throttle
from engage.platform.data.db import database_of
from engage.rules.errors import Refused
from tests.builders import make_account


def number_of(table: type[SignIn] | type[Throttle]) -> int:
    return database_of(table).session().scalar(select(func.count()).select_from(table)) or 0


def test_sign_ins_that_ended_or_fell_idle_are_forgotten_and_others_stay(app: Flask, clock: Any) -> None:
    account = make_account("engagement_officer")
    service.begin_sign_in(account, timedelta(minutes=20), "password")
    service.begin_sign_in(account, timedelta(hours=12), "password")
    clock.shift(timedelta(minutes=30))
    assert jobs.forget_ended_sign_ins() == "1 ended sign-in forgotten."
    clock.shift(timedelta(minutes=31))
    service.begin_sign_in(account, timedelta(hours=12), "password")
    assert jobs.forget_ended_sign_ins() == "1 ended sign-in forgotten."
    assert jobs.forget_ended_sign_ins() == "0 ended sign-ins forgotten."
    assert number_of(SignIn) == 1


def test_counters_of_attempts_go_once_they_are_cold(app: Flask, clock: Any) -> None:
    with pytest.raises(Refused):
        service.check_password("nobody@wolverhampton.example", "three random words", "a key")
    jobs.forget_ended_sign_ins()
    assert number_of(Throttle) == 2
    clock.shift(timedelta(hours=13))
    jobs.forget_ended_sign_ins()
    assert number_of(Throttle) == 0
