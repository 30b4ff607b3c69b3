"""Everybody who lets something go by the clock, called together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from engage.accounts import retention as accounts
from engage.actions.models import Action
from engage.experience.stories import retention as experience
from engage.forums.models import Membership
from engage.panels.members import retention as panels
from engage.panels.models import PanelMember
from engage.platform.data.db import session
from engage.platform.data.tables import Keep
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.platform.processes import letting_go
from engage.privacy import erasing
from engage.privacy.models import RightsRequest
from engage.rules.actors import SYSTEM
from engage.stakeholder_maps import retention as stakeholder_maps
from engage.stakeholders.retention import empty_organisation, organisations_due, people_due


def install() -> None:
    """Have every feature say what it lets go."""
    for room in (letting_go, accounts, panels, experience, stakeholder_maps):
        room.install()
    retention.register(Keep.CONTACT, "person", _due, _erase)
    retention.register(Keep.CONTACT, "organisation", organisations_due, empty_organisation)


def _due(by: date) -> Iterator[Due]:
    """People with whom nothing goes on: no seat, no panel, no open action, and no request of theirs."""
    busy = {f"person:{number}" for number in _still_with_us()}
    return (due for due in people_due(by) if due.ref not in busy)


def _still_with_us() -> set[int | None]:
    wanted = (
        select(PanelMember.person_id).where(PanelMember.state.not_in(panels.GONE)),
        select(Membership.person_id).where(Membership.to_on.is_(None)),
        select(Action.person_id).where(Action.state == "open"),
        select(RightsRequest.person_id).where(RightsRequest.state == "open"),
    )
    return {number for one in wanted for number in session().scalars(one)}


def _erase(ref: str) -> list[str]:
    number = int(ref.partition(":")[2])
    files = erasing.files_with(number)
    erasing.erase_person(SYSTEM, number)
    return files
