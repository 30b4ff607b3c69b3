"""How the rows of an engagement log are read, and which records they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Connection
from sqlalchemy.event import listen, remove

from engage.activities import service
from engage.activities.entries import ActivityEntry
from engage.activities.facts import facts
from engage.activities.importing.service import ActivityImporter
from engage.activities.models import ActivityBody
from engage.activities.queries import edition_of
from engage.cycle.models import Project
from engage.feedback.models import Feedback
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.db import record, save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.importing import Choice
from engage.platform.imports.mapping import ColumnMapping
from engage.platform.imports.plan import Plan, RowProblem, UnreadCell, make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from engage.rules.dates_as_known import read_date
from tests.builders import make_activity, make_body, make_organisation
from tests.imports.logs import activities, csv_of

pytestmark = pytest.mark.usefixtures("app")

BROUGHT_IN = audit.Event("test.activities-brought-in")
FORUM = {"ref": "ENG-001", "body": "Walsall CCG", "title": "Forum at Bilston", "starts": "6 June 2018"}


def plan_of(*rows: dict[str, str]) -> Plan:
    """The plan for rows given by field; a column of which no row speaks is not there."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    content = csv_of(*([row.get(name, "") for name in names] for row in rows), headings=names)
    with open_workbook_file(content, filename="log.csv", known=lambda heading: True) as workbook:
        mapping = ColumnMapping(tuple(names), tuple(names))
        return make_plan([(sheet, mapping) for sheet in workbook.sheets], ActivityImporter())


@one_transaction
def take(plan: Plan, choice: Choice = Choice.UPDATE) -> None:
    BROUGHT_IN(SYSTEM)
    plan.importer.take(SYSTEM, plan.creations(choice), plan.updates(choice), lambda rows: None)


def bring_in(*rows: dict[str, str]) -> Plan:
    plan = plan_of(*rows)
    take(plan)
    return plan


