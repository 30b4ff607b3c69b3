"""Single-use links: somebody without an account does one thing, once, with what only their letter holds."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from engage.platform import clock
from engage.platform.clock import in_london
from engage.platform.data.db import save, session
from engage.platform.mail.models import SingleUseLink
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

LASTS = 30  # days
SECRET_BYTES = 32
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # how so many bytes are written in an address

UNKNOWN = (
    "This link is not one of ours, or not all of it was copied. Open it from the letter itself, "
    "or copy the whole of its address."
)


@dataclass(frozen=True, slots=True)
class LinkKnown:
    """A link that can still be used: what it allows, about which record, and whom it was made for."""

    purpose: str
    ref: str
    for_ref: str
    made_at: datetime
    ends_at: datetime


def make_link(purpose: str, ref: str, for_ref: str, *, days: int = LASTS) -> str:
    """Within a verb: a new link for ``days`` days; answers its secret, which is kept nowhere else."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = clock.now()
    save(
        SingleUseLink(
            secret_hash=_hash_of(secret),
            purpose=purpose,
            ref=ref,
            for_ref=for_ref,
            made_at=now,
            ends_at=now + timedelta(days=days),
        )
    )
    return secret


def opened(secret: str, purpose: str) -> LinkKnown:
    """What a link allows, without using it up: programs that look through mail fetch every address in it.

    Raises Refused, with a sentence for whoever holds it, when it is unknown, used or over.
    """
    return _known(_still_good(secret, purpose))


def use(secret: str, purpose: str) -> LinkKnown:
    """Within a verb: use a link up. Raises Refused as opening does; of two who use it at once, one may."""
    link = _still_good(secret, purpose)
    link.used_at = clock.now()
    session().flush()
    return _known(link)


def holds_a_secret(text: str) -> bool:
    """Whether a text has the secret of a link in it, so that whoever reads it could use the link."""
    hashes = {_hash_of(found) for found in SECRET.findall(text)}
    wanted = select(SingleUseLink.id).where(SingleUseLink.secret_hash.in_(hashes)).limit(1)
    return bool(hashes) and session().scalar(wanted) is not None


def _still_good(secret: str, purpose: str) -> SingleUseLink:
    wanted = select(SingleUseLink).where(
        SingleUseLink.secret_hash == _hash_of(secret), SingleUseLink.purpose == purpose
    )
    link = session().scalars(wanted).one_or_none()
    if link is None:
        raise Refused(UNKNOWN)
    if link.used_at is not None:
        raise Refused(
            f"This link was used on {_day(link.used_at)}, and each works once. Nothing more is needed. "
            "If it was not you, tell whoever sent you the letter."
        )
    if link.ends_at <= clock.now():
        raise Refused(
            f"This link ended on {_day(link.ends_at)}. Ask whoever sent you the letter for a new one."
        )
    return link


def _known(link: SingleUseLink) -> LinkKnown:
    return LinkKnown(link.purpose, link.ref, link.for_ref, link.made_at, link.ends_at)


def _day(at: datetime) -> str:
    return long_date(in_london(at).date())


def _hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
