"""Forums that met and organisations in touch come into the report from their registers as they stand."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine

from engage.actions import service as actions
from engage.assurance.reporting import body_with, report_value
from engage.platform.offers import references
from engage.rules.actors import SYSTEM
from engage.rules.periods import financial_year
from engage.stakeholders import service
from engage.stakeholders.consents import service as consents
from engage.stakeholders.duplicates import service as merging
from engage.stakeholders.entries import ContactEntry
from engage.stakeholders.models import Organisation, Person
from tests.assurance.made import as_told, table_of, words_of
from tests.builders import (
    make_action,
    make_activity,
    make_body,
    make_feedback,
    make_forum,
    make_meeting,
    make_member,
    make_organisation,
    make_person,
    make_project,
)

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.both_databases]

TODAY = date(2019, 11, 14)  # the day of the clock of tests
YEAR = financial_year(2019)


def phone(who: Organisation | Person, on: date) -> None:
    consents.note_contact(SYSTEM, who, ContactEntry(on=on, how="phone", about=""))


@pytest.mark.usefixtures("clock")
def test_each_forum_that_met_stands_with_its_attendance_and_what_became_of_its_actions() -> None:
    group = make_forum(make_body())
    members = [make_member(group, f"PPG Chair, practice M9200{number}").id for number in range(3)]
    came = dict(zip(members, ("attended", "attended", "apologies"), strict=True))
    meeting = make_meeting(group, "12 September 2019", members=came, public=4)
    make_meeting(group, "9 January 2020", held=False)
    done, _ = (make_action(title, agreed_at=f"meeting:{meeting.id}") for title in ("Ask", "Bring back"))
    actions.complete(SYSTEM, done, done.version, "Asked", date(2019, 10, 1))
    value = as_told(report_value(body_with("wolverhampton-ccg"), YEAR, TODAY, {}))
    assert table_of(value, "Forums that met") == [
        {
            "Forum": group.name,
            "Meetings": "1",
            "Last met": "12 September 2019",
            "Attendance": "2",
            "Actions open": "1",
            "Overdue": "0",
            "Actions done": "1",
        }
    ]
    (row,) = table_of(value, "Every meeting")
    assert (row["Attended"], row["Public"]) == ("2", "4")


def test_organisations_are_counted_new_in_touch_and_quiet_as_the_register_knows_them(
    clock: time_machine.Traveller,
) -> None:
    body = make_body()
    clock.move_to(datetime(2018, 5, 1, 9, tzinfo=UTC), tick=False)
    _, trust, quiet = (make_organisation(name) for name in ("Alz Café", "Low Hill Trust", "Age UK"))
    make_organisation("Long asleep", status="dormant")
    phone(quiet, date(2018, 5, 1))
    clock.move_to(datetime(2019, 11, 14, 9, tzinfo=UTC), tick=False)
    council = make_organisation("City Council", group="SG-3")
    other, chair = make_organisation("The Low Hill Trust"), make_person("Chair of the council")
    service.appoint(SYSTEM, council, "Chair", chair.id, date(2019, 4, 1), None)
    phone(chair, date(2019, 10, 1))
    make_activity(body, "Talk", "6 June 2019", organisations=["Alz cafe"])
    phone(other, date(2019, 9, 2))
    merging.merge_organisations(SYSTEM, trust, other, {})
    value = as_told(report_value(body_with("wolverhampton-ccg"), YEAR, TODAY, {}))
    counted = {
        row["Group"]: list(row.values())[1:] for row in table_of(value, "Organisations by stakeholder group")
    }
    assert counted == {
        "Public bodies, voluntary and community groups, and providers": ["3", "2", "1"],
        "Commissioning partners": ["1", "1", "0"],
    }
    assert "4 organisations are in the register: 1 entered in the period." in words_of(value, "9")
    assert value["figures"]["stakeholders.quiet"]["refs"] == [f"organisation:{quiet.id}"]


@pytest.mark.usefixtures("clock")
def test_a_record_is_read_in_a_report_where_its_keepers_say_that_it_is_read() -> None:
    body = make_body()
    project = make_project(body)
    make_activity(body, when="6 June 2019", project=project)
    make_feedback(body_id=body.id)
    make_meeting(make_forum(body), "12 September 2019")
    make_organisation()
    records = report_value(body_with("wolverhampton-ccg"), YEAR, TODAY, {}).records
    pages = {ref: link.page for ref, link in references.links(records).items()}
    assert {ref.partition(":")[0] for ref in pages} >= {
        *("activity", "feedback", "meeting", "organisation", "project"),
    }
    assert {ref: record.path for ref, record in records.items() if pages[ref]} == {
        ref: page for ref, page in pages.items() if page
    }
