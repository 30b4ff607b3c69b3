"""The pages of bodies, as the head of communications fills them in and a lay member reads them."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from engage.organisation import queries, service
from engage.organisation.entries import NameEntry, PlaceEntry, SuccessionEntry
from engage.organisation.models import TRUST, Body
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.conftest import VisitorAs
from tests.pages.page import Answer
from tests.pages.visitor import Visitor


@pytest.fixture
def head(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("head_of_comms_engagement")


@pytest.fixture
def lay_member(visitor_as: VisitorAs) -> Visitor:
    return visitor_as("lay_member_ppi")


@pytest.fixture
def wolverhampton(app: object) -> Body:
    return make_body(exists_from=date(2013, 4, 1), exists_to=date(2021, 3, 31))


ADDRESS = "/bodies/wolverhampton-ccg"


def test_an_installation_without_a_body_says_what_would_be_here(head: Visitor, lay_member: Visitor) -> None:
    page = head.visit("/bodies")
    assert page.says("No body is here yet.")
    assert page.links()["Add a body"] == "/bodies/new"
    assert "Add a body" not in lay_member.visit("/bodies").links()


def test_a_body_is_added_and_its_page_says_what_it_still_needs(head: Visitor) -> None:
    head.visit("/bodies/new")
    page = head.submit(
        "Add the body",
        {
            "Name": "Wolverhampton CCG",
            "Code": "wolverhampton-ccg",
            "Kind": "Clinical commissioning group (CCG)",
            "First day, if known": "1 April 2013",
            "Last day, if it has ended": "31/03/2021",
            "We work for this body": True,
        },
    )
    assert page.url == ADDRESS
    assert page.says("Clinical commissioning group (CCG), 1 April 2013 to 31 March 2021.")
    assert page.summary()["Its board"] == "Governing Body"
    assert page.says("No communications and participation strategy is recorded")


def test_mistakes_are_told_beside_their_fields_and_what_was_typed_stays(head: Visitor) -> None:
    head.visit("/bodies/new")
    answers = {"Name": "Wolverhampton CCG", "Code": "wccg", "First day, if known": "April 2013"}
    page = head.submit("Add the body", answers)
    assert page.errors == ["“April 2013” is not one day. Enter a day such as 6 June 2018."]
    page = head.submit("Add the body", {"First day, if known": "1 July 2022"})
    assert page.errors == ["No CCG began after 30 June 2022, when clinical commissioning groups ended."]
    assert page.form("Add the body").sent.count(("name", "Wolverhampton CCG")) == 1


def test_a_body_is_changed_and_its_former_name_is_kept(head: Visitor, wolverhampton: Body) -> None:
    head.visit(ADDRESS)
    head.follow("Change")
    page = head.submit("Save", {"Name": "Wolverhampton City CCG", "What its board is called": "Board"})
    assert page.heading == "Wolverhampton City CCG"
    assert page.summary()["Its board"] == "Board"
    assert page.says("Other names Wolverhampton CCG")
    assert page.says("Body: changed")


PARTS: dict[str, tuple[str, dict[str, Answer], str]] = {
    "names": ("another name", {"Another name": "WCCG"}, "WCCG Change WCCG"),
    "committees": (
        "a committee",
        {"Name": "Primary Care Commissioning Committee", "Kind": "Committee", "It meets in public": True},
        "Primary Care Commissioning Committee Committee yes",
    ),
    "places": ("a place", {"Name": "Bilston", "Kind": "Ward"}, "Bilston (ward)"),
    "networks": (
        "a network",
        {"Name": "Wolverhampton North", "First day, if known": "1 July 2019"},
        "Wolverhampton North 0 practices, since 1 July 2019.",
    ),
    "practices": ("a practice", {"Name": "Whitmore Reans", "ODS code": "m92607"}, "Whitmore Reans, M92607"),
    "aims": (
        "an aim",
        {"The aim, in the body's own words": "Reducing health inequalities in Wolverhampton"},
        "Reducing health inequalities in Wolverhampton (dates not recorded)",
    ),
}


@pytest.mark.parametrize("slug", PARTS)
def test_each_kind_of_part_is_added_changed_and_removed_with_a_question(
    slug: str, head: Visitor, wolverhampton: Body
) -> None:
    one, answers, shown = PARTS[slug]
    head.visit(ADDRESS)
    head.follow(f"Add {one}")
    page = head.submit(f"Add {one}", answers)
    assert page.says(shown)
    assert page.says(f"You added {one} to Wolverhampton CCG.")

    edit = next(href for href in page.links().values() if f"/{slug}/" in href and href.endswith("/edit"))
    head.visit(edit)
    assert head.submit("Save").says("The change is kept.")
    head.visit(edit)
    remove = next(words for words in head.page.links() if words.startswith("Remove "))
    page = head.follow(remove)
    assert page.heading == f"{remove}?"
    page = head.submit("Remove it")
    assert not page.says(shown)


def test_how_far_the_facts_of_a_body_can_be_trusted_is_said_in_words(
    head: Visitor, wolverhampton: Body
) -> None:
    said = head.visit(ADDRESS).summary()["Trust in these facts"]
    assert said == TRUST[wolverhampton.trust]
    assert said.startswith("Unverified: ")


def test_the_body_that_took_over_is_named_on_both_pages(head: Visitor, wolverhampton: Body) -> None:
    make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1))
    head.visit(ADDRESS)
    head.follow("Add a body that took over")
    page = head.submit(
        "Add a body that took over",
        {
            "The body that took over": "Black Country ICB",
            "The first day on which it had taken over": "1 July 2022",
        },
    )
    assert page.says("Black Country ICB took over on 1 July 2022 (unverified)")
    assert head.follow("Black Country ICB").says("It took over from Wolverhampton CCG on 1 July 2022")


def test_a_strategy_is_recorded_with_its_points_and_each_can_be_changed(
    head: Visitor, wolverhampton: Body
) -> None:
    head.visit(ADDRESS)
    head.follow("Add a strategy")
    page = head.submit(
        "Add a strategy",
        {
            "Title": "Communications and Participation Strategy 2019/20",
            "First day it holds for, if known": "1 October 2019",
            "Last day it holds for, if known": "30 September 2021",
            "Principles": "Inclusive: access needs and reach are recorded\n\nQuality surveillance",
            "Objectives": "Help residents choose health: with accessible information",
        },
    )
    assert page.url == "/strategies/1"
    assert page.summary()["Holds until"] == "30 September 2021"
    assert page.says("P1 Inclusive access needs and reach are recorded")
    assert page.says("O1 Help residents choose health: with accessible information")

    head.follow("Change P2")
    page = head.submit("Save", {"What it asks, or how one can tell that it is kept": "Themes are passed on"})
    assert page.says("P2 Quality surveillance Themes are passed on")
    head.follow("Add a principle or objective")
    assert head.submit("Add it", {"The principle's name, or the objective in short": "Timely"}).says(
        "P3 Timely"
    )
    head.follow("Change P1")
    head.follow("Remove P1")
    assert not head.submit("Remove it").says("P1 Inclusive")


def test_a_reader_is_offered_nothing_to_change(lay_member: Visitor, wolverhampton: Body) -> None:
    service.add_part(SYSTEM, wolverhampton, PlaceEntry(name="Bilston"))
    page = lay_member.visit(ADDRESS)
    assert page.says("Bilston (locality)")
    assert not [words for words in page.links() if words.startswith(("Change", "Add"))]


def test_the_register_is_searched_by_any_name_and_taken_away(head: Visitor, wolverhampton: Body) -> None:
    merged = make_body("Black Country and West Birmingham CCG")
    service.add_part(SYSTEM, merged, NameEntry(name="BCWB CCG"))
    service.add_part(SYSTEM, wolverhampton, SuccessionEntry(successor_id=merged.id, on=date(2021, 4, 1)))
    assert [row["Name"] for row in head.visit("/bodies?words=bcwb").table("Bodies")] == [merged.name]
    page = head.visit("/bodies?words=wolver")
    assert page.table("Bodies")[0]["Taken over by"] == merged.name
    rows = list(csv.DictReader(StringIO(head.download("/bodies/export.csv?kind=CCG").decode("utf-8-sig"))))
    assert {row["Name"] for row in rows} == {wolverhampton.name, merged.name}


def test_a_body_that_is_not_there_is_not_found(head: Visitor, wolverhampton: Body) -> None:
    dudley = make_body("Dudley CCG")
    place = service.add_part(SYSTEM, dudley, PlaceEntry(name="Netherton"))
    for address in ("/bodies/nowhere", "/strategies/7", f"{ADDRESS}/places/{place.id}/edit"):
        head.visit(address, status=404)
    assert queries.record_of(dudley).places[0].name == "Netherton"
