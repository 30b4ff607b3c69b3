"""Files that are not spreadsheets, or were made to do harm: a sentence, quickly, and nothing else."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import psutil
import pytest

from engage.platform.data.refusal import Unusable
from engage.platform.sheets import csv_rows
from engage.platform.sheets.model import Limits
from engage.platform.sheets.reading import open_workbook_file
from tests.platform.spreadsheets import (
    CAMPAIGN,
    LOG_HEADINGS,
    bomb,
    known,
    old_office_file,
    part_of,
    repacked,
    saved,
    workbook_of,
    workbook_of_shared_texts,
)

GIGABYTE = 1 << 30
SHEET = "xl/worksheets/sheet1.xml"
SOON = 2.0  # seconds of the processor
LITTLE = 150 << 20  # bytes
LOG = workbook_of_shared_texts([LOG_HEADINGS, CAMPAIGN])


def refusal_of(content: bytes, filename: str = "log.xlsx", limits: Limits | None = None) -> str:
    with pytest.raises(Unusable) as refused:
        open_workbook_file(content, filename=filename, known=known, limits=limits)
    return str(refused.value)


def cheap_refusal_of(content: bytes) -> str:
    """The refusal, once it is sure that it took little time and memory."""
    process = psutil.Process()
    began, before = time.process_time(), process.memory_info().rss
    sentence = refusal_of(content)
    assert time.process_time() - began < SOON
    assert process.memory_info().rss - before < LITTLE
    return sentence


def archive_of(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return made.getvalue()


def content_types(main: str) -> dict[str, bytes]:
    return {"[Content_Types].xml": f'<Types><Override ContentType="application/{main}"/></Types>'.encode()}


@pytest.mark.parametrize(
    ("content", "what_it_is", "advice"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF document", "ask for the spreadsheet it was made from"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture", "type its rows into a new one"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture", "type its rows into a new one"),
        (b"GIF89a\1\0\1\0", "a GIF picture", "type its rows into a new one"),
        (b"{\\rtf1\\ansi Log}", "a rich text document", "Copy its table"),
        (
            b"<!DOCTYPE html><html><table><tr><td>Log</td></tr></table></html>",
            "a web page",
            "save it as .xlsx",
        ),
        (b'<?xml version="1.0"?><log/>', "an XML file", "save it as .xlsx"),
        (b"MZ\x90\0\3\0\0\0", "a program", "Choose the spreadsheet itself"),
        (b"\0\1\2\3\4\5", "of a kind that Engage does not know", "Choose the spreadsheet itself"),
        (
            old_office_file("Workbook"),
            "an old Office file, such as .xls or .doc",
            "if it is a Word file, copy its table",
        ),
        (archive_of({"log.csv": b"Ref,Activity"}), "a zip archive", "take out the spreadsheet that is in it"),
        (b"PK\x03\x04 and then nothing", "a zip archive", "take out the spreadsheet that is in it"),
        (
            archive_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            "an OpenDocument spreadsheet",
            "save it as .xlsx",
        ),
        (
            archive_of(content_types("vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml")),
            "a Word document",
            "Copy its table into a new spreadsheet, save that as .xlsx",
        ),
        (
            archive_of(content_types("vnd.ms-excel.sheet.binary.macroEnabled.main")),
            "an Excel binary workbook",
            "save it as .xlsx",
        ),
    ],
)
def test_what_is_no_spreadsheet_is_named_for_what_it_is_with_advice_that_fits(
    content: bytes, what_it_is: str, advice: str
) -> None:
    said = refusal_of(content)
    assert said.startswith(f"log.xlsx cannot be read: it is {what_it_is}. ")
    assert advice in said


def test_a_workbook_locked_with_a_password_asks_for_the_password_to_be_taken_off() -> None:
    sentence = refusal_of(old_office_file("Root Entry", "EncryptionInfo", "EncryptedPackage"))
    assert sentence == "log.xlsx is locked with a password. Take the password off, save it and try again."


def test_a_csv_file_called_xlsx_is_read_for_what_it_is() -> None:
    with open_workbook_file(
        b"Ref,Activity,Date\r\nENG-001,Drop-in,2019\r\n", filename="log.xlsx"
    ) as workbook:
        assert len(workbook.sheets[0].rows) == 1


def test_a_workbook_cut_short_is_refused() -> None:
    assert "cannot be read" in refusal_of(LOG[: len(LOG) // 2])


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/styles.xml", "xl/sharedStrings.xml"])
def test_a_workbook_with_a_broken_part_is_refused(part: str) -> None:
    assert refusal_of(repacked(LOG, {part: b"<not xml"})) == (
        "log.xlsx cannot be read: the workbook is damaged. Open it in Excel, save it again as .xlsx and try"
        " that copy."
    )


def test_a_workbook_of_empty_sheets_is_refused() -> None:
    assert "it is empty" in refusal_of(saved(openpyxl.Workbook()))


def test_a_200_megabyte_workbook_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "log.xlsx"
    with large.open("wb") as file:
        file.write(LOG)
        file.truncate(200 << 20)
    began = time.process_time()
    with pytest.raises(Unusable, match=r"log\.xlsx is 200 MB; the most that can be read is 20 MB"):
        open_workbook_file(large)
    assert time.process_time() - began < SOON


def test_a_bomb_of_ten_gigabytes_is_refused_unopened() -> None:
    assert "it would unpack to 10.0 GB, and the limit is 200 MB" in cheap_refusal_of(bomb(10 * GIGABYTE))


def test_a_bomb_within_the_limit_is_known_by_how_tightly_it_is_packed() -> None:
    assert "unpacks to more than 100 times its size" in cheap_refusal_of(bomb(150 << 20))


@pytest.mark.parametrize("declared", [1000, 9 << 20])
def test_a_bomb_that_lies_about_its_size_unpacks_no_further_than_its_lie(declared: int) -> None:
    assert "the workbook is damaged" in cheap_refusal_of(bomb(10 * GIGABYTE, declared))


def test_a_workbook_of_very_many_parts_is_refused() -> None:
    assert "a zip archive" in cheap_refusal_of(
        repacked(LOG, {f"xl/media/{number}.png": b"" for number in range(3000)})
    )


def test_a_row_of_millions_of_empty_cells_is_refused() -> None:
    sheet = part_of(LOG, SHEET).replace(
        b"</sheetData>", b"<row>" + b"<c/>" * 1_500_000 + b"</row></sheetData>"
    )
    assert "more rows or cells than a sheet can have" in cheap_refusal_of(repacked(LOG, {SHEET: sheet}))


def test_millions_of_empty_rows_are_refused() -> None:
    sheet = part_of(LOG, SHEET).replace(b"</sheetData>", b"<row/>" * 1_500_000 + b"</sheetData>")
    assert "more rows or cells than a sheet can have" in cheap_refusal_of(repacked(LOG, {SHEET: sheet}))


def test_a_row_numbered_past_the_end_of_every_sheet_is_refused() -> None:
    sheet = part_of(LOG, SHEET).replace(
        b"</sheetData>", b'<row r="999999999999"><c r="A999999999999" t="n"><v>1</v></c></row></sheetData>'
    )
    assert "numbers its rows past the last row" in refusal_of(repacked(LOG, {SHEET: sheet}))


def test_too_many_columns_are_refused() -> None:
    wide = workbook_of({"Log": [[f"Heading {number}" for number in range(300)], ["x"] * 300]})
    assert "has more than 200 columns, the most that can be read" in refusal_of(wide)


def test_too_many_rows_are_refused() -> None:
    long = workbook_of({"Log": [LOG_HEADINGS, *[CAMPAIGN] * 11]})
    assert "Sheet Log has more than 10 rows" in refusal_of(long, limits=Limits(rows=10))


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)
OUTSIDE_FILE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [BILLION_LAUGHS, OUTSIDE_FILE])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml"])
def test_a_workbook_that_declares_entities_is_refused(declaration: bytes, part: str) -> None:
    harmless = part_of(LOG, part)
    start = harmless.index(b"<", 2) if harmless.startswith(b"<?xml") else 0
    harmful = declaration + harmless[start:].replace(b"Winter pressures campaign", b"&d;")
    assert "the workbook is damaged" in cheap_refusal_of(repacked(LOG, {part: harmful}))


def test_a_workbook_with_macros_is_read_without_them() -> None:
    content_types = part_of(LOG, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    content = repacked(LOG, {"[Content_Types].xml": content_types, "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    with open_workbook_file(content, filename="log.xlsm", known=known) as workbook:
        assert len(workbook.sheets[0].rows) == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"," * 19_000_000, "Row 1 has 19000001 cells; the most that can be read is 200 columns"),
        (b'""' + b"," * 19_000_000, "Row 1 has 19000001 cells"),
    ],
    ids=["commas", "commas after a quotation mark"],
)
def test_text_made_to_be_much_work_is_refused_before_it_is_taken_apart(content: bytes, why: str) -> None:
    began = time.process_time()
    with pytest.raises(Unusable, match=why):
        open_workbook_file(content, filename="log.csv", known=known)
    assert time.process_time() - began < 10, "seconds of a processor; taking it apart took many more"


def test_more_lines_than_a_spreadsheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "MOST_LINES", 1_000)
    with pytest.raises(Unusable, match="more than 1,000 lines"):
        open_workbook_file(b"\n" * 1_001, filename="log.csv", known=known)


def test_empty_cells_far_to_the_right_are_no_columns() -> None:
    rows = "".join(",".join(row) + "," * 1_900 + "\n" for row in (LOG_HEADINGS, CAMPAIGN))
    with open_workbook_file(rows.encode(), filename="log.csv", known=known) as workbook:
        assert [row.number for sheet in workbook.sheets for row in sheet.rows] == [2]
