"""Of many bodies one is chosen by typing any of its names; of few, from a list."""

from __future__ import annotations

import pytest

from engage.forums.models import Forum
from engage.organisation import service
from engage.organisation.entries import NameEntry
from engage.organisation.models import Body
from engage.platform.data.db import session
from engage.platform.web.choosing import FEW
from engage.rules.actors import SYSTEM
from tests.builders import make_body, make_project
from tests.conftest import VisitorAs
from tests.pages.visitor import Visitor

TOWNS = (
    *(
        "Dudley",
        "Walsall",
        "Sandwell",
        "Telford",
        "Shropshire",
        "Stafford",
        "Cannock Chase",
        "North Staffordshire",
    ),
    *("Solihull", "Redditch", "Wyre Forest", "Herefordshire", "Coventry", "Rugby"),
)

WHICH = "Which is it? Which body does it serve?"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def officer(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("engagement_officer")


@pytest.fixture
def _many_bodies(app: object) -> None:
    make_body(is_served=True)
    for town in TOWNS:
        make_body(f"{town} CCG", is_served=False)


def forum_of(name: str) -> str | None:
    session().rollback()
    forum = session().query(Forum).filter_by(name=name).one()
    return session().get_one(Body, forum.body_id).name if forum.body_id else None


def new_forum(officer: Visitor, body: str, name: str = "PPG Chairs Group") -> None:
    officer.visit("/forums/new")
    officer.submit(
        "Set it up",
        {
            "What is it called?": name,
            "Kind": "Group of PPG chairs or representatives",
            "Which body does it serve?": body,
        },
    )


@pytest.mark.usefixtures("_many_bodies")
def test_one_of_many_bodies_is_typed_and_shows_the_one_that_is_held(officer: Visitor) -> None:
    page = officer.visit("/forums/new")
    asked = page.soup.find("input", id="body_id")
    assert asked is not None
    assert asked["value"] == "Wolverhampton CCG", "the body served stands there already"
    assert not page.soup.select("select#body_id")
    assert page.says("Leave it empty for “Not recorded”.")
    new_forum(officer, "walsall")
    assert forum_of("PPG Chairs Group") == "Walsall CCG"
    new_forum(officer, "", "Carers' forum")
    assert forum_of("Carers' forum") is None


def test_of_few_bodies_one_is_chosen_from_a_list(officer: Visitor) -> None:
    for town in TOWNS[:FEW]:
        make_body(f"{town} CCG", is_served=False)
    assert officer.visit("/forums/new").soup.select("select#body_id")
    new_forum(officer, "Walsall CCG")
    assert forum_of("PPG Chairs Group") == "Walsall CCG"


@pytest.mark.usefixtures("_many_bodies")
def test_what_means_several_is_asked_about_and_nothing_typed_is_lost(officer: Visitor) -> None:
    new_forum(officer, "staff")
    page = officer.page
    assert page.errors == ["2 bodies are found by “staff”. Choose the one you mean."]
    officer.submit("Set it up", {WHICH: "North Staffordshire CCG"})
    assert forum_of("PPG Chairs Group") == "North Staffordshire CCG"


@pytest.mark.usefixtures("_many_bodies")
def test_without_scripts_a_button_looks_up_what_was_typed(officer: Visitor) -> None:
    officer.visit("/forums/new")
    answers = {"What is it called?": "Carers' forum", "Which body does it serve?": "staff"}
    page = officer.submit("Find : Which body does it serve?", answers)
    assert page.says("2 bodies found.")
    assert not page.errors
    officer.submit("Set it up", {WHICH: "Stafford CCG"})
    assert forum_of("Carers' forum") == "Stafford CCG"


@pytest.mark.usefixtures("_many_bodies")
def test_a_body_is_found_by_another_name_and_one_like_it_is_proposed(officer: Visitor) -> None:
    wyre = session().query(Body).filter_by(name="Wyre Forest CCG").one()
    service.add_part(SYSTEM, wyre, NameEntry(name="Kidderminster and Bewdley CCG"))
    new_forum(officer, "Kidderminster & Bewdley CCG")
    assert forum_of("PPG Chairs Group") == "Wyre Forest CCG"
    new_forum(officer, "Shropsheer CCG", "Carers' forum")
    assert officer.page.errors == ["No body is found by “Shropsheer CCG”. These have names that are like it."]
    officer.submit("Set it up", {WHICH: "Shropshire CCG"})
    assert forum_of("Carers' forum") == "Shropshire CCG"


@pytest.mark.usefixtures("_many_bodies")
def test_what_no_body_is_called_is_refused_in_words(officer: Visitor) -> None:
    new_forum(officer, "Fire brigade")
    assert officer.page.errors == ["No body is found by “Fire brigade”."]


@pytest.mark.usefixtures("_many_bodies")
def test_the_body_of_a_year_is_typed_and_the_address_names_it_by_its_code(officer: Visitor) -> None:
    officer.visit("/duties")
    page = officer.submit("Show", {"Body": "Walsall", "Period": "2018/19"})
    assert page.says("Walsall CCG, 2018/19")
    assert page.url.endswith("/duties?body=walsall-ccg&period=2018-19")
    assert officer.submit("Show", {"Body": "All bodies"}).says("All bodies, 2018/19")
    page = officer.submit("Show", {"Body": "Fire brigade"})
    assert page.errors == ["No body is found by “Fire brigade”."]


@pytest.mark.usefixtures("_many_bodies")
def test_one_project_of_many_is_typed(officer: Visitor) -> None:
    body = session().query(Body).filter_by(name="Walsall CCG").one()
    for number in range(FEW + 1):
        make_project(body, title=f"Stroke rehabilitation, ward {number}", code=f"SR-{number}")
    page = officer.visit("/feedback/new")
    assert not page.soup.select("select#project")
    answers = {"What did people say?": "Waits are too long", "Project it bears on": "ward 7"}
    officer.submit("Record it", answers)
    assert officer.visit("/feedback/1").summary()["Project"] == "SR-7 Stroke rehabilitation, ward 7"
