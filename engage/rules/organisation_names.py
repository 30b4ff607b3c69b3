"""Names of organisations: what is left of one when spelling is set aside, and the keys its likes share."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engage.rules.words import plain_words, singular

CATALOGUE = Path(__file__).parent / "catalogue" / "organisation_names.toml"

FEWEST_LEFT = 2  # words that must be left when what a body is in law is set aside
SHORTEST_INITIALS = 3
LONGEST_INITIALS = 10
SHORTEST_MISSPELT = 7  # letters: in shorter names one letter is often the difference between two
LONGEST_KEY = 120

_CODE = re.compile(r"\b[A-Z]\d{5}\b", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]")
_LOST_LETTER = re.compile(r"(?<=\w)[+*?\N{REPLACEMENT CHARACTER}](?=\w)")
_ENDS_A_WORD = re.compile(r"([\s\-–/(&@]+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of organisation named in several ways; ``apart`` are sets of words that exclude one another."""

    name: str
    says: str
    marks: tuple[str, ...]
    words: frozenset[str]
    apart: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class NameRules:
    """The catalogue of how names are written, its words in the singular."""

    abbreviations: dict[str, tuple[str, ...]]
    small: frozenset[str]
    legal: frozenset[str]
    legal_phrases: tuple[str, ...]
    opposites: frozenset[frozenset[str]]
    kinds: tuple[Kind, ...]
    capitals: frozenset[str]
    ordinary: frozenset[str]
    small_in_titles: frozenset[str]


@cache
def read_name_rules() -> NameRules:
    """The rules of ``catalogue/organisation_names.toml``."""
    content = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))
    words = content["words"]
    return NameRules(
        {short: tuple(long.split()) for short, long in content["abbreviations"].items()},
        frozenset(words["small"]),
        frozenset(words["legal"]),
        tuple(words["legal_phrases"]),
        frozenset(frozenset(pair) for pair in words["opposites"]),
        tuple(_kind(entry) for entry in content["kind"]),
        frozenset(content["capitals"]["words"]),
        frozenset(content["capitals"]["ordinary"]),
        frozenset(content["capitals"]["small"]),
    )


def _kind(entry: dict[str, Any]) -> Kind:
    return Kind(
        entry["name"],
        entry["says"],
        tuple(entry["marks"]),
        frozenset(map(singular, entry["words"])),
        tuple(frozenset(words) for words in entry.get("apart", ())),
    )


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart.

    ``plain`` are its words in small letters as typed, ``words`` with abbreviations written out, ``core``
    those that tell it from others of its ``kind``; ``kind_words`` and ``legal`` what was set aside for that.
    ``in_brackets`` is what stands in brackets and is no abbreviation of the rest. ``code`` is a code of a
    register that stands in the name.
    """

    typed: str
    plain: tuple[str, ...]
    words: tuple[str, ...]
    core: tuple[str, ...]
    kind: str
    kind_words: frozenset[str]
    legal: frozenset[str]
    in_brackets: tuple[str, ...]
    code: str

    @property
    def key(self) -> str:
        """The same for names whose words tell them apart from no other, whatever their order."""
        return f"{self.kind}={' '.join(sorted(self.core))}"

    @property
    def letters(self) -> str:
        """The core as one run of letters and digits."""
        return "".join(self.core)

    @property
    def digits(self) -> str:
        """The numbers in it, in order: names with different ones are never one."""
        return " ".join(re.findall(r"\d+", " ".join(self.core)))


@cache
def _nothing() -> NameParts:
    return NameParts("", (), (), (), "", frozenset(), frozenset(), (), "")


def take_apart(name: str) -> NameParts:
    """The parts of a name by the rules of the catalogue."""
    typed = " ".join(name.split())
    if not typed:
        return _nothing()
    code = next(iter(_CODE.findall(typed)), "").upper()
    bare = _LOST_LETTER.sub("", _CODE.sub(" ", typed) if code else typed)
    outside, inside = _without_brackets(bare)
    plain = tuple(plain_words(bare))
    words = tuple(singular(word) for word in _written_out(plain_words(outside)))
    qualifier = _qualifier(inside, words, plain_words(outside))
    kind, rest, kind_words = _without_kind(words)
    core, legal = _without_law(rest)
    if not core:
        core, kind, kind_words, legal = words or plain, "", frozenset(), frozenset()
    return NameParts(typed, plain, words, core, kind, kind_words, legal, qualifier, code)


def _without_brackets(text: str) -> tuple[str, str]:
    """What stands outside brackets and what inside; a name that is all in brackets stands outside."""
    outside = _BRACKETS.sub(" ", text)
    if not any(mark.isalnum() for mark in outside):
        return text, ""
    return outside, " ".join(_BRACKETS.findall(text))


def _written_out(words: Iterable[str]) -> Iterator[str]:
    abbreviations = read_name_rules().abbreviations
    for word in words:
        yield from abbreviations.get(word, (word,))


def _qualifier(inside: str, words: Sequence[str], plain: Sequence[str]) -> tuple[str, ...]:
    """What the brackets add: nothing, when they repeat the name by its initials or in its own words."""
    typed = plain_words(inside)
    long = {singular(word) for word in _written_out(typed)} - read_name_rules().small
    if not long or long <= set(words):
        return ()
    joined = "".join(typed)
    if len(typed) == 1 and joined in initials_of([*plain]):
        return ()
    return tuple(typed)


def _without_kind(words: tuple[str, ...]) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """The kind a name is of, its other words, and the words that say no more than the kind."""
    sentence = f" {' '.join(words)} "
    for kind in read_name_rules().kinds:
        if any(f" {singular(mark)} " in sentence for mark in kind.marks):
            rest = tuple(word for word in words if word not in kind.words)
            if any(word not in read_name_rules().small for word in rest):
                return kind.name, rest, frozenset(words) & kind.words
    return "", words, frozenset()


def _without_law(words: Sequence[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words that tell the name apart, and what was set aside of those that say what it is in law."""
    rules = read_name_rules()
    sentence = f" {' '.join(words)} "
    for phrase in rules.legal_phrases:
        sentence = sentence.replace(f" {phrase} ", " ")
    telling = [word for word in sentence.split() if word not in rules.small]
    left = [word for word in telling if word not in rules.legal]
    if len(left) < FEWEST_LEFT:
        return tuple(telling), frozenset()
    return tuple(left), frozenset(words) - set(left) - rules.small


