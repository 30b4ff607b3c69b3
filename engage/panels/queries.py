"""Fetching panels, how many are in them, who (for those who run them), and what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import case, func, select

from engage.actions.models import Action
from engage.actions.queries import DROPPED
from engage.organisation.models import Body
from engage.panels.models import Expense, Panel, PanelComparison, PanelMember, in_pounds
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.offers import dealings, references
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.references import Link, Named
from engage.platform.web.lists import in_order
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing
from engage.stakeholders import queries as stakeholders

INTERESTED, JOINED, LEFT, DECLINED = "interested", "joined", "left", "declined"
STATES = {INTERESTED: "Interested", JOINED: "Member", LEFT: "Left", DECLINED: "Not taken on"}
SOON = timedelta(days=90)
"""A term that ends within this time ends soon."""

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are on the way into a panel, in it, out of it, and near the end of their term."""

    interested: int = 0
    joined: int = 0
    left: int = 0
    declined: int = 0
    ends_soon: int = 0
    term_over: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A panel with what stands around it."""

    panel: Panel
    body: Body
    counts: Counts
    compared_on: date | None
    gaps: int

    @property
    def id(self) -> int:
        return self.panel.id


@dataclass(frozen=True, slots=True)
class ListedMember:
    """A member with their name, for those who run panels."""

    member: PanelMember
    panel: Panel
    name: str

    @property
    def id(self) -> int:
        return self.member.id

    @property
    def state(self) -> str:
        return STATES[self.member.state]


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


@dataclass(frozen=True, slots=True)
class ActionsOn:
    """Of what was agreed on a comparison: what was not dropped."""

    numbers: Mapping[str, int] = field(default_factory=dict)

    def on(self, comparison: PanelComparison) -> int:
        return self.numbers.get(comparison_reference(comparison.id), 0)


def reference(number: int) -> str:
    return f"panel:{number}"


def comparison_reference(number: int) -> str:
    return f"panel_comparison:{number}"


def panel_by_code(actor: Actor, code: str) -> Panel:
    """Raises Missing."""
    found = session().scalars(select(Panel).where(Panel.code == code)).one_or_none()
    if found is None:
        raise Missing
    return found


def panel_for(actor: Actor, panel_id: int) -> Panel:
    """Raises Missing."""
    found = session().get(Panel, panel_id)
    if found is None:
        raise Missing
    return found


def rows_for(numbers: Sequence[int]) -> list[Listed]:
    """Panels with their counts and last comparison, in a fixed number of queries."""
    found = session().execute(
        select(Panel, Body).join(Body, Body.id == Panel.body_id).where(Panel.id.in_(numbers))
    )
    counts, last = counts_of(numbers), _last_comparisons(numbers)
    rows = [
        Listed(
            panel,
            body,
            counts.get(panel.id, Counts()),
            last[panel.id].on if panel.id in last else None,
            len(last[panel.id].gaps) if panel.id in last else 0,
        )
        for panel, body in found
    ]
    return in_order(rows, numbers)


def listed_for(actor: Actor, panel: Panel) -> Listed:
    """One panel with what stands around it."""
    return rows_for([panel.id])[0]


def counts_of(panel_ids: Collection[int]) -> dict[int, Counts]:
    """Counts of each panel, in one query."""
    today = clock.today()
    is_in = PanelMember.state == JOINED
    conditions = [
        *(PanelMember.state == state for state in (INTERESTED, JOINED, LEFT, DECLINED)),
        is_in & PanelMember.term_ends_on.between(today, today + SOON),
        is_in & (PanelMember.term_ends_on < today),
    ]
    numbers = [func.sum(case((condition, 1), else_=0)) for condition in conditions]
    wanted = (
        select(PanelMember.panel_id, *numbers)
        .where(PanelMember.panel_id.in_(panel_ids))
        .group_by(PanelMember.panel_id)
    )
    return {panel_id: Counts(*found) for panel_id, *found in session().execute(wanted)}


def code_is_taken(code: str) -> bool:
    return _find(code) is not None


def members_of(panel: Panel) -> list[int]:
    """The numbers of those who are members now."""
    wanted = select(PanelMember.id).where(PanelMember.panel_id == panel.id, PanelMember.state == JOINED)
    return list(session().scalars(wanted.order_by(PanelMember.id)))


def member_for(actor: Actor, panel: Panel, number: int) -> PanelMember:
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


def expenses_of(actor: Actor, member: PanelMember) -> list[Expense]:
    """What was noted for a member, the newest first."""
    wanted = select(Expense).where(Expense.member_id == member.id)
    return list(session().scalars(wanted.order_by(Expense.on.desc(), Expense.id.desc())))


def expense_for(actor: Actor, member: PanelMember, number: int) -> Expense:
    """One expense of this member. Raises Missing."""
    found = session().get(Expense, number)
    if found is None or found.member_id != member.id:
        raise Missing
    return found


def spent_on(actor: Actor, panel: Panel) -> Spent:
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


def comparisons_of(actor: Actor, panel: Panel) -> list[PanelComparison]:
    """Every comparison of a panel, the newest first."""
    wanted = select(PanelComparison).where(PanelComparison.panel_id == panel.id)
    return list(session().scalars(wanted.order_by(PanelComparison.on.desc(), PanelComparison.id.desc())))


def comparison_for(actor: Actor, panel: Panel, number: int) -> PanelComparison:
    """One comparison of this panel. Raises Missing."""
    found = session().get(PanelComparison, number)
    if found is None or found.panel_id != panel.id:
        raise Missing
    return found


def completion(comparison: PanelComparison) -> int | None:
    """The share of members who had given any answer, in whole percent; None of a panel without members."""
    return round(100 * comparison.answered / comparison.members) if comparison.members else None


def actions_on_comparisons() -> ActionsOn:
    """How many actions answer each comparison, those dropped left out; one query."""
    wanted = (
        select(Action.agreed_at, func.count())
        .where(Action.agreed_at.startswith("panel_comparison:"), Action.state != DROPPED)
        .group_by(Action.agreed_at)
    )
    return ActionsOn(dict(session().execute(wanted).all()))


def _last_comparisons(panel_ids: Collection[int]) -> dict[int, PanelComparison]:
    newest = (
        select(func.max(PanelComparison.id))
        .where(PanelComparison.panel_id.in_(panel_ids))
        .group_by(PanelComparison.panel_id)
    )
    found = session().scalars(select(PanelComparison).where(PanelComparison.id.in_(newest)))
    return {one.panel_id: one for one in found}


def forum_of(panel: Panel) -> Link | None:
    """The forum a panel meets as, as a page shows it."""
    return references.link(panel.forum_ref)


def _named(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(select(Panel.id, Panel.code, Panel.name).where(Panel.id.in_(numbers)))
    return {number: Named("", name, f"/panels/{code}") for number, code, name in found}


def _find(code: str) -> int | None:
    return session().scalars(select(Panel.id).where(Panel.code == code)).one_or_none()


def _named_comparisons(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(
        select(PanelComparison.id, PanelComparison.on, Panel.id, Panel.code, Panel.name)
        .join(Panel, Panel.id == PanelComparison.panel_id)
        .where(PanelComparison.id.in_(numbers))
    )
    return {
        number: Named(
            "",
            f"{name} compared with its community on {long_date(on)}",
            f"/panels/{code}/comparisons/{number}",
            source=reference(panel_id),
        )
        for number, on, panel_id, code, name in found
    }


def _named_members(numbers: Sequence[int]) -> dict[int, Named]:
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


references.register("panel", _named, _find)
references.register("panel_comparison", _named_comparisons)
references.register("panel_member", _named_members)
dealings.register("Panels", dealings_of)
