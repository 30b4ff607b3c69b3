"""Tables written as CSV and XLSX: they read back the same, and nothing a person typed can run."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.platform.data.typed import tidied
from engage.platform.sheets.guard import guarded, unguarded
from engage.platform.sheets.reading import open_workbook_file
from engage.platform.sheets.writing import Cell, Column, Table, csv_bytes, sheet_names, writable, xlsx_bytes
from tests.platform.spreadsheets import part_of

MADE_AT = datetime(2019, 11, 14, 9, 30, tzinfo=UTC)
COLUMNS = (Column("Activity"), Column("Started", "date"), Column("Reached", "number"), Column("Heard"))
ROWS: tuple[tuple[Cell, ...], ...] = (
    ("Winter pressures campaign", date(2018, 6, 7), 203, "More parking, please"),
    ("Drop-in, Bilston", "summer 2016", "about 500", "Two lines:\nbuses and bins"),
    ("Café Neuf – “tea & talk”", None, None, "<b>£5</b> & more"),
)
LOG = Table("Engagement log", COLUMNS, ROWS)
FORMULAS = (
    '=HYPERLINK("http://harm.example","Click")',
    "+441902000000",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "'=1+1",
)


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts_of(content: bytes) -> list[tuple[str, ...]]:
    with open_workbook_file(content, filename="export") as read:
        return [row.cells for row in read.sheets[0].rows]


def typed(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


READ_BACK = [
    ("Winter pressures campaign", "2018-06-07", "203", "More parking, please"),
    ("Drop-in, Bilston", "summer 2016", "about 500", "Two lines:\nbuses and bins"),
    ("Café Neuf – “tea & talk”", "", "", "<b>£5</b> & more"),
]


def test_a_csv_file_reads_back_the_same() -> None:
    assert texts_of(csv_bytes(LOG)) == READ_BACK


def test_a_workbook_reads_back_the_same() -> None:
    assert texts_of(xlsx_bytes([LOG], "Engagement log", MADE_AT)) == READ_BACK


def test_a_csv_file_opens_in_excel_as_it_is() -> None:
    content = csv_bytes(LOG)
    assert content.startswith(b"\xef\xbb\xbfActivity,Started,Reached,Heard\r\n")
    assert content.endswith(b"\r\n")


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_in_a_csv_file_gets_an_apostrophe_and_loses_it_on_the_way_back(formula: str) -> None:
    table = Table("Log", (Column("Activity"), Column("Heard")), [("Drop-in", formula)])
    cell = typed(csv_bytes(table))[1][1]
    assert cell[0] == "'"
    assert texts_of(csv_bytes(table)) == [("Drop-in", formula.strip())]


@pytest.mark.parametrize("number", [-5, -5.25, "-1,500", "-12.5%"])
def test_a_negative_number_in_a_csv_file_stays_a_number(number: Cell) -> None:
    table = Table("Log", (Column("Activity"), Column("Change", "number")), [("Drop-in", number)])
    assert typed(csv_bytes(table))[1][1] == str(number)


def test_a_heading_that_looks_like_a_formula_is_guarded_too() -> None:
    table = Table("Log", (Column("=1+1"), Column("Heard")), [("a", "b")])
    assert typed(csv_bytes(table))[0] == ["'=1+1", "Heard"]


@given(st.text())
def test_guarding_a_text_can_always_be_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(st.text(min_size=1))
def test_a_guarded_text_never_starts_a_formula(text: str) -> None:
    cell = guarded(text)
    assert cell[0] not in "=+@\t\r\n＝＋－＠"
    if cell[0] == "-":
        assert cell[1:].rstrip("%").replace(",", "").replace(".", "").replace("e", "").isdecimal()


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    links = ("https://www.england.nhs.uk/", "mailto:someone@nhs.example", "internal:Sheet2!A1")
    rows = [(text, text, text, text) for text in (*FORMULAS, *links)]
    sheet = workbook(xlsx_bytes([Table("Log", COLUMNS, rows)], "Log", MADE_AT)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert len(cells) == 4 * len(rows)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_markup_in_a_cell_stays_text() -> None:
    markup = "<r><t>Not bold</t></r>"
    sheet = workbook(xlsx_bytes([Table("Log", COLUMNS, [(markup, "", "", "")])], "Log", MADE_AT)).worksheets[
        0
    ]
    assert str(sheet["A2"].value).strip() == markup


def test_numbers_and_dates_are_real_ones_where_they_can_be() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("203", date(2018, 6, 7), 203, ""),
        ("a", date(1848, 7, 5), 10**16, ""),
        ("b", "2019/20", float("nan"), ""),
    ]
    sheet = workbook(xlsx_bytes([Table("Log", COLUMNS, rows)], "Log", MADE_AT)).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [
        "203",
        datetime.combine(date(2018, 6, 7), datetime.min.time()),
        203,
        None,
    ]
    assert [cell.value for cell in sheet[3]] == ["a", "1848-07-05", "10000000000000000", None]
    assert [cell.value for cell in sheet[4]][:2] == ["b", "2019/20"]
    assert sheet["B2"].number_format == "d mmmm yyyy"


def test_a_workbook_is_made_for_reading() -> None:
    content = xlsx_bytes([LOG], "Engagement log 2018/19", MADE_AT)
    read = workbook(content)
    sheet = read.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:D4"
    assert sheet["A1"].font.bold
    assert sheet.print_title_rows == "$1:$1"
    assert 10 <= sheet.column_dimensions["A"].width <= 51
    assert read.properties.title == "Engagement log 2018/19"
    assert b'name="Language"><vt:lpwstr>en-GB</vt:lpwstr>' in part_of(content, "docProps/custom.xml")


def test_the_same_tables_give_the_same_bytes() -> None:
    assert xlsx_bytes([LOG], "Log", MADE_AT) == xlsx_bytes([LOG], "Log", MADE_AT)
    assert csv_bytes(LOG) == csv_bytes(LOG)
    assert b"2019-11-14T09:30:00Z" in part_of(xlsx_bytes([LOG], "Log", MADE_AT), "docProps/core.xml")


def test_a_workbook_has_a_sheet_for_each_table() -> None:
    empty = Table("Unanswered: over 30 days", COLUMNS, [])
    read = workbook(xlsx_bytes([LOG, empty, LOG], "Report", MADE_AT))
    assert read.sheetnames == ["Engagement log", "Unanswered over 30 days", "Engagement log (2)"]
    assert read.worksheets[1].auto_filter.ref == "A1:D1"


def test_sheet_names_are_ones_that_excel_accepts() -> None:
    long = "Everything said about urgent care in Walsall in 2014"
    assert sheet_names(["'Log'", "a/b\\c?d*e[f]g:h", "", "History", long, long.upper(), "log"]) == [
        "Log",
        "a b c d e f g h",
        "Sheet 3",
        "Sheet 4",
        "Everything said about urgent ca",
        "EVERYTHING SAID ABOUT URGEN (2)",
        "log (2)",
    ]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_titles_give_sheets_a_name_of_their_own(titles: list[str]) -> None:
    names = sheet_names(titles)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), min_size=1, max_size=5))
def test_any_texts_at_all_read_back_as_they_can_be_written(rows: list[tuple[str, str]]) -> None:
    kept = [(f"ENG {number}", *row) for number, row in enumerate(rows)]
    table = Table("Log", (Column("Ref"), Column("Said"), Column("Done")), kept)
    wanted = [tuple(tidied(writable(cell)) for cell in row) for row in kept]
    assert texts_of(csv_bytes(table)) == wanted
    assert texts_of(xlsx_bytes([table], "Log", MADE_AT)) == wanted


def test_a_character_no_spreadsheet_can_hold_is_seen_to_be_missing() -> None:
    table = Table("Log", (Column("Ref"), Column("Said")), [("ENG-001", "bell\x07 nul\x00 half\ud800 end")])
    wanted = [("ENG-001", "bell\ufffd nul\ufffd half\ufffd end")]
    assert texts_of(csv_bytes(table)) == wanted
    assert texts_of(xlsx_bytes([table], "Log", MADE_AT)) == wanted


def test_a_text_longer_than_a_cell_is_cut_with_a_mark_in_a_workbook_and_whole_in_csv() -> None:
    table = Table("Log", (Column("Ref"), Column("Said")), [("ENG-001", "🙂" * 20_000)])
    cut = texts_of(xlsx_bytes([table], "Log", MADE_AT))[0][1]
    assert cut.endswith("🙂 … (cut short: a cell holds no more)")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert texts_of(csv_bytes(table))[0][1] == "🙂" * 20_000


def test_a_row_that_does_not_fit_its_columns_is_a_mistake() -> None:
    table = Table("Log", COLUMNS, [("only one cell",)])
    with pytest.raises(ValueError, match="a row of Log has 1 cells for 4 columns"):
        csv_bytes(table)
    with pytest.raises(ValueError, match="a row of Log has 1 cells for 4 columns"):
        xlsx_bytes([table], "Log", MADE_AT)
