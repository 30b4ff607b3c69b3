"""Merged cells, totals, hidden rows and files that change while they are looked at, from upload to record."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from engage.imports.taking.service import Desk
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.files import FileStore
from engage.platform.data.named_files import named_files
from engage.platform.imports.models import Import
from engage.platform.processes import upkeep
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import FORUM, HEADINGS, activities, csv_of
from tests.imports.test_pages import check, upload
from tests.pages.visitor import Visitor
from tests.platform.spreadsheets import saved

QUIZ = (None, None, "Quiz at Bilston Market", None, "Drop in", None, "Longer hours", "")
WALK = ("ENG-003", "Walsall CCG", "Walk in the park", "7 June 2018", "Drop in", 8, "", "")


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


@pytest.fixture
def files(app: Flask) -> FileStore:
    return Desk.of(app).files


def marked_log() -> bytes:
    """A log whose first two activities share body, day and number; it has a total and a hidden row."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "2018"
    total = ("Total", None, None, None, None, 35)
    for row in (HEADINGS, (*FORUM[:5], 23, *FORUM[6:]), QUIZ, WALK, total):
        sheet.append(list(row))
    for cells in ("B2:B3", "D2:D3", "F2:F3"):
        sheet.merge_cells(cells)
    sheet.row_dimensions[4].hidden = True
    old = workbook.create_sheet("2017")
    old.append(list(HEADINGS))
    old.append(list(FORUM))
    old.sheet_state = "hidden"
    return saved(workbook)


def test_hidden_rows_are_left_out_and_taken_after_all_as_somebody_says(officer: Visitor) -> None:
    page = check(officer, marked_log(), "log.xlsx")
    page = officer.submit("Leave out the 1 hidden row")
    assert page.says("Left out, being hidden: row 4.")
    assert page.says("2 new")
    page = officer.submit("Take the 1 hidden row after all")
    assert page.says("3 new")
    officer.visit(page.url.replace("check", "columns"))
    page = officer.submit("Check every row", {"1 hidden row": True})
    officer.submit("Import 2 activities")
    assert [one.title for one in activities()] == ["Forum at Bilston Market", "Quiz at Bilston Market"]


def rows_kept(files: FileStore) -> list[Path]:
    return sorted(files._folder.glob("*/*.rows"))


def test_a_marked_sheet_comes_in_whole_and_its_people_count_once(officer: Visitor) -> None:
    page = check(officer, marked_log(), "log.xlsx")
    assert page.says(
        "Merged cells give what they hold to every row they cover: row 3 has it from a row above"
    )
    assert page.says("A number of people counts once, in the first of those rows.")
    assert page.says("The sheet has hidden rows: row 4. It comes in too.")
    assert page.says("Only counts or adds up other rows, so it is no record: row 5 (Total 35).")
    assert page.says("2017: This sheet is left out: it is hidden.")
    assert page.says("2018: the file itself gives 35 as the sum of Number reached; its rows that come in")
    page = officer.submit("Import 3 activities")
    assert page.says("The sheet has hidden rows: row 4.")
    assert [(one.title, one.when_words, one.reached) for one in activities()] == [
        ("Forum at Bilston Market", "6 June 2018", 23),
        ("Quiz at Bilston Market", "6 June 2018", None),
        ("Walk in the park", "7 June 2018", 8),
    ]
    result = session().query(Import).one().result
    (total,) = result["file_totals"]
    assert (total["field"], total["total"], total["read"]) == ("reached", 35, 31)
    assert result["rows_apart"] == [{"sheet": "2018", "row": 5, "words": "Total 35"}]
    assert result["rows_read"] == 3


def test_columns_chosen_anew_in_another_tab_are_not_taken_unseen(officer: Visitor) -> None:
    checked = check(officer, csv_of(FORUM))
    form = checked.form("Import 1 activity")
    sent = {name: value for name, value in form.sent if isinstance(value, str)}
    officer.visit("/imports/1/columns")
    officer.submit("Check every row", {"What people told us": "Leave this column out"})
    officer.fetch(form.action, "POST", data=sent)
    page = officer.visit("/imports/1/check")
    assert page.says(
        "What was chosen for the file was changed, perhaps in another tab, while you were looking"
    )
    assert not activities()


