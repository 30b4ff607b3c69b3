"""Who may do what: the roles there must be, and the rights that no reading of the table may lose."""

from __future__ import annotations

import pytest

from engage.rules.permissions import NEVER_TOGETHER, ROLES, May, Separation, clash_between, permissions_of

OF_THE_DUTIES = {
    "head_of_comms_engagement",
    "engagement_officer",
    "commissioning_manager",
    "clinical_lead",
    "lay_member_ppi",
    "equality_lead",
    "quality_lead",
    "governance_lead",
    "ig_officer",
    "procurement_lead",
    "accountable_officer",
    "web_editor",
    "data_analyst",
}
OTHERS = {
    "communications_officer",
    "governing_body_member",
    "governing_body_secretary",
    "sponsor",
    "facilitator",
    "safeguarding_lead",
    "administrator",
}


def test_the_roles_are_the_thirteen_that_own_duties_and_seven_more() -> None:
    assert len(OF_THE_DUTIES) == 13
    assert set(ROLES) == OF_THE_DUTIES | OTHERS
    assert all(role.id == name for name, role in ROLES.items())


def test_rights_of_several_roles_add_up_and_an_unknown_role_gives_none() -> None:
    both = permissions_of(["web_editor", "administrator"])
    assert both == ROLES["web_editor"].may | ROLES["administrator"].may
    assert permissions_of(["king"]) == frozenset()
    assert permissions_of([]) == frozenset()


@pytest.mark.parametrize(
    ("permission", "holders"),
    [
        (May.GIVE_ASSURANCE, {"lay_member_ppi"}),
        (May.MANAGE_ACCOUNTS, {"administrator"}),
        (
            May.PUBLISH_REPORT,
            {
                "head_of_comms_engagement",
                "communications_officer",
                "accountable_officer",
                "governing_body_secretary",
            },
        ),
    ],
)
def test_what_only_a_few_may_do_only_they_may(permission: May, holders: set[str]) -> None:
    assert {role.id for role in ROLES.values() if permission in role.may} == holders


@pytest.mark.parametrize("name", ["sponsor", "facilitator", "safeguarding_lead"])
def test_those_of_a_conversation_see_no_records(name: str) -> None:
    assert ROLES[name].may == {May.READ_REPORTS}


@pytest.mark.parametrize("pair", NEVER_TOGETHER, ids=lambda pair: f"{pair.first} and {pair.second}")
def test_a_pair_that_nobody_may_hold_is_found_either_way_round(pair: Separation) -> None:
    assert clash_between([pair.second, "web_editor", pair.first]) == pair
    assert clash_between([pair.first, "web_editor"]) is None


def test_whoever_runs_a_conversation_neither_pays_for_it_nor_learns_who_spoke() -> None:
    for roles in (
        {"sponsor", "facilitator"},
        {"facilitator", "safeguarding_lead"},
        {"sponsor", "safeguarding_lead"},
    ):
        assert clash_between(roles), roles


def test_whoever_gives_assurance_does_not_write_the_report() -> None:
    for name in ("head_of_comms_engagement", "communications_officer", "engagement_officer"):
        assert May.PREPARE_REPORT in ROLES[name].may
        assert clash_between({"lay_member_ppi", name}), name
