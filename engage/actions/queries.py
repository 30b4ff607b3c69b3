"""Fetching actions: one, those agreed somewhere, those followed somewhere, and how many are overdue."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, select

from engage.accounts.models import Account
from engage.actions.entries import ActionEntry
from engage.actions.models import Action, ActionChase
from engage.cycle.models import Project
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.clock import in_london
from engage.platform.data.db import session
from engage.platform.data.fields import values_of
from engage.platform.imports.importing import batches
from engage.platform.mail.links import LinkKnown
from engage.platform.offers import references
from engage.platform.offers.dealings import Dealing, Party
from engage.platform.offers.references import Link, Named
from engage.platform.web.lists import in_order, the_only
from engage.rules.actors import Actor
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May

AT_ONCE = 500
OPEN, DONE, DROPPED = "open", "done", "dropped"
STATES = {OPEN: "Open", DONE: "Done", DROPPED: "Dropped"}
CHASED_EVERY = timedelta(days=7)
IN_THE_REGISTER = "somebody in the register"


@dataclass(frozen=True, slots=True)
class Listed:
    """An action with what stands around it, for lists and pages. ``owner`` is a post, not a person's name."""

    action: Action
    owner: str
    body: str
    project_code: str
    project: str
    agreed_at: Link | None
    belongs_to: Link | None

    @property
    def id(self) -> int:
        return self.action.id

    @property
    def state(self) -> str:
        """Open; Done; Dropped."""
        return STATES[self.action.state]

    @property
    def address(self) -> str:
        return f"/actions/{self.action.id}"

    @property
    def days_overdue(self) -> int:
        """Whole days past its day; 0 when it is not overdue."""
        return days_overdue(self.action, clock.today())


def reference(number: int) -> str:
    return f"action:{number}"


def days_overdue(action: Action, today: date) -> int:
    if action.state != OPEN or action.due_on is None:
        return 0
    return max((today - action.due_on).days, 0)


def is_overdue(today: date) -> ColumnElement[bool]:
    """True for an open action whose day has passed."""
    return and_(Action.state == OPEN, Action.due_on < today)


def is_nobodys() -> ColumnElement[bool]:
    """True where neither a post nor anybody is named as owner."""
    return and_(Action.owner_role == "", Action.owner_id.is_(None), Action.person_id.is_(None))


def action_for(action_id: int) -> Action:
    """One action. Raises Missing."""
    action = session().get(Action, action_id)
    if action is None:
        raise Missing
    return action


def entry_of(action: Action) -> ActionEntry:
    """An action as the verbs take it: what somebody sends who changes nothing."""
    beside = ("agreed_at", "owner_id", "person_id", "body_id", "project_id")
    return ActionEntry(**values_of(action), **{name: getattr(action, name) for name in beside})


def open_among(numbers: Sequence[int]) -> list[int]:
    """The numbers of those of these that are open."""
    found: list[int] = []
    for some in batches(numbers, AT_ONCE):
        wanted = select(Action.id).where(Action.id.in_(some), Action.state == OPEN)
        found += session().scalars(wanted.order_by(Action.id))
    return found


def open_action_for(link: LinkKnown) -> Action:
    """The open action that a link leads to. Raises Missing, and Refused, in words for its holder, when it is
    not open or has another owner by now."""
    action = action_for(int(link.ref.partition(":")[2]))
    if action.state == DONE:
        raise Refused("This is done already, so nothing more is needed of you. Thank you.")
    if action.state == DROPPED:
        raise Refused("This need not be done any more, so nothing more is needed of you.")
    if link.for_ref not in {f"account:{action.owner_id}", f"person:{action.person_id}"}:
        raise Refused("Somebody else has taken this on, so nothing more is needed of you. Thank you.")
    return action


def may_follow(actor: Actor, action: Action) -> bool:
    """Whether somebody may say what became of an action: whoever follows actions, and its owner."""
    return actor.may(May.RUN_FORUMS) or (actor.is_signed_in and action.owner_id == actor.id)


def listed_for(action_id: int) -> Listed:
    """One action with what stands around it. Raises Missing."""
    return the_only(rows_for([action_id]))


def rows_for(numbers: Sequence[int]) -> list[Listed]:
    """Actions with what stands around them, in the order of ``numbers``."""
    return in_order(_listed(select(Action).where(Action.id.in_(numbers))), numbers)


