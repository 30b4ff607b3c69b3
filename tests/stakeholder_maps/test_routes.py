"""The map of a project on its pages: grid and table alike, scores for those who keep it and nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from engage.rules.permissions import ROLES, May
from tests.builders import make_body, make_project
from tests.conftest import VisitorAs
from tests.stakeholder_maps.made import judge, make_organisation, make_person

PAGE = "/projects/WIC-14/stakeholders"
VIEWS = (
    (PAGE, May.READ_RECORDS),
    (f"{PAGE}/new", May.MAP_STAKEHOLDERS),
    (f"{PAGE}/map.csv", May.MAP_STAKEHOLDERS),
    (f"{PAGE}/map.xlsx", May.MAP_STAKEHOLDERS),
)


@pytest.fixture(autouse=True)
def _project(app: Flask) -> None:
    project = make_project(make_body(), affected_groups=["Deaf people"])
    make_organisation()
    make_person()
    judge(project, "organisation:1", date(2019, 4, 1), power=2, interest=5)
    judge(project, "person:1", date(2019, 4, 1), "Hard to reach", power=5, interest=5)
    judge(project, "group:Carers", date(2019, 4, 1), influence=1, impact=5)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_what_the_table_says_and_nothing_else(role: str, visitor_as: VisitorAs) -> None:
    person = visitor_as(role)
    for address, permission in VIEWS:
        wanted = 200 if permission in ROLES[role].may else 403
        assert person.fetch(address).status_code == wanted, f"{role} at {address}"


def test_the_grid_says_the_same_as_the_table_and_as_its_description(visitor_as: VisitorAs) -> None:
    page = visitor_as("engagement_officer").visit(PAGE)
    rows = page.table("3 stakeholders")
    assert [(row["Number"], row["Who"], row["Corner"]) for row in rows] == [
        ("1", "Chair of the Bilston PPG", "Manage closely"),
        ("2", "Healthwatch Wolverhampton", "Keep informed"),
        ("", "Carers", "Not judged"),
    ]
    told = page.soup.select_one("#map-desc")
    assert told is not None
    assert (
        "Manage closely: 1 Chair of the Bilston PPG; Keep informed: 2 Healthwatch Wolverhampton" in told.text
    )


def test_somebody_is_judged_again_and_the_old_judgement_stays(visitor_as: VisitorAs) -> None:
    person = visitor_as("engagement_officer")
    person.visit(PAGE)
    person.follow("Judge again : Healthwatch Wolverhampton")
    page = person.submit("Put it on record", {"Power over the decision": "4", "Why?": "Now on the board"})
    assert page.says("The judgement of Healthwatch Wolverhampton is on record.")
    [row] = [row for row in page.table("3 stakeholders") if row["Who"] == "Healthwatch Wolverhampton"]
    assert row["How it moved"].startswith("power from 2 to 4 on")
    before = person.visit(f"{PAGE}?on=1 May 2019")
    assert before.table("3 stakeholders")[1]["Power"] == "2"


def test_a_name_the_register_does_not_know_is_refused_and_nothing_typed_is_lost(
    visitor_as: VisitorAs,
) -> None:
    person = visitor_as("engagement_officer")
    person.visit(f"{PAGE}/new")
    answers = {"An organisation of the register": "Healthwatch Wolverhamptom", "Interest in it": "3"}
    page = person.submit("Put it on record", answers)
    assert page.errors[0].startswith("No organisation in the stakeholder register is found by")
    assert page.says("Which is it? An organisation of the register Healthwatch Wolverhampton")
    page = person.submit("Put it on record", {"An organisation of the register": "Healthwatch Wolverhampton"})
    assert page.table("3 stakeholders")[1]["Interest"] == "3"


def test_a_judgement_is_taken_back(visitor_as: VisitorAs) -> None:
    person = visitor_as("engagement_officer")
    person.visit(PAGE)
    page = person.submit("Take it back , judgement 1")
    assert page.says("The judgement is taken back")
    assert len(page.table("2 stakeholders")) == 2


def test_salience_is_a_table_of_classes(visitor_as: VisitorAs) -> None:
    page = visitor_as("engagement_officer").visit(f"{PAGE}?model=MM-2")
    assert {row["Class"] for row in page.table("3 stakeholders")} == {"Not judged"}


def test_a_day_that_cannot_be_read_is_said_and_the_map_is_shown_all_the_same(visitor_as: VisitorAs) -> None:
    page = visitor_as("engagement_officer").visit(f"{PAGE}?on=sometime")
    assert page.says("The map below is as of today.")
    assert page.table("3 stakeholders")


def test_those_who_may_not_map_see_how_many_and_no_score_or_person(visitor_as: VisitorAs) -> None:
    page = visitor_as("lay_member_ppi").visit(PAGE)
    assert page.says("mapped for 1 organisation and 1 group of people")
    assert page.says("Deaf people")
    assert not page.says("Chair of the Bilston PPG")
    assert not page.says("Impact")
    assert not page.soup.find("svg", attrs={"aria-labelledby": "map-title map-desc"})


@pytest.mark.parametrize("address", ["/projects/WIC-14", "/audit", "/projects/WIC-14/stakeholders"])
def test_no_page_below_the_permission_names_a_person_who_was_judged(
    address: str, visitor_as: VisitorAs
) -> None:
    page = visitor_as("lay_member_ppi").visit(address)
    assert "Chair of the Bilston PPG" not in page.html
    assert "Hard to reach" not in page.html


def test_what_is_taken_away_leaves_people_out(visitor_as: VisitorAs) -> None:
    person = visitor_as("engagement_officer")
    text = person.download(f"{PAGE}/map.csv").decode("utf-8-sig")
    assert "Healthwatch Wolverhampton,2,5" in text
    assert "Carers" in text
    assert "Chair of the Bilston PPG" not in text
    assert person.download(f"{PAGE}/map.xlsx")[:2] == b"PK"


def test_reports_hold_no_score_of_anybody(visitor_as: VisitorAs) -> None:
    from engage.duties.evidence import gather

    kinds = {fact.kind for fact in gather(1)}
    assert not any("map" in kind or "score" in kind for kind in kinds)
    assert "Chair of the Bilston PPG" not in repr(list(gather(1)))


def test_a_project_that_names_nobody_is_not_said_to_have_heard_everybody(visitor_as: VisitorAs) -> None:
    make_project(make_body("Dudley CCG"), "DUD-1")
    for role in ("engagement_officer", "lay_member_ppi"):
        page = visitor_as(role).visit("/projects/DUD-1/stakeholders")
        assert page.says("Nobody is on record as affected yet, so nothing can be said of who is unheard.")
        assert not page.says("Everybody known to be affected has been heard")
