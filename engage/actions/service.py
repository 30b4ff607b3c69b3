"""Agreeing what is to be done, following it, and saying what came of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from engage.accounts.models import Account
from engage.actions import mail, queries
from engage.actions.entries import ActionEntry
from engage.actions.models import Action, ActionChase
from engage.actions.queries import DONE, DROPPED, OPEN
from engage.actions.words import BY_MAIL, WAYS
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_long_transaction, one_transaction
from engage.platform.imports.importing import batches
from engage.platform.mail import links
from engage.platform.offers import references
from engage.platform.offers.many_acts import Report, silently
from engage.rules.actors import SYSTEM, Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

agreed = audit.Event("action.agreed", "action_id", "agreed_at")
changed = audit.Event("action.changed", "action_id")
completed = audit.Event("action.completed", "action_id")
confirmed = audit.Event("action.confirmed-by-link", "action_id", "via")
dropped = audit.Event("action.dropped", "action_id")
reopened = audit.Event("action.reopened", "action_id")
ended = audit.Event("action.many-ended", "action_ids", "state")
chased = audit.Event("action.chased", "action_id", "how")

BY_ACCOUNT = "by somebody with an account"
BY_LINK = "by a link sent to its owner"


@one_transaction
def agree_action(
    actor: Actor, entry: ActionEntry, *, belongs_to: str = "", is_invented: bool = False
) -> Action:
    """Put on record that something is to be done. Raises Refused without a title or where it was agreed, for
    two owners, or for days that do not fit.

    What was agreed at a meeting is followed at its forum, unless ``belongs_to`` says otherwise.
    """
    action = enter(entry, belongs_to=belongs_to, is_invented=is_invented)
    agreed(actor, action_id=action.id, agreed_at=action.agreed_at)
    return action


def enter(entry: ActionEntry, *, belongs_to: str = "", is_invented: bool = False) -> Action:
    """The same within another verb, whose entry in the audit trail covers it."""
    _check(entry)
    followed_at = belongs_to or _followed_at(entry.agreed_at)
    action = Action(state=OPEN, belongs_to=followed_at, is_invented=is_invented)
    _put_in(action, entry)
    return save(action)


@one_transaction
def change_action(actor: Actor, action: Action, version: int, entry: ActionEntry) -> None:
    """Change an action as it stood at ``version``. Raises Refused as agreeing does, and if it is newer."""
    hold(action, version, "action")
    _check(entry)
    _put_in(action, entry)
    changed(actor, action_id=action.id)


@one_transaction
def complete(actor: Actor, action: Action, version: int, outcome: str, on: date | None = None) -> None:
    """Say that it is done, on a day (today unless given), and what came of it, if anything is to be said.

    Raises Refused unless it is open, or for a day to come.
    """
    hold(action, version, "action")
    _end(action, DONE, outcome, on, BY_ACCOUNT)
    completed(actor, action_id=action.id)


@one_transaction
def drop(actor: Actor, action: Action, version: int, why: str) -> None:
    """Say that it will not be done, and why. Raises Refused unless it is open, or without a reason."""
    hold(action, version, "action")
    _end(action, DROPPED, why, None, "")
    dropped(actor, action_id=action.id)


@one_transaction
def reopen(actor: Actor, action: Action, version: int) -> None:
    """Take back that it was done or dropped. Raises Refused if it is open."""
    hold(action, version, "action")
    if action.state == OPEN:
        raise Refused("This action is open already.")
    action.state, action.ended_on, action.outcome, action.confirmed_by = OPEN, None, "", ""
    reopened(actor, action_id=action.id)


@one_long_transaction
def end_many(
    actor: Actor, action_ids: Collection[int], state: str, outcome: str, *, report: Report = silently
) -> int:
    """Say of many actions that they are done, or dropped and why; answers how many were open until now.

    What was done or dropped before stays as it is.
    """
    numbers, found = sorted(action_ids), list[int]()
    for some in batches(numbers, queries.AT_ONCE):
        wanted = select(Action).where(Action.id.in_(some), Action.state == OPEN).order_by(Action.id)
        for action in session().scalars(wanted):
            _end(action, state, outcome, None, BY_ACCOUNT if state == DONE else "")
            found.append(action.id)
        session().flush()
        report(len(found))
    if found:
        ended(actor, action_ids=found, state=state)
    return len(found)


@one_transaction
def chase(actor: Actor, action: Action, how: str = BY_MAIL) -> None:
    """Remind the owner: by mail, with a link to say that it is done; otherwise put on record how it was done.

    Raises Refused unless it is open, and for mail when nobody can be written to or somebody was today.
    """
    if action.state != OPEN:
        raise Refused("This action is not open, so nobody need be reminded of it.")
    if how not in WAYS:
        raise Refused("Choose how the owner was reminded: by mail, by phone or in a meeting.")
    _remind(actor, action, how)


@one_transaction
def chase_if_due(action_id: int, today: date) -> bool:
    """Remind the owner of an overdue action by mail, unless that was done within a week.

    Answers whether a letter was written. Safe to run twice, and at once.
    """
    action = session().get(Action, action_id)
    if action is None or action_id not in queries.due_for_chasing(today):
        return False
    try:
        _remind(SYSTEM, action, BY_MAIL)
    except Refused:  # nobody can be written to: the page of the action says so to whoever looks after it
        return False
    return True


@one_transaction
def confirm(secret: str, said: str) -> Action:
    """Say that an action is done, by the link in a letter, which is used up by it.

    Raises Refused for a link that is unknown, used or over, for an action that is not open, and for whoever
    has it no more.
    """
    link = links.use(secret, mail.CONFIRM)
    action = queries.open_action_for(link)
    _end(action, DONE, said, None, BY_LINK)
    confirmed(SYSTEM, action_id=action.id, via=f"a link sent to {link.for_ref}")
    return action


def _followed_at(agreed_at: str) -> str:
    link = references.link(agreed_at)
    return link.source if link else ""


def _remind(actor: Actor, action: Action, how: str) -> None:
    letter = mail.remind(actor, action) if how == BY_MAIL else None
    save(ActionChase(action_id=action.id, at=clock.now(), how=how, letter_id=letter.id if letter else None))
    chased(actor, action_id=action.id, how=how)


def _put_in(action: Action, entry: ActionEntry) -> None:
    put(action, entry)
    action.agreed_at = entry.agreed_at
    action.owner_id, action.person_id = entry.owner_id, entry.person_id
    action.body_id, action.project_id = entry.body_id, entry.project_id


def _check(entry: ActionEntry) -> None:
    if not entry.title:
        raise Refused("Say what is to be done, such as “Send the walk-in centre figures to PPG chairs”.")
    if not entry.agreed_at:
        raise Refused("Say where it was agreed: the reference of a record, such as meeting:3.")
    if entry.owner_id is not None and entry.person_id is not None:
        raise Refused("Choose one owner: somebody with an account, or somebody in the register.")
    if entry.owner_id is not None and session().get(Account, entry.owner_id) is None:
        raise Refused("The account chosen as owner is not there. Choose again.")
    if entry.due_on is not None and entry.agreed_on is not None and entry.due_on < entry.agreed_on:
        raise Refused(
            f"It cannot be due on {long_date(entry.due_on)}, before it was agreed on "
            f"{long_date(entry.agreed_on)}. Check both days."
        )


def _end(action: Action, state: str, outcome: str, on: date | None, how: str) -> None:
    if action.state != OPEN:
        what = "done" if action.state == DONE else "dropped"
        raise Refused(f"“{action.title}” is {what} already. Open it again first, if that is not so.")
    if state == DROPPED and not outcome:
        raise Refused("Say why it will not be done.")
    if on is not None and on > clock.today():
        raise Refused("The day on which it was done cannot be a day to come. Enter today or an earlier day.")
    action.state, action.ended_on, action.outcome = state, on or clock.today(), outcome
    action.confirmed_by = how
