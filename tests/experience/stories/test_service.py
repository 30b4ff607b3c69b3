"""Receiving stories, passing them to quality and safety, and what comes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engage.experience.models import Story
from engage.experience.queries import entry_of, reference
from engage.experience.stories import service
from engage.experience.stories.standing import Step, limits, standing_of, stands_at
from engage.feedback import queries as feedback
from engage.feedback.models import Feedback
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail.outbox import letters_about
from engage.platform.web.history import history_page
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_account, make_body, make_story

pytestmark = pytest.mark.usefixtures("app", "clock")


def heard_of(story: Story) -> Feedback:
    [item] = feedback.heard_at(reference(story.id))
    return item


def passed(story: Story, on: date = date(2019, 9, 12)) -> Story:
    service.pass_on(SYSTEM, story, story.version, on, "Quality lead")
    return story


def acknowledged(story: Story, on: date = date(2019, 9, 16)) -> Story:
    service.acknowledge(SYSTEM, passed(story), story.version, on, "Quality lead")
    return story


def standing(story: Story, on: date) -> tuple[Step, int | None]:
    found = standing_of(story, on, limits())
    return found.step, found.late_by


def test_what_a_story_was_about_counts_with_what_was_heard_and_none_of_its_words_do() -> None:
    body = make_body()
    story = make_story(body_id=body.id, words="My son fell from the chair.", teller="a mother")
    item = heard_of(story)
    assert (item.topic, item.service, item.tone) == ("Wheelchairs", "Community equipment", "negative")
    assert (item.said, item.answer, item.body_id) == ("A patient told us their story.", "no_answer", body.id)
    assert "son" not in item.search_text


def test_changing_the_topic_of_a_story_changes_what_was_heard_and_makes_no_second_item() -> None:
    story = make_story()
    service.change_story(SYSTEM, story, story.version, replace(entry_of(story), topic="Equipment"))
    assert heard_of(story).topic == "Equipment"


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"consent_on": None}, "Enter when and how its teller agreed. Without that a story is not kept."),
        ({"consent_how": ""}, "Enter when and how its teller agreed. Without that a story is not kept."),
        (
            {"consents_to": ("pass_to_quality",)},
            "Its teller has not agreed to be quoted. Remove the quotation, or ask them.",
        ),
        ({"consents_to": ("everything",)}, "Choose what its teller agreed to from the list."),
        ({"words": ""}, "Enter a title, and the story or what was heard."),
        (
            {"consent_on": date(2019, 11, 15)},
            "15 November 2019 has not come yet. Enter the day on which it happened.",
        ),
        ({"tone": "loud"}, "“loud” is not a tone. Choose one from the list."),
        ({"kind": "rumour"}, "Choose whether it is a patient’s story or soft intelligence."),
    ],
)
def test_a_story_that_does_not_hold_together_is_refused(entry: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused) as refused:
        make_story(**entry)
    assert refused.value.reason == why


def test_soft_intelligence_needs_a_reason_and_nobody_s_agreement() -> None:
    soft: dict[str, Any] = {"kind": "soft_intelligence", "agreed": (), "consent_on": None}
    story = make_story(**soft, consent_how="Overheard in a waiting room")
    assert heard_of(story).said.startswith("Something was heard in passing")
    with pytest.raises(Refused, match="why nobody could be asked"):
        make_story(**soft, consent_how="")
    with pytest.raises(Refused, match="Soft intelligence has nobody who told it"):
        make_story(kind="soft_intelligence")


def test_a_story_is_passed_on_acknowledged_and_answered() -> None:
    quality = make_account("quality_lead")
    story = make_story()
    assert standing(story, date(2019, 9, 10)) == (Step.RECEIVED, None)
    assert service.pass_on(SYSTEM, story, story.version, date(2019, 9, 12), "Quality lead") == 1
    [letter] = letters_about("story:1")
    assert (letter.kind, letter.to_ref) == ("story passed", f"account:{quality.id}")
    assert standing(story, date(2019, 9, 20)) == (Step.PASSED, None)
    service.acknowledge(SYSTEM, story, story.version, date(2019, 9, 16), "Quality lead")
    assert standing(story, date(2019, 10, 30)) == (Step.ACKNOWLEDGED, None)
    done = "The supplier rings within two days"
    service.tell_outcome(SYSTEM, story, story.version, done, date(2019, 10, 1))
    assert standing(story, date(2019, 10, 30)) == (Step.FOLLOWED, None)
    item = heard_of(story)
    assert (item.answer, item.did, item.answered_on) == ("done", done, date(2019, 10, 1))


def test_a_letter_to_quality_holds_nothing_of_the_story() -> None:
    from engage.platform.mail.models import Letter

    make_account("quality_lead")
    passed(make_story(words="My son fell", quote="He fell"))
    [letter] = session().scalars(select(Letter))
    assert "fell" not in letter.subject + letter.text
    assert "Waiting for a wheelchair" not in letter.subject + letter.text
    assert "It is about: Wheelchairs, Community equipment" in letter.text
    assert "/experience/1" in letter.text


def test_a_story_passed_on_twice_writes_no_second_letter() -> None:
    make_account("quality_lead")
    story = passed(make_story())
    assert service.pass_on(SYSTEM, story, story.version, date(2019, 9, 13), "Quality lead") == 0


def test_a_story_whose_teller_did_not_agree_is_not_passed_on() -> None:
    story = make_story(agreed=("quote_in_public",))
    assert standing(story, date(2019, 11, 1)) == (Step.STAYS, None)
    with pytest.raises(Refused, match="has not agreed that it is passed"):
        passed(story)


def test_what_is_not_passed_or_not_acknowledged_in_time_is_late() -> None:
    story = make_story(when="9 September 2019")
    assert standing(story, date(2019, 9, 16)) == (Step.RECEIVED, None)
    assert standing(story, date(2019, 9, 17)) == (Step.RECEIVED, 1)
    passed(story, date(2019, 9, 12))
    assert standing(story, date(2019, 9, 26)) == (Step.PASSED, None)
    assert standing(story, date(2019, 9, 28)) == (Step.PASSED, 2)


def test_how_late_a_story_of_no_known_day_is_nobody_can_say() -> None:
    assert standing(make_story(when=""), date(2019, 11, 1)) == (Step.RECEIVED, None)


def test_a_story_stands_in_one_place_and_the_list_says_the_same() -> None:
    made = {
        Step.RECEIVED: make_story(),
        Step.STAYS: make_story(agreed=()),
        Step.PASSED: passed(make_story()),
        Step.ACKNOWLEDGED: acknowledged(make_story()),
        Step.FOLLOWED: acknowledged(make_story()),
        Step.WITHDRAWN: make_story(),
    }
    followed, gone = made[Step.FOLLOWED], made[Step.WITHDRAWN]
    service.tell_outcome(SYSTEM, followed, followed.version, "Done", date(2019, 10, 1))
    service.withdraw(SYSTEM, gone, gone.version, date(2019, 10, 1), "Taken back")
    for step, story in made.items():
        assert standing(story, date(2019, 9, 10))[0] is step
        assert session().scalars(select(Story.id).where(stands_at(step))).all() == [story.id]


def test_steps_out_of_order_are_refused() -> None:
    story = make_story(when="9 September 2019")
    with pytest.raises(Refused, match="not been passed to quality and safety yet"):
        service.acknowledge(SYSTEM, story, story.version, date(2019, 9, 16), "Quality lead")
    with pytest.raises(Refused, match="received on 9 September 2019"):
        passed(story, date(2019, 9, 1))
    passed(story, date(2019, 9, 12))
    with pytest.raises(Refused, match="passed on on 12 September 2019"):
        service.acknowledge(SYSTEM, story, story.version, date(2019, 9, 11), "Quality lead")
    entry = replace(entry_of(story), consents_to=("quote_unnamed",))
    with pytest.raises(Refused, match="as agreed then"):
        service.change_story(SYSTEM, story, story.version, entry)


def test_two_people_cannot_overwrite_one_another() -> None:
    story = make_story()
    version = story.version
    service.change_story(SYSTEM, story, version, replace(entry_of(story), topic="Equipment"))
    with pytest.raises(Refused, match="Somebody else changed this story"):
        service.change_story(SYSTEM, story, version, replace(entry_of(story), topic="Chairs"))


def test_several_steps_within_one_transaction_are_all_kept() -> None:
    story = make_story()

    @one_transaction
    def come_all_the_way() -> None:
        passed(story)
        service.acknowledge(SYSTEM, story, story.version, date(2019, 9, 16), "Quality lead")
        service.tell_outcome(SYSTEM, story, story.version, "Done", date(2019, 10, 1))
        service.recorded(SYSTEM, story_id=story.id, kind=story.kind)

    come_all_the_way()
    assert (story.passed_on, story.acknowledged_on) == (date(2019, 9, 12), date(2019, 9, 16))
    assert story.outcome == "Done"


def test_its_history_speaks_the_words_of_its_page_and_none_of_the_story() -> None:
    story = make_story()
    service.tell_outcome(SYSTEM, story, story.version, "The supplier rings", date(2019, 10, 1))
    told, received = history_page(reference(story.id))
    assert {line.what: line.after for line in told.lines} == {
        "What came of it": "The supplier rings",
        "Known on": "1 October 2019",
    }
    lines = {line.what: line.after for line in received.lines}
    assert (lines["Kind"], lines["Agreed to"]) == ("Patient story", "Pass it on; Quote it unnamed")
    assert {lines[name] for name in ("Title", "The story", "Words that may be quoted")} == {"(not kept here)"}
