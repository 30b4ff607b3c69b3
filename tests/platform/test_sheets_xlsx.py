"""Excel workbooks as people keep them: real dates beside text, formulas, errors, odd number formats."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from engage.platform.sheets.model import Row, Sheet
from engage.platform.sheets.reading import open_workbook_file
from tests.platform.spreadsheets import (
    LOG_HEADINGS,
    known,
    part_of,
    repacked,
    saved,
    workbook_of,
    workbook_of_shared_texts,
)

SHEET = "xl/worksheets/sheet1.xml"


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment as workbooks hold them: they know no time zones."""
    return datetime.combine(date(year, month, day), time(hour, minute, second))


def read(content: bytes) -> tuple[Sheet, list[Row]]:
    with open_workbook_file(content, filename="log.xlsx", known=known) as workbook:
        (sheet,) = workbook.sheets
        return sheet, list(sheet.rows)


def shown(value: object, number_format: str = "General") -> str:
    """What a cell with this value and format reads as."""

    def adjust(sheet: Worksheet) -> None:
        sheet["C2"].number_format = number_format

    _, rows = read(workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", value)]}, adjust))
    return rows[0].cells[2]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (moment(2018, 6, 7), "dd/mm/yyyy", "2018-06-07"),
        (date(2018, 6, 7), "[$-809]d mmmm yyyy;@", "2018-06-07"),
        (moment(2018, 6, 7), r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "2018-06-07"),
        (moment(2018, 6, 7), "d-mmm", "2018-06-07"),
        (moment(2018, 6, 7, 14, 30), "dd/mm/yyyy hh:mm", "2018-06-07 14:30"),
        (moment(2018, 6, 7, 14, 30, 5), "dd/mm/yyyy hh:mm:ss", "2018-06-07 14:30:05"),
        (moment(2018, 6, 1), "mmm-yy", "June 2018"),
        (moment(2018, 6, 15), "mmmm yyyy", "June 2018"),
        (moment(2018, 6, 1), '[$-809]mmm" "yy;@', "June 2018"),
        (moment(2018, 6, 1), "mm/yyyy", "June 2018"),
        (moment(2018, 1, 1), "yyyy", "2018"),
        (time(14, 30), "hh:mm", "14:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
    ],
)
def test_a_date_reads_as_far_as_its_cell_shows_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (203, "General", "203"),
        (203.0, "0.00", "203"),
        (0.1 + 0.2, "General", "0.3"),
        (1500, "#,##0", "1500"),
        (1e21, "General", "1000000000000000000000"),
        (-5, "General", "-5"),
        (0.256, "0%", "25.6%"),
        (1, "0.0%", "100%"),
        (7, "000", "007"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
    ],
)
def test_a_number_reads_without_needless_places(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_dates_counted_from_1904_are_read() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = moment(1904, 1, 1)
    sheet = workbook.worksheets[0]
    sheet.append(list(LOG_HEADINGS))
    sheet.append(["ENG-001", "Drop-in", moment(2018, 6, 7)])
    assert read(saved(workbook))[1][0].cells[2] == "2018-06-07"


def test_rows_keep_the_numbers_excel_shows() -> None:
    sheet, rows = read(
        workbook_of(
            {"Log": [("Our log",), (), LOG_HEADINGS, (), ("ENG-001", "Drop-in\r\nin two lines ", "2019")]}
        )
    )
    assert (sheet.header_row_number, sheet.blank) == (3, 1)
    assert rows == [Row(5, ("ENG-001", "Drop-in\nin two lines", "2019", "", "", ""))]


def test_characters_excel_writes_as_codes_are_read_as_characters() -> None:
    content = workbook_of_shared_texts([LOG_HEADINGS, ("ENG-001", "CODES", "2019")])
    strings = part_of(content, "xl/sharedStrings.xml").replace(b"CODES", b"Two_x000D_&#10;lines")
    assert read(repacked(content, {"xl/sharedStrings.xml": strings}))[1][0].cells[1] == "Two\nlines"


def test_a_note_in_a_column_without_a_heading_is_kept() -> None:
    content = workbook_of(
        {"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "", "", "", "", "", "ask the venue")]}
    )
    sheet, rows = read(content)
    assert sheet.header[6:] == ("(column G)", "(column H)")
    assert rows[0].cells[7] == "ask the venue"
    assert rows[0].problems == ()


def test_an_error_is_reported_with_its_place() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "#REF!")]})
    ((problem,),) = [row.problems for row in read(content)[1]]
    assert str(problem) == "row 2, column Date: holds the error #REF!"


def test_a_date_outside_all_calendars_is_reported_as_an_error() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", date(2018, 6, 7))]})
    sheet = part_of(content, SHEET).replace(b"<v>43258</v>", b"<v>99999999</v>")
    ((problem,),) = [row.problems for row in read(repacked(content, {SHEET: sheet}))[1]]
    assert str(problem) == "row 2, column Date: holds the error #VALUE!"


def test_a_formula_reads_as_its_stored_value() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "2019", "", "=200+3")]})
    sheet = re.sub(rb"<f>200\+3</f><v ?(/>|></v>)", b"<f>200+3</f><v>203</v>", part_of(content, SHEET))
    assert sheet != part_of(content, SHEET)
    (row,) = read(repacked(content, {SHEET: sheet}))[1]
    assert row.cells[4] == "203"
    assert row.problems == ()


def test_a_formula_that_stored_an_empty_text_is_an_empty_cell() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "2019", "", '=IF(1,"","")')]})
    sheet = part_of(content, SHEET).replace(b'<c r="E2"><f>', b'<c r="E2" t="str"><f>')
    assert sheet != part_of(content, SHEET)
    (row,) = read(repacked(content, {SHEET: sheet}))[1]
    assert row.cells[4] == ""
    assert row.problems == ()


def test_a_formula_without_a_stored_value_is_reported_and_never_worked_out() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "=TODAY()")]})
    (row,) = read(content)[1]
    assert row.cells[2] == ""
    (problem,) = row.problems
    assert str(problem).startswith(
        "row 2, column Date: holds a formula with no stored value: open the file in"
    )


def test_a_row_coloured_to_the_last_column_is_no_wider_for_it() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "2019")]})
    sheet = part_of(content, SHEET).replace(b"</row></sheetData>", b'<c r="XFD2" s="0"/></row></sheetData>')
    assert sheet != part_of(content, SHEET)
    header, rows = read(repacked(content, {SHEET: sheet}))
    assert len(header.header) == len(rows[0].cells) == 6


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, ("ENG-001", "Drop-in", "2019")]})
    sheet = part_of(content, SHEET).replace(b'ref="A1:F2"', b'ref="A1:A1"')
    assert sheet != part_of(content, SHEET)
    assert read(repacked(content, {SHEET: sheet}))[1][0].cells[1] == "Drop-in"
