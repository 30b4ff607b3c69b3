"""What patients experienced in a quarter, drawn together, shared with quality, and come back with actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from engage.actions import queries as following
from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.experience.insight import document, jobs, queries
from engage.experience.insight import service as insight_service
from engage.experience.insight.facts import facts
from engage.experience.insight.models import Insight
from engage.experience.queries import stories_in
from engage.experience.stories import service
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import letters_about
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.rules.periods import read_period
from tests.builders import make_account, make_activity, make_body, make_feedback, make_insight, make_story
from tests.platform.pdf_reading import heard as told_by

pytestmark = pytest.mark.usefixtures("app", "clock")

IN_QUARTER = "9 September 2019"


@pytest.fixture
def ccg(app: object) -> Body:
    return make_body()


def shared(insight: Insight, on: date = date(2019, 11, 14)) -> Insight:
    insight_service.share(SYSTEM, insight, insight.version, on)
    return insight


def answered(insight: Insight, why: str = "") -> Insight:
    given = (date(2019, 11, 14), "The supplier was asked", why)
    insight_service.answer(SYSTEM, insight, insight.version, *given)
    return insight


def agree(insight: Insight, **entry: Any) -> None:
    usual = ActionEntry(agreed_at=f"insight:{insight.id}", title="Ring people who wait")
    actions.agree_action(SYSTEM, replace(usual, **entry))


@pytest.mark.both_databases
def test_themes_of_every_source_are_drawn_together_as_they_stand(ccg: Body) -> None:
    activity = make_activity(ccg, when="12 July 2019")
    for tone in ("negative", "positive"):
        make_feedback(
            topic="Wheelchairs",
            tone=tone,
            when="July 2019",
            body_id=ccg.id,
            heard_at=f"activity:{activity.id}",
        )
    make_story(body_id=ccg.id, quote="Eleven weeks")
    make_story(body_id=ccg.id, agreed=("pass_to_quality",))
    make_feedback(when="July 2019", body_id=ccg.id)
    insight = make_insight(ccg)
    assert insight.themes == [
        {
            "topic": "Wheelchairs",
            "spellings": [],
            "items": 4,
            "unplaced": 0,
            "sources": 3,
            "kinds": {"story": 2, "activity": 1},
            "tones": {"negative": 3, "positive": 1},
            "quotes": [{"story": 1, "words": "Eleven weeks"}],
        }
    ]
    assert insight.totals["items"] == 5
    assert insight.totals["without_topic"] == 1
    assert insight.totals["stories"]["received"] == 2


def test_only_what_was_certainly_heard_by_the_body_in_the_quarter_counts(ccg: Body) -> None:
    other = make_body("Dudley CCG")
    make_feedback(topic="Buses", when="2019/20", body_id=ccg.id)
    make_feedback(topic="Buses", when="1 October 2019", body_id=ccg.id)
    make_feedback(topic="Buses", when=IN_QUARTER, body_id=other.id)
    assert make_insight(ccg).themes == []


def test_what_is_recorded_later_does_not_change_a_summary(ccg: Body) -> None:
    insight = make_insight(ccg)
    make_story(body_id=ccg.id)
    assert session().get_one(Insight, insight.id).themes == []
    insight_service.draw_again(SYSTEM, insight, insight.version)
    assert [theme["topic"] for theme in insight.themes] == ["Wheelchairs"]


@pytest.mark.parametrize(
    ("period", "why"),
    [
        ("2019-20", "Choose a quarter"),
        ("2019-20Q3", "ends on 31 December 2019. It can be drawn together once it is over"),
    ],
)
def test_only_a_quarter_that_is_over_is_drawn_together(ccg: Body, period: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        make_insight(ccg, period)


def test_a_quarter_is_drawn_together_once(ccg: Body) -> None:
    make_insight(ccg)
    with pytest.raises(Refused, match="Quarter 2 2019/20 was drawn up for Wolverhampton CCG before"):
        make_insight(ccg)


def test_once_shared_a_summary_stands_as_it_was_given(ccg: Body) -> None:
    quality = make_account("quality_lead")
    insight = make_insight(ccg)
    insight_service.sum_up(SYSTEM, insight, insight.version, "Waits are the theme.")
    assert insight_service.share(SYSTEM, insight, insight.version, date(2019, 11, 14)) == 1
    assert insight.shared_with == ["quality"]
    [letter] = letters_about(f"insight:{insight.id}")
    assert letter.to_ref == f"account:{quality.id}"
    for act in (
        lambda: insight_service.sum_up(SYSTEM, insight, insight.version, "Other words"),
        lambda: insight_service.draw_again(SYSTEM, insight, insight.version),
        lambda: shared(insight),
    ):
        with pytest.raises(Refused, match="it stands as they were given it"):
            act()


def test_an_answer_comes_after_the_sharing_and_in_words(ccg: Body) -> None:
    insight = make_insight(ccg)
    with pytest.raises(Refused, match="Share it first"):
        answered(insight)
    shared(insight)
    with pytest.raises(Refused, match="Enter a day from then to today"):
        insight_service.answer(SYSTEM, insight, insight.version, date(2019, 11, 13), "Seen", "")
    with pytest.raises(Refused, match="Enter what quality and safety said"):
        insight_service.answer(SYSTEM, insight, insight.version, date(2019, 11, 14), "", "")
    answered(insight)
    assert insight.came_back == "The supplier was asked"


def test_a_summary_is_not_shared_before_it_was_drawn_up(ccg: Body) -> None:
    with pytest.raises(Refused, match="drawn up on 14 November 2019"):
        shared(make_insight(ccg), date(2019, 11, 13))


def test_two_people_cannot_overwrite_one_another(ccg: Body) -> None:
    insight = make_insight(ccg)
    version = insight.version
    insight_service.sum_up(SYSTEM, insight, version, "Waits")
    with pytest.raises(Refused, match="Somebody else changed this summary"):
        insight_service.sum_up(SYSTEM, insight, version, "Buses")


def test_a_summary_testifies_for_its_quarter(ccg: Body) -> None:
    insight = make_insight(ccg)
    [fact] = facts()
    assert (fact.kind, fact.ref, fact.bodies) == ("feedback_report", f"insight:{insight.id}", (ccg.code,))
    assert fact.proves == (date(2019, 7, 1), date(2019, 9, 30))
    assert fact.says == {"type": "insight", "shared_with": (), "answered": False, "actions_owned": True}
    answered(shared(insight))
    [fact] = facts()
    assert (fact.says["shared_with"], fact.says["answered"]) == (("quality",), False)
    agree(insight)
    [fact] = facts()
    assert (fact.says["answered"], fact.says["actions_owned"]) == (True, False)
    agree(insight, owner_role="Quality lead")
    first = following.action_for(1)
    actions.complete(SYSTEM, first, first.version, "Rung")
    [fact] = facts()
    assert (fact.says["answered"], fact.says["actions_owned"]) == (True, True)


def test_an_answer_that_nothing_need_be_done_says_why(ccg: Body) -> None:
    answered(shared(make_insight(ccg)), "The service ended in August")
    [fact] = facts()
    assert (fact.says["answered"], fact.says["actions_owned"]) == (True, True)


def test_a_summary_belongs_to_no_project(ccg: Body) -> None:
    make_insight(ccg)
    assert list(facts(1)) == []


def test_stories_are_counted_by_how_far_they_came(ccg: Body) -> None:

    story = make_story(body_id=ccg.id, when=IN_QUARTER)
    make_story(body_id=ccg.id, when=IN_QUARTER)
    make_story(body_id=ccg.id, when="1 October 2019")
    make_story(when=IN_QUARTER)
    service.pass_on(SYSTEM, story, story.version, date(2019, 9, 12), "Quality lead")
    quarter = read_period("2019-20Q2")
    counted = {"received": 2, "passed": 1, "acknowledged": 0, "followed": 0, "withdrawn": 0}
    assert stories_in(quarter, ccg.id).plain() == counted
    assert stories_in(quarter).received == 3


def test_the_paper_says_what_the_page_says(ccg: Body) -> None:
    make_story(body_id=ccg.id, quote="Eleven weeks I could not leave the house")
    insight = make_insight(ccg, words="Waits for chairs are the theme.")
    listed = queries.listed_insight(insight.id)
    made = document.pdf(listed, [("Ring people", "Quality lead", "1 December 2019", "Open")], "")
    text = " ".join(one.words for one in told_by(made))
    for words in (
        "What patients told us, Quarter 2 2019/20",
        "Waits for chairs are the theme.",
        "Eleven weeks I could not leave the house",
        "Counts are of items written down, not of people",
        "Not for publication",
        "Ring people",
    ):
        assert words in text
    assert made == document.pdf(listed, [("Ring people", "Quality lead", "1 December 2019", "Open")], "")


def letters() -> int:
    return session().scalar(select(func.count()).select_from(Letter)) or 0


def test_a_quarter_that_ended_28_days_ago_and_has_no_summary_is_reminded_of_once(
    ccg: Body, clock: Any
) -> None:
    make_account("engagement_officer")
    make_insight(ccg, "2019-20Q1")
    clock.move_to(datetime(2019, 10, 27, 9, tzinfo=UTC))
    assert jobs.remind_of_insight() == "0 letters written about Quarter 1 2019/20."
    clock.move_to(datetime(2019, 10, 28, 9, tzinfo=UTC))
    assert jobs.remind_of_insight() == "1 letter written about Quarter 2 2019/20."
    assert jobs.remind_of_insight() == "0 letters written about Quarter 2 2019/20."
    assert letters() == 1
    letter = session().scalars(select(Letter)).one()
    assert letter.subject == "No insight summary yet for Quarter 2 2019/20"
    assert "/insight/new?body=wolverhampton-ccg&period=2019-20Q2" in letter.text


def test_nobody_is_reminded_of_a_quarter_that_is_drawn_together_or_of_a_body_that_was_not_there(
    ccg: Body, clock: Any
) -> None:
    make_account("engagement_officer")
    make_body("Black Country CCG", exists_from=date(2020, 4, 1))
    make_body("Old PCT", exists_to=date(2013, 3, 31))
    make_insight(ccg)
    assert jobs.remind_of_insight() == "0 letters written about Quarter 2 2019/20."
