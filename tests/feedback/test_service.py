"""Recording what people said, answering it, telling them: what is kept, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.feedback import queries, service
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from tests.builders import make_actor, make_body, make_feedback

pytestmark = pytest.mark.usefixtures("app")

DONE: dict[str, Any] = {"answer": "done", "did": "Consultation extended to 15 September and a drop-in added"}


def refusal(act: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    session().rollback()
    return refused.value.reason


def test_what_people_said_is_recorded_without_an_answer() -> None:
    item = make_feedback(
        "Too far to travel and green space would go", when="2021", topic="New medical centre"
    )
    assert (item.answer, item.when_words, item.start_from) == ("no_answer", "2021", date(2021, 1, 1))
    assert item.title == "New medical centre: Too far to travel and green space would go"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Waits are\n  too long", "Waits are too long"),
        ("We wait too long. " * 20, "We wait too long. " * 4 + "We wait too long.…"),
        ("a" * 200, "a" * 89 + "…"),
    ],
)
def test_a_title_is_short_and_on_one_line(said: str, title: str) -> None:
    assert make_feedback(said).title == title


def test_an_item_that_says_nothing_is_refused() -> None:
    assert "Enter what people said" in refusal(make_feedback, said="")


def test_an_answer_alone_is_an_item() -> None:
    item = make_feedback(said="", **DONE)
    assert item.title == "Consultation extended to 15 September and a drop-in added"


def test_what_cannot_be_done_needs_its_reason() -> None:
    assert "reason why it cannot be done" in refusal(make_feedback, answer="cannot")
    item = make_feedback(answer="cannot", did="The building cannot stay open")
    assert item.answer == "cannot"


@pytest.mark.parametrize("state", ["done", "doing"])
def test_an_answer_needs_words_that_people_can_be_told(state: str) -> None:
    assert "Enter what was done" in refusal(make_feedback, answer=state)


def test_words_under_what_was_done_are_an_answer() -> None:
    assert "Choose Done, Doing or Cannot" in refusal(make_feedback, did="Report published")


def test_an_unknown_answer_is_refused_with_the_known_ones() -> None:
    sentence = refusal(make_feedback, answer="perhaps", did="We will see")
    assert sentence == (
        "“perhaps” is not an answer. Choose one of: Done, Doing, Cannot, because…, No answer yet."
    )


@pytest.mark.parametrize(
    ("day", "what"),
    [("answered_on", "answered"), ("told_on", "told to people"), ("decision_on", "a decision followed")],
)
def test_nothing_can_come_of_words_before_they_were_heard(day: str, what: str) -> None:
    entry: dict[str, Any] = {**DONE, day: date(2019, 7, 10)}
    sentence = refusal(make_feedback, **entry)
    assert what in sentence
    assert "10 July 2019, before it was heard, on 11 July 2019 at the earliest" in sentence
    entry[day] = date(2019, 7, 11)
    assert make_feedback(**entry).id


def test_a_season_counts_from_its_first_day() -> None:
    item = make_feedback(when="summer 2015", **DONE, told_on=date(2015, 7, 1))
    assert item.told_on == date(2015, 7, 1)


def test_an_item_without_a_date_may_be_answered_on_any_day() -> None:
    assert make_feedback(when="n/k", **DONE, answered_on=date(2001, 1, 1)).answered_on == date(2001, 1, 1)


def test_people_cannot_have_been_told_on_a_day_to_come(clock: Any) -> None:
    sentence = refusal(make_feedback, **DONE, told_on=date(2019, 11, 15))
    assert sentence == "15 November 2019 has not come yet. Enter the day people were told."


def test_nothing_is_answered_on_a_day_to_come(clock: Any) -> None:
    sentence = refusal(make_feedback, **DONE, answered_on=date(2019, 11, 15))
    assert sentence == "15 November 2019 has not come yet. Enter the day it was answered."


def test_answering_keeps_the_words_and_the_day() -> None:
    item = make_feedback()
    service.answer(SYSTEM, item, item.version, "doing", "Audit of arrangements begun", date(2019, 7, 20))
    assert (item.answer, item.did, item.answered_on) == (
        "doing",
        "Audit of arrangements begun",
        date(2019, 7, 20),
    )


def test_taking_an_answer_back_takes_its_day_back() -> None:
    item = make_feedback(**DONE, answered_on=date(2019, 7, 20))
    service.answer(SYSTEM, item, item.version, "no_answer", "", date(2019, 7, 20))
    assert (item.answer, item.answered_on) == ("no_answer", None)


def test_an_answer_that_people_were_told_of_cannot_be_taken_back() -> None:
    item = make_feedback(**DONE, told_on=date(2019, 7, 20))
    assert "People were told of an answer on 20 July 2019" in refusal(
        service.answer, SYSTEM, item, item.version, "no_answer", "", None
    )


def test_nobody_can_be_told_of_an_answer_that_is_not_there() -> None:
    item = make_feedback()
    told = (date(2019, 7, 20), "A letter to those who came", "", False)
    assert "Enter the answer" in refusal(service.tell, SYSTEM, item, item.version, *told)


def test_a_public_address_is_in_public_and_must_be_whole() -> None:
    item = make_feedback(**DONE)
    told = (date(2019, 7, 20), "On our website")
    assert "starting with https://" in refusal(
        service.tell, SYSTEM, item, item.version, *told, "javascript:alert(1)", False
    )
    service.tell(SYSTEM, item, item.version, *told, "https://wolverhamptonccg.nhs.uk/you-said", False)
    assert item.told_in_public


def test_a_decision_is_linked_with_how_far_it_was_influenced() -> None:
    item = make_feedback(**DONE)
    service.link_decision(SYSTEM, item, item.version, "Branch surgery closure", date(2019, 10, 1), "shaped")
    assert (item.decision, item.influence) == ("Branch surgery closure", "shaped")


def test_an_influence_that_is_not_in_the_list_is_refused() -> None:
    item = make_feedback(**DONE)
    assert "how far" in refusal(
        service.link_decision, SYSTEM, item, item.version, "Branch surgery closure", None, "a lot"
    )


def test_two_people_cannot_overwrite_one_another() -> None:
    item = make_feedback()
    seen = item.version
    service.answer(SYSTEM, item, seen, "done", "A drop-in was added", None)
    assert "Somebody else changed this item" in refusal(
        service.answer, SYSTEM, item, seen, "cannot", "There is no room", None
    )
    assert item.did == "A drop-in was added"


def test_a_reading_is_recorded_once_for_each_person() -> None:
    first, second = make_feedback(), make_feedback("Hold events nearer to us")
    lay_member = make_actor("lay_member_ppi")
    assert service.mark_read(lay_member, [first.id]) == 1
    assert service.mark_read(lay_member, [first.id, second.id]) == 1
    assert [reading.name for reading in queries.readings_of(first)] == [
        "Lay member for patient and public involvement"
    ]


def test_a_reference_in_use_is_refused() -> None:
    make_feedback(ref="YSWD32")
    assert "YSWD32" in refusal(make_feedback, ref="YSWD32")


def test_every_act_is_in_the_history_of_the_item() -> None:
    item = make_feedback()
    service.answer(SYSTEM, item, item.version, state="done", did="A drop-in was added", on=None)
    service.tell(SYSTEM, item, item.version, date(2019, 8, 1), "A letter", "", False)
    service.mark_read(make_actor("clinical_lead"), [item.id])
    events = [entry.event for entry, _ in audit.history_of(f"feedback:{item.id}")]
    assert events == ["feedback.read", "feedback.people-told", "feedback.answered", "feedback.recorded"]


def test_words_are_searched_in_small_letters() -> None:
    item = make_feedback("Keep Rehabilitation near home", topic="Stroke")
    assert "keep rehabilitation near home" in item.search_text
    assert "stroke" in item.search_text


def test_an_item_that_is_not_there_is_missing() -> None:
    with pytest.raises(Missing):
        queries.item_for(999)


def test_joint_bodies_are_named_with_the_first(app: Flask) -> None:
    walsall = make_body("Walsall CCG")
    other = make_body("Wolverhampton CCG")
    item = make_feedback(body_id=other.id, also_bodies=[walsall.code])
    assert queries.listed_for(item.id).body == "Wolverhampton CCG; Walsall CCG"
