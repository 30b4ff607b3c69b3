"""Every list is searched alike on both databases: each word typed begins a word of the record."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from inspect import get_annotations, isfunction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text

from engage.experience.stories import service as stories
from engage.forums.models import Forum
from engage.organisation import service as organisation
from engage.organisation.entries import BodyEntry
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.db import is_postgresql, session
from engage.platform.web.lists import ListSpec, View, numbers_of
from engage.rules.actors import SYSTEM
from engage.rules.words import search_words
from engage.stakeholders import service as stakeholders
from engage.stakeholders.models import Organisation
from engage.stakeholders.queries import organisation_entry, person_entry
from tests.builders import (
    make_action,
    make_activity,
    make_body,
    make_feedback,
    make_forum,
    make_meeting,
    make_organisation,
    make_person,
    make_project,
    make_story,
)
from tests.conftest import VisitorAs
from tests.house.product import application
from tests.organisation.population_figures import bring_in
from tests.panels.made import make_panel

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

CALLED = "O’Neill’s Café, for Carers (ENG-012)"
FOUND_BY = ("café", "CAFE", "Carers o'neills", "care", "eng-012", "O’NEILL", "012 eng caf")
NOT_FOUND_BY = ("afé", "arers", "carers of children", "eng-013", "cafes")


def make_figure(body: Body, words: str) -> None:
    bring_in(body, [{"characteristic": "Age", "category": words, "count": "10", "source": "Census 2021"}])


def make_forum_called(body: Body, words: str) -> Forum:
    return make_forum(body, words, code=f"forum-{len(words)}")


MADE: dict[str, Callable[[Body, str], object]] = {
    "actions": lambda _body, words: make_action(words),
    "bodies": lambda _body, words: organisation.open_body(
        SYSTEM, f"body-{len(words)}", BodyEntry(name=words, kind="CCG")
    ),
    "engagement-log": make_activity,
    "forums": make_forum_called,
    "meetings": lambda body, words: make_meeting(make_forum_called(body, words)),
    "organisations": lambda _body, words: make_organisation(words),
    "panels": lambda body, words: make_panel(body, name=words, code=f"panel-{len(words)}"),
    "patient-stories": lambda body, words: make_story(words, body_id=body.id),
    "people": lambda _body, words: make_person(words),
    "population": make_figure,
    "projects": lambda body, words: make_project(body, f"WIC-{len(words)}", words),
    "what-people-said": lambda _body, words: make_feedback(words),
}
"""By the list: how one record is made that it shows, called by these words."""


def searched_lists() -> dict[str, ListSpec]:
    """Every list of the product that can be searched, by name."""
    application()
    described = [
        function
        for name, module in sorted(sys.modules.items())
        if name.startswith("engage.")
        for function in vars(module).values()
        if isfunction(function) and get_annotations(function).get("return") == "ListSpec"
    ]
    lists = [describe() for describe in dict.fromkeys(described) if describe.__code__.co_argcount == 0]
    return {spec.name: spec for spec in lists if spec.search is not None}


def found(spec: ListSpec, typed: str) -> set[int]:
    return set(numbers_of(spec, View(words=typed)))


@pytest.mark.parametrize("name", MADE)
def test_a_list_finds_by_the_beginnings_of_words_whatever_their_marks_and_order(name: str) -> None:
    spec, body = searched_lists()[name], make_body()
    MADE[name](body, "Bilston market")
    others = found(spec, "")
    MADE[name](body, CALLED)
    (wanted,) = found(spec, "") - others
    assert {typed: found(spec, typed) for typed in FOUND_BY} == {typed: {wanted} for typed in FOUND_BY}
    assert [typed for typed in NOT_FOUND_BY if found(spec, typed)] == []
    assert found(spec, "…") == {*others, wanted}, "marks alone ask for nothing"


def test_every_list_that_can_be_searched_is_among_these() -> None:
    assert sorted(searched_lists()) == sorted(MADE)
    assert len(search.searched_tables()) == len(MADE) + 1, "a body is found by its other names as well"


def test_a_search_that_finds_nothing_says_so(visitor_as: VisitorAs) -> None:
    officer = visitor_as("engagement_officer")
    make_activity(make_body())
    assert officer.visit("/activities?words=chiropody").says("0 activities")


def organisations(typed: str) -> list[str]:
    wanted = select(Organisation.name).where(search.every_word(Organisation, typed))
    return sorted(session().scalars(wanted))


@pytest.mark.parametrize("few", [search.FEW, -1])
def test_what_few_and_what_very_many_have_is_found_alike(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "FEW", few)
    make_organisation("Lea Road Medical Practice", ods_code="M92007")
    make_organisation("Penn Manor Medical Centre", names=["Manor Road Surgery"])
    assert organisations("medical") == ["Lea Road Medical Practice", "Penn Manor Medical Centre"]
    assert organisations("Medic ROAD prac") == ["Lea Road Medical Practice"]
    assert organisations("m92007") == ["Lea Road Medical Practice"]
    assert organisations("surgery") == ["Penn Manor Medical Centre"]
    assert organisations("edical") == []


@pytest.mark.parametrize("few", [search.FEW, -1])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=some.text(min_size=1, max_size=12), typed=some.text(max_size=4))
def test_the_databases_cut_words_as_we_do(
    few: int, name: str, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    name, typed = name.replace("\0", ""), typed.replace("\0", "")
    row = make_organisation(f"x {name}")
    begun, words = search_words(typed).split(), row.search_text.split()
    meant = all(any(word.startswith(one) for word in words) for one in begun)
    wanted = select(Organisation.id).where(search.every_word(Organisation, typed))
    assert (row.id in session().scalars(wanted).all()) == meant


def test_the_words_follow_a_change_and_go_with_their_record() -> None:
    cafe, person, story = make_organisation("Low Hill Café"), make_person("Known Chair"), make_story("Zither")
    stakeholders.change_organisation(SYSTEM, cafe, replace(organisation_entry(cafe), name="Bushbury Café"))
    assert (organisations("hill"), organisations("bushbury")) == ([], ["Bushbury Café"])
    stakeholders.change_person(SYSTEM, person, replace(person_entry(person), name="Quiet Chair"))
    stories.withdraw(SYSTEM, story, story.version, clock.today(), "They asked for it")
    lists = searched_lists()
    gone = {
        typed: found(lists[name], typed)
        for name, typed in (("people", "known"), ("patient-stories", "zither"))
    }
    assert gone == {"known": set(), "zither": set()}
    assert found(lists["people"], "quiet") == {person.id}
    for table in search.searched_tables() if not is_postgresql() else ():
        index = search.index_of(table)
        session().execute(text(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)"))


def test_postgresql_answers_from_the_index_of_words() -> None:
    if not is_postgresql():
        return
    make_organisation("Low Hill Café")
    session().execute(text("SET LOCAL enable_seqscan = off"))
    asked = (
        select(Organisation.id).where(search.any_word(Organisation, ["hill"])).compile(session().get_bind())
    )
    plan = session().connection().exec_driver_sql(f"EXPLAIN {asked}", asked.params)
    assert search.index_of("organisation") in " ".join(line for (line,) in plan)
