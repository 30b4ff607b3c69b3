"""What a sheet shows beside its cells: merged, hidden, filtered and struck through, and rows of totals."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.model import Sheet
from engage.platform.sheets.reading import open_workbook_file
from tests.platform.spreadsheets import (
    CAMPAIGN,
    DROP_IN,
    LOG_HEADINGS,
    csv_of,
    known,
    part_of,
    repacked,
    workbook_of,
)

SHEET = "xl/worksheets/sheet1.xml"
SHORT = ("Ref", "Activity", "Date", "Venue", "Reached")

Cells = list[tuple[str, ...]]


def read(content: bytes) -> tuple[Sheet, Cells]:
    with open_workbook_file(content, filename="log.xlsx", known=known) as workbook:
        (sheet,) = workbook.sheets
        return sheet, [row.cells for row in sheet.rows]


def log(*rows: Sequence[object], merge: str = "", adjust: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook with these rows, these ranges merged (parted by blanks), and whatever else is done to it."""

    def change(sheet: Worksheet) -> None:
        for cells in merge.split():
            sheet.merge_cells(cells)
        if adjust:
            adjust(sheet)

    return workbook_of({"Log": rows}, change)


def test_a_merged_cell_gives_its_value_to_every_row_it_covers() -> None:
    sheet, rows = read(
        log(
            SHORT,
            ("ENG-001", "Tea", "6 June 2018", "Bilston Library", 12),
            ("ENG-002", "Quiz", None, None, 30),
            ("ENG-003", "Walk", None, "Park", 8),
            ("ENG-004", "Talk", None, None, 5),
            merge="C2:C4 D2:D3",
        )
    )
    assert rows == [
        ("ENG-001", "Tea", "6 June 2018", "Bilston Library", "12"),
        ("ENG-002", "Quiz", "6 June 2018", "Bilston Library", "30"),
        ("ENG-003", "Walk", "6 June 2018", "Park", "8"),
        ("ENG-004", "Talk", "", "", "5"),
    ]
    assert sheet.notes == (
        (
            "Merged cells give what they hold to every row they cover: rows 3 to 4 have it from a row above,"
            " in “Date” and “Venue”."
        ),
    )


def test_rows_merged_as_a_whole_are_one_record_and_not_two() -> None:
    sheet, rows = read(
        log(SHORT, ("1", "Tea", "2018", "Hall", 3), (), ("2", "Quiz"), merge="A2:A3 B2:B3 C2:C3")
    )
    assert [cells[1] for cells in rows] == ["Tea", "Quiz"]
    assert sheet.blank == 1


def test_cells_merged_across_columns_are_in_the_first_of_them() -> None:
    _, rows = read(
        log(SHORT, ("1", "Tea", "to be arranged", None, 3), ("2", "Quiz", None, None), merge="C2:D3")
    )
    assert rows == [("1", "Tea", "to be arranged", "", "3"), ("2", "Quiz", "to be arranged", "", "")]


def test_a_merged_title_and_a_merged_total_give_nothing_to_records() -> None:
    title = ("Engagement log", None, None, None)
    _, rows = read(
        log(
            title,
            SHORT,
            ("1", "Tea"),
            ("Total", None, None, None, 30),
            (None, "Quiz"),
            merge="A1:A2 D1:D3 A4:A5",
        )
    )
    assert rows == [("1", "Tea", "", "", ""), ("", "Quiz", "", "", "")]


def test_an_error_in_a_merged_cell_is_one_in_every_row_it_covers() -> None:
    content = log(SHORT, ("1", "Tea", "#REF!"), ("2", "Quiz"), merge="C2:C3")
    with open_workbook_file(content, filename="log.xlsx", known=known) as workbook:
        problems = [str(problem) for row in workbook.sheets[0].rows for problem in row.problems]
    assert problems == [
        "row 2, column Date: holds the error #REF!",
        "row 3, column Date: holds the error #REF!",
    ]


