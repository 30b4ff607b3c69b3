"""The law on both sides of each change, and the year in which two editions stand side by side."""

from __future__ import annotations

from datetime import date

import pytest

from engage.rules.editions import Edition
from engage.rules.facts import Days, Fact
from engage.rules.findings import Finding, State
from engage.rules.judging import assess, assess_each
from tests.rules.duties.situations import (
    CATALOGUE,
    YEAR_2018_19,
    YEAR_2022_23,
    activity,
    fact,
    found,
    missed,
    project,
)

ACROSS: dict[str, date | None] = {
    "live_from": date(2022, 2, 1),
    "options_fixed": date(2022, 11, 1),
    "papers_issued": date(2023, 1, 9),
    "decision": date(2023, 1, 16),
    "live_to": None,
}
"""A project that a CCG began and its successor decided."""


def codes(body_kind: str, first: date, last: date) -> set[str]:
    return {edition.key for edition in CATALOGUE.editions_for(body_kind, first, last)}


@pytest.mark.parametrize(
    ("body_kind", "day", "held", "not_held"),
    [
        ("CCG", date(2013, 3, 31), "equality-duty.2011", "involve-public.2013"),
        ("CCG", date(2013, 4, 1), "involve-public.2013", "involve-public.2022"),
        ("CCG", date(2022, 6, 30), "involve-public.2013", "involve-public.2022"),
        ("CCG", date(2022, 7, 1), "equality-duty.2011", "involve-public.2013"),
        ("ICB", date(2022, 6, 30), "equality-duty.2011", "involve-public.2022"),
        ("ICB", date(2022, 7, 1), "involve-public.2022", "involve-public.2013"),
        ("NHSE", date(2014, 1, 1), "involve-public-nhs-england.2013", "involve-public.2013"),
        ("CCG", date(2017, 3, 30), "specific-equality-duties.2011", "specific-equality-duties.2017"),
        ("CCG", date(2017, 3, 31), "specific-equality-duties.2017", "specific-equality-duties.2011"),
        ("CCG", date(2022, 6, 30), "participation-guidance.2017", "participation-guidance.2022"),
        ("ICB", date(2022, 7, 4), "participation-guidance.2022", "participation-guidance.2017"),
        ("ICB", date(2022, 7, 3), "involve-public.2022", "participation-guidance.2022"),
        ("ICB", date(2023, 12, 31), "procurement-choice.2013", "provider-selection.2024"),
        ("ICB", date(2024, 1, 1), "provider-selection.2024", "procurement-choice.2013"),
        ("ICB", date(2024, 1, 30), "consult-scrutiny.2013", "notify-secretary-of-state.2024"),
        ("ICB", date(2024, 1, 31), "notify-secretary-of-state.2024", "refer-to-secretary-of-state.2013"),
        ("local authority", date(2024, 1, 30), "refer-to-secretary-of-state.2013", "involve-public.2022"),
        ("local authority", date(2024, 1, 31), "joint-scrutiny.2013", "refer-to-secretary-of-state.2013"),
        ("CCG", date(2016, 7, 30), "equality-duty.2011", "accessible-information.2016"),
        ("CCG", date(2018, 9, 22), "data-protection.2018", "accessible-websites.2018"),
        ("CCG", date(2018, 9, 23), "accessible-websites.2018", "involve-public-trusts.2008"),
    ],
)
def test_the_law_of_the_day(body_kind: str, day: date, held: str, not_held: str) -> None:
    editions = codes(body_kind, day, day)
    assert held in editions
    assert not_held not in editions


def test_every_edition_holds_on_its_first_and_last_day_and_not_beyond() -> None:
    for edition in CATALOGUE.editions.values():
        (kind, *_) = edition.applies_to
        first, last = edition.in_force
        assert edition.key in codes(kind, first, first)
        assert edition.key not in codes(kind, date.min, date.fromordinal(first.toordinal() - 1))
        assert edition.key in codes(kind, last, last)
        if edition.in_force_to:
            assert edition.key not in codes(kind, date.fromordinal(last.toordinal() + 1), date.max)


