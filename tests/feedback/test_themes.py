"""Themes of monitoring: how one is taken up where the cycle begins again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.cycle import service as cycle
from engage.cycle.models import Project
from engage.feedback import service
from engage.feedback.models import Feedback
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_account, make_body, make_feedback, make_project
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def next_round(app: Flask, clock: Any) -> Project:
    return make_project(make_body(), "COM-20", "Community nursing", stage=1, since=date(2019, 10, 1))


def heard(when: str, **entry: Any) -> Feedback:
    return make_feedback("Carers feel alone", when=when, heard_at="activity:12", **entry)


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
