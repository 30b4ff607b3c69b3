"""The real records of NHS commissioners, typed by the people who kept them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engage.platform.imports.mapping import Field, Fields, by_spelling
from engage.platform.sheets.reading import open_workbook_file

RECORDS = Path(__file__).parents[3] / "shared" / "data" / "ccg_records"
FIELDS = Fields(
    [
        Field("ref", "Ref"),
        Field("body", "CCG"),
        Field("title", "Activity", required=True),
        Field("starts", "Date"),
        Field("ends", "End date"),
        Field("reached", "No. reached"),
        Field("heard", "What people told us"),
        Field("done", "What we did"),
        Field("method", "Method"),
        Field("stage", "Commissioning stage"),
        Field("status", "Status"),
    ]
)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

pytestmark = pytest.mark.skipif(not RECORDS.is_dir(), reason="the real records are not on this machine")


def test_the_csv_log_has_its_150_typed_rows_one_of_them_blank() -> None:
    with open_workbook_file(RECORDS / "activities.csv", known=FIELDS.knows) as workbook:
        (sheet,) = workbook.sheets
        assert (sheet.header_row_number, len(sheet.rows), sheet.blank) == (1, 149, 1)
        assert len({row.cells[0] for row in sheet.rows}) == 147
        assert not any(row.problems for row in sheet.rows)


def test_the_excel_log_has_147_rows_below_its_title_and_above_its_count() -> None:
    with open_workbook_file(
        RECORDS / "activities.xlsx", known=FIELDS.knows, essential=FIELDS.requires
    ) as workbook:
        (sheet,) = workbook.sheets
        assert (sheet.name, sheet.header_row_number, len(sheet.rows)) == ("Engagement log", 3, 147)
        assert (sheet.blank, [row.number for row in sheet.apart]) == (0, [152])
        assert {left.name: left.reason for left in workbook.ignored} == {
            "Lookups": "has none of the headings a record needs",
            "Sheet3": "is empty",
        }
        dates = [row.cells[sheet.header.index("Date")] for row in sheet.rows]
        assert sum(1 for known_as in dates if ISO_DATE.fullmatch(known_as)) >= 51
        assert "earlier in 2018" in dates


def test_both_logs_give_the_same_activities_whatever_the_order_of_their_columns() -> None:
    logs = []
    for name in ("activities.csv", "activities.xlsx"):
        with open_workbook_file(RECORDS / name, known=FIELDS.knows, essential=FIELDS.requires) as workbook:
            sheet = workbook.sheets[0]
            mapping = by_spelling(sheet.header, FIELDS)
            assert mapping.missing(FIELDS) == ()
            records = [mapping.apply(row) for row in sheet.rows]
        logs.append({record["ref"]: (record["title"], record["heard"], record["done"]) for record in records})
    assert len(logs[0]) == 147
    assert logs[0] == logs[1]


def test_the_lookup_sheet_can_be_asked_for() -> None:
    with open_workbook_file(RECORDS / "activities.xlsx", known=FIELDS.knows, sheet="Lookups") as workbook:
        assert workbook.sheets[0].header == ("Commissioning stage", "Method", "Status")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("stakeholders.csv", 186),
        ("forums.csv", 24),
        ("meetings.csv", 38),
        ("you_said_we_did.csv", 53),
        ("media_log.csv", 20),
        ("media_kpis.csv", 4),
        ("equality_objectives.csv", 7),
        ("population_baseline_wolverhampton.csv", 86),
    ],
)
def test_every_other_file_has_its_rows(name: str, rows: int) -> None:
    with open_workbook_file(RECORDS / name) as workbook:
        (sheet,) = workbook.sheets
        assert (len(sheet.rows), sheet.blank, sheet.apart) == (rows, 0, ())


def test_windows_1252_shows_its_accents() -> None:
    with open_workbook_file(RECORDS / "stakeholders.csv") as workbook:
        assert any("Café" in row.cells[0] for row in workbook.sheets[0].rows)
