"""Pages and findings ask the database no more as records grow."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from engage.duties.evidence import gather
from engage.duties.findings import findings_for
from engage.duties.requirements import service
from engage.organisation.models import Body
from engage.platform.data.remembered import forget
from engage.rules.periods import read_period
from tests.builders import make_actor, make_feedback, make_project
from tests.conftest import VisitorAs
from tests.duties.situation import JUNE_2019, make_ccg, make_stroke_project, make_talk, of_project
from tests.harness.queries import queries_asked

PAGES = (
    "/projects/STR-18",
    "/duties?body=wolverhampton-ccg&period=2018-19",
    "/duties/requirements/E-COL-4?body=wolverhampton-ccg&period=2018-19",
    "/duties/requirements/E-COL-4?project=STR-18",
    "/duties/facts",
)


@pytest.fixture
def ccg(app: Flask) -> Body:
    return make_ccg()


@pytest.fixture
def grow(ccg: Body) -> Callable[[int], None]:
    """More of everything: so many further talks, things heard and projects, with words on record."""
    stroke = make_stroke_project(ccg)
    commissioner = make_actor("commissioning_manager")
    projects = [stroke]

    def more(count: int) -> None:
        for number in range(count):
            made = make_project(ccg, f"P-{len(projects)}", starts_on=stroke.starts_on)
            projects.append(made)
            for project in (stroke, made):
                make_talk(project, ccg, f"{number % 28 + 1} March 2018")
            make_feedback("The car park is full.", "2 May 2018", project_id=stroke.id)
            service.say_not_applicable(commissioner, [of_project(made, "E-COL-2")], "Small.")

    return more


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_as_much_for_2_records_as_for_20(
    grow: Callable[[int], None], visitor_as: VisitorAs, address: str
) -> None:
    reader = visitor_as("lay_member_ppi")
    grow(2)
    reader.visit(address)  # the law is read once for each process
    forget()
    with queries_asked() as few:
        reader.visit(address)
    grow(18)
    forget()
    with queries_asked() as many:
        reader.visit(address)
    assert len(many) == len(few), f"{len(few)} queries became {len(many)}"


def test_findings_ask_as_much_for_2_projects_as_for_20(grow: Callable[[int], None], ccg: Body) -> None:
    def asked() -> int:
        facts = gather()
        with queries_asked() as heard:
            findings_for(ccg.code, read_period("2018-19"), JUNE_2019, facts)
        return len(heard)

    grow(2)
    few = asked()
    grow(18)
    assert asked() == few
