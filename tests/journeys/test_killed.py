"""Whatever is killed with no warning is done wholly or not at all, and can be done again: a few kills of many
(``make faults``)."""

from __future__ import annotations

import pytest

from bench.faults.lanes import lane


@pytest.mark.database
def test_an_import_and_letters_killed_at_any_moment_lose_nothing_and_double_nothing() -> None:
    found = lane("sqlite", how_many=2, seed="a few of many", acts=("import", "letters"))
    assert {name: len(kills) for name, kills in found.items()} == {"import": 2, "letters": 2}
    for kills in found.values():
        assert [(one.lost, one.doubled, one.wrong) for one in kills] == [(0, 0, ())] * 2
