"""The pages of stories, topics and summaries, as somebody uses them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.experience.models import Story
from engage.organisation.models import Body
from engage.platform.data.db import session
from tests.builders import make_account, make_activity, make_body, make_feedback, make_insight, make_story
from tests.conftest import VisitorAs
from tests.pages.page import Answer
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.usefixtures("app", "clock")

A_STORY: dict[str, Answer] = {
    "What shall we call it?": "Waiting for a wheelchair",
    "The story, or what was heard": "I waited eleven weeks.",
    "When was it received?": "9 September 2019",
    "What did its teller agree to?": [
        "Pass it on: quality and safety may read the story, so that care gets better",
        "Quote it unnamed: words they agreed may stand in reports and committee papers, without a name",
    ],
    "When did they agree?": "9 September 2019",
    "How did they agree, or why does soft intelligence need no agreement?": "On the phone",
    "Words that may be quoted": "Eleven weeks I could not leave the house",
    "Topic": "Wheelchairs",
}
IN_REGISTER = "Who they are in the stakeholder register"


@pytest.fixture
def ccg(app: object) -> Body:
    return make_body()


@pytest.fixture
def officer(ccg: Body, visitor_as: VisitorAs) -> Visitor:
    return visitor_as("engagement_officer")


def test_a_story_is_recorded_passed_on_acknowledged_and_followed_to_an_action(
    officer: Visitor, visitor_as: VisitorAs
) -> None:
    officer.visit("/experience")
    officer.follow("Record a story")
    page = officer.submit("Record it", A_STORY)
    assert page.heading == "Waiting for a wheelchair"
    assert page.says("This is 59 days late.")
    assert page.summary()["Pass it on"] == "agreed"
    assert page.summary()["Quote it in public"] == "not agreed"
    assert page.summary()["Body"] == "Wolverhampton CCG"
    quality = visitor_as("quality_lead")
    officer.follow("Pass to quality and safety")
    page = officer.submit("Pass it on", {"To which post?": "Quality lead"})
    assert page.says("1 letter tells quality and safety that it is there.")
    assert page.says("It has not been sent yet.")
    quality.visit("/experience/1")
    quality.follow("Acknowledge")
    page = quality.submit("Acknowledge it")
    assert page.summary()["Acknowledged"] == "14 November 2019, by Quality lead"
    quality.follow("Agree an action")
    quality.submit(
        "Agree it", {"What is to be done?": "Ring people who wait", "Whose post is it?": "Quality"}
    )
    assert quality.page.says("Ring people who wait")
    officer.visit("/experience/1")
    officer.follow("Say what came of it")
    page = officer.submit("Record what came of it", {"What came of it?": "The supplier rings weekly"})
    assert page.says("Outcome known")
    page = officer.follow("Wheelchairs: A patient told us their story.")
    assert page.summary()["What was done"] == "The supplier rings weekly"


def test_what_was_typed_is_kept_when_something_is_wrong(officer: Visitor) -> None:
    officer.visit("/experience/new")
    page = officer.submit("Record it", A_STORY | {"When did they agree?": "", IN_REGISTER: "person:99"})
    assert page.errors == ["No person in the stakeholder register is found by “person:99”."]
    assert "I waited eleven weeks." in page.html
    page = officer.submit("Record it", {IN_REGISTER: ""})
    assert page.errors == ["Enter when and how its teller agreed. Without that a story is not kept."]
    page = officer.submit("Record it", {"When was it received?": "June 2099"})
    assert page.errors == ["“June 2099” has not come yet. Enter when it was received."]
    page = officer.submit("Record it", {"When was it received?": "31 June 2019"})
    assert page.errors


def test_a_story_is_changed_and_its_words_stand_in_no_history(officer: Visitor) -> None:
    make_story()
    officer.visit("/experience/1")
    officer.follow("Change what is recorded")
    page = officer.submit("Save the changes", {"The story, or what was heard": "It took until Christmas."})
    assert page.says("It took until Christmas.")
    assert page.says("(not kept here)")
    assert page.html.count("It took until Christmas.") == 1


def test_a_refused_change_comes_back_with_what_was_typed(officer: Visitor) -> None:
    make_story()
    officer.visit("/experience/1/edit")
    page = officer.submit("Save the changes", {"What did its teller agree to?": [], "Topic": "Chairs"})
    assert page.errors == ["Its teller has not agreed to be quoted. Remove the quotation, or ask them."]
    assert 'value="Chairs"' in page.html


def test_a_story_taken_back_shows_the_reason_and_no_words(officer: Visitor) -> None:
    make_story()
    officer.visit("/experience/1")
    officer.follow("Its teller takes it back")
    page = officer.submit(
        "Take the words out", {"What reason stands in the place of the words?": "She changed her mind."}
    )
    assert page.heading == "A story whose words are gone"
    assert page.says("Its words are gone since 14 November 2019. She changed her mind.")
    assert "wheelchair" not in page.html.replace("Wheelchairs", "").lower()
    officer.visit("/experience/1/edit", status=403)


def test_what_is_late_is_counted_and_found_on_the_list(officer: Visitor) -> None:
    make_story("Waiting for a wheelchair", "9 September 2019")
    make_story("A kind porter", "12 November 2019")
    page = officer.visit("/experience")
    assert page.says("2 stories, 1 late, 2 not passed to quality")
    page = officer.visit("/experience?standing=late")
    assert page.says("Waiting for a wheelchair")
    assert not page.says("A kind porter")
    assert officer.visit("/experience?words=porter").says("1 story")
    assert officer.visit("/experience?received=Quarter+2+2019/20&kind=patient_story&tone=negative").says(
        "1 story"
    )
    assert officer.visit("/experience?standing=nonsense").says("choose one from the list")


def test_topics_show_what_several_sources_said(officer: Visitor, ccg: Body) -> None:
    activity = make_activity(ccg, "Stall at the carnival")
    make_feedback("Too slow", topic="Wheelchairs", tone="negative", heard_at=f"activity:{activity.id}")
    make_feedback("Too slow", topic="Wheel-chairs", heard_where="Bilston library")
    make_story()
    officer.visit("/topics")
    assert officer.page.says("2 topics")
    assert officer.page.says("1 activity, 1 story")
    page = officer.follow("Wheelchairs")
    assert page.says("2 independent sources (1 activity, 1 story), 2 items")
    assert page.says("Eleven weeks I could not leave the house")
    assert page.says("Stall at the carnival")
    officer.visit("/topics?heard=2017/18")
    assert officer.page.says("No topic matches.")
    officer.visit("/topics/Nothing-of-the-kind", status=404)


def test_spellings_that_look_alike_are_put_together_by_a_person(officer: Visitor) -> None:
    make_feedback(topic="GP access")
    make_feedback(topic="GP Access")
    officer.visit("/topics")
    officer.follow("1 group of topics looks alike: say whether they are one")
    officer.follow("“GP access” means “GP Access”")
    page = officer.submit("Confirm it")
    assert page.says("“GP access” counts under “GP Access” from now on.")
    assert officer.visit("/topics").says("also written GP access")
    officer.visit("/topic-spellings")
    page = officer.submit("Part GP access")
    assert page.says("“GP access” is a topic of its own again.")
    page = officer.submit("Confirm it")
    assert page.errors == ["Choose both: the other spelling, and the topic that is meant."]


def test_a_quarter_is_drawn_up_shared_answered_and_followed_to_an_action(
    officer: Visitor, ccg: Body, visitor_as: VisitorAs
) -> None:
    make_story(body_id=ccg.id)
    quality = visitor_as("quality_lead")
    officer.visit("/insight")
    officer.follow("Draw up a quarter")
    page = officer.submit("Draw it up", {"Quarter": "Quarter 2 2019/20"})
    assert page.heading == "What patients told us, Quarter 2 2019/20"
    assert page.says("1 item heard, from 1 independent source: 1 story.")
    assert page.says("Eleven weeks I could not leave the house")
    officer.follow("Say what it comes to")
    officer.submit("Save it", {"What does it come to?": "Waits for chairs are the theme."})
    officer.submit("Draw it up again")
    officer.follow("Share with quality and safety")
    page = officer.submit("Share it")
    assert page.says("The summary is shared. 1 letter tells quality and safety that it is there.")
    quality.visit("/insight/1")
    quality.follow("Record the answer")
    quality.submit("Record the answer", {"What did quality and safety say?": "We asked the supplier."})
    assert quality.page.says("We asked the supplier.")
    quality.follow("Agree an action")
    asked = {"What is to be done?": "Ring people", "By when is it to be done?": "1 December 2019"}
    page = quality.submit("Agree it", asked)
    assert page.says("nobody yet")
    assert officer.visit("/insight").says("Quarter 2 2019/20")
    assert officer.download("/insight/1/paper.pdf").startswith(b"%PDF")


def test_a_quarter_drawn_up_before_is_refused_in_words(officer: Visitor, ccg: Body) -> None:
    make_insight(ccg)
    officer.visit("/insight/new?period=2019-20Q2")
    page = officer.submit("Draw it up")
    assert page.errors == [
        "Quarter 2 2019/20 was drawn up for Wolverhampton CCG before. Open that summary instead."
    ]


def test_acts_that_make_no_sense_are_refused_in_words(
    officer: Visitor, ccg: Body, visitor_as: VisitorAs
) -> None:
    make_account("engagement_officer")
    make_story(body_id=ccg.id, agreed=())
    make_insight(ccg)
    quality = visitor_as("quality_lead")
    officer.visit("/experience/1/pass-on")
    assert officer.submit("Pass it on", {"To which post?": "Quality lead"}).errors
    quality.visit("/experience/1/acknowledge")
    assert quality.submit("Acknowledge it", {"By which post?": "Quality lead"}).errors
    quality.visit("/insight/1/answer")
    assert quality.submit("Record the answer", {"What did quality and safety say?": "Seen"}).errors
    officer.visit("/insight/1/share")
    assert officer.submit("Share it", {"When is it shared with quality and safety?": "1 June 2018"}).errors
    assert session().scalars(select(Story.passed_on)).one() is None
