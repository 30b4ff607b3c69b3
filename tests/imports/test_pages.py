"""Bringing in a spreadsheet through the browser, page by page."""

from __future__ import annotations

import pytest

from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.imports.logs import FORUM, LOG_CSV, LOG_XLSX, OUTSIDE_ITS_BODIES, SURVEY, activities, csv_of
from tests.pages.page import Page
from tests.pages.visitor import Visitor


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


WHAT_OF_THEM = "Some rows are known already. What is to become of them?"
AGAIN = "Create them a second time, with new references"


def upload(person: Visitor, content: bytes, name: str = "log.csv", kind: str = "activities") -> Page:
    """Upload a file; the page is that of its columns, or the upload page with what is wrong."""
    person.visit(f"/imports/new?kind={kind}")
    return person.submit("Continue", {"Spreadsheet": (content, name)})


def check(person: Visitor, content: bytes, name: str = "log.csv", kind: str = "activities") -> Page:
    """Upload a file and take its columns, and what its words mean, as they were guessed."""
    upload(person, content, name, kind)
    page = person.submit("Check every row")
    return person.submit("Check every row") if page.heading == "What do the file’s words mean?" else page


@pytest.mark.both_databases
def test_the_real_log_comes_in_from_the_browser_and_comes_in_once(officer: Visitor) -> None:
    page = check(officer, LOG_XLSX.read_bytes(), "activities.xlsx")
    assert page.says("147 new")
    page = officer.submit("Import 147 activities", {OUTSIDE_ITS_BODIES: True})
    assert page.heading == "Import of activities.xlsx"
    assert page.says("147 activities were imported.")
    assert page.summary()["Created"] == "147"
    assert len(activities()) == 147
    page = check(officer, LOG_CSV.read_bytes(), "activities.csv")
    assert page.says("147 same")
    assert page.says("2 repeated")
    assert page.says("There is nothing to import")


def test_the_columns_are_guessed_shown_with_samples_and_can_be_corrected(officer: Visitor) -> None:
    page = upload(
        officer,
        csv_of(
            FORUM,
            SURVEY,
            headings=("Ref", "CCG", "Activity", "Date", "Method", "No. reached", "Remarks", "What we did"),
        ),
    )
    assert page.heading == "What is in each column?"
    row = {one["Heading"]: one for one in page.table("Columns of the file")}["Activity"]
    assert row["Cells under it"] == "Forum at Bilston Market · Urgent care survey"
    assert row["How sure"] == "certain"
    assert row["Reason"] == "The heading is its name, and its cells read like it."
    page = officer.submit("Check every row", {"Remarks": "What people told us"})
    assert page.says("2 new")
    officer.submit("Import 2 activities")
    officer.visit("/feedback")
    assert officer.page.says("More buses")


def test_choices_are_kept_by_name_for_the_next_file(officer: Visitor) -> None:
    content = csv_of(
        FORUM, headings=("Ref", "CCG", "Activity", "Date", "Method", "No. reached", "Remarks", "What we did")
    )
    upload(officer, content)
    officer.submit(
        "Check every row",
        {"Remarks": "What people told us", "Keep these choices for the next file as": "Our log"},
    )
    upload(officer, content)
    officer.follow("Use “Our log”")
    page = officer.submit("Check every row")
    officer.submit("Import 1 activity")
    assert page.says("1 new")
    page = upload(officer, content)
    officer.submit("Drop “Our log”")
    assert "Use “Our log”" not in upload(officer, content).links()


def test_two_columns_cannot_fill_one_field(officer: Visitor) -> None:
    upload(officer, csv_of(FORUM))
    page = officer.submit("Check every row", {"Method": "Date"})
    assert page.errors == [
        "Date is given to “Method” too. Leave one of them out.",
        "Date is given to “Date” too. Leave one of them out.",
    ]
    method = next(one for one in page.table("Columns of the file") if one["Heading"] == "Method")
    assert method["What it is"].startswith("Date is given to “Date” too. Leave one of them out.")