def test_a_successor_begins_when_its_predecessor_has_ended() -> None:
    # The guidance of 2022 came three days after the body it binds; it is the one gap.
    gaps = {}
    for edition in CATALOGUE.editions.values():
        if edition.successor:
            after = CATALOGUE.editions[edition.successor]
            assert edition.in_force_to is not None
            gaps[edition.key] = (after.in_force_from - edition.in_force_to).days
    assert gaps.pop("participation-guidance.2017") == 3
    assert set(gaps.values()) == {1}


@pytest.mark.parametrize(
    ("on", "old", "new"),
    [
        (date(2022, 5, 18), State.EVIDENCED, State.NONE),
        (date(2022, 6, 30), State.EVIDENCED, State.NONE),
        (date(2022, 7, 1), State.NONE, State.EVIDENCED),
        ((date(2022, 6, 1), date(2022, 7, 31)), State.NOT_KNOWN, State.NOT_KNOWN),
    ],
)
def test_in_the_year_of_change_a_project_that_ran_across_has_two_findings(
    on: date | Days, old: State, new: State
) -> None:
    facts = project(**ACROSS), activity(1, "Listening event", on)
    findings = [
        finding
        for edition in CATALOGUE.editions_across(("CCG", "ICB"), *YEAR_2022_23)
        for finding in assess(edition, facts, *YEAR_2022_23, date(2023, 5, 2))
        if (finding.duty, finding.requirement) == ("involve-public", "E-COL-4")
    ]
    assert [(finding.edition, finding.state) for finding in findings] == [(2013, old), (2022, new)]


def test_an_event_of_the_old_body_is_not_even_a_near_miss_of_the_new_one() -> None:
    facts = project(**ACROSS), activity(1, "Listening event", date(2022, 5, 18))
    finding = found("E-COL-4", *facts, edition=2022, period=YEAR_2022_23, today=date(2023, 5, 2))
    assert (finding.state, finding.nearest_miss) == (State.NONE, None)


def test_an_event_that_straddles_the_change_counts_on_both_sides() -> None:
    facts = project(**ACROSS), activity(1, "Listening weeks", date(2022, 6, 13), ended=date(2022, 7, 15))
    for edition in (2013, 2022):
        finding = found("E-COL-4", *facts, edition=edition, period=YEAR_2022_23, today=date(2023, 5, 2))
        assert finding.state is State.EVIDENCED


def test_an_event_not_dated_to_one_side_of_the_change_is_evidence_on_neither() -> None:
    facts = project(**ACROSS), activity(1, "Summer survey", (date(2022, 6, 1), date(2022, 8, 31)))
    finding = found("E-COL-4", *facts, edition=2022, period=YEAR_2022_23, today=date(2023, 5, 2))
    assert missed(finding) == (
        (
            "Not known: record a closer date for Summer survey between 1 June 2022 and 31 August 2022: "
            "it is not known to fall on or after 1 July 2022"
        ),
    )


def test_a_project_is_judged_on_its_whole_life_and_not_on_the_year_of_the_report() -> None:
    facts = project(), activity(1, "Café talk", date(2018, 2, 6))  # in the year before the decision's
    assert found("E-COL-4", *facts).state is State.EVIDENCED


def test_an_undated_record_counts_when_its_whole_project_lies_within_the_edition() -> None:
    facts = project(), activity(1, "Café talk", None)
    assert found("E-COL-3", *facts).state is State.EVIDENCED


def test_an_undated_record_cannot_be_placed_when_its_project_runs_across_the_change() -> None:
    facts = project(**ACROSS), activity(1, "Café talk", None)
    finding = found("E-COL-3", *facts, period=YEAR_2022_23, today=date(2023, 5, 2))
    assert finding.state is State.NOT_KNOWN
    assert missed(finding) == (
        (
            "Not known: record a closer date for Café talk: "
            "it is not known to fall between 1 April 2013 and 30 June 2022"
        ),
    )


@pytest.mark.parametrize(
    ("live_from", "live_to", "judged"),
    [
        (date(2018, 1, 8), date(2018, 4, 1), True),
        (date(2018, 1, 8), date(2018, 3, 31), False),
        (date(2019, 3, 31), None, True),
        (date(2019, 4, 1), None, False),
        (None, None, True),
    ],
)
def test_a_project_is_judged_in_a_year_it_was_live_in(
    live_from: date | None, live_to: date | None, judged: bool
) -> None:
    edition = CATALOGUE.edition("involve-public", 2013)
    running = project(live_from=live_from, live_to=live_to)
    findings = assess(edition, [running], date(2018, 4, 1), date(2019, 3, 31), date(2019, 6, 3))
    assert any(finding.project == "project:12" for finding in findings) is judged


