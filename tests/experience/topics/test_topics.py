"""The same topic heard in several places, and how many independent sources there are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import true
from werkzeug.datastructures import MultiDict

from engage.activities import queries as activities
from engage.experience.quoting import Use
from engage.experience.topics import queries as triangulation
from engage.experience.topics import service as topic_service
from engage.experience.topics import spellings
from engage.experience.topics.queries import Theme
from engage.platform.data.remembered import forget
from engage.platform.offers.gathered import PLACE, gathered
from engage.platform.offers.references import Named, Speaks
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_activity, make_body, make_feedback, make_person, make_story
from tests.harness.queries import queries_asked

pytestmark = pytest.mark.usefixtures("app", "clock")


@pytest.fixture
def meetings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meetings 1 and 2 of forum 4, and meeting 3 of forum 5."""
    forum = {1: "forum:4", 2: "forum:4", 3: "forum:5"}

    def named(numbers: Any) -> dict[int, Named]:
        return {n: Named("", f"Meeting {n}", f"/meetings/{n}", forum[n]) for n in numbers if n in forum}

    spoken = {**gathered().references, "meeting": Speaks(named)}
    monkeypatch.setitem(app.extensions, PLACE, replace(gathered(), references=spoken))


def heard(topic: str = "Buses", **entry: Any) -> None:
    make_feedback(f"About {topic}", topic=topic, **entry)


def all_themes(**narrowed: str) -> list[Theme]:
    return triangulation.themes(triangulation.narrowed(MultiDict(narrowed)).condition)


def the_theme(**narrowed: str) -> Theme:
    [theme] = all_themes(**narrowed)
    return theme


def test_two_meetings_of_one_forum_are_one_source(meetings: None) -> None:
    for meeting in ("meeting:1", "meeting:2", "meeting:3"):
        heard(heard_at=meeting)
    theme = the_theme()
    assert (theme.items, theme.sources, theme.kinds) == (3, 2, {"forum": 2})
    assert theme.kinds_in_words == "2 forums"


def test_an_activity_and_everything_said_at_it_are_one_source() -> None:
    activity = make_activity(make_body(), heard="More buses")
    ref = activities.reference(activity.id)
    heard(heard_at=ref)
    heard(heard_at=ref, tone="negative")
    theme = the_theme()
    assert (theme.items, theme.sources, theme.kinds) == (2, 1, {"activity": 1})


def test_activities_that_counted_the_same_contacts_are_one_source() -> None:
    body = make_body()
    make_activity(body, "Stall at the carnival", ref="ENG-1")
    make_activity(body, "Survey at the stall", ref="ENG-2", same_contacts_as="ENG-1")
    make_activity(body, "Report of the stall", ref="ENG-3", same_contacts_as="ENG-2")
    make_activity(body, "Talk at the library", ref="ENG-4")
    for number in (2, 3, 4):
        heard(heard_at=f"activity:{number}")
    assert the_theme().sources == 2
    heard(heard_at="activity:1")
    assert the_theme().sources == 2


def test_two_stories_of_one_person_are_one_source_and_of_strangers_two() -> None:
    carer = make_person()
    for _ in range(2):
        make_story(person_id=carer.id)
    assert the_theme().sources == 1
    for _ in range(2):
        make_story()
    assert (the_theme().sources, the_theme().kinds) == (3, {"story": 3})


@pytest.mark.both_databases
def test_forums_activities_and_stories_on_one_topic_stand_together(meetings: None) -> None:
    heard("Wheelchairs", heard_at="meeting:1", tone="negative")
    activity = make_activity(make_body())
    heard("Wheelchairs", heard_at=activities.reference(activity.id), tone="positive")
    make_story(topic="Wheelchairs", tone="negative")
    theme = the_theme()
    assert (theme.items, theme.sources) == (3, 3)
    assert theme.kinds_in_words == "1 activity, 1 forum, 1 story"
    assert theme.tones_in_words == "1 positive, 2 negative"


def test_a_place_given_in_words_is_a_source_however_it_is_spelt() -> None:
    heard(heard_where="Tettenhall Medical Practice")
    heard(heard_where="tettenhall medical practice.")
    heard(heard_where="Bilston library")
    assert (the_theme().sources, the_theme().kinds) == (2, {"place": 2})


def test_what_nobody_wrote_a_place_down_for_is_no_source() -> None:
    heard()
    theme = the_theme()
    assert (theme.items, theme.unplaced, theme.sources) == (1, 1, 0)


