"""What people said, brought in from a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from engage.feedback import service
from engage.feedback.import_cells import FIELDS, FeedbackCells
from engage.feedback.importing import FeedbackImporter
from engage.feedback.models import Feedback
from engage.feedback.queries import entry_of
from engage.organisation.models import Body
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.importing import Choice, Content, Notes
from engage.platform.imports.mapping import by_spelling
from engage.platform.imports.plan import Outcome, Plan, RowProblem, UnreadCell, make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from tests.builders import make_body, make_feedback

pytestmark = pytest.mark.usefixtures("app")

YOU_SAID_WE_DID = Path(__file__).parents[1] / "data" / "you_said_we_did.csv"
BROUGHT_IN = audit.Event("test.brought-in")


def plan_of(path: Path) -> Plan:
    with open_workbook_file(
        path, filename=path.name, known=FIELDS.knows, essential=FIELDS.requires
    ) as workbook:
        sheets = [(sheet, by_spelling(sheet.header, FIELDS)) for sheet in workbook.sheets]
        return make_plan(sheets, FeedbackImporter())


def plan_of_rows(tmp_path: Path, *lines: str) -> Plan:
    path = tmp_path / "you-said.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return plan_of(path)


@one_transaction
def take(plan: Plan, choice: Choice = Choice.UPDATE) -> None:
    BROUGHT_IN(SYSTEM)
    plan.importer.take(SYSTEM, plan.creations(choice), plan.updates(choice), lambda rows: None)


def items() -> list[Feedback]:
    return list(session().scalars(select(Feedback).order_by(Feedback.id)))


def test_the_lines_of_you_said_we_did_come_in_with_their_states() -> None:
    plan = plan_of(YOU_SAID_WE_DID)
    assert (plan.rows_read, plan.count(Outcome.NEW), plan.problems) == (53, 53, [])
    take(plan)
    assert Counter(item.answer for item in items()) == {"done": 25, "doing": 18, "cannot": 4, "no_answer": 6}


def test_a_line_keeps_its_words_its_date_as_known_and_its_source() -> None:
    take(plan_of(YOU_SAID_WE_DID))
    [item] = [one for one in items() if one.ref == "YSWD26"]
    assert (item.said, item.did) == (
        "Views on one service for all",
        "West Midlands Ambulance Service from 1 May 2017",
    )
    assert (item.topic, item.when_words, item.start_month) == ("Patient transport", "summer 2015", None)
    assert item.source.startswith("Birmingham and Solihull CCG: You said, we did")
    assert item.told_on is None


def test_three_spellings_of_a_body_are_one_and_shown_to_be() -> None:
    plan = plan_of(YOU_SAID_WE_DID)
    merged = {typed for spelling in plan.spellings() if spelling.field == "body" for typed in spelling.typed}
    assert {"BC ICB", "leeds CCG", "Walsall Clinical Commissioning Group"} <= merged
    take(plan)
    to_walsall = select(Feedback.id).join(Body, Body.id == Feedback.body_id).where(Body.name == "Walsall CCG")
    assert len(session().scalars(to_walsall).all()) == 8


def test_the_same_file_again_changes_nothing() -> None:
    take(plan_of(YOU_SAID_WE_DID))
    assert plan_of(YOU_SAID_WE_DID).count(Outcome.SAME) == 53


def test_a_line_with_its_answer_filled_in_changes_that_item_alone(tmp_path: Path) -> None:
    make_feedback("Waits are too long", when="July 2018", ref="YSWD01")
    plan = plan_of_rows(
        tmp_path, "Ref,When,You said,We did", "yswd 01,July 2018,Waits are too long,No one over 104 weeks"
    )
    [row] = plan.rows
    assert row.outcome is Outcome.CHANGED
    assert [difference.field for difference in row.differences] == ["did"]
    take(plan)
    [item] = items()
    assert (item.answer, item.did) == ("answered", "No one over 104 weeks")


def test_a_line_without_a_reference_is_known_by_its_words_day_and_body(tmp_path: Path) -> None:
    lines = ("CCG,When,You said", "Walsall CCG,July 2018,Waits are too long!")
    make_feedback("Waits are too long", when="July 2018", body_id=make_body("Walsall CCG").id)
    [row] = plan_of_rows(tmp_path, *lines).rows
    assert row.outcome is Outcome.CHANGED
    [row] = plan_of_rows(tmp_path, lines[0], "Leeds CCG,July 2018,Waits are too long").rows
    assert row.outcome is Outcome.NEW


def test_joint_bodies_are_kept_beside_the_first(tmp_path: Path) -> None:
    take(plan_of_rows(tmp_path, "CCG,You said", "Walsall CCG & Leeds CCG,Waits are too long"))
    [item] = items()
    assert item.also_bodies == ["leeds-ccg"]


def test_an_answer_without_its_status_is_kept_as_one_whose_state_is_not_recorded(tmp_path: Path) -> None:
    lines = ("You said,We did", "Waits are too long,A new rota is planned for the spring", "Far to go,")
    take(plan_of_rows(tmp_path, *lines))
    assert [item.answer for item in items()] == ["answered", "no_answer"]
    assert plan_of_rows(tmp_path, *lines).count(Outcome.SAME) == 2


def test_a_status_that_says_only_that_there_was_an_answer_says_no_more(tmp_path: Path) -> None:
    lines = ("You said,We did,Status", "Waits are too long,We wrote to the trust,Responded")
    take(plan_of_rows(tmp_path, *lines))
    assert [item.answer for item in items()] == ["answered"]
    take(plan_of_rows(tmp_path, lines[0], "Far to go,,Replied"))
    assert [item.answer for item in items()] == ["answered", "no_answer"]


def test_a_status_that_is_not_understood_stays_with_its_answer_until_somebody_says_which_it_is(
    tmp_path: Path,
) -> None:
    take(plan_of_rows(tmp_path, "You said,We did,Status", "Too far,A bus is planned,ramblings"))
    [item] = items()
    assert (item.answer, item.file_says("answer")) == ("answered", "ramblings")
    service.change_feedback(SYSTEM, item, item.version, replace(entry_of(item), topic="Buses"))
    assert item.file_says("answer") == "ramblings"
    service.say_states(SYSTEM, [item.id], "doing")
    assert (item.answer, item.file_says("answer")) == ("doing", "")


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        ("31/06/2018,Waits are too long,,", "When", "30 days"),
        ("2018,,,", "You said", "Neither what people said nor what was done is there. Enter one of them."),
        ("2018,Waits are too long,,Done", "Status", "What was done is not there, but it is said to be done."),
        ("2018,Waits are too long,,Explained why not", "Status", "The reason why it cannot be done is not"),
        ("2018,Waits are too long,Beds added,No answer", "Status", "It is said to have no answer, but"),
        ("2018,Waits are too long,Beds added,Perhaps", "Status", "“Perhaps” is not what can become of"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(tmp_path: Path, row: str, column: str, problem: str) -> None:
    plan = plan_of_rows(tmp_path, "When,You said,We did,Status", row)
    told: list[RowProblem | UnreadCell] = [*plan.problems, *plan.unread]
    [found] = told
    assert found.column == column
    assert problem in found.problem


def read(values: Mapping[str, str]) -> tuple[dict[str, Content], Notes]:
    notes = Notes()
    return FeedbackCells().read(values, notes), notes


def test_a_blank_cell_says_nothing() -> None:
    content, notes = read({"said": "Waits are too long", "topic": "", "answer": "", "did": ""})
    assert set(content) == {"said"}
    assert notes.problems == []


def test_an_alias_of_a_state_is_shown_as_merged() -> None:
    content, notes = read({"said": "Waits", "did": "Passed to the head of pharmacy", "answer": "Passed on"})
    assert content["answer"] == Content("doing", "Doing")
    assert [(one.typed, one.term) for one in notes.merged] == [("Passed on", "Doing")]


def test_a_topic_already_in_use_lends_its_spelling() -> None:
    make_feedback(topic="GP access")
    content, notes = read({"said": "No call back", "topic": "gp  Access"})
    assert content["topic"].value == "GP access"
    assert [one.term for one in notes.merged] == ["GP access"]


def test_a_cell_that_is_far_too_long_is_left_unread_whole() -> None:
    _content, notes = read({"said": "a" * 20_001, "did": "Beds added"})
    [cell] = notes.unread_cells
    assert (cell.field, cell.words) == ("said", "a" * 20_001)
    assert cell.why == "You said has 20,001 characters; the most is 20,000. Shorten it."


def test_the_bring_in_is_one_entry_of_the_audit_trail() -> None:
    take(plan_of(YOU_SAID_WE_DID))
    entries: list[Any] = list(session().scalars(select(audit.AuditEntry.event)))
    assert entries == ["test.brought-in"]


SEVERAL = '"1. Parking is dear\n2. Nobody answers the phone"'


@pytest.mark.parametrize(
    ("did", "state", "found"),
    [
        (
            '"1. Prices were lowered\n2. A second line"',
            "done",
            [
                ("P-1", "Parking is dear", "Prices were lowered", "done"),
                ("P-1 (2)", "Nobody answers the phone", "A second line", "done"),
            ],
        ),
        (
            "Prices were lowered",
            "done",
            [
                ("P-1", "Parking is dear", "", "no_answer"),
                ("P-1 (2)", "Nobody answers the phone", "", "no_answer"),
                ("P-1 (3)", "", "Prices were lowered", "done"),
            ],
        ),
        (
            "",
            "",
            [
                ("P-1", "Parking is dear", "", "no_answer"),
                ("P-1 (2)", "Nobody answers the phone", "", "no_answer"),
            ],
        ),
    ],
)
def test_several_things_in_one_row_are_several_items_and_no_answer_is_given_to_the_wrong_one(
    tmp_path: Path, did: str, state: str, found: list[tuple[str, ...]]
) -> None:
    lines = ("Ref,You said,We did,Status", f"P-1,{SEVERAL},{did},{state}", 'P-2,"Two lines\nof one thing",,')
    plan = plan_of_rows(tmp_path, *lines)
    assert plan.rows_read == 2
    [(_sheet, note)] = plan.notes
    assert note == "Several things stand in one row, and each is a record of its own: row 2."
    take(plan)
    *of_one_row, alone = [(one.ref, one.said, one.did, one.answer) for one in items()]
    assert of_one_row == found
    assert alone[1] == "Two lines\nof one thing"
    assert {row.outcome for row in plan_of_rows(tmp_path, *lines).rows} == {Outcome.SAME}
