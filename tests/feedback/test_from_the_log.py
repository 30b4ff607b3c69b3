"""What an activity's own entry says was heard and done, each thing kept as an item."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from engage.feedback import queries, service
from engage.feedback.entries import SaidThere
from engage.feedback.models import Feedback
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from tests.builders import make_body, make_feedback

pytestmark = pytest.mark.usefixtures("app")

SHARED = audit.Event("test.logged")


@one_transaction
def log(ref: str, *things: SaidThere) -> None:
    SHARED(SYSTEM)
    service.enter_from_log(ref, None, None, read_date("21 June 2018"), things)


def the_items() -> list[tuple[str, str, str]]:
    return [(item.said, item.did, item.answer) for item in queries.heard_at("activity:412")]


def the_item() -> Feedback:
    [item] = queries.heard_at("activity:412")
    return item


def test_each_thing_said_at_an_activity_is_an_item_with_its_own_answer() -> None:
    log(
        "activity:412",
        SaidThere(said="The line is engaged at 8 am", did="Two more lines from May", answer="done"),
        SaidThere(said="There is no step-free way in"),
        SaidThere(said="Parking is dear", did="We are asking the council"),
    )
    assert the_items() == [
        ("The line is engaged at 8 am", "Two more lines from May", "done"),
        ("There is no step-free way in", "", "no_answer"),
        ("Parking is dear", "We are asking the council", "answered"),
    ]
    [first, *_] = queries.heard_at("activity:412")
    assert (first.when_words, first.is_from_log) == ("21 June 2018", True)


def test_entering_them_again_changes_the_same_items_and_takes_away_those_left_out() -> None:
    log("activity:412", SaidThere(said="Waits are too long"), SaidThere(said="Parking is dear"))
    [kept, _left_out] = queries.heard_at("activity:412")
    again = SaidThere(said="Waits are far too long", did="No one over 104 weeks", number=kept.id)
    log("activity:412", again, SaidThere(said="No step-free way in"))
    assert the_items() == [
        ("Waits are far too long", "No one over 104 weeks", "answered"),
        ("No step-free way in", "", "no_answer"),
    ]
    assert queries.heard_at("activity:412")[0].id == kept.id


def test_the_number_of_an_item_heard_elsewhere_makes_a_new_one() -> None:
    elsewhere = make_feedback("Waits are too long", heard_at="activity:9", is_from_log=True)
    log("activity:412", SaidThere(said="Parking is dear", number=elsewhere.id))
    assert the_items() == [("Parking is dear", "", "no_answer")]
    assert (elsewhere.heard_at, elsewhere.said) == ("activity:9", "Waits are too long")


def test_a_judgement_made_since_is_kept_while_there_are_words_for_it() -> None:
    log("activity:412", SaidThere(said="Keep rehabilitation near home", did="It stays in Walsall"))
    item = the_item()
    promise(item)
    same = SaidThere(said="Keep rehabilitation near home", number=item.id)
    log("activity:412", replace(same, did="It is to stay in Walsall"))
    assert item.answer == "doing"
    log("activity:412", same)
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
    things = [SaidThere(said=item.said, number=item.id) for item in queries.from_log("activity:412")]
    things = things or [SaidThere(said="Waits are too long")]
    service.enter_from_log("activity:412", body_id, None, when, things, also_bodies=also)


def test_counts_tell_said_done_and_unanswered_for_each_record() -> None:
    log("activity:1", SaidThere(said="Hold events nearer to us", did="Events added at Newport"))
    log("activity:2", SaidThere(said="Waits are too long"))
    log("activity:3", SaidThere(did="Report published"))
    assert queries.counts_by_ref(None) == {
        "activity:1": queries.Counts(1, 1, 1, 0),
        "activity:2": queries.Counts(1, 1, 0, 1),
        "activity:3": queries.Counts(1, 0, 1, 0),
    }
    assert set(queries.counts_by_ref(["activity:2", "activity:9"])) == {"activity:2"}
