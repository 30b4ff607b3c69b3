"""Columns of a table: as wide as their words need, and never wider together than the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.platform.paper.columns import column_widths
from engage.platform.paper.style import CELL
from engage.platform.paper.text import Setting, Typesetter
from tests.platform.papers import ACTIVITY_COLUMNS, activity_rows, blank_paper, use_typeface
from tests.platform.pdf_checks import faults
from tests.platform.pdf_reading import spoken

ROOM = 420.0


@pytest.fixture(autouse=True, scope="module")
def typeface() -> None:
    use_typeface()


def settings_of(*rows: list[str]) -> list[list[Setting]]:
    typesetter = Typesetter()
    return [[typesetter.set(words, CELL) for words in row] for row in rows]


def test_what_fits_in_one_line_is_not_stretched() -> None:
    rows = settings_of(["Method", "Number"], ["Drop-in", "21"])
    assert column_widths(rows, [None, None], ROOM) == [cell.natural_width for cell in rows[0]]


def test_dates_and_numbers_stay_on_one_line_beside_long_comments() -> None:
    rows = settings_of(
        ["Date", "Reached", "Comment", "Answer"],
        *(["28 June 2018", "not recorded", "Nobody rings back. " * 9, "We changed the letters. " * 3],) * 20,
    )
    widths = column_widths(rows, [None] * 4, ROOM)
    assert len(rows[1][0].lines(widths[0])) == 1
    assert len(rows[1][1].lines(widths[1])) == 1
    assert widths[2] > widths[3] > widths[1]
    assert sum(widths) == pytest.approx(ROOM)


def test_a_given_share_is_kept() -> None:
    rows = settings_of(["Step", "Name"], ["Clinical view " * 20, "Not applicable " * 20])
    assert column_widths(rows, [0.4, None], ROOM) == pytest.approx([0.4 * ROOM, 0.6 * ROOM])


def test_where_words_do_not_fit_only_the_longest_are_broken() -> None:
    address = "www.example.nhs.uk/" + "path" * 40
    rows = settings_of(["Stage"] * 8 + ["Link"], ["services"] * 8 + [address])
    widths = column_widths(rows, [None] * 9, ROOM)
    assert sum(widths) <= ROOM + 0.01
    assert widths[0] >= rows[1][0].longest_word - 0.01
    assert widths[8] < rows[1][8].longest_word


@given(st.lists(st.lists(st.text(max_size=60), min_size=5, max_size=5), min_size=1, max_size=6))
def test_columns_never_take_more_than_the_page(rows: list[list[str]]) -> None:
    widths = column_widths(settings_of(*rows), [None] * 5, ROOM)
    assert sum(widths) <= ROOM + 0.01
    assert all(width >= 0 for width in widths)


def test_a_table_without_rows_says_so() -> None:
    paper = blank_paper()
    paper.table(ACTIVITY_COLUMNS, [], caption="Activities of the period")
    paper.table(ACTIVITY_COLUMNS, [[""] * 7], caption="An empty row")
    pdf = paper.pdf()
    assert "Activities of the period Nothing recorded." in spoken(pdf, "P")
    assert faults(pdf) == []


def test_totals_stand_below_the_last_row() -> None:
    paper = blank_paper()
    paper.table(ACTIVITY_COLUMNS, activity_rows(60), caption="All", totals=["All", "", "", "", "", "9", ""])
    assert spoken(paper.pdf(), "TH")[-1] == "All"
