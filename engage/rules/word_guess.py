"""What somebody's word for a term of a vocabulary may mean, and why: for certain, or only as a proposal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from engage.rules.words import How, Vocabulary, plain_words, singular, spelling_key

ALIKE = 0.8
ONE_WORD_MISSPELT = 0.9
SHORTEST_STEM = 4
BEGINS_ALIKE = 5  # letters with which "identify" and "identification" begin alike

_COUNTED_WORDS = frozenset({"stage", "step", "phase", "part", "level", "number", "no"})
_SMALL_WORDS = frozenset({"a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"})
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
_FIGURES = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_NUMBER_SET_APART = re.compile(r"\W*\d+\s*[.):–—-]")
_ENDINGS = ("ation", "ing", "ment", "ion", "ed", "er", "or", "ies", "es", "s", "e", "y")


class Why(StrEnum):
    """Why a word is taken for a term, in the words of the page that asks."""

    EXACT = "the term itself"
    SPELLING = "same spelling"
    ALIAS = "another name"
    LEARNT = "learnt from an earlier import"
    NUMBER = "number in it"
    STEM = "nearly the same word"
    LIKE = "looks like it"
    NEW = "new here"


@dataclass(frozen=True, slots=True)
class Guess:
    """The code of a term (of a vocabulary that grows: or a new word). What is not ``certain`` is proposed."""

    code: str
    why: Why
    certain: bool = True


class Guesser:
    """Guesses what words mean in one vocabulary. ``learnt`` is what they were taken for before."""

    def __init__(self, vocabulary: Vocabulary, learnt: Mapping[str, str]) -> None:
        self._vocabulary = vocabulary
        self._learnt = {spelling_key(word): code for word, code in learnt.items()}
        self._numbered = all(term.code.isdigit() for term in vocabulary.terms)
        self._stems = [
            (term, frozenset(stems(name)))
            for term in vocabulary.terms
            for name in (term.label, *term.aliases)
        ]

    def certain(self, text: str) -> Guess | None:
        """What it means beyond doubt; None when that cannot be told."""
        found = self._vocabulary.recognise(text)
        if found.code is not None and found.how in {How.EXACT, How.SPELLING}:
            return Guess(found.code, Why.EXACT if found.how is How.EXACT else Why.SPELLING)
        if before := self._learnt.get(spelling_key(text)):
            return Guess(before, Why.LEARNT)
        if found.code is not None and found.how is How.ALIAS:
            return Guess(found.code, Why.ALIAS)
        numbered = self._by_number(text)
        return numbered if numbered and numbered.certain else None

    def guess(self, text: str) -> Guess | None:
        """What it means, or may mean: what is not certain is for a person to look at."""
        return self.certain(text) or self._by_number(text) or self._by_stem(text) or self._by_likeness(text)

    def _by_number(self, text: str) -> Guess | None:
        words = plain_words(text)
        for term in self._vocabulary.terms:
            code = plain_words(term.code)
            leads = words[: len(code)] == code or words[:1] == ["".join(code)]
            if leads and len(code) > 1 and any(part.isdigit() for part in code):
                return Guess(term.code, Why.NUMBER)
        return self._by_counting(text, words) if self._numbered else None

    def _by_counting(self, text: str, words: list[str]) -> Guess | None:
        """Stages that are numbered: “Stage 3”, “3. Redesign”, “Third”; never where two numbers are named."""
        counted = [word for word in words if singular(word) in _COUNTED_WORDS]
        rest = [word for word in words if word not in counted]
        numbers = [number for word in rest if (number := _number(word, bool(counted), rest)) is not None]
        if len(numbers) == 3 - bool(counted) and "of" in rest:  # "stage 2 of 5"
            numbers = numbers[:1]
        if len(numbers) != 1 or str(numbers[0]) not in self._vocabulary:
            return None
        said = " ".join(word for word in rest if _number(word, bool(counted), rest) is None)
        meant = self._vocabulary.recognise(said).code if said else str(numbers[0])
        apart = bool(_NUMBER_SET_APART.match(text)) and said[:3] not in _MONTHS
        certain = meant == str(numbers[0]) or (meant is None and (bool(counted) or apart))
        return Guess(str(numbers[0]), Why.NUMBER, certain)

    def _by_stem(self, text: str) -> Guess | None:
        """The one term of which the text has every word, or that has every word of the text."""
        said = frozenset(stems(text))
        best: dict[str, int] = {}
        for term, named in self._stems:
            shared = sum(any(_begin_alike(one, other) for other in named) for one in said)
            if shared and shared >= min(len(said), len(named)):
                best[term.code] = max(best.get(term.code, 0), 2 * shared - abs(len(said) - len(named)))
        code = _only_best(best)
        return Guess(code, Why.STEM, certain=False) if code else None

    def _by_likeness(self, text: str) -> Guess | None:
        likeness: dict[str, float] = {}
        for term in self._vocabulary.terms:
            likeness[term.code] = max(_likeness(text, name) for name in (term.label, *term.aliases))
        code = _only_best({code: score for code, score in likeness.items() if score >= ALIKE})
        return Guess(code, Why.LIKE, certain=False) if code else None


def new_words_alike(words: Iterable[str]) -> dict[str, str]:
    """Of new words, those that seem another spelling of an earlier one: “Walk-about” of “Walkabout”."""
    found: dict[str, str] = {}
    first: dict[str, str] = {}
    for word in words:
        joined = "".join(singular(part) for part in plain_words(word))
        alike = joined if joined in first else next((one for one in first if _misspelt(joined, one)), None)
        if alike is None:
            first[joined] = word
        else:
            found[word] = first[alike]
    return found


def stems(text: str) -> list[str]:
    """The words that say something, each without the endings by which “procure” becomes “procurement”."""
    return [_stem(word) for word in plain_words(text) if word not in _SMALL_WORDS and not word.isdigit()]


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            bare = word[: -len(ending)]
            return _stem(bare[:-1] if bare[-1] == bare[-2] and bare[-1] not in "ls" else bare)
    return word


def _begin_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) >= BEGINS_ALIKE and longer.startswith(shorter))


def _number(word: str, counted: bool, rest: list[str]) -> int | None:
    """The number a word says. Those in words count where “stage” stands beside them, or nothing else does."""
    if figures := _FIGURES.fullmatch(word):
        return int(figures[1])
    for series in (_ORDINALS, _CARDINALS, _ROMANS):
        if word in series and (counted or (series is _ORDINALS and len(rest) == 1)):
            return series.index(word) + 1
    return None


def _likeness(one: str, other: str) -> float:
    pair = SequenceMatcher(None, " ".join(plain_words(one)), " ".join(plain_words(other)), autojunk=False)
    if pair.real_quick_ratio() < ALIKE or pair.quick_ratio() < ALIKE:
        return 0.0
    return pair.ratio()


def _misspelt(one: str, other: str) -> bool:
    """Whether two words of one beginning and nearly one length are one, with the same figures in both."""
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 2 or min(len(one), len(other)) <= SHORTEST_STEM:
        return False
    if re.findall(r"\d", one) != re.findall(r"\d", other):
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ONE_WORD_MISSPELT


def _only_best(scores: Mapping[str, float]) -> str | None:
    """The code with the highest score; None when there is none, or several share it."""
    best = max(scores.values(), default=0.0)
    leading = [code for code, score in scores.items() if score == best]
    return leading[0] if len(leading) == 1 else None
