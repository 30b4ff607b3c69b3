"""Who lives in an area, brought in from the command line, brought in again, and undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from engage.imports import service
from engage.organisation.population.models import PopulationFigure
from engage.platform.data.db import session
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.imports.conftest import Engage

WOLVERHAMPTON = Path(__file__).parents[1] / "data" / "population_wolverhampton.csv"
ASKED = ("import", "population", WOLVERHAMPTON, "--body", "wolverhampton-ccg", "--json")


@pytest.fixture(autouse=True)
def ccg(app: object) -> None:
    make_body("Wolverhampton CCG")


def figures() -> int:
    return session().scalar(select(func.count()).select_from(PopulationFigure)) or 0


def test_all_86_figures_come_in_and_the_second_time_all_86_are_the_same(engage: Engage) -> None:
    make_body("Walsall CCG")  # so that the body must be said
    first = json.loads(engage(*ASKED).stdout)
    assert (first["rows_read"], first["created"], first["rows_set_aside"]) == (86, 86, 0)
    again = json.loads(engage(*ASKED).stdout)
    assert (again["created"], again["updated"], again["same"]) == (0, 0, 86)
    assert figures() == 86


def test_the_only_body_is_not_taken_to_answer_for_an_area_unasked(engage: Engage) -> None:
    done = engage("import", "population", WOLVERHAMPTON, "--json")
    assert done.exit_code == 3
    (problem,) = {one["problem"] for one in json.loads(done.stdout)["set_aside"]}
    assert problem.startswith("It does not say which body answers for the area. Name it in the file, or")
    assert figures() == 0


def test_making_known_figures_a_second_time_is_refused(engage: Engage) -> None:
    engage("import", "population", WOLVERHAMPTON, "--body", "wolverhampton-ccg")
    done = engage("import", "population", WOLVERHAMPTON, "--body", "wolverhampton-ccg", "--known", "create")
    assert done.exit_code == 2
    assert "the same people are not counted twice" in done.stderr
    assert figures() == 86


def test_it_is_undone_as_a_whole(engage: Engage) -> None:
    number = json.loads(engage(*ASKED).stdout)["import"]
    assert service.undo_import(SYSTEM, number) == 86
    assert figures() == 0
