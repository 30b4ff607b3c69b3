"""``engage duties``, as scripts and people at a terminal use it."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import Context
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from engage.cli import duties, main
from engage.cycle.models import Project
from engage.duties.entries import AssessmentEntry
from engage.duties.project import service as assessing
from engage.duties.requirements import service
from engage.organisation import service as organisation
from engage.organisation.entries import BodyEntry
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from tests.builders import make_activity, make_actor, make_project
from tests.duties.situation import make_ccg, make_stroke_project, make_talk, of_body, of_project

Engage = Callable[..., Result]
AS_OF = ("--on", "2019-06-03")


@pytest.fixture
def engage(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Engage:
    """Runs ``engage duties`` with these words on the installation of the test."""
    monkeypatch.setattr(duties, "create_app", lambda: app)

    def run(*words: str) -> Result:
        session().rollback()
        return Context().run(lambda: CliRunner().invoke(main, ["duties", *words]))

    return run


@pytest.fixture
def ccg(app: Flask) -> Body:
    return make_ccg()


@pytest.fixture
def project(ccg: Body) -> Project:
    made = make_stroke_project(ccg)
    make_talk(made, ccg, ref="ENG-101")
    make_talk(made, ccg, "9 June 2018", ref="ENG-102", heard="")
    return made


def printed(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, list)
    return found


def one(findings: list[dict[str, Any]], requirement: str, duty: str = "involve-public") -> dict[str, Any]:
    (found,) = (each for each in findings if (each["requirement"], each["duty"]) == (requirement, duty))
    return found


def test_a_finding_names_what_shows_it_by_both_its_references(engage: Engage, project: Project) -> None:
    found = one(printed(engage("--period", "2018-19", *AS_OF, "--json")), "E-COL-4")
    assert found == {
        "duty": "involve-public",
        "edition": 2013,
        "title": "Public involvement and consultation",
        "source": "NHS Act 2006 s.14Z2",
        "requirement": "E-COL-4",
        "ask": "People were involved while the proposal was being formed, and what they said is recorded",
        "per": "project",
        "body": "wolverhampton-ccg",
        "project": "STR-18",
        "project_ref": "project:1",
        "state": "evidenced",
        "proved_by": [
            {"ref": "activity:1", "number": "ENG-101", "title": "Talk in the Low Hill community café"}
        ],
        "by_hand": [],
        "looked_at_by_a_second_person": [],
        "said": [],
        "nearest_miss": None,
        "count": None,
        "counts_once": True,
        "reason": "",
        "named": "",
        "signed": None,
        "awaits": "",
        "due_on": "2018-06-01",
        "law_clock": "",
        "owner": "engagement_officer",
        "trust": "proposal",
        "good_practice": False,
        "note": "",
    }


def test_what_is_missing_names_the_nearest_miss(engage: Engage, ccg: Body) -> None:
    make_talk(make_stroke_project(ccg), ccg, "5 June 2018", ref="ENG-103")
    found = one(printed(engage("--period", "2018-19", "--body", ccg.code, *AS_OF, "--json")), "E-COL-4")
    assert found["state"] == "none"
    assert found["nearest_miss"]["number"] == "ENG-103"
    (why,) = found["nearest_miss"]["failed"]
    assert why.endswith("was held after options were fixed (1 June 2018)")


def test_what_people_put_on_record_is_told(engage: Engage, project: Project, ccg: Body) -> None:
    commissioner = make_actor("commissioning_manager")
    service.sign_requirement(commissioner, [of_project(project, "E-COL-4")])
    service.say_not_applicable(
        commissioner, [of_body(ccg, "E-COL-13", "involve-public")], "No forum yet.", "2018-19"
    )
    assessing.assess_duty(
        commissioner,
        project,
        AssessmentEntry(outcome="applies", reason="The ward moves.", assessed_on=date(2018, 1, 15)),
    )
    found = printed(engage("--period", "2018-19", *AS_OF, "--json"))
    signed = one(found, "E-COL-4")["signed"]
    assert (signed["by"], signed["posts"]) == ("Commissioning manager", ["commissioning_manager"])
    assert (signed["for"], signed["is_owner"]) == ("engagement_officer", False)
    assert one(found, "E-COL-13")["reason"] == "No forum yet."
    assert one(found, "E-COL-13")["state"] == "not_applicable"
    assert (one(found, "E-COL-1")["state"], one(found, "E-COL-1")["proved_by"]) == ("said", [])
    (triage,) = one(found, "E-COL-1")["said"]
    assert triage == {"ref": "duty_assessment:1", "number": "", "title": "The duty to involve applies"}


def test_one_project_alone(engage: Engage, project: Project, ccg: Body) -> None:
    make_project(ccg, starts_on=date(2018, 5, 1))
    found = printed(engage("--period", "2018-19", "--project", "STR-18", *AS_OF, "--json"))
    assert {each["project"] for each in found} == {"STR-18"}


def test_while_no_body_is_served_each_that_is_known_is_judged(engage: Engage, app: Flask) -> None:
    for code, name in (("walsall-ccg", "Walsall CCG"), ("leeds-ccg", "Leeds CCG")):
        organisation.open_body(SYSTEM, code, BodyEntry(name=name, kind="CCG", is_served=False))
    findings = printed(engage("--period", "2018-19", *AS_OF, "--json"))
    assert {finding["body"] for finding in findings} == {"walsall-ccg", "leeds-ccg"}


def test_without_json_it_reads_as_lines(engage: Engage, project: Project, ccg: Body) -> None:
    make_activity(ccg, when="6 June 2018", access_needs_asked=True)
    result = engage("--period", "2018-19", *AS_OF)
    assert result.exit_code == 0
    counts, *lines = result.stdout.splitlines()
    assert "evidenced, " in counts
    assert any(
        line.startswith("Evidenced            E-COL-4    STR-18: People were involved") for line in lines
    )
    (needs,) = (line for line in lines if "E-EQ-10    wolverhampton-ccg:" in line and "Equality Act" in line)
    assert needs.startswith("Partly evidenced")
    assert needs.endswith(". 1 of 2 records show it; missing: Talk in the Low Hill community café")


def test_totals_count_a_requirement_once_and_the_list_says_which_finding_counts(
    engage: Engage, project: Project, ccg: Body
) -> None:
    found = printed(engage("--period", "2018-19", *AS_OF, "--json"))
    counted = [each for each in found if each["counts_once"]]
    assert len(counted) < len(found)
    about = [(each["requirement"], each["project"] or each["body"]) for each in counted]
    assert len(set(about)) == len(about)
    first = engage("--period", "2018-19", *AS_OF).stdout.splitlines()[0]
    evidenced = sum(each["state"] == "evidenced" for each in counted)
    assert first.startswith(f"{evidenced} evidenced, ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--period", "soon"), "“soon” is not a period."),
        (("--period", "2018-19", "--body", "06A"), "There is no body with the code “06A”."),
        (("--period", "2018-19", "--project", "X-1"), "There is no project with the code “X-1”."),
    ],
)
def test_what_cannot_be_used_is_said_on_the_error_output(
    engage: Engage, project: Project, words: tuple[str, ...], told: str
) -> None:
    result = engage(*words, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"Error: {told}")
