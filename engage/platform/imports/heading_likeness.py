"""How like a heading is to what a field is called: by us, in other kinds of record, and by people."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from engage.platform.imports.mapping import Field, Fields, heading_key
from engage.rules.heading_words import Meaning, stems

OWN_NAME, ANOTHER_NAME, LIKE_A_NAME = 1.0, 0.9, 0.2
LIKE_ENOUGH = 85  # of 100, for a word that is misspelt
SHORTEST_MISSPELT = 5

Words = frozenset[str]


class Names:
    """What the fields of one kind of record are called.

    ``others`` are fields of other kinds: their names count for fields of the same meaning.
    """

    def __init__(self, fields: Fields, others: Iterable[Field], meanings: Sequence[Meaning]) -> None:
        self._fields = fields
        self._rarity = _rarity(meanings)
        self.meanings = {name: _meaning_of(field, meanings) for name, field in fields.by_name.items()}
        self._called = {name: self._names_of(name, tuple(others)) for name in fields.by_name}
        self._keys = {name: frozenset(map(heading_key, called)) for name, called in self._called.items()}
        self._phrases = {name: _by_word(called) for name, called in self._called.items()}
        self._points = self._pointers()

    def likenesses(self, heading: str) -> dict[str, float]:
        """For each field, from 1 where it is one of its own names to 0."""
        own, key, words = self._fields.named(heading), heading_key(heading), self._spelt(stems(heading))
        found = {}
        for name, field in self._fields.by_name.items():
            if field is own:
                found[name] = OWN_NAME
            elif key in self._keys[name]:
                found[name] = ANOTHER_NAME
            else:
                found[name] = self._likeness(words, name)
        return found

    def _likeness(self, words: Words, name: str) -> float:
        near = {phrase for word in words for phrase in self._phrases[name].get(word, ())}
        nearest = max((self._overlap(words, phrase) for phrase in near), default=0.0)
        return 0.45 * nearest + 0.4 * self._pointing(words, name)

    def _names_of(self, name: str, others: tuple[Field, ...]) -> list[str]:
        field, meaning = self._fields.by_name[name], self.meanings[name]
        like = [other for other in others if meaning is not None and other.label in meaning.labels]
        return [
            *(field.name, field.label, *field.aliases),
            *(spelling for other in like for spelling in (other.label, *other.aliases)),
            *(meaning.headings if meaning is not None else ()),
        ]

    def _spelt(self, words: Words) -> Words:
        """The words, with those nobody knows taken for the known ones they are misspelt from."""
        from rapidfuzz import fuzz, process

        found = set()
        for word in words:
            if word not in self._points and len(word) >= SHORTEST_MISSPELT:
                best = process.extractOne(
                    word, self._points.keys(), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
                )
                found.add(best[0] if best else word)
            else:
                found.add(word)
        return frozenset(found)

    def _overlap(self, words: Words, phrase: Words) -> float:
        return 2 * self._weight(words & phrase) / (self._weight(words) + self._weight(phrase))

    def _weight(self, words: Iterable[str]) -> float:
        """What the words say together: one that stands in the names of few things says more."""
        return sum(self._rarity.get(word, self._rarity[""]) for word in words)

    def _pointing(self, words: Words, name: str) -> float:
        """How much the single words point to this field, and to no other."""
        if not words:
            return 0.0
        points = sum(self._weight({word}) * self._points.get(word, {}).get(name, 0.0) for word in words)
        return points / self._weight(words)

    def _pointers(self) -> Mapping[str, Mapping[str, float]]:
        """For each word, in which shares it stands in the names of which fields."""
        counts: dict[str, dict[str, float]] = defaultdict(dict)
        for name, by_word in self._phrases.items():
            for word, phrases in by_word.items():
                counts[word][name] = len(phrases) / math.sqrt(len(self._keys[name]))
        return {
            word: {name: count / sum(counted.values()) for name, count in counted.items()}
            for word, counted in counts.items()
        }


def _by_word(called: Iterable[str]) -> dict[str, set[Words]]:
    found: dict[str, set[Words]] = defaultdict(set)
    for phrase in map(stems, called):
        for word in phrase:
            found[word].add(phrase)
    return dict(found)


def _rarity(meanings: Sequence[Meaning]) -> Mapping[str, float]:
    """How seldom a word is; under the empty one that of a word nobody knows."""
    found: Counter[str] = Counter()
    for meaning in meanings:
        found.update({word for heading in meaning.headings for word in stems(heading)})
    rarity = {word: math.log(1 + len(meanings) / number) for word, number in found.items()}
    return {**rarity, "": 0.7 * max(rarity.values())}


def _meaning_of(field: Field, meanings: Sequence[Meaning]) -> Meaning | None:
    return next((meaning for meaning in meanings if field.label in meaning.labels), None)
