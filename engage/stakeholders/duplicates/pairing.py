"""Which of many names may be of one organisation: names meet in blocks, so that few pairs are compared."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import heappush, heappushpop
from itertools import combinations, groupby

from engage.rules.organisation_names import (
    SHORTEST_INITIALS,
    SHORTEST_MISSPELT,
    NameParts,
    initials_of,
    take_apart,
)
from engage.stakeholders.duplicates.likeness import ALL_LETTERS, Alike, compare, letters_wrong

MOST_LISTED = 2_000  # pairs
MOST_OF_ONE = 10  # pairs of one organisation
CROWD = 20  # names under one key, from which each is held against its neighbours alone
NEIGHBOURS = 3
NEAR = 8  # names before and after in the order of the alphabet
COMMON = 3  # names in which a word stands, from which it is unlikely to be misspelt
NAME_FOR_NAME = 99  # likeness from which another postcode does not tell two organisations apart
REPORT_EVERY = 2_000
MOST_CROWDS = 3  # told of
IF_BY_MISTAKE = "If they came in with one file by mistake, undo that import."
PLACES = 22  # bits that hold the place of a name

Report = Callable[[str, int, int], None]
"""Told now and then what is being done, how many names are done, and of how many."""


def tell_nobody(_doing: str, _done: int, _total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Spelling:
    """One name of an organisation. ``number`` tells organisations apart; ``is_new`` when only pairs with
    such a name are wanted."""

    number: int
    name: str
    ods_code: str = ""
    postcode: str = ""
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two organisations that may be one; ``first_id`` is the smaller number."""

    first_id: int
    second_id: int
    likeness: int
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs, the most alike first; ``says`` are sentences about the search as a whole."""

    proposals: tuple[Proposal, ...]
    organisations: int
    says: tuple[str, ...]


Apart = frozenset[tuple[int, int]]
"""Pairs, the smaller number first, of which a person said that they are two."""


def find_alike(
    spellings: Sequence[Spelling], apart: Apart = frozenset(), report: Report = tell_nobody
) -> Found:
    """The pairs of organisations that may be one. The work grows with the number of names, not of pairs."""
    names = _Names(spellings, report)
    kept = _Kept(apart, names.crowds())
    report("comparing names", 0, len(spellings))
    for done, (left, right) in enumerate(names.pairs()):
        one, other = spellings[left], spellings[right]
        if kept.is_settled(one, other):
            continue
        if (alike := names.compare(left, right)) is not None and _may_be_one(one, other, alike):
            kept.add(one, other, alike)
        if done % REPORT_EVERY == 0:
            report("comparing names", min(right, len(spellings)), len(spellings))
    return kept.found(len({spelling.number for spelling in spellings}))


def _may_be_one(one: Spelling, other: Spelling, alike: Alike) -> bool:
    """Names that are only alike are of two when they are in districts that are not."""
    districts = {_district(one.postcode), _district(other.postcode)} - {""}
    return len(districts) < 2 or alike.likeness >= NAME_FOR_NAME


def _district(postcode: str) -> str:
    """The first half of a postcode."""
    bare = "".join(postcode.split()).upper()
    return bare[:-3] if len(bare) > 4 else bare


class _Names:
    """Every name with what it meets others by. Names are taken apart again when they are compared: kept
    whole, a hundred thousand would take more memory than they are worth."""

    def __init__(self, spellings: Sequence[Spelling], report: Report) -> None:
        self._spellings = spellings
        self._by_key: dict[str, list[int]] = {}
        self._by_letters: dict[str, list[int]] = {}
        self._short: dict[str, list[int]] = {}
        words: Counter[str] = Counter()
        for place, spelling in enumerate(spellings):
            parts = take_apart(spelling.name)
            self._by_key.setdefault(parts.key, []).append(place)
            self._by_letters.setdefault(f"{parts.kind}~{parts.letters}", []).append(place)
            if len(parts.plain) == 1 and len(parts.plain[0]) >= SHORTEST_INITIALS:
                self._short.setdefault(parts.plain[0], []).append(place)
            words.update(set(parts.core))
            if place % REPORT_EVERY == 0:
                report("reading names", place, len(spellings))
        self._common = {word for word, count in words.items() if count >= COMMON}

    def compare(self, left: int, right: int) -> Alike | None:
        return compare(self._parts(left), self._parts(right), self._common.__contains__)

    def _parts(self, place: int) -> NameParts:
        return _taken_apart(self._spellings[place].name)

    def crowds(self) -> list[tuple[int, str]]:
        """How many names there are under one key, with one of them, where they are too many to hold each
        against each."""
        return [
            (len(group), self._spellings[group[0]].name)
            for group in self._by_key.values()
            if len(group) > CROWD and not self._spellings[group[-1]].ods_code
        ]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Places of names that are worth comparing; a pair may come more than once."""
        for group in (*self._by_key.values(), *self._by_letters.values()):
            yield from self._within(group)
        yield from self._initials()
        yield from self._one_letter_apart()
        yield from self._near_in_the_alphabet()

    def _within(self, group: list[int]) -> Iterator[tuple[int, int]]:
        if len(group) <= CROWD:
            yield from combinations(group, 2)
            return
        ordered = sorted(group, key=lambda place: (self._spellings[place].ods_code, place))
        for start, place in enumerate(ordered):
            yield from ((place, other) for other in ordered[start + 1 : start + 1 + NEIGHBOURS])

    def _initials(self) -> Iterator[tuple[int, int]]:
        if not self._short:
            return
        for place, spelling in enumerate(self._spellings):
            words = _taken_apart(spelling.name).plain
            if len(words) >= SHORTEST_INITIALS:
                shorts = (short for way in initials_of(words) for short in self._short.get(way, ())[:CROWD])
                yield from ((short, place) for short in shorts)

    def _one_letter_apart(self) -> Iterator[tuple[int, int]]:
        """Names that become the same when one letter is left out of one of them, or of both."""
        firsts = [(key, group[0]) for key, group in self._by_letters.items()]
        marked = array("q")
        for key, place in firsts:
            kind, _mark, letters = key.partition("~")
            if len(letters) >= SHORTEST_MISSPELT:
                ways = {letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))}
                marked.extend(_marked(kind + way, place) for way in ways)
        for _hash, run in groupby(sorted(marked), key=lambda number: number >> PLACES):
            places = [number & ((1 << PLACES) - 1) for number in run]
            if len(places) > 1:
                yield from self._within(places)

    def _near_in_the_alphabet(self) -> Iterator[tuple[int, int]]:
        """Long names with two letters wrong: near one another read forwards, or read backwards."""
        long = [
            (kind, letters, group[0])
            for key, group in self._by_letters.items()
            for kind, _mark, letters in [key.partition("~")]
            if len(letters) >= ALL_LETTERS
        ]
        for ordered in (sorted(long), sorted(long, key=lambda one: (one[0], one[1][::-1]))):
            for start, (kind, letters, place) in enumerate(ordered):
                for other_kind, other, other_place in ordered[start + 1 : start + 1 + NEAR]:
                    if kind == other_kind and letters_wrong(letters, other, 2) <= 2:
                        yield place, other_place


