"""Letters about actions: a reminder to the owner, with a link that says it is done."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from engage.accounts.models import Account
from engage.actions import queries
from engage.actions.models import Action
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.mail import letters, links
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Recipient, write
from engage.platform.offers import references
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.stakeholders.consents import mail as mailing

CONFIRM = "confirm-action"
KIND = "reminder of an action"

NOBODY_TO_WRITE_TO = (
    "Nobody who can be written to has this action. Give it an owner with an account or in the register, "
    "or say how else you reminded them."
)


def remind(actor: Actor, action: Action) -> Letter:
    """Within a verb: write to the owner. Raises Refused when nobody can be written to, or was today."""
    to = recipient_of(action)
    ref, today = queries.reference(action.id), clock.today()
    secret = links.make_link(CONFIRM, ref, to.ref)
    agreed_at = references.link(action.agreed_at)
    subject, text = letters.render(
        "actions/chase.txt",
        title=action.title,
        name=to.name,
        due_on=action.due_on,
        overdue=queries.days_overdue(action, today) > 0,
        agreed_at=agreed_at.text if agreed_at else "",
        agreed_on=action.agreed_on,
        address=f"{current_app.config['ADDRESS']}/a/{secret}",
        ends_on=today + timedelta(days=links.LASTS),
    )
    letter = write(KIND, ref, to, subject, text, once=f"{KIND} {ref} {to.ref} {today}", by=actor)
    if letter is None:
        raise Refused("The owner was written to today already. Once a day is enough.")
    return letter


def recipient_of(action: Action) -> Recipient:
    """Whom a reminder goes to. Raises Refused, saying why, when nobody can be written to."""
    account = session().get(Account, action.owner_id) if action.owner_id is not None else None
    if account is not None and account.is_open:
        return Recipient(f"account:{account.id}", account.email, account.name)
    if action.person_id is None:
        raise Refused(NOBODY_TO_WRITE_TO)
    found = mailing.recipients([action.person_id], "one_to_one")
    if not found.able:
        raise Refused(found.left_out[0].sentence)
    return found.able[0]
