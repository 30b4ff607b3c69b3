"""What an activity's own entry says was heard and done, kept as its one item."""

from __future__ import annotations

import pytest
from flask import Flask

from engage.feedback import queries, service
from engage.feedback.models import Feedback
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from tests.builders import make_body

pytestmark = pytest.mark.usefixtures("app")

SHARED = audit.Event("test.logged")


@one_transaction
def log(ref: str, said: str, did: str) -> Feedback | None:
    SHARED(SYSTEM)
    return service.enter_from_log(ref, None, None, read_date("21 June 2018"), said, did)


def test_what_was_heard_and_done_at_an_activity_is_one_item() -> None:
    item = log("activity:412", "We need more time to respond", "Consultation extended to 15 September")
    assert item is not None
    assert (item.heard_at, item.answer, item.when_words) == ("activity:412", "done", "21 June 2018")
    assert item.is_from_log


def test_something_heard_without_anything_done_is_unanswered() -> None:
    item = log("activity:412", "Waits are too long", "")
    assert item is not None
    assert item.answer == "no_answer"


def test_entering_it_again_changes_the_same_item() -> None:
    log("activity:412", "Waits are too long", "")
    log("activity:412", "Waits are far too long", "No one over 104 weeks")
    [item] = queries.heard_at("activity:412")
    assert (item.said, item.answer) == ("Waits are far too long", "done")


def test_a_judgement_made_since_is_kept_while_there_are_words_for_it() -> None:
    item = log("activity:412", "Keep rehabilitation near home", "Rehabilitation stays in Walsall")
    assert item is not None
    promise(item)
    log("activity:412", "Keep rehabilitation near home", "Rehabilitation is to stay in Walsall")
    assert item.answer == "doing"
    log("activity:412", "Keep rehabilitation near home", "")
    assert item.answer == "no_answer"


@one_transaction
def promise(item: Feedback) -> None:
    SHARED(SYSTEM)
    item.answer = "doing"


def test_what_was_heard_together_counts_for_each_body(app: Flask) -> None:
    walsall, leeds = make_body("Walsall CCG"), make_body("Leeds CCG")
    together(walsall.id, [leeds.code])
    together(walsall.id, None)
    [item] = queries.heard_at("activity:412")
    assert (item.body_id, item.also_bodies) == (walsall.id, ["leeds-ccg"])


@one_transaction
def together(body_id: int, also: list[str] | None) -> None:
    SHARED(SYSTEM)
    when = read_date("21 June 2018")
    service.enter_from_log("activity:412", body_id, None, when, "Waits are too long", "", also_bodies=also)


def test_nothing_heard_and_nothing_done_leaves_everything_as_it_is() -> None:
    log("activity:412", "Waits are too long", "")
    assert log("activity:412", "", " ") is None
    assert len(queries.heard_at("activity:412")) == 1


def test_counts_tell_said_done_and_unanswered_for_each_record() -> None:
    log("activity:1", "Hold events nearer to us", "Events added at Newport and Whitchurch")
    log("activity:2", "Waits are too long", "")
    log("activity:3", "", "Report published")
    assert queries.counts_by_ref(None) == {
        "activity:1": queries.Counts(1, 1, 1, 0),
        "activity:2": queries.Counts(1, 1, 0, 1),
        "activity:3": queries.Counts(1, 0, 1, 0),
    }
    assert set(queries.counts_by_ref(["activity:2", "activity:9"])) == {"activity:2"}
