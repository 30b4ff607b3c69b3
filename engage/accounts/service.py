"""Opening accounts, giving roles, signing in and out."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from engage.accounts import mail, notes, passwords, queries, throttling, turns
from engage.accounts.devices import Device
from engage.accounts.models import Account, AccountRole, CodeTaken, Credential, SignIn
from engage.accounts.throttling import Counter, Pace, TooSoon, key_of
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import answers, save, session
from engage.platform.data.transactions import (
    of_answers,
    of_answers_unless_busy,
    one_transaction,
    unless_busy,
)
from engage.platform.data.typed import number_or_none
from engage.platform.mail import links
from engage.rules.actors import NOBODY, SYSTEM, Actor
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import POWER, ROLES, May, clash_between, roles_that_may

opened = audit.Event("account.opened", "account_id", "roles")
roles_given = audit.Event("account.roles-given", "account_id", "roles")
password_set = audit.Event("account.password-set", "account_id")
link_sent = audit.Event("account.link-sent", "account_id")
link_asked = audit.Event("account.link-asked", "account_id")
closed = audit.Event("account.closed", "account_id")
reopened = audit.Event("account.reopened", "account_id")
signed_in = audit.Event("account.signed-in", "account_id", "by")
signed_out = audit.Event("account.signed-out", "account_id", "everywhere")

TOO_MANY = "There have been too many attempts to sign in."
OF_ACCOUNT = Pace(free=5, cools=timedelta(minutes=10), longest=timedelta(minutes=10))
# Hundreds of people may come from one address of an organisation, and few of them mistype at once.
OF_SOURCE = Pace(free=20, cools=timedelta(minutes=1), longest=timedelta(minutes=5))
OF_LETTERS = Pace(free=3, cools=timedelta(minutes=15), longest=timedelta(minutes=15))
A_DAY = timedelta(days=1)
BETWEEN_LETTERS = timedelta(minutes=5)
TOO_MANY_LETTERS = "A letter was asked for too often."
NOT_KNOWN = "The e-mail address or the password is not right. Check both and try again."


class NobodyThere(Exception):
    """What was begun for somebody who is not to be written to is undone."""


@one_transaction
def open_account(
    actor: Actor,
    email: str,
    name: str,
    roles: Collection[str],
    *,
    password: str | None,
    demonstration: bool = False,
) -> Account:
    """Open an account. Raises Refused for an address in use, or roles nobody may hold together."""
    account = _new_account(actor, email, name, roles, demonstration=demonstration)
    if password is not None:
        _set_password(account, password)
    opened(actor, account_id=account.id, roles=sorted(roles))
    return account


@one_transaction
def invite(actor: Actor, email: str, name: str, roles: Collection[str]) -> tuple[Account, str]:
    """Open an account whose holder chooses the password, by the link that is answered and sent to them."""
    account = _new_account(actor, email, name, roles)
    address = mail.send_link(actor, account, "first", mail.FIRST_LASTS)
    opened(actor, account_id=account.id, roles=sorted(roles))
    return account, address


@one_transaction
def send_link(actor: Actor, account: Account) -> str:
    """Let somebody choose a new password, by the link that is answered and sent to them."""
    if not account.is_open:
        raise Refused("This account is closed. Open it again first.")
    address = mail.send_link(actor, account, "forgotten", mail.FIRST_LASTS)
    link_sent(actor, account_id=account.id)
    return address


def ask_for_link(email: str, secret: str, *, source: str = "") -> None:
    """Send a link to whoever has this address. Nothing tells, not even the time, whether anybody has."""
    counters = [
        Counter(key_of(f"forgotten {email.lower()}", secret), OF_LETTERS),
        Counter(key_of(f"source {source}", secret), OF_SOURCE),
    ]
    throttling.count_a_try(counters, TOO_MANY_LETTERS)
    _send_link_to(email)


@one_transaction
def _send_link_to(email: str) -> None:
    """For an address that nobody has, or that was written to just now, the same is done, and undone."""
    known = queries.account_by_email(email)
    is_somebody = known is not None and known.is_open and not known.is_demonstration
    account = known if known is not None and is_somebody else Account(id=0, email=email, name="")
    has_one = links.was_made_since(mail.CHOOSE, f"account:{account.id}", clock.now() - BETWEEN_LETTERS)
    person = queries.actor_for(account)
    with suppress(NobodyThere), session().begin_nested():
        mail.send_link(SYSTEM, account, "forgotten", mail.FORGOTTEN_LASTS)
        if has_one or not is_somebody:
            raise NobodyThere
    link_asked(person if is_somebody else NOBODY, account_id=account.id if is_somebody else None)


@one_transaction
def choose_password(secret: str, password: str) -> Account:
    """Set the password of whoever was sent this link, once. Raises Refused as opening the link does."""
    account = queries.whose_link(links.use(secret, mail.CHOOSE))
    _set_password(account, password)
    _end_all(account)
    person = queries.actor_for(account)
    mail.tell(
        person, account, "Your password was chosen anew, by the link in a letter or from an administrator"
    )
    password_set(person, account_id=account.id)
    return account


@one_transaction
def give_roles(actor: Actor, account: Account, roles: Collection[str]) -> None:
    """Replace the roles of an account.

    Raises Refused for one's own, for roles nobody may hold together, and when nobody would be left to give
    out accounts.
    """
    if account.id == actor.id:
        raise Refused("You cannot change your own roles. Ask another administrator.")
    with _somebody_left():
        new = _give(account, roles)
    titles = ", ".join(sorted(ROLES[role].title for role in roles)) or "none"
    mail.tell(actor, account, f"Your roles were changed. They are now: {titles}")
    _tell_of_power(actor, account, new)
    _end_all(account)  # whoever gains or loses power begins anew
    roles_given(actor, account_id=account.id, roles=sorted(roles))


@one_transaction
def set_password(actor: Actor, account: Account, password: str) -> None:
    """Set a password and end every sign-in of the account."""
    _set_password(account, password)
    _end_all(account)
    mail.tell(actor, account, "Your password was changed")
    password_set(actor, account_id=account.id)


@one_transaction
def close_account(actor: Actor, account: Account) -> None:
    """Close an account: it can no longer sign in, and is signed out everywhere at once."""
    if account.id == actor.id:
        raise Refused("You cannot close your own account. Ask another administrator.")
    with _somebody_left():
        account.is_open = False
        session().flush()
    _end_all(account)
    closed(actor, account_id=account.id)


@one_transaction
def reopen_account(actor: Actor, account: Account) -> None:
    """Open a closed account again, with the roles it had."""
    account.is_open = True
    reopened(actor, account_id=account.id)


def check_password(
    email: str, password: str, secret: str, *, source: str = "", device: Device | None = None
) -> Account:
    """The account behind an address and password. Raises Refused, in the same words whichever is wrong.

    ``source`` and ``device`` are where it is tried from. Raises TooSoon after many tries in vain; a browser
    that this account has signed in from before is slowed only by its own.
    """
    account = queries.account_by_email(email)
    known = device if device and account and account.id in device.accounts else None
    counters = _counters(email, secret, source, known)
    throttling.count_a_try(counters, TOO_MANY)
    credential = queries.credential_of(account) if account and account.is_open else None
    # Something is checked when there is no such account too, so that the answer takes as long either way.
    hashed = credential.secret if credential else passwords.of_nobody()
    try:
        with turns.turn(known=known is not None):
            matches = passwords.match(hashed, password)
    except TooSoon:
        throttling.take_back(counters)
        raise
    if not matches or account is None or credential is None:
        raise Refused(NOT_KNOWN)
    throttling.take_back(counters)
    return account


@of_answers
def begin_sign_in(account: Account, lasts: timedelta, by: str, device: str = "") -> str:
    """Sign an account in, from a browser in words; answers the token for its cookie."""
    now = clock.now()
    token = f"{account.id}.{secrets.token_urlsafe(32)}"
    answers.session().execute(delete(SignIn).where(SignIn.ends_at < now))
    answers.session().add(
        SignIn(
            token_hash=hash_of(token),
            account_id=account.id,
            generation=account.generation,
            device=device,
            started_at=now,
            seen_at=now,
            ends_at=now + lasts,
            confirmed_at=now,
        )
    )
    notes.note(signed_in, account.id, by=by)
    return token


@of_answers
def sign_out(actor: Actor, token: str) -> None:
    """End the sign-in behind this cookie."""
    answers.session().execute(delete(SignIn).where(SignIn.token_hash == hash_of(token)))
    notes.note(signed_out, actor.id or 0, everywhere=False)


@of_answers
def sign_out_everywhere(actor: Actor) -> None:
    """End every sign-in of this person, on every browser."""
    answers.session().execute(delete(SignIn).where(SignIn.account_id == actor.id))
    notes.note(signed_out, actor.id or 0, everywhere=True)


@of_answers
def end_every_sign_in() -> None:
    """Let everybody sign in anew, such as after a backup: it may hold sign-ins that were ended since."""
    answers.session().execute(delete(SignIn))


@of_answers
def end_sign_in(actor: Actor, sign_in_id: int) -> None:
    """End one sign-in of one's own. Raises Missing for another's, and for one that has ended."""
    sign_in = answers.session().get(SignIn, sign_in_id)
    if sign_in is None or sign_in.account_id != actor.id:
        raise Missing
    answers.session().delete(sign_in)
    notes.note(signed_out, actor.id, everywhere=False)


@of_answers_unless_busy
def mark_seen(sign_in: SignIn, now: datetime) -> None:
    """Keep a sign-in alive while it is used; nobody who only reads waits for somebody who writes."""
    answers.session().execute(update(SignIn).where(SignIn.id == sign_in.id).values(seen_at=now))


@of_answers
def forget_ended_sign_ins(now: datetime, idle: timedelta) -> int:
    """Take away sign-ins that have ended, and codes too old to be tried again; answers how many sign-ins."""
    old = delete(CodeTaken).where(CodeTaken.step.is_not(None), CodeTaken.at < now - A_DAY)
    answers.session().execute(old)
    ended = delete(SignIn).where((SignIn.ends_at < now) | (SignIn.seen_at < now - idle)).returning(SignIn.id)
    return len(answers.session().scalars(ended).all())


def tell_the_trail() -> None:
    """Tell the trail who came and went; what others' writing does not let in, the next who comes tells it."""
    for number in notes.waiting():
        _tell_the_trail(number)


