"""Logging, changing, removing and placing activities, and keeping what shows that they took place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engage.accounts import service as accounts
from engage.activities import queries, service
from engage.activities.entries import ActivityEntry, EvidenceEntry
from engage.activities.models import Activity, ActivityBody, ActivityEvidence
from engage.feedback import queries as feedback
from engage.feedback import service as feedback_service
from engage.feedback.models import Feedback, FeedbackReading
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from engage.rules.errors import Missing, Refused
from engage.rules.reached import read_reached
from tests.builders import make_activity, make_actor, make_body, make_feedback, make_project, thing_said

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def body() -> Body:
    return make_body("Wolverhampton CCG")


def newest() -> AuditEntry:
    return session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def entry_of(activity: Activity, **changes: Any) -> ActivityEntry:
    """What somebody sends who changes only these."""
    return replace(queries.entry_of(activity), **changes)


def change(activity: Activity, **changes: Any) -> None:
    service.change_activity(SYSTEM, activity, entry_of(activity, **changes), queries.edition_of(activity))


@pytest.mark.both_databases
def test_an_activity_is_logged_as_it_was_known(body: Body) -> None:
    officer = make_actor("engagement_officer")
    activity = service.log_activity(
        officer,
        ActivityEntry(
            title="Café talk",
            when=read_date("May to August 2014"),
            reached=read_reached("about 500"),
            lead_body_id=body.id,
            method="drop in session",
            audience=("Carers",),
            organisations=("Healthwatch Wolverhampton",),
            stage=2,
        ),
    )
    assert (activity.ref, activity.method) == ("ACT-0001", "Drop-in")
    assert (activity.when_words, activity.start_month) == ("May to August 2014", date(2014, 5, 1))
    assert (activity.reached_kind, activity.reached) == ("about", 500)
    assert activity.search_text == "act 0001 cafe talk drop in carers healthwatch wolverhampton"
    entry = newest()
    assert (entry.event, entry.actor_id) == ("activity.logged", officer.id)
    assert entry.fields == {"activity_id": activity.id, "project_id": None}


def test_what_nobody_counted_is_not_recorded_and_never_nought(body: Body) -> None:
    assert make_activity(body, reached="").reached is None
    assert make_activity(body, reached="0").reached == 0


@pytest.mark.parametrize("typed", ["", "n/k", "not stated"])
def test_a_method_that_nobody_wrote_down_is_not_recorded(body: Body, typed: str) -> None:
    assert make_activity(body, method=typed).method == ""


def test_a_method_that_is_new_is_kept_as_it_was_typed(body: Body) -> None:
    assert make_activity(body, method="Street theatre").method == "Street theatre"


def test_what_was_heard_and_done_at_it_is_one_item_of_what_people_said(body: Body) -> None:
    project = make_project(body)
    activity = make_activity(body, project=project, heard="More buses", done="A stop at the centre")
    [item] = feedback.heard_at(queries.reference(activity.id))
    assert (item.said, item.did, item.answer) == ("More buses", "A stop at the centre", "done")
    assert (item.body_id, item.project_id, item.when_words) == (body.id, project.id, "6 June 2018")


def test_one_body_leads_and_others_join(body: Body) -> None:
    dudley, walsall = make_body("Dudley CCG"), make_body("Walsall CCG")
    activity = make_activity(body, joint=[walsall, dudley, body], heard="More buses")
    assert queries.logged(activity.id).bodies == ("Wolverhampton CCG", "Dudley CCG", "Walsall CCG")
    [item] = feedback.heard_at(queries.reference(activity.id))
    assert item.also_bodies == ["dudley-ccg", "walsall-ccg"]
    change(activity, lead_body_id=dudley.id, joint_body_ids=[body.id])
    assert queries.logged(activity.id).bodies == ("Dudley CCG", "Wolverhampton CCG")


def test_references_are_given_in_turn_and_none_twice(body: Body) -> None:
    assert [make_activity(body).ref for _ in range(2)] == ["ACT-0001", "ACT-0002"]
    make_activity(body, ref="ACT-0500")
    make_activity(body, ref="ENG-001")
    make_activity(body, ref="ACT-five")
    assert make_activity(body).ref == "ACT-0501"
    with pytest.raises(Refused, match="There is already an activity with the reference ENG-001"):
        make_activity(body, ref="ENG-001")
    other = make_activity(body)
    with pytest.raises(Refused, match="reference ENG-001"):
        change(other, ref="ENG-001")
    change(other, ref="ENG-002")
    assert other.ref == "ENG-002"


def test_two_activities_may_say_that_they_counted_the_same_contacts(body: Body) -> None:
    survey = make_activity(body, "Survey", ref="ENG-038", reached="203")
    report = make_activity(body, "Survey report", same_contacts_as="ENG-038", reached="203")
    assert queries.same_contacts(survey) == [report]
    assert queries.same_contacts(report) == [survey]
    for nonsense in ("ENG-999", report.ref):
        with pytest.raises(Refused, match="There is no other activity with the reference"):
            change(report, same_contacts_as=nonsense)


def test_a_change_leaves_what_it_does_not_touch(body: Body) -> None:
    activity = make_activity(body, heard="More buses", audience=["Carers"], purposes=["self_care"])
    change(activity, title="Library drop-in")
    assert newest().event == "activity.changed"
    [changed] = audit.changes_of(newest().id)
    assert {name for name in changed.after or {} if name not in {"version", "search_text"}} == {"title"}
    assert (activity.audience, activity.purposes) == (["Carers"], ["self_care"])


def test_the_same_again_changes_nothing(body: Body) -> None:
    activity = make_activity(body, heard="More buses", done="A stop", equality_groups=["Disability", "Age"])
    change(activity, equality_groups=["Age", "Disability"])
    assert audit.changes_of(newest().id) == []
    assert activity.version == 1


@pytest.mark.parametrize(
    "meanwhile",
    [{"title": "Theirs"}, {"things": (thing_said("They heard this"),)}, {"joint_body_ids": "dudley"}],
    ids=["the record", "what was heard", "its bodies"],
)
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    body: Body, meanwhile: dict[str, Any]
) -> None:
    if "joint_body_ids" in meanwhile:
        meanwhile = {"joint_body_ids": [make_body("Dudley CCG").id]}
    activity = make_activity(body, heard="More buses")
    mine, edition = entry_of(activity, title="Mine"), queries.edition_of(activity)
    change(activity, **meanwhile)
    with pytest.raises(Refused, match="Somebody else changed this activity while you were writing"):
        service.change_activity(SYSTEM, activity, mine, edition)
    assert activity.title != "Mine"
    service.change_activity(SYSTEM, activity, mine, queries.edition_of(activity))
    assert activity.title == "Mine"


def test_an_answer_given_meanwhile_on_the_item_itself_is_not_overwritten(body: Body) -> None:
    activity = make_activity(body, heard="More buses")
    mine, edition = entry_of(activity), queries.edition_of(activity)
    [item] = feedback.heard_at(queries.reference(activity.id))
    feedback_service.answer(SYSTEM, item, item.version, "done", "A stop at the centre", None)
    with pytest.raises(Refused, match="Somebody else changed"):
        service.change_activity(SYSTEM, activity, mine, edition)
    assert item.did == "A stop at the centre"


def test_words_entered_by_mistake_are_taken_away_with_who_read_them(body: Body) -> None:
    activity = make_activity(body, heard="Meant for another record")
    [item] = feedback.heard_at(queries.reference(activity.id))
    feedback_service.mark_read(make_actor("lay_member_ppi"), [item.id])
    change(activity, things=())
    assert feedback.heard_at(queries.reference(activity.id)) == []
    taken = {changed.table for changed in audit.changes_of(newest().id)}
    assert taken == {"feedback", "feedback_reading"}, "and the trail knows what they were"


@pytest.mark.both_databases
def test_an_activity_taken_out_is_put_back_whole(body: Body) -> None:
    joint = make_body("Dudley CCG")
    activity = make_activity(
        body,
        "Survey",
        ref="ENG-038",
        reached="at least 1,000",
        joint=[joint],
        heard="More buses",
        done="A stop",
    )
    number, ref = activity.id, queries.reference(activity.id)
    other = make_activity(body, "Survey report", same_contacts_as="ENG-038")
    service.keep_evidence(
        SYSTEM,
        activity,
        EvidenceEntry(title="Report", link="https://www.example.nhs.uk/r", received_on=date(2018, 7, 1)),
    )
    [item] = feedback.heard_at(ref)
    feedback_service.mark_read(make_actor("lay_member_ppi"), [item.id])
    whole = _everything(number)
    assert service.remove_activity(SYSTEM, activity) == number
    with pytest.raises(Missing):
        queries.activity_for(number)
    assert other.same_contacts_as_id is None
    assert _everything(number) == ([], [], [], [], [])
    service.put_back_activity(SYSTEM, number)
    assert newest().event == "activity.put-back"
    assert _everything(number) == whole
    assert other.same_contacts_as_id == number
    with pytest.raises(Missing):
        service.put_back_activity(SYSTEM, number)


def _everything(number: int) -> tuple[list[Any], ...]:
    """All that is kept of an activity, without the numbers by which changes are counted."""
    ref = queries.reference(number)
    tables: list[tuple[type[Any], Any]] = [
        (Activity, Activity.id == number),
        (ActivityBody, ActivityBody.activity_id == number),
        (ActivityEvidence, ActivityEvidence.activity_id == number),
        (Feedback, Feedback.heard_at == ref),
        (
            FeedbackReading,
            FeedbackReading.feedback_id.in_(select(Feedback.id).where(Feedback.heard_at == ref)),
        ),
    ]
    session().rollback()
    return tuple(
        [
            {name: value for name, value in row._mapping.items() if name != "version"}
            for row in session().execute(select(*table.__table__.c).where(condition).order_by(table.id))
        ]
        for table, condition in tables
    )


def test_an_activity_at_which_people_were_heard_stays_until_their_words_are_moved(body: Body) -> None:
    activity = make_activity(body)
    make_feedback("The lift was broken", heard_at=queries.reference(activity.id))
    with pytest.raises(Refused, match="People's words are recorded as heard at this activity"):
        service.remove_activity(SYSTEM, activity)
    assert queries.activity_for(activity.id) == activity


def test_a_reference_given_away_meanwhile_is_not_taken_back(body: Body) -> None:
    activity = make_activity(body, ref="ENG-012")
    number = service.remove_activity(SYSTEM, activity)
    make_activity(body, "Another", ref="ENG-012")
    with pytest.raises(Refused, match="Another activity has been given the reference ENG-012 since"):
        service.put_back_activity(SYSTEM, number)


def test_nothing_that_was_not_taken_out_can_be_put_back(body: Body) -> None:
    with pytest.raises(Missing):
        service.put_back_activity(SYSTEM, make_activity(body).id)
    with pytest.raises(Missing):
        service.put_back_activity(SYSTEM, 999)


def test_activities_are_placed_in_a_project_with_what_was_heard_at_them(body: Body) -> None:
    project = make_project(body)
    talk = make_activity(body, "Talk", heard="More buses")
    there = make_activity(body, "Survey", project=project)
    other = make_activity(body, "Another")
    aside = make_feedback("The lift was broken", heard_at=queries.reference(talk.id))
    assert service.place_in_project(SYSTEM, [talk.id, there.id], project.id) == 1
    assert (newest().event, newest().fields) == ("activities.placed", {"project_id": project.id, "count": 1})
    assert (talk.project_id, there.project_id, other.project_id) == (project.id, project.id, None)
    heard = feedback.heard_at(queries.reference(talk.id))
    assert [item.project_id for item in heard] == [project.id, project.id]
    assert service.place_in_project(SYSTEM, [talk.id], None) == 1
    assert (talk.project_id, aside.project_id) == (None, None)
    with pytest.raises(Refused, match="That project is no longer there"):
        service.place_in_project(SYSTEM, [talk.id], 999)


def test_evidence_is_kept_and_taken_off(body: Body) -> None:
    activity = make_activity(body)
    evidence = service.keep_evidence(
        SYSTEM,
        activity,
        EvidenceEntry(
            title="Attendance sheet",
            file="a" * 64,
            file_name="sheet.pdf",
            received_on=date(2018, 6, 7),
            proves_from=date(2018, 6, 6),
            proves_to=date(2018, 6, 6),
        ),
    )
    assert newest().fields == {"activity_id": activity.id, "evidence_id": evidence.id}
    assert queries.evidence_of(activity) == [evidence]
    assert queries.evidence_for(activity.id, evidence.id) == evidence
    with pytest.raises(Missing):
        queries.evidence_for(make_activity(body).id, evidence.id)
    service.drop_evidence(SYSTEM, evidence)
    assert newest().event == "activity.evidence-dropped"
    assert queries.evidence_of(activity) == []


def test_the_history_of_an_activity_has_everything_that_was_done_to_it(body: Body) -> None:
    activity = make_activity(body)
    change(activity, title="Library drop-in")
    evidence = service.keep_evidence(
        SYSTEM,
        activity,
        EvidenceEntry(title="Report", link="https://www.example.nhs.uk/r", received_on=date(2018, 7, 1)),
    )
    service.drop_evidence(SYSTEM, evidence)
    number = service.remove_activity(SYSTEM, activity)
    service.put_back_activity(SYSTEM, number)
    assert [entry.event for entry, _ in audit.history_of(queries.reference(number))] == [
        "activity.put-back",
        "activity.removed",
        "activity.evidence-dropped",
        "activity.evidence-kept",
        "activity.changed",
        "activity.logged",
    ]
    accounts.open_account(SYSTEM, "last@nhs.example", "Somebody else", [], password=None)
    assert len(audit.history_of(queries.reference(number))) == 6
