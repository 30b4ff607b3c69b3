"""Fetching members, what was paid to them, and what is said of them elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select

from engage.panels.models import Expense, Panel, PanelMember, in_pounds
from engage.panels.queries import reference
from engage.panels.words import LEFT
from engage.platform.data.db import session
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.references import Named
from engage.platform.web.lists import in_order
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing
from engage.stakeholders import queries as stakeholders


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member with their name, for those who run panels."""

    member: PanelMember
    panel: Panel
    name: str

    @property
    def id(self) -> int:
        return self.member.id


@dataclass(frozen=True, slots=True)
class Spent:
    """What was paid so that people could take part, and what they did not take, in pence."""

    paid: int = 0
    refused: int = 0

    @property
    def words(self) -> str:
        """£12.50, and £4.00 offered and not taken."""
        paid = in_pounds(self.paid)
        return f"{paid}, and {in_pounds(self.refused)} offered and not taken" if self.refused else paid


def member_for(panel: Panel, number: int) -> PanelMember:
    """One member of this panel. Raises Missing."""
    found = session().get(PanelMember, number)
    if found is None or found.panel_id != panel.id:
        raise Missing
    return found


def member_with_person(panel: Panel, person_id: int) -> PanelMember | None:
    """The membership of a person, whatever its state."""
    wanted = select(PanelMember).where(PanelMember.panel_id == panel.id, PanelMember.person_id == person_id)
    return session().scalars(wanted).one_or_none()


def member_rows_for(actor: Actor, numbers: Sequence[int]) -> list[ListedMember]:
    """Members with their names, where the actor may read the register."""
    found = session().execute(
        select(PanelMember, Panel)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .where(PanelMember.id.in_(numbers))
    )
    rows = [(member, panel) for member, panel in found]
    names = stakeholders.person_names(actor, {member.person_id for member, _ in rows})
    listed = [
        ListedMember(
            member, panel, names.get(member.person_id) or f"person {member.person_id} of the register"
        )
        for member, panel in rows
    ]
    return in_order(listed, numbers)


def expenses_of(member: PanelMember) -> list[Expense]:
    """What was noted for a member, the newest first."""
    wanted = select(Expense).where(Expense.member_id == member.id)
    return list(session().scalars(wanted.order_by(Expense.on.desc(), Expense.id.desc())))


def expense_for(member: PanelMember, number: int) -> Expense:
    """One expense of this member. Raises Missing."""
    found = session().get(Expense, number)
    if found is None or found.member_id != member.id:
        raise Missing
    return found


def spent_on(panel: Panel) -> Spent:
    """What a panel has cost in expenses, without saying whose."""
    wanted = (
        select(
            func.sum(case((Expense.was_refused.is_(False), Expense.pence), else_=0)),
            func.sum(case((Expense.was_refused.is_(True), Expense.pence), else_=0)),
        )
        .join(PanelMember, PanelMember.id == Expense.member_id)
        .where(PanelMember.panel_id == panel.id)
    )
    paid, refused = session().execute(wanted).one()
    return Spent(paid or 0, refused or 0)


def named_members(numbers: Sequence[int]) -> dict[int, Named]:
    """Never by name: whoever follows a reference may not be one who runs panels."""
    found = session().execute(
        select(PanelMember.id, Panel.code, Panel.name)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .where(PanelMember.id.in_(numbers))
    )
    return {
        number: Named("", f"a member of {name}", f"/panels/{code}/members/{number}")
        for number, code, name in found
    }


def dealings_of(parties: Sequence[Party]) -> list[Dealing]:
    """That people were in touch about a panel, and from when to when they were members; one query."""
    people = {
        int(number): party.ref
        for party in parties
        for kind, _, number in [party.ref.partition(":")]
        if kind == "person"
    }
    if not people:
        return []
    found = session().execute(
        select(PanelMember, Panel)
        .join(Panel, Panel.id == PanelMember.panel_id)
        .where(PanelMember.person_id.in_(people))
    )
    return [
        Dealing(
            people[member.person_id],
            member.joined_on or member.interest_on,
            _was(member, panel),
            reference(panel.id),
            "Panels",
            is_contact=True,
        )
        for member, panel in found
    ]


def _was(member: PanelMember, panel: Panel) -> str:
    if member.joined_on is None:
        return f"was interested in {panel.name}"
    if member.state == LEFT and member.left_on is not None:
        return f"member of {panel.name} from {long_date(member.joined_on)} to {long_date(member.left_on)}"
    return f"member of {panel.name} since {long_date(member.joined_on)}"
