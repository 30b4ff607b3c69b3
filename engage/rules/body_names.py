"""The names of NHS bodies: whose they are however typed, and whether a cell names one body or several."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from engage.rules.words import (
    VOCABULARIES,
    Recognised,
    Term,
    Vocabulary,
    is_not_recorded,
    plain_words,
    term_from,
    without_repeats,
)


class BodyKind(StrEnum):
    """Kinds of body, named as the duties name those they apply to."""

    CCG = "CCG"
    ICB = "ICB"
    NHSE = "NHSE"
    PCT = "PCT"
    CSU = "CSU"
    NHS_TRUST = "NHS trust"
    NHS_FOUNDATION_TRUST = "NHS foundation trust"
    HEALTH_BOARD = "health board"
    LOCAL_AUTHORITY = "local authority"
    OTHER = "other"


# The plural is kept apart: "X and Y CCGs" are several bodies acting as one, which "X and Y CCG", when it
# came, was not.
_SHORT_FORMS = (
    ("clinical commissioning groups", "ccgs"),
    ("clinical commissioning group", "ccg"),
    ("integrated care boards", "icbs"),
    ("integrated care board", "icb"),
    ("primary care trusts", "pcts"),
    ("primary care trust", "pct"),
    ("commissioning support unit", "csu"),
    ("nhs foundation trust", "nhsft"),
    ("foundation trust", "nhsft"),
    ("nhs trust", "nhst"),
)
_ENDINGS = {
    "ccg": BodyKind.CCG,
    "ccgs": BodyKind.CCG,
    "icb": BodyKind.ICB,
    "icbs": BodyKind.ICB,
    "pct": BodyKind.PCT,
    "pcts": BodyKind.PCT,
    "csu": BodyKind.CSU,
    "nhsft": BodyKind.NHS_FOUNDATION_TRUST,
    "nhst": BodyKind.NHS_TRUST,
    "health board": BodyKind.HEALTH_BOARD,
    "council": BodyKind.LOCAL_AUTHORITY,
    "nhs england": BodyKind.NHSE,
}


def body_kind(name: str) -> BodyKind:
    """The kind that a name ends in: "NHS Anytown CCG" is a CCG, and so are "Anyshire CCGs" together."""
    words = _short_words(name)
    ending = _ENDINGS.get(" ".join(words[-2:])) or _ENDINGS.get(" ".join(words[-1:]))
    return ending or BodyKind.OTHER


def body_key(name: str) -> str:
    """
    What is left of a body's name when "NHS" before it, the long form of its kind, capitals, hyphens and
    "&" for "and" are set aside. The order of the words stays.
    """
    words = _short_words(name)
    return " ".join(words[1:] if words[:1] == ["nhs"] and len(words) > 2 else words)


def _short_words(name: str) -> list[str]:
    text = " ".join(plain_words(name))
    for long_form, short_form in _SHORT_FORMS:
        text = re.sub(rf"\b{long_form}\b", short_form, text)
    words = text.split()
    # "Integrated Care Board (ICB)" says its kind twice
    return words[:-1] if words[-2:-1] == words[-1:] else words


def code_for(name: str) -> str:
    """The code a body new to the catalogue is given: "NHS Powys and Gwent CCG" is powys-and-gwent-ccg."""
    return body_key(name).replace(" ", "-")


LONGEST_NAME = 150
_NAMES_A_BODY = re.compile(r"(ccgs?|icbs?|pct|csu|trust|council|healthcare)$")
MOST_LOOKED_AT = 100  # different cells of a column


def names_bodies(cells: Iterable[str], known: BodyNames | None = None) -> tuple[str, ...]:
    """The bodies that the different cells of one column name; none unless at least half of the cells do.

    A body is ``known``, or has a name that ends as those of bodies do. A few cells say what a column is.
    """
    names = known or BodyNames()
    wanted = [cell for cell in cells if not is_not_recorded(cell)]
    first = [_bodies_in(cell, names) for cell in wanted[:MOST_LOOKED_AT]]
    if 2 * sum(map(bool, first)) < max(len(first), 1):
        return ()
    found = (*first, *(_bodies_in(cell, names) for cell in wanted[MOST_LOOKED_AT:]))
    return tuple({key: name for pieces in found for key, name in pieces.items()}.values())


def _bodies_in(cell: str, names: BodyNames) -> dict[str, str]:
    """The bodies of a cell by what tells them apart; empty for one that names anything else."""
    pieces = split_bodies(cell) if len(cell) <= 4 * LONGEST_NAME else []
    if not pieces or any(len(piece) > LONGEST_NAME for piece in pieces):
        return {}
    read = [names.recognise(piece) for piece in pieces]
    if not all(one.code or _NAMES_A_BODY.search(body_key(one.typed)) for one in read):
        return {}
    return {one.code or body_key(one.typed): one.label for one in read}


_CUT = re.compile(r",\s*and\s+|\s*[,/&+]\s*|\s+and\s+", re.IGNORECASE)


def split_bodies(text: str) -> list[str]:
    """
    The bodies named in one cell. ``;``, ``|`` and line breaks always part two; "&", "and", "/" and "," only
    after a name that ends in its kind, when all that follow do: "Shropshire CCG & Telford and Wrekin CCG"
    are two, "Birmingham & Solihull CCG" and "Bradford City and Bradford Districts CCGs" one.
    """
    lines = (" ".join(line.split()) for line in re.split(r"[;|\r\n]", text))
    names = [name for line in lines if line for name in _split_where_kinds_end(line)]
    return without_repeats((name for name in names if not is_not_recorded(name)), body_key)


def _split_where_kinds_end(text: str) -> list[str]:
    names, start = [], 0
    for cut in _CUT.finditer(text):
        name = text[start : cut.start()].strip()
        if body_kind(name) is not BodyKind.OTHER:
            names.append(name)
            start = cut.end()
    rest = text[start:].strip()
    return [*names, rest] if body_kind(rest) is not BodyKind.OTHER else [text]


@dataclass(frozen=True, slots=True)
class TrustedDate:
    """A date and whether it was checked: ``trust`` is "verified" or "unverified"."""

    on: date
    trust: str


@dataclass(frozen=True, slots=True)
class CatalogueBody:
    """
    A body the catalogue knows. ``starts`` and ``ends`` are its first and last day; None: not known, or
    for ``ends`` that it lasts. ``successor`` is the code of the body that took over.
    """

    code: str
    name: str
    kind: BodyKind
    aliases: tuple[str, ...]
    starts: TrustedDate | None
    ends: TrustedDate | None
    successor: str | None
    successor_trust: str | None


@cache
def read_bodies() -> tuple[CatalogueBody, ...]:
    """The bodies of the catalogue, in its order."""
    content = tomllib.loads((VOCABULARIES / "bodies.toml").read_text(encoding="utf-8"))
    return tuple(_body(entry) for entry in content["body"])


def _body(entry: dict[str, Any]) -> CatalogueBody:
    term = term_from({**entry, "label": entry["name"]})
    succession = entry.get("successor", {})
    return CatalogueBody(
        term.code,
        term.label,
        BodyKind(term.kind),
        term.aliases,
        _trusted(entry.get("starts")),
        _trusted(entry.get("ends")),
        succession.get("code"),
        succession.get("trust"),
    )


def _trusted(entry: dict[str, Any] | None) -> TrustedDate | None:
    return TrustedDate(entry["on"], entry["trust"]) if entry else None


class BodyNames:
    """
    Whose name a text is: the catalogue's bodies and the caller's.

    The caller's come first. One of ``known`` with the code or the name of a body of the catalogue stands
    in its place and takes its other names, save those that another of the caller's bodies bears. Raises
    ClashingTerms when two of ``known`` bear one name.
    """

    def __init__(self, known: Iterable[Term] = ()) -> None:
        terms = {term.code: term for term in known}
        claimed = {
            body_key(name): term.code
            for term in terms.values()
            for name in (term.code, term.label, *term.aliases)
        }
        for body in read_bodies():
            names = tuple(name for name in (body.name, *body.aliases) if body_key(name) not in claimed)
            owner = terms.get(body.code) or terms.get(claimed.get(body_key(body.name), ""))
            if owner is None:
                terms[body.code] = Term(body.code, body.name, tuple(n for n in names if n != body.name))
            else:
                terms[owner.code] = replace(owner, aliases=(*owner.aliases, *names))
        self._vocabulary = Vocabulary("Bodies", terms.values(), key=body_key)

    @property
    def terms(self) -> tuple[Term, ...]:
        """Every body, with the names it is known by."""
        return self._vocabulary.terms

    def recognise(self, text: str) -> Recognised:
        """The body a text names; a new one has no code, and ``code_for`` proposes one."""
        return self._vocabulary.recognise(text)
