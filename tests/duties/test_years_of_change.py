"""2022-23: a CCG ends, an ICB takes over, and a project runs on from one to the other."""

from __future__ import annotations

from datetime import date

import pytest

from engage.activities import queries as activities
from engage.cycle.models import Project
from engage.duties.findings import findings_for
from engage.organisation import service as organisation
from engage.organisation.entries import SuccessionEntry
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing
from engage.rules.findings import Finding, State
from engage.rules.periods import read_period
from tests.builders import make_activity, make_body, make_project
from tests.duties.situation import make_ccg, make_talk, of_project

pytestmark = pytest.mark.usefixtures("app")

YEAR = read_period("2022-23")
AFTERWARDS = date(2023, 6, 1)


@pytest.fixture
def ccg(app: object) -> Body:
    return make_ccg()


@pytest.fixture
def icb(ccg: Body) -> Body:
    made = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    organisation.add_part(SYSTEM, ccg, SuccessionEntry(successor_id=made.id, on=date(2022, 7, 1)))
    return made


@pytest.fixture
def running_on(ccg: Body, icb: Body) -> Project:
    """Opened by the CCG in January 2022 and decided on in February 2023."""
    return make_project(
        ccg,
        "UTC-22",
        "Urgent treatment centres",
        starts_on=date(2022, 1, 10),
        options_fixed_on=date(2022, 12, 1),
        decision_on=date(2023, 2, 1),
        ends_on=date(2023, 3, 31),
    )


def those(body: Body | None, requirement: str, duty: str = "involve-public") -> list[tuple[int, State]]:
    found = findings_for(body.code if body else None, YEAR, AFTERWARDS)
    return [(one.edition, one.state) for one in found if (one.requirement, one.duty) == (requirement, duty)]


def asked_of(body: Body, *, period: str = "2022-23") -> list[Finding]:
    """What is asked of the body itself."""
    found = findings_for(body.code, read_period(period), AFTERWARDS)
    return [one for one in found if one.project is None]


def test_a_project_that_runs_on_has_a_finding_under_each_law(running_on: Project, ccg: Body) -> None:
    in_may = make_talk(running_on, ccg, "14 May 2022")
    before = of_project(running_on, "E-COL-3", period="2022-23", today=AFTERWARDS)
    after = of_project(running_on, "E-COL-3", edition=2022, period="2022-23", today=AFTERWARDS)
    assert (before.state, before.proved_by) == (State.EVIDENCED, (activities.reference(in_may.id),))
    assert (after.state, after.proved_by) == (State.NONE, ())


def test_law_that_came_after_a_body_had_ended_is_asked_of_its_successor_alone(
    running_on: Project, ccg: Body, icb: Body
) -> None:
    make_talk(running_on, ccg, "14 May 2022")
    assert those(ccg, "E-COL-3") == [(2013, State.EVIDENCED)]
    assert those(icb, "E-COL-3") == [(2013, State.EVIDENCED), (2022, State.NONE)]


def test_each_finding_on_a_project_names_the_body_that_its_law_bound(
    running_on: Project, ccg: Body, icb: Body
) -> None:
    bound = [(2013, ccg.code), (2022, icb.code)]
    for asked in (None, icb.code):
        found = findings_for(asked, YEAR, AFTERWARDS)
        assert [
            (one.edition, one.body)
            for one in found
            if (one.requirement, one.duty) == ("E-COL-3", "involve-public")
        ] == bound


def test_a_project_without_a_successor_to_its_body_is_asked_nothing_new(ccg: Body) -> None:
    make_project(ccg, "UTC-22", starts_on=date(2022, 1, 10))
    assert {one.edition for one in findings_for(None, YEAR, AFTERWARDS) if one.duty == "involve-public"} == {
        2013
    }


@pytest.mark.parametrize(
    ("opened", "decided", "asked"),
    [
        (date(2022, 1, 10), date(2022, 6, 30), [2013]),
        (date(2022, 1, 10), date(2022, 7, 1), [2013, 2022]),
        (date(2022, 7, 1), date(2022, 7, 1), [2022]),
    ],
)
def test_law_asks_nothing_that_fell_due_before_it_came_into_force(
    ccg: Body, icb: Body, opened: date, decided: date, asked: list[int]
) -> None:
    make_project(ccg, "WIC-19", starts_on=opened, decision_on=decided, ends_on=date(2022, 12, 31))
    assert [edition for edition, _ in those(None, "E-COL-3")] == asked


