"""Single-use links: somebody without an account does one thing, once, with what only their letter holds.

The secret of a link is made from a seed and the application's key, and made anew when its letter is posted:
who reads the database alone, letters that still wait included, can use none.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, select

from engage.platform import clock
from engage.platform.clock import in_london
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail.models import SingleUseLink
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

LASTS = 30  # days, unless the link says otherwise
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # how 32 bytes are written in an address
PLACE = re.compile(r"\[\[link:([A-Za-z0-9_-]{22})\]\]")  # where one stood, with its seed

UNKNOWN = (
    "This link is not one of ours, or not all of it was copied. Open it from the letter itself, "
    "or copy the whole of its address."
)


KEY_CHANGED = "It holds a link made with a key that Engage no longer has. Have it written anew."


@dataclass(frozen=True, slots=True)
class LinkKnown:
    """A link that can still be used: what it allows, about which record, and whom it was made for."""

    purpose: str
    ref: str
    for_ref: str
    made_at: datetime
    ends_at: datetime


def make_link(purpose: str, ref: str, for_ref: str, *, lasts: timedelta = timedelta(days=LASTS)) -> str:
    """Within a verb: a new link for so long; answers its secret, which is kept nowhere else."""
    seed = secrets.token_urlsafe(16)
    secret = _secret_from(seed)
    now = clock.now()
    save(
        SingleUseLink(
            secret_hash=_hash_of(secret),
            seed=seed,
            purpose=purpose,
            ref=ref,
            for_ref=for_ref,
            made_at=now,
            ends_at=now + lasts,
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


def was_made_since(purpose: str, ref: str, since: datetime) -> bool:
    """Whether a link that allows this about a record was made since then."""
    made = (SingleUseLink.purpose == purpose, SingleUseLink.ref == ref, SingleUseLink.made_at > since)
    return bool(_where(*made))


def end(purpose: str, ref: str) -> None:
    """Within a verb: let no link that allows this about a record be used any more."""
    unused = (SingleUseLink.purpose == purpose, SingleUseLink.ref == ref, SingleUseLink.used_at.is_(None))
    for link in _where(*unused):
        link.ends_at = min(link.ends_at, clock.now())


@one_transaction
def end_all() -> None:
    """Let no link be used any more, such as after a backup: it may hold links that were used since."""
    for link in _where(SingleUseLink.used_at.is_(None), SingleUseLink.ends_at > clock.now()):
        link.ends_at = clock.now()


def without_secrets(text: str) -> str:
    """A letter as it is kept: with the seed in the place of the secret of each link.

    A seed that somebody typed is none: who has read it in the database is not to be sent its secret.
    """
    if typed := PLACE.findall(text):
        for link in _where(SingleUseLink.seed.in_(typed)):
            text = text.replace(f"[[link:{link.seed}]]", "[link]")
    secret_of = {_hash_of(found): found for found in SECRET.findall(text)}
    found = _where(SingleUseLink.secret_hash.in_(secret_of), SingleUseLink.seed != "") if secret_of else ()
    for link in found:
        text = text.replace(secret_of[link.secret_hash], f"[[link:{link.seed}]]")
    return text


def with_secrets(text: str) -> str:
    """A letter as it is posted. Raises Refused when the key of the application has changed since."""
    for link in _where(SingleUseLink.seed.in_(PLACE.findall(text))):
        secret = _secret_from(link.seed)
        if _hash_of(secret) != link.secret_hash:
            raise Refused(KEY_CHANGED)
        text = text.replace(f"[[link:{link.seed}]]", secret)
    return text


def holds_a_link(text: str) -> bool:
    """Whether a letter has a link in it, whose words are not kept once it is sent."""
    hashes = [_hash_of(found) for found in SECRET.findall(text)]
    known = SingleUseLink.secret_hash.in_(hashes) | SingleUseLink.seed.in_(PLACE.findall(text))
    return bool(_where(known))


def _where(*conditions: ColumnElement[bool]) -> Sequence[SingleUseLink]:
    return session().scalars(select(SingleUseLink).where(*conditions)).all()


def _secret_from(seed: str) -> str:
    made = hmac.digest(current_app.config["SECRET_KEY"].encode(), f"link {seed}".encode(), "sha256")
    return urlsafe_b64encode(made).decode().rstrip("=")


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
