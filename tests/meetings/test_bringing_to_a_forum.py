"""Bringing a project to a forum that has no meeting planned is no dead end."""

from __future__ import annotations

import pytest

from tests.builders import make_body, make_forum, make_project
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("clock", "app")


def test_a_forum_without_a_meeting_planned_is_offered_one_with_the_forum_chosen(
    visitor_as: VisitorAs,
) -> None:
    body = make_body("Wolverhampton CCG", kind="CCG")
    make_project(body)
    panel = make_forum(body, "Wolverhampton Health Scrutiny Panel")
    assert (
        visitor_as("commissioning_manager").visit("/projects/WIC-14/bring-to-forum").says("Ask whoever runs")
    )
    officer = visitor_as("engagement_officer")
    officer.visit("/projects/WIC-14/bring-to-forum")
    page = officer.follow("Plan a meeting of Wolverhampton Health Scrutiny Panel")
    assert page.url.endswith(f"/meetings/new?project=WIC-14&forum={panel.code}")
    chosen = page.soup.select_one("option[selected]")
    assert chosen is not None
    assert "Wolverhampton Health Scrutiny Panel" in chosen.text
