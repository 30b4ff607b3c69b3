"""People of the register whose time is over, because nothing goes on with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from engage.actions.models import Action
from engage.forums.models import Membership
from engage.panels.members import retention as panels
from engage.panels.models import PanelMember
from engage.platform.data.db import session
from engage.platform.offers.retention import Due
from engage.privacy import erasing
from engage.privacy.models import RightsRequest
from engage.rules.actors import SYSTEM
from engage.stakeholders.retention import people_due


def contacts_due(by: date) -> Iterator[Due]:
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


def erase_contact(ref: str) -> list[str]:
    """Erase a person; answers the files that went with them."""
    number = int(ref.partition(":")[2])
    files = erasing.files_with(number)
    erasing.erase_person(SYSTEM, number)
    return files