@lru_cache(maxsize=4_096)
def _taken_apart(name: str) -> NameParts:
    return take_apart(name)


def _marked(text: str, place: int) -> int:
    """A text's fingerprint and the place of its name in one number."""
    return (hash(text) >> (PLACES + 1)) << PLACES | place


@dataclass(slots=True)
class _Kept:
    """The most alike pairs so far, never more than can be listed."""

    apart: Apart
    crowds: list[tuple[int, str]]
    _best: list[tuple[int, int, int, str]] = field(default_factory=list)
    _pairs: set[tuple[int, int]] = field(default_factory=set)
    _of_one: Counter[int] = field(default_factory=Counter)
    _crowd: tuple[str, str] | None = None
    _cut: int = 0

    def is_settled(self, one: Spelling, other: Spelling) -> bool:
        """Whether the pair need not be compared: it is one organisation, or two by their codes or by what was
        said, or one of the two has as many likes as are listed."""
        if one.number == other.number or not (one.is_new or other.is_new):
            return True
        if one.ods_code and other.ods_code and one.ods_code != other.ods_code:
            return True
        if max(self._of_one[one.number], self._of_one[other.number]) >= MOST_OF_ONE:
            return True
        pair = _pair(one, other)
        return pair in self._pairs or pair in self.apart

    def add(self, one: Spelling, other: Spelling, alike: Alike) -> None:
        pair = _pair(one, other)
        self._pairs.add(pair)
        self._of_one.update(pair)
        if max(self._of_one[one.number], self._of_one[other.number]) >= MOST_OF_ONE:
            self._crowd = (one.name, other.name)
        held = (alike.likeness, -pair[0], -pair[1], alike.reason)
        if len(self._best) < MOST_LISTED:
            heappush(self._best, held)
        else:
            heappushpop(self._best, held)
            self._cut += 1

    def found(self, organisations: int) -> Found:
        listed = sorted(self._best, key=lambda held: (-held[0], -held[1], -held[2]))
        proposals = tuple(Proposal(-first, -second, likeness, why) for likeness, first, second, why in listed)
        return Found(proposals, organisations, tuple(self._says()))

    def _says(self) -> Iterator[str]:
        for count, name in sorted(self.crowds, reverse=True)[:MOST_CROWDS]:
            yield (
                f"{count:,} organisations are all named like “{name}”, so each is held only against a few of"
                f" the others. {IF_BY_MISTAKE}"
            )
        if self._crowd:
            crowded = sum(1 for likes in self._of_one.values() if likes >= MOST_OF_ONE)
            yield (
                f"{crowded:,} organisations look like {MOST_OF_ONE} others or more, so that not every pair is"
                f" listed, such as “{self._crowd[0]}” and “{self._crowd[1]}”. {IF_BY_MISTAKE}"
            )
        if self._cut:
            yield (
                f"Only the {MOST_LISTED:,} most alike pairs are listed, and {self._cut:,} more were found."
                " Settle these, then search again."
            )


def _pair(one: Spelling, other: Spelling) -> tuple[int, int]:
    return (min(one.number, other.number), max(one.number, other.number))
