"""The outbox: letters written with the change they tell of, and posted by the worker once it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from flask import current_app
from sqlalchemy import func, select, update

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import links
from engage.platform.mail.addresses import clean
from engage.platform.mail.models import Letter
from engage.rules.actors import Actor
from engage.rules.errors import Missing, Refused

sent_again = audit.Event("letter.sent-again", "letter_id", "kind")
unsure_sent_again = audit.Event("letters.sent-again", "count")
unsure_left = audit.Event("letters.left", "count")

WAITING, SENDING, SENT, REFUSED, GIVEN_UP, UNSURE, LEFT, HELD_BACK = (
    "waiting",
    "sending",
    "sent",
    "refused",
    "given_up",
    "unsure",
    "left",
    "held_back",
)
ENDED_BADLY = (REFUSED, GIVEN_UP, UNSURE, LEFT)
AT_ONCE = 500  # letters that are asked for together
NONE_UNSURE = "Of none of these letters is it unknown any more whether it was sent. Look at the list again."
LONGEST_SUBJECT = 300

SENTENCES = {
    WAITING: "It has not been sent yet.",
    SENDING: "It is being sent now.",
    SENT: "The mail server took it.",
    REFUSED: "The mail server refused it, and would again. Check the address.",
    GIVEN_UP: "It could not be sent, and is not tried any more.",
    UNSURE: (
        "Nobody knows whether it was sent: we were cut off while the mail server was taking it. "
        "Ask them, or send it again."
    ),
    LEFT: "Nobody knows whether it was sent, and somebody decided to leave it at that.",
    HELD_BACK: "They were no longer to be written to when it was their turn, so it was not sent.",
}

WhyNot = Callable[[str, str], str]
"""Why somebody, by reference, may not be sent a letter of a kind any more; empty when they may."""

_asked: dict[str, WhyNot] = {}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is to: ``ref`` such as person:7 or account:2, a mail address, a name or post."""

    ref: str
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the file store that goes with a letter, under a name of its own."""

    fingerprint: str
    name: str
    media_type: str


@dataclass(frozen=True, slots=True)
class LetterKnown:
    """What became of one letter, for pages: no address and no words of it. ``answer`` is a sentence."""

    id: int
    kind: str
    to_ref: str
    state: str
    written_at: datetime
    sent_at: datetime | None
    answer: str


def write(
    kind: str,
    about: str,
    to: Recipient,
    subject: str,
    text: str,
    *,
    attachments: Sequence[Attachment] = (),
    once: str = "",
    by: Actor,
) -> Letter | None:
    """Within a verb: write one letter, which is posted once the verb is saved.

    None when a letter with the same ``once`` is there already; unless given, it is what the letter is about,
    its kind and whom it is to. Raises Refused for an address that is none.
    """
    once = once or f"{kind} {about} {to.ref}"
    if session().scalar(select(Letter.id).where(Letter.once == once)) is not None:
        return None
    text = links.without_secrets(text)
    return save(_letter(kind, about, to, subject, text, attachments=attachments, once=once, by=by))


def write_to_each(
    kind: str, about: str, recipients: Sequence[Recipient], subject: str, text: str, *, by: Actor
) -> None:
    """Within a verb: write one letter to each of these, who have none of this kind about it yet. Raises
    Refused for an address that is none."""
    text = links.without_secrets(text)
    session().add_all(
        _letter(kind, about, to, subject, text, attachments=(), once=f"{kind} {about} {to.ref}", by=by)
        for to in recipients
    )
    session().flush()


def _letter(
    kind: str,
    about: str,
    to: Recipient,
    subject: str,
    text: str,
    *,
    attachments: Sequence[Attachment],
    once: str,
    by: Actor,
) -> Letter:
    now = clock.now()
    return Letter(
        once=once,
        kind=kind,
        about=about,
        to_ref=to.ref,
        to_address=_checked(to.address),
        to_name=_one_line(to.name),
        subject=_one_line(subject)[:LONGEST_SUBJECT],
        text=text,
        attachments=[_plain(one) for one in attachments],
        message_id=f"<{uuid4().hex}@{_host()}>",
        state=WAITING,
        next_try_at=now,
        written_at=now,
        by_id=by.id,
    )


def ask_before_posting(kind_of_recipient: str, why_not: WhyNot) -> None:
    """Have it asked, of letters to a kind of recipient such as person, whether they may still be sent.

    Days may pass between the writing and the posting, and somebody may withdraw their consent in them.
    """
    _asked[kind_of_recipient] = why_not


def why_not(letter: Letter) -> str:
    """Why a letter may not be sent after all; empty when it may."""
    asked = _asked.get(letter.to_ref.partition(":")[0])
    return asked(letter.to_ref, letter.kind) if asked else ""


def letters_about(ref: str) -> list[LetterKnown]:
    """What became of each letter that tells of this record, newest first."""
    wanted = select(Letter).where(Letter.about == ref).order_by(Letter.id.desc())
    return [
        LetterKnown(
            id=letter.id,
            kind=letter.kind,
            to_ref=letter.to_ref,
            state=letter.state,
            written_at=letter.written_at,
            sent_at=letter.sent_at,
            answer=SENTENCES[letter.state],
        )
        for letter in session().scalars(wanted)
    ]


def letter_for(letter_id: int) -> Letter:
    """One letter. Raises Missing."""
    letter = session().get(Letter, letter_id)
    if letter is None:
        raise Missing
    return letter


@one_transaction
def send_again(actor: Actor, letter: Letter) -> None:
    """Post a letter once more that was refused, given up, or of which nobody knows whether it was sent.

    It keeps its number: a mail program that has it already shows it once. Raises Refused for any other.
    """
    session().refresh(letter, with_for_update=True)
    if letter.state not in ENDED_BADLY:
        raise Refused(f"This letter cannot be sent again. {SENTENCES[letter.state]}")
    if not (letter.to_address and letter.text):
        raise Refused("This letter cannot be sent again: to whom it was and what it said is no longer kept.")
    letter.state, letter.tries, letter.next_try_at = WAITING, 0, clock.now()
    sent_again(actor, letter_id=letter.id, kind=letter.kind)


@one_transaction
def send_unsure_again(actor: Actor, numbers: Sequence[int]) -> int:
    """Post those of these letters once more of which nobody knows whether they were sent; answers how many.

    Each keeps its number, as when it is sent again alone. Raises Refused where there is none.
    """
    found = unsure_among(numbers, to_send=True)
    if not found:
        raise Refused(NONE_UNSURE)
    for letter in found:
        letter.state, letter.tries, letter.next_try_at = WAITING, 0, clock.now()
    unsure_sent_again(actor, count=len(found))
    return len(found)


@one_transaction
def leave_unsure(actor: Actor, numbers: Sequence[int]) -> int:
    """Leave it at that for those of these letters of which nobody knows whether they were sent; answers how
    many. Raises Refused where there is none."""
    found = unsure_among(numbers, to_send=False)
    if not found:
        raise Refused(NONE_UNSURE)
    for letter in found:
        letter.state = LEFT
    unsure_left(actor, count=len(found))
    return len(found)


def unsure_among(numbers: Sequence[int], *, to_send: bool) -> list[Letter]:
    """Those of these letters of which nobody knows whether they were sent; ``to_send``: and that can be."""
    still_can = (Letter.text != "", Letter.to_address != "") if to_send else ()
    wanted = select(Letter).where(Letter.state == UNSURE, *still_can)
    return [
        letter
        for start in range(0, len(numbers), AT_ONCE)
        for letter in session().scalars(wanted.where(Letter.id.in_(numbers[start : start + AT_ONCE])))
    ]


@one_transaction
def try_now() -> None:
    """Let letters that were put off be tried at once, as somebody asked for."""
    put_off = update(Letter).where(Letter.state == WAITING, Letter.tries > 0)
    session().execute(put_off.values(next_try_at=clock.now()))


def put_off() -> int:
    """How many letters were tried, not taken, and wait to be tried again."""
    wanted = select(func.count()).select_from(Letter).where(Letter.state == WAITING, Letter.tries > 0)
    return session().scalar(wanted) or 0


def waiting() -> int:
    """How many letters have not been sent yet."""
    wanted = select(func.count()).select_from(Letter).where(Letter.state.in_((WAITING, SENDING)))
    return session().scalar(wanted) or 0


def _checked(address: str) -> str:
    try:
        return clean(address)
    except ValueError as problem:
        raise Refused(f"{problem} Nothing was sent.") from problem


def _one_line(text: str) -> str:
    """Without line ends and other control characters, which could begin a new line of the letter's head."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _plain(one: Attachment) -> dict[str, Any]:
    return {"fingerprint": one.fingerprint, "name": _one_line(one.name), "media_type": one.media_type}


def _host() -> str:
    return urlsplit(current_app.config["ADDRESS"]).hostname or "localhost"
