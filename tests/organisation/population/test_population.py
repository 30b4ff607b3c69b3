"""Who lives in an area: figures with their year, source and area."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from engage.organisation.models import Body
from engage.organisation.population.cells import FIELDS
from engage.organisation.population.importing import PopulationImporter
from engage.organisation.population.models import PopulationFigure
from engage.organisation.population.queries import datasets_of
from engage.platform.data import audit
from engage.platform.data.db import session
from engage.platform.data.transactions import one_transaction
from engage.platform.imports.importing import Choice
from engage.platform.imports.mapping import by_spelling
from engage.platform.imports.plan import Outcome, Plan, make_plan
from engage.platform.sheets.reading import open_workbook_file
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.conftest import VisitorAs

WOLVERHAMPTON = Path(__file__).parents[2] / "data" / "population_wolverhampton.csv"
HEADINGS = "characteristic,category,count,percent,source,year,note"
TAKEN = audit.Event("test.population-taken")


@pytest.fixture(autouse=True)
def ccg(app: object) -> Body:
    return make_body("Wolverhampton CCG")


def plan_of(path: Path) -> Plan:
    with open_workbook_file(
        path, filename=path.name, known=FIELDS.knows, essential=FIELDS.requires
    ) as workbook:
        sheets = [(sheet, by_spelling(sheet.header, FIELDS)) for sheet in workbook.sheets]
        return make_plan(sheets, PopulationImporter(), filled={"body": "Wolverhampton CCG"})


def plan_of_rows(folder: Path, *lines: str) -> Plan:
    path = folder / "population.csv"
    path.write_text("\n".join((HEADINGS, *lines)) + "\n", encoding="utf-8")
    return plan_of(path)


@one_transaction
def take(plan: Plan) -> None:
    TAKEN(SYSTEM)
    plan.importer.take(SYSTEM, plan.creations(Choice.UPDATE), plan.updates(Choice.UPDATE), lambda rows: None)


def test_a_figure_keeps_its_count_share_year_source_and_what_to_mind() -> None:
    take(plan_of(WOLVERHAMPTON))
    wanted = select(PopulationFigure).where(
        PopulationFigure.characteristic == "Ethnicity (built-up area)", PopulationFigure.category == "Asian"
    )
    figure = session().scalars(wanted).one()
    assert (figure.count, figure.percent, figure.year) == (50250, 21.5, 2021)
    assert figure.note == "Wolverhampton built-up area (234,015 people), not the whole council area"


def test_an_estimate_without_a_year_is_kept_as_such() -> None:
    take(plan_of(WOLVERHAMPTON))
    (figure,) = session().scalars(select(PopulationFigure).where(PopulationFigure.year.is_(None)))
    assert (figure.count, figure.percent) == (3248, None)


def test_censuses_and_areas_are_never_one_set(ccg: Body) -> None:
    take(plan_of(WOLVERHAMPTON))
    named = [one.named for one in datasets_of(ccg.id)]
    assert named[:3] == ["Age, 2021", "Age, 2011", "Carers, 2021"]
    assert "Ethnicity (built-up area), 2021" in named
    assert [one for one in named if one.startswith("Sexual")] == [
        "Sexual orientation, 2021",
        "Sexual orientation, year not stated",
    ]


def test_a_corrected_count_changes_that_figure_alone(tmp_path: Path) -> None:
    take(plan_of_rows(tmp_path, "Sex,Male,100,49.5,Census,2021,", "Sex,Female,102,50.5,Census,2021,"))
    plan = plan_of_rows(tmp_path, "Sex,male,101,49.5,Census,2021,", "Sex,Female,102,50.5,Census,2021,")
    assert (plan.count(Outcome.CHANGED), plan.count(Outcome.SAME)) == (1, 1)
    take(plan)
    counts = session().scalars(select(PopulationFigure.count).order_by(PopulationFigure.id))
    assert list(counts) == [101, 102]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Age,25-34,many,,Census,2021,", "“many” is not a number of people. Enter a whole number such as"),
        ("Age,25-34,,140,Census,2021,", "“140” is not a share. Enter a number from 0 to 100"),
        ("Age,25-34,,,Census,2021,", "Neither a count nor a percent is there."),
        ("Age,25-34,10,,Census,21st century,", "“21st century” is not a year in which people were counted."),
        ("Age,25-34,10,,Census,2999,", "“2999” is not a year in which people were counted."),
        ("Age,25-34,10,,,2021,", "Source is not there. Enter it, such as Census 2021."),
        ("Age,,10,,Census,2021,", "Category is not there."),
        (f"Age,25-34,10,,{'x' * 1001},2021,", "Source has 1,001 characters; the most is 1,000."),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(line: str, problem: str, tmp_path: Path) -> None:
    (found,) = plan_of_rows(tmp_path, line).problems
    assert found.problem.startswith(problem)


def test_a_row_of_two_bodies_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "population.csv"
    path.write_text(
        "body,characteristic,category,count,source\nDudley CCG / Walsall CCG,Sex,Male,5,Census\n", "utf-8"
    )
    (found,) = plan_of(path).problems
    assert "names several bodies" in found.problem


def test_two_counts_of_one_group_are_for_a_person_to_settle(tmp_path: Path) -> None:
    plan = plan_of_rows(tmp_path, "Sex,Male,100,,Census,2021,", "Sex,Male,107,,Census,2021,")
    assert (plan.count(Outcome.NEW), plan.count(Outcome.SET_ASIDE)) == (1, 1)


def test_the_page_of_a_body_shows_each_year_source_and_area(visitor_as: VisitorAs, ccg: Body) -> None:
    take(plan_of(WOLVERHAMPTON))
    person = visitor_as("lay_member_ppi")
    page = person.visit("/bodies/wolverhampton-ccg/population")
    assert "Ethnicity (built-up area), 2021" in page.text
    assert "Mind: Wolverhampton built-up area (234,015 people), not the whole council area." in page.text
    assert "Mind: different bands from 2011." in page.text
    assert "249,470" in page.text
    assert "not given" in page.text


def test_the_list_is_narrowed_by_characteristic_and_year(visitor_as: VisitorAs) -> None:
    take(plan_of(WOLVERHAMPTON))
    person = visitor_as("data_analyst")
    assert "86 figures" in person.visit("/population").text
    assert "8 figures" in person.visit("/population?characteristic=Age&year=2021").text
    assert "is not a year" in person.visit("/population?year=soon").text
    assert "14 figures" in person.visit("/population?words=built-up&column=category").text
    assert b"Some form of disability" in person.download("/population/export.csv")


def test_an_area_nobody_has_counted_says_what_figures_are_for(visitor_as: VisitorAs) -> None:
    page = visitor_as("engagement_officer").visit("/bodies/wolverhampton-ccg/population")
    assert "Nothing is known yet of who lives in this area." in page.text
    assert "Bring in a spreadsheet" in page.links()
