"""What is kept is known: every column has a note and a privacy class, and personal ones an end."""

from __future__ import annotations

from engage.platform.data.tables import Base, Keep, Privacy
from engage.rules.retention import read_retention
from tests.house.product import columns, tables

UNAUDITED = {
    "audit_change": "it is the audit trail",
    "audit_entry": "it is the audit trail",
    "audit_head": "it is the audit trail",
    "characteristic": "an entry of the trail would tell whose answers they are",
    "duplicate_search": "a search changes nothing of the records",
    "job_run": "the worker's own diary",
    "letter": "the post's own diary; the verb that wrote it has its entry",
    "organisation_block": "made from the names, which have their entries",
    "proposed_duplicate": "found by a search, and found again by the next",
    "sign_in": "its beginning and end are audited; that it is still in use is not",
    "single_use_link": "what is done with it has its entry",
    "throttle": "counters that live for minutes",
}
IDENTIFIES = ("email", "address_of_person", "phone", "birth", "postcode", "ip_address", "browser")


def test_every_column_has_a_note_and_a_privacy_class() -> None:
    silent = [name for name, column in columns() if not column.comment or "privacy" not in column.info]
    assert not silent, "Declare the column with noted(...): what it holds, and what it says about people."


def test_every_column_about_people_says_how_long_it_is_kept() -> None:
    endless = [
        name
        for name, column in columns()
        if column.info["privacy"] is not Privacy.NONE and not column.info["keep"]
    ]
    assert not endless, "Say keep=..., in words an information governance officer can hold us to."


def test_how_long_it_is_kept_is_a_class_with_exactly_one_section_of_the_rules() -> None:
    said = {column.info["keep"] for _, column in columns() if column.info["keep"]}
    assert said <= set(Keep), "Say keep=Keep.X, so that the clock knows what to do."
    assert set(read_retention()) == {keep.value for keep in Keep}


def test_what_identifies_a_person_is_classed_as_such() -> None:
    unclassed = [
        name
        for name, column in columns()
        if any(word in column.name for word in IDENTIFIES) and column.info["privacy"] is Privacy.NONE
    ]
    assert not unclassed, "This names a person: give it a privacy class."


def test_tables_that_change_without_an_audit_entry_are_a_short_list_with_reasons() -> None:
    assert {table.name: row.__unaudited__ for row, table in tables() if row.__unaudited__} == UNAUDITED


def test_no_relationship_loads_rows_behind_somebodys_back() -> None:
    lazy = [mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.relationships]
    assert not lazy, "Select explicitly: a relationship asks once for every row."
