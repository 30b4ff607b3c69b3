"""Cells that hold several values: where they part, and that a sentence is not a list."""

from __future__ import annotations

import re
from collections.abc import Callable

from engage.rules.words import split_values, without_repeats

Knows = Callable[[str], bool]
"""Whether a text is a term that is known, in any spelling."""

MOST_WORDS_OF_A_TERM = 10
MOST_WORDS_ALIKE = 3
MOST_WORDS_ALIKE_UNKNOWN = 2
MOST_CUTS = 40
WORDS_OF_A_SENTENCE = 4  # with a full stop at its end

_CUT = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s*[&+]\s*|\s+and\s+", re.IGNORECASE)
_MARK = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s*&\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*(?:and\s+|&\s*)?", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(who|whose|whom|that|which)\b.*", re.IGNORECASE)
_VERB = re.compile(
    r"(?<![\w-])(is|are|was|were|be|been|being|has|have|had|will|would|should|could|can|cannot|may|might|must|did"
    r"|does|do|asked|attached|attended|available|came|carried|completed|considered|covered|discussed|done|felt"
    r"|found|given|gave|got|held|identified|included|invited|made|met|needed|offered|provided|published|recorded"
    r"|said|see|sent|shows|spoke|taken|thought|told|took|translated|undertaken|wanted|went|wrote|we|they|this"
    r"|these|there)(?![\w-])",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\b(a|an|and|at|by|for|from|in|of|on|or|the|their|to|was|were|with)$", re.IGNORECASE)
_STOPPED = re.compile(r"[.!?]['\"”’)]*$")


def is_sentence(text: str) -> bool:
    """Whether a text says something rather than names it: by its end, its verb or its length."""
    words = text.split()
    if len(words) >= WORDS_OF_A_SENTENCE and _STOPPED.search(text.rstrip()):
        return True
    if len(words) > 1 and (_VERB.search(_RELATIVE.sub("", text)) or _LEFT_OPEN.search(text.rstrip())):
        return True
    return len(words) > MOST_WORDS_OF_A_TERM


def split_list(text: str, knows: Knows) -> list[str] | None:
    """
    The terms of one cell, or None where it holds a sentence, which is never cut.

    ``;``, ``|``, `` / `` and line breaks always part. Commas, "&" and "and" part where everything between
    them is known ("Age, sex & race"). Commas and "&" also part what is short and known in part, and commas
    what is short and of one look. So "Deaf and hard of hearing people" is one, as is all that is known whole.
    """
    if knows(text):
        return [text]
    terms: list[str] = []
    for piece in split_values(text):
        parts = [piece] if knows(piece) else _known_parts(piece, knows)
        if parts is None and is_sentence(piece):
            return None
        terms += parts or _alike_parts(piece, knows) or [piece]
    return terms


def split_names(text: str, knows: Knows) -> list[str]:
    """
    The names of one cell. ``;``, ``|``, `` / `` and line breaks part them, but never one that is known whole;
    commas, "&" and "and" part only where everything between them is known.
    """
    if knows(text):
        return [" ".join(text.split())]
    pieces = split_values(text)
    parts = [[piece] if knows(piece) else _known_parts(piece, knows) or [piece] for piece in pieces]
    return without_repeats((name for names in parts for name in names), str.casefold)


def _known_parts(text: str, knows: Knows) -> list[str] | None:
    """The text cut so that each part is known, the longest first; None where it cannot be."""
    cuts = [cut.span() for cut in _CUT.finditer(text)]
    if not cuts or len(cuts) > MOST_CUTS:
        return None
    ends = [start for start, _end in cuts] + [len(text)]
    starts = [0] + [end for _start, end in cuts]
    parts: dict[int, list[str]] = {len(starts): []}
    for first in reversed(range(len(starts))):
        for last in reversed(range(first, len(ends))):
            part = text[starts[first] : ends[last]].strip()
            if last + 1 in parts and part and knows(part):
                parts[first] = [part, *parts[last + 1]]
                break
    return parts.get(0)


def _alike_parts(text: str, knows: Knows) -> list[str] | None:
    """The text cut where its parts are short, and some are known or all are of one look."""
    parts = [part for part in _MARK.split(text) if part]
    if any(knows(part) for part in parts):
        short = all(len(part.split()) <= MOST_WORDS_ALIKE or knows(part) for part in parts)
    else:
        parts = [part for part in _COMMA.split(text) if part]
        of_one_look = len({part[0].isupper() for part in parts}) == 1
        short = of_one_look and all(len(part.split()) <= MOST_WORDS_ALIKE_UNKNOWN for part in parts)
    if not short:
        return None
    return [term for part in parts for term in (_known_parts(part, knows) or [part])]
