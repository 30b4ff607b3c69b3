"""What people call the columns of their spreadsheets, and the words that such names are made of."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engage.rules.column_profile import Holds
from engage.rules.words import plain_words

HEADINGS = Path(__file__).parent / "catalogue" / "headings.toml"
_ENDINGS = (
    "ations",
    "ation",
    "ances",
    "ance",
    "ments",
    "ment",
    "ings",
    "ing",
    "ees",
    "ee",
    "ers",
    "er",
    "ies",
)
_LAST_ENDINGS = ("ed", "es", "s", "e", "y")
_SHORTEST_STEM = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a column can say: the labels of the fields it fills, its names, words of its cells."""

    labels: frozenset[str]
    headings: tuple[str, ...]
    cells: frozenset[str]
    holds: Holds | None
    sparse: bool


@cache
def read_meanings() -> tuple[Meaning, ...]:
    """The meanings of the catalogue, in its order."""
    return tuple(map(_meaning, tomllib.loads(HEADINGS.read_text(encoding="utf-8")).values()))


def _meaning(entry: dict[str, Any]) -> Meaning:
    return Meaning(
        frozenset(entry["fields"]),
        tuple(_listed(entry.get("headings", ""))),
        frozenset(word for cell in _listed(entry.get("cells", "")) for word in plain_words(cell)),
        Holds(entry["holds"]) if "holds" in entry else None,
        entry.get("sparse", False),
    )


def _listed(text: str) -> Iterable[str]:
    return (" ".join(one.split()) for one in text.split(";") if one.strip())


def stems(heading: str) -> frozenset[str]:
    """The words of a heading without their endings: attended, attendees and attendance are one."""
    return frozenset(map(stem, plain_words(heading.replace("%", " percent ").replace("#", " number "))))


@cache
def stem(word: str) -> str:
    for endings in (_ENDINGS, _LAST_ENDINGS):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
                word = word.removesuffix(ending)
                break
    return word