def test_a_body_is_judged_on_the_months_its_edition_was_in_force() -> None:
    campaign: dict[str, object] = {"purposes": ("self_care",), "reached": 60, "evaluated": True}

    def state(edition: int, event: Fact) -> State:
        return found(
            "E-IND-3",
            event,
            duty="involve-each-patient",
            edition=edition,
            period=YEAR_2022_23,
            today=date(2023, 5, 2),
        ).state

    in_may = activity(1, "Stay well", date(2022, 5, 18), **campaign)
    in_september = activity(1, "Stay well", date(2022, 9, 14), **campaign)
    assert (state(2013, in_may), state(2022, in_may)) == (State.EVIDENCED, State.NONE)
    assert (state(2013, in_september), state(2022, in_september)) == (State.NONE, State.EVIDENCED)


@pytest.mark.parametrize(
    ("edition", "body_kind", "meeting", "state"),
    [
        (2013, "CCG", None, State.PARTLY),
        (2013, "CCG", "meeting:4", State.EVIDENCED),
        (2022, "ICB", None, State.EVIDENCED),
    ],
)
def test_only_a_ccg_presents_its_annual_report_at_a_public_meeting(
    edition: int, body_kind: str, meeting: str | None, state: State
) -> None:
    year = (date(2018, 4, 1), date(2019, 3, 31)) if edition == 2013 else (date(2023, 4, 1), date(2024, 3, 31))
    report = fact(
        "report",
        2,
        "Annual report",
        date(year[1].year, 6, 20),
        proves=year,
        type="annual_report",
        involvement="Section 4",
        published=True,
        body_kind=body_kind,
        public_meeting=meeting,
    )
    finding = found(
        "E-PLAN-3", report, duty="annual-report", edition=edition, period=year, today=date(2024, 9, 2)
    )
    assert finding.state is state


def test_a_report_on_every_date_there_is_can_be_worked_out() -> None:
    facts = project(), activity(1, "Café talk", date(2018, 2, 6))
    for edition in CATALOGUE.editions_across(("CCG", "ICB"), date.min, date.max):
        findings = assess(edition, facts, date.min, date.max, date(2026, 11, 21))
        asked_of_the_body = {one.id for one in edition.requirements if one.per == "body"}
        assert {finding.requirement for finding in findings if finding.per == "body"} == asked_of_the_body
    assert found("E-COL-4", *facts, period=(date.min, date.max)).state is State.EVIDENCED


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (
            {"live_from": date(2018, 1, 8), "live_to": date(2018, 1, 7), "decision": None},
            "the project ended on 7 January 2018 and began on 8 January 2018.",
        ),
        (
            {"decision": date(2018, 10, 1), "live_to": date(2018, 9, 30)},
            "the project ended on 30 September 2018 and was decided on 1 October 2018.",
        ),
        ({"decision": date(2018, 10, 1), "live_to": date(2018, 10, 1)}, ""),
    ],
)
def test_a_project_whose_dates_contradict_each_other_proves_nothing_and_says_so(
    says: dict[str, date | None], told: str
) -> None:
    facts = project(**says), activity(1, "Café talk", date(2018, 2, 6))
    finding = found("E-COL-3", *facts, period=(date(2017, 4, 1), date(2019, 3, 31)))
    if told:
        assert (finding.state, finding.proved_by) == (State.NOT_KNOWN, ())
        assert finding.note == f"Not known: record which date is right: {told}"
    else:
        assert finding.state is State.EVIDENCED


@pytest.mark.parametrize(
    ("decided", "asked"), [(date(2022, 6, 30), False), (date(2022, 7, 1), True), (None, True)]
)
def test_an_edition_asks_nothing_that_fell_due_before_it_came_into_force(
    decided: date | None, asked: bool
) -> None:
    running = project(**(ACROSS | {"options_fixed": None, "papers_issued": None, "decision": decided}))
    edition = CATALOGUE.edition("involve-public", 2022)
    findings = assess(edition, [running], *YEAR_2022_23, date(2023, 5, 2))
    assert ("E-COL-3" in {finding.requirement for finding in findings}) is asked