def outcomes(plan: Plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def problem_of(**fields: str) -> str:
    """The one cell that cannot be read, or the one problem, of a row that is otherwise in order."""
    plan = plan_of({**FORUM, **fields})
    told: list[RowProblem | UnreadCell] = [*plan.problems, *plan.unread]
    [problem] = told
    return f"{problem.column}: {problem.problem}"


@one_transaction
def open_project(code: str) -> Project:
    BROUGHT_IN(SYSTEM)
    body = session().scalars(select(Body)).first() or make_body("Walsall CCG")
    return save(Project(code=code, title="Urgent care", body_id=body.id))


def test_every_field_of_a_row_is_kept() -> None:
    project = open_project("UC-14")
    bring_in(
        {
            **FORUM,
            "body": "Walsall CCG & Dudley CCG",
            "ends": "7 June 2018",
            "project": "uc-14",
            "stage": "3 - Improve services",
            "also_stages": "1, 2",
            "method": "drop-in session",
            "audience": "Residents; carers",
            "groups_aimed_at": "Young carers / Refugees",
            "venue": "Bilston Market",
            "reached": "approx 40",
            "organisations": "Healthwatch Walsall; Walsall Council",
            "equality_groups": "Age, disability & Panjabi speakers",
            "carers_present": "No",
            "carers_absent_because": "No crèche",
            "access_needs_asked": "yes",
            "access_needs": "BSL interpreter: met\nLoop: not met, none to hire",
            "purpose": "To shape the model",
            "outcome_sought": "A preferred site",
            "heard": "More buses\nand later ones",
            "done": "A new bus",
            "findings_shared_with": "Scrutiny panel",
            "evaluation": "Forms, 30 of 40",
            "status": "Closed - fed back",
            "source": "Notes of the day",
        }
    )
    [activity] = activities()
    assert activity.when_words == "6 June 2018 to 7 June 2018"
    assert (activity.project_id, activity.stage, activity.also_stages) == (project.id, 3, [1, 2])
    assert (activity.method, activity.status, activity.venue) == ("Drop-in", "fed_back", "Bilston Market")
    assert (activity.reached_kind, activity.reached) == ("about", 40)
    assert activity.audience == ["Residents", "carers"]
    assert activity.groups_aimed_at == ["Young carers", "Refugees"]
    assert activity.organisations == ["Healthwatch Walsall", "Walsall Council"]
    assert activity.equality_groups == ["Age", "Disability", "Panjabi speakers"]
    assert (activity.carers_present, activity.carers_absent_because) == ("no", "No crèche")
    assert activity.access_needs_asked is True
    assert [(need["need"], need["met"], need["reason"]) for need in activity.access_needs] == [
        ("BSL interpreter", True, ""),
        ("Loop", False, "none to hire"),
    ]
    assert (activity.purpose, activity.outcome_sought) == ("To shape the model", "A preferred site")
    assert (activity.findings_shared_with, activity.evaluation) == (["Scrutiny panel"], "Forms, 30 of 40")
    assert activity.source == "Notes of the day"
    assert "market" in activity.search_text.split()
    item = session().scalars(select(Feedback)).one()
    assert (item.said, item.did, item.answer) == ("More buses\nand later ones", "A new bus", "answered")
    assert (item.heard_at, item.is_from_log, item.project_id) == (f"activity:{activity.id}", True, project.id)
    ran = select(Body.name, ActivityBody.leads).join(ActivityBody, ActivityBody.body_id == Body.id)
    assert dict(session().execute(ran).all()) == {"Walsall CCG": True, "Dudley CCG": False}


def test_what_is_kept_is_known_again_however_it_is_typed() -> None:
    row = {
        **FORUM,
        "body": "NHS Walsall CCG; Dudley CCG; Luton CCG",
        "method": "Drop in",
        "equality_groups": "Age & Disability",
        "access_needs": "Loop: met",
        "access_needs_asked": "no",
        "reached": "1500+",
        "stage": "4. Procure and contract",
        "heard": "Fine",
        "status": "complete",
    }
    bring_in(row)
    again = {
        **row,
        "ref": "eng -001",
        "body": "Walsall Clinical Commissioning Group; Luton CCG; Dudley CCG",
        "starts": "2018-06-06",
        "method": "drop-in session",
        "equality_groups": "age, disability",
        "reached": ">1,500",
        "stage": "procure and contract",
        "status": "Done",
    }
    assert outcomes(plan_of(again)) == ["same"]


def test_a_blank_cell_leaves_what_is_known_and_a_dash_says_that_it_is_not_known() -> None:
    bring_in(
        {**FORUM, "venue": "Bilston Market", "reached": "40", "heard": "More buses", "done": "A new bus"}
    )
    assert outcomes(plan_of({**FORUM, "venue": "", "reached": "", "heard": "", "done": ""})) == ["same"]
    bring_in({**FORUM, "venue": "-", "reached": "n/k", "heard": "", "done": "Two new buses"})
    [activity] = activities()
    assert (activity.venue, activity.reached, activity.reached_kind) == ("", None, "not_recorded")
    item = session().scalars(select(Feedback)).one()
    assert (item.said, item.did) == ("More buses", "Two new buses")


def test_a_change_of_date_or_body_reaches_what_was_heard() -> None:
    bring_in({**FORUM, "heard": "More buses"})
    bring_in({**FORUM, "starts": "8 June 2018", "body": "Dudley CCG"})
    item = session().scalars(select(Feedback)).one()
    assert item.when_words == "8 June 2018"
    assert session().get_one(Body, item.body_id).name == "Dudley CCG"


def test_whoever_has_an_activity_open_is_told_that_an_import_changed_its_bodies() -> None:
    bring_in(FORUM)
    before = edition_of(activities()[0])
    bring_in({**FORUM, "body": "Dudley CCG"})
    assert edition_of(activities()[0]) != before


def test_no_status_is_invented_for_a_row_that_gives_none() -> None:
    rows = [
        {**FORUM, "ref": "1", "heard": "More buses", "done": "A new bus"},
        {**FORUM, "ref": "2", "heard": "More buses"},
        {**FORUM, "ref": "3"},
        {**FORUM, "ref": "4", "starts": "6 June 2099"},
    ]
    bring_in(*rows)
    assert [one.status for one in activities()] == ["", "", "", ""]
    assert outcomes(plan_of(*rows)) == ["same"] * 4
    assert [fact.ref for fact in facts()] == ["activity:1", "activity:2", "activity:3"]


def test_a_status_said_later_is_kept_and_can_be_said_not_to_be_known() -> None:
    bring_in(FORUM)
    bring_in({**FORUM, "status": "Fed back"})
    assert activities()[0].status == "fed_back"
    assert outcomes(plan_of({**FORUM, "status": ""})) == ["same"]
    bring_in({**FORUM, "status": "not known"})
    assert activities()[0].status == ""


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ""}, "title: The activity has no name."),
        ({"starts": "31/02/2018"}, "starts: 31/02/2018 is not a date: February 2018 has 28 days."),
        ({"ends": "5 June 2018"}, "starts: The end, 5 June 2018, is before the start, 6 June 2018."),
        ({"reached": "lots"}, "reached: “lots” is not a number."),
        ({"reached": "-5"}, "reached: -5 is below nought."),
        ({"stage": "Design"}, "stage: “Design” is not a stage of the engagement cycle. Use one of: Identify"),
        ({"status": "Almost"}, "status: “Almost” is not a status of an activity. Use one of: Planned, Open,"),
        ({"project": "UC-15"}, "project: There is no project with the code “UC-15”. Open the project first,"),
        ({"carers_present": "some"}, "carers_present: “some” is neither yes nor no."),
        ({"access_needs": "Loop"}, "access_needs: Say what became of “Loop”, such as “Loop: met”"),
        ({"body": "Москва"}, "body: “Москва” cannot be the name of a body."),
        ({"body": "A very long name " * 20}, "body: “A very long name"),
        ({"title": "T" * 501}, "title: Activity has 501 characters; the most is 500. Shorten it."),
        ({"ref": "R" * 41}, "ref: Reference has 41 characters; the most is 40."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why_and_what_to_type(fields: dict[str, str], says: str) -> None:
    told = problem_of(**fields)
    assert told.startswith(says), told


def test_a_row_with_several_unread_cells_names_each_and_comes_in_once() -> None:
    plan = plan_of({**FORUM, "starts": "31/02/2018", "reached": "lots"}, {**FORUM, "ref": "ENG-002"})
    assert outcomes(plan) == ["new", "new"]
    assert sorted(cell.column for cell in plan.unread) == ["reached", "starts"]


def test_a_row_typed_twice_counts_once_whatever_its_spelling() -> None:
    plan = plan_of({**FORUM, "method": "Drop in"}, {**FORUM, "method": "Drop-in", "ref": "eng-001 "})
    assert outcomes(plan) == ["new", "repeated"]
    assert plan.rows[1].repeats == "row 2 of log"


def test_one_reference_over_two_activities_is_for_a_person_to_settle() -> None:
    plan = plan_of(FORUM, {**FORUM, "title": "Open day"})
    assert outcomes(plan) == ["new", "set aside"]
    assert plan.problems[0].problem.startswith("The reference ENG-001 stands in row 2 of log too")


def test_without_references_rows_are_known_by_title_start_and_lead_body() -> None:
    rows = [
        {"title": "Forum at Bilston", "starts": "6 June 2018", "body": "Walsall CCG", "venue": "Library"},
        {"title": "Forum at Bilston", "starts": "7 June 2018", "body": "Walsall CCG", "venue": "Library"},
        {"title": "Forum at Bilston", "starts": "6 June 2018", "body": "Dudley CCG", "venue": "Library"},
    ]
    assert outcomes(bring_in(*rows)) == ["new", "new", "new"]
    assert [one.ref for one in activities()] == ["ACT-0001", "ACT-0002", "ACT-0003"]
    again = [{**row, "title": "FORUM at Bilston."} for row in rows]
    assert [row.differences[0].field for row in plan_of(*again).rows] == ["title", "title", "title"]
    moved = {**rows[1], "venue": "Town hall"}
    assert outcomes(plan_of(rows[0], moved, rows[2])) == ["same", "changed", "same"]


def test_rows_alike_but_for_their_venue_are_two_activities_and_known_as_such() -> None:
    morning = {"title": "Pop-up stand", "starts": "6 June 2018", "body": "Walsall CCG", "venue": "Market"}
    evening = {**morning, "venue": "Library"}
    assert outcomes(bring_in(morning, evening)) == ["new", "new"]
    assert outcomes(plan_of(evening, morning)) == ["same", "same"]
    plan = plan_of({**morning, "venue": "Town hall"})
    assert outcomes(plan) == ["set aside"]
    assert "ACT-0001, ACT-0002" in plan.problems[0].problem


@pytest.mark.parametrize("ref", ["ACT-²", "ACT-٣", "ACT-" + "9" * 36, "ACT-x"])
def test_a_reference_that_only_looks_numbered_stops_no_import(ref: str) -> None:
    make_activity(make_body("Dudley CCG"), "Listening event", ref=ref)
    assert outcomes(bring_in({**FORUM, "ref": ""}, {**FORUM, "ref": "ENG-002", "title": "Stall"})) == [
        "new",
        "new",
    ]
    assert sorted(one.ref for one in activities()) == sorted([ref, "ACT-0001", "ENG-002"])


def test_a_cell_longer_than_anybody_writes_is_kept_as_words_not_understood() -> None:
    plan = bring_in({**FORUM, "joint_bodies": "Dudley CCG, " * 2_000, "venue": "Hall " * 500})
    assert {one.field for one in plan.unread} == {"joint_bodies", "venue"}
    assert all("Shorten it." in one.problem and len(one.words) > 2_000 for one in plan.unread)


def test_references_that_are_given_never_meet_those_in_use() -> None:
    bring_in({**FORUM, "ref": "ACT-0007"})
    bring_in({**FORUM, "ref": "", "title": "Open day"}, {**FORUM, "ref": "ACT-0009", "title": "Stall"})
    assert {one.title: one.ref for one in activities()} == {
        "Forum at Bilston": "ACT-0007",
        "Open day": "ACT-0010",
        "Stall": "ACT-0009",
    }


def test_an_activity_logged_by_hand_is_known_by_its_reference() -> None:
    entry = ActivityEntry(
        ref="ENG-001",
        title="Forum at Bilston",
        when=read_date("6 June 2018"),
        lead_body_id=make_body("Walsall CCG").id,
        method="Drop-in",
        venue="Library",
    )
    service.log_activity(SYSTEM, entry)
    assert outcomes(plan_of({**FORUM, "venue": "Library", "method": "drop in"})) == ["same"]
    assert outcomes(plan_of({**FORUM, "venue": "Market"})) == ["changed"]


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every statement that reaches the database."""
    seen: list[str] = []

    def see(_c: Connection, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    listen(record.engine, "before_cursor_execute", see)
    yield seen
    remove(record.engine, "before_cursor_execute", see)


def test_looking_asks_no_more_for_two_hundred_rows_than_for_two(statements: list[str]) -> None:
    rows = [
        {**FORUM, "ref": f"ENG-{place}", "title": f"Forum {place}", "heard": "More buses"}
        for place in range(200)
    ]
    bring_in(*rows)
    plan_of(*rows[:2])
    statements.clear()
    plan_of(*rows[:2])
    few = len(statements)
    statements.clear()
    plan_of(*rows)
    assert len(statements) == few


def test_the_fields_the_command_line_promises_are_there() -> None:
    promised = (
        "ref, body, title, starts, ends, venue, method, stage, audience, reached, equality_groups,"
        " organisations, heard, done, status, source"
    )
    assert set(promised.split(", ")) <= set(ActivityImporter.fields.by_name)


def test_the_words_of_a_number_come_in_with_it_and_a_record_without_them_gets_them() -> None:
    bring_in({**FORUM, "reached": "at least 30"})
    bring_in({**FORUM, "reached": "30-40"})
    [activity] = activities()
    assert (activity.reached, activity.reached_said) == (30, "30-40")
    assert outcomes(plan_of({**FORUM, "reached": "30-40"})) == ["same"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Healthwatch Dudley and Age Concern", ["Healthwatch Dudley", "Age Concern"]),
        ("Age Concern, Deaf and Hard of Hearing Group", ["Age Concern", "Deaf and Hard of Hearing Group"]),
        ("Deaf & hard of hearing groups", ["Deaf & hard of hearing groups"]),
        ("Healthwatch Dudley and Mind", ["Healthwatch Dudley and Mind"]),
        ("Dudley / Walsall Link; Age Concern | Mind", ["Dudley", "Walsall Link", "Age Concern", "Mind"]),
        ("Home / Start Walsall", ["Home / Start Walsall"]),
        ("Walsall CCG & Age Concern", ["Walsall CCG", "Age Concern"]),
    ],
)
def test_organisations_of_a_cell_part_where_the_register_knows_them(cell: str, names: list[str]) -> None:
    make_body("Walsall CCG")
    for name in (
        "Healthwatch Dudley",
        "Age Concern",
        "Deaf and Hard of Hearing Group",
        "Home / Start Walsall",
    ):
        make_organisation(name)
    bring_in({**FORUM, "organisations": cell})
    [activity] = activities()
    assert activity.organisations == names
    assert outcomes(plan_of({**FORUM, "organisations": cell})) == ["same"]
