"""What the register of what people said testifies to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from engage.feedback import facts, listing, queries
from engage.platform.data.db import record
from engage.rules.ageing import BUCKETS, ageing_of_facts
from engage.rules.facts import Fact
from tests.builders import make_body, make_feedback

pytestmark = pytest.mark.usefixtures("app")

DONE: dict[str, Any] = {
    "answer": "done",
    "did": "Consultation extended to 15 September",
    "answered_on": date(2019, 7, 20),
}
TOLD: dict[str, Any] = {
    "told_on": date(2019, 8, 1),
    "told_how": "A page on our website",
    "told_in_public": True,
}


def told_facts(ends: dict[str, date | None] | None = None) -> list[Fact]:
    return list(facts.you_said_we_did(ends or {}))


def test_an_item_testifies_when_it_was_heard_by_whom_and_what_became_of_it() -> None:
    walsall, leeds = make_body("Walsall CCG"), make_body("Leeds CCG")
    make_feedback(
        "Too far to travel",
        when="July 2018",
        topic="Stroke",
        tone="negative",
        body_id=walsall.id,
        also_bodies=[leeds.code],
        heard_at="activity:12",
        answer="cannot",
        did="The building cannot stay open",
        answered_on=date(2018, 8, 14),
    )
    [fact] = facts.facts()
    assert (fact.kind, fact.title, fact.bodies) == (
        "feedback",
        "Stroke: Too far to travel",
        ("walsall-ccg", "leeds-ccg"),
    )
    assert (fact.first, fact.on) == (date(2018, 7, 1), date(2018, 7, 31))
    wanted = {"heard_at": "activity:12", "tone": "negative", "answered": True, "has_said": True}
    assert {name: fact.says[name] for name in wanted} == wanted
    assert fact.says["days_to_answer"] == 14


def test_an_item_of_no_known_day_testifies_without_one() -> None:
    make_feedback(when="")
    [fact] = facts.facts()
    assert (fact.first, fact.on, fact.says["when"]) == (None, None, "date not recorded")


def test_what_was_answered_and_told_is_you_said_we_did_dated_by_the_telling() -> None:
    make_feedback(heard_at="activity:12", **DONE, **TOLD)
    [fact] = told_facts({"activity:12": date(2019, 7, 12)})
    assert (fact.kind, fact.first, fact.on) == ("you_said_we_did", date(2019, 8, 1), date(2019, 8, 1))
    assert fact.says["published"] is True
    assert fact.says["published_on"] == date(2019, 8, 1)
    assert fact.says["activity_ended"] == date(2019, 7, 12)
    assert fact.says["days_since_activity_end"] == 20


def test_what_only_those_who_came_were_told_is_not_published() -> None:
    make_feedback(**DONE, **{**TOLD, "told_in_public": False})
    [fact] = told_facts()
    assert (fact.says["published"], fact.says["published_on"]) == (False, None)


def test_an_activity_whose_end_is_not_known_leaves_the_days_unsaid() -> None:
    make_feedback(heard_at="activity:12", **DONE, **TOLD)
    [fact] = told_facts({"activity:12": None})
    assert fact.says["days_since_activity_end"] is None


def test_what_was_heard_at_no_record_ended_when_it_was_heard() -> None:
    make_feedback(when="11 July 2019", **DONE, **TOLD)
    [fact] = told_facts()
    assert fact.says["days_since_activity_end"] == 21


@pytest.mark.parametrize("entry", [{}, DONE, {"answer": "cannot", "did": "The building cannot stay open"}])
def test_without_an_answer_and_a_telling_there_is_no_you_said_we_did(entry: dict[str, Any]) -> None:
    make_feedback(**entry)
    assert told_facts() == []


def test_the_facts_and_the_list_agree_on_how_long_things_wait(clock: Any) -> None:
    for when in ("10 November 2019", "Sept 2019", "2011", "n/k", "summer 2015"):
        make_feedback(when=when)
    make_feedback(**DONE)
    today = date(2019, 11, 14)
    of_facts = ageing_of_facts(facts.facts(), today)
    counted = {bucket.code: len(of_facts.of(bucket)) for bucket in BUCKETS if of_facts.of(bucket)}
    assert counted == {"under-28": 1, "28-to-56": 1, "over-56": 2, "unknown": 1}
    assert queries.counts_by_wait(today) == counted


@pytest.mark.parametrize(
    ("when", "bucket"),
    [
        ("7 May 2019 to 18 October 2019", "under-28"),
        ("7 May 2019 to 17 October 2019", "28-to-56"),
        ("7 May 2019", "over-56"),
    ],
)
def test_what_was_heard_at_a_consultation_waits_from_its_last_day(when: str, bucket: str, clock: Any) -> None:
    item = make_feedback(when=when)
    today = date(2019, 11, 14)
    assert queries.counts_by_wait(today) == {bucket: 1}
    waits = ageing_of_facts(facts.facts(), today).longest
    assert (waits, listing.days_waited(item, today)) == (waits, waits)


def test_what_was_answered_later_was_unanswered_then() -> None:
    make_feedback(when="11 July 2019", **DONE)
    assert len(ageing_of_facts(facts.facts(), date(2019, 7, 19)).waiting) == 1
    assert len(ageing_of_facts(facts.facts(), date(2019, 7, 20)).waiting) == 0


def test_twenty_items_cost_no_more_questions_than_two(app: Flask) -> None:
    body = make_body("Walsall CCG")

    def cost() -> int:
        asked: list[str] = []

        def count(*given: Any) -> None:
            asked.append(str(given[2]))

        event.listen(record.engine, "before_cursor_execute", count)
        try:
            list(facts.facts())
            told_facts()
        finally:
            event.remove(record.engine, "before_cursor_execute", count)
        return len(asked)

    for _ in range(2):
        make_feedback(body_id=body.id, **DONE, **TOLD)
    cost()  # the first time fills what is remembered until the record changes
    few = cost()
    for _ in range(18):
        make_feedback(body_id=body.id, **DONE, **TOLD)
    cost()
    assert cost() == few
