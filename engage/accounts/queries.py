"""Fetching accounts, and telling who is behind a cookie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from engage.accounts.models import Account, AccountRole, CodeTaken, Credential, RecoveryCode, SignIn
from engage.platform.data.db import answers, session
from engage.platform.data.remembered import HEAD, know_head
from engage.platform.data.typed import row_number
from engage.platform.mail.links import LinkKnown
from engage.platform.offers.references import Named
from engage.rules.actors import Actor
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May, permissions_of, roles_that_may

PASSWORD = "password"  # noqa: S105  a kind of credential, and none itself

IN_USE = select(SignIn).where(
    SignIn.token_hash == bindparam("of"),
    SignIn.ends_at > bindparam("now"),
    SignIn.seen_at > bindparam("used_since"),
)
WHO = (
    select(Account, AccountRole.role, HEAD.scalar_subquery())
    .outerjoin(AccountRole, AccountRole.account_id == Account.id)
    .where(
        Account.id == bindparam("number"),
        Account.generation == bindparam("generation"),
        Account.is_open.is_(True),
    )
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An account with its roles, for the page that lists them."""

    account: Account
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Live:
    """A sign-in that is in use, and whose it is."""

    sign_in: SignIn
    account: Account
    actor: Actor


def account_for(account_id: int) -> Account:
    account = session().get(Account, account_id)
    if account is None:
        raise Missing
    return account


def open_account(account_id: int) -> Account | None:
    """The account with this number, while it may sign in."""
    account = session().get(Account, account_id)
    return account if account is not None and account.is_open else None


def whose_link(link: LinkKnown) -> Account:
    """Whose password a link lets choose. Raises Refused when their account was closed."""
    account = account_for(row_number(link.ref.partition(":")[2]))
    if not account.is_open:
        raise Refused("This account was closed. Ask your administrator.")
    return account


def accounts() -> list[Listed]:
    """Every account, open ones first, by name."""
    held = roles_by_account()
    found = session().scalars(select(Account).order_by(Account.is_open.desc(), Account.name)).all()
    return [Listed(account, held.get(account.id, ())) for account in found]


def roles_by_account() -> dict[int, tuple[str, ...]]:
    held: dict[int, tuple[str, ...]] = {}
    for row in session().scalars(select(AccountRole).order_by(AccountRole.role)):
        held[row.account_id] = (*held.get(row.account_id, ()), row.role)
    return held


def roles_of(account_id: int) -> frozenset[str]:
    return frozenset(session().scalars(select(AccountRole.role).where(AccountRole.account_id == account_id)))


def accounts_that_may(permission: May) -> list[Account]:
    """The open accounts that hold a role that allows this, by number."""
    held = select(AccountRole.account_id).where(AccountRole.role.in_(roles_that_may({permission})))
    wanted = select(Account).where(Account.is_open.is_(True), Account.id.in_(held))
    return list(session().scalars(wanted.order_by(Account.id)))


def account_by_email(email: str) -> Account | None:
    return session().scalars(select(Account).where(Account.email == email.lower())).one_or_none()


def credential_of(account: Account, kind: str = PASSWORD) -> Credential | None:
    wanted = select(Credential).where(Credential.account_id == account.id, Credential.kind == kind)
    return session().scalars(wanted).one_or_none()


def recovery_codes_left(account: Account) -> int:
    kept = select(RecoveryCode.code_hash).where(RecoveryCode.account_id == account.id)
    codes = session().scalars(kept).all()
    taken = select(func.count()).where(CodeTaken.code_hash.in_(codes))
    return len(codes) - (answers.session().scalar(taken) or 0)


def actor_for(account: Account) -> Actor:
    """The account as the rest of the house knows it."""
    return _actor(account.id, account.name, roles_of(account.id))


def _actor(number: int, name: str, roles: frozenset[str]) -> Actor:
    return Actor(id=number, name=name, roles=roles, permissions=permissions_of(roles))


def live_sign_in(token_hash: str, now: datetime, idle: timedelta) -> Live | None:
    """The sign-in behind a cookie, while it lasts, is in use, and its account is open.

    Every page asks this, so it is one statement a database, which brings the head of the record along. What
    ends sign-ins is in the record, with whatever it is done for: nothing can come between.
    """
    sign_in = _in_use(token_hash, now, idle)
    if sign_in is None:
        return None
    whose = {"number": sign_in.account_id, "generation": sign_in.generation}
    found = session().execute(WHO, whose).all()
    if not found:
        return None
    account, _, head = found[0]
    know_head(head)
    roles = frozenset(row.role for row in found if row.role)
    return Live(sign_in, account, _actor(account.id, account.name, roles))


def _in_use(token_hash: str, now: datetime, idle: timedelta) -> SignIn | None:
    """Read and let go of: whoever waits for others holds no connection of this database."""
    asked = {"of": token_hash, "now": now, "used_since": now - idle}
    found = answers.session().scalars(IN_USE, asked).one_or_none()
    if found is not None:
        answers.session().expunge(found)
    answers.session().rollback()
    return found


def sign_ins_of(account: Account, now: datetime, idle: timedelta) -> Sequence[SignIn]:
    """Where an account is signed in now, newest first."""
    wanted = select(SignIn).where(
        SignIn.account_id == account.id,
        SignIn.generation == account.generation,
        SignIn.ends_at > now,
        SignIn.seen_at > now - idle,
    )
    return answers.session().scalars(wanted.order_by(SignIn.started_at.desc())).all()


def names_of() -> list[tuple[str, str]]:
    """(number, name) of every open account, for choosing an owner."""
    found = session().execute(
        select(Account.id, Account.name).where(Account.is_open.is_(True)).order_by(Account.name)
    )
    return [(str(number), name) for number, name in found]


def demonstration_accounts() -> list[Listed]:
    """The accounts of the demonstration, for its sign-in buttons."""
    held = roles_by_account()
    found = (
        session()
        .scalars(
            select(Account)
            .where(Account.is_demonstration.is_(True), Account.is_open.is_(True))
            .order_by(Account.id)
        )
        .all()
    )
    return [Listed(account, held.get(account.id, ())) for account in found]


def named(numbers: Sequence[int]) -> dict[int, Named]:
    found = session().execute(select(Account.id, Account.name).where(Account.id.in_(numbers)))
    return {number: Named("", name, "") for number, name in found}
