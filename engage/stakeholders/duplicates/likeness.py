"""Whether two names may be of one organisation, and why, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from engage.rules.organisation_names import (
    SHORTEST_INITIALS,
    SHORTEST_MISSPELT,
    NameParts,
    cannot_be_one,
    initials_of,
    read_name_rules,
)

IsCommon = Callable[[str], bool]
"""Whether a word stands in several names, so that it is unlikely to be misspelt."""

ALL_LETTERS = 14  # letters from which two of them may be wrong
SHORTEST_WORD = 5  # letters: in a shorter word one letter is often the difference between two
CERTAIN_FIRST_LETTER = 8  # letters from which the first may be wrong


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two names are, up to 100, and the reason as a sentence."""

    likeness: int
    reason: str


def never_common(_word: str) -> bool:
    return False


def compare(one: NameParts, other: NameParts, is_common: IsCommon = never_common) -> Alike | None:
    """Why two names may be of one organisation; None when they are not alike, or say that they are two."""
    if not one.plain or not other.plain or cannot_be_one(one, other):
        return None
    if one.key == other.key:
        return _same_words(one, other)
    if one.kind == other.kind and one.letters == other.letters:
        return Alike(94, "They have the same letters, with the spaces in other places.")
    return _misspelt(one, other, is_common) or _initials(one, other) or _initials(other, one)


def _same_words(one: NameParts, other: NameParts) -> Alike:
    if one.typed.casefold() == other.typed.casefold():
        return Alike(100, "They have the same name.")
    differences = list(_differences(one, other))
    if not differences and _same_set(one, other):
        return Alike(99, "They have the same name but for capitals, accents, “&” or punctuation.")
    told = _enumerated(differences or [_less_plain(one, other)])
    return Alike(max(98 - 3 * len(differences), 80), f"They have the same name but for {told}.")


def _less_plain(one: NameParts, other: NameParts) -> str:
    """What is left when nothing else is different: an abbreviation that both have, or a plural."""
    if {*one.plain, *other.plain} & read_name_rules().abbreviations.keys():
        return "words written short"
    return "singular and plural"


def _telling(parts: NameParts) -> list[str]:
    return [word for word in parts.plain if word not in read_name_rules().small]


def _same_set(one: NameParts, other: NameParts) -> bool:
    return sorted(_telling(one)) == sorted(_telling(other))


def _enumerated(items: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def _differences(one: NameParts, other: NameParts) -> Iterator[str]:
    """What is different in two names whose telling words are the same."""
    if one.in_brackets != other.in_brackets:
        yield f"“{' '.join(one.in_brackets or other.in_brackets)}” in brackets"
    if one.core != other.core or (_telling(one) != _telling(other) and _same_set(one, other)):
        yield "the order of the words"
    if one.legal != other.legal:
        said = sorted(one.legal ^ other.legal)
        yield f"what the body is in law ({', '.join(said)})"
    if one.kind_words != other.kind_words:
        kind = next(kind for kind in read_name_rules().kinds if kind.name == one.kind)
        yield f"{kind.says} ({', '.join(sorted(one.kind_words ^ other.kind_words))})"
    if one.code != other.code:
        yield f"the code {one.code or other.code}"
    yield from _written_out(one, other)


def _written_out(one: NameParts, other: NameParts) -> Iterator[str]:
    """The abbreviations that only one of two names has."""
    known = read_name_rules().abbreviations
    for short in sorted(set(one.plain) ^ set(other.plain)):
        if short in known:
            yield f"“{short}”, which stands for “{' '.join(known[short])}”"


def letters_wrong(one: str, other: str, most: int | None = None) -> int:
    """How many letters are left out, too many, wrong or swapped; past ``most`` it is one more than that."""
    from rapidfuzz.distance import OSA

    return OSA.distance(one, other, score_cutoff=most)


def _misspelt(one: NameParts, other: NameParts, is_common: IsCommon) -> Alike | None:
    """Whether one name may be the other with a letter or two wrong."""
    shorter = min(len(one.letters), len(other.letters))
    if one.kind != other.kind or shorter < SHORTEST_MISSPELT:
        return None
    most = 2 if shorter >= ALL_LETTERS else 1
    wrong = letters_wrong(one.letters, other.letters, most)
    if wrong > most:
        return None
    pairs = [
        (left, right) for left, right in zip_longest(one.core, other.core, fillvalue="") if left != right
    ]
    if len(one.core) != len(other.core):
        return Alike(88, "They differ in one letter and in where the spaces are.") if wrong == 1 else None
    if not all(_may_be_misspelt(left, right, is_common) for left, right in pairs):
        return None
    told = " and ".join(f"“{left}” and “{right}”" for left, right in pairs)
    return Alike(96 - 3 * wrong, f"They differ only in the spelling of {told}.")


def _may_be_misspelt(left: str, right: str, is_common: IsCommon) -> bool:
    if frozenset((left, right)) in read_name_rules().opposites:
        return False
    if is_common(left) and is_common(right):
        return False
    shorter = min(len(left), len(right))
    if left[:1] != right[:1] and shorter < CERTAIN_FIRST_LETTER:
        return False
    wrong = letters_wrong(left, right)
    return shorter >= SHORTEST_WORD and (wrong == 1 or (wrong == 2 and shorter >= CERTAIN_FIRST_LETTER))


def _initials(short: NameParts, long: NameParts) -> Alike | None:
    """Whether the whole of one name is the initials of the other."""
    if (
        len(short.plain) != 1
        or len(short.plain[0]) < SHORTEST_INITIALS
        or len(long.plain) < SHORTEST_INITIALS
    ):
        return None
    if short.typed != short.typed.upper() or short.plain[0] not in initials_of(long.plain):
        return None
    return Alike(75, f"“{short.typed}” may be the initials of the other.")
