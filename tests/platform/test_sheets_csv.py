"""CSV files as people save them: encodings, separators, titles, quotation marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.model import Limits, Row
from engage.platform.sheets.reading import open_workbook_file
from tests.platform.spreadsheets import CAMPAIGN, DROP_IN, LOG_HEADINGS, csv_of, known

CAFE = ("ENG-003", "Café Neuf – “tea & talk”", "2019", "Alz Café", "£5 voucher each", "")


def rows_of(content: bytes | str, limits: Limits | None = None) -> list[Row]:
    raw = content.encode() if isinstance(content, str) else content
    with open_workbook_file(raw, filename="log.csv", known=known, limits=limits) as workbook:
        (sheet,) = workbook.sheets
        return list(sheet.rows)


def refusal_of(content: bytes | str, limits: Limits | None = None) -> str:
    with pytest.raises(Unusable) as refused:
        rows_of(content, limits)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_log_reads_the_same_in_every_encoding_people_save_it_in(encoding: str) -> None:
    rows = rows_of(csv_of(LOG_HEADINGS, CAFE).encode(encoding))
    assert [row.cells for row in rows] == [CAFE]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32", "cp500", "cp1251", "shift_jis", "koi8-r"])
def test_an_encoding_that_is_not_known_is_refused_with_what_to_do(encoding: str) -> None:
    text = csv_of(LOG_HEADINGS, CAMPAIGN)
    if encoding in ("cp1251", "koi8-r"):
        text += "Зимняя кампания,Общественный центр,Парковка стоит слишком дорого,Июль\r\n" * 3
    if encoding == "shift_jis":
        text += "冬の公共サービスの会議,中央図書館\r\n"
    assert "CSV UTF-8" in refusal_of(text.encode(encoding))


def test_bytes_that_are_text_in_no_encoding_are_refused() -> None:
    assert "encoding is not UTF-8" in refusal_of(csv_of(LOG_HEADINGS).encode() + b"Caf\x8d,\x81\r\n")


def test_a_nul_character_is_refused() -> None:
    assert "cannot be read" in refusal_of(csv_of(LOG_HEADINGS, CAMPAIGN).encode() + b"a\x00b,c,d\r\n")


def test_a_text_full_of_control_characters_is_refused() -> None:
    assert "not a text file" in refusal_of("Ref,Activity,Date\r\n" + "\x01\x02\x03," * 40)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    rows = rows_of(csv_of(LOG_HEADINGS, CAMPAIGN, DROP_IN, separator=separator))
    assert [row.cells for row in rows] == [CAMPAIGN, DROP_IN]


def test_commas_inside_texts_do_not_hide_a_semicolon() -> None:
    rows = rows_of("What;When;Who\r\nTea, talk, cake;2019;carers, parents, staff\r\nTalk;2020;staff\r\n")
    assert rows[0].cells == ("Tea, talk, cake", "2019", "carers, parents, staff")


def test_the_line_excel_writes_to_name_the_separator_is_passed_over() -> None:
    rows = rows_of("sep=;\r\n" + csv_of(LOG_HEADINGS, CAMPAIGN, separator=";"))
    assert [(row.number, row.cells) for row in rows] == [(3, CAMPAIGN)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    rows = rows_of(csv_of(LOG_HEADINGS, CAMPAIGN, DROP_IN, end=end))
    assert [row.number for row in rows] == [2, 3]


def test_a_line_break_inside_a_cell_stays_in_the_cell_and_rows_keep_their_numbers() -> None:
    content = csv_of(LOG_HEADINGS, ("ENG-001", '"Two\r\nlines"', "2019", "", "", ""), DROP_IN)
    rows = rows_of(content)
    assert [(row.number, row.cells[1]) for row in rows] == [(2, "Two\nlines"), (3, "Drop-in at Bilston")]


def test_blanks_around_a_cell_are_taken_off() -> None:
    assert rows_of("Ref,Activity,Date\r\n ENG-001 ,\u00a0Drop-in  ,\t2019\r\n")[0].cells == (
        "ENG-001",
        "Drop-in",
        "2019",
    )


def test_a_short_row_is_filled_up_with_empty_cells() -> None:
    assert rows_of(csv_of(LOG_HEADINGS, ("ENG-001", "Drop-in")))[0].cells == ("ENG-001", "Drop-in", *[""] * 4)


def test_a_row_with_more_cells_than_headings_says_so() -> None:
    (row,) = rows_of("Ref,Activity,Date\r\nENG-001,Tea, talk and cake,2019\r\n")
    (problem,) = row.problems
    assert str(problem).startswith(
        "row 2, column D: the row has 4 cells but there are 3 headings: a text with"
    )


def test_a_column_without_a_heading_is_no_broken_row() -> None:
    (row,) = rows_of("Ref,Activity,Date,\r\nENG-001,Drop-in,2019,see file 12\r\n")
    assert row.cells[3] == "see file 12"
    assert row.problems == ()


def test_a_quotation_mark_never_closed_is_refused_with_its_row() -> None:
    content = csv_of(LOG_HEADINGS, CAMPAIGN, ("ENG-002", '"Drop-in', "2019"), DROP_IN, CAMPAIGN)
    assert refusal_of(content).startswith("Row 3 opens a quotation mark that is not closed")


def test_a_quotation_mark_never_closed_in_the_last_row_is_refused() -> None:
    assert refusal_of('Ref,Activity,Date\r\nENG-001,"Tea, talk').startswith("Row 2 opens a quotation mark")


def test_a_quotation_mark_that_swallows_rows_up_to_the_next_one_is_refused() -> None:
    content = csv_of(
        LOG_HEADINGS, ("ENG-001", '"Drop-in', "2019"), CAMPAIGN, ("ENG-003", '"Tea, talk"', "2019"), DROP_IN
    )
    assert refusal_of(content).startswith("Row 2 opens a quotation mark that is not closed")


def test_a_quotation_mark_that_swallows_a_whole_long_file_is_refused() -> None:
    content = csv_of(LOG_HEADINGS, ("ENG-001", '"Drop-in', "2019"), *[CAMPAIGN] * 3000)
    assert refusal_of(content).startswith("Row 2 holds a text of more than 131,072 characters")


def test_inches_and_nicknames_in_quotation_marks_do_no_harm() -> None:
    rows = rows_of('Ref,Activity,Date\r\nENG-001,a 12" screen,2019\r\nENG-002,"The "Hub" talk",2020\r\n')
    assert [row.cells[1] for row in rows] == ['a 12" screen', 'The Hub" talk"']


def test_a_script_and_a_formula_are_only_text() -> None:
    (row,) = rows_of(
        csv_of(LOG_HEADINGS, ("ENG-001", "<script>alert(1)</script>", "=1+1", "@SUM(A1)", "-5", ""))
    )
    assert row.cells == ("ENG-001", "<script>alert(1)</script>", "=1+1", "@SUM(A1)", "-5", "")


def test_too_many_columns_are_refused() -> None:
    assert "the most that can be read is 4 columns" in refusal_of(
        csv_of(LOG_HEADINGS, CAMPAIGN), Limits(columns=4)
    )


def test_too_many_rows_are_refused() -> None:
    content = csv_of(LOG_HEADINGS, *[CAMPAIGN] * 4)
    assert "more than 3 rows" in refusal_of(content, Limits(rows=3))
    assert len(rows_of(content, Limits(rows=4))) == 4


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"lost\.csv cannot be opened: No such file"):
        open_workbook_file(tmp_path / "lost.csv")


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(200 << 20)
    with pytest.raises(
        Unusable, match=r"large\.csv is 200 MB; the most that can be read is 20 MB\. Split it"
    ):
        open_workbook_file(large)


def test_a_file_just_over_the_limit_is_not_said_to_be_as_large_as_the_limit() -> None:
    sentence = refusal_of(b"Ref,Activity,Date\r\n" * 60_000, Limits(file_bytes=1 << 20))
    assert sentence == "log.csv is 1.1 MB; the most that can be read is 1 MB. Split it into several files."


def test_an_empty_file_is_refused() -> None:
    assert refusal_of(b"") == "log.csv is empty. Check that it was saved, and try again."


@pytest.mark.parametrize("content", ["\r\n\r\n", "\ufeff", ",,,\r\n,,,\r\n"])
def test_a_file_of_empty_rows_is_refused(content: str) -> None:
    assert "There is nothing to read in log.csv: it is empty" in refusal_of(content)


def test_a_log_without_rows_is_refused() -> None:
    assert "it has headings but no rows under them" in refusal_of(csv_of(LOG_HEADINGS))


def test_naming_a_sheet_of_a_csv_file_names_what_there_is() -> None:
    with pytest.raises(Unusable, match=r"has no sheet called “2018”\. Its sheets are: log\."):
        open_workbook_file(csv_of(LOG_HEADINGS, CAMPAIGN).encode(), filename="log.csv", sheet="2018")
