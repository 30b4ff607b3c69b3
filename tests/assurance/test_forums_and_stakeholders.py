"""The section on forums that met and on the stakeholder register, from testimony made by hand."""

from __future__ import annotations

from datetime import date

from engage.stakeholders.facts import OrganisationKnown
from tests.assurance.made import given, meeting, report, table_of, words_of

SECTION = "9"


def organisation(
    number: int, *contacts: date, group: str = "SG-4", added_on: date = date(2018, 7, 2), **known: date
) -> OrganisationKnown:
    return OrganisationKnown(
        f"organisation:{number}", f"Group {number}", group, added_on, known.get("closed_on"), False, contacts
    )


def test_each_forum_that_met_has_its_attendance_and_what_became_of_its_actions() -> None:
    value = report(
        given(
            meeting(1, "14 May 2018", attended=9, quorate=True, actions_open=1, actions_done=2),
            meeting(2, "13 August 2018", attended=7, quorate=False, actions_open=2, actions_overdue=1),
            meeting(3, "4 July 2018", forum="Citizens Forum", public=31),
        )
    )
    assert table_of(value, "Forums that met") == [
        {
            "Forum": "PPG Chairs Group",
            "Meetings": "2",
            "Last met": "13 August 2018",
            "Attendance": "16",
            "Actions open": "3",
            "Overdue": "1",
            "Actions done": "2",
        },
        {
            "Forum": "Citizens Forum",
            "Meetings": "1",
            "Last met": "4 July 2018",
            "Attendance": "not recorded",
            "Actions open": "0",
            "Overdue": "0",
            "Actions done": "0",
        },
    ]
    said = words_of(value, SECTION)
    assert "3 meetings were held. 1 had no quorum. Attendance is known of 2 of 3 meetings." in said
    assert "Of the actions agreed at them 2 are done and 3 open, 1 of these overdue." in said


def test_attendance_that_is_known_of_some_meetings_says_of_how_many() -> None:
    value = report(given(meeting(1, attended=9), meeting(2, "6 July 2018")))
    assert table_of(value, "Forums that met")[0]["Attendance"] == "9 at 1 of 2"


def test_a_head_count_that_was_not_taken_is_never_nought() -> None:
    value = report(given(meeting(1)))
    assert [row["Public"] for row in table_of(value, "Every meeting")] == ["not recorded"]
    assert value["figures"]["meetings.public"]["value"] is None
    assert value["figures"]["meetings.attended"]["value"] is None


def test_a_meeting_that_cannot_be_dated_to_the_period_is_told_and_not_counted() -> None:
    value = report(given(meeting(1), meeting(2, "2018")))
    assert value["figures"]["meetings.count"]["value"] == 1
    assert "1 further meeting may belong to this period" in words_of(value, SECTION)


def test_what_a_project_brought_to_a_meeting_is_not_another_meeting() -> None:
    brought = meeting(1)
    item = type(brought)(**{**{f: getattr(brought, f) for f in brought.__slots__}, "ref": "agenda_item:4"})
    assert report(given(brought, item))["figures"]["meetings.count"]["value"] == 1


def test_stakeholders_are_counted_new_in_touch_and_quiet_for_six_months() -> None:
    value = report(
        given(
            register=[
                organisation(1, date(2018, 6, 6)),
                organisation(2, date(2019, 2, 1), group="SG-3"),
                organisation(3, added_on=date(2017, 5, 1)),
                organisation(4, closed_on=date(2017, 3, 31)),
            ]
        )
    )
    assert table_of(value, "Organisations by stakeholder group") == [
        {
            "Group": "Public bodies, voluntary and community groups, and providers",
            "In the register": "2",
            "In touch in the period": "1",
            "Not since 30 September 2018": "2",
        },
        {
            "Group": "Commissioning partners",
            "In the register": "1",
            "In touch in the period": "1",
            "Not since 30 September 2018": "0",
        },
    ]
    assert "3 organisations are in the register: 2 entered in the period." in words_of(value, SECTION)
    assert value["figures"]["stakeholders.quiet"]["refs"] == ["organisation:1", "organisation:3"]


def test_an_empty_register_says_so() -> None:
    assert "No organisation is in the stakeholder register." in words_of(report(given()), SECTION)
