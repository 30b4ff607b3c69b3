"""Nobody can be forgotten to be forgotten: each table that knows people says what becomes of its rows."""

from __future__ import annotations

from engage.privacy.access.queries import leads_to_person
from engage.privacy.words import FATES
from tests.house.product import tables


def test_each_table_that_knows_people_says_what_becomes_of_its_rows_and_why() -> None:
    known = {table.name for _, table in tables() if any(map(leads_to_person, table.columns))}
    undecided = known - set(FATES)
    assert not undecided, "Add it to engage/privacy/words.py: does it go, or stay without them, and why?"


def test_a_fate_names_a_table_and_columns_that_are_there() -> None:
    found = {table.name: set(table.columns.keys()) for _, table in tables()}
    assert set(FATES) <= set(found)
    lost = {name: set(fate.also) - found[name] for name, fate in FATES.items()}
    assert not {name for name, columns in lost.items() if columns}


def test_a_fate_gives_its_reason_in_a_sentence() -> None:
    assert all(fate.why.endswith(".") and fate.name[0].isupper() for fate in FATES.values())