def actions_agreed_at(ref: str) -> list[Listed]:
    """What was agreed at one record, such as meeting:3, in the order in which it was put on record; without
    what else it hangs on, as the page is that record's own."""
    return _listed(select(Action).where(Action.agreed_at == ref).order_by(Action.id), linked=False)


def open_actions(belongs_to: str) -> list[Listed]:
    """What is open at a standing record, such as forum:4: what is due first comes first. Without links."""
    wanted = select(Action).where(Action.belongs_to == belongs_to, Action.state == OPEN)
    return _listed(wanted.order_by(Action.due_on.nulls_last(), Action.id), linked=False)


def chases_of(action: Action) -> list[ActionChase]:
    """Each time the owner was reminded, newest first."""
    wanted = select(ActionChase).where(ActionChase.action_id == action.id)
    return list(session().scalars(wanted.order_by(ActionChase.at.desc(), ActionChase.id.desc())))


def due_for_chasing(today: date) -> list[int]:
    """Overdue actions that have an owner with a name and of which nobody was reminded for a week."""
    lately = select(ActionChase.action_id).where(ActionChase.at > clock.now() - CHASED_EVERY)
    wanted = select(Action.id).where(
        is_overdue(today),
        Action.owner_id.is_not(None) | Action.person_id.is_not(None),
        Action.id.not_in(lately),
    )
    return list(session().scalars(wanted.order_by(Action.due_on, Action.id)))


def _listed(wanted: Select[Action], *, linked: bool = True) -> list[Listed]:
    found = session().execute(
        wanted.add_columns(Account.name, Body.name, Project.code, Project.title)
        .outerjoin(Account, Account.id == Action.owner_id)
        .outerjoin(Body, Body.id == Action.body_id)
        .outerjoin(Project, Project.id == Action.project_id)
    )
    rows = [(action, *names) for action, *names in found]
    named = {ref for action, *_ in rows for ref in (action.agreed_at, action.belongs_to) if ref and linked}
    links = references.links(named)
    return [
        Listed(
            action=action,
            owner=owner_in_words(action, account or ""),
            body=body or "",
            project_code=code or "",
            project=f"{code} {title}" if code else "",
            agreed_at=links.get(action.agreed_at),
            belongs_to=links.get(action.belongs_to),
        )
        for action, account, body, code, title in rows
    ]


def owner_in_words(action: Action, account: str) -> str:
    """The post, or the account; somebody in the register is named by their post alone. Empty for nobody."""
    return action.owner_role or account or (IN_THE_REGISTER if action.person_id is not None else "")


def describe(numbers: Sequence[int]) -> Mapping[int, Named]:
    found = session().execute(
        select(Action.id, Action.title, Action.belongs_to).where(Action.id.in_(numbers))
    )
    return {number: Named("", title, f"/actions/{number}", belongs_to) for number, title, belongs_to in found}


def dealings_of(parties: Sequence[Party]) -> Iterable[Dealing]:
    """Every action that one of these people owns, and each time they were reminded of it otherwise than by
    mail: letters are told of by the register itself, once they are sent."""
    refs = {
        int(party.ref.partition(":")[2]): party.ref for party in parties if party.ref.startswith("person:")
    }
    wanted = select(Action).where(Action.person_id.in_(refs)).order_by(Action.id)
    owned = list(session().scalars(wanted)) if refs else []
    for action in owned:
        party = refs[action.person_id or 0]
        yield Dealing(party, action.agreed_on, "took on an action", reference(action.id), "Actions")
        if action.state == DONE:
            yield Dealing(party, action.ended_on, "did what was agreed", reference(action.id), "Actions")
    people = {action.id: refs[action.person_id or 0] for action in owned}
    for number, at, how in _chases(people):
        on = in_london(at).date()
        what = f"was reminded of an action, {how}"
        yield Dealing(people[number], on, what, reference(number), "Actions", is_contact=True)


def _chases(numbers: Collection[int]) -> list[tuple[int, datetime, str]]:
    wanted = select(ActionChase.action_id, ActionChase.at, ActionChase.how).where(
        ActionChase.action_id.in_(numbers), ActionChase.letter_id.is_(None)
    )
    found = session().execute(wanted) if numbers else ()
    return [(number, at, how) for number, at, how in found]
