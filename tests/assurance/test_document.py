"""The paper and the annex as they are drawn from a value: long tables, short ones, charts, odd words."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pikepdf
import pytest

from engage.assurance import annex, document
from engage.assurance.drawing import laid_out, picture
from engage.assurance.report.entries import Cell, Chart, Paragraph, ReportValue, Table
from engage.rules.findings import State
from tests.assurance.made import activity, finding, given, heard, project, report_on
from tests.platform.papers import pages_of
from tests.platform.pdf_checks import faults
from tests.platform.pdf_reading import spoken

MADE_AT = datetime(2019, 5, 14, tzinfo=UTC)
TABLE = "Activities, with date, method, audience, number reached, stage and outcome"

pytestmark = pytest.mark.usefixtures("app")  # which registers the typeface


def nowhere(_cell: Cell) -> str:
    return ""


def paper(value: ReportValue) -> bytes:
    return document.pdf(value, made_at=MADE_AT, lead_to=nowhere)


def long_year(activities: int) -> ReportValue:
    return report_on(given(*(activity(number) for number in range(1, activities + 1))))


def activities_of(value: ReportValue) -> Table:
    """The table of every activity, in the first appendix."""
    [found] = [block for block in value.sections[-1].blocks if isinstance(block, Table)]
    return found


def test_past_500_rows_a_table_goes_to_the_annex_with_a_note() -> None:
    value = long_year(501)
    assert "500 rows are shown, 1 more are in the annex (XLSX)." in spoken(paper(value), "P")
    sheets = openpyxl.load_workbook(io.BytesIO(annex.xlsx(value, MADE_AT)), read_only=True)
    [name] = [name for name in sheets.sheetnames if "Activities, with date" in name]
    assert sheets[name].max_row == 502


def test_up_to_500_rows_are_printed_whole() -> None:
    made = paper(long_year(500))
    assert not [words for words in spoken(made, "P") if "more are in the annex" in words]
    assert "ENG-500" in " ".join(pages_of(made))


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (activity(1),),
        (activity(1, reached="about 1,400", title="Café talk\nwith <b>carers</b> & friends 🎉 ਪੰਜਾਬੀ"),),
        (activity(1, title="A" * 400, method="B" * 200), heard(1, "C " * 900)),
    ],
)
def test_the_paper_has_no_faults_whatever_is_in_it(facts: tuple[Any, ...]) -> None:
    assert faults(paper(report_on(given(*facts)))) == []


def test_a_paper_with_duties_gaps_and_projects_has_no_faults() -> None:
    gaps = [
        finding(f"E-{number}", State.NONE, project="project:1", missed="It came too late")
        for number in range(30)
    ]
    value = report_on(given(activity(1), project(1, "WIC-14"), findings=[*gaps, finding()]))
    made = paper(value)
    assert faults(made) == []
    assert "7 rows are shown, 23 more are in the annex (XLSX)." in spoken(made, "P")


def test_paragraphs_carry_the_numbers_that_a_meeting_speaks_of() -> None:
    value = long_year(3)
    printed = " ".join(" ".join(pages_of(paper(value))).split())
    for section in value.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                first = "".join(piece.text for piece in block.pieces)[:20]
                assert f"{block.number} {first}" in printed.replace("\xa0", " "), block.number


def test_the_running_head_says_whose_report_it_is_and_the_foot_its_fingerprint() -> None:
    first, *_, last = pages_of(paper(replace(long_year(3), edition="report 3, version 2")))
    for page in (first, last):
        assert "Wolverhampton CCG" in page
        assert "Assurance report, 2018/19, report 3, version 2" in page
        assert "Fingerprint" in page


def test_a_paper_on_demonstration_data_says_so_on_every_page() -> None:
    value = replace(long_year(3), demonstration="Demonstration data: nothing here happened.")
    for page in pages_of(paper(value)):
        assert "Demonstration data" in page
        assert "nothing here happened" in page


def test_the_counts_of_a_chart_lead_to_their_records() -> None:
    value = report_on(given(activity(1, method="Survey")))

    def somewhere(cell: Cell) -> str:
        return f"https://example.nhs.uk/{cell.figure}/{cell.part}" if cell.figure else ""

    made = document.pdf(value, made_at=MADE_AT, lead_to=somewhere)
    with pikepdf.open(io.BytesIO(made)) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", pikepdf.Array())]
        addresses = {str(note["/A"]["/URI"]) for note in notes if "/A" in note and "/URI" in note["/A"]}
    assert "https://example.nhs.uk/activities.by_method/Survey" in addresses
    assert "https://example.nhs.uk/activities.by_month/2018-06" in addresses


def test_a_chart_of_many_months_leaves_their_counts_to_the_annex() -> None:
    log = [activity(number, f"6 June {1990 + number}") for number in range(1, 26)]
    printed = spoken(paper(report_on(given(*log, period="all"))), "P")
    assert "Each of the 25 counts is in the annex (XLSX), under Chart 3." in printed


def test_a_column_beneath_another_saves_room_and_an_empty_one_is_not_named() -> None:
    value = report_on(given(activity(1, bodies=("wolverhampton-ccg", "walsall-ccg"))))
    laid = laid_out(activities_of(value), 500)
    assert [head for head, _, _ in laid.heads][:2] == ["Reference, date", "Activity, with"]
    assert [cell.text for cell in laid.rows[0][1]] == ["Walk-in centre drop-in", "Walsall CCG"]
    alone = activities_of(report_on(given(activity(1))))
    assert [head for head, _, _ in laid_out(alone, 500).heads][:2] == ["Reference, date", "Activity"]


def test_a_chart_says_in_words_what_it_shows() -> None:
    value = report_on(given(activity(1, stage=1), activity(2, stage=None)))
    alt = next(picture(block).alt for block in value.sections[1].blocks if isinstance(block, Chart))
    assert "1 Identify needs 1" in alt
    assert "Not recorded 1" in alt


def test_numbers_in_the_annex_are_numbers_and_words_stay_beside_them() -> None:
    value = report_on(given(activity(1, reached="about 500"), activity(2)))
    book = openpyxl.load_workbook(io.BytesIO(annex.xlsx(value, MADE_AT)), read_only=True)
    [name] = [name for name in book.sheetnames if "Activities, with date" in name]
    head, first, second = book[name].iter_rows(values_only=True)
    reached = head.index("Reached")
    assert head[reached + 1] == "Reached (number)"
    assert first[reached : reached + 2] == ("about 500", 500)
    assert second[reached : reached + 2] == ("not recorded", None)


def test_the_annex_says_what_each_record_adds_to_a_sum() -> None:
    value = report_on(given(activity(1, reached="about 500"), activity(2), activity(3, reached="24")))
    book = openpyxl.load_workbook(io.BytesIO(annex.xlsx(value, MADE_AT)), read_only=True)
    _, *rows = book["What each record adds"].iter_rows(values_only=True)
    added = [row[-1] for row in rows if row[0] == "activities.reached.sum"]
    assert (added, value.figures["activities.reached.sum"].value) == ([500, 24, "not recorded"], 524)
    assert [row[-1] for row in rows if row[0] == "activities.count"] == [1, 1, 1]


def test_the_annex_says_which_report_it_belongs_to() -> None:
    book = openpyxl.load_workbook(io.BytesIO(annex.xlsx(long_year(2), MADE_AT)), read_only=True)
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Annex to"] == "Communications and engagement assurance report, 2018/19"
    assert about["Version"] == "Not published"
