"""The clock lets go what is due: it warns first, waits, can be held, and does nothing twice."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from engage.accounts import service as accounts
from engage.accounts.models import Account
from engage.experience.models import Story
from engage.platform import clock as product_clock
from engage.platform.data import verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.data.tables import Base, Keep
from engage.platform.data.undo import put_back
from engage.platform.imports.models import Import
from engage.platform.mail.models import Letter, SingleUseLink
from engage.platform.offers import retention
from engage.platform.processes.jobs import JOBS, run_job
from engage.privacy import queries, service
from engage.privacy.jobs import let_go_what_is_due
from engage.privacy.models import RetentionNotice
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from engage.rules.retention import read_retention
from engage.stakeholder_maps.models import MapScore
from engage.stakeholders import service as stakeholders
from engage.stakeholders.consents import service as consents
from engage.stakeholders.duplicates import service as merging
from engage.stakeholders.entries import ContactEntry, OrganisationEntry, PersonEntry, PointEntry
from engage.stakeholders.models import Organisation, Person
from tests.builders import make_account, make_body, make_project
from tests.conftest import VisitorAs
from tests.house.product import tables
from tests.privacy.planting import plant
from tests.privacy.searching import places_of
from tests.stakeholder_maps.made import judge

pytestmark = pytest.mark.usefixtures("app", "clock")

ROWS: dict[str, type[Base]] = {row.__tablename__: row for row, _ in tables()}
LONG_AGO = datetime(2014, 4, 3, 9, tzinfo=UTC)
NIGHT = let_go_what_is_due.__name__

assert NIGHT in JOBS


def nights(clock: time_machine.Traveller, *days: date) -> list[str]:
    """What the job of each of these nights said."""
    said = []
    for day in days:
        clock.move_to(datetime(day.year, day.month, day.day, 4, tzinfo=UTC), tick=False)
        said.append(run_job(NIGHT))
    return said


def long_ago(clock: time_machine.Traveller, made: Callable[[], Any]) -> Any:
    """Something made in 2014."""
    now = product_clock.now()
    clock.move_to(LONG_AGO, tick=False)
    answer = made()
    clock.move_to(now, tick=False)
    return answer


def test_every_class_that_the_clock_sees_to_has_somebody_who_does() -> None:
    by_clock = {Keep(keep) for keep, rule in read_retention().items() if rule.by == "clock"}
    assert retention.classes() == by_clock


@pytest.mark.both_databases
def test_somebody_nobody_dealt_with_for_two_years_is_warned_of_and_erased_four_weeks_after(
    clock: time_machine.Traveller,
) -> None:
    person = long_ago(
        clock, lambda: stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee", email="z@ppg.example"))
    )
    said = nights(clock, date(2019, 11, 14), date(2019, 12, 11), date(2019, 12, 12), date(2019, 12, 13))
    assert said == [
        "1 warning given; 0 records let go.",
        "0 warnings given; 0 records let go.",
        "0 warnings given; 1 record let go.",
        "0 warnings given; 0 records let go.",
    ]
    assert session().get_one(Person, person.id).name == f"Erased person {person.id}"
    assert places_of(["zebedee"]) == {}
    [notice] = queries.notices_gone()
    assert (notice.ref, notice.what) == (f"person:{person.id}", "everything kept of a person")
    assert verifying.verify().why == ""


def test_the_same_night_run_twice_does_nothing_twice(clock: time_machine.Traveller) -> None:
    long_ago(clock, lambda: stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee")))
    nights(clock, date(2019, 11, 14), date(2019, 11, 14), date(2019, 12, 12), date(2019, 12, 12))
    assert session().scalar(select(func.count()).select_from(RetentionNotice)) == 1
    [notice] = queries.notices_gone()
    assert service.let_go(notice, retention.Due(Keep.CONTACT, notice.ref, notice.due_on, "")) == []


def test_whoever_agreed_to_hear_from_us_or_holds_a_post_stays(clock: time_machine.Traveller) -> None:
    def agree() -> None:
        person = stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee"))
        consents.give_consent(SYSTEM, person, "bulk", "consent", "", None)
        holder = stakeholders.add_person(SYSTEM, PersonEntry(name="Yolanda"))
        plant(ROWS["post"], {"person_id": holder.id}, "words")

    long_ago(clock, agree)
    assert nights(clock, date(2019, 11, 14)) == ["0 warnings given; 0 records let go."]


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ("membership", {"to_on": None}),
        ("panel_member", {"state": "joined"}),
        ("action", {"state": "open"}),
        ("rights_request", {"state": "open"}),
    ],
)
def test_whoever_sits_on_a_forum_or_panel_or_waits_for_an_answer_stays(
    table: str, given: dict[str, Any], clock: time_machine.Traveller
) -> None:
    def sit() -> None:
        person = stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee"))
        plant(ROWS[table], {"person_id": person.id, **given}, "words")

    long_ago(clock, sit)
    assert nights(clock, date(2019, 11, 14)) == ["0 warnings given; 0 records let go."]


def test_a_dealing_after_the_warning_calls_it_off(clock: time_machine.Traveller) -> None:
    person = long_ago(clock, lambda: stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee")))
    nights(clock, date(2019, 11, 14))
    contact = ContactEntry(on=date(2019, 11, 14), how="phone", about="The walk-in centre")
    consents.note_contact(SYSTEM, person, contact)
    nights(clock, date(2019, 12, 13))
    assert queries.notices_open() == []
    assert session().get_one(Person, person.id).name == "Zebedee"


def test_what_is_held_stays_until_the_hold_is_over(clock: time_machine.Traveller) -> None:
    person = long_ago(clock, lambda: stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee")))
    nights(clock, date(2019, 11, 14))
    [notice] = queries.notices_open()
    with pytest.raises(Refused, match="still to come"):
        service.hold(SYSTEM, notice, date(2019, 11, 14), "A complaint goes on")
    service.hold(SYSTEM, notice, date(2020, 1, 31), "A complaint goes on")
    nights(clock, date(2019, 12, 20), date(2020, 1, 31))
    assert session().get_one(Person, person.id).name == "Zebedee"
    nights(clock, date(2020, 2, 1))
    assert session().get_one(Person, person.id).erased_on == date(2020, 2, 1)
    assert session().get_one(RetentionNotice, notice.id).held_because == "", "why may tell of them as well"
    with pytest.raises(Missing):
        queries.notice_for(notice.id)


def test_a_closed_account_gives_way_to_the_title_of_its_post(clock: time_machine.Traveller) -> None:
    def leave() -> Account:
        account = accounts.open_account(
            SYSTEM, "zebedee@ccg.example", "Zebedee", ["governance_lead"], password="three random words"
        )
        from engage.accounts import queries as who

        make_project(make_body())
        accounts.close_account(SYSTEM, account)
        open_again = who.actor_for(account)
        accounts.open_account(open_again, "after@ccg.example", "After", ["clinical_lead"], password=None)
        return account

    account = long_ago(clock, leave)
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    kept = session().get_one(Account, account.id)
    assert (kept.name, kept.email) == ("Governance lead", f"account-{account.id}@nobody.invalid")
    assert places_of(["zebedee"]) == {}
    names = session().scalars(select(AuditEntry.actor_name).where(AuditEntry.actor_id == account.id))
    assert set(names) == {"Governance lead"}
    assert verifying.verify().why == ""


def test_an_account_in_use_keeps_its_name(clock: time_machine.Traveller) -> None:
    long_ago(clock, lambda: make_account("governance_lead"))
    assert nights(clock, date(2019, 11, 14)) == ["0 warnings given; 0 records let go."]


def test_letters_and_links_go_by_the_month(clock: time_machine.Traveller) -> None:
    lately = datetime(2019, 11, 1, tzinfo=UTC)
    for at, address, text in ((LONG_AGO, "z@ppg.example", "Dear all"), (lately, "n@a.example", "New")):
        plant(ROWS["letter"], {"written_at": at, "to_address": address, "state": "sent"}, text)
    plant(ROWS["single_use_link"], {"ends_at": LONG_AGO}, "old")
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    texts = session().execute(select(Letter.to_address, Letter.text).order_by(Letter.id)).all()
    assert [tuple(one) for one in texts] == [("", ""), ("n@a.example", "New")]
    assert session().scalars(select(SingleUseLink)).all() == []


def test_what_went_is_listed_afterwards_by_day_without_what_it_was(
    clock: time_machine.Traveller, visitor_as: VisitorAs
) -> None:
    written = {"written_at": LONG_AGO, "to_address": "z@ppg.example", "state": "sent"}
    plant(ROWS["letter"], written, "Dear all")
    nights(clock, date(2019, 11, 14))
    page = visitor_as("ig_officer").visit("/retention")
    assert page.says("1 warning")
    assert not page.says("What went")
    nights(clock, date(2019, 12, 12))
    page = visitor_as("ig_officer").visit("/retention")
    assert page.says("Nothing is due to go soon.")
    assert page.says("What went")
    assert page.says("12 December 2019")
    assert not page.says("z@ppg.example")


def test_the_file_of_an_import_goes_and_its_counts_stay(clock: time_machine.Traveller, app: Flask) -> None:
    files, content = app.extensions["files"], app.config["HOME"] / "log.csv"
    content.write_text("Title\nZebedee's talk\n", encoding="utf-8")
    with content.open("rb") as stream:
        kept = files.store(stream, "log.csv")
    os.utime(files.path(kept.fingerprint), (LONG_AGO.timestamp(), LONG_AGO.timestamp()))
    result = {"rows_read": 12, "set_aside": [{"problem": "“Zebedee” is no date"}]}
    plant(ROWS["import"], {"file": kept.fingerprint, "began_at": LONG_AGO, "result": result}, "words")
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    row = session().scalars(select(Import)).one()
    assert (row.file, row.result) == ("", {"rows_read": 12, "set_aside": []})
    assert not files.holds(kept.fingerprint)


def test_the_words_of_a_story_go_and_what_came_of_it_stays(clock: time_machine.Traveller) -> None:
    story = {"start_to": date(2014, 4, 3), "withdrawn_on": None, "outcome": "The rota was changed"}
    plant(ROWS["story"], story, "Zebedee waited")
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    kept = session().scalars(select(Story)).one()
    assert (kept.words, kept.teller, kept.quote, kept.outcome) == ("", "", "", "The rota was changed")


def test_what_a_former_member_of_a_panel_said_goes(clock: time_machine.Traveller) -> None:
    left = {"state": "left", "left_on": date(2014, 4, 3), "left_because": "Zebedee moved away"}
    member = plant(ROWS["panel_member"], left, "words")
    plant(ROWS["expense"], {"member_id": getattr(member, "id")}, "Zebedee’s bus")  # noqa: B009
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    assert places_of(["zebedee"]) == {}


def test_a_map_goes_a_year_after_its_project(clock: time_machine.Traveller) -> None:
    body = make_body()
    over = make_project(body, ends_on=date(2018, 3, 31))
    going_on = make_project(body, "DENT-1")
    for project in (over, going_on):
        judge(project, "group:Carers", date(2018, 3, 1), power=3)
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    assert session().scalars(select(MapScore.project_id)).all() == [going_on.id]


def test_what_was_let_go_is_not_brought_back_by_undoing(clock: time_machine.Traveller) -> None:
    long_ago(clock, lambda: stakeholders.add_person(SYSTEM, PersonEntry(name="Zebedee", notes="Notes")))
    nights(clock, date(2019, 11, 14), date(2019, 12, 12))
    entry = session().scalars(select(AuditEntry).where(AuditEntry.event == "retention.went")).one()
    from engage.platform.data.transactions import one_transaction

    @one_transaction
    def undo() -> None:
        put_back(entry.id)

    with pytest.raises(Refused, match="no copy"):
        undo()


def test_how_the_people_of_a_closed_organisation_were_reached_goes(clock: time_machine.Traveller) -> None:
    def close() -> None:
        made = OrganisationEntry(name="Zebra Club", notes="Ask for Zebedee", phone="01902 555 0100")
        organisation = stakeholders.add_organisation(SYSTEM, made)
        stakeholders.add_point(SYSTEM, organisation, PointEntry(kind="email", value="zebedee@club.example"))
        twice = stakeholders.add_organisation(
            SYSTEM, OrganisationEntry(name="The Zebra Club", notes="Or for Ermintrude")
        )
        consents.note_contact(
            SYSTEM, twice, ContactEntry(on=date(2014, 4, 2), how="phone", about="Dougal rang")
        )
        merging.merge_organisations(SYSTEM, organisation, twice, {"name": "kept", "notes": "other"})
        stakeholders.close(SYSTEM, organisation, date(2014, 4, 3))

    long_ago(clock, close)
    nights(clock, date(2019, 11, 14), date(2019, 12, 12), date(2020, 1, 20))
    assert places_of(["zebedee", "ermintrude", "dougal"]) == {}
    kept = session().scalars(select(Organisation).where(Organisation.merged_into_id.is_(None))).one()
    assert (kept.name, kept.phone) == ("Zebra Club", "01902 555 0100")
    assert len(queries.notices_gone()) == 1