def test_doubtful_and_missed_columns_are_pointed_out_first(officer: Visitor) -> None:
    headings = ("Xyz", "Q1", "Column 9", *(f"Extra {number}" for number in range(197)))
    rows = [(f"Tea {day}", f"{day} June 2018", "", *["zz"] * 197) for day in range(1, 9)]
    page = upload(officer, csv_of(*rows, headings=headings))
    found = {row["Heading"]: row for row in page.table("Columns of the file")}
    assert len(found) == 200
    assert (found["Q1"]["How sure"], found["Q1"]["Reason"]) == (
        "doubtful",
        "Its cells are dates. It could be End date too.",
    )
    assert (found["Column 9"]["Cells under it"], found["Column 9"]["How sure"]) == (
        "Every cell is blank.",
        "missed",
    )
    assert page.says("Look at these first: ")
    assert "Q1" in page.links()
    page = officer.submit("Check every row", {"Xyz": "Activity", "Extra 5": "What we did"})
    assert page.says("8 new")


def test_a_file_without_a_title_column_says_what_is_missing(officer: Visitor) -> None:
    upload(officer, csv_of(FORUM))
    page = officer.submit("Check every row", {"Activity": "Leave this column out"})
    assert "No column fills “Activity”, which every row needs." in page.errors[0]


def test_rows_that_name_no_body_are_given_the_one_we_work_for(officer: Visitor) -> None:
    make_body("Wolverhampton CCG")
    page = check(officer, csv_of(("ENG-001", "", *FORUM[2:])))
    assert page.says("1 row names no body and is given Wolverhampton CCG")
    assert not page.says("wolverhampton-ccg")
    officer.submit("Import 1 activity")
    officer.visit("/activities?body=wolverhampton-ccg")
    assert officer.page.says("Forum at Bilston Market")


def test_a_known_row_that_names_no_body_keeps_the_one_it_has(officer: Visitor) -> None:
    make_body("Wolverhampton CCG")
    check(officer, csv_of(FORUM))
    officer.submit("Import 1 activity")
    page = check(officer, csv_of(("ENG-001", "", *FORUM[2:])))
    assert page.says("1 same")
    assert not page.says("no body")


def test_the_check_page_puts_the_odd_rows_first_and_says_why(officer: Visitor) -> None:
    check(officer, csv_of(FORUM, SURVEY))
    officer.submit("Import 2 activities")
    changed = (*SURVEY[:4], "focus groups", *SURVEY[5:])
    broken = ("ENG-003", "Walsall CCG", "", "30/06/2018", "Survey", "12", "", "")
    new = ("ENG-004", "Walsall CCG", "Pop-up stand at the market", "8 July 2018", "pop up", "40", "", "")
    page = check(officer, csv_of(FORUM, new, changed, new, broken))
    rows = page.table("Rows of the file")
    assert [row["Becomes"] for row in rows] == ["set aside", "changed", "new", "same", "repeated"]
    assert "Activity: The activity has no name. Enter what it was called." in rows[0]["Activity"]
    assert "Method: from “Survey” to “Focus group”" in rows[1]["Activity"]
    assert rows[4]["Activity"].endswith("It says the same as row 3 of log, and counts once.")
    assert page.says("Method: focus groups → Focus group (1 row)")
    assert page.says("pop up → Pop-up stand (1 row)")
    assert list(page.links()).index("1 set aside") < list(page.links()).index("1 new")


def test_known_rows_are_updated_skipped_or_created_again_as_chosen(officer: Visitor) -> None:
    check(officer, csv_of(FORUM, SURVEY))
    officer.submit("Import 2 activities")
    changed = (*SURVEY[:4], "Focus group", *SURVEY[5:])
    check(officer, csv_of(FORUM, changed))
    page = officer.submit(
        "Show what that means",
        {WHAT_OF_THEM: "Skip them: leave them as they are"},
    )
    assert page.says("There is nothing to import")
    page = officer.submit(
        "Show what that means",
        {WHAT_OF_THEM: AGAIN},
    )
    page = officer.submit("Import 2 activities")
    assert [activity.ref for activity in activities()] == ["ENG-001", "ENG-002", "ACT-0001", "ACT-0002"]
    check(officer, csv_of(FORUM, changed))
    officer.submit("Import 1 activity")
    assert [activity.method for activity in activities()] == [
        "Drop-in",
        "Focus group",
        "Drop-in",
        "Focus group",
    ]


