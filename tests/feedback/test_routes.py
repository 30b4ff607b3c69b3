"""The pages of what people said, as somebody uses them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from engage.feedback.models import Feedback
from engage.platform.data.db import session
from engage.platform.web.history import history_page
from tests.builders import make_activity, make_body, make_feedback
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

DONE: dict[str, Any] = {"answer": "done", "did": "Consultation extended to 15 September and a drop-in added"}


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def the_item() -> Feedback:
    return session().scalars(select(Feedback)).one()


def test_an_officer_records_what_people_said_and_reads_it_back(officer: Visitor) -> None:
    make_body("Wolverhampton CCG")
    officer.visit("/feedback")
    officer.follow("Record what people said")
    page = officer.submit(
        "Record it",
        {
            "What did people say?": "We need more time to respond",
            "When was it heard?": "11 July 2019",
            "Or where was it heard?": "Tettenhall Medical Practice",
            "Body it was said to": "Wolverhampton CCG",
            "Topic": "Tettenhall branch surgery",
            "Tone": "Negative",
        },
    )
    assert page.heading == "Tettenhall branch surgery: We need more time to respond"
    assert page.says("This has no answer yet")
    told = page.summary()
    assert told["When"] == "11 July 2019"
    assert told["Where"] == "Tettenhall Medical Practice"
    assert told["Said to"] == "Wolverhampton CCG"
    assert told["Tone"] == "Negative"


def test_what_was_typed_is_kept_when_something_is_wrong(officer: Visitor) -> None:
    officer.visit("/feedback/new")
    typed = {"What did people say?": "Waits are too long", "When was it heard?": "31 June 2019"}
    page = officer.submit("Record it", typed)
    assert "30 days" in page.errors[0] or "June" in page.errors[0]
    assert "Waits are too long" in page.html
    assert "31 June 2019" in page.html
    assert page.soup.title is not None
    assert page.soup.title.text.startswith("Error: ")


def test_what_people_said_is_said_to_the_body_we_work_for_unless_another_is_chosen(officer: Visitor) -> None:
    make_body("Wolverhampton CCG")
    officer.visit("/feedback/new")
    page = officer.submit("Record it", {"What did people say?": "Parking is hard"})
    assert page.summary()["Said to"] == "Wolverhampton CCG"


def test_no_answer_at_all_is_not_recorded_as_an_answer(officer: Visitor) -> None:
    item = make_feedback("Parking is hard")
    officer.visit(f"/feedback/{item.id}/answer")
    page = officer.submit("Record the answer")
    assert page.errors == ["It has no answer yet. Choose what became of it: done, doing, or cannot and why."]


def test_nothing_was_heard_on_a_day_to_come(officer: Visitor) -> None:
    officer.visit("/feedback/new")
    page = officer.submit("Record it", {"What did people say?": "Parking", "When was it heard?": "June 2099"})
    assert page.errors == ["“June 2099” has not come yet. Enter when it was heard."]


def test_an_answer_without_its_reason_is_refused_and_nothing_typed_is_lost(officer: Visitor) -> None:
    item = make_feedback()
    officer.visit(f"/feedback/{item.id}")
    officer.follow("Answer")
    page = officer.submit("Record the answer", {"Answer": "Cannot, because…"})
    assert page.errors == ["Enter the reason why it cannot be done, in words that people can be told."]
    page = officer.submit(
        "Record the answer",
        {"What was done, is being done, or why can it not be done?": "The building cannot stay open"},
    )
    assert page.says("The answer is recorded.")
    assert page.summary()["Why it cannot be done"] == "The building cannot stay open"


def test_people_were_told_before_it_was_heard_is_refused(officer: Visitor) -> None:
    item = make_feedback(**DONE)
    officer.visit(f"/feedback/{item.id}")
    officer.follow("Say when people were told")
    answers = {"When were people told?": "10 July 2019", "How were they told?": "A letter to those who came"}
    page = officer.submit("Record that people were told", answers)
    assert "before it was heard" in page.errors[0]
    page = officer.submit("Record that people were told", {"When were people told?": "1 August 2019"})
    assert page.summary()["People were told"] == "1 August 2019"
    assert page.summary()["In public"] == "no, only those who took part"


def test_the_decision_it_bore_on_is_shown_with_how_far(officer: Visitor) -> None:
    item = make_feedback(**DONE)
    officer.visit(f"/feedback/{item.id}")
    officer.follow("Say which decision it bore on")
    page = officer.submit(
        "Record the decision",
        {
            "Which decision?": "Closure of the branch surgery",
            "When was it made?": "1 October 2019",
            "How far did it influence the decision?": "It shaped part of the decision",
        },
    )
    assert page.summary()["How far it influenced it"] == "It shaped part of the decision"


def test_somebody_else_changed_it_meanwhile(officer: Visitor, visitor_as: VisitorAs) -> None:
    item = make_feedback()
    officer.visit(f"/feedback/{item.id}/edit")
    other = visitor_as("engagement_officer")
    other.visit(f"/feedback/{item.id}/edit")
    other.submit("Save the changes", {"Topic": "Branch surgeries"})

    page = officer.submit("Save the changes", {"Topic": "Tettenhall"})
    assert "Somebody else changed this item while you were writing" in page.errors[0]
    page = officer.submit("Save the changes")
    assert page.says("The item was changed.")
    assert the_item().topic == "Tettenhall"


def test_an_item_from_the_log_leaves_where_and_when_to_its_activity(officer: Visitor) -> None:
    item = make_feedback(heard_at="activity:12", is_from_log=True)
    page = officer.visit(f"/feedback/{item.id}/edit")
    assert page.says("Where and when it was heard are changed there.")
    officer.submit("Save the changes", {"Topic": "Tettenhall"})
    assert (the_item().topic, the_item().heard_at, the_item().when_words) == (
        "Tettenhall",
        "activity:12",
        "11 July 2019",
    )


def test_a_lay_member_marks_an_item_as_read(visitor_as: VisitorAs) -> None:
    item = make_feedback()
    lay_member = visitor_as("lay_member_ppi")
    lay_member.visit(f"/feedback/{item.id}")
    page = lay_member.submit("Mark as read by me")
    assert page.says("Lay member for patient and public involvement,")
    assert "Mark as read by me" not in page.html


def test_several_items_are_marked_as_read_from_the_list(officer: Visitor) -> None:
    make_feedback("Hold events nearer to us")
    make_feedback("Waits are too long")
    officer.visit("/feedback")
    page = officer.submit("Mark as read by me", {"all 2, on every page": True})
    assert page.says("It will be on record that you have read 2 items.")
    page = officer.submit("Mark 2 items as read")
    assert page.says("2 more marked as read by you.")


def test_a_topic_in_use_is_suggested(officer: Visitor) -> None:
    make_feedback(topic="Stroke", service="Rehabilitation")
    page = officer.visit("/feedback/new")
    assert [option["value"] for option in page.soup.select("#topics-in-use option")] == ["Stroke"]
    assert [option["value"] for option in page.soup.select("#services-in-use option")] == ["Rehabilitation"]


def test_an_unknown_record_is_said_to_be_unknown(officer: Visitor) -> None:
    officer.visit("/feedback/new")
    answers = {"What did people say?": "Waits are too long", "Which record was it heard at?": "ENG-999"}
    page = officer.submit("Record it", answers)
    assert page.errors == ["There is no record with the reference “ENG-999”. Correct it, or leave it blank"]


def test_the_history_of_an_item_is_folded_at_its_end(officer: Visitor) -> None:
    item = make_feedback()
    officer.visit(f"/feedback/{item.id}/answer")
    page = officer.submit(
        "Record the answer",
        {"Answer": "Done", "What was done, is being done, or why can it not be done?": "A drop-in was added"},
    )
    assert page.says("Feedback: answered")
    assert page.says("Feedback: recorded")


def test_a_script_among_peoples_words_is_only_words(officer: Visitor) -> None:
    item = make_feedback("<script>alert('no')</script>", topic="<b>Stroke</b>")
    page = officer.visit(f"/feedback/{item.id}")
    assert page.says("<script>alert('no')</script>")
    officer.visit("/feedback")
    officer.visit("/feedback/new")


def test_an_item_that_is_not_there_is_not_found(officer: Visitor) -> None:
    officer.visit("/feedback/999", status=404)


@pytest.fixture
def said_in_three_years(app: Flask, clock: Any) -> None:
    walsall, leeds = make_body("Walsall CCG"), make_body("Leeds CCG")
    make_feedback("Waits are too long", when="10 November 2019", topic="GP access", body_id=walsall.id)
    make_feedback("No call back", when="Sept 2019", topic="GP access", tone="negative", body_id=walsall.id)
    make_feedback("Nobody told us", when="n/k", body_id=leeds.id, also_bodies=[walsall.code])
    make_feedback("Hold events nearer", when="July 2018", **DONE, told_on=date(2018, 8, 7))
    make_feedback(
        "Keep beds in Walsall", when="2018/19", answer="cannot", did="The building cannot stay open"
    )
    make_feedback("Too far to travel", when="2011", service="Maternity", topic="Maternity")


@pytest.mark.usefixtures("said_in_three_years")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("body=leeds-ccg", {"Nobody told us"}),
        ("body=walsall-ccg", {"Waits are too long", "No call back", "Nobody told us"}),
        ("answer=cannot", {"Keep beds in Walsall"}),
        ("answer=cannot&answer=done", {"Keep beds in Walsall", "Hold events nearer"}),
        ("waiting=under-28", {"Waits are too long"}),
        ("waiting=28-to-56", {"No call back"}),
        ("waiting=over-56", {"Too far to travel"}),
        ("waiting=unknown", {"Nobody told us"}),
        ("longer=44", {"No call back", "Too far to travel"}),
        ("longer=45", {"Too far to travel"}),
        ("told=yes", {"Hold events nearer"}),
        ("told=no", {"Keep beds in Walsall"}),
        ("topic=GP+access", {"Waits are too long", "No call back"}),
        ("service=Maternity", {"Too far to travel"}),
        ("tone=negative", {"No call back"}),
        ("heard=2018-19", {"Hold events nearer", "Keep beds in Walsall"}),
        ("heard=2018-19Q2", {"Hold events nearer"}),
        ("words=far+travel", {"Too far to travel"}),
    ],
)
def test_the_list_is_narrowed(officer: Visitor, query: str, found: set[str]) -> None:
    page = officer.visit(f"/feedback?{query}")
    assert {row["What people said"] for row in page.table("What people said")} == found


@pytest.mark.usefixtures("said_in_three_years")
def test_the_list_says_how_many_wait_and_leads_to_them(officer: Visitor) -> None:
    page = officer.visit("/feedback")
    assert page.says("6 items, 4 without an answer, 1 without a date")
    page = officer.follow("1 item, over 56 days")
    assert [row["What people said"] for row in page.table("What people said")] == ["Too far to travel"]


@pytest.mark.usefixtures("said_in_three_years")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("longer=soon", "“soon” is not a number of days. Enter a whole number, such as 28."),
        ("heard=lately", "“lately” is not a period."),
        ("at=ENG-999", "there is no record with the reference “ENG-999”."),
    ],
)
def test_a_filter_that_makes_no_sense_says_so(officer: Visitor, query: str, sentence: str) -> None:
    assert officer.visit(f"/feedback?{query}").says(sentence)


@pytest.mark.usefixtures("said_in_three_years")
def test_what_is_on_screen_is_what_is_taken_away(officer: Visitor) -> None:
    content = officer.download("/feedback/export.csv?answer=done&column=words&column=did").decode("utf-8-sig")
    assert content.splitlines() == [
        "Their words in full,What was done",
        "Hold events nearer,Consultation extended to 15 September and a drop-in added",
    ]


@pytest.mark.both_databases
def test_the_history_of_an_item_speaks_the_words_of_its_page(officer: Visitor) -> None:
    walsall, leeds = make_body("Walsall CCG"), make_body("Leeds CCG")
    activity = make_activity(walsall, "Ask the Chair")
    item = make_feedback(
        "Too far to travel",
        body_id=walsall.id,
        also_bodies=[leeds.code],
        heard_at=f"activity:{activity.id}",
        tone="negative",
        **DONE,
    )
    lines = [(line.what, line.after) for step in history_page(f"feedback:{item.id}") for line in step.lines]
    assert lines == [
        ("What people said", "Too far to travel"),
        ("Heard at", f"{activity.ref} Ask the Chair"),
        ("Said to", "Walsall CCG"),
        ("Said to other bodies as well", "Leeds CCG"),
        ("Tone", "Negative"),
        ("Answer", "Done"),
        ("What was done", DONE["did"]),
        ("When", "11 July 2019"),
    ]
