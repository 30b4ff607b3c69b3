"""Bringing in a spreadsheet from the command line, as scripts do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select

from engage.activities.models import Activity
from engage.feedback.models import Feedback
from engage.imports import service
from engage.organisation.models import Body
from engage.platform.data import verifying
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.platform.imports.models import Import
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.imports.conftest import Engage
from tests.imports.logs import (
    FORUM,
    HEADINGS,
    LOG_CSV,
    LOG_XLSX,
    SURVEY,
    YOU_SAID_WE_DID,
    activities,
    count_of_activities,
    csv_of,
)
from tests.platform.spreadsheets import workbook_of

BROKEN = ("ENG-003", "Walsall CCG", "", "30/06/2018", "Survey", "12", "Too far away", "")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return written(tmp_path, FORUM, SURVEY)


def written(folder: Path, *rows: tuple[str, ...], name: str = "log.csv") -> Path:
    path = folder / name
    path.write_bytes(csv_of(*rows))
    return path


def told(result: Result, exit_code: int = 0) -> dict[str, Any]:
    """What the command said as JSON, once it is sure how it ended."""
    assert result.exit_code == exit_code, result.output
    said: dict[str, Any] = json.loads(result.stdout)
    return said


def counts(result: dict[str, Any]) -> tuple[int, ...]:
    names = ("rows_read", "blank", "repeated", "created", "updated", "same", "skipped")
    return (*(result[name] for name in names), len(result["set_aside"]))


@pytest.mark.both_databases
def test_the_real_log_gives_its_control_totals_from_either_file(engage: Engage) -> None:
    assert counts(told(engage("import", "activities", LOG_CSV, "--json"))) == (150, 1, 2, 147, 0, 0, 0, 0)
    assert counts(told(engage("import", "activities", LOG_XLSX, "--json"))) == (147, 0, 0, 0, 0, 147, 0, 0)
    assert_control_totals()


@pytest.mark.both_databases
def test_the_workbook_alone_gives_the_same_totals(engage: Engage) -> None:
    result = told(engage("import", "activities", LOG_XLSX, "--json"))
    assert counts(result) == (147, 0, 0, 147, 0, 0, 0, 0)
    assert len(result["new_bodies"]) == 21
    assert "Wolverhampton CCG" in result["new_bodies"]
    assert_control_totals()


def assert_control_totals() -> None:
    session().rollback()
    ask = session().scalar
    assert ask(select(func.count(Activity.id))) == 147
    assert ask(select(func.count(Activity.start_month))) == 120
    assert ask(select(func.count(Activity.reached))) == 19
    assert ask(select(func.sum(Activity.reached))) == 31_680
    said, did = Feedback.said != "", Feedback.did != ""
    counted = select(func.count(Feedback.id))
    assert ask(counted.where(said)) == 49
    assert ask(counted.where(did)) == 54
    assert ask(counted.where(said, did)) == 40


@pytest.mark.both_databases
def test_you_said_we_did_comes_in(engage: Engage) -> None:
    result = told(engage("import", "you-said-we-did", YOU_SAID_WE_DID, "--json"))
    assert counts(result) == (53, 0, 0, 53, 0, 0, 0, 0)
    answers = session().execute(select(Feedback.answer, func.count()).group_by(Feedback.answer)).all()
    assert dict(answers) == {
        "done": 25,
        "doing": 18,
        "cannot": 4,
        "no_answer": 6,
    }


def test_spellings_of_one_thing_are_merged_and_said(engage: Engage, tmp_path: Path) -> None:
    rows = [
        ("1", "NHS Walsall CCG", "Forum", "2018", method, "", "", "")
        for method in ("Drop in", "drop-in session", "Drop-in")
    ]
    rows += [("9", "Walsall Clinical Commissioning Group", "Forum of the year", "2018", "Panto", "", "", "")]
    rows += [("10", "Walsall CCG", "Forum again", "2018", "panto", "", "", "")]
    rows = [(str(place), *row[1:]) for place, row in enumerate(rows)]
    result = told(engage("import", "activities", written(tmp_path, *rows), "--json"))
    merged = {(one["field"], one["to"]): (one["from"], one["rows"]) for one in result["merged_spellings"]}
    assert merged["method", "Drop-in"] == (["Drop in", "drop-in session"], 2)
    assert merged["method", "Panto"] == (["panto"], 1)
    assert merged["body", "Walsall CCG"] == (["NHS Walsall CCG", "Walsall Clinical Commissioning Group"], 4)
    assert [one.method for one in activities()] == ["Drop-in", "Drop-in", "Drop-in", "Panto", "Panto"]


def test_an_unknown_body_is_opened_and_said_to_be_new(engage: Engage, tmp_path: Path) -> None:
    log = written(tmp_path, (FORUM[0], "NHS Powys and Gwent CCG", *FORUM[2:]))
    assert told(engage("import", "activities", log, "--json"))["new_bodies"] == ["NHS Powys and Gwent CCG"]
    body = session().scalars(select(Body)).one()
    assert (body.code, body.name, body.kind) == ("powys-and-gwent-ccg", "NHS Powys and Gwent CCG", "CCG")
    assert told(engage("import", "activities", log, "--json"))["new_bodies"] == []


def test_a_joint_body_is_one_of_two(engage: Engage, tmp_path: Path) -> None:
    log = written(tmp_path, (FORUM[0], "Shropshire CCG & Telford and Wrekin CCG", *FORUM[2:]))
    assert told(engage("import", "activities", log, "--json"))["new_bodies"] == [
        "Shropshire CCG",
        "Telford and Wrekin CCG",
    ]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(engage: Engage, log: Path) -> None:
    result = told(engage("import", "activities", log, "--dry-run", "--json"))
    assert counts(result) == (2, 0, 0, 2, 0, 0, 0, 0)
    assert count_of_activities() == 0
    assert session().scalar(select(func.count()).select_from(AuditEntry)) == 0
    said = engage("import", "activities", log, "--dry-run").stdout
    assert said.startswith("Nothing was changed; this is what would happen.\n2 rows read: 2 created")


def test_rows_set_aside_end_with_3_and_can_be_loaded_again(engage: Engage, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.csv"
    log = written(tmp_path, FORUM, BROKEN)
    result = told(engage("import", "activities", log, "--json", "--rejects", rejects), 3)
    assert result["created"] == 1
    [problem] = result["set_aside"]
    assert (problem["row"], problem["column"]) == (3, "Activity")
    assert "has no name" in problem["problem"]
    text = rejects.read_text("utf-8-sig")
    rejects.write_text(text.replace("Walsall CCG,,30", "Walsall CCG,Open day,30"), "utf-8-sig")
    assert told(engage("import", "activities", rejects, "--json"))["created"] == 1
    assert [one.when_words for one in activities()] == ["6 June 2018", "30 June 2018"]


def test_rows_set_aside_of_a_workbook_go_back_into_a_workbook(engage: Engage, tmp_path: Path) -> None:
    book = tmp_path / "log.xlsx"
    book.write_bytes(workbook_of({"2018": [HEADINGS, FORUM, BROKEN], "2019": [HEADINGS, SURVEY]}))
    rejects = tmp_path / "rejects.xlsx"
    result = told(engage("import", "activities", book, "--json", "--rejects", rejects), 3)
    assert result["set_aside"][0]["sheet"] == "2018"
    again = told(engage("import", "activities", rejects, "--json"), 3)
    assert counts(again) == (1, 0, 0, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    ("known", "wanted"), [("update", (0, 1, 1, 0)), ("skip", (0, 0, 1, 1)), ("create", (2, 0, 0, 0))]
)
def test_known_rows_are_updated_skipped_or_created_again(
    engage: Engage, tmp_path: Path, log: Path, known: str, wanted: tuple[int, ...]
) -> None:
    engage("import", "activities", log)
    changed = written(tmp_path, FORUM, (*SURVEY[:5], "612", *SURVEY[6:]), name="changed.csv")
    result = told(engage("import", "activities", changed, "--known", known, "--json"))
    assert (result["created"], result["updated"], result["same"], result["skipped"]) == wanted


def test_one_sheet_can_be_chosen(engage: Engage, tmp_path: Path) -> None:
    book = tmp_path / "log.xlsx"
    book.write_bytes(workbook_of({"2018": [HEADINGS, FORUM], "2019": [HEADINGS, SURVEY]}))
    assert told(engage("import", "activities", book, "--sheet", "2019", "--json"))["created"] == 1
    assert [one.ref for one in activities()] == ["ENG-002"]
    assert told(engage("import", "activities", book, "--json"))["created"] == 1


def test_a_mapping_file_says_which_column_is_which(engage: Engage, tmp_path: Path) -> None:
    log, mapping = tmp_path / "log.csv", tmp_path / "mapping.json"
    log.write_bytes(
        csv_of(("A", "Forum at Bilston", "June 2018", "x"), headings=("Nr", "Sitting", "Held", "Remarks"))
    )
    mapping.write_text(json.dumps({"Nr": "ref", "Sitting": "title", "Held": "starts", "Remarks": None}))
    assert told(engage("import", "activities", log, "--mapping", mapping, "--json"))["created"] == 1
    assert (activities()[0].ref, activities()[0].when_words) == ("A", "June 2018")


def test_a_mapping_kept_by_name_serves_the_command_too(engage: Engage, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_bytes(csv_of(("Forum at Bilston",), ("Forum at Wednesfield",), headings=("Sitting",)))
    service.keep_mapping(SYSTEM, "activities", "Minutes", {"Sitting": "title"}, {})
    assert told(engage("import", "activities", log, "--mapping", "Minutes", "--json"))["created"] == 2
    assert [one.ref for one in activities()] == ["ACT-0001", "ACT-0002"]


def test_rows_that_name_no_body_are_given_the_one_asked_for(engage: Engage, tmp_path: Path) -> None:
    make_body("Wolverhampton CCG")
    make_body("Dudley CCG")
    log = written(tmp_path, (FORUM[0], "", *FORUM[2:]))
    result = told(engage("import", "activities", log, "--body", "dudley-ccg", "--json"))
    assert result["filled"] == {"body": 1}
    refused = engage("import", "activities", log, "--body", "dudly")
    assert refused.exit_code == 2
    assert "No body is known by the code “dudly”." in refused.stderr


def test_everything_is_taken_under_one_entry_of_the_audit_trail(engage: Engage) -> None:
    engage("import", "activities", LOG_CSV)
    session().rollback()
    events = session().scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == ["import.uploaded", "import.taken"]
    row = session().scalars(select(Import)).one()
    assert (row.state, row.by_id, row.result["created"]) == ("taken", None, 147)
    assert not verifying.verify().why


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("no-such-file.csv",), "no-such-file.csv cannot be opened"),
        (("{log}", "--sheet", "2020"), "has no sheet called “2020”"),
        (
            ("{log}", "--mapping", "Ours"),
            "No mapping is kept under the name “Ours”. The names are: none yet.",
        ),
        (("{log}", "--mapping", "{unknown}"), "gives “Ref” the field “reff”, which there is none of"),
        (("{log}", "--mapping", "{elsewhere}"), "names a heading “Nr” that the file does not have"),
        (("{log}", "--mapping", "{broken}"), "is not JSON"),
        (("{log}", "--mapping", "{lacking}"), "No column fills “Activity”, which every row needs."),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_changes_nothing(
    engage: Engage, log: Path, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    files = {
        "unknown": '{"Ref": "reff"}',
        "elsewhere": '{"Nr": "ref"}',
        "broken": "{",
        "lacking": '{"Ref": "ref"}',
    }
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(content)
    paths = {"log": log, **{name: tmp_path / f"{name}.json" for name in files}}
    result = engage("import", "activities", *(word.format(**paths) for word in words), "--json")
    assert result.exit_code == 2
    assert says in result.stderr
    assert says in json.loads(result.stdout)["problem"]
    assert session().scalar(select(func.count()).select_from(AuditEntry)) == 0
