"""The models of mapping, as data: which corner or class a score leads to."""

from __future__ import annotations

from typing import Any

import pytest

from engage.rules.mapping_models import Grid, Scores, read_models

MODELS = read_models()
NOTHING: dict[str, int | None] = dict.fromkeys(MODELS.scale.means)


def scores(**given: int) -> Scores:
    return NOTHING | given


@pytest.mark.parametrize(
    ("power", "interest", "corner"),
    [(5, 4, "Manage closely"), (4, 3, "Keep satisfied"), (1, 5, "Keep informed"), (3, 3, "Monitor")],
)
def test_power_and_interest_say_how_closely_to_work_with_somebody(
    power: int, interest: int, corner: str
) -> None:
    assert MODELS.grids[0].place(scores(power=power, interest=interest), MODELS.scale) == corner


def test_those_most_affected_and_least_powerful_are_sought_out() -> None:
    assert MODELS.grids[1].place(scores(influence=1, impact=5), MODELS.scale) == "Seek them out"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"power": 1, "legitimacy": 2, "urgency": 3}, "none of the three"),
        ({"power": 5, "legitimacy": 2, "urgency": 3}, "latent"),
        ({"power": 1, "legitimacy": 4, "urgency": 5}, "expectant"),
        ({"power": 4, "legitimacy": 4, "urgency": 4}, "definitive"),
    ],
)
def test_salience_counts_the_claims_that_are_high(given: dict[str, Any], name: str) -> None:
    assert MODELS.salience.place(scores(**given), MODELS.scale) == name


@pytest.mark.parametrize("model", MODELS.all, ids=lambda model: str(model.id))
def test_who_was_not_judged_stands_nowhere(model: Any) -> None:
    assert model.place(NOTHING, MODELS.scale) == ""


@pytest.mark.parametrize("grid", MODELS.grids, ids=lambda grid: str(grid.id))
def test_a_grid_names_all_four_corners_and_how_far_it_can_be_trusted(grid: Grid) -> None:
    assert len(grid.words) == 4
    assert all(grid.words.values())
    assert grid.trust
    assert set(grid.attributes) <= set(MODELS.scale.means)
