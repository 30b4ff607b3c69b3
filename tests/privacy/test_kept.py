"""What is kept of a person is found in every table, whoever adds it, and nothing of anybody else."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from engage.platform import clock
from engage.platform.answers.models import Answer
from engage.platform.data.db import answers, session
from engage.platform.data.transactions import of_answers
from engage.privacy.access import document as telling
from engage.privacy.access import queries as kept
from engage.privacy.words import FATES
from engage.rules.actors import SYSTEM
from engage.stakeholders import service as stakeholders
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.models import Person
from tests.builders import make_action, make_feedback, make_story
from tests.house.product import tables
from tests.privacy.planting import plant, plant_everywhere, plant_in_every_table

pytestmark = pytest.mark.usefixtures("app")

NAME, MAIL = "Chair of the Bilston PPG", "chair.bilston@ppg.example"


@pytest.fixture
def person() -> Person:
    return stakeholders.add_person(SYSTEM, PersonEntry(name=NAME, email=MAIL, notes="Prefers the morning"))


def words_of(sections: list[telling.Section]) -> str:
    return json.dumps([[one.name, *one.records] for one in sections], ensure_ascii=False)


def test_a_row_in_any_table_that_leads_to_a_person_is_told_to_them(person: Person) -> None:
    marks = plant_everywhere(person, "planted in")
    assert len(marks) > 10
    found = kept.rows_of([person.id])
    assert {row.__tablename__ for row in found} >= set(marks) | {"person"}
    told = {section.name for section in telling.kept_of(person.id)}
    assert {FATES[table].name for table in marks} <= told


def test_what_a_reference_in_words_leads_to_is_told(person: Person) -> None:
    rows = {row.__tablename__: row for row, _ in tables()}
    plant(rows["letter"], {"to_ref": f"person:{person.id}", "subject": "Your minutes"}, "words")
    plant(rows["single_use_link"], {"for_ref": f"person:{person.id}"}, "a link")
    plant(rows["letter"], {"to_ref": f"person:{person.id}0", "subject": "To somebody else"}, "words")
    told = words_of(telling.kept_of(person.id))
    assert "Your minutes" in told
    assert "To somebody else" not in told
    assert "Links made for them" in told


def test_what_belongs_to_a_row_of_theirs_is_told(person: Person) -> None:
    rows = {row.__tablename__: row for row, _ in tables()}
    member = plant(rows["panel_member"], {"person_id": person.id}, "member")
    plant(rows["expense"], {"member_id": member.id, "pence": 450}, "Bus fare")  # type: ignore[attr-defined]
    assert "Bus fare" in words_of(telling.kept_of(person.id))


def test_records_merged_into_one_are_of_one_person(person: Person) -> None:
    other = stakeholders.add_person(SYSTEM, PersonEntry(name="Chair, Bilston PPG", notes="Typed twice"))
    from engage.platform.data import audit
    from engage.platform.data.transactions import one_transaction

    merged = audit.Event("test.people-merged")

    @one_transaction
    def merge() -> None:
        other.merged_into_id = person.id
        merged(SYSTEM)

    merge()
    assert kept.alike(person.id) == kept.alike(other.id) == [person.id, other.id]
    assert "Typed twice" in words_of(telling.kept_of(person.id))


def test_nothing_of_other_people_or_of_staff_is_told(person: Person) -> None:
    other = stakeholders.add_person(SYSTEM, PersonEntry(name="Carer from Heath Town"))
    rows = {row.__tablename__: row for row, _ in tables()}
    plant(rows["person_merge"], {"kept_id": person.id, "other_id": other.id}, "why")
    told = words_of(telling.kept_of(person.id))
    assert "Carer from Heath Town" not in told
    assert telling.SOMEBODY_ELSE in told


def test_the_download_holds_the_same_as_data_and_as_a_paper(person: Person) -> None:
    made_at = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)
    content = telling.as_archive(NAME, telling.kept_of(person.id), made_at)
    assert content == telling.as_archive(NAME, telling.kept_of(person.id), made_at), "the same bytes again"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        data = json.loads(archive.read("kept.json"))
        assert archive.read("kept.pdf").startswith(b"%PDF")
    assert data["person"] == NAME
    assert MAIL in json.dumps(data)
    assert "Prefers the morning" in json.dumps(data)


def test_words_about_a_person_in_records_of_something_else_are_pointed_out(person: Person) -> None:
    make_feedback(f"The {NAME} asked for more buses")
    found = [(note, row.record_ref()) for note, row in kept.mentions([NAME], kept.rows_of([person.id]))]
    assert ("the words, or a summary; empty when only the answer was recorded", "feedback:1") in found
    assert session().get(Person, person.id) is not None


def test_words_about_a_person_in_what_the_public_sent_in_are_pointed_out(person: Person) -> None:
    @of_answers
    def send_in() -> None:
        answers.session.add(Answer(received_at=clock.now(), words=f"{NAME} at the desk was kind"))

    send_in()
    found = [(note, row.record_ref()) for note, row in kept.mentions([NAME], kept.rows_of([person.id]))]
    assert ("what they wrote, in which people may be named", "answer:1") in found


def test_words_that_stay_in_a_record_of_theirs_are_pointed_out_and_those_that_go_are_not(
    person: Person,
) -> None:
    make_action(f"Ring {NAME} back", person_id=person.id)
    make_story(words=f"{NAME} waited", consent_how=f"{NAME} said so on the phone", person_id=person.id)
    found = {(note, row.record_ref()) for note, row in kept.mentions([NAME], kept.rows_of([person.id]))}
    assert {one for one in found if not one[1].startswith("audit_")} == {
        ("what is to be done", "action:1"),
        ("the words it is found by, without capitals, accents and marks", "action:1"),
        ("how they agreed, or why soft intelligence needs no consent", "story:1"),
    }


def test_a_name_typed_into_any_column_of_a_class_in_any_table_is_pointed_out(person: Person) -> None:
    other = stakeholders.add_person(SYSTEM, PersonEntry(name="Carer from Heath Town"))
    planted = plant_in_every_table(other, f"Said by the {NAME}")
    found = kept.mentions([NAME], kept.rows_of([person.id]))
    told = {(row.__tablename__, note) for note, row in found}
    notes = {
        (row.__tablename__, column.name): column.comment for row, table in tables() for column in table.c
    }
    assert len(planted) > 50
    assert {place for place in planted if (place[0], notes[place]) not in told} == set()
