"""Words that were not understood are mended afterwards, for every record that keeps them at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from engage.activities.models import Activity
from engage.feedback.models import Feedback
from engage.forums.models import Forum
from engage.imports.mending import service
from engage.imports.mending.entries import Mending
from engage.imports.registry import kind_named
from engage.platform.data.audit import AuditEntry
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.conftest import VisitorAs
from tests.imports.logs import csv_of
from tests.imports.test_pages import upload
from tests.pages.visitor import Visitor

HEADINGS = ("Ref", "Activity", "Stage", "Method")
LOG = csv_of(
    ("M-1", "Walk in the park", "Ramblings", "Walkabout"),
    ("M-2", "Tea with carers", "Ramblings", "Drop in"),
    ("M-3", "Open day", "Gossip", "Event"),
    ("M-4", "Survey of waits", "3", "Survey"),
    headings=HEADINGS,
)
PAGE = "/imports/not-understood"


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("communications_officer")


def bring_in(person: Visitor, content: bytes, button: str, kind: str = "activities") -> None:
    """Import a file, leaving every word as the file has it."""
    upload(person, content, kind=kind)
    page = person.submit("Check every row")
    if page.heading == "What do the file’s words mean?":
        page = person.submit("Check every row")
    assert not page.errors, page.errors
    person.submit(button)


def stages() -> dict[str, int | None]:
    session().rollback()
    return {one.ref: one.stage for one in session().scalars(select(Activity))}


@pytest.mark.both_databases
def test_a_word_said_once_fills_every_record_that_keeps_it(officer: Visitor) -> None:
    bring_in(officer, LOG, "Import 4 activities")
    page = officer.visit(PAGE)
    assert page.says("2 activities")
    page = officer.submit("Fill the records", {"Stage: “Ramblings”": "2 Priorities and plans"})
    assert page.says("2 records were mended.")
    assert stages() == {"M-1": 2, "M-2": 2, "M-3": None, "M-4": 3}
    assert not page.says("Ramblings")
    assert page.says("Gossip")


def test_all_that_was_said_is_one_act_in_the_trail_and_can_be_read_in_the_record(officer: Visitor) -> None:
    bring_in(officer, LOG, "Import 4 activities")
    officer.visit(PAGE)
    before = session().scalars(select(AuditEntry.id)).all()
    officer.submit(
        "Fill the records",
        {"Stage: “Ramblings”": "2 Priorities and plans", "Stage: “Gossip”": "5 Monitor services"},
    )
    session().rollback()
    assert len(session().scalars(select(AuditEntry.id)).all()) == len(before) + 1
    assert stages()["M-3"] == 5


def test_words_nobody_needs_are_let_go_and_the_field_stays_empty(officer: Visitor) -> None:
    bring_in(officer, LOG, "Import 4 activities")
    officer.visit(PAGE)
    officer.submit("Fill the records", {"Stage: “Gossip”": "Let it go: nobody needs it"})
    assert stages()["M-3"] is None
    assert not officer.visit(PAGE).says("Gossip")


def test_when_further_records_say_it_by_now_nothing_is_changed(
    officer: Visitor,
) -> None:
    bring_in(officer, LOG, "Import 4 activities")
    one = Mending(kind_named("activities"), "stage", "Ramblings", "2", records=1)
    with pytest.raises(Refused, match="2 records say “Ramblings” by now, not 1"):
        service.mend(SYSTEM, [one])
    assert stages()["M-1"] is None


def test_saying_nothing_is_answered_in_a_sentence(officer: Visitor) -> None:
    bring_in(officer, LOG, "Import 4 activities")
    officer.visit(PAGE)
    assert "Say of at least one of the words what it means." in officer.submit("Fill the records").errors


def test_kinds_of_forum_and_states_of_answers_are_mended_too(officer: Visitor) -> None:
    circle = csv_of(("Chatterbox circle", "gossip"), headings=("Forum", "Type"))
    bring_in(officer, circle, "Import 1 forum", "forums")
    said = csv_of(
        ("Buses stop at six", "Asked the council", "on its merry way"),
        headings=("You said", "We did", "Status"),
    )
    bring_in(officer, said, "Import 1 item", "you-said-we-did")
    officer.visit(PAGE)
    page = officer.submit(
        "Fill the records",
        {"Type: “gossip”": "Public or community forum", "Answer: “on its merry way”": "Doing"},
    )
    assert not page.errors
    session().rollback()
    assert session().scalars(select(Forum.kind)).all() == ["forum"]
    assert session().scalars(select(Feedback.answer)).all() == ["doing"]


def test_cells_without_terms_are_led_to_one_by_one(officer: Visitor) -> None:
    bring_in(
        officer,
        csv_of(("M-9", "Open day", "one fine morning"), headings=("Ref", "Activity", "Date")),
        "Import 1 activity",
    )
    page = officer.visit(PAGE)
    assert page.says("To be mended one by one")
    assert officer.visit(page.links()["1 activity"]).says("Open day")


def test_an_empty_page_says_what_it_is_for(officer: Visitor) -> None:
    assert officer.visit(PAGE).says("Every word was understood.")
