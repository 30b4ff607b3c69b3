"""Whether it was in the evening, at a weekend, with childcare or travel paid is asked, listed, brought in."""

from __future__ import annotations

import pytest

from engage.activities import facts
from tests.activities.test_importing import FORUM, bring_in
from tests.builders import make_activity, make_body
from tests.conftest import VisitorAs
from tests.imports.logs import activities

QUESTIONS = {
    "Was it in the evening?": "In the evening",
    "Was it at a weekend?": "At a weekend",
    "Was childcare offered or paid for?": "Childcare provided",
    "Was people’s travel paid for?": "Travel paid",
}


def test_it_is_asked_shown_listed_and_a_fact(visitor_as: VisitorAs) -> None:
    activity = make_activity(make_body(), "Café talk")
    make_activity(make_body("Dudley CCG"), "Morning talk", in_evening="no")
    officer = visitor_as("engagement_officer")
    officer.visit(f"/activities/{activity.id}/edit")
    page = officer.submit("Save", dict.fromkeys(QUESTIONS, "Yes"))
    assert {name: page.summary()[name] for name in QUESTIONS.values()} == dict.fromkeys(
        QUESTIONS.values(), "yes"
    )
    for name in ("in_evening", "at_weekend", "childcare", "travel_paid"):
        listed = officer.visit(f"/activities?column=title&column={name}&{name}=yes")
        assert [row["Activity"] for row in listed.table()] == ["Café talk"]
    assert officer.visit("/activities?in_evening=no").says("Morning talk")
    unknown = officer.visit("/activities?childcare=none").table()
    assert [row["Activity"] for row in unknown] == ["Morning talk"]
    assert [fact.says["travel_paid"] for fact in facts.facts()] == ["yes", ""]


@pytest.mark.usefixtures("app")
def test_it_is_brought_in_under_the_headings_people_use() -> None:
    bring_in({**FORUM, "in_evening": "Y", "at_weekend": "no", "childcare": "Yes", "travel_paid": "n/k"})
    [activity] = activities()
    found = (activity.in_evening, activity.at_weekend, activity.childcare, activity.travel_paid)
    assert found == ("yes", "no", "yes", "")
