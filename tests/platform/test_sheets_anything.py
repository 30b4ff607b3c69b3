"""Whatever bytes arrive, they are read or refused with a sentence, and nothing else ever happens."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engage.platform.data.refusal import Unusable
from engage.platform.sheets.model import Limits
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
    workbook_of_shared_texts,
)

LIMITS = Limits(rows=1000, columns=50)
FORMULA_LOG = workbook_of({"Log": [LOG_HEADINGS, CAMPAIGN, ("ENG-003", "Tea", "=1+1", 4.5)], "Empty": []})
TEXT_LOG = workbook_of_shared_texts([LOG_HEADINGS, CAMPAIGN, DROP_IN])
PARTS = (
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/_rels/workbook.xml.rels",
    "[Content_Types].xml",
)


def read_or_refused(content: bytes) -> None:
    refusal = ""
    try:
        with open_workbook_file(content, filename="sent.xlsx", known=known, limits=LIMITS) as workbook:
            for sheet in workbook.sheets:
                assert len(sheet.rows) == sum(1 for row in sheet.rows if len(row.cells) == len(sheet.header))
    except Unusable as error:
        refusal = str(error)
    assert refusal == "" or refusal.endswith(".")


@settings(deadline=None)
@given(st.binary(max_size=2000))
@example(b"\xff\xfe")
@example(b"\xff\xfea")
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes(content: bytes) -> None:
    read_or_refused(content)


@settings(deadline=None)
@given(st.text(max_size=1000), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_any_text(text: str, encoding: str) -> None:
    read_or_refused(text.encode(encoding, errors="replace"))


@settings(deadline=None)
@given(st.lists(st.lists(st.text(alphabet="ab1,;\t|\"' \r\n=", max_size=8), max_size=6), max_size=12))
def test_any_muddle_of_separators_and_quotation_marks(rows: list[list[str]]) -> None:
    read_or_refused((csv_of(LOG_HEADINGS, CAMPAIGN) + csv_of(*rows)).encode())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([FORMULA_LOG, TEXT_LOG]), st.integers(0, 1 << 20), st.binary(min_size=1, max_size=12))
def test_any_workbook_with_some_bytes_overwritten(content: bytes, place: int, damage: bytes) -> None:
    place %= len(content)
    read_or_refused(content[:place] + damage + content[place + len(damage) :])


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([name for name in PARTS if name != "xl/sharedStrings.xml"]),
    st.integers(0, 1 << 20),
    st.integers(0, 40),
    st.text(alphabet='<>/="&;0123456789 aefnrstvxcl:', max_size=20),
)
def test_any_workbook_with_a_part_rewritten(part: str, place: int, length: int, rewritten: str) -> None:
    old = part_of(FORMULA_LOG, part)
    place %= len(old)
    read_or_refused(repacked(FORMULA_LOG, {part: old[:place] + rewritten.encode() + old[place + length :]}))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1 << 20), st.integers(0, 40), st.text(alphabet='<>/="&;0123456789 isrt', max_size=20))
def test_any_workbook_with_its_texts_rewritten(place: int, length: int, rewritten: str) -> None:
    old = part_of(TEXT_LOG, "xl/sharedStrings.xml")
    place %= len(old)
    new = old[:place] + rewritten.encode() + old[place + length :]
    read_or_refused(repacked(TEXT_LOG, {"xl/sharedStrings.xml": new}))
