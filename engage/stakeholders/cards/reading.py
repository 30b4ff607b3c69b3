"""People read from contact cards (vCard) that others made."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import IO, Any

from engage.platform.data.typed import tidied
from engage.platform.mail.addresses import clean

LARGEST = 5 * 1024 * 1024
MOST_CARDS = 2000
LONGEST = 500
KEPT = {"fn", "n", "email", "tel", "adr", "org", "title", "note", "version", "prodid", "uid", "rev"}
PICTURES = {"photo", "logo", "sound"}


class UnreadableCards(ValueError):
    """A file of cards cannot be read; the message says why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Card:
    """One person as a card names them."""

    name: str
    email: str = ""
    phone: str = ""
    post: str = ""
    organisation: str = ""
    title: str = ""


@dataclass(slots=True)
class CardsRead:
    """The people of a file; what was left out of it, and why, in sentences."""

    cards: list[Card] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_cards(source: IO[bytes]) -> CardsRead:
    """The people in a file of cards. Pictures and other parts that are not kept are left out, and said.

    Raises UnreadableCards for a file that holds no card, breaks off, or is too large: it is read no further.
    """
    content = source.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UnreadableCards(
            f"The file is larger than {LARGEST // 1024 // 1024} megabytes. Export fewer cards at once."
        )
    text = _text_of(content)
    if "BEGIN:VCARD" not in text.upper():
        raise UnreadableCards("There is no contact card in this file. Choose a file with the ending .vcf.")
    if text.upper().count("BEGIN:VCARD") > MOST_CARDS:
        raise UnreadableCards(f"The file holds more than {MOST_CARDS:,} cards. Export fewer at once.")

    found, others = CardsRead(), set()
    text, pictures = _without_pictures(text)
    import vobject

    try:
        for number, one in enumerate(vobject.readComponents(text), 1):
            others |= set(one.contents) - KEPT
            _keep(found, number, one.contents)
    except (
        Exception
    ) as problem:  # the library raises whatever its parts do: a broken card must not end in a fault
        raise UnreadableCards(
            f"Card {len(found.cards) + 1} of this file is broken, so nothing was taken from it. "
            "Export it again, or take that card out."
        ) from problem
    if pictures:
        found.left_out.append(
            f"{pictures:,} {'picture was' if pictures == 1 else 'pictures were'} left out: none are kept."
        )
    if others:
        named = ", ".join(sorted(others)[:8])
        found.left_out.append(f"Parts of the cards that the register does not keep were left out: {named}.")
    return found


def _without_pictures(text: str) -> tuple[str, int]:
    """The cards without their pictures and sounds, which are not even decoded; and how many there were."""
    kept: list[str] = []
    pictures, within = 0, False
    for line in text.splitlines():
        if not line.startswith((" ", "\t")):
            name = re.split("[;:]", line, maxsplit=1)[0].rpartition(".")[2].lower()
            within = name in PICTURES
            pictures += within
        if not within:
            kept.append(line)
    return "\r\n".join([*kept, ""]), pictures


def _keep(found: CardsRead, number: int, parts: dict[str, list[Any]]) -> None:
    name = _first(parts, "fn")
    if not name:
        found.left_out.append(f"Card {number:,} names nobody and was left out.")
        return
    email = _first(parts, "email")
    try:
        email = clean(email) if email else ""
    except ValueError:
        found.left_out.append(f"The mail address of card {number:,} is none, and was left out.")
        email = ""
    found.cards.append(
        Card(
            name,
            email,
            _first(parts, "tel"),
            " ".join(_first(parts, "adr").split()),
            _first(parts, "org"),
            _first(parts, "title"),
        )
    )


def _first(parts: dict[str, list[Any]], name: str) -> str:
    for part in parts.get(name, ()):
        value = part.value
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if tidied(text):
            return tidied(text)[:LONGEST]
    return ""


def _text_of(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