@pytest.mark.parametrize(
    ("held", "told"),
    [
        ("30 June 2022", "record when the project ended."),
        ("1 July 2022", "record the day options were fixed, or the day it is expected."),
    ],
)
def test_law_that_came_after_all_that_is_known_of_a_project_asks_when_it_ended(
    ccg: Body, icb: Body, held: str, told: str
) -> None:
    project = make_project(ccg, "WIC-19", starts_on=date(2022, 1, 10))
    make_talk(project, ccg, held)
    finding = of_project(project, "E-COL-4", edition=2022, period="2022-23", today=AFTERWARDS)
    assert (finding.state, finding.note) == (State.NOT_KNOWN, f"Not known: {told}")


def test_across_all_bodies_a_project_is_judged_once(running_on: Project, ccg: Body) -> None:
    make_talk(running_on, ccg, "14 May 2022")
    assert those(None, "E-COL-3") == [(2013, State.EVIDENCED), (2022, State.NONE)]


def test_a_project_closed_before_the_icb_began_is_not_the_icbs(ccg: Body, icb: Body) -> None:
    make_project(ccg, "WIC-14", starts_on=date(2022, 1, 10), ends_on=date(2022, 6, 20))
    assert those(ccg, "E-COL-3")
    assert not those(icb, "E-COL-3")


def test_each_body_is_asked_only_what_bound_it_while_it_existed(ccg: Body, icb: Body) -> None:
    of_the_ccg = {(one.duty, one.edition) for one in asked_of(ccg)}
    of_the_icb = {(one.duty, one.edition) for one in asked_of(icb)}
    assert ("involve-public", 2013) in of_the_ccg
    assert ("involve-public", 2022) not in of_the_ccg
    assert ("involve-public", 2022) in of_the_icb
    assert ("involve-public", 2013) not in of_the_icb
    assert {one.body for one in asked_of(icb)} == {icb.code}


def test_what_the_ccg_did_does_not_count_for_the_icb_itself(ccg: Body, icb: Body) -> None:
    make_activity(ccg, when="14 May 2022", organisations=["Age UK"], findings_shared_with=["Healthwatch"])
    assert those(ccg, "E-INT-1", "promote-integration") == [(2013, State.EVIDENCED)]
    assert those(icb, "E-INT-1", "promote-integration") == [(2022, State.NONE)]


def test_nothing_is_asked_of_a_body_in_a_year_in_which_it_did_not_exist(ccg: Body, icb: Body) -> None:
    assert not findings_for(ccg.code, read_period("2023-24"), AFTERWARDS)
    assert not findings_for(icb.code, read_period("2021-22"), AFTERWARDS)


def test_a_joint_project_is_its_other_bodys_too(ccg: Body, icb: Body) -> None:
    walsall = make_body("Walsall CCG")
    make_project(ccg, joint_body_ids=[walsall.id], starts_on=date(2022, 4, 4))
    assert [edition for edition, _ in those(walsall, "E-COL-3")] == [2013]
    assert {one.body for one in findings_for(walsall.code, YEAR, AFTERWARDS)} == {walsall.code}


def test_bodies_this_installation_only_knows_of_are_left_out_of_all(ccg: Body) -> None:
    make_body("Dudley CCG", is_served=False)
    bodies = {one.body for one in findings_for(None, YEAR, AFTERWARDS)}
    assert bodies == {ccg.code}


def test_a_code_that_no_body_has_is_missing() -> None:
    with pytest.raises(Missing):
        findings_for("nowhere", YEAR, AFTERWARDS)


@pytest.mark.parametrize("period", ["all", "2022-23Q1", "2022-05-01..2022-08-31"])
def test_any_period_can_be_judged(running_on: Project, ccg: Body, period: str) -> None:
    make_talk(running_on, ccg, "14 May 2022")
    found = findings_for(ccg.code, read_period(period), AFTERWARDS)
    states = {one.edition: one.state for one in found if one.requirement == "E-COL-3"}
    assert states[2013] is State.EVIDENCED
