"""Everybody who lets something go by the clock, called together."""

from __future__ import annotations

from engage.accounts import retention as accounts
from engage.experience import retention as experience
from engage.panels import retention as panels
from engage.platform import letting_go, retention
from engage.platform.tables import Keep
from engage.privacy import erasing
from engage.rules.actors import SYSTEM
from engage.stakeholder_maps import retention as stakeholder_maps
from engage.stakeholders.retention import empty_organisation, organisations_due, people_due


def install() -> None:
    """Have every feature say what it lets go."""
    for room in (letting_go, accounts, panels, experience, stakeholder_maps):
        room.install()
    retention.register(Keep.CONTACT, "person", people_due, _erase)
    retention.register(Keep.CONTACT, "organisation", organisations_due, empty_organisation)


def _erase(ref: str) -> list[str]:
    number = int(ref.partition(":")[2])
    files = erasing.files_with(number)
    erasing.erase_person(SYSTEM, number)
    return files
