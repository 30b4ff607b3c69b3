"""Who may open which page of stories, topics and summaries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.experience.topics import service as topic_service
from engage.rules.actors import SYSTEM
from engage.rules.permissions import ROLES, May
from tests.builders import make_body, make_insight, make_story
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

VIEWS = (
    ("/experience", May.READ_STORIES),
    ("/experience/1", May.READ_STORIES),
    ("/experience/new", May.RECORD_STORY),
    ("/experience/1/edit", May.RECORD_STORY),
    ("/experience/1/pass-on", May.RECORD_STORY),
    ("/experience/1/outcome", May.RECORD_STORY),
    ("/experience/1/withdraw", May.RECORD_STORY),
    ("/experience/1/actions/new", May.RECORD_STORY),
    ("/experience/1/acknowledge", May.ANSWER_STORY),
    ("/insight", May.READ_RECORDS),
    ("/insight/1", May.READ_RECORDS),
    ("/insight/1/paper.pdf", May.READ_RECORDS),
    ("/insight/export.csv", May.EXPORT_RECORDS),
    ("/insight/new", May.RECORD_STORY),
    ("/insight/1/edit", May.RECORD_STORY),
    ("/insight/1/share", May.RECORD_STORY),
    ("/insight/1/actions/new", May.RECORD_STORY),
    ("/insight/1/answer", May.ANSWER_STORY),
    ("/topics", May.READ_RECORDS),
    ("/topics/Wheelchairs", May.READ_RECORDS),
    ("/topic-spellings", May.RECORD_FEEDBACK),
)
ACTS = (
    ("/insight/1/draw-again", May.RECORD_STORY),
    ("/topic-spellings/1/part", May.RECORD_FEEDBACK),
    ("/insight/views", May.READ_RECORDS),
    ("/experience/views", May.READ_STORIES),
)
WORDS = "I waited eleven weeks for the wheelchair"


def everything(**entry: Any) -> None:
    body = make_body(exists_from=date(2013, 4, 1))
    make_story(body_id=body.id, **entry)
    make_insight(body)
    topic_service.confirm_spelling(SYSTEM, "Chairs", "Wheelchairs")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    everything()
    person = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


@pytest.mark.parametrize("role", ROLES)
def test_each_role_does_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    everything()
    person = visitor_as(role)
    for address, permission in ACTS:
        wanted = 302 if permission in ROLES[role].may else 403
        assert person.fetch(address, "POST").status_code == wanted, f"{role} at {address}"


@pytest.mark.parametrize("role", ROLES)
def test_no_word_of_a_story_reaches_anybody_who_does_not_work_with_stories(
    role: str, visitor_as: VisitorAs
) -> None:
    everything(agreed=("pass_to_quality",))
    person = visitor_as(role)
    hidden = May.READ_STORIES not in ROLES[role].may
    pages = ("/experience/1", "/feedback", "/feedback/1", "/topics/Wheelchairs", "/insight/1", "/audit")
    seen = "".join(person.fetch(address).get_data(as_text=True) for address in pages)
    assert (WORDS in seen) is not hidden
    if hidden:
        assert "Waiting for a wheelchair" not in seen


@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_stories_is_taken_away_only_by_those_who_read_it_and_without_their_words(
    role: str, visitor_as: VisitorAs
) -> None:
    everything()
    answer = visitor_as(role).fetch("/experience/export.csv")
    wanted = {May.EXPORT_RECORDS, May.READ_STORIES} <= ROLES[role].may
    assert answer.status_code == (200 if wanted else 403)
    assert WORDS not in answer.get_data(as_text=True)


def test_quality_does_not_read_a_story_that_was_not_agreed_to_be_passed_on(visitor_as: VisitorAs) -> None:
    everything(agreed=("quote_unnamed",))
    quality = visitor_as("quality_lead")
    page = quality.visit("/experience/1")
    assert page.says("Its teller has not agreed that quality and safety reads it.")
    assert WORDS not in page.html
    assert "Eleven weeks" not in page.html
    quality.visit("/experience/1/edit", status=403)


def test_a_stranger_is_asked_to_sign_in(visitor: Visitor) -> None:
    everything()
    for address, _permission in VIEWS:
        answer = visitor.fetch(address)
        seen = answer.headers.get("Location", "") + answer.get_data(as_text=True)
        assert "sign-in" in seen, address
        assert "wheelchair" not in seen.lower().replace(address.lower(), "")


@pytest.mark.parametrize(("role", "leads"), [("quality_lead", True), ("lay_member_ppi", False)])
def test_a_story_is_a_link_only_for_those_who_may_open_it(
    role: str, leads: bool, visitor_as: VisitorAs
) -> None:
    everything()
    person = visitor_as(role)
    for address in ("/feedback/1", "/topics/Wheelchairs"):
        page = person.visit(address)
        assert page.says("Patient story 1")
        assert ("/experience/1" in page.links().values()) is leads, address
