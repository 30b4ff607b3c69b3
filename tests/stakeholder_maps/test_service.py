"""Judging stakeholders: dated, never overwritten, and merged or taken back without loss of the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.feedback.models import Feedback
from engage.meetings.models import AgendaItem
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.tables import Base
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from engage.rules.mapping_models import read_models
from engage.stakeholder_maps import queries, service, standing
from engage.stakeholder_maps.models import MapScore
from engage.stakeholders.duplicates.service import merge_people
from tests.builders import (
    make_activity,
    make_body,
    make_forum,
    make_meeting,
    make_member,
    make_project,
    make_story,
)
from tests.privacy.planting import plant
from tests.stakeholder_maps.made import judge, make_organisation, make_person

pytestmark = pytest.mark.usefixtures("app", "clock")

APRIL, JUNE, AUGUST = date(2019, 4, 1), date(2019, 6, 3), date(2019, 8, 5)
merged = audit.Event("test.organisations-merged")


@pytest.mark.both_databases
def test_a_new_judgement_stands_beside_the_old_and_the_map_can_be_seen_as_of_any_day() -> None:
    project = make_project(make_body())
    judge(project, f"organisation:{make_organisation().id}", APRIL, power=2, interest=5)
    judge(project, "organisation:1", JUNE, power=4)
    found = queries.judgements(project.id)
    [before] = standing.standings(found, APRIL)
    [after] = standing.standings(found, JUNE)
    assert (before.scores["power"], before.scores["interest"], before.moved) == (2, 5, ())
    assert (after.scores["power"], after.scores["interest"]) == (4, 5)
    assert after.moved == ("power from 2 to 4 on 3 June 2019",)
    assert standing.standings(found, date(2019, 3, 31)) == []


def test_a_group_is_one_however_it_is_spelled() -> None:
    project = make_project(make_body())
    judge(project, "group:Young carers", APRIL, impact=5)
    judge(project, "group:young  Carers", JUNE, impact=3)
    [one] = standing.standings(queries.judgements(project.id), JUNE)
    assert one.scores["impact"] == 3


def test_what_was_judged_of_an_organisation_is_of_the_one_it_was_merged_into() -> None:
    project = make_project(make_body())
    kept, other = make_organisation(), make_organisation("HealthWatch W’ton")
    judge(project, f"organisation:{other.id}", APRIL, power=2)
    judge(project, f"organisation:{kept.id}", JUNE, power=3)

    @one_transaction
    def merge() -> None:
        other.merged_into_id = kept.id
        merged(SYSTEM)

    merge()
    [one] = standing.standings(queries.judgements(project.id), JUNE)
    assert (one.who.name, one.scores["power"]) == ("Healthwatch Wolverhampton", 3)


@pytest.mark.parametrize(
    ("scores", "on", "sentence"),
    [
        ({}, APRIL, "at least one score"),
        ({"power": 6}, APRIL, "from 1 to 5"),
        ({"power": 3}, date(2999, 1, 1), "still to come"),
    ],
)
def test_a_judgement_that_says_nothing_or_cannot_be_is_refused(
    scores: dict[str, Any], on: date, sentence: str
) -> None:
    project = make_project(make_body())
    with pytest.raises(Refused, match=sentence):
        judge(project, "group:Carers", on, **scores)


def test_a_judgement_of_the_wrong_stakeholder_is_taken_back() -> None:
    project = make_project(make_body())
    judge(project, "group:Carers", APRIL, power=2)
    wrong = judge(project, "group:Carers", JUNE, power=5)
    service.take_back(SYSTEM, queries.score_for(project.id, wrong.id))
    [one] = standing.standings(queries.judgements(project.id), JUNE)
    assert one.scores["power"] == 2


def test_a_judgement_is_found_in_its_own_project_only() -> None:
    body = make_body()
    project, other = make_project(body), make_project(body, "DENT-1")
    score = judge(project, "group:Carers", APRIL, power=2)
    with pytest.raises(Missing):
        queries.score_for(other.id, score.id)


@pytest.mark.parametrize("ref", ["organisation:99", "person:x", "group:", "forum:1", "organisation"])
def test_a_stakeholder_that_is_not_there_is_missing(ref: str) -> None:
    with pytest.raises(Missing):
        queries.who_is(ref)


def test_no_score_note_or_reason_enters_the_audit_trail(app: Flask) -> None:
    project = make_project(make_body())
    row = judge(project, f"person:{make_person().id}", APRIL, note="Says little in meetings", power=4)
    [change] = [
        change
        for entry, changes in audit.history_of(f"stakeholder_map:{project.id}")
        for change in changes
        if change.row_id == row.id
    ]
    assert change.after is not None
    assert change.after["power"] == change.after["note"] == audit.NOT_KEPT
    assert audit.history_of(f"project:{project.id}")[0][0].event == "project.opened", "not in its history"


def test_scores_are_read_by_no_feature_but_the_map_and_those_who_serve_the_rights_of_people() -> None:
    """No fact, report, list or page of another feature can show what it does not read."""
    from tests.house.source import ROOT, product_modules, text_of

    readers = {
        str(file).split("/")[1]
        for file, _ in product_modules()
        if "MapScore" in text_of(ROOT / file) or "map_score" in text_of(ROOT / file)
    }
    assert readers <= {"stakeholder_maps", "privacy"}
    assert MapScore in {mapper.class_ for mapper in Base.registry.mappers}


# -- affected but unheard ---------------------------------------------------------------------------------


def test_a_group_the_project_affects_is_unheard_until_something_it_said_is_on_record() -> None:
    body = make_body()
    project = make_project(body, affected_groups=["Carers", "Deaf people"])
    make_activity(body, project=project, groups_aimed_at=["carers"], heard="More buses")
    make_activity(body, "Signed talk", ref="ENG-7", project=project, groups_aimed_at=["Deaf people"])
    [one] = standing.unheard(project, [], named_only=True)
    assert one.name == "Deaf people"
    assert one.why == "The project says it affects them"
    assert [link.text for link in one.met] == ["ENG-7 Signed talk"]


def test_what_was_planned_or_called_off_is_no_hearing() -> None:
    body = make_body()
    project = make_project(body, affected_groups=["Carers"])
    make_activity(body, project=project, groups_aimed_at=["Carers"], status="cancelled")
    [one] = standing.unheard(project, [], named_only=True)
    assert one.met == ()


def test_an_organisation_on_which_the_impact_is_high_is_heard_by_any_of_its_names() -> None:
    body = make_body()
    project = make_project(body)
    make_organisation("Age UK Wolverhampton")
    make_organisation()
    for ref in ("organisation:1", "organisation:2"):
        judge(project, ref, APRIL, impact=read_models().scale.high_from)
    make_activity(body, project=project, organisations=["age uk wolverhampton"], heard="More buses")
    found = standing.standings(queries.judgements(project.id), APRIL)
    [one] = standing.unheard(project, found, named_only=False)
    assert (one.name, one.why) == ("Healthwatch Wolverhampton", "Impact 4 of 5")
    assert session().query(Feedback).count() == 1


def test_a_forum_is_heard_at_its_meeting_once_what_its_members_said_of_the_project_is_on_record() -> None:
    body = make_body()
    project = make_project(body, affected_groups=["PPG Chairs Group"])
    meeting = make_meeting(make_forum(body))
    entry = {"title": "Walk-in centre", "project_id": project.id, "position": 1}
    item = plant(AgendaItem, {"meeting_id": meeting.id, "members_said": "", **entry}, "words")
    [one] = standing.unheard(project, [], named_only=True)
    assert [link.ref for link in one.met] == [f"meeting:{meeting.id}"]
    assert isinstance(item, AgendaItem)
    plant(AgendaItem, {"meeting_id": meeting.id, "members_said": "Keep it open", **entry}, "words")
    assert standing.unheard(project, [], named_only=True) == []


def test_a_person_who_told_a_story_of_the_project_was_heard() -> None:
    project = make_project(make_body())
    person = make_person()
    judge(project, f"person:{person.id}", APRIL, impact=5)
    found = standing.standings(queries.judgements(project.id), APRIL)
    assert [one.name for one in standing.unheard(project, found, named_only=False)] == [person.name]
    make_story(person_id=person.id, project_id=project.id)
    assert standing.unheard(project, found, named_only=False) == []


def test_what_was_done_with_somebody_merged_into_a_person_was_done_with_that_person() -> None:
    project, kept, other = make_project(make_body()), make_person("Carer"), make_person("A carer")
    judge(project, f"person:{kept.id}", APRIL, impact=5)
    make_story(person_id=other.id, project_id=project.id)
    found = standing.standings(queries.judgements(project.id), APRIL)
    assert [one.name for one in standing.unheard(project, found, named_only=False)] == ["Carer"]
    merge_people(SYSTEM, kept, other, {})
    assert standing.unheard(project, found, named_only=False) == []


def test_whoever_sent_apologies_to_the_meeting_was_not_heard_at_it() -> None:
    body = make_body()
    project = make_project(body)
    group = make_forum(body)
    people = {title: make_person(title) for title in ("Chair of Penn", "Chair of Bilston")}
    members = {title: make_member(group, title, person_id=person.id).id for title, person in people.items()}
    for person in people.values():
        judge(project, f"person:{person.id}", APRIL, impact=5)
    came = dict(zip(members.values(), ("attended", "apologies"), strict=True))
    meeting = make_meeting(group, members=came)
    item = {"meeting_id": meeting.id, "title": "Walk-in centre", "project_id": project.id, "position": 1}
    plant(AgendaItem, {**item, "members_said": "Keep it open"}, "words")
    found = standing.standings(queries.judgements(project.id), APRIL)
    silent = standing.unheard(project, found, named_only=False)
    assert [one.name for one in silent] == ["Chair of Bilston"]
