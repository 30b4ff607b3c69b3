"""Setting up the second step, using it, and taking it off."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from engage.accounts import mail, notes, queries, throttling
from engage.accounts.models import Account, Credential, SignIn
from engage.accounts.second_factor import codes
from engage.accounts.second_factor.words import WHY_OFF
from engage.accounts.throttling import Counter, Pace, key_of
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import answers, save, session
from engage.platform.data.transactions import of_answers, one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

set_up = audit.Event("account.second-step-set-up", "account_id")
taken_off = audit.Event("account.second-step-taken-off", "account_id", "why")
codes_renewed = audit.Event("account.recovery-codes-renewed", "account_id")
code_taken = audit.Event("account.code-taken", "account_id", "by")
confirmed = audit.Event("account.confirmed", "account_id", "by")

# Of a million codes three are right at a time: at this pace whoever has the password needs years to find one.
OF_CODES = Pace(free=5, cools=timedelta(minutes=30), longest=timedelta(minutes=30))
TOO_MANY = "There have been too many attempts."


@one_transaction
def set_up_app(account: Account, salt: str, typed: str, *, instead: bool) -> list[str]:
    """Have an app make the codes from now on, once it has shown a right one; answers new recovery codes.

    Only ``instead`` of one that there is when that, or the password, was shown before.
    """
    step = codes.step_shown(salt, "".join(typed.split()), clock.now())
    if step is None:
        raise Refused(codes.NOT_RIGHT)
    app = queries.credential_of(account, codes.APP)
    if app is not None and not instead:
        raise Refused("There is a second step already. Sign in with a code of its app.")
    if app is None:
        app = save(Credential(account_id=account.id, kind=codes.APP, secret=salt, set_at=clock.now()))
    app.secret, app.newest_step, app.set_at = salt, step, clock.now()
    made = codes.renew(account)
    person = queries.actor_for(account)
    mail.tell(person, account, "A second step of signing in was set up for your account")
    set_up(person, account_id=account.id)
    return made


@one_transaction
def renew_codes(actor: Actor, account: Account) -> list[str]:
    """New recovery codes in place of those there were."""
    if queries.credential_of(account, codes.APP) is None:
        raise Refused("There is no second step to recover. Set it up first.")
    made = codes.renew(account)
    mail.tell(actor, account, "New recovery codes were made for your account; those of before are void")
    codes_renewed(actor, account_id=account.id)
    return made


@one_transaction
def take_off(actor: Actor, account: Account, why: str) -> None:
    """Take the second step off an account whose holder can no longer use it, and end its sign-ins."""
    if actor.id == account.id:
        raise Refused("You cannot take off your own second step. Ask another administrator.")
    app = queries.credential_of(account, codes.APP)
    if app is None:
        raise Refused("This account has no second step.")
    session().delete(app)
    codes.drop(account)
    account.generation += 1
    reason = dict(WHY_OFF)[why]
    mail.tell(actor, account, f"The second step of signing in was taken off your account ({reason.lower()})")
    taken_off(actor, account_id=account.id, why=why)


def check_code(account: Account, typed: str, secret: str) -> str:
    """Use up a code of this account; answers by what. Raises Refused, and after too many attempts for any."""
    counters = [Counter(key_of(f"code {account.id}", secret), OF_CODES)]
    throttling.count_a_try(counters, TOO_MANY)
    by = _take_code(account, typed)
    throttling.take_back(counters)
    return by


@of_answers
def confirm(actor: Actor, sign_in: SignIn, by: str) -> None:
    """Note that somebody who was signed in has shown again that it is they."""
    this = update(SignIn).where(SignIn.id == sign_in.id)
    answers.session().execute(this.values(confirmed_at=clock.now()))
    notes.note(confirmed, actor.id or 0, by=by)


@of_answers
def _take_code(account: Account, typed: str) -> str:
    by = codes.take(account, typed)
    notes.note(code_taken, account.id, by=by)
    return by