def test_headings_in_two_rows_are_read_together() -> None:
    sheet, rows = read(
        log(
            ("Engagement log 2018", None, None, None, None),
            ("Ref", "Activity", "Date", "Attendance", None),
            (None, None, None, "adults", "children"),
            ("1", "Tea", "2018", 12, 3),
            merge="A1:E1 A2:A3 B2:B3 C2:C3 D2:E2",
        )
    )
    assert sheet.header == ("Ref", "Activity", "Date", "Attendance: adults", "Attendance: children")
    assert (sheet.header_row_number, rows) == (3, [("1", "Tea", "2018", "12", "3")])
    assert sheet.notes == (
        "The headings stand in two rows and are read together, such as “Attendance: children”.",
    )


def test_headings_under_groups_keep_names_that_are_known_alone() -> None:
    sheet, _ = read(
        log(
            ("What we did", None, None, "Who came", None, None),
            ("Ref", "Activity", "Date", "Patients", "Staff", "No. reached"),
            ("1", "Tea", "2018", 12, 3, 15),
            merge="A1:C1 D1:F1",
        )
    )
    assert sheet.header == ("Ref", "Activity", "Date", "Who came: Patients", "Who came: Staff", "No. reached")


def test_a_record_under_a_merged_heading_is_no_second_row_of_headings() -> None:
    sheet, rows = read(log((*SHORT[:2], "Date", None), ("1", "Tea", "June", "2018"), merge="C1:D1"))
    assert sheet.header == ("Ref", "Activity", "Date", "Date (2)")
    assert rows == [("1", "Tea", "June", "2018")]


def test_a_title_merged_over_half_the_table_joins_no_heading() -> None:
    sheet, _ = read(log(("Our log",), ("Ref", "Activity", "Notes", "Date"), ("1", "Tea", "x"), merge="A1:C1"))
    assert sheet.header == ("Ref", "Activity", "Notes", "Date")


def test_hidden_rows_and_columns_come_in_and_are_pointed_out() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet.column_dimensions["Z"].hidden = True

    sheet, rows = read(log(SHORT, ("1", "Tea", "", "Hall"), ("2", "Quiz"), ("3", "Walk"), adjust=hide))
    assert [cells[1] for cells in rows] == ["Tea", "Quiz", "Walk"]
    assert sheet.notes == (
        "The sheet has hidden rows: row 3. It comes in too.",
        "Hidden column: “Venue”. What it holds is read like the rest.",
    )


@pytest.mark.parametrize("of_a_table", [False, True])
def test_rows_hidden_by_a_filter_come_in_and_are_pointed_out(of_a_table: bool) -> None:
    def narrow(sheet: Worksheet) -> None:
        for number in (3, 4, 6):
            sheet.row_dimensions[number].hidden = True
        if of_a_table:
            filtered = AutoFilter(ref="A1:E6")
            filtered.add_filter_column(1, ["Tea"])
            sheet.add_table(Table(displayName="Log", ref="A1:E6", autoFilter=filtered))
        else:
            sheet.auto_filter.ref = "A1:E6"
            sheet.auto_filter.add_filter_column(1, ["Tea"])

    rows = [(str(number), "Tea", "2018", "Hall", number) for number in range(1, 6)]
    sheet, read_rows = read(log(SHORT, *rows, adjust=narrow))
    assert len(read_rows) == 5
    assert sheet.notes == (
        "The sheet is filtered, which hides rows: rows 3 to 4 and 6 (3 in all). They come in too.",
    )


