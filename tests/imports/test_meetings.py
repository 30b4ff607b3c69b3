"""Meetings brought in from the command line, as scripts do."""

from __future__ import annotations

import json
from pathlib import Path

from tests.builders import make_forum
from tests.imports.conftest import Engage
from tests.imports.logs import csv_of

MEETINGS_CSV = Path(__file__).parents[1] / "data" / "meetings.csv"
HEADINGS = ("Forum", "Meeting date")


def test_forums_that_are_not_on_the_register_are_named_with_their_rows(engage: Engage) -> None:
    result = engage("import", "meetings", MEETINGS_CSV, "--json")
    assert result.exit_code == 3, result.output
    said = json.loads(result.stdout)
    assert (said["rows_read"], said["created"], said["rows_set_aside"]) == (38, 0, 38)
    offered = {one["name"]: len(one["rows"]) for one in said["offered_forums"]}
    assert len(offered) == 21
    assert sum(offered.values()) == 38
    assert offered["Dudley CCG Board"] == 5


def test_in_words_too_a_forum_is_offered_and_not_made(engage: Engage, tmp_path: Path) -> None:
    make_forum(name="Dudley People Panel", kind="panel")
    file = tmp_path / "meetings.csv"
    rows = (("Dudley People Panel", "25/01/2023"), ("Dudley CCG Board", "10/05/18"))
    file.write_bytes(csv_of(*rows, headings=HEADINGS))
    result = engage("import", "meetings", file)
    assert result.exit_code == 3, result.output
    assert "1 created" in result.output
    assert "Not on the register of forums: Dudley CCG Board (1 row)." in result.output
