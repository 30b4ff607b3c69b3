"""Themes of monitoring: which are left open, and how one is taken up where the cycle begins again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.cycle import service as cycle
from engage.cycle.models import Project
from engage.feedback import queries, service
from engage.feedback.models import Feedback
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_account, make_body, make_feedback, make_project
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("app", "clock")

TODAY = date(2019, 11, 14)
MONITORING = ["activity:12", "activity:13"]


@pytest.fixture
def next_round(app: Flask, clock: Any) -> Project:
    return make_project(make_body(), "COM-20", "Community nursing", stage=1, since=date(2019, 10, 1))


def heard(when: str, **entry: Any) -> Feedback:
    return make_feedback("Carers feel alone", when=when, heard_at="activity:12", **entry)


def left_open() -> list[int]:
    return [theme.item.id for theme in queries.themes_left_open(TODAY, MONITORING)]


def test_what_monitoring_heard_more_than_a_quarter_ago_is_left_open() -> None:
    old = heard("13 August 2019")
    heard("14 August 2019")
    assert left_open() == [old.id]


def test_what_was_heard_elsewhere_is_no_theme_of_monitoring() -> None:
    make_feedback("Carers feel alone", when="2018", heard_at="activity:14")
    make_feedback("Carers feel alone", when="2018")
    assert left_open() == []


def test_a_theme_without_a_date_is_not_said_to_be_old() -> None:
    heard("n/k")
    assert left_open() == []


def test_either_lack_leaves_a_theme_open_and_is_named(next_round: Project) -> None:
    owner = make_account("quality_lead")
    heard("July 2019", owner_id=owner.id)
    heard("June 2019", taken_up_in=f"project:{next_round.id}")
    lacks = [
        (theme.lacks_owner, theme.lacks_project) for theme in queries.themes_left_open(TODAY, MONITORING)
    ]
    assert lacks == [(True, False), (False, True)]


def test_a_theme_that_was_taken_up_is_closed(next_round: Project) -> None:
    item, owner = heard("July 2019"), make_account("quality_lead")
    service.take_up_theme(SYSTEM, item, item.version, owner.id, next_round.id)
    assert left_open() == []


def test_a_project_at_another_stage_cannot_take_a_theme_up(next_round: Project) -> None:
    item, owner = heard("July 2019"), make_account("quality_lead")
    cycle.move_to_stage(SYSTEM, next_round, 2, date(2019, 11, 1))
    with pytest.raises(Refused, match="taken up by a project at stage 1, Identify needs"):
        service.take_up_theme(SYSTEM, item, item.version, owner.id, next_round.id)


def test_a_theme_is_taken_up_on_its_page(next_round: Project, visitor_as: VisitorAs) -> None:
    item = heard("July 2019")
    lead = visitor_as("quality_lead")
    lead.visit(f"/feedback/{item.id}")
    lead.follow("Take it up as a theme")
    page = lead.submit("Take up the theme")
    assert page.errors == ["Choose who looks after it", "Choose the project that takes it up"]
    page = lead.submit(
        "Take up the theme",
        {"Who looks after it?": "Quality lead", "Which project takes it up?": "COM-20 Community nursing"},
    )
    assert page.summary()["Owner"] == "Quality lead"
    assert page.summary()["Taken up in"] == "COM-20 Community nursing"
    assert page.links()["COM-20 Community nursing"] == "/projects/COM-20"
