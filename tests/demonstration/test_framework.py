"""The framework of the demonstration: the forums the strategy names, and what of it is invented."""

from __future__ import annotations

from datetime import date

import pytest

from engage.forums import queries as forums
from engage.forums.framework import queries as framework
from engage.forums.members import queries as members
from engage.forums.schedules import queries as schedules
from engage.meetings.planning import queries as planning
from engage.organisation import queries as organisation
from engage.rules.actors import SYSTEM

pytestmark = pytest.mark.usefixtures("year")


def test_the_seventeen_forums_of_the_strategy_are_set_up_and_those_not_verified_are_marked() -> None:
    body = organisation.body_by_code("wolverhampton-ccg")
    edition = framework.edition_on(body, date(2019, 10, 1))
    assert edition is not None
    assert (edition.is_invented, edition.trust) == (False, "unverified")
    places = framework.places_in(edition)
    assert len(places) == 17
    assert [place.forum.name for place in places if place.forum.trust != "verified"] == [
        "Citizens Forum (Black Country wide)"
    ]
    chart = framework.chart_of(edition, places, date(2019, 10, 1))
    assert len(chart.table.rows) == 17
    assert "PPG Chairs Group reports to Governing Body" in chart.alt


def test_the_edition_before_is_invented_and_says_so() -> None:
    body = organisation.body_by_code("wolverhampton-ccg")
    before = framework.edition_on(body, date(2019, 3, 31))
    assert before is not None
    assert before.is_invented
    assert "DEMO" in before.title


def test_members_are_posts_and_each_says_that_it_is_invented() -> None:
    chairs = forums.forum_for("ppg-chairs")
    seats = members.seats_of(SYSTEM, chairs)
    assert len(seats) == 7
    assert all("(DEMO)" in seat.row.title for seat in seats)
    assert all("(DEMO)" in seat.name for seat in seats if seat.name), "nobody is named"
    (in_force,) = forums.terms_by_forum([chairs.id], date(2019, 10, 10)).values()
    assert in_force.quorum == 5
    (_, year), *_ = planning.kept_by_year(chairs, schedules.schedules_of(chairs), date(2020, 3, 31))
    assert year.expected == 4
