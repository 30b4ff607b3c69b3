"""Views of lists kept for oneself, for everybody, or above the list; and who may drop them."""

from __future__ import annotations

import pytest

from engage.platform.web.list_pages import MOST_PINNED, MOST_VIEWS, drop_view, keep_view
from engage.rules.errors import Missing, Refused
from tests.builders import make_actor
from tests.conftest import VisitorAs

pytestmark = pytest.mark.usefixtures("app")

HEAD = "head_of_comms_engagement"


def test_a_private_view_is_seen_by_its_owner_alone(visitor_as: VisitorAs) -> None:
    keep_view(make_actor("engagement_officer"), "engagement-log", "Surveys", "words=survey")
    page = visitor_as(HEAD).visit("/activities")
    assert "Surveys" not in page.text


def test_a_team_view_is_used_by_everybody_with_the_right_to_the_list(visitor_as: VisitorAs) -> None:
    keep_view(make_actor("engagement_officer"), "engagement-log", "Surveys", "words=survey", "team")
    lay = visitor_as("lay_member_ppi")
    page = lay.visit("/activities")
    assert "for everybody who may see this list" in page.text
    assert "Drop Surveys" not in page.text
    assert lay.follow("Surveys").url == "/activities?words=survey"


def test_a_pinned_view_stands_above_the_list(visitor_as: VisitorAs) -> None:
    officer = visitor_as("engagement_officer")
    officer.visit("/activities?words=survey")
    page = officer.submit(
        "Keep this view",
        {"Name for this view": "Surveys", "Who may use it?": "for everybody, and above the list"},
    )
    assert "The view “Surveys” is kept: for everybody, and above the list." in page.text
    above = visitor_as("clinical_lead").visit("/activities").html
    assert above.index("Surveys</a>") > 0
    assert 'aria-label="Views for everybody"' in above


def test_only_the_owner_or_who_manages_the_organisation_drops_a_shared_view(visitor_as: VisitorAs) -> None:
    owner = make_actor("engagement_officer")
    shared = keep_view(owner, "engagement-log", "Surveys", "words=survey", "team")
    with pytest.raises(Missing):
        drop_view(make_actor("communications_officer"), "engagement-log", shared.id)
    private = keep_view(owner, "engagement-log", "Mine", "words=mine")
    with pytest.raises(Missing):
        drop_view(make_actor(HEAD), "engagement-log", private.id)
    assert drop_view(make_actor(HEAD), "engagement-log", shared.id) == "Surveys"
    assert drop_view(owner, "engagement-log", private.id) == "Mine"


def test_two_people_do_not_share_views_of_one_name() -> None:
    keep_view(make_actor("engagement_officer"), "engagement-log", "Surveys", "words=survey", "team")
    other = make_actor("communications_officer")
    with pytest.raises(Refused, match="Somebody else shares a view called “Surveys”"):
        keep_view(other, "engagement-log", "Surveys", "words=other", "pinned")
    assert keep_view(other, "engagement-log", "Surveys", "words=other").sharing == "private"


def test_a_way_of_sharing_that_there_is_not_is_taken_as_private() -> None:
    kept = keep_view(make_actor("engagement_officer"), "engagement-log", "Surveys", "", "the whole world")
    assert kept.sharing == "private"


def test_the_owner_changes_who_may_use_a_view_by_keeping_it_again() -> None:
    owner = make_actor("engagement_officer")
    first = keep_view(owner, "engagement-log", "Surveys", "words=survey")
    again = keep_view(owner, "engagement-log", "Surveys", "words=survey", "team")
    assert (again.id, again.sharing) == (first.id, "team")


def test_a_view_is_dropped_from_its_own_list_alone(visitor_as: VisitorAs) -> None:
    kept = keep_view(make_actor("communications_officer"), "people", "Mrs Kaur", "words=kaur", "team")
    page = visitor_as("governance_lead").visit("/projects")
    assert "Mrs Kaur" not in page.text
    with pytest.raises(Missing):
        drop_view(make_actor("governance_lead"), "projects", kept.id)
    assert drop_view(make_actor(HEAD), "people", kept.id) == "Mrs Kaur"


def test_whoever_only_reads_puts_no_view_above_a_list_for_everybody(visitor_as: VisitorAs) -> None:
    reader = visitor_as("governing_body_member")
    assert "for everybody, and above the list" not in reader.visit("/activities").text
    with pytest.raises(Refused, match="those who record or manage"):
        keep_view(make_actor("governing_body_member"), "engagement-log", "Mine first", "", "pinned")


def test_a_list_has_room_for_so_many_views_of_one_person_and_above_it() -> None:
    first, second = make_actor("engagement_officer"), make_actor("communications_officer")
    for number in range(MOST_PINNED):
        keep_view(first, "engagement-log", f"Part {number}", "", "pinned")
    with pytest.raises(Refused, match="10 views stand above this list"):
        keep_view(second, "engagement-log", "One more", "", "pinned")
    for number in range(MOST_PINNED, MOST_VIEWS):
        keep_view(first, "engagement-log", f"Part {number}", "")
    with pytest.raises(Refused, match="Drop one"):
        keep_view(first, "engagement-log", "One more", "")
    assert keep_view(first, "engagement-log", "Part 0", "words=survey", "pinned").query == "words=survey"
