"""Two records that count the same contacts say so, to readers and to the report, and both stay."""

from __future__ import annotations

import pytest

from tests.assurance.published import publish
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

SAME = "Counts the same contacts as"


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def test_the_council_and_the_newspaper_count_one_consultation(officer: Visitor) -> None:
    body = make_body("Walsall CCG")
    make_activity(body, "Urgent care consultation, as told by the council", "June 2014", reached="over 1,500")
    make_activity(body, "Urgent care consultation, as told by the newspaper", "June 2014", reached="562")
    officer.visit("/activities/2/edit")
    page = officer.submit("Save", {SAME: "ACT-0001"})
    assert page.summary()[SAME] == "ACT-0001 Urgent care consultation, as told by the council"
    page = officer.visit("/activities/1")
    assert page.summary()[SAME] == "ACT-0002 Urgent care consultation, as told by the newspaper"
    assert page.summary()["Reached"] == "at least 1,500 (written “over 1,500”)"

    made = publish(officer, "2014-15")
    figures = made.value["figures"]
    assert figures["activities.reached.sum"]["value"] == 1_500 + 562
    assert figures["activities.reached.once"]["value"] == 1_500
    assert figures["activities.reached.base"]["value"] == 2
    assert "1,500" in made.page.text


def test_it_is_taken_back_by_leaving_it_blank(officer: Visitor) -> None:
    body = make_body("Walsall CCG")
    make_activity(body, "Survey", reached="203")
    make_activity(body, "Report on the survey", reached="203", same_contacts_as="ACT-0001")
    officer.visit("/activities/2/edit")
    page = officer.submit("Save", {SAME: ""})
    assert SAME not in page.summary()
    assert SAME not in officer.visit("/activities/1").summary()