def test_the_topic_of_most_independent_sources_comes_first(meetings: None) -> None:
    for _ in range(5):
        heard("Parking", heard_at="meeting:1")
    heard("Buses", heard_at="meeting:1")
    heard("Buses", heard_at="meeting:3")
    assert [theme.topic for theme in all_themes()] == ["Buses", "Parking"]


def test_topics_narrow_to_a_period_a_body_and_a_service() -> None:
    walsall, dudley = make_body("Walsall CCG"), make_body("Dudley CCG")
    heard(when="June 2018", body_id=walsall.id, service="Stroke")
    heard(when="2019", body_id=dudley.id, also_bodies=["walsall-ccg"], service="Buses")
    assert the_theme(body="walsall-ccg").items == 2
    assert the_theme(body="dudley-ccg").items == 1
    assert the_theme(service="Stroke").items == 1
    assert the_theme(heard="2018/19").items == 1
    assert all_themes(heard="2017/18") == []


def test_a_period_that_makes_no_sense_is_told_and_narrows_nothing() -> None:
    heard()
    narrowed = triangulation.narrowed(MultiDict({"heard": "last Tuesdayish"}))
    assert narrowed.problems
    assert len(triangulation.themes(narrowed.condition)) == 1


def test_spellings_are_one_topic_only_once_somebody_says_so() -> None:
    for topic in ("GP access", "GP Access", "Getting to see a GP", "Parking"):
        heard(topic)
    assert len(all_themes()) == 4
    assert [one.topics for one in spellings.alike(spellings.main_topics())] == [("GP Access", "GP access")]
    topic_service.confirm_spelling(SYSTEM, "GP Access", "GP access")
    topic_service.confirm_spelling(SYSTEM, "GP access", "Getting to see a GP")
    gp, parking = all_themes()
    assert (gp.topic, gp.items) == ("Getting to see a GP", 3)
    assert gp.other_spellings == ["GP Access", "GP access"]
    assert parking.items == 1
    assert spellings.alike(spellings.main_topics()) == []


def test_a_spelling_parted_is_a_topic_of_its_own_again() -> None:
    heard("GP access")
    heard("Seeing a GP")
    row = topic_service.confirm_spelling(SYSTEM, "Seeing a GP", "GP access")
    assert len(all_themes()) == 1
    topic_service.part_spelling(SYSTEM, row)
    assert len(all_themes()) == 2


@pytest.mark.parametrize(
    ("spelling", "topic", "why"),
    [
        ("", "GP access", "Choose both"),
        ("GP access", "GP access", "are the same already"),
        ("GPs", "Parking", "stands for “GP access” already"),
        ("GP access", "GPs", "are the same already"),
    ],
)
def test_spellings_that_say_nothing_or_contradict_are_refused(spelling: str, topic: str, why: str) -> None:
    topic_service.confirm_spelling(SYSTEM, "GPs", "GP access")
    with pytest.raises(Refused, match=why):
        topic_service.confirm_spelling(SYSTEM, spelling, topic)


def test_one_topic_shows_its_sources_and_the_records_through_which_they_spoke(meetings: None) -> None:
    heard(heard_at="meeting:1", when="1 June 2019")
    heard(heard_at="meeting:2", when="3 September 2019")
    heard(heard_where="Bilston library")
    theme, sources = triangulation.theme_of("Buses", true())
    forum, library = sources
    assert (forum.source, forum.items, forum.kind) == ("forum:4", 2, "forum")
    assert [record.text for record in forum.records] == ["Meeting 1", "Meeting 2"]
    assert str(forum.last) == "2019-09-03"
    assert (library.link.text, library.kind) == ("Bilston library", "other source")
    assert theme.sources == 2


def test_quotations_of_a_topic_are_those_agreed_to_for_the_use() -> None:
    make_story(quote="Eleven weeks")
    make_story(agreed=("pass_to_quality",))
    make_story(agreed=("quote_in_public",), quote="In a week")
    refs = the_theme().stories
    assert [one.words for one in triangulation.quotations(refs, Use.REPORT)] == ["Eleven weeks", "In a week"]
    assert [one.words for one in triangulation.quotations(refs, Use.PUBLIC)] == ["In a week"]


def test_twenty_topics_cost_no_more_questions_than_two(meetings: None) -> None:
    def cost() -> int:
        forget()
        with queries_asked() as asked:
            all_themes()
        return len(asked)

    body = make_body()

    def more(numbers: range) -> None:
        for number in numbers:
            activity = make_activity(body, f"Talk {number}")
            heard(f"Topic {number}", heard_at=activities.reference(activity.id))
            heard(f"Topic {number}", heard_at="meeting:1")
            make_story(topic=f"Topic {number}")

    more(range(2))
    few = cost()
    more(range(2, 20))
    assert cost() == few
