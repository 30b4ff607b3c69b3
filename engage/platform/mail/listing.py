"""Letters as a list: to whom, about what, and what became of each; never their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from sqlalchemy import ColumnElement, select

from engage.platform.clock import in_london
from engage.platform.data.db import session
from engage.platform.mail import outbox
from engage.platform.mail.models import Letter
from engage.platform.offers import references
from engage.platform.offers.waiting import Rows
from engage.platform.web import lists
from engage.platform.web.lists import Choice, Column, Filter, ListSpec
from engage.rules.actors import Actor
from engage.rules.permissions import May

NEWEST = 200
MAY_HAVE_GONE = "letter may or may not have been sent", "letters may or may not have been sent"
STATES = {
    outbox.WAITING: "Waiting",
    outbox.SENDING: "Being sent",
    outbox.SENT: "Sent",
    outbox.REFUSED: "Refused",
    outbox.GIVEN_UP: "Given up",
    outbox.UNSURE: "Not known",
    outbox.LEFT: "Not known, and left at that",
    outbox.HELD_BACK: "Held back",
}
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A letter and what the record it tells of is called."""

    letter: Letter
    about: str

    @property
    def id(self) -> int:
        return self.letter.id

    @property
    def state(self) -> str:
        return STATES[self.letter.state]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a letter's text; ``href`` where it is an address."""

    text: str
    href: str = ""


def letters() -> ListSpec:
    """Every letter, newest first."""
    return ListSpec(
        name="letters",
        heading="Letters",
        one="letter",
        many="letters",
        number=Letter.id,
        base=lambda: select(Letter.id),
        rows=_rows,
        columns=COLUMNS,
        filters=FILTERS,
        first_order=("written", True),
        remarks=(
            ("waiting", Letter.state == outbox.WAITING),
            ("not sent after all", Letter.state.in_((outbox.REFUSED, outbox.GIVEN_UP, outbox.HELD_BACK))),
            ("of which nobody knows whether they were sent", Letter.state == outbox.UNSURE),
        ),
    )


def what_waits(actor: Actor) -> list[Rows]:
    """Letters of which nobody knows whether they were sent, for those who decide on them, and for those who
    see to it that somebody does."""
    unsure = Letter.state == outbox.UNSURE
    if actor.may(May.WRITE_TO_PEOPLE):
        return [Rows(Letter.id, unsure, *MAY_HAVE_GONE, f"/letters?state={outbox.UNSURE}")]
    if actor.may(May.MIND_JOBS):
        one, many = (f"{words}: those who write letters decide" for words in MAY_HAVE_GONE)
        return [Rows(Letter.id, unsure, one, many, "/jobs")]
    return []


def newest() -> list[Row]:
    """The newest letters, for the mailbox of a demonstration."""
    numbers = session().scalars(select(Letter.id).order_by(Letter.id.desc()).limit(NEWEST)).all()
    return _rows(numbers)


def pieces(text: str) -> list[Piece]:
    """A letter's text with its own addresses to be followed: those that lead back to this installation."""
    found: list[Piece] = []
    end, home = 0, current_app.config["ADDRESS"]
    for match in ADDRESS.finditer(text):
        address = match.group().rstrip(".,;:)")
        found.append(Piece(text[end : match.start()]))
        inside = address.removeprefix(home) if address.startswith(f"{home}/") else ""
        found.append(Piece(address, inside))
        end = match.start() + len(address)
    return [*found, Piece(text[end:])]


def _rows(numbers: Sequence[int]) -> list[Row]:
    found = lists.in_order(session().scalars(select(Letter).where(Letter.id.in_(numbers))), numbers)
    named = references.links({letter.about for letter in found})
    return [Row(letter, named[letter.about].text) for letter in found]


def _to(row: Row) -> str:
    letter = row.letter
    return f"{letter.to_name} ({letter.to_address})" if letter.to_name else letter.to_address


def _kinds() -> list[Choice]:
    return [(kind, kind) for kind in lists.distinct_values(Letter.kind)]


def _in_state(value: str) -> ColumnElement[bool]:
    if value not in STATES:
        raise ValueError("choose one from the list")
    return Letter.state == value


COLUMNS: tuple[Column, ...] = (
    Column(
        "subject",
        "Subject",
        lambda row: row.letter.subject,
        link=lambda row: url_for("platform.letter", letter_id=row.id),
    ),
    Column("to", "To", _to),
    Column("about", "About", lambda row: row.about),
    Column("state", "What became of it", lambda row: row.state, sort=Letter.state),
    Column(
        "written", "Written", lambda row: in_london(row.letter.written_at).date(), sort=Letter.id, kind="date"
    ),
    Column("kind", "Kind", lambda row: row.letter.kind, sort=Letter.kind, shown=False),
    Column("tries", "Tries", lambda row: row.letter.tries, kind="number", shown=False),
    Column("answer", "What the mail server said", lambda row: row.letter.answer, shown=False),
)


def _about(value: str) -> ColumnElement[bool]:
    return Letter.about == (references.find(value) or value)


FILTERS: tuple[Filter, ...] = (
    Filter("state", "What became of it", _in_state, lambda: list(STATES.items())),
    Filter("kind", "Kind", lambda value: Letter.kind == value, _kinds),
    Filter("about", "About", _about, hint="The address of its page, or its code."),
)
