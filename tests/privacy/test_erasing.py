"""Erasing a person: nothing of them is found anywhere after, and what must stay stays without them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote_plus

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.experience.insight import service as insights
from engage.experience.insight.models import Insight
from engage.imports import service as imports
from engage.panels.members import characteristics
from engage.panels.members import service as panels
from engage.panels.models import Characteristic, PanelMember
from engage.platform import clock
from engage.platform.answers.models import Answer
from engage.platform.data import audit, verifying
from engage.platform.data.db import answers, session
from engage.platform.data.files import FileStore, StoredFile
from engage.platform.data.tables import NOT_COPIED, Privacy
from engage.platform.data.transactions import of_answers, one_transaction
from engage.platform.imports.models import Import
from engage.platform.long_acts import service as long_acts
from engage.platform.mail import suppression
from engage.platform.mail.models import Letter
from engage.platform.web.history import history_page
from engage.platform.web.list_pages import keep_view
from engage.platform.web.models import SavedView
from engage.privacy import erasing, service
from engage.privacy.access import queries as kept
from engage.privacy.entries import RequestEntry
from engage.privacy.files import forget_files
from engage.privacy.models import RightsRequest
from engage.privacy.words import FATES, Fate
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.stakeholders import service as stakeholders
from engage.stakeholders.bulk import service as bulk
from engage.stakeholders.consents import service as consents
from engage.stakeholders.consents.mail import recipients
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.models import Consent, Person, Post
from engage.stakeholders.queries import person_entry
from tests.builders import make_actor, make_body, make_feedback, make_insight, make_story
from tests.house.product import columns, tables
from tests.panels.made import make_panel
from tests.privacy.planting import plant, plant_everywhere
from tests.privacy.searching import places_of

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

NAME, MAIL, PHONE = "Zebedee the Chair", "zebedee.chair@ppg.example", "01902 555 0199"
NOTE, NEED, HOW = "Prefers the zinnia room", "Quarto braille", "Showed a zircon badge"
ERASED = (NAME, "zebedee", MAIL, PHONE, NOTE, NEED)
ROWS = {row.__tablename__: row for row, _ in tables()}


@pytest.fixture
def person() -> Person:
    return stakeholders.add_person(
        SYSTEM, PersonEntry(name=NAME, email=MAIL, phone=PHONE, notes=NOTE, access_needs=NEED)
    )


def asked(person: Person, kind: str = "erasure", how: str = HOW) -> RightsRequest:
    return service.record_request(
        SYSTEM, person, RequestEntry(kind=kind, received_on=date(2019, 10, 31), identity_checked_how=how)
    )


def erase(person: Person) -> RightsRequest:
    request = asked(person)
    forget_files(service.erase(make_actor("ig_officer"), request))
    return request


def test_after_erasing_nothing_of_the_person_is_found_anywhere_in_the_database(person: Person) -> None:
    plant_everywhere(person, f"Said by {NAME}:", NOT_COPIED)
    letter = {"to_ref": f"person:{person.id}", "to_address": MAIL, "subject": f"For {NAME}"}
    plant(ROWS["letter"], letter, f"Dear {NAME}")
    stakeholders.change_person(SYSTEM, person, replace(person_entry(person), notes=f"{NOTE} still"))
    assert set(places_of(ERASED)) == set(ERASED), "they are there before"
    erase(person)
    assert places_of((*ERASED, HOW)) == {}


def test_where_words_of_others_that_name_them_stay_it_is_pointed_out_before(person: Person) -> None:
    plant_everywhere(person, f"Said by {NAME}:")
    told = set(kept.mentions([NAME], kept.rows_of([person.id])))
    pointed_out = {(row.__tablename__, note) for note, row in told}
    erase(person)
    stays = [place for place in places_of([NAME])[NAME] if not place.endswith(".db")]
    by_name = dict(columns())
    assert {by_name[place].info["privacy"] for place in stays} == {Privacy.WORDS}
    assert {(place.split(".")[0], by_name[place].comment) for place in stays} <= pointed_out


def test_a_story_of_theirs_quoted_in_a_summary_that_was_shared_is_found_nowhere_after(person: Person) -> None:
    words = {
        "title": "Zither lessons stopped",
        "words": "The zeppelin came late",
        "quote": "Zeros everywhere",
    }
    body = make_body()
    make_story(**words, person_id=person.id, body_id=body.id, agreed=["quote_in_public"])
    insight = make_insight(body)
    insights.share(SYSTEM, insight, insight.version, clock.today())
    sought = ("zither", "zeppelin", "zeros")
    assert "insight.themes" in places_of(sought)["zeros"], "it is quoted before"
    erase(person)
    assert places_of(sought) == {}
    assert session().get_one(Insight, insight.id).themes[0]["items"] == 1, "what it counted stays"


def test_what_was_noted_of_them_is_not_in_the_history_either(person: Person) -> None:
    noted: dict[str, Any] = {"topics": ("Zonal bus routes",), "languages": ("Zulu",)}
    noted |= {"sub_type": "Zookeeper", "source": "Zoe’s list"}
    stakeholders.change_person(SYSTEM, person, replace(person_entry(person), **noted))
    bulk.tag_many(SYSTEM, Person, [person.id], "Zestful carer")
    panel = make_panel(make_body())
    panels.record_interest(SYSTEM, panel, person.id, date(2019, 5, 7), ["Zebra crossings"])
    words = ("zonal", "zulu", "zookeeper", "zoe", "zestful", "zebra")
    assert set(places_of(words)) == set(words), "they are there before"
    erase(person)
    assert places_of(words) == {}


def test_what_names_them_in_the_history_of_another_record_is_blanked_once_somebody_has_judged_it(
    person: Person,
) -> None:
    theirs, anothers = (make_feedback(f"The {NAME} asked for {what}") for what in ("buses", "a ramp"))
    service.blank_in_trail(make_actor("ig_officer"), NAME, "Erased as they asked", theirs.record_ref())
    steps = history_page(theirs.record_ref())
    assert [(line.before, line.after) for step in steps for line in step.lines] == [("", "(blanked)")]
    assert NAME in str(history_page(anothers.record_ref()))
    verdict = verifying.verify()
    assert verdict.why == ""
    assert [(one.why, one.changes) for one in verdict.blanked] == [("Erased as they asked", 1)]
    with pytest.raises(Refused, match="two words or more"):
        service.blank_in_trail(make_actor("ig_officer"), "buses", "Too short a word")


def test_what_the_public_sent_in_is_looked_through_as_the_record_is(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    @of_answers
    def send_in(words: str) -> None:
        answers.session.add(Answer(received_at=clock.now(), words=words))

    for words in (f"person:{person.id}", "The bus stops at the door"):
        send_in(words)
    monkeypatch.setitem(FATES, "answer", Fate("Answers they sent in", True, "Nothing needs it."))
    erase(person)
    assert list(answers.session.scalars(select(Answer.words))) == ["The bus stops at the door"]


def test_a_kept_view_that_seeks_them_goes_and_the_history_never_had_its_words(person: Person) -> None:
    officer = make_actor("engagement_officer")
    sought = f"words={quote_plus(NAME)}"
    keep_view(officer, "people", f"Letters to {NAME}", sought, "team")
    keep_view(officer, "people", "Chairs", "words=chair")
    [told] = [one for one in erasing.plan(person.id) if one.what.startswith("Kept views")]
    assert (told.count, told.goes) == (1, True)
    erase(person)
    assert session().scalars(select(SavedView.name)).all() == ["Chairs"]
    assert places_of([NAME, sought]) == {}


def test_an_act_on_many_found_by_their_name_leads_back_to_the_list_without_it(person: Person) -> None:
    officer, sought = make_actor("engagement_officer"), f"words={quote_plus(NAME)}"
    act, _ = long_acts.begin(officer, "stakeholders.tag", [person.id], {"tag": "Chairs"}, f"/people?{sought}")
    erase(person)
    assert act.back == "/people"
    assert places_of([NAME, sought]) == {}


def test_what_had_to_stay_stays_without_them_and_is_listed_with_the_reason_and_no_value(
    person: Person,
) -> None:
    marks = plant_everywhere(person, "planted in")
    number = person.id
    request = erase(person)
    stub = session().get(Person, number)
    assert stub is not None
    assert (stub.name, stub.erased_on, stub.do_not_contact) == (
        f"Erased person {number}",
        clock.today(),
        True,
    )
    told = {one["what"]: one for one in request.outcome}
    assert told["Addresses and numbers"]["goes"] is True
    assert told["Attendance at meetings" if "attendance" in marks else "Seats on forums"]["goes"] is False
    assert all(one["why"] for one in request.outcome)
    assert session().scalars(select(Post.person_id)).all() == [None]
    assert (request.state, request.answered_on) == ("answered", clock.today())


def test_that_they_are_not_to_be_written_to_outlives_them(person: Person) -> None:
    consents.give_consent(SYSTEM, person, "bulk", "consent", "At the zinnia desk", date(2018, 4, 3))
    erase(person)
    [consent] = session().scalars(select(Consent)).all()
    assert (consent.withdrawn_on, consent.source) == (clock.today(), "")
    assert places_of(["zinnia desk"]) == {}


def test_an_import_that_brings_them_back_does_not_bring_back_their_consent(person: Person) -> None:
    erase(person)
    again = stakeholders.add_person(SYSTEM, PersonEntry(name="A name", email=MAIL.upper()))
    consents.give_consent(SYSTEM, again, "bulk", "consent", "spreadsheet", date(2018, 4, 3))
    [left_out] = recipients([again.id], "bulk").left_out
    assert left_out.sentence == suppression.NOT_AGAIN
    service.let_hear_again(make_actor("ig_officer"), [MAIL])
    assert [one.ref for one in recipients([again.id], "bulk").able] == [f"person:{again.id}"]


def test_an_address_that_nobody_had_erased_cannot_be_let_back() -> None:
    with pytest.raises(Refused, match="not among those"):
        service.let_hear_again(SYSTEM, ["somebody@else.example"])


def test_what_they_said_of_themselves_in_panels_goes(person: Person) -> None:
    member = plant(ROWS["panel_member"], {"person_id": person.id}, "member")
    assert isinstance(member, PanelMember)
    answer: dict[str, str] = _some_answer()

    @one_transaction
    def say() -> None:
        characteristics.replace(member.panel_id, member.id, answer)

    say()
    assert session().scalar(select(func.count()).select_from(Characteristic)) == 1
    erase(person)
    assert session().scalar(select(func.count()).select_from(Characteristic)) == 0


def _some_answer() -> dict[str, str]:
    from engage.rules.monitoring import read_monitoring

    monitoring = read_monitoring()
    question = next(iter(monitoring.questions))
    return {question: monitoring.prefer_not_to_say.code}


def test_a_letter_that_waits_is_never_sent(person: Person) -> None:
    plant(ROWS["letter"], {"to_ref": f"person:{person.id}", "to_address": MAIL}, "minutes")
    erase(person)
    [letter] = session().scalars(select(Letter)).all()
    assert (letter.state, letter.to_address, letter.text) == (erasing.NEVER_SENT, "", "")


def test_the_file_that_brought_them_goes_and_the_counts_of_its_import_stay(
    person: Person, app: Flask, tmp_path: Any
) -> None:
    files: FileStore = app.extensions["files"]
    path = tmp_path / "people.csv"
    path.write_text(f"Name,Mail\n{NAME},{MAIL}\n", encoding="utf-8")
    with path.open("rb") as stream:
        stored = files.store(stream, f"Sent by {NAME}.csv")
    outline = [{"name": "people", "headings": ["Name"], "rows": 1, "samples": [[NAME, "A carer"]]}]
    imports.upload(make_actor("engagement_officer"), "activities", stored, outline, {})
    erase(person)
    [row] = session().scalars(select(Import)).all()
    assert (row.file, row.outline[0]["rows"]) == ("", 1)
    assert row.file_name == erasing.IN_ITS_PLACE
    assert row.outline[0]["samples"] == [[erasing.IN_ITS_PLACE, "A carer"]]
    assert not files.holds(stored.fingerprint)


def test_the_file_of_an_import_of_other_people_stays(person: Person) -> None:
    other = StoredFile("1" * 64, 10, "log.csv", "text/csv")
    imports.upload(make_actor("engagement_officer"), "activities", other, [{"samples": [["Café talk"]]}], {})
    erase(person)
    assert session().scalars(select(Import.file)).all() == [other.fingerprint]


def test_the_file_of_an_import_that_only_looks_alike_stays() -> None:
    ann = stakeholders.add_person(SYSTEM, PersonEntry(name="Ann"))
    plan = [{"samples": [["Planning a hospital annexe"], ["Ann of another town"]]}]
    imports.upload(
        make_actor("engagement_officer"), "activities", StoredFile("1" * 64, 9, "a.csv", "text/csv"), plan, {}
    )
    erase(ann)
    assert session().scalars(select(Import.outline)).all() == [plan]


def test_the_plan_shown_before_says_what_is_done(person: Person) -> None:
    plant_everywhere(person, "planted in")
    plan = [one.plain() for one in erasing.plan(person.id)]
    request = asked(person)
    after = [one for one in plan if one["what"] != "Their requests"]
    service.erase(SYSTEM, request)
    assert [one for one in request.outcome if one["what"] != "Their requests"] == after


def test_records_merged_with_theirs_are_erased_with_them(person: Person) -> None:
    other = stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee typed twice"))

    @one_transaction
    def merge() -> None:
        other.merged_into_id = person.id
        merged(SYSTEM)

    merge()
    erase(person)
    assert places_of(["zebedee"]) == {}


merged = audit.Event("test.records-merged")


def test_nobody_is_erased_before_it_is_known_that_it_is_they_who_ask(person: Person) -> None:
    request = asked(person, how="")
    with pytest.raises(Refused, match="how you know"):
        service.erase(SYSTEM, request)
    service.check_identity(SYSTEM, request, HOW)
    service.erase(SYSTEM, request)
    with pytest.raises(Refused, match="done with"):
        service.erase(SYSTEM, request)


def test_who_asked_to_see_is_not_erased(person: Person) -> None:
    with pytest.raises(Refused, match="not that it be erased"):
        service.erase(SYSTEM, asked(person, "access"))


def test_whoever_is_erased_asks_no_more(person: Person) -> None:
    erase(person)
    with pytest.raises(Refused, match="was erased on"):
        asked(person, "access")


def test_the_trail_is_whole_after_erasing(person: Person) -> None:
    plant_everywhere(person, "planted in")
    erase(person)
    assert verifying.verify().why == ""
