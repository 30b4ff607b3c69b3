"""Where projects stand, and what they want, as the first page and the list ask."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engage.cycle import facts, queries, service
from engage.cycle.entries import PromiseEntry
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM
from tests.builders import make_account, make_body, make_project
from tests.harness.queries import queries_asked

TODAY = date(2019, 11, 14)


@pytest.fixture
def wolverhampton(app: object) -> Body:
    return make_body()


def test_projects_that_go_on_are_counted_at_the_stage_where_they_stand(wolverhampton: Body) -> None:
    make_project(wolverhampton, "A-1", stage=1, since=date(2019, 4, 1))
    moved = make_project(wolverhampton, "A-2", stage=1, since=date(2019, 4, 1))
    service.move_to_stage(SYSTEM, moved, 4, date(2019, 9, 2))
    make_project(wolverhampton, "A-3", stage=4, since=date(2018, 4, 2), ends_on=date(2019, 3, 31))
    make_project(wolverhampton, "A-4")
    assert queries.count_by_stage(TODAY) == {1: 1, 2: 0, 3: 0, 4: 1, 5: 0}
    assert [one.project.code for one in queries.standing_at(4, TODAY)] == ["A-2"]


def test_what_needs_doing_names_what_projects_that_go_on_lack(wolverhampton: Body) -> None:
    owner = make_account("commissioning_manager")
    complete: dict[str, Any] = {"owner_id": owner.id, "decision_on": date(2019, 12, 3)}
    make_project(wolverhampton, "FINE-1", stage=2, since=date(2019, 4, 1), **complete)
    make_project(wolverhampton, "LONG-1", stage=2, since=date(2018, 11, 13), **complete)
    make_project(wolverhampton, "BARE-1", title="Nothing known")
    make_project(wolverhampton, "OVER-1", ends_on=date(2019, 3, 31))
    found = queries.needs_doing(TODAY)
    wanting = (found.no_owner, found.no_dates, found.no_stage, found.long_at_one_stage)
    assert [[project.code for project in one.projects] for one in wanting] == [
        ["BARE-1"],
        ["BARE-1"],
        ["BARE-1"],
        ["LONG-1"],
    ]
    assert not found.nothing


def test_a_year_at_one_stage_is_not_yet_over_a_year(wolverhampton: Body) -> None:
    make_project(wolverhampton, stage=2, since=date(2018, 11, 14))
    assert queries.needs_doing(TODAY).long_at_one_stage.count == 0


def test_short_lists_name_the_first_few_and_count_them_all(wolverhampton: Body) -> None:
    for number in range(8):
        make_project(wolverhampton, f"A-{number}")
    found = queries.needs_doing(TODAY).no_owner
    assert (found.count, [project.code for project in found.projects]) == (8, [f"A-{n}" for n in range(5)])


def test_promises_wait_until_they_are_kept_oldest_first(wolverhampton: Body) -> None:
    project = make_project(wolverhampton)
    later = service.make_promise(
        SYSTEM, project, PromiseEntry(text="To report back", made_on=date(2019, 2, 1))
    )
    service.make_promise(SYSTEM, project, PromiseEntry(text="To consult", made_on=date(2018, 10, 9)))
    service.make_promise(SYSTEM, project, PromiseEntry(text="To keep the bus stop"))
    found = queries.needs_doing(TODAY)
    assert [one.promise.text for one in found.promises] == [
        "To consult",
        "To report back",
        "To keep the bus stop",
    ]
    service.keep_promise(SYSTEM, later, date(2019, 3, 1), "At the spring forum")
    assert queries.needs_doing(TODAY).promises_count == 2


def test_a_project_testifies_to_its_dates_and_to_whom_it_affects(wolverhampton: Body) -> None:
    dudley = make_body("Dudley CCG")
    project = make_project(
        wolverhampton,
        joint_body_ids=[dudley.id],
        stage=1,
        since=date(2018, 4, 2),
        options_fixed_on=date(2018, 6, 1),
        papers_issued_on=date(2018, 9, 3),
        decision_on=date(2018, 12, 4),
        authorities=["City of Wolverhampton Council", "Dudley Council"],
        joint_committee="Black Country Joint Health Scrutiny",
        affected_groups=["Age"],
    )
    service.move_to_stage(SYSTEM, project, 2, date(2018, 9, 3), "Needs were written up")
    (fact,) = facts.facts()
    assert (fact.kind, fact.ref, fact.project) == (
        "project",
        f"project:{project.id}",
        f"project:{project.id}",
    )
    assert fact.bodies == ("wolverhampton-ccg", "dudley-ccg")
    assert (fact.first, fact.on, fact.ended) == (None, date(2018, 4, 2), None)
    assert fact.says == {
        "options_fixed": date(2018, 6, 1),
        "papers_issued": date(2018, 9, 3),
        "decision": date(2018, 12, 4),
        "urgent_change": None,
        "reg23_triggered": None,
        "call_in_directed": None,
        "decision_held": False,
        "live_from": date(2018, 4, 2),
        "live_to": None,
        "authorities": ("City of Wolverhampton Council", "Dudley Council"),
        "joint_committee": "Black Country Joint Health Scrutiny",
        "affected_groups": ("Age",),
        "code": "WIC-14",
        "aim": "",
        "stage_now": 2,
        "stages": (1, 2),
        "stage_known_on": date(2018, 9, 3),
        "stood": facts.standings()[fact.ref],
        "aims": (),
        "strategy_points": (),
        "invented": False,
    }
    assert [(one.stage, one.first, one.last, one.note) for one in facts.standings()[fact.ref]] == [
        (1, date(2018, 4, 2), date(2018, 9, 2), ""),
        (2, date(2018, 9, 3), None, "Needs were written up"),
    ]


def test_a_project_that_nobody_has_dated_testifies_to_no_date(wolverhampton: Body) -> None:
    make_project(wolverhampton)
    (fact,) = facts.facts()
    assert (fact.started, fact.says["live_from"], fact.says["stage_now"]) == (None, None, None)


def test_twenty_projects_cost_no_more_queries_than_two(wolverhampton: Body) -> None:
    def make(number: int) -> None:
        project = make_project(wolverhampton, f"A-{number}", stage=1, since=date(2018, 4, 2))
        service.make_promise(SYSTEM, project, PromiseEntry(text="To consult"))

    def cost() -> int:
        numbers = [int(number) for number, _ in queries.project_choices()]
        with queries_asked() as asked:
            list(facts.facts())
            queries.needs_doing(TODAY)
            queries.listed_projects(numbers)
            queries.standing_at(1, TODAY)
        return len(asked)

    make(1)
    make(2)
    cost()  # the first time fills what is remembered until the record changes
    few = cost()
    for number in range(3, 21):
        make(number)
    cost()
    assert cost() == few