@pytest.mark.parametrize("content", [b"Activity\nAnother file\n", None])
@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_a_kept_file_that_was_altered_or_lost_is_not_taken(
    officer: Visitor, files: FileStore, name: str, content: bytes | None
) -> None:
    check(officer, marked_log() if name == "log.xlsx" else csv_of(FORUM), name)
    path = files.path(session().query(Import).one().file)
    path.unlink()
    if content:
        path.write_bytes(content)
    page = officer.submit("Import 3 activities" if name == "log.xlsx" else "Import 1 activity")
    assert page.says(
        f"The copy of {name} that was kept when it was uploaded is missing or no longer as it was"
    )
    assert page.says("Nothing was imported. Upload the file again.")
    assert not activities()


def test_a_workbook_is_read_once_to_be_looked_at_and_its_rows_go_when_it_is_taken(
    officer: Visitor, files: FileStore
) -> None:
    first = check(officer, marked_log(), "log.xlsx")
    (kept,) = rows_kept(files)
    read_at = kept.stat().st_mtime_ns
    assert officer.visit("/imports/1/check").text == first.text
    assert kept.stat().st_mtime_ns == read_at
    kept.unlink()
    assert officer.visit("/imports/1/check").text == first.text
    rows_kept(files)[0].write_bytes(b"PK damaged")
    assert officer.visit("/imports/1/check").text == first.text
    officer.submit("Import 3 activities")
    assert rows_kept(files) == []
    assert len(activities()) == 3


def test_kept_rows_go_with_the_file_or_when_nobody_comes_back(officer: Visitor, files: FileStore) -> None:
    upload(officer, marked_log(), "log.xlsx")
    officer.submit("Put the file away")
    assert rows_kept(files) == []
    check(officer, marked_log(), "log.xlsx")
    (kept,) = rows_kept(files)
    upkeep.sweep_files()
    assert kept.exists()
    files.sweep(named_files(), clock.now() + timedelta(days=1))
    assert not kept.exists()
    officer.visit("/imports/2/check")
    assert kept.exists()
    files.forget(session().query(Import).one().file, clock.now() + timedelta(days=1))
    assert not kept.exists()


def test_a_csv_file_keeps_no_rows_beside_it(officer: Visitor, files: FileStore) -> None:
    check(officer, csv_of(FORUM))
    assert rows_kept(files) == []


def test_a_sheet_of_200_columns_comes_in(officer: Visitor) -> None:
    extra = [f"Question {number}" for number in range(200 - len(HEADINGS))]
    page = upload(officer, csv_of((*FORUM, *["x"] * len(extra)), headings=[*HEADINGS, *extra]))
    assert page.says("Question 191")
    officer.submit("Check every row")
    officer.submit("Import 1 activity")
    assert [one.title for one in activities()] == ["Forum at Bilston Market"]


def test_one_column_too_many_is_refused_in_a_sentence(officer: Visitor) -> None:
    headings = [*HEADINGS, *(f"Question {number}" for number in range(193))]
    page = upload(officer, csv_of(FORUM, headings=headings))
    assert page.says("Row 1 has 201 cells; the most that can be read is 200 columns.")


def test_a_sentence_among_groups_is_kept_as_words_and_makes_no_group(engage: Engage, tmp_path: Path) -> None:
    offered = "Leaflets were offered in easy read, Braille and large print"
    groups = (
        "Age, sex and race",
        offered,
        "Age | Deaf and hard of hearing people",
        "carers and homeless people",
    )
    rows = [(f"ENG-{number}", *FORUM[1:], said) for number, said in enumerate(groups)]
    file = tmp_path / "log.csv"
    file.write_bytes(csv_of(*rows, headings=(*HEADINGS, "Equality groups")))
    result = json.loads(engage("import", "activities", file, "--json").stdout)
    (unread,) = result["unread_cells"]
    assert (unread["row"], unread["column"], unread["words"]) == (3, "Equality groups", offered)
    assert [one.equality_groups for one in activities()] == [
        ["Age", "Race", "Sex"],
        [],
        ["Age", "Deaf and hard of hearing people"],
        ["Carers", "Homeless people"],
    ]
