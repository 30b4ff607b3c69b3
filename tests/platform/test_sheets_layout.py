"""Where the table in a sheet begins and ends, and which of several sheets hold records."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.headings import column_letters
from engage.platform.sheets.model import Sheet, Workbook
from engage.platform.sheets.reading import open_workbook_file
from engage.platform.sheets.totals import is_count_line
from tests.platform.spreadsheets import CAMPAIGN, DROP_IN, LOG_HEADINGS, csv_of, known, workbook_of

LOOKUPS = [
    ("Method", "Status", "Venue"),
    ("Drop-in", "Planned", "Civic Centre"),
    ("Survey", "Open", "Library"),
]


SheetOf = Callable[..., Sheet]


def opened(content: bytes | str, sheet: str | None = None) -> Workbook:
    raw = content.encode() if isinstance(content, str) else content
    return open_workbook_file(
        raw, filename="log.xlsx", known=known, essential=lambda heading: heading == "Activity", sheet=sheet
    )


@pytest.fixture
def sheet_of() -> Iterator[SheetOf]:
    with ExitStack() as workbooks:
        yield lambda *rows: workbooks.enter_context(opened(csv_of(*rows))).sheets[0]


def test_the_header_is_found_below_titles_and_notes(sheet_of: SheetOf) -> None:
    sheet = sheet_of(
        ("Communications and engagement log", "", "Date", ""),
        (),
        ("Working copy", "not for publication", "please", "do not sort"),
        LOG_HEADINGS,
        CAMPAIGN,
    )
    assert (sheet.header_row_number, sheet.header) == (4, LOG_HEADINGS)


def test_headings_nobody_knows_are_found_by_their_look(sheet_of: SheetOf) -> None:
    sheet = sheet_of(("Our log of 2018",), ("What", "When it was", "Where"), ("Tea", "2018", "Bilston"))
    assert (sheet.header_row_number, sheet.header) == (2, ("What", "When it was", "Where"))


def test_a_row_of_headings_over_groups_of_columns_is_not_the_header(sheet_of: SheetOf) -> None:
    names = ("Entry", "What", "On", "Site", "They said", "We replied")
    row = ("A-1", "Tea", "6 June 2018", "Bilston", "Too cold", "Heating mended")
    sheet = sheet_of(("Our log", "", "", "Place", "Feedback", ""), names, row)
    assert (sheet.header_row_number, sheet.header) == (2, names)


def test_headings_in_two_rows_are_read_as_one(sheet_of: SheetOf) -> None:
    sheet = sheet_of(
        ("Entry", "What", "Period", "", "Feedback", ""),
        ("", "", "Start", "End", "Heard", "Done"),
        ("A-1", "Tea", "6 June 2018", "8 June 2018", "Too cold", "Heating mended"),
    )
    joined = ("Entry", "What", "Period: Start", "Period: End", "Feedback: Heard", "Feedback: Done")
    assert (sheet.header_row_number, sheet.header, len(sheet.rows)) == (2, joined, 1)


def test_a_first_record_that_leaves_cells_blank_is_no_second_row_of_headings(sheet_of: SheetOf) -> None:
    sheet = sheet_of(
        ("Entry", "What", "", "Where"), ("", "Tea", "in the garden", ""), ("A-2", "Walk", "", "Park")
    )
    assert (sheet.header_row_number, len(sheet.rows)) == (1, 2)


def test_cells_of_records_that_sound_like_headings_do_not_decide(sheet_of: SheetOf) -> None:
    rows = [(f"A-{number}", "Tea", "6 June 2018", "Activity", "Date", "Bilston") for number in range(3)]
    sheet = sheet_of(("Entry", "What", "On", "Sort", "Asked about", "Site"), *rows)
    assert sheet.header_row_number == 1


def test_a_table_of_two_columns_has_headings_too(sheet_of: SheetOf) -> None:
    assert sheet_of(("Town", "Reached"), ("Bilston", "12")).header == ("Town", "Reached")


def test_rows_of_figures_only_have_no_header() -> None:
    with pytest.raises(Unusable, match="it has no row of headings"):
        opened(csv_of(("1", "2", "3"), ("4", "5", "6")))


def test_headings_are_told_apart_and_blank_ones_named_by_their_column(sheet_of: SheetOf) -> None:
    sheet = sheet_of(
        ("Ref", "Date", "", "date", "What people\ttold  us"), ("1", "2", "3", "4", "5", "6"), ("7", "x")
    )
    assert sheet.header == (
        "Ref",
        "Date",
        "(column C)",
        "date (2)",
        "What people told us",
        "(column F)",
    )


def test_blank_rows_are_counted_between_records_but_not_after_them(sheet_of: SheetOf) -> None:
    sheet = sheet_of(LOG_HEADINGS, CAMPAIGN, ("", " ", ""), DROP_IN, ("", ""), ("", ""))
    assert (len(sheet.rows), sheet.blank) == (2, 1)


@pytest.mark.parametrize(
    "line",
    [
        ("147 activities",),
        ("147 rows in total",),
        ("Total: 147",),
        ("", "", "", "Rows", "147"),
        ("Total", "", "", "", "31680"),
        ("Grand total", "", "", "", "31680", "49"),
        ("Number of activities: 147",),
        ("", "", "", "", "31680"),
    ],
)
def test_a_count_line_below_the_records_is_no_record(sheet_of: SheetOf, line: tuple[str, ...]) -> None:
    sheet = sheet_of(LOG_HEADINGS, CAMPAIGN, DROP_IN, (), line, ())
    assert [row.cells[0] for row in sheet.rows] == ["ENG-001", "ENG-002"]
    assert [(row.number, row.cells) for row in sheet.apart] == [(5, line)]
    assert sheet.blank == 0


def test_a_total_with_thousands_marked_is_a_count_line() -> None:
    assert is_count_line(("Total", "", "", "", "31,680"))


@pytest.mark.parametrize(
    "cells",
    [
        ("Total wellbeing event",),
        ("2 open days at the hospital in Walsall",),
        ("ENG-150", "147 activities"),
        ("Count me in, a campaign about the census of 2011, held in every town and every village",),
        ("Meeting",),
    ],
)
def test_a_record_that_only_sounds_like_a_count_is_kept(sheet_of: SheetOf, cells: tuple[str, ...]) -> None:
    assert not is_count_line(cells)
    sheet = sheet_of(LOG_HEADINGS, CAMPAIGN, cells)
    assert len(sheet.rows) == 2


def test_a_line_that_may_be_a_title_is_kept_as_a_row_when_records_follow_it(sheet_of: SheetOf) -> None:
    sheet = sheet_of(LOG_HEADINGS, CAMPAIGN, ("3 coffee mornings",), (), DROP_IN)
    assert [row.cells[0] for row in sheet.rows] == ["ENG-001", "3 coffee mornings", "ENG-002"]
    assert (sheet.apart, sheet.blank) == ((), 1)


def test_every_sheet_with_records_is_taken_and_the_others_are_named_with_the_reason() -> None:
    content = workbook_of(
        {
            "2017-18": [LOG_HEADINGS, CAMPAIGN],
            "2018-19": [("Log of 2018-19",), (), LOG_HEADINGS, DROP_IN],
            "Lookups": LOOKUPS,
            "Sheet3": [],
            "Template": [LOG_HEADINGS],
            "Notes": [("Keep this tidy",)],
        }
    )
    with opened(content) as workbook:
        assert [(sheet.name, len(sheet.rows)) for sheet in workbook.sheets] == [
            ("2017-18", 1),
            ("2018-19", 1),
        ]
        assert {sheet.name: sheet.reason for sheet in workbook.ignored} == {
            "Lookups": "has none of the headings a record needs",
            "Sheet3": "is empty",
            "Template": "has headings but no rows under them",
            "Notes": "has no row of headings",
        }


def test_a_lookup_sheet_is_left_out_even_when_no_heading_is_known() -> None:
    content = workbook_of(
        {"Our log": [("What", "When", "Where"), ("Tea", "2018", "Bilston")], "Drop-downs": LOOKUPS}
    )
    with opened(content) as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["Our log"]
        assert workbook.ignored[0].reason == "holds lookup lists"


def test_a_hidden_sheet_is_left_out_unless_it_is_named() -> None:
    def hide(sheet: object) -> None:
        if getattr(sheet, "title", "") == "Old":
            sheet.sheet_state = "hidden"  # type: ignore[attr-defined]  # any worksheet

    content = workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN], "Old": [LOG_HEADINGS, DROP_IN]}, hide)
    with opened(content) as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["Log"]
        assert workbook.ignored[0].reason == "is hidden"
    with opened(content, sheet="old") as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["Old"]


def test_the_sheet_asked_for_is_taken_whatever_it_is_called() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN], "Lookups": LOOKUPS})
    with opened(content, sheet=" lookups ") as workbook:
        assert [(sheet.name, len(sheet.rows)) for sheet in workbook.sheets] == [("Lookups", 2)]


def test_asking_for_a_sheet_there_is_not_names_those_there_are() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN], "Lookups": LOOKUPS})
    with pytest.raises(
        Unusable, match=r"log\.xlsx has no sheet called “2018”\. Its sheets are: Log, Lookups\."
    ):
        opened(content, sheet="2018")


def test_asking_for_a_sheet_without_rows_says_so() -> None:
    content = workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN], "Sheet3": []})
    with pytest.raises(Unusable, match="sheet Sheet3 is empty"):
        opened(content, sheet="Sheet3")


def test_rows_can_be_gone_through_twice_and_two_at_a_time() -> None:
    rows = [(f"ENG-{number:04}", f"Drop-in {number}", "2019") for number in range(1, 1300)]
    with opened(csv_of(LOG_HEADINGS, *rows)) as workbook:
        (sheet,) = workbook.sheets
        assert len(sheet.rows) == 1299
        pairs = list(zip(sheet.rows, sheet.rows, strict=True))
        assert all(first == second for first, second in pairs)
        assert pairs[-1][0].cells[0] == "ENG-1299"


def test_columns_are_lettered_as_spreadsheets_letter_them() -> None:
    assert [column_letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
