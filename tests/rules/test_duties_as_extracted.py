"""The catalogue says of each duty and each item of evidence what the facts it was made from say."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from engage.rules.editions import Trust
from engage.rules.loading import load_catalogue

DATA = Path(__file__).parents[1] / "data"
KNOWN_ONLY = "from knowledge, not verified"

Row = dict[str, str]

catalogue = load_catalogue()
by_domain_id = {edition.domain_id: edition for edition in catalogue.editions.values()}


def rows(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def listed(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("; ") if part)


def trust_of(check: str) -> Trust:
    """What a remark on how a fact was checked says of the fact as a whole."""
    return Trust.UNVERIFIED if check == KNOWN_ONLY else Trust.VERIFIED


def test_there_are_47_duties_and_57_items_of_evidence() -> None:
    assert {row["id"] for row in rows("duties.csv")} == set(by_domain_id)
    assert {row["id"] for row in rows("evidence_items.csv")} == set(catalogue.requirements)
    assert (len(by_domain_id), len(catalogue.requirements)) == (47, 57)


@pytest.mark.parametrize("row", rows("duties.csv"), ids=lambda row: row["id"])
def test_a_duty_binds_whom_it_binds_from_day_to_day_and_is_marked_as_it_was_checked(row: Row) -> None:
    edition = by_domain_id[row["id"]]
    assert (edition.theme, edition.title, edition.source) == (row["theme"], row["title"], row["statute"])
    assert edition.applies_to == listed(row["applies_to"].replace(" as policy", ""))
    assert str(edition.in_force_from) == row["in_force_from"]
    assert str(edition.in_force_to or "") == row["in_force_to"]
    successor = catalogue.editions[edition.successor].domain_id if edition.successor else ""
    assert successor == row["successor"]
    assert tuple(one.id for one in edition.requirements) == listed(row["evidence"])
    assert edition.check == row["check"]
    assert edition.trust is trust_of(row["check"])
    assert bool(edition.not_verified) == (KNOWN_ONLY in row["check"] and row["check"] != KNOWN_ONLY)


@pytest.mark.parametrize("row", rows("evidence_items.csv"), ids=lambda row: row["id"])
def test_an_item_of_evidence_is_of_its_kind_has_its_owner_and_never_claims_more_than_it_may(row: Row) -> None:
    requirement = catalogue.requirements[row["id"]]
    assert (requirement.kind.id, requirement.owner) == (row["record"], row["owner"])
    assert (requirement.frequency, requirement.law_clock) == (row["frequency"], row["law_clock"])
    assert requirement.per == ("project" if row["frequency"] == "per project" else "body")
    assert requirement.trust is not Trust.VERIFIED, "what shows a duty is our proposal, and no law"
    assert requirement.when
    assert requirement.ask


def test_each_of_the_57_items_was_read_again_and_says_where_its_records_are() -> None:
    page = (Path(__file__).parents[2] / "docs" / "the-57-items.md").read_text(encoding="utf-8")
    told = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| E-")]
    assert [row[0] for row in told] == list(catalogue.requirements)
    for number, compared, register in told:
        requirement = catalogue.requirements[number]
        comes = f"comes with {requirement.kind.comes_with}"
        assert register == ("kept here" if requirement.has_register else comes), number
        assert re.match(r"agrees\b|(stricter|looser): ", compared), number


@pytest.mark.parametrize("row", rows("evidence_items.csv"), ids=lambda row: row["id"])
def test_a_time_set_by_law_is_a_number_that_nobody_can_stretch(row: Row) -> None:
    """Such as “20 or 30 working days”: two settings, verified or limited by law."""
    for number in re.findall(r"^(\d+)(?: or (\d+))? ", row["law_clock"]):
        for days in filter(None, number):
            fixed = [one for one in catalogue.settings.values() if one.value == int(days)]
            assert any(one.trust is Trust.VERIFIED for one in fixed), row["law_clock"]


def test_talking_to_the_health_and_wellbeing_board_alone_is_good_practice() -> None:
    assert [one.id for one in catalogue.requirements.values() if one.good_practice] == ["E-SCR-1"]
