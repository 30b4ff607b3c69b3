"""People come to a panel, stay, and go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from engage.panels import queries as panels
from engage.panels import service
from engage.panels.comparison import queries as comparison
from engage.panels.entries import PanelEntry
from engage.panels.members import queries, retention
from engage.panels.members import service as members
from engage.panels.models import Expense, Panel, PanelMember
from engage.panels.queries import Counts
from engage.platform.data.db import session
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Party
from engage.platform.web.history import history_page
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from engage.stakeholders.models import Person
from tests.builders import make_actor, make_body
from tests.panels.made import change_panel, leave, make_interested, make_member, make_panel


@pytest.fixture
def panel(app: Flask) -> Panel:
    return make_panel(make_body("Wolverhampton CCG"))


def fresh(panel: Panel, member: PanelMember) -> PanelMember:
    return queries.member_for(panel, member.id)


def test_a_panel_is_found_by_its_code_and_spoken_of_by_its_name(panel: Panel) -> None:
    assert panels.panel_by_code("patient-panel").name == "Patient Panel"
    link = references.link(f"panel:{panel.id}")
    assert link is not None
    assert (link.text, link.address) == ("Patient Panel", "/panels/patient-panel")
    assert references.find("patient-panel") == f"panel:{panel.id}"
    with pytest.raises(Missing):
        panels.panel_by_code("no-such-panel")


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"code": "patient-panel"}, "Another panel has the code"),
        ({"code": "b", "from_on": date(2019, 1, 1), "to_on": date(2018, 1, 1)}, "before the first"),
        ({"code": "c", "asks": ("height",)}, "cannot ask what there is no question for"),
    ],
)
def test_a_panel_that_cannot_be_says_why(panel: Panel, entry: dict[str, Any], problem: str) -> None:
    usual = PanelEntry(name="Another", body_id=panel.body_id)
    with pytest.raises(Refused, match=problem):
        service.set_up_panel(SYSTEM, replace(usual, **entry))


def test_a_change_over_somebody_elses_is_refused(panel: Panel) -> None:
    version, entry = panel.version, panels.entry_of(panel)
    service.change_panel(SYSTEM, panel, version, replace(entry, purpose="Another"))
    with pytest.raises(Refused, match="Somebody else changed this"):
        service.change_panel(SYSTEM, panel, version, replace(entry, purpose="A third"))


def test_reasons_are_kept_for_what_is_not_asked_about_alone(panel: Panel) -> None:
    reasons = {"age": "Never mind", "sex": "Not needed", "race": ""}
    change_panel(panel, asks=("age",), not_asked_because=reasons)
    assert panel.not_asked_because == {"sex": "Not needed"}


def test_its_history_says_fields_and_reasons_by_their_names(panel: Panel) -> None:
    change_panel(panel, term_months=12, asks=("age",), not_asked_because={"sex": "Not needed"})
    step = history_page(panels.reference(panel.id))[0]
    assert {line.what: line.after for line in step.lines} == {
        "Length of a term": "12 months",
        "What members are asked about themselves": "Age",
        "Why a characteristic is not asked about": "Sex: Not needed",
    }


def test_somebody_new_comes_into_the_register_as_they_say_that_they_are_interested(panel: Panel) -> None:
    member = make_interested(panel, name="Panel member 1", email="one@panel.example")
    person = session().get(Person, member.person_id)
    assert person is not None
    assert person.name == "Panel member 1"
    assert panels.counts_of([panel.id])[panel.id] == Counts(interested=1)


def test_nobody_is_on_record_twice_and_whoever_left_may_come_again(panel: Panel) -> None:
    member = make_member(panel)
    with pytest.raises(Refused, match="on record for this panel already"):
        members.record_interest(SYSTEM, panel, member.person_id, date(2019, 5, 1), [])
    leave(panel, member)
    again = members.record_interest(SYSTEM, panel, member.person_id, date(2019, 9, 1), [])
    assert (again.id, again.state, again.joined_on) == (member.id, "interested", None)


def test_joining_gives_the_usual_term_or_the_one_that_is_said(panel: Panel) -> None:
    usual = make_member(panel, date(2019, 4, 1))
    assert usual.term_ends_on == date(2021, 4, 1)
    other = make_interested(panel)
    members.join(SYSTEM, panel, other, other.version, date(2019, 4, 1), date(2019, 12, 31))
    assert other.term_ends_on == date(2019, 12, 31)


@pytest.mark.parametrize(
    ("on", "ends", "problem"),
    [
        (date(2019, 3, 1), None, "interested on 4 March 2019, which is later"),
        (date(2199, 3, 1), None, "cannot be a day to come"),
        (date(2019, 4, 1), date(2019, 4, 1), "must end after the day they joined"),
    ],
)
def test_joining_on_a_day_that_cannot_be_says_why(
    panel: Panel, on: date, ends: date | None, problem: str
) -> None:
    member = make_interested(panel)
    with pytest.raises(Refused, match=problem):
        members.join(SYSTEM, panel, member, member.version, on, ends)


def test_only_somebody_interested_can_join_or_be_declined_and_only_a_member_leaves(panel: Panel) -> None:
    member = make_member(panel)
    day = date(2019, 5, 1)
    with pytest.raises(Refused, match="Only somebody who is interested can join"):
        members.join(SYSTEM, panel, member, member.version, day, None)
    with pytest.raises(Refused, match="can be declined"):
        members.decline(SYSTEM, panel, member, member.version, day, "Full")
    waiting = make_interested(panel)
    with pytest.raises(Refused, match="not a member now"):
        members.leave(SYSTEM, panel, waiting, waiting.version, day, "Moved")
    with pytest.raises(Refused, match="not a member now"):
        members.change_term(SYSTEM, panel, waiting, waiting.version, day)


def test_leaving_and_not_being_taken_on_have_a_day_and_a_reason(panel: Panel) -> None:
    member, waiting = make_member(panel), make_interested(panel)
    with pytest.raises(Refused, match="Say why"):
        members.leave(SYSTEM, panel, member, member.version, date(2019, 5, 1), "")
    with pytest.raises(Refused, match="It began on 1 April 2019"):
        members.leave(SYSTEM, panel, member, member.version, date(2019, 3, 1), "Moved away")
    leave(panel, member)
    members.decline(SYSTEM, panel, waiting, waiting.version, date(2019, 5, 1), "Lives elsewhere")
    assert panels.counts_of([panel.id])[panel.id] == Counts(left=1, declined=1)


def test_terms_that_end_soon_and_terms_that_are_over_are_counted(panel: Panel, clock: object) -> None:
    soon, over, later = (make_member(panel) for _ in range(3))
    for member, day in ((soon, date(2020, 1, 10)), (over, date(2019, 11, 1)), (later, date(2020, 6, 1))):
        members.change_term(SYSTEM, panel, member, member.version, day)
    counts = panels.counts_of([panel.id])[panel.id]
    assert (counts.joined, counts.ends_soon, counts.term_over) == (3, 1, 1)


def test_a_term_before_the_day_of_joining_is_refused(panel: Panel) -> None:
    member = make_member(panel)
    with pytest.raises(Refused, match="They joined on 1 April 2019"):
        members.change_term(SYSTEM, panel, member, member.version, date(2019, 1, 1))


def test_expenses_are_noted_in_pence_and_shown_in_pounds(panel: Panel) -> None:
    member = make_member(panel)
    members.note_expense(SYSTEM, panel, member, date(2019, 5, 2), 1250, "Taxi", was_refused=False)
    mistake = members.note_expense(SYSTEM, panel, member, date(2019, 5, 2), 999, "", was_refused=False)
    members.note_expense(SYSTEM, panel, member, date(2019, 6, 2), 400, "Bus", was_refused=True)
    members.remove_expense(SYSTEM, panel, member, mistake)
    assert [one.pounds for one in queries.expenses_of(member)] == ["£4.00", "£12.50"]
    assert queries.spent_on(panel).words == "£12.50, and £4.00 offered and not taken"
    for pence in (0, -5, 1_000_001):
        with pytest.raises(Refused, match="more than £0"):
            members.note_expense(SYSTEM, panel, member, date(2019, 5, 2), pence, "", was_refused=False)


def test_what_members_would_like_to_take_part_in_can_change(panel: Panel) -> None:
    member = make_member(panel)
    members.change_interests(SYSTEM, panel, member, member.version, ["maternity", "reading"])
    assert fresh(panel, member).interests == ["maternity", "reading"]


def test_a_person_sees_their_membership_among_all_dealings_with_them(panel: Panel) -> None:
    member, waiting = make_member(panel), make_interested(panel)
    leave(panel, member)
    parties = [Party(f"person:{one.person_id}") for one in (member, waiting)]
    told = {one.party: one.what for one in dealings.dealings_with(parties) if one.register == "Panels"}
    assert told == {
        parties[0].ref: "member of Patient Panel from 1 April 2019 to 1 May 2019",
        parties[1].ref: "was interested in Patient Panel",
    }


def test_a_member_is_named_to_nobody_who_may_not_read_the_register(panel: Panel) -> None:
    member = make_member(panel)
    (row,) = queries.member_rows_for(make_actor("lay_member_ppi"), [member.id])
    assert row.name == f"person {member.person_id} of the register"
    (row,) = queries.member_rows_for(make_actor("equality_lead"), [member.id])
    assert row.name.startswith("Panel member")
    link = references.link(f"panel_member:{member.id}")
    assert link is not None
    assert link.text == "a member of Patient Panel"


def test_what_is_kept_of_members_who_left_long_ago_is_found_when_its_time_is_over(panel: Panel) -> None:
    member = make_member(panel, age="25-34")
    leave(panel, member)
    assert list(retention.members_due(date(2020, 4, 30))) == []
    (due,) = retention.members_due(date(2020, 5, 1))
    assert (due.ref, due.due_on) == (f"panel_member:{member.id}", date(2020, 5, 1))


def test_a_member_of_another_panel_is_not_found_here(panel: Panel) -> None:
    other = make_panel(make_body("Walsall CCG"), code="another-panel")
    member = make_member(other)
    with pytest.raises(Missing):
        queries.member_for(panel, member.id)
    with pytest.raises(Missing):
        comparison.comparison_for(panel, 1)
    with pytest.raises(Missing):
        queries.expense_for(member, 1)
    assert session().scalar(select(func.count()).select_from(Expense)) == 0
