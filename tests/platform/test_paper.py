"""Papers: tagged throughout, the same bytes twice, nothing of anyone's words lost."""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.platform.paper import Column, PaperError, cite, link, strong
from tests.platform.papers import (
    ACTIVITY_COLUMNS,
    CAR_PARK,
    activity_rows,
    blank_paper,
    board_paper,
    pages_of,
    paper_saying,
    use_typeface,
)
from tests.platform.pdf_checks import faults
from tests.platform.pdf_reading import heard, spoken


@pytest.fixture(autouse=True, scope="module")
def typeface() -> None:
    use_typeface()


def test_a_board_paper_with_every_block_passes_the_check() -> None:
    assert faults(board_paper(demonstration=True).pdf()) == []


def test_a_paper_is_read_in_the_order_it_was_written() -> None:
    told = heard(board_paper(activities=1).pdf())
    headings = [words for role, words in told if role in ("H1", "H2", "H3")]
    assert headings == [
        "Communications and engagement: assurance report",
        "Contents",
        "1 Summary",
        "2 What we did",
        "2.1 By method",
        "3 Duties",
        "4 Every activity",
        "5 Sign-off",
        "6 Evidence",
    ]
    in_order = [
        "NHS Wolverhampton Clinical Commissioning Group",
        "Receive the report Note the duties",
        "1.1 In the year 147 activities were logged [1].",
        "Letters say whom to ring",
        "What is not recorded is not nought.",
        "Bar chart: Activities by method. Activities: Drop-in 21, Survey 10.",
        "Table 1: Activities by method",
        "All methods",
        "Source: Engagement log, 12 April 2019",
        "Engagement log, activity 412",
    ]
    assert [words for _, words in told if words in in_order] == in_order


def test_the_same_description_gives_the_same_bytes_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    first = board_paper().pdf()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with time_machine.travel(datetime(2031, 1, 1)):  # noqa: DTZ001 - any other moment will do
        again = board_paper()
        assert again.pdf() == first
        assert again.pdf() == first


def test_papers_made_at_the_same_time_do_not_disturb_one_another() -> None:
    alone = board_paper(activities=60).pdf()
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: board_paper(activities=60).pdf(), range(8)))
    assert set(together) == {alone}


def test_another_fingerprint_or_moment_is_another_file() -> None:
    assert board_paper(fingerprint="0" * 16).pdf() != board_paper().pdf()


def test_what_people_wrote_is_never_taken_for_markup() -> None:
    words = "<b>bold?</b> & <font size=90> &amp; <a href='x'> %s {0} \\n (((unbalanced \\) "
    paper = blank_paper(title=words, subject=words, author=words)
    paper.heading(2, words)
    paper.paragraph(words)
    paper.list_of([words])
    paper.table([words, "B"], [[words, strong(words)]], caption=words, source=words)
    paper.note(words)
    pdf = paper.pdf()
    assert faults(pdf) == []
    assert set(spoken(pdf, "H1", "H2", "LBody", "Caption")) == {words.strip()}
    assert spoken(pdf, "TD") == [words.strip()]
    with pikepdf.open(BytesIO(pdf)) as document:
        assert str(document.docinfo["/Title"]) == words


def test_words_the_typeface_lacks_are_named_in_print_and_whole_for_readers() -> None:
    words = "Great 😀👍🏽 ✓ and ਪੰਜਾਬੀ ਵਿੱਚ, שלום, 中文, done"
    paper = paper_saying(words)
    pdf = paper.pdf()
    (page,) = pages_of(pdf)
    for shown in (
        "[grinning face]",
        "[thumbs up sign]",
        "[check mark]",
        "[2 words in Gurmukhi]",
        "[1 word in Hebrew]",
        "[1 word in Chinese characters]",
    ):
        assert shown in page
    assert spoken(pdf, "P")[-1] == words
    assert paper.missing_glyphs == ("שלום", "ਪੰਜਾਬੀ ਵਿੱਚ", "✓", "中文", "👍🏽", "😀")
    assert faults(pdf) == []


def test_polish_welsh_and_typographic_letters_are_printed_as_they_are() -> None:
    paper = paper_saying("Zażółć gęślą jaźń; ŵy, ŷ; “quoted” – £4 ½ €…")
    assert "Zażółć gęślą jaźń; ŵy, ŷ; “quoted” – £4 ½ €…" in " ".join(pages_of(paper.pdf()))
    assert paper.missing_glyphs == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_whatever_is_written_reaches_readers_whole(paragraphs: list[str]) -> None:
    paper = paper_saying(*paragraphs)
    paper.table(
        [Column("Said"), Column("Again", "right")], [[words, words] for words in paragraphs], caption=""
    )
    pdf = paper.pdf()
    assert faults(pdf) == []
    told = " ".join(spoken(pdf, "P"))
    for words in paragraphs:
        assert _visible(words) in _visible(told)


