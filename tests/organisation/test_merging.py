"""Bodies that are one are merged with all that points at them, and parted again exactly as they were."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from engage.activities.models import ActivityBody
from engage.organisation import queries as organisation
from engage.organisation import service
from engage.organisation.entries import NameEntry, PlaceEntry, SuccessionEntry
from engage.organisation.merging import service as merging
from engage.organisation.merging.references import pointers
from engage.organisation.models import Body, BodyMerge
from engage.platform.data.db import record, session
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from tests.builders import make_activity, make_body, make_forum, make_project
from tests.conftest import VisitorAs


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that point at bodies, but for the numbers of their changes."""
    session().expire_all()
    tables = {pointer.table.__tablename__ for pointer in pointers()} | {"body"}
    return {
        table.name: sorted(
            tuple(str(value) for name, value in row._mapping.items() if name != "version")
            for row in session().execute(select(table))
        )
        for _row, table in record.tables()
        if table.name in tables
    }


@pytest.fixture
def ambridge(app: object) -> Body:
    return make_body("Ambridge CCG")


@pytest.fixture
def misspelt(ambridge: Body) -> Body:
    """The same body under another name, with work of its own, joint work with it, and what it is made of."""
    other = make_body("Ambrige CCG", is_served=False)
    service.add_part(SYSTEM, other, NameEntry(name="ACCG"))
    service.add_part(SYSTEM, other, PlaceEntry(name="Lower Loxley"))
    make_activity(other, "Open day at the Bull")
    make_activity(other, "Village fete", joint=[ambridge])
    make_project(make_body("Borchester CCG"), joint_body_ids=[other.id, ambridge.id])
    make_forum(other, "Ambridge patients")
    return other


@pytest.mark.both_databases
def test_all_that_was_the_others_counts_once_under_the_kept_one_and_comes_back(
    ambridge: Body, misspelt: Body
) -> None:
    before, number = everything(), misspelt.id
    merge = merging.merge_bodies(SYSTEM, ambridge, misspelt)
    assert not [row for pointer in pointers() for row in _pointing(pointer.table, pointer.column, number)]
    ran = session().execute(select(ActivityBody.body_id, ActivityBody.leads)).all()
    assert sorted(map(tuple, ran)) == [(ambridge.id, True), (ambridge.id, True)]
    for name in ("Ambrige CCG", "ambrige-ccg", "ACCG"):
        assert organisation.body_names().recognise(name).code == "ambridge-ccg"
    assert merging.part_bodies(SYSTEM, merge) == 0
    assert everything() == before


def _pointing(table: Any, column: str, number: int) -> list[Any]:
    held = (getattr(row, column) for row in session().scalars(select(table)))
    return [one for one in held if one == number or (isinstance(one, list) and number in one)]


def test_what_was_changed_since_stays_with_the_kept_one(ambridge: Body, misspelt: Body) -> None:
    merge = merging.merge_bodies(SYSTEM, ambridge, misspelt)
    later = make_activity(ambridge, "Harvest supper")
    merging.part_bodies(SYSTEM, merge)
    rows = select(ActivityBody.body_id).where(ActivityBody.activity_id == later.id)
    assert session().scalars(rows).all() == [ambridge.id]


def test_a_body_that_took_over_is_another_body(ambridge: Body) -> None:
    later = make_body("Borsetshire ICB", kind="ICB", exists_from=date(2022, 7, 1))
    service.add_part(SYSTEM, ambridge, SuccessionEntry(successor_id=later.id, on=date(2022, 7, 1)))
    with pytest.raises(Refused, match="took over from the other, so they are two bodies"):
        merging.merge_bodies(SYSTEM, later, ambridge)


def test_nothing_is_merged_where_both_have_what_there_can_be_only_one_of(
    ambridge: Body, misspelt: Body
) -> None:
    service.add_part(SYSTEM, ambridge, PlaceEntry(name="Lower Loxley"))
    before = everything()
    with pytest.raises(Refused, match="Both bodies have a record of which there can be only one"):
        merging.merge_bodies(SYSTEM, ambridge, misspelt)
    assert everything() == before


def test_they_are_proposed_merged_and_parted_on_the_pages_of_bodies(
    misspelt: Body, visitor_as: VisitorAs
) -> None:
    governor = visitor_as("governance_lead")
    governor.visit("/bodies")
    governor.follow("Bodies that may be one")
    assert governor.page.says("Ambridge CCG and Ambrige CCG : nearly the same spelling.")
    assert "Merge Ambrige CCG into Ambridge CCG" in governor.page.links()
    governor.visit("/bodies/ambridge-ccg/merge")
    refused = governor.submit("Look at both", {"Which body is the same?": "Penny Hassett CCG"})
    assert "is not a body that is known here" in refused.errors[0]
    page = governor.submit("Look at both", {"Which body is the same?": "ambrige ccg"})
    assert page.says("2 activities")
    assert page.says("1 forum")
    page = governor.submit("Merge them")
    assert page.says("Ambrige CCG was merged into Ambridge CCG.")
    assert governor.visit("/bodies/ambrige-ccg").heading == "Ambridge CCG"
    governor.follow("Part them again from Ambrige CCG")
    assert governor.submit("Part them").heading == "Ambrige CCG"
    assert session().scalars(select(BodyMerge)).all() == []


def test_bodies_that_are_not_the_same_are_proposed_no_more_until_that_is_taken_back(
    ambridge: Body, misspelt: Body, visitor_as: VisitorAs
) -> None:
    governor = visitor_as("governance_lead")
    governor.visit("/bodies/alike")
    page = governor.submit("They are not the same (Ambridge CCG and Ambrige CCG)")
    assert "Merge Ambrige CCG into Ambridge CCG" not in page.links()
    assert page.says("Said not to be the same")
    with pytest.raises(Refused, match=r"are not the same\. Take that back first"):
        merging.merge_bodies(SYSTEM, ambridge, misspelt)
    page = governor.submit("Take that back (Ambridge CCG and Ambrige CCG)")
    assert "Merge Ambrige CCG into Ambridge CCG" in page.links()
    assert not page.says("Said not to be the same")


def test_only_those_who_change_bodies_merge_them(misspelt: Body, visitor_as: VisitorAs) -> None:
    visitor_as("communications_officer").visit("/bodies/ambridge-ccg/merge/ambrige-ccg", status=403)
