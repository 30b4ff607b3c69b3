"""Letters about accounts: a link to choose a password with, word of every change to it, and to administrators
of attacks and of jobs that fail."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import current_app

from engage.accounts import queries
from engage.accounts.models import Account
from engage.platform import clock
from engage.platform.mail import letters, links
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Recipient, write
from engage.platform.processes.models import JobRun
from engage.rules.actors import SYSTEM, Actor
from engage.rules.errors import Refused
from engage.rules.permissions import ROLES, May

CHOOSE = "choose-password"
CHANGED, POWER = "word of a change to an account", "word of power given"
ATTACK, JOB = "word of an attack", "word of a job"
FIRST_LASTS, FORGOTTEN_LASTS = timedelta(days=3), timedelta(hours=1)


def is_on() -> bool:
    """Whether letters leave this installation."""
    return current_app.config["MAIL_SERVER"] is not None


def send_link(actor: Actor, account: Account, letter: str, lasts: timedelta) -> str:
    """Within a verb: write a letter with a link to choose a password with; answers the address of the link.

    Where no letters leave, none is written. Links of before lead nowhere any more.
    """
    ref = f"account:{account.id}"
    links.end(CHOOSE, ref)
    address = (
        f"{current_app.config['ADDRESS']}/choose-password/{links.make_link(CHOOSE, ref, ref, lasts=lasts)}"
    )
    if is_on():
        roles = [ROLES[role].title for role in sorted(queries.roles_of(account.id)) if role in ROLES]
        ends = clock.now() + lasts
        _write(f"accounts/{letter}.txt", CHOOSE, account, actor, address=address, ends=ends, roles=roles)
    return address


def tell(actor: Actor, account: Account, what: str) -> None:
    """Within a verb: tell whoever has the account of a change to it, such as "The password was changed"."""
    _write("accounts/changed.txt", CHANGED, account, actor, what=what, by=_by(actor, account), at=clock.now())


def tell_of_power(actor: Actor, account: Account, roles: list[str]) -> None:
    """Within a verb: tell the other administrators that somebody was given power over accounts or records."""
    titles, by, at = [ROLES[role].title for role in roles], _by(actor, account), clock.now()
    told: dict[str, Any] = {"holder": account.name, "roles": titles, "by": by, "at": at}
    for other in queries.accounts_that_may(May.MANAGE_ACCOUNTS):
        if other.id not in {actor.id, account.id}:
            _write("accounts/power.txt", POWER, other, actor, **told)


def tell_of_attack(whom: str, times: int, once: str) -> bool:
    """Within a verb: tell the administrators of many attempts in vain; answers whether any was not told yet.

    ``once`` names the attack: of each they are told one time.
    """
    return _tell_administrators("attack", ATTACK, once, May.MANAGE_ACCOUNTS, whom=whom, times=times)


def tell_of_failed_job(words: str, why: str, run: JobRun, once: str) -> bool:
    """Within a verb: tell those who mind jobs of one that failed; answers whether any was not told yet."""
    told = {"times": run.failures, "since": run.failing_since, "at": run.failed_at}
    return _tell_administrators("job_failed", JOB, once, May.MIND_JOBS, words=words, why=why, **told)


def tell_of_job_that_works(words: str, run: JobRun) -> None:
    """Within a verb: tell those who mind jobs that one works again."""
    told = {"words": words, "since": run.failing_since, "at": run.failed_at}
    _tell_administrators("job_works", JOB, f"job works {uuid4()}", May.MIND_JOBS, **told)


def _tell_administrators(letter: str, kind: str, once: str, permission: May, **told: Any) -> bool:
    letters = [
        _write(f"accounts/{letter}.txt", kind, one, SYSTEM, once=f"{once} account:{one.id}", **told)
        for one in queries.accounts_that_may(permission)
    ]
    return any(letters)


def _write(
    template: str, kind: str, to: Account, actor: Actor, *, once: str = "", **values: Any
) -> Letter | None:
    """Nothing is written to the accounts of a demonstration, whose addresses are nobody's."""
    if to.is_demonstration:
        return None
    site = current_app.config["ADDRESS"]
    subject, text = letters.render(template, name=to.name, site=site, **values)
    ref, once = f"account:{to.id}", once or f"{kind} {uuid4()}"
    with suppress(Refused):  # an address that is none must not keep anybody from closing a door
        return write(kind, ref, Recipient(ref, to.email, to.name), subject, text, once=once, by=actor)
    return None


def _by(actor: Actor, account: Account) -> str:
    return "" if actor.id in {None, account.id} else actor.name
