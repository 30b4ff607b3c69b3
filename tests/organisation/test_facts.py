"""Bodies as reports see them."""

from __future__ import annotations

from datetime import date

import pytest

from engage.organisation import facts, queries, service
from engage.organisation.entries import AimEntry, PointEntry, StrategyEntry, SuccessionEntry
from engage.rules.actors import SYSTEM
from tests.builders import make_body
from tests.harness.queries import queries_asked


@pytest.mark.usefixtures("app")
def test_a_body_is_told_with_its_days_its_board_and_who_took_over() -> None:
    ccg = make_body(exists_from=date(2013, 4, 1), exists_to=date(2022, 6, 30))
    icb = make_body("Black Country ICB", "ICB", exists_from=date(2022, 7, 1), is_served=False)
    service.add_part(SYSTEM, ccg, SuccessionEntry(successor_id=icb.id, on=date(2022, 7, 1)))
    first, second = facts.bodies()
    assert (first.code, first.kind, first.board_word) == ("wolverhampton-ccg", "CCG", "Governing Body")
    assert (first.first, first.last, first.is_served) == (date(2013, 4, 1), date(2022, 6, 30), True)
    assert (first.taken_over_by, second.took_over_from) == (("black-country-icb",), ("wolverhampton-ccg",))


@pytest.mark.usefixtures("app")
def test_an_aim_is_told_for_the_periods_it_touches() -> None:
    body = make_body()
    service.add_part(SYSTEM, body, AimEntry(text="Quality and safety"))
    service.add_part(
        SYSTEM, body, AimEntry(text="Health inequalities", from_on=date(2019, 4, 1), to_on=date(2020, 3, 31))
    )
    (known,) = facts.bodies()
    assert [aim.text for aim in known.aims_in(date(2020, 3, 31), date(2020, 6, 30))] == [
        "Quality and safety",
        "Health inequalities",
    ]
    assert [aim.text for aim in known.aims_in(date(2020, 4, 1), date(2020, 6, 30))] == ["Quality and safety"]


@pytest.mark.usefixtures("app")
def test_twenty_bodies_cost_no_more_queries_than_two() -> None:
    def make_two(letter: str) -> None:
        earlier, later = make_body(f"Earlier {letter} CCG"), make_body(f"Later {letter} CCG")
        service.add_part(SYSTEM, earlier, SuccessionEntry(successor_id=later.id))
        service.add_part(SYSTEM, later, AimEntry(text="Quality and safety"))
        service.record_strategy(
            SYSTEM,
            later,
            StrategyEntry(title="Strategy", points=(PointEntry(kind="principle", title="Inclusive"),)),
        )

    def cost() -> int:
        with queries_asked() as asked:
            facts.bodies()
            queries.body_names()
            queries.listed_bodies([body.id for body in queries.bodies()])
        return len(asked)

    make_two("A")
    cost()  # the first time fills what is remembered until the record changes
    few = cost()
    for letter in "BCDEFGHIJ":
        make_two(letter)
    cost()
    assert cost() == few
