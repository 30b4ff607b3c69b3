"""Members of panels who left long ago: what they said of themselves goes, that there was a member stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from engage.panels.members import characteristics
from engage.panels.models import Expense, PanelMember
from engage.platform.data.db import session
from engage.platform.data.tables import Keep
from engage.platform.offers import retention
from engage.platform.offers.retention import Due

GONE = ("left", "declined")


def members_due(by: date) -> Iterator[Due]:
    """Members who left, or were declined, so long ago and of whom more is kept than that they were there."""
    limit = retention.counted_from(Keep.PANEL, by)
    spent = select(Expense.member_id).where(Expense.note > "")
    wanted = select(PanelMember.id, PanelMember.left_on).where(
        PanelMember.state.in_(GONE),
        PanelMember.left_on <= limit,
        or_(PanelMember.left_because > "", PanelMember.was_asked, PanelMember.id.in_(spent)),
    )
    for number, left in session().execute(wanted.order_by(PanelMember.id)):
        due = retention.ends_on(Keep.PANEL, left or limit)
        yield Due(Keep.PANEL, f"panel_member:{number}", due, "what a former member of a panel said")


def empty_member(ref: str) -> list[str]:
    """Leave when somebody was a member; take away why they left, and what they and their expenses said."""
    member = session().get(PanelMember, int(ref.partition(":")[2]))
    if member is None or member.state not in GONE:
        return []
    characteristics.take_away(member.panel_id, member.id)
    member.left_because, member.interests, member.was_asked = "", [], False
    for expense in session().scalars(select(Expense).where(Expense.member_id == member.id)):
        expense.note = ""
    return []
