"""Two shares beside one another, drawn, told and tabled."""

from __future__ import annotations

import pytest

from engage.platform.charts import pair_chart

AGES = pair_chart(
    "Age: the panel and its community",
    [("16 to 34", 15, 30.6), ("65 and over", 60, 20.8)],
    ("Panel", "Community"),
    "Census 2021",
    category="Group",
)


def test_both_shares_are_told_and_stand_in_the_table() -> None:
    assert AGES.alt.endswith("16 to 34 panel 15%, community 30.6%; 65 and over panel 60%, community 20.8%.")
    assert AGES.table.head == ("Group", "Panel, percent", "Community, percent")
    assert AGES.table.rows == (("16 to 34", "15", "30.6"), ("65 and over", "60", "20.8"))


@pytest.mark.parametrize("width", [640, 340])
def test_both_are_drawn_with_their_values_one_filled_and_one_outlined(width: float) -> None:
    drawn = str(AGES.svg("ages", width))
    for words in ("15%", "30.6%", "60%", "20.8%", "Panel, percent", "Community, percent"):
        assert words in drawn
    assert drawn.count("<rect") == 7  # the ground, two for the key, and two for each group


def test_a_group_nobody_is_in_has_no_bar() -> None:
    drawn = str(pair_chart("Sex", [("Female", 0, 0)], ("Panel", "Community"), "x", category="Group").svg("s"))
    assert drawn.count("<rect") == 3


def test_a_share_below_nought_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot show -1"):
        pair_chart("Sex", [("Female", -1, 50)], ("Panel", "Community"), "x", category="Group")
