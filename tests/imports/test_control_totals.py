"""The real records come out at their control totals when they are brought in through the browser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.feedback.models import Feedback
from engage.platform.data.db import session
from tests.assurance.published import publish
from tests.conftest import VisitorAs
from tests.imports.logs import LOG_CSV, LOG_XLSX, OUTSIDE_ITS_BODIES, YOU_SAID_WE_DID
from tests.imports.test_command_line import assert_control_totals
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

pytestmark = pytest.mark.both_databases

FIGURES = {
    "activities.count": 146,  # and one that was only planned
    "activities.month_unknown": 147 - 120,
    "activities.reached.sum": 31_680,
    "activities.reached.base": 19,
    "feedback.with_feedback": 49,
    "feedback.with_outcome": 54,
    "feedback.with_both": 40,
}


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


@pytest.mark.parametrize("file", [LOG_CSV, LOG_XLSX], ids=["CSV", "XLSX"])
def test_the_log_has_its_totals_in_the_database_and_in_the_report(officer: Visitor, file: Path) -> None:
    page = check(officer, file.read_bytes(), file.name)
    assert page.says("147 new")
    assert page.says("Wolverhampton CCG"), "a body that is new is named before it is opened"
    officer.submit("Import 147 activities", {OUTSIDE_ITS_BODIES: True})
    assert_control_totals()
    figures = publish(officer, "all").value["figures"]
    assert {id_: figures[id_]["value"] for id_ in FIGURES} == FIGURES
    assert len(figures["activities.count"]["refs"]) == 146


def test_you_said_we_did_has_its_53_lines_with_their_states(officer: Visitor) -> None:
    page = check(officer, YOU_SAID_WE_DID.read_bytes(), YOU_SAID_WE_DID.name, "you-said-we-did")
    assert page.says("53 new")
    [button] = [one for one in page.soup.find_all("button") if "Import 53" in one.text]
    officer.submit(button.get_text(strip=True))
    session().rollback()
    answers = Counter(session().scalars(select(Feedback.answer)))
    assert answers == {"done": 25, "doing": 18, "cannot": 4, "no_answer": 6}