def _visible(words: str) -> str:
    """Words without spaces and without what prints nothing, in one form for each letter."""
    whole = unicodedata.normalize("NFC", words.encode("utf-16", "replace").decode("utf-16"))
    return "".join(
        letter
        for letter in whole
        if not letter.isspace()
        and unicodedata.category(letter) != "Cf"
        and not 0xFE00 <= ord(letter) <= 0xFE0F
    )


def test_a_long_table_is_one_table_whose_head_is_repeated_outside_of_it() -> None:
    paper = blank_paper()
    paper.table(ACTIVITY_COLUMNS, activity_rows(120), caption="Activities of the period")
    pdf = paper.pdf()
    pages = pages_of(pdf)
    assert len(pages) > 5
    assert all("Audience Stage Reached Outcome" in " ".join(page.split()) for page in pages)
    with pikepdf.open(BytesIO(pdf)) as document:
        top = document.Root.StructTreeRoot.K[0]
        tables = [kid for kid in top.K if str(kid.S) == "/Table"]
    assert len(tables) == 1
    assert spoken(pdf, "TH")[:7] == ["Date", "Activity", "Method", "Audience", "Stage", "Reached", "Outcome"]
    assert spoken(pdf, "TH").count("Audience") == 1


def test_a_row_is_never_broken_over_pages() -> None:
    paper = blank_paper()
    paper.table(ACTIVITY_COLUMNS, activity_rows(120), caption="Activities of the period")
    with pikepdf.open(BytesIO(paper.pdf())) as document:
        for row in _rows(document):
            pages = {content.Pg.objgen for cell in row.K for content in cell.get("/K", [])}
            assert len(pages) == 1


