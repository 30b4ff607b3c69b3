"""A panel held against its community: what is counted, what is shown, and what two comparisons give away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from engage.organisation.models import Body
from engage.panels.comparison import queries, service
from engage.panels.models import Panel, PanelComparison
from engage.rules.actors import SYSTEM
from engage.rules.errors import Refused
from engage.rules.gaps import Mark
from tests.builders import make_body
from tests.organisation.population_figures import bring_in, bring_in_wolverhampton
from tests.panels.made import (
    JUNE_2019,
    compare,
    leave,
    make_member,
    make_members,
    make_panel,
    shown,
    way_of,
)

LATER = date(2019, 11, 1)
OLD = {"25-34": 12, "45-54": 20, "65-74": 30, "75-84": 18}
"""80 members, of whom 12 are under 35: in the community of 2021 that is a third of those over 16."""


@pytest.fixture
def ccg(app: Flask) -> Body:
    body = make_body("Wolverhampton CCG")
    bring_in_wolverhampton(body)
    return body


@pytest.fixture
def panel(ccg: Body) -> Panel:
    return make_panel(ccg)


def table_of(comparison: PanelComparison, question: str) -> dict[str, Any]:
    (table,) = (one for one in comparison.tables if one["question"] == question)
    return dict(table)


def marks_of(comparison: PanelComparison, question: str) -> dict[str, str]:
    return {row["group"]: row["mark"] for row in table_of(comparison, question)["rows"]}


def test_shares_of_the_panel_stand_beside_those_of_the_community_with_their_base(panel: Panel) -> None:
    make_members(panel, "age", OLD)
    found = compare(panel, age="age-three")
    table = table_of(found, "age")
    assert (found.members, found.answered, table["base"]) == (80, 80, 80)
    assert [(row["group"], row["count"], row["share"], row["community"]) for row in table["rows"]] == [
        ("16-34", 12, 15, 30.6),
        ("35-64", 20, 25, 48.6),
        ("65+", 48, 60, 20.8),
    ]
    assert table["baseline"] == "Age, 2021"
    assert table["notes"] == ["different bands from 2011"]


@pytest.mark.both_databases
def test_groups_of_whom_there_are_fewer_than_chance_would_give_are_gaps(panel: Panel) -> None:
    make_members(panel, "age", OLD)
    found = compare(panel, age="age-three")
    assert found.gaps == ["16 to 34", "35 to 64"]
    assert marks_of(found, "age")["65+"] == Mark.NO_GAP


def test_small_numbers_are_hidden_and_a_hidden_group_can_still_be_found_missing(panel: Panel) -> None:
    make_members(panel, "race", {"A": 71, "H": 4, "M": 5})
    found = compare(panel, race="race-five")
    assert shown(found, "race")["ASIAN"] is None
    assert shown(found, "race")["MIXED"] is None  # none at all is hidden too
    assert marks_of(found, "race")["ASIAN"] == Mark.FEWER
    assert "Asian, Chinese among them" in found.gaps
    words = str(found.tables)
    assert "'count': 4" not in words
    assert "'count': 5" not in words


def test_a_panel_that_is_all_of_one_group_does_not_say_so(panel: Panel) -> None:
    """A full cell beside a shown zero would tell what each known member is."""
    make_members(panel, "sex", {"F": 30})
    assert set(shown(compare(panel, sex="sex-two"), "sex").values()) == {None}


def test_with_fewer_than_ten_who_answered_nothing_is_shown_at_all(panel: Panel) -> None:
    make_members(panel, "sex", {"F": 5, "M": 4})
    table = table_of(compare(panel, sex="sex-two"), "sex")
    assert table["base"] is None
    assert {row["count"] for row in table["rows"]} == {None}
    assert {row["mark"] for row in table["rows"]} == {Mark.CANNOT_SAY}


def test_who_prefers_not_to_say_and_who_was_not_asked_are_in_no_group_and_told_apart(panel: Panel) -> None:
    make_members(panel, "sex", {"F": 20, "M": 20, "PNTS": 20})
    for _ in range(25):
        make_member(panel)
    found = compare(panel, sex="sex-two")
    table = table_of(found, "sex")
    assert (table["base"], table["others"], table["refused"], table["unasked"]) == (40, 45, None, None)
    assert (found.members, found.answered) == (85, 60)


def test_what_is_not_counted_this_year_is_compared_with_the_year_before_it_was(panel: Panel) -> None:
    make_members(panel, "sex", {"F": 20, "M": 20})
    compare(panel, sex="sex-two")
    compare(panel, date(2019, 7, 1), age="age-three")
    again = compare(panel, LATER, sex="sex-two")
    assert table_of(again, "sex")["standing"] == "same"


def test_one_member_who_joins_between_two_comparisons_cannot_be_read_off_them(panel: Panel) -> None:
    make_members(panel, "age", OLD)
    first = compare(panel, age="age-three")
    make_member(panel, date(2019, 7, 1), age="25-34")
    second = compare(panel, LATER, age="age-three")
    assert second.members == 81
    assert shown(second, "age") == shown(first, "age")
    table = table_of(second, "age")
    assert (table["standing"], table["counted_on"], table["base"]) == ("again", "2019-06-03", 80)
    assert second.gaps == first.gaps


def test_one_member_who_leaves_cannot_be_read_off_them_either(panel: Panel) -> None:
    members = make_members(panel, "age", OLD)
    first = compare(panel, age="age-three")
    leave(panel, members[0], date(2019, 7, 1))
    second = compare(panel, LATER, age="age-three")
    assert (second.members, shown(second, "age")) == (79, shown(first, "age"))


def test_single_changes_add_up_over_comparisons_until_there_are_enough_for_new_figures(panel: Panel) -> None:
    members = make_members(panel, "age", {"25-34": 20, "45-54": 20, "65-74": 30})
    first = compare(panel, age="age-three")
    for step, answer in enumerate(["25-34"] * 6 + ["45-54"] * 6 + ["65-74"] * 8):
        make_member(panel, date(2019, 7, 1), age=answer)
        leave(panel, members[(step * 17) % 70], date(2019, 7, 1))
        found = compare(panel, LATER, age="age-three")
        if table_of(found, "age")["standing"] == "anew":
            break
        assert shown(found, "age") == shown(first, "age")
    assert table_of(found, "age")["standing"] == "anew"
    assert step + 1 >= 10
    assert table_of(found, "age")["counted_on"] == "2019-11-01"


def test_the_same_people_are_never_shown_in_two_cuts(panel: Panel) -> None:
    make_members(panel, "age", OLD)
    first = compare(panel, age="age-three")
    second = compare(panel, LATER, age="age-six")
    table = table_of(second, "age")
    assert (table["standing"], table["cut"]) == ("other cut", "age-three")
    assert shown(second, "age") == shown(first, "age")


def test_a_cut_too_fine_to_show_anything_may_be_followed_by_a_broader_one(panel: Panel) -> None:
    make_members(panel, "age", {"18-24": 4, "25-34": 6, "45-54": 5, "65-74": 8, "75-84": 7})
    first = compare(panel, age="age-six")
    assert set(shown(first, "age").values()) == {None}
    second = compare(panel, LATER, age="age-three")
    assert table_of(second, "age")["cut"] == "age-three"
    assert {row["mark"] for row in table_of(second, "age")["rows"] if row["count"] is None} <= {
        Mark.CANNOT_SAY
    }


def test_a_hidden_group_is_not_marked_a_second_time_against_other_figures(panel: Panel) -> None:
    make_members(panel, "age", {"25-34": 6, "45-54": 30, "65-74": 44})
    first = compare(panel, age="age-three")
    assert marks_of(first, "age")["16-34"] == Mark.FEWER
    chosen = {"age": way_of(panel, "age", "age-three", 2011)}
    second = service.compare(SYSTEM, panel, LATER, chosen)
    assert marks_of(second, "age")["16-34"] == Mark.CANNOT_SAY
    assert table_of(second, "age")["baseline"] == "Age, 2011"


def test_a_difference_in_definition_is_always_said(panel: Panel) -> None:
    make_members(panel, "race", {"A": 40, "H": 20, "R": 12, "D": 11, "M": 12, "S": 10})
    table = table_of(compare(panel, race="race-five"), "race")
    assert "Chinese answers are counted with Asian" in table["differs"]
    assert shown(compare(panel, LATER, race="race-five"), "race")["ASIAN"] == 32
    assert table["notes"] == ["Wolverhampton built-up area (234,015 people), not the whole council area"]


def test_a_comparison_stays_as_it_was_when_figures_or_members_change(panel: Panel, ccg: Body) -> None:
    members = make_members(panel, "age", OLD)
    found = compare(panel, age="age-three")
    before = [dict(table) for table in found.tables]
    bring_in(
        ccg, [{"characteristic": "Age", "category": "90+", "count": "5", "source": "Later", "year": "2019"}]
    )
    for member in members[:20]:
        leave(panel, member, date(2019, 7, 1))
    assert queries.comparison_for(panel, found.id).tables == before


def test_no_page_or_trail_holds_what_the_next_comparison_stands_on(panel: Panel) -> None:
    make_members(panel, "age", OLD)
    found = compare(panel, age="age-three")
    column = PanelComparison.__table__.columns["seals"]
    assert column.info["privacy"].value.startswith("never shown")
    assert len(found.seals["age"]["seals"]) == 80


@pytest.mark.parametrize(
    ("chosen", "on", "problem"),
    [
        ({}, JUNE_2019, "Choose for one characteristic at the least"),
        ({"age": ""}, JUNE_2019, "Choose for one characteristic at the least"),
        ({"age": "999:age-three"}, JUNE_2019, "One of the figures chosen is no longer there"),
        ({"age": "1:age-three"}, date(2199, 1, 1), "cannot be a day to come"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(
    panel: Panel, chosen: dict[str, str], on: date, problem: str
) -> None:
    with pytest.raises(Refused, match=problem):
        service.compare(SYSTEM, panel, on, chosen)


def test_a_comparison_older_than_the_last_is_refused(panel: Panel) -> None:
    make_members(panel, "sex", {"F": 5})
    compare(panel, LATER, sex="sex-two")
    with pytest.raises(Refused, match="There is a comparison of 1 November 2019"):
        compare(panel, JUNE_2019, sex="sex-two")