@unless_busy
def _tell_the_trail(number: int) -> None:
    notes.tell(number)


def account_in(token: str) -> int | None:
    """Whose sign-in a token is or was. Only one that we have signed can be believed."""
    number, mark, _ = token.partition(".")
    return number_or_none(number) if mark else None


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _new_account(
    actor: Actor, email: str, name: str, roles: Collection[str], *, demonstration: bool = False
) -> Account:
    known = queries.account_by_email(email)
    if known is not None:
        state = "Change its roles instead." if known.is_open else "It is closed; open it again instead."
        raise Refused(f"There is already an account with this e-mail address, of {known.name}. {state}")
    account = save(Account(email=email.lower(), name=name, is_demonstration=demonstration))
    _tell_of_power(actor, account, _give(account, roles))
    return account


def _tell_of_power(actor: Actor, account: Account, new: Collection[str]) -> None:
    powerful = sorted(set(new) & roles_that_may(POWER))
    if powerful and not account.is_demonstration:
        mail.tell_of_power(actor, account, powerful)


def _give(account: Account, roles: Collection[str]) -> set[str]:
    """Replace the roles of an account; answers those that are new."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise Refused(f"There is no role called {', '.join(unknown)}.")
    clash = clash_between(roles)
    if clash is not None:
        first, second = ROLES[clash.first].title, ROLES[clash.second].title
        raise Refused(f"Nobody may be both {first} and {second}: {clash.why}. Choose one of the two.")
    held = session().scalars(select(AccountRole).where(AccountRole.account_id == account.id)).all()
    for row in held:
        if row.role not in roles:
            session().delete(row)
    new = set(roles) - {row.role for row in held}
    session().add_all(AccountRole(account_id=account.id, role=role) for role in sorted(new))
    session().flush()
    return new


@contextmanager
def _somebody_left() -> Iterator[None]:
    """Of two administrators who close one another at once, one stays: verbs take their turns."""
    could = queries.accounts_that_may(May.MANAGE_ACCOUNTS)
    yield
    if could and not queries.accounts_that_may(May.MANAGE_ACCOUNTS):
        raise Refused(
            "Nobody would be left who may give out accounts. Give that role to somebody else first."
        )


def _set_password(account: Account, password: str) -> None:
    passwords.refuse_weak(password, own=(account.email, account.name))
    credential = queries.credential_of(account)
    if credential is None:
        credential = Credential(account_id=account.id, kind="password", secret="")
        session().add(credential)
    if passwords.match(credential.secret, password):
        raise Refused("That is the password there is already. Choose another.")
    credential.secret = passwords.hash_of(password)
    credential.set_at = clock.now()


def _counters(email: str, secret: str, source: str, known: Device | None) -> list[Counter]:
    """What a try is counted under: its browser where that is known, else the account and where it is from."""
    if known is not None:
        return [Counter(key_of(f"device {known.number} {email.lower()}", secret), OF_ACCOUNT)]
    return [
        Counter(key_of(f"account {email.lower()}", secret), OF_ACCOUNT),
        Counter(key_of(f"source {source}", secret), OF_SOURCE),
    ]


def _end_all(account: Account) -> None:
    account.generation += 1