def _rows(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    top = document.Root.StructTreeRoot.K[0]
    (table,) = [kid for kid in top.K if str(kid.S) == "/Table"]
    (body,) = [kid for kid in table.K if str(kid.S) == "/TBody"]
    return list(body.K)


def test_a_row_taller_than_a_page_goes_on_over_pages_with_nothing_lost() -> None:
    comment = " ".join(f"word{number}" for number in range(3000))
    address = "https://www.example.nhs.uk/" + "a-very-long-path" * 30
    paper = blank_paper()
    paper.table(
        ["Date", "What was said", "Where"],
        [["1 May", "Short", "x"], ["2 May", comment, address], ["3 May", "After", "y"]],
        caption="Comments",
    )
    pdf = paper.pdf()
    assert faults(pdf) == []
    cells = spoken(pdf, "TD")
    assert cells[2] == comment
    assert cells[3] == address
    assert cells[-2:] == ["After", "y"]
    assert len(pages_of(pdf)) > 3


def test_a_head_as_tall_as_a_page_is_printed_once() -> None:
    paper = blank_paper()
    paper.table(["word " * 3000, "B"], [["a", "b"]] * 3, caption="Odd")
    assert faults(paper.pdf()) == []


def test_a_paragraph_over_pages_is_one_paragraph() -> None:
    paper = paper_saying(*[CAR_PARK * 9] * 8)
    pdf = paper.pdf()
    assert len(pages_of(pdf)) > 2
    assert spoken(pdf, "P")[1:] == [CAR_PARK * 9] * 8
    assert faults(pdf) == []


@pytest.mark.parametrize("lines_before", range(34, 50))
def test_a_heading_stays_with_what_follows_it(lines_before: int) -> None:
    paper = blank_paper()
    paper.list_of([f"Line {number}" for number in range(lines_before)])
    paper.heading(2, "Kept heading")
    paper.heading(3, "Its first part")
    paper.table(["Method", "Number"], [["Drop-in", "21"]] * 3, caption="Kept table")
    (page,) = [page for page in pages_of(paper.pdf()) if "Kept heading" in page]
    for words in ("Its first part", "Kept table", "Drop-in"):
        assert words in page


def test_contents_lead_to_the_pages_they_name() -> None:
    paper = board_paper(activities=150)
    pdf = paper.pdf()
    pages = pages_of(pdf)
    entries = spoken(pdf, "Reference")
    assert entries[0] == "1 Summary 2"
    for entry in entries:
        title, number = re.fullmatch(r"(.*) (\d+)", entry).groups()  # type: ignore[union-attr]
        assert title in " ".join(pages[int(number) - 1].split())
    with pikepdf.open(BytesIO(pdf)) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        links = list(document.pages[1].obj.Annots)[: len(entries)]
        led_to = [numbers[annotation.Dest[0].objgen] for annotation in links]
        bookmarks = [item.title for item in document.open_outline().root]
    assert led_to == [int(entry.rsplit(" ", 1)[1]) for entry in entries]
    assert bookmarks[:3] == ["Contents", "1 Summary", "2 What we did"]


def test_small_numbers_lead_to_the_evidence_list() -> None:
    paper = blank_paper()
    paper.paragraph(["147 activities were logged", cite(2), "."])
    paper.page_break()
    paper.heading(2, "Evidence")
    paper.references([(1, "The register"), (2, "The engagement log")])
    pdf = paper.pdf()
    assert "147 activities were logged [2]." in spoken(pdf, "P")
    with pikepdf.open(BytesIO(pdf)) as document:
        (leading,) = document.pages[0].obj.Annots
        assert leading.Dest[0].objgen == document.pages[1].obj.objgen
        assert str(leading.Contents) == "Reference 2"


def test_web_addresses_are_live_and_dangerous_ones_are_only_words() -> None:
    paper = paper_saying(
        [
            link("the page", "https://www.example.nhs.uk/a b?x=ü&y=%20"),
            " ",
            link("odd", "javascript:alert(1)"),
        ]
    )
    with pikepdf.open(BytesIO(paper.pdf())) as document:
        (annotation,) = document.pages[0].obj.Annots
        assert str(annotation.A.URI) == "https://www.example.nhs.uk/a%20b?x=%C3%BC&y=%20"
        assert str(annotation.Contents).startswith("the page, https://")


def test_every_page_says_whose_it_is_and_which_page_of_how_many() -> None:
    pdf = board_paper(demonstration=True).pdf()
    pages = pages_of(pdf)
    for number, page in enumerate(pages, 1):
        for words in (
            "Demonstration data",
            "NHS Wolverhampton CCG",
            "Assurance report 2018-19, version 2",
            "Governing Body, public",
            "Fingerprint 3f9a1c02",
            f"Page {number} of {len(pages)}",
        ):
            assert words in page
    assert "Fingerprint 3f9a1c02" not in " ".join(words for _, words in heard(pdf))
    assert "Demonstration data" not in " ".join(pages_of(board_paper().pdf()))


def test_a_running_head_too_long_for_its_line_is_cut_with_an_ellipsis() -> None:
    paper = blank_paper(running_head=("A body with a very long name " * 8, "A report " * 40))
    (page,) = pages_of(paper.pdf())
    assert page.count("…") == 2


def test_a_sign_off_is_not_parted() -> None:
    for lines_before in range(30, 46):
        paper = blank_paper()
        paper.list_of([f"Line {number}" for number in range(lines_before)])
        paper.sign_off([(f"Step {number}", "", "") for number in range(5)])
        (page,) = [page for page in pages_of(paper.pdf()) if "Report sign-off" in page]
        assert "Step 4" in page


def test_mistakes_in_a_description_are_told_before_anything_is_printed() -> None:
    paper = paper_saying(["See ", link("the duties", "#duties")])
    with pytest.raises(PaperError, match="lead nowhere in the paper: duties"):
        paper.pdf()
    paper = blank_paper()
    paper.heading(2, "One", anchor="same")
    paper.heading(2, "Two", anchor="same")
    with pytest.raises(PaperError, match='called "same"'):
        paper.pdf()
    with pytest.raises(PaperError, match="cannot be of level 3 here"):
        blank_paper().heading(3, "A part of nothing")
    with pytest.raises(PaperError, match='Row 2 of "Methods" has 1 cells, not 2'):
        blank_paper().table(["Method", "Number"], [["Drop-in", "1"], ["Survey"]], caption="Methods")
    with pytest.raises(PaperError, match="time zone"):
        blank_paper(made_at=datetime(2019, 4, 12))  # noqa: DTZ001 - the mistake under test


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(BytesIO(board_paper().pdf())) as document, document.open_metadata() as metadata:
        assert metadata["dc:title"] == "Communications and engagement: assurance report"
        assert metadata["xmp:CreateDate"] == "2019-04-12T10:30:00+00:00"
        assert metadata["pdfuaid:part"] == "1"
        assert str(document.docinfo["/CreationDate"]) == "D:20190412103000+00'00'"
        assert str(document.Root.Lang) == "en-GB"


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler's pdfinfo is not on this machine")
def test_another_reader_finds_the_same_structure(tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(board_paper().pdf())
    told = subprocess.run(["pdfinfo", "-struct-text", file], capture_output=True, text=True, check=True)
    assert told.stderr == ""
    for line in ("H1 (block)", "/Scope /Column", "/Scope /Row", '"Drop-in"', "Figure", "TOCI"):
        assert line in told.stdout
