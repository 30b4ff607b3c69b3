"""Names of bodies that nobody knows are proposed against the known ones before any body is opened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from engage.imports import results, service
from engage.organisation import importing
from engage.organisation.models import Body, BodyName
from engage.platform.data.db import session
from engage.platform.imports.models import Import
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.imports.conftest import Engage
from tests.imports.logs import csv_of
from tests.imports.test_pages import check
from tests.pages.visitor import Visitor

HEADINGS = ("CCG", "Activity", "Date")
NAMED = ("Ambridge CCG", "Borchester CCG", "Borchster CCG", "Ambridge & Borchester CCGs", "Felpersham CCG")
LOG = csv_of(
    *((name, f"Open day {place}", "June 2018") for place, name in enumerate(NAMED)), headings=HEADINGS
)
AGAIN = "Check every row again"
MEANS = "What does the file mean by “{}”?".format
JOINT = "Ambridge CCG and Borchester CCG (a joint name: joint work of its members)"
TYPED = "Or type which body “Felpersham CCG” is"


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    for name in ("Ambridge CCG", "Borchester CCG"):
        make_body(name)
    return visitor_as("communications_officer")


def bodies() -> list[str]:
    session().rollback()
    return sorted(session().scalars(select(Body.name)))


def say(person: Visitor) -> None:
    """Say that the misspelt name is Borchester's, and the joint one of both; the third is new."""
    person.follow("Say which bodies the file means")
    person.submit(
        AGAIN, {MEANS(NAMED[2]): "Borchester CCG (nearly the same spelling)", MEANS(NAMED[3]): JOINT}
    )


def test_a_misspelt_and_a_joint_name_open_nothing_once_somebody_has_said_what_they_mean(
    officer: Visitor,
) -> None:
    page = check(officer, LOG)
    assert page.says("3 names of bodies are not known here.")
    assert page.says("Borchster CCG (1 row): may be Borchester CCG")
    say(officer)
    assert not officer.page.says("of a body is not known here")
    assert officer.page.says("Borchster CCG → Borchester CCG (1 row)")
    officer.submit("Import 5 activities")
    assert bodies() == ["Ambridge CCG", "Borchester CCG", "Felpersham CCG"]
    officer.visit("/activities?body=borchester-ccg")
    assert {f"Open day {place}" for place in (1, 2, 3)} <= {row["Activity"] for row in officer.page.table()}


def test_what_was_said_is_known_at_the_next_file_and_gone_when_the_import_is_undone(officer: Visitor) -> None:
    check(officer, LOG)
    say(officer)
    officer.submit("Import 5 activities")
    assert list(session().scalars(select(BodyName.name))) == ["Borchster CCG"]
    assert check(officer, LOG).says("5 same")
    session().rollback()
    service.undo_import(SYSTEM, session().scalars(select(Import.id)).first() or 0)
    assert list(session().scalars(select(BodyName.name))) == []
    assert bodies() == ["Ambridge CCG", "Borchester CCG"]


def test_a_body_can_be_typed_and_one_that_nobody_knows_is_refused(officer: Visitor) -> None:
    check(officer, LOG)
    officer.follow("Say which bodies the file means")
    refused = officer.submit(AGAIN, {TYPED: "Penny Hassett CCG"})
    assert "“Penny Hassett CCG” is not a body that is known here." in refused.errors[0]
    page = officer.submit(AGAIN, {TYPED: "ambridge ccg"})
    assert page.says("Felpersham CCG → Ambridge CCG (1 row)")


def test_the_command_line_proposes_and_merges_nothing_by_likeness(engage: Engage, tmp_path: Path) -> None:
    make_body("Borchester CCG")
    log = tmp_path / "log.csv"
    log.write_bytes(LOG)
    result = json.loads(engage("import", "activities", log, "--json").stdout)
    unknown = {one["name"]: one["may_be"] for one in result["unknown_bodies"]}
    assert unknown["Borchster CCG"] == [{"bodies": ["Borchester CCG"], "why": "nearly the same spelling"}]
    assert unknown["Felpersham CCG"] == []
    assert len(bodies()) == 5


def test_names_beyond_those_compared_are_said_and_hundreds_are_compared(
    engage: Engage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_body("Borchester CCG")
    rows = [(f"Loxley {at} CCG", f"Talk {at}", "May 2018") for at in range(400)]
    log = tmp_path / "log.csv"
    log.write_bytes(csv_of(*rows, ("Borchster CCG", "Tea", "May 2018"), headings=HEADINGS))
    result = json.loads(engage("import", "activities", log, "--json", "--dry-run").stdout)
    assert result["unknown_bodies"][-1]["may_be"][0]["bodies"] == ["Borchester CCG"]
    assert result["bodies_not_compared"] == 0
    for module in (importing, results):
        monkeypatch.setattr(module, "MOST_COMPARED", 400)
    said = engage("import", "activities", log, "--dry-run").output
    assert "1 further name of a body was not held against the known ones: there are too many." in said
