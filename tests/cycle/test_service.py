"""Opening projects, moving them round the cycle, and holding them to their promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from engage.cycle import queries, service
from engage.cycle.entries import PromiseEntry
from engage.cycle.models import Project
from engage.organisation import service as organisation
from engage.organisation.entries import PlaceEntry
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.web.history import history_page
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from tests.builders import make_body, make_project

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def wolverhampton(app: object) -> Body:
    return make_body()


def stood(project: Project) -> list[tuple[int, date, date | None]]:
    return [(row.stage, row.from_on, row.to_on) for row in queries.stages_of(project)]


def test_a_project_is_found_by_its_code_in_capitals_or_not(wolverhampton: Body) -> None:
    project = make_project(wolverhampton)
    assert queries.project_by_code("wic-14").id == project.id
    with pytest.raises(Missing):
        queries.project_by_code("WIC-15")


def test_a_code_in_use_is_refused_and_names_the_project_that_has_it(wolverhampton: Body) -> None:
    make_project(wolverhampton)
    with pytest.raises(Refused, match="WIC-14 is that of “Walk-in centre review”".replace("WIC", "wic")):
        make_project(wolverhampton, code="wic-14", title="Another")


@pytest.mark.parametrize("code", ["WIC 14", "", "new", "WIC/14", "-14"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(wolverhampton: Body, code: str) -> None:
    with pytest.raises(Refused, match="must be letters and figures"):
        make_project(wolverhampton, code=code)


def test_dates_out_of_order_are_refused_and_nothing_is_opened(wolverhampton: Body) -> None:
    with pytest.raises(Refused, match="The decision cannot have been made on 1 June 2018"):
        make_project(wolverhampton, papers_issued_on=date(2018, 6, 6), decision_on=date(2018, 6, 1))
    assert queries.project_choices() == []


def test_the_lead_is_not_named_again_among_the_joint_bodies(wolverhampton: Body) -> None:
    with pytest.raises(Refused, match="Name it once"):
        make_project(wolverhampton, joint_body_ids=[wolverhampton.id])


def test_a_change_at_the_version_that_was_read_is_kept_and_audited(wolverhampton: Body) -> None:
    project = make_project(wolverhampton)
    service.change_project(
        SYSTEM, project, replace(queries.entry_of(project), aim="One urgent care centre"), project.version
    )
    entry, changes = audit.history_of(f"project:{project.id}")[0]
    assert entry.event == "project.changed"
    told = [(side or {})["aim"] for side in (changes[0].before, changes[0].after)]
    assert told == ["", "One urgent care centre"]


def test_the_history_of_a_project_speaks_the_words_of_its_form(wolverhampton: Body) -> None:
    place = organisation.add_part(SYSTEM, wolverhampton, PlaceEntry(name="Bilston"))
    project = make_project(wolverhampton)
    entry = replace(queries.entry_of(project), place_ids=(place.id,), affected_groups=("Carers",))
    service.change_project(SYSTEM, project, entry, project.version)
    latest, *_ = history_page(f"project:{project.id}")
    assert {(line.what, line.after) for line in latest.lines} == {
        ("Places it touches", "Bilston"),
        ("Groups affected", "Carers"),
    }


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(wolverhampton: Body) -> None:
    project = make_project(wolverhampton)
    read = project.version
    service.change_project(SYSTEM, project, replace(queries.entry_of(project), title="Urgent care"), read)
    with pytest.raises(service.SomebodyElseChanged, match="Somebody changed this project while you were"):
        service.change_project(
            SYSTEM, project, replace(queries.entry_of(project), title="Walk-in centre"), read
        )
    assert queries.project_by_code("WIC-14").title == "Urgent care"
    assert queries.changed_by_others(project, read).before["title"] == "Walk-in centre review"


def test_a_project_that_moves_on_ends_its_former_stage_the_day_before(wolverhampton: Body) -> None:
    project = make_project(wolverhampton, stage=1, since=date(2018, 4, 2))
    service.move_to_stage(SYSTEM, project, 2, date(2018, 9, 3), "Needs were written up")
    assert stood(project) == [
        (1, date(2018, 4, 2), date(2018, 9, 2)),
        (2, date(2018, 9, 3), None),
    ]


def test_the_cycle_may_be_gone_round_again(wolverhampton: Body) -> None:
    project = make_project(wolverhampton, stage=5, since=date(2018, 4, 2))
    service.move_to_stage(SYSTEM, project, 1, date(2019, 4, 1))
    assert queries.stages_now([project.id])[project.id].stage == 1


@pytest.mark.parametrize(
    ("stage", "on", "why"),
    [
        (2, date(2018, 4, 2), "It can come to stage 2 only after that day"),
        (2, date(2018, 4, 1), "The project came to stage 1 on 2 April 2018"),
        (1, date(2018, 9, 3), "has stood at stage 1 since 2 April 2018"),
        (6, date(2018, 9, 3), "the engagement cycle has stages 1 to 5"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused(wolverhampton: Body, stage: int, on: date, why: str) -> None:
    project = make_project(wolverhampton, stage=1, since=date(2018, 4, 2))
    with pytest.raises(Refused, match=why):
        service.move_to_stage(SYSTEM, project, stage, on)
    assert stood(project) == [(1, date(2018, 4, 2), None)]


def test_a_project_opened_at_a_stage_stands_there_since_work_began_or_a_day_is_asked_for(
    wolverhampton: Body,
) -> None:
    project = make_project(wolverhampton, stage=3, starts_on=date(2018, 4, 2))
    assert stood(project) == [(3, date(2018, 4, 2), None)]
    with pytest.raises(Refused, match="Enter the day from which the project stood at stage 3"):
        make_project(wolverhampton, code="MH-7", stage=3)


def test_a_move_made_in_error_is_taken_back(wolverhampton: Body) -> None:
    project = make_project(wolverhampton, stage=1, since=date(2018, 4, 2))
    service.move_to_stage(SYSTEM, project, 4, date(2018, 9, 3))
    service.take_back_move(SYSTEM, project)
    assert stood(project) == [(1, date(2018, 4, 2), None)]
    service.take_back_move(SYSTEM, project)
    with pytest.raises(Refused, match="no move to take back"):
        service.take_back_move(SYSTEM, project)


def test_a_promise_waits_until_it_is_kept(wolverhampton: Body) -> None:
    project = make_project(wolverhampton)
    promise = service.make_promise(
        SYSTEM,
        project,
        PromiseEntry(text="To consult", made_on=date(2018, 10, 9), where_made="Governing Body"),
    )
    with pytest.raises(Refused, match="cannot have been kept on 8 October 2018, before it was made"):
        service.keep_promise(SYSTEM, promise, date(2018, 10, 8), "Consultation")
    service.keep_promise(SYSTEM, promise, date(2019, 1, 7), "A consultation of twelve weeks")
    with pytest.raises(Refused, match="before it was made on 1 February 2019"):
        service.change_promise(SYSTEM, promise, PromiseEntry(text="To consult", made_on=date(2019, 2, 1)))
    (kept,) = queries.promises_of(project)
    assert (kept.made_on, kept.kept_on, kept.how_kept) == (
        date(2018, 10, 9),
        date(2019, 1, 7),
        "A consultation of twelve weeks",
    )


def test_a_promise_of_one_project_is_not_found_in_another(wolverhampton: Body) -> None:
    promise = service.make_promise(SYSTEM, make_project(wolverhampton), PromiseEntry(text="To consult"))
    with pytest.raises(Missing):
        queries.promise_for(make_project(wolverhampton, code="MH-7"), promise.id)


def test_stages_and_promises_are_part_of_the_history_of_their_project(wolverhampton: Body) -> None:
    project = make_project(wolverhampton, stage=1, since=date(2018, 4, 2))
    service.move_to_stage(SYSTEM, project, 2, date(2018, 9, 3))
    service.make_promise(SYSTEM, project, PromiseEntry(text="To consult"))
    events = [entry.event for entry, _changes in audit.history_of(f"project:{project.id}")]
    assert events == ["project.promise-made", "project.moved", "project.opened"]
