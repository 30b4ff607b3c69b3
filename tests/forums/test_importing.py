"""Forums brought in from a spreadsheet: how rows are read, and which forums they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from engage.actions.models import Action
from engage.forums import queries
from engage.forums.importing import FIELDS, ForumImporter
from engage.forums.models import Forum
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.importing import Choice
from engage.platform.imports.mapping import ColumnMapping, by_spelling
from engage.platform.imports.plan import Plan, make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from tests.builders import make_action, make_body, make_forum
from tests.imports.logs import csv_of

pytestmark = pytest.mark.usefixtures("app")

BROUGHT_IN = audit.Event("test.forums-brought-in")
RECORDS = Path(__file__).parents[1] / "data" / "forums.csv"
POPS = {"name": "Patient Opportunity Panel (POPs)", "body": "Dudley CCG", "kind": "PPG network"}


def plan_of(*rows: dict[str, str]) -> Plan:
    names = list(dict.fromkeys(name for row in rows for name in row))
    content = csv_of(*([row.get(name, "") for name in names] for row in rows), headings=names)
    with open_workbook_file(content, filename="forums.csv", known=lambda heading: True) as workbook:
        mapping = ColumnMapping(tuple(names), tuple(names))
        return make_plan([(sheet, mapping) for sheet in workbook.sheets], ForumImporter())


@one_transaction
def take(plan: Plan, choice: Choice = Choice.UPDATE) -> None:
    BROUGHT_IN(SYSTEM)
    plan.importer.take(SYSTEM, plan.creations(choice), plan.updates(choice), lambda rows: None)


def outcomes(plan: Plan) -> list[str]:
    return [row.outcome.value for row in plan.rows]


def forums() -> list[Forum]:
    return list(session().scalars(select(Forum).order_by(Forum.id)))


def test_a_type_is_one_of_the_kinds_and_is_kept_as_it_was_typed() -> None:
    take(plan_of({**POPS, "chair_role": "-", "how_often": "monthly"}))
    (forum,) = forums()
    assert (forum.code, forum.kind, forum.kind_words) == (
        "patient-opportunity-panel-pops",
        "ppg_chairs",
        "PPG network",
    )
    assert (forum.chair_role, forum.how_often, forum.trust) == ("", "monthly", "unverified")
    assert "ppg network" in forum.search_text


def test_a_type_nobody_agreed_on_is_left_unread_and_a_row_without_a_name_is_set_aside() -> None:
    plan = plan_of({**POPS, "kind": "Book club"}, {"name": "", "body": "Dudley CCG"})
    assert outcomes(plan) == ["new", "set aside"]
    first, second = plan.unread[0].problem, plan.problems[0].problem
    assert first.startswith("“Book club” is not a kind of forum. Use one of: Patient participation group,")
    assert second == "The forum has no name. Enter what it is called."


def test_the_same_file_again_changes_nothing_and_a_further_cell_changes_one_field() -> None:
    take(plan_of(POPS))
    assert outcomes(plan_of(POPS)) == ["same"]
    plan = plan_of({**POPS, "purpose": "Share practice group views"})
    assert outcomes(plan) == ["changed"]
    take(plan)
    (forum,) = forums()
    assert (forum.purpose, forum.kind) == ("Share practice group views", "ppg_chairs")


def test_groups_of_one_name_that_serve_two_bodies_are_two() -> None:
    make_forum(make_body("Mid Essex CCG"), "Patient Reference Group")
    plan = plan_of({"name": "Patient reference group", "body": "Central London CCG"})
    assert outcomes(plan) == ["new"]
    take(plan)
    assert [one.code for one in forums()] == ["patient-reference-group", "patient-reference-group-2"]


def test_a_forum_of_two_bodies_serves_the_first_and_is_for_both() -> None:
    take(plan_of({"name": "Future Fit Programme Board", "body": "Shropshire CCG & Telford and Wrekin CCG"}))
    (forum,) = forums()
    listed = queries.listed_forums([forum.id])[0]
    assert listed.body == "Shropshire CCG"
    assert forum.area == "Shropshire CCG; Telford and Wrekin CCG"


def test_words_that_are_too_long_are_left_unread_with_how_long_they_are() -> None:
    plan = plan_of({**POPS, "chair_role": "x" * 201})
    assert [one.problem for one in plan.unread] == ["Chair has 201 characters; the most is 200. Shorten it."]


def test_actions_lean_on_their_forum() -> None:
    forum = make_forum(make_body())
    make_action(belongs_to=f"forum:{forum.id}")
    number = session().scalars(select(Action.id)).one()
    leaning = ForumImporter().leaning_on([f"forum:{forum.id}", "body:1"])
    assert [lean.leaning for lean in leaning] == [f"action:{number}"]


def test_the_forums_of_public_records_are_all_brought_in() -> None:
    with open_workbook_file(RECORDS.read_bytes(), filename="forums.csv", known=FIELDS.knows) as workbook:
        (sheet,) = workbook.sheets
        mapping = by_spelling(sheet.header, FIELDS)
        assert None not in mapping.targets
        plan = make_plan([(sheet, mapping)], ForumImporter())
    take(plan)
    assert outcomes(plan) == ["new"] * 24
    assert len(forums()) == 24
    assert queries.forum_for("partners-in-diabetes-pid").how_often == "monthly"