def test_one_kind_of_row_can_be_looked_at_alone_and_pages_can_be_turned(officer: Visitor) -> None:
    rows = [
        (f"ENG-{n:03}", "Walsall CCG", f"Forum {n}", "July 2018", "Meeting", "", "", "") for n in range(120)
    ]
    page = check(officer, csv_of(*rows, ("ENG-900", "Walsall CCG", "", "", "", "5", "", "")))
    assert len(page.table("Rows of the file")) == 50
    officer.follow("Page 3")
    assert len(officer.page.table("Rows of the file")) == 21
    officer.follow("1 set aside")
    assert [row["Row"] for row in officer.page.table("Rows of the file")] == ["122"]


def test_rows_set_aside_are_taken_away_corrected_and_loaded_again(officer: Visitor) -> None:
    broken = ("ENG-003", "Walsall CCG", "", "30/06/2018", "Survey", "=1+1", "Too far away", "")
    page = check(officer, csv_of(FORUM, broken))
    assert "The activity has no name." in page.table("Rows of the file")[0]["Activity"]
    before = officer.download(page.links()["Download them in a file"])
    officer.visit("/imports/1/check")
    page = officer.submit("Import 1 activity")
    assert page.says("1 row was set aside")
    content = officer.download(page.links()["Download them in a file"])
    assert content == before
    text = content.decode("utf-8-sig")
    assert "Problem to correct" in text
    assert "'=1+1" in text
    corrected = text.replace("CCG,,30", "CCG,Open day,30").replace("'=1+1", "12").encode("utf-8-sig")
    page = check(officer, corrected, "corrected.csv")
    officer.submit("Import 1 activity")
    assert [(one.ref, one.reached, one.when_words) for one in activities()][1] == (
        "ENG-003",
        12,
        "30 June 2018",
    )


def test_what_a_person_agreed_to_is_what_happens(officer: Visitor, visitor_as: VisitorAs) -> None:
    colleague = visitor_as("engagement_officer")
    check(officer, csv_of(FORUM, SURVEY))
    check(colleague, csv_of(FORUM))
    colleague.submit("Import 1 activity")
    page = officer.submit("Import 2 activities")
    assert page.says("The records were changed while you were looking")
    assert page.says("1 same")
    officer.submit("Import 1 activity")
    assert len(activities()) == 2


def test_a_file_is_taken_once_however_often_the_button_is_pressed(officer: Visitor) -> None:
    check(officer, csv_of(FORUM))
    form = officer.page.form("Import 1 activity")
    sent = {name: value for name, value in form.sent if isinstance(value, str)}
    officer.fetch(form.action, "POST", data=sent)
    page = officer.submit("Import 1 activity")
    assert page.heading == "Import of log.csv"
    assert len(activities()) == 1


@pytest.mark.parametrize("step", ["columns", "check"])
def test_going_back_after_an_import_leads_to_what_became_of_it(officer: Visitor, step: str) -> None:
    check(officer, csv_of(FORUM))
    officer.submit("Import 1 activity")
    assert officer.visit(f"/imports/1/{step}").heading == "Import of log.csv"


def test_an_upload_that_is_not_wanted_is_put_away(officer: Visitor) -> None:
    upload(officer, csv_of(FORUM))
    page = officer.submit("Put the file away")
    assert page.says("The file was put away")
    assert not page.soup.find("table")


def test_the_list_of_imports_shows_what_became_of_each(officer: Visitor) -> None:
    assert officer.visit("/imports").says("No spreadsheet has been brought in yet")
    check(officer, csv_of(FORUM), "spring.csv")
    officer.submit("Import 1 activity")
    row = officer.visit("/imports").table("Imports")[0]
    assert (row["File"], row["State"], row["Result"]) == ("spring.csv", "Imported", "1 created")
    assert row["Brought in by"] == "Communications officer"
