"""Records are found by the beginnings of their words, whoever last changed them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.stakeholders import searching, service
from engage.stakeholders.models import Organisation, Person, RegisterWord
from tests.builders import make_organisation, make_person

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]


def found(typed: str) -> list[str]:
    wanted = select(Organisation.name).where(searching.having(Organisation, typed))
    return sorted(session().scalars(wanted))


def test_every_word_typed_must_begin_a_word_of_the_record() -> None:
    make_organisation("Lea Road Medical Practice", ods_code="M92007")
    make_organisation("Penn Manor Medical Centre", names=["Manor Road Surgery"])
    assert found("medical") == ["Lea Road Medical Practice", "Penn Manor Medical Centre"]
    assert found("Medic ROAD prac") == ["Lea Road Medical Practice"]
    assert found("m92007") == ["Lea Road Medical Practice"]
    assert found("surgery") == ["Penn Manor Medical Centre"]
    assert found("edical") == []
    assert len(found("…")) == 2


def test_a_word_that_very_many_have_is_found_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "FEW", 1)
    make_organisation("Lea Road Medical Practice")
    make_organisation("Penn Manor Medical Practice")
    assert found("medical lea") == ["Lea Road Medical Practice"]
    assert len(found("medical")) == 2


def test_the_words_follow_a_change_and_go_with_an_erasure() -> None:
    cafe = make_organisation("Low Hill Café")
    service.change_organisation(SYSTEM, cafe, {"name": "Bushbury Café"})
    assert (found("hill"), found("bushbury")) == ([], ["Bushbury Café"])
    person = make_person("Known Chair")
    assert session().scalars(select(Person.id).where(searching.having(Person, "known"))).all() == [person.id]
    service.change_person(SYSTEM, person, {"name": "…"})
    wanted = select(RegisterWord.word).where(RegisterWord.person_id == person.id)
    assert session().scalars(wanted).all() == []
