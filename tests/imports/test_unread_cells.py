"""A cell that cannot be read is left out with its words kept, and its row comes in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.activities.models import Activity
from engage.forums.models import Forum
from engage.platform.data.db import session
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import activities, csv_of
from tests.imports.test_pages import check
from tests.imports.test_undo import undo
from tests.pages.visitor import Visitor

HEADINGS = ("Ref", "Activity", "Stage", "Date", "No. reached", "Method")
WALK = ("H-1", "Walk and talk in the park", "Ramblings", "one fine morning", "a good crowd", "Walkabout")
TEA = ("H-2", "Tea with carers", "3", "6 June 2018", "23", "Drop in")
LOG = csv_of(WALK, TEA, headings=HEADINGS)


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def walk() -> Activity:
    session().rollback()
    return session().scalars(select(Activity).where(Activity.ref == "H-1")).one()


@pytest.mark.both_databases
def test_every_row_comes_in_and_the_record_shows_what_the_file_says(officer: Visitor) -> None:
    page = check(officer, LOG)
    assert page.says("2 new")
    assert page.says("3 cells cannot be read and are left out")
    assert page.says("not recorded; the file says “Ramblings”")
    page = officer.submit("Import 2 activities")
    assert page.says("3 cells were not read")
    assert walk().unread == {"stage": "Ramblings", "starts": "one fine morning", "reached": "a good crowd"}
    page = officer.visit(f"/activities/{walk().id}")
    assert page.summary()["Stage"] == "not recorded; the file says “Ramblings”"
    assert page.says("“one fine morning”")
    assert page.says("“a good crowd”")


@pytest.mark.both_databases
def test_what_is_left_unread_counts_for_nothing_and_is_found_by_a_filter(officer: Visitor) -> None:
    check(officer, LOG)
    officer.submit("Import 2 activities")
    assert (walk().stage, walk().reached, walk().start_from) == (None, None, None)
    page = officer.visit("/activities?unread=some")
    assert page.says("Walk and talk in the park")
    assert not page.says("Tea with carers")
    page = officer.visit("/activities?unread=none")
    assert page.says("Tea with carers")
    assert not page.says("Walk and talk in the park")


def test_words_are_let_go_once_their_field_is_filled(officer: Visitor) -> None:
    make_body("Walsall CCG")
    check(officer, LOG)
    officer.submit("Import 2 activities")
    officer.visit(f"/activities/{walk().id}/edit")
    page = officer.submit(
        "Save", {"Lead body": "Walsall CCG", "Stage of the engagement cycle": "3 Improve services"}
    )
    assert not page.errors
    assert walk().unread == {"starts": "one fine morning", "reached": "a good crowd"}


def test_the_same_file_says_nothing_new_and_a_mended_one_fills_the_gap(officer: Visitor) -> None:
    check(officer, LOG)
    officer.submit("Import 2 activities")
    assert check(officer, LOG).says("2 same")
    mended = csv_of(("H-1", WALK[1], "2", "May 2018", "about 40", WALK[5]), TEA, headings=HEADINGS)
    check(officer, mended)
    officer.submit("Import 1 activity")
    assert (walk().stage, walk().reached, walk().unread) == (2, 40, None)


def test_a_known_value_stays_when_a_later_file_says_what_cannot_be_read(officer: Visitor) -> None:
    check(officer, csv_of(TEA, headings=HEADINGS))
    officer.submit("Import 1 activity")
    check(officer, csv_of(("H-2", TEA[1], "Ramblings", "6 June 2018", "24", "Drop in"), headings=HEADINGS))
    officer.submit("Import 1 activity")
    [tea] = activities()
    assert (tea.stage, tea.reached, tea.unread) == (3, 24, None)


def test_undoing_takes_the_words_away_with_the_rows(officer: Visitor) -> None:
    check(officer, LOG)
    address = officer.submit("Import 2 activities").url.partition("?")[0]
    undo(officer, address)
    assert activities() == []


def test_a_row_is_set_aside_only_when_it_cannot_be_told_what_it_is(officer: Visitor) -> None:
    page = check(officer, csv_of(WALK, ("H-3", "", "3", "May 2018", "9", "Survey"), headings=HEADINGS))
    assert page.says("1 new")
    assert page.says("1 set aside")
    assert page.says("The activity has no name")


def test_the_command_line_lists_them_apart_and_ends_with_nought(engage: Engage, tmp_path: Path) -> None:
    file = tmp_path / "walks.csv"
    file.write_bytes(LOG)
    answer = engage("import", "activities", file, "--json")
    assert answer.exit_code == 0
    told = json.loads(answer.stdout)
    assert told["set_aside"] == []
    assert [(one["row"], one["column"], one["words"]) for one in told["unread_cells"]] == [
        (2, "Stage", "Ramblings"),
        (2, "Date", "one fine morning"),
        (2, "No. reached", "a good crowd"),
    ]


@pytest.mark.both_databases
def test_a_kind_of_forum_in_other_words_leaves_the_forum_on_the_register(officer: Visitor) -> None:
    check(officer, csv_of(("Chatterbox circle", "gossip"), headings=("Forum", "Type")), kind="forums")
    officer.submit("Import 1 forum")
    [forum] = session().scalars(select(Forum))
    assert forum.unread == {"kind": "gossip"}
    page = officer.visit(f"/forums/{forum.code}")
    assert page.says("“gossip”")


def test_a_text_longer_than_its_field_is_left_unread_whole(officer: Visitor) -> None:
    long = "word " * 5_000
    headings = ("Ref", "Activity", "What people told us")
    check(officer, csv_of(("H-9", "Open day", long), headings=headings))
    officer.submit("Import 1 activity")
    [day] = activities()
    assert day.unread == {"heard": long.strip()}
