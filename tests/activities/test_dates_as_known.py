"""A date is shown as it was known: on the page of its activity, in the log, and in what is taken away."""

from __future__ import annotations

import pytest

from tests.activities.test_the_log import on_screen, read_csv, read_xlsx
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

SHOWN = {
    "06/06/2018": "6 June 2018",
    "26/07/2017 - 06/09/2017": "26 July 2017 to 6 September 2017",
    "01/2014": "January 2014",
    "Sept-Oct 2014": "September to October 2014",
    "2018-19Q3": "Quarter 3 2018/19",
    "summer 2016": "summer 2016",
    "2019": "2019",
    "2019/20": "2019/20",
    "to 20 March 2024": "to 20 March 2024",
    "from December 2020": "from December 2020",
    "tbc": "tbc",
    "": "date not recorded",
}


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    make_body()
    return visitor_as("communications_officer")


def logged(officer: Visitor, typed: str) -> str:
    """Log an activity with this date; answers how its page shows it."""
    officer.visit("/activities/new")
    title = f"Held {typed or 'some day'}"
    page = officer.submit("Log the activity", {"What was it called?": title, "When did it start?": typed})
    if page.says("Is it one of these, already in the log?"):
        page = officer.submit("Log the activity", {"This is a different activity: log it": True})
    assert not page.errors, page.errors
    return page.summary()["When"]


def test_whatever_is_known_of_a_date_is_shown_and_taken_away_as_it_was_known(officer: Visitor) -> None:
    assert {typed: logged(officer, typed) for typed in SHOWN} == SHOWN
    shown = on_screen(officer.visit("/activities?column=title&column=when"))
    assert sorted(shown[1:]) == sorted(
        [f"Held {typed or 'some day'}", words] for typed, words in SHOWN.items()
    )
    links = officer.page.links()
    assert read_csv(officer.download(links["CSV"])) == shown
    assert read_xlsx(officer.download(links["XLSX"])) == shown