@pytest.mark.parametrize(("opened", "asked"), [(date(2022, 6, 30), False), (date(2022, 7, 1), True)])
def test_a_project_begun_under_the_law_is_asked_whatever_was_logged_of_earlier_days(
    opened: date, asked: bool
) -> None:
    misdated = activity(1, "Café talk", date(2012, 9, 14))
    edition = CATALOGUE.edition("involve-public", 2022)
    dates = {"options_fixed": None, "papers_issued": None, "decision": None}
    facts = project(**(ACROSS | dates | {"live_from": opened})), misdated
    findings = assess(edition, facts, *YEAR_2022_23, date(2023, 5, 2))
    assert ("E-COL-1" in {finding.requirement for finding in findings}) is asked


def test_the_target_for_telling_people_does_not_carry_what_fell_due_into_the_next_law() -> None:
    running = project(**ACROSS)
    edition = CATALOGUE.edition("involve-public", 2022)

    def asked(ended: date) -> bool:
        facts = running, activity(1, "Listening event", ended, ended=ended)
        findings = assess(edition, facts, *YEAR_2022_23, date(2023, 5, 2))
        return "E-COL-6" in {finding.requirement for finding in findings}

    assert (asked(date(2022, 6, 30)), asked(date(2022, 7, 1))) == (False, True)


def test_a_stage_it_stood_at_since_shows_that_a_project_went_on() -> None:
    dates = {"options_fixed": None, "papers_issued": None, "decision": None}
    for stood, note in (
        (date(2022, 6, 30), "Not known: record when the project ended."),
        (date(2022, 7, 1), "Not known: record the day options were fixed, or the day it is expected."),
    ):
        running = project(**(ACROSS | dates), stage_known_on=stood)
        finding = found("E-COL-4", running, edition=2022, period=YEAR_2022_23, today=date(2023, 5, 2))
        assert finding.note == note


@pytest.mark.parametrize(
    ("last_known", "note"),
    [
        (date(2022, 6, 30), "Not known: record when the project ended."),
        (date(2022, 7, 1), "Not known: record the day options were fixed, or the day it is expected."),
    ],
)
def test_law_that_came_after_all_that_is_known_of_a_project_asks_when_it_ended(
    last_known: date, note: str
) -> None:
    dates = {"options_fixed": None, "papers_issued": None, "decision": None}
    facts = project(**(ACROSS | dates)), activity(1, "Café talk", last_known, ended=last_known)
    finding = found("E-COL-4", *facts, edition=2022, period=YEAR_2022_23, today=date(2023, 5, 2))
    assert (finding.state, finding.note) == (State.NOT_KNOWN, note)


def test_a_project_that_has_ended_is_asked_nothing_by_later_law() -> None:
    edition = CATALOGUE.edition("involve-public", 2022)
    for ended, asked in ((date(2022, 6, 30), False), (date(2022, 7, 1), True)):
        running = project(**(ACROSS | {"decision": None, "live_to": ended}))
        assert bool(project_findings(edition, running)) is asked


def project_findings(edition: Edition, running: Fact) -> list[Finding]:
    found = assess(edition, [running], *YEAR_2022_23, date(2023, 5, 2))
    return [one for one in found if one.project]


@pytest.mark.parametrize(
    ("written", "state"), [(date(2013, 3, 31), State.NONE), (date(2013, 4, 1), State.EVIDENCED)]
)
def test_what_is_dated_before_the_body_began_is_not_evidence(written: date, state: State) -> None:
    sections = ("involvement_arrangements", "involvement_principles")
    constitution = fact("publication", 3, "Constitution", written, type="constitution", sections=sections)
    edition = CATALOGUE.edition("involve-public", 2013)
    began = date(2013, 4, 1)
    findings = assess_each([edition], [constitution], *YEAR_2018_19, date(2019, 6, 3), (), began)
    (finding,) = (one for one in findings if one.requirement == "E-COL-7")
    assert finding.state is state
    if state is State.NONE:
        assert missed(finding) == (
            "Constitution on 31 March 2013 is dated before the body began (1 April 2013)",
        )
