"""The words of the stakeholder register: groups, kinds, channels and bases of consent."""

from __future__ import annotations

import tomllib

import pytest

from engage.rules.words import VOCABULARIES, read_vocabulary

NAMES = (
    *("stakeholder_groups", "stakeholder_sub_types", "organisation_kinds", "organisation_statuses"),
    *("channels", "consent_bases"),
)
KINDS_IN_LISTS = (
    *("Faith group", "charity", "voluntary sector body", "gp practice", "Healthwatch", "media", "council"),
    *("Commissioner", "Partnership", "nhs trust", "Social enterprise", "provider", "Primary care network"),
    *("Commissioning support", "housing", "supplier", "Hospice", "Youth group", "Education", "Advice"),
    *(
        "residents group",
        "Community health service",
        "Other",
        "Hospital service",
        "PCN hub",
        "Walk-in centre",
    ),
    *("Optometry service", "Out-of-hours service", "Pharmacy (prescribing)", "Public health service"),
    *("Walk-in and out-of-hours", "Urgent and emergency care", "Care home or nursing home"),
)


def test_there_are_five_groups_and_their_codes_stand_in_records() -> None:
    groups = read_vocabulary("stakeholder_groups").terms
    assert [group.code for group in groups] == ["SG-1", "SG-2", "SG-3", "SG-4", "SG-5"]


@pytest.mark.parametrize("name", ["stakeholder_sub_types", "organisation_kinds"])
def test_sub_types_and_kinds_lead_to_a_group_that_there_is(name: str) -> None:
    groups = read_vocabulary("stakeholder_groups")
    without = {term.code for term in read_vocabulary(name).terms if term.kind not in groups}
    assert without <= {"media", "supplier", "other"}


def test_every_group_has_sub_types() -> None:
    used = {term.kind for term in read_vocabulary("stakeholder_sub_types").terms}
    assert used == {group.code for group in read_vocabulary("stakeholder_groups").terms}


@pytest.mark.parametrize("typed", KINDS_IN_LISTS)
def test_the_kinds_that_contact_lists_and_the_data_service_use_are_known(typed: str) -> None:
    found = read_vocabulary("organisation_kinds").recognise(typed)
    assert found.code is not None
    assert found.label.lower() == typed.lower()


def test_channels_and_bases_are_those_that_the_tables_name() -> None:
    channels = [term.code for term in read_vocabulary("channels").terms]
    assert channels == ["email", "phone", "post", "meeting", "text", "social"]
    bases = {term.code for term in read_vocabulary("consent_bases").terms}
    assert bases == {"consent", "soft_opt_in", "public_task", "corporate_subscriber"}
    assert read_vocabulary("consent_bases").recognise("opt in").code == "consent"


@pytest.mark.parametrize("name", NAMES)
def test_every_alias_gives_its_reason(name: str) -> None:
    content = tomllib.loads((VOCABULARIES / f"{name}.toml").read_text(encoding="utf-8"))
    reasons = [reason for term in content["term"] for reason in term.get("aliases", {}).values()]
    assert all(len(reason.split()) > 1 for reason in reasons)
