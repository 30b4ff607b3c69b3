"""Codes of an app, told from the clock and a seed, and recovery codes, each good once.

No seed is kept: it is made anew from a salt in the database and the key of the installation, which is not
in it. Who has only one of the two can make no code.
"""

from __future__ import annotations

import base64
import re
import secrets
from datetime import datetime

from pyotp import TOTP
from pyotp.utils import strings_equal
from sqlalchemy import func, select

from engage.accounts import queries
from engage.accounts.models import Account, CodeTaken, Credential, RecoveryCode
from engage.platform import clock
from engage.platform.data.db import answers, session
from engage.platform.data.seals import guarded
from engage.rules.errors import Refused

APP = "app"
ISSUER = "Engage"
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for something else on paper
GROUPS, GROUP = 4, 4  # 16 letters of this alphabet are 79 bits
OF_APP = re.compile(r"[0-9]{6}")
RECOVERY = re.compile(rf"[{ALPHABET}]{{{GROUPS * GROUP}}}")
TOLERATED = (0, -1, 1)  # steps of half a minute: clocks of telephones go a little wrong
NOT_RIGHT = (
    "This code is not right, or was used already. Wait for the next one that the app shows, and check that "
    "the clock of the device is right."
)


def new_salt() -> str:
    return secrets.token_urlsafe(16)


def seed_of(salt: str) -> str:
    """What the app is given, in letters that can be typed."""
    key = bytes.fromhex(guarded(f"seed of a second step {salt}"))
    return base64.b32encode(key[:20]).decode()


def in_groups(seed: str) -> str:
    """In groups of four, as it is read and typed."""
    return " ".join(seed[start : start + GROUP] for start in range(0, len(seed), GROUP))


def address_for_app(account: Account, salt: str) -> str:
    """What the square picture says to the app."""
    return str(TOTP(seed_of(salt)).provisioning_uri(name=account.email, issuer_name=ISSUER))


def picture_for_app(account: Account, salt: str) -> str:
    """The square picture, as an address that holds it whole."""
    import segno

    made = segno.make(address_for_app(account, salt), error="m")
    return str(made.svg_data_uri(scale=5, border=4, light="white", dark="black"))


def step_shown(salt: str, typed: str, at: datetime) -> int | None:
    """The step of time whose code this is, or nothing."""
    app = TOTP(seed_of(salt))
    steps = (app.timecode(at) + one for one in TOLERATED)
    return next((step for step in steps if strings_equal(app.generate_otp(step), typed)), None)


def looks_like_one(typed: str) -> bool:
    """Whether this has the form of a code of the app or of a recovery code."""
    plain = _plain(typed)
    return bool(OF_APP.fullmatch(plain) or RECOVERY.fullmatch(plain))


def take(account: Account, typed: str) -> str:
    """Within a verb of the answers: use a code of the app or a recovery code up; answers which it was.

    Raises Refused. Of two who bring the same at once one comes in.
    """
    app = queries.credential_of(account, APP)
    plain = _plain(typed)
    if app is not None and OF_APP.fullmatch(plain):
        step = step_shown(app.secret, plain, clock.now())
        if step is not None and step > _newest_step(account, app) and _use_up(account, f"{step}", step):
            return "code"
    elif app is not None and _is_recovery_code(account, plain) and _use_up(account, plain):
        return "recovery code"
    raise Refused(NOT_RIGHT)


def renew(account: Account) -> list[str]:
    """Within a verb: new recovery codes in place of those there were, shown once and kept nowhere."""
    drop(account)
    made = [_made_up() for _ in range(RECOVERY_CODES)]
    for code in made:
        session().add(RecoveryCode(account_id=account.id, code_hash=_hash_of(account, code.replace("-", ""))))
    return made


def drop(account: Account) -> None:
    """Within a verb: take the recovery codes of an account away."""
    for one in session().scalars(select(RecoveryCode).where(RecoveryCode.account_id == account.id)):
        session().delete(one)
    session().flush()


def _is_recovery_code(account: Account, plain: str) -> bool:
    wanted = select(RecoveryCode.id).where(
        RecoveryCode.account_id == account.id, RecoveryCode.code_hash == _hash_of(account, plain)
    )
    return session().scalar(wanted) is not None


def _newest_step(account: Account, app: Credential) -> int:
    """The newest half minute whose code was taken, here or as the app was set up."""
    wanted = select(func.max(CodeTaken.step)).where(CodeTaken.account_id == account.id)
    return max(answers.session().scalar(wanted) or 0, app.newest_step or 0)


def _use_up(account: Account, plain: str, step: int | None = None) -> bool:
    row = answers.insert_into(CodeTaken).values(
        account_id=account.id, code_hash=_hash_of(account, plain), step=step, at=clock.now()
    )
    new = row.on_conflict_do_nothing().returning(CodeTaken.id)
    return answers.session().scalar(new) is not None


def _plain(typed: str) -> str:
    return re.sub(r"[\W_]", "", typed).lower()


def _made_up() -> str:
    letters = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(letters)


def _hash_of(account: Account, plain: str) -> str:
    return guarded(f"recovery code {account.id} {plain}")
