"""What waits for somebody stands on the first page, and leads to the list that shows it."""

from __future__ import annotations

from datetime import date

import pytest

from engage.privacy import service as privacy
from engage.privacy.entries import RequestEntry
from engage.rules.actors import SYSTEM
from tests.builders import make_action, make_body, make_forum, make_meeting, make_person, make_story
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def waiting(app: object) -> None:
    body = make_body()
    make_meeting(make_forum(body), "6 June 2018", held=False)
    make_action("Send the walk-in centre figures to PPG chairs", due_on=date(2018, 7, 1))
    make_story()
    privacy.record_request(SYSTEM, make_person(), RequestEntry(kind="access", received_on=date(2019, 11, 4)))


def test_an_engagement_officer_is_led_to_what_is_overdue_in_every_register(
    waiting: None, visitor_as: VisitorAs
) -> None:
    officer = visitor_as("engagement_officer")
    for words, shown in {
        "1 action is overdue": "Send the walk-in centre figures to PPG chairs",
        "1 meeting was planned, and nobody says whether it was held": "6 June 2018",
        "1 story is late": "1 story, 1 late",
    }.items():
        officer.visit("/")
        assert officer.follow(words).says(shown), words


def test_only_those_who_serve_rights_are_led_to_requests_and_only_those_who_read_stories_to_stories(
    waiting: None, visitor_as: VisitorAs
) -> None:
    page = visitor_as("lay_member_ppi").visit("/")
    assert page.says("1 action is overdue")
    assert not page.says("story is late")
    assert not page.says("request of a person")
    governance = visitor_as("ig_officer")
    governance.visit("/")
    assert governance.follow("1 request of a person is open").heading == "Requests of people about their data"


def test_where_nothing_waits_nothing_is_said_of_it(app: object, visitor_as: VisitorAs) -> None:
    make_body()
    page = visitor_as("engagement_officer").visit("/")
    assert "overdue" not in page.text
    assert "late" not in page.text
