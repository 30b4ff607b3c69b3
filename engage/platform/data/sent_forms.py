"""Forms that were sent: what one did is done once, however often it is sent.

A form is used up by the first verb of the record that runs for it, in the very transaction of that verb: so
of two that come at once the second finds it used once its turn comes, and a verb that was refused uses up
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g
from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped

from engage.platform import clock
from engage.platform.data.db import record, session
from engage.platform.data.tables import Base, Privacy, key, noted
from engage.rules.errors import Refused

SAVED_BEFORE = (
    "You had sent this form already, with other words in it, and that was saved. What you sent now was not: "
    "look through it, and send it again if it is to be saved as well."
)


class SentForm(Base):
    """A form that was sent, and what it asked for done."""

    __tablename__ = "sent_form"
    __unaudited__ = "that it was sent; what it did has its entry"

    id: Mapped[int] = key()
    mark: Mapped[str] = noted(
        "keyed hash of who sent it to which address; the key was in the form alone",
        unique=True,
        privacy=Privacy.NONE,
    )
    content: Mapped[str] = noted(
        "hash of what was sent, with the same key, so that it betrays none of it", privacy=Privacy.NONE
    )
    at: Mapped[datetime] = noted("when it was done", index=True, privacy=Privacy.NONE)


class SentAlready(Exception):
    """What was sent has been sent before, and was done then."""


@dataclass(slots=True)
class Sending:
    """A form as this request sends it. It ``goes_ahead`` once nothing is wrong with it, ``is_done`` once a
    verb has used it up, and ``is_spent`` where that was before this request.

    ``mark`` tells which form it is, ``mark_with_content`` which form with these very words.
    """

    mark: str
    mark_with_content: str
    content: str
    goes_ahead: bool = False
    is_done: bool = False
    is_spent: bool = False


def use_up() -> None:
    """Use up the form that was sent, within the first transaction that it leads to.

    Raises SentAlready where that was done before, and Refused where it was with other words.
    """
    sending = _now_sent()
    if sending is None:
        return
    row = record.insert_into(SentForm).values(mark=sending.mark, content=sending.content, at=clock.now())
    first = row.on_conflict_do_nothing(index_elements=["mark"]).returning(SentForm.id)
    if session().connection().scalar(first) is not None:
        return
    if was_done(sending):
        raise SentAlready
    sending.is_spent = True
    raise Refused(SAVED_BEFORE)


def is_used_up() -> None:
    """Note that the transaction in which the form was used up is saved."""
    if sending := _now_sent():
        sending.is_done = True


def was_done(sending: Sending) -> bool:
    """Whether this was sent and done before; where it was with other words, the form is spent."""
    marks = (sending.mark, sending.mark_with_content)
    known = set(session().scalars(select(SentForm.content).where(SentForm.mark.in_(marks))))
    sending.is_spent = sending.is_spent or bool(known)
    return sending.content in known


def forget_before(moment: datetime) -> int:
    """Take away that forms were sent before then, within a verb; answers how many."""
    gone = delete(SentForm).where(SentForm.at < moment).returning(SentForm.id)
    return len(session().scalars(gone).all())


def _now_sent() -> Sending | None:
    sending: Sending | None = g.get("sending")
    return sending if sending and sending.goes_ahead and not sending.is_done else None