def test_a_filter_that_hides_nothing_is_not_spoken_of() -> None:
    def offer(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:E2"

    assert read(log(SHORT, ("1", "Tea"), adjust=offer))[0].notes == ()


def test_what_is_struck_through_comes_in_and_is_pointed_out() -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in ("A3", "B3", "B4"):
            sheet[cell].font = Font(strike=True)

    sheet, rows = read(log(SHORT, ("1", "Tea"), ("2", "Quiz"), ("3", "Walk"), adjust=strike))
    assert len(rows) == 3
    assert sheet.notes == (
        (
            "Struck through: row 3. A row that is struck through comes in like the others, unless you have"
            " such rows left out."
        ),
        "Some cells, or parts of them, are struck through in row 4. They are read as they stand.",
    )


def with_struck_words(*rows: Sequence[str | tuple[str, str, str]]) -> bytes:
    """A workbook as Excel writes it; the middle of a cell in three parts is struck through."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet, struck = book.add_worksheet("Log"), book.add_format({"font_strikeout": True})
    for at, row in enumerate([SHORT, *rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, tuple):
                before, dropped, after = cell
                sheet.write_rich_string(at, place, before, struck, dropped, after)
            else:
                sheet.write_string(at, place, cell)
    book.close()
    return written.getvalue()


def test_what_is_struck_through_within_a_cell_is_read_whole_and_pointed_out() -> None:
    sheet, rows = read(with_struck_words(("1", ("Tea ", "on Monday", " on Tuesday")), ("2", "Quiz")))
    assert [cells[1] for cells in rows] == ["Tea on Monday on Tuesday", "Quiz"]
    assert sheet.notes == (
        "Some cells, or parts of them, are struck through in row 2. They are read as they stand.",
    )


@pytest.mark.parametrize(("mark", "left"), [("struck", ["Tea", "Walk"]), ("hidden", ["Tea", "Quiz"])])
def test_rows_that_are_marked_are_left_out_when_somebody_says_so(mark: str, left: list[str]) -> None:
    def adjust(sheet: Worksheet) -> None:
        sheet["A3"].font = sheet["B3"].font = Font(strike=True)
        sheet.row_dimensions[4].hidden = True

    content = log(SHORT, ("1", "Tea"), ("2", "Quiz"), ("3", "Walk"), adjust=adjust)
    with open_workbook_file(content, filename="log.xlsx", known=known, leave_out=[mark]) as workbook:
        (sheet,) = workbook.sheets
        assert [row.cells[1] for row in sheet.rows] == left
    assert sheet.marked == {"struck": 1, "hidden": 1}
    assert any(note.startswith("Left out, being ") for note in sheet.notes)


def test_marks_are_found_whatever_the_order_and_marks_of_their_attributes() -> None:
    content = log(SHORT, ("1", "Tea", "2018"), ("2", "Quiz"))
    part = part_of(content, SHEET)
    part = part.replace(b'<row r="3"', b"<row hidden='true' spans=\"1:5\" r='3'")
    part = part.replace(
        b"</sheetData>", b"</sheetData><mergeCells count=\"1\"><mergeCell  ref='$C$2:$C$3' /></mergeCells>"
    )
    sheet, rows = read(repacked(content, {SHEET: part}))
    assert rows[1] == ("2", "Quiz", "2018", "", "")
    assert "The sheet has hidden rows: row 3. It comes in too." in sheet.notes


def test_a_sheet_of_endless_merged_cells_is_refused() -> None:
    content = log(SHORT, ("1", "Tea"))
    merges = b"".join(
        b'<mergeCell ref="A%d:A%d"/>' % (2 * number, 2 * number + 1) for number in range(1, 100_002)
    )
    part = part_of(content, SHEET).replace(
        b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"
    )
    with pytest.raises(Unusable, match="has more than 100,000 merged cells"):
        read(repacked(content, {SHEET: part}))


@pytest.mark.parametrize(
    "total",
    [
        ("Total", "", "", "", "42"),
        ("Sub-total", "", "", "", "42"),
        ("", "", "", "Total", "42"),
        ("Total for April", "", "", "", "41"),
        ("April 2018 total", "", "", "", "42"),
        ("Q1 sub-total:", "", "", "", "42"),
        ("TOTAL", "see the note", "", "", "42"),
        ("Average", "", "", "", "21"),
        ("", "", "", "", "42"),
    ],
)
def test_a_total_in_the_middle_is_no_record(total: tuple[str, ...]) -> None:
    rows = (("1", "Tea", "2018", "Hall", "12"), ("2", "Quiz", "2018", "Hall", "30"))
    sheet, cells = read(csv_of(SHORT, *rows, total, ("3", "Walk", "2018", "Park", "8")).encode())
    assert [one[1] for one in cells] == ["Tea", "Quiz", "Walk"]
    assert [row.number for row in sheet.apart] == [4]
    assert sheet.notes[-1].startswith("Only counts or adds up other rows, so it is no record: row 4 (")


@pytest.mark.parametrize(
    "record",
    [
        ("", "Total wellbeing event", "2018", "Hall", "42"),
        ("", "Total", "2018", "Hall", "40"),
        ("Tea in the park", "", "", "", "42"),
        ("", "", "", "", "43"),
    ],
)
def test_a_record_that_only_looks_like_a_total_is_kept(record: tuple[str, ...]) -> None:
    rows = (("1", "Tea", "2018", "Hall", "12"), ("2", "Quiz", "2018", "Hall", "30"))
    sheet, cells = read(csv_of(SHORT, *rows, record, ("3", "Walk", "2018", "Park", "8")).encode())
    assert (len(cells), sheet.apart) == (4, ())


TEN = ("1", "Tea", "2018", "Hall", "10")
TWENTY = ("2", "Quiz", "2018", "Hall", "20")


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ((TEN, TWENTY, ("Total", "", "", "", "31000")), {"Reached": 31_000}),
        ((TEN, ("Sub-total", "", "", "", "10"), TWENTY, ("Sub-total", "", "", "", "20")), {"Reached": 30}),
        (
            (
                TEN,
                ("Sub-total", "", "", "", "10"),
                TWENTY,
                ("Sub-total", "", "", "", "21"),
                ("Total", "", "", "", "30"),
            ),
            {"Reached": 30},
        ),
        (
            (TEN, ("Running total", "", "", "", "10"), TWENTY, ("Running total", "", "", "", "30")),
            {"Reached": 30},
        ),
        ((TEN, ("Sub-total", "", "", "", "10"), TWENTY), {}),
        ((TEN, TWENTY, ("2 activities",)), {}),
        ((TEN, TWENTY), {}),
    ],
)
def test_the_total_a_file_gives_of_a_column_is_kept(
    rows: Sequence[Sequence[str]], total: dict[str, float]
) -> None:
    assert read(csv_of(SHORT, *rows).encode())[0].totals == total


def test_a_sheet_without_marks_has_nothing_to_point_out() -> None:
    assert read(log(LOG_HEADINGS, CAMPAIGN, DROP_IN))[0].notes == ()


def book() -> bytes:
    """Two sheets with a gap, a merged cell and an error, and a hidden one."""

    def mark(sheet: Worksheet) -> None:
        if sheet.title == "2018":
            sheet.merge_cells("C2:C5")
            sheet.row_dimensions[3].hidden = True
            sheet.column_dimensions["D"].hidden = True
            sheet["B3"].font = Font(strike=True)
        sheet.sheet_state = "hidden" if sheet.title == "Old" else "visible"

    rows = [
        SHORT,
        ("1", "Tea", "2018", "Hall", 3),
        ("2", "Quiz"),
        (),
        ("3", "#REF!"),
        ("Total", None, None, None, 3),
    ]
    return workbook_of({"2018": rows, "Old": rows[:2], "2019": [SHORT, *CAMPAIGN_ROWS]}, mark)


CAMPAIGN_ROWS = [(str(number), f"Drop-in {number}", "2019") for number in range(1, 1_203)]


def test_rows_that_were_kept_are_those_of_the_file(tmp_path: Path) -> None:
    content, kept = book(), tmp_path / "kept" / "log.rows"
    for _time in ("first kept", "then read from there"):
        with (
            open_workbook_file(content, filename="log.xlsx", known=known) as plain,
            open_workbook_file(content, filename="log.xlsx", known=known, kept=kept) as again,
        ):
            for one, other in zip(plain.sheets, again.sheets, strict=True):
                assert (one.header, one.blank, one.notes) == (other.header, other.blank, other.notes)
                assert (one.apart, one.totals) == (other.apart, other.totals)
                assert list(one.rows) == list(other.rows)
            assert plain.ignored == again.ignored
        assert [path.name for path in kept.parent.iterdir()] == ["log.rows"]


def test_a_hidden_sheet_that_is_named_is_read_from_the_file(tmp_path: Path) -> None:
    for _time in range(2):
        with open_workbook_file(
            book(), filename="log.xlsx", known=known, sheet="Old", kept=tmp_path / "log.rows"
        ) as workbook:
            assert [(sheet.name, len(sheet.rows)) for sheet in workbook.sheets] == [("Old", 1)]


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all"])
def test_rows_that_cannot_be_read_any_more_are_read_from_the_file(tmp_path: Path, content: bytes) -> None:
    kept = tmp_path / "log.rows"
    kept.write_bytes(content)
    with open_workbook_file(book(), filename="log.xlsx", known=known, kept=kept) as workbook:
        assert [len(sheet.rows) for sheet in workbook.sheets] == [3, 1_202]
