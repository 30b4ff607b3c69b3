"""What one cell enumerates: several things under numbers or marks, or in several columns, or one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engage.rules.words import is_not_recorded

APART = "\x1e"
"""Stands between the cells of several columns: the record separator, which nobody types."""

_SIGN = re.compile(r"\s*(?:[•●▪◦‣·]|[-–—*](?=\s))\s*")
_LABEL = re.compile(
    r"\s*\(?([0-9]{1,2}(?=[.):])|(?:[a-z]|[ivx]{1,5})(?=[.)]))[.):](?![0-9])\s*", re.IGNORECASE
)
_WITHIN = re.compile(
    r"(?:^|(?<=[\s;]))(?:\(?[0-9]{1,2}\)|[•●▪◦‣])\s*|(?<=[.;!?])\s+[0-9]{1,2}\.\s+|^[0-9]{1,2}\.\s+"
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True, slots=True)
class Enumerated:
    """The things in their order; ``each`` has "" for one that says that nothing is known, ``whole`` the text.

    Two are the same that name the same things.
    """

    named: tuple[str, ...]
    each: tuple[str, ...] = field(compare=False)
    whole: str = field(compare=False)


def read_enumerated(*texts: str) -> Enumerated:
    """The things that texts enumerate, each of which may enumerate several itself."""
    cells = [cell.strip() for text in texts for cell in text.split(APART)]
    things = [thing for cell in cells for thing in _things(cell) if thing]
    each = tuple("" if is_not_recorded(thing) else thing for thing in things)
    whole = "\n".join(cell for cell in cells if not is_not_recorded(cell))
    return Enumerated(tuple(filter(None, each)), each, whole)


def _things(text: str) -> Sequence[str]:
    """One thing, unless its lines are numbered from the first on, or all begin with a mark."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        return _within(text) or [text]
    return _numbered(lines) or _marked(lines) or [text]


def _numbered(lines: Sequence[str]) -> list[str]:
    found = [_LABEL.match(line) for line in lines]
    starts: list[int] = []
    for place, label in enumerate(found):
        if label and _stands_for(label[1].lower(), len(starts) + 1):
            starts.append(place)
    ends = [label.end() if label else 0 for label in found]
    return _pieces(lines, starts, ends)


def _marked(lines: Sequence[str]) -> list[str]:
    found = [_SIGN.match(line) for line in lines]
    starts = [place for place, sign in enumerate(found) if sign]
    return _pieces(lines, starts, [sign.end() if sign else 0 for sign in found])


def _pieces(lines: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[str]:
    """From each start to the next; a line before the first may only lead up to them: “People asked for:”."""
    if len(starts) < 2 or (starts[0] > 0 and not (starts[0] == 1 and lines[0].rstrip().endswith(":"))):
        return []
    lead = f"{lines[0].strip()} " if starts[0] else ""
    bounds = pairwise([*starts, len(lines)])
    return [
        lead + "\n".join([lines[first][ends[first] :].strip(), *lines[first + 1 : last]])
        for first, last in bounds
    ]


def _within(line: str) -> list[str]:
    """The things of one line: “1) Parking 2) Buses”, “• Parking • Buses”, “1. Parking; 2. Buses”."""
    if not _WITHIN.match(line):
        return []
    marks = list(_counted(_WITHIN.finditer(line)))
    if len(marks) < 2 or marks[0].start() > 0:
        return []
    bounds = pairwise([*marks, None])
    return [
        line[mark.end() : after.start() if after else len(line)].strip().rstrip(";").rstrip()
        for mark, after in bounds
        if mark
    ]


def _counted(marks: Iterator[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those that are no numbers, or count on from one."""
    number = 1
    for mark in marks:
        digits = re.sub(r"[^0-9]", "", mark[0])
        if not digits:
            yield mark
        elif int(digits) == number:
            number += 1
            yield mark


def _stands_for(label: str, number: int) -> bool:
    """Whether a label is the one that comes at this place: 2, b or ii at the second."""
    letters = (chr(ord("a") + number - 1), _ROMAN[number - 1] if number <= len(_ROMAN) else "")
    return label in letters or label == str(number)
