"""The communications and participation strategy as a dated record, with its principles and objectives."""

from __future__ import annotations

from datetime import date

import pytest

from engage.organisation import facts, queries, service
from engage.organisation.entries import PointEntry, StrategyEntry
from engage.organisation.models import Strategy
from engage.rules.actors import SYSTEM
from engage.rules.errors import Missing, Refused
from tests.builders import make_body

pytestmark = pytest.mark.usefixtures("app")

POINTS = [
    (
        "principle",
        "Trust and know-how",
        "The website holds every document and opportunity in one place",
    ),
    ("principle", "Timely and easy-to-understand", "Plain language check and on-time publication recorded"),
    ("objective", "Keep building a name as a trusted body", ""),
]


def record_it() -> Strategy:
    return service.record_strategy(
        SYSTEM,
        make_body(),
        StrategyEntry(
            title="Communications and Participation Strategy 2019/20",
            valid_from=date(2019, 10, 1),
            valid_to=date(2021, 9, 30),
            points=tuple(PointEntry(kind=kind, title=title, text=text) for kind, title, text in POINTS),
        ),
    )


def test_the_title_names_one_year_and_the_strategy_holds_for_two() -> None:
    strategy = record_it()
    assert "2019/20" in strategy.title
    assert (strategy.valid_from, strategy.valid_to) == (date(2019, 10, 1), date(2021, 9, 30))


def test_points_are_numbered_in_the_order_given() -> None:
    points = queries.points_of(record_it())
    assert [(point.code, point.title) for point in points] == [
        ("P1", "Trust and know-how"),
        ("P2", "Timely and easy-to-understand"),
        ("O1", "Keep building a name as a trusted body"),
    ]


def test_a_point_added_later_never_takes_the_code_of_one_removed() -> None:
    strategy = record_it()
    service.remove_point(SYSTEM, queries.points_of(strategy)[0])
    assert service.add_point(SYSTEM, strategy, PointEntry(kind="principle", title="Inclusive")).code == "P3"


def test_a_strategy_cannot_end_before_it_begins() -> None:
    with pytest.raises(Refused, match="is before the first"):
        service.record_strategy(
            SYSTEM,
            make_body(),
            StrategyEntry(title="Strategy", valid_from=date(2019, 10, 1), valid_to=date(2019, 9, 30)),
        )


def test_its_points_go_with_it() -> None:
    strategy = record_it()
    number = strategy.id
    service.remove_part(SYSTEM, strategy)
    with pytest.raises(Missing):
        queries.strategy_for(number)
    assert queries.point_choices("principle") == []


def test_choices_name_the_strategy_only_where_there_are_several() -> None:
    record_it()
    assert [label for _, label in queries.point_choices("objective")] == [
        "O1 Keep building a name as a trusted body"
    ]
    service.record_strategy(
        SYSTEM,
        make_body("Black Country ICB", "ICB"),
        StrategyEntry(title="People and communities", points=(PointEntry(kind="objective", title="Listen"),)),
    )
    assert [label for _, label in queries.point_choices("objective")] == [
        "O1 Keep building a name as a trusted body (Communications and Participation Strategy 2019/20)",
        "O1 Listen (People and communities)",
    ]


def test_reports_see_a_strategy_in_the_periods_it_touches_and_no_draft() -> None:
    strategy = record_it()
    (body,) = facts.bodies()
    assert [one.title for one in body.strategies_in(date(2021, 4, 1), date(2022, 3, 31))] == [strategy.title]
    assert body.strategies_in(date(2021, 10, 1), date(2022, 3, 31)) == ()
    assert [point.code for point in body.strategies[0].points] == ["P1", "P2", "O1"]
    service.change_part(SYSTEM, strategy, StrategyEntry(title=strategy.title, status="draft"))
    (body,) = facts.bodies()
    assert body.strategies_in(None, None) == ()
