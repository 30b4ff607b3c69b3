"""What is kept is known: every column has a note and a privacy class, and personal ones an end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from sqlalchemy import Boolean, Column, Integer, Text
from sqlalchemy.orm import mapped_column

from engage.platform.data.tables import Base, Keep, Privacy, noted
from engage.rules.retention import read_retention
from tests.house.product import columns, tables

UNAUDITED = {
    "answer": "no account sent it in",
    "audit_change": "it is the audit trail",
    "audit_entry": "it is the audit trail",
    "audit_head": "it is the audit trail",
    "characteristic": "an entry of the trail would tell whose answers they are",
    "duplicate_search": "a search changes nothing of the records",
    "job_run": "the worker's own diary",
    "letter": "the post's own diary; the verb that wrote it has its entry",
    "long_act": "only how far it is; what it does has its entry",
    "organisation_block": "made from the names, which have their entries",
    "proposed_duplicate": "found by a search, and found again by the next",
    "sign_in": "its beginning and end are audited; that it is still in use is not",
    "sent_form": "that it was sent; what it did has its entry",
    "sent_form_outcome": "what was told of an act; the act has its entry",
    "single_use_link": "what is done with it has its entry",
    "throttle": "counters that live for hours",
    "trace": "it is a trail itself, of what changes no record",
}
IDENTIFIES = (
    *("email", "address_of_person", "phone", "birth", "postcode", "ip_address", "browser", "nhs_number"),
    *("attended", "names", "forename", "surname", "initials", "signed", "signature", "identity", "teller"),
    *("ethnic", "disab", "religion", "diagnos", "gender"),
)
OF_ORGANISATIONS = {"organisation_merge.names"}
"""Names of organisations, which name no person."""


def silent(found: Iterable[tuple[str, Column[Any]]]) -> list[str]:
    return [name for name, column in found if not column.comment or "privacy" not in column.info]


def unclassed(found: Iterable[tuple[str, Column[Any]]]) -> list[str]:
    """Columns that identify a person by their names, and say that they say nothing of people."""
    return [
        name
        for name, column in found
        if column.info["privacy"] is Privacy.NONE
        and not isinstance(column.type, Integer | Boolean)
        and name not in OF_ORGANISATIONS
        and any(word in column.name for word in IDENTIFIES)
    ]


def test_every_column_has_a_note_and_a_privacy_class() -> None:
    assert not silent(columns()), (
        "Declare the column with noted(...): what it holds, and what it says about people."
    )


def test_a_column_without_a_privacy_class_cannot_be_declared_and_a_plain_one_is_found() -> None:
    with pytest.raises(TypeError, match="privacy"):
        noted("their NHS number", default="")  # type: ignore[call-arg]
    plain = mapped_column("nhs_number", Text, comment="their NHS number").column
    assert silent([("person.nhs_number", plain)]) == ["person.nhs_number"]


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
    assert not unclassed(columns()), "This names a person: give it a privacy class."


@pytest.mark.parametrize("name", ["nhs_number", "attended_words", "names_of_carers", "date_of_birth"])
def test_a_column_named_after_what_identifies_a_person_cannot_pass_as_saying_nothing(name: str) -> None:
    planted = noted("as the person gave it", Text, privacy=Privacy.NONE).column
    planted.name = name
    assert unclassed([(f"person.{name}", planted)]) == [f"person.{name}"]


def test_tables_that_change_without_an_audit_entry_are_a_short_list_with_reasons() -> None:
    assert {table.name: row.__unaudited__ for row, table in tables() if row.__unaudited__} == UNAUDITED


def test_no_relationship_loads_rows_behind_somebodys_back() -> None:
    lazy = [mapper.class_.__name__ for mapper in Base.registry.mappers if mapper.relationships]
    assert not lazy, "Select explicitly: a relationship asks once for every row."
