"""A teller takes their agreement back: the words are gone, wherever they stood."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect, select

from engage.experience.insight import service as insight_service
from engage.experience.insight.models import Insight
from engage.experience.models import Story
from engage.experience.queries import entry_of, reference
from engage.experience.stories import service
from engage.feedback import queries as feedback
from engage.organisation.models import Body
from engage.platform.data.db import DATABASES, record, session
from engage.platform.data.tables import Base
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_account, make_body, make_insight, make_story

pytestmark = pytest.mark.usefixtures("app", "clock")

OWN_WORDS = ("ambulance was a milk float", "nobody told my sister", "Night of the milk float", "a bus driver")


@pytest.fixture
def ccg(app: object) -> Body:
    return make_body()


def telling_story(body: Body, **entry: Any) -> Story:
    words, quote, title, teller = OWN_WORDS
    given: dict[str, Any] = {"words": f"The {words}.", "quote": quote, "title": title, "teller": teller}
    return make_story(body_id=body.id, **(given | entry))


def everything_stored() -> str:
    """Every value of every table, as one text: what a search of all databases would find."""
    rows = [
        dict(row._mapping)
        for database in DATABASES
        for _, table in database.tables()
        for row in database.session().execute(select(table))
    ]
    return json.dumps(rows, default=str, ensure_ascii=False)


def withdrawn(story: Story) -> int:
    why = "Its teller took their agreement back"
    return service.withdraw(SYSTEM, story, story.version, date(2019, 11, 1), why)


def test_no_word_of_a_story_stands_anywhere_once_it_is_taken_back(ccg: Body) -> None:
    make_account("quality_lead")
    story = telling_story(ccg)
    service.pass_on(SYSTEM, story, story.version, date(2019, 9, 12), "Quality lead")
    changed = replace(entry_of(story), words="The ambulance was a milk float, twice.")
    service.change_story(SYSTEM, story, story.version, changed)
    make_insight(ccg)
    before = everything_stored()
    assert all(words in before for words in OWN_WORDS)
    assert withdrawn(story) == 1
    after = everything_stored()
    assert not [words for words in OWN_WORDS if words in after]


def test_the_audit_trail_never_held_a_word_of_it(ccg: Body) -> None:
    telling_story(ccg)
    make_insight(ccg)
    trail = [
        str(dict(row._mapping))
        for table in inspect(record.engine).get_table_names()
        if table.startswith("audit_")
        for row in session().execute(select(Base.metadata.tables[table]))
    ]
    assert trail
    assert not [words for words in OWN_WORDS if any(words in row for row in trail)]


def test_what_stays_is_that_it_was_received_what_it_was_about_and_what_was_done(ccg: Body) -> None:
    story = telling_story(ccg)
    service.pass_on(SYSTEM, story, story.version, date(2019, 9, 12), "Quality lead")
    service.tell_outcome(SYSTEM, story, story.version, "Crews now ring the family", date(2019, 10, 1))
    withdrawn(story)
    assert (story.words, story.quote, story.teller, story.consents_to) == ("", "", "", [])
    assert story.title == service.WITHDRAWN_TITLE
    assert (story.passed_on, story.outcome) == (date(2019, 9, 12), "Crews now ring the family")
    assert story.withdrawn_because == "Its teller took their agreement back"
    [item] = feedback.heard_at(reference(story.id))
    assert (item.topic, item.did) == ("Wheelchairs", "Crews now ring the family")


def test_a_summary_loses_the_quotation_and_keeps_its_counts(ccg: Body) -> None:
    story, other = telling_story(ccg), make_story(body_id=ccg.id, quote="The ramp came in a week")
    insight = make_insight(ccg)
    insight_service.share(SYSTEM, insight, insight.version, date(2019, 11, 14))
    withdrawn(story)
    [theme] = session().get_one(Insight, insight.id).themes
    assert theme["quotes"] == [{"story": other.id, "words": "The ramp came in a week"}]
    assert (theme["items"], theme["sources"]) == (2, 2)


def test_a_quotation_no_longer_agreed_to_leaves_the_summaries_though_the_story_stays(ccg: Body) -> None:
    story = telling_story(ccg)
    insight = make_insight(ccg)
    given = replace(entry_of(story), consents_to=("pass_to_quality",), quote="")
    service.change_story(SYSTEM, story, story.version, given)
    [theme] = session().get_one(Insight, insight.id).themes
    assert theme["quotes"] == []
    assert story.words


def test_nothing_more_is_done_with_a_story_taken_back(ccg: Body) -> None:
    story = telling_story(ccg)
    withdrawn(story)
    for act in (
        lambda: service.pass_on(SYSTEM, story, story.version, date(2019, 11, 2), "Quality lead"),
        lambda: service.change_story(SYSTEM, story, story.version, replace(entry_of(story), words="Again")),
        lambda: withdrawn(story),
    ):
        with pytest.raises(Refused, match="nothing more can be done"):
            act()