def initials_of(words: Sequence[str]) -> frozenset[str]:
    """The ways in which these words may be shortened to initials, in small letters."""
    rules = read_name_rules()
    telling = [word for word in words if word not in rules.small]
    ways = (words, telling, [word for word in telling if word not in rules.legal])
    found = {"".join(word[0] for word in way) for way in (*ways, [word for word in telling if word != "nhs"])}
    return frozenset(way for way in found if SHORTEST_INITIALS <= len(way) <= LONGEST_INITIALS)


def block_keys(parts: NameParts) -> frozenset[str]:
    """Keys of which names that are alike share one: two names without a common key need not be compared."""
    letters = parts.letters
    keys = {parts.key, f"{parts.kind}~{letters}"}
    if len(letters) >= SHORTEST_MISSPELT:
        half = len(letters) // 2
        keys |= {f"{parts.kind}<{letters[:half]}", f"{parts.kind}>{letters[half:]}"}
    if len(parts.plain) == 1:
        keys |= {f"initials={word}" for word in parts.plain if len(word) >= SHORTEST_INITIALS}
    else:
        keys |= {f"initials={way}" for way in initials_of(parts.plain)}
    return frozenset(key[:LONGEST_KEY] for key in keys)


def keys_to_meet(parts: NameParts) -> frozenset[str]:
    """The keys under which to look for likes of a name: its own, and halves one letter longer or shorter."""
    letters, keys = parts.letters, set(block_keys(parts))
    if len(letters) >= SHORTEST_MISSPELT - 1:
        half = len(letters) // 2
        for place in (half - 1, half, half + 1):
            keys |= {f"{parts.kind}<{letters[:place]}", f"{parts.kind}>{letters[place:]}"}
    return frozenset(key[:LONGEST_KEY] for key in keys)


def cannot_be_one(one: NameParts, other: NameParts) -> bool:
    """Whether the names say themselves that they are two: by code, number, brackets or kind of council."""
    if one.code and other.code and one.code != other.code:
        return True
    if one.in_brackets and other.in_brackets and one.in_brackets != other.in_brackets:
        return True
    return one.digits != other.digits or _are_apart(one, other)


def _are_apart(one: NameParts, other: NameParts) -> bool:
    for kind in read_name_rules().kinds:
        if one.kind != kind.name or other.kind != kind.name:
            continue
        sides = [
            {place for place, words in enumerate(kind.apart) if words & parts.kind_words}
            for parts in (one, other)
        ]
        return bool(sides[0] and sides[1] and sides[0].isdisjoint(sides[1]))
    return False


def in_ordinary_letters(name: str) -> str:
    """A name typed in capitals as it is otherwise written; any other name as it is."""
    typed = " ".join(name.split())
    if typed != typed.upper() or not any(mark.isalpha() for mark in typed):
        return typed
    pieces = _ENDS_A_WORD.split(typed)
    return "".join(_ordinary(piece, is_first=place == 0) for place, piece in enumerate(pieces))


def _ordinary(word: str, *, is_first: bool) -> str:
    letters = re.sub(r"[^A-Z]", "", word)
    if not is_first and letters.lower() in read_name_rules().small_in_titles:
        return word.lower()
    if _stays_in_capitals(letters, has_digits=any(mark.isdigit() for mark in word)):
        return word
    lowered = word.lower()
    first = next((place for place, mark in enumerate(lowered) if mark.isalpha()), 0)
    return lowered[:first] + lowered[first : first + 1].upper() + lowered[first + 1 :]


def _stays_in_capitals(letters: str, *, has_digits: bool) -> bool:
    """Initials and codes: those known, single letters and pairs, and what nobody could say as a word."""
    rules = read_name_rules()
    if letters in rules.ordinary:
        return False
    if letters in rules.capitals or len(letters) <= 2 or (has_digits and len(letters) <= 5):
        return True
    return re.search(r"[AEIOUY]", letters) is None
