"""Words typed in many ways: cells with several values, spellings of one term, agreed vocabularies."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

VOCABULARIES = Path(__file__).parent / "catalogue" / "vocabularies"
LONGEST_WORD = 100  # letters of one that something is found by

_NOT_RECORDED = frozenset(
    {"n/k", "nk", "n/a", "na", "not known", "unknown", "not recorded", "not stated"}
    | {"none recorded", "not given", "tbc", "tba", "to be confirmed"}
)


def is_not_recorded(text: str) -> bool:
    """Whether a cell is blank, holds nothing but marks, or says in so many words that nothing is known."""
    plain = " ".join(text.lower().split())
    return plain in _NOT_RECORDED or not any(mark.isalnum() for mark in plain)


_BULLET = re.compile(r"^\s*[•·▪*–-]\s+")


def split_values(text: str) -> list[str]:
    """
    The values of one cell: split at ``;``, ``|``, `` / `` and line breaks; a name may hold any other mark.
    Bullets, blanks and repeats are dropped, order is kept.
    """
    pieces = (" ".join(_BULLET.sub("", piece).split()) for piece in re.split(r"[;|\r\n]|\s/\s", text))
    return without_repeats((piece for piece in pieces if piece), str.casefold)


def without_repeats(texts: Iterable[str], key: Callable[[str], str]) -> list[str]:
    """The texts in their order, each ``key`` once, as it was first written."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(key(text), text)
    return list(first.values())


def spelling_key(text: str) -> str:
    """
    What is left of a term when case, accents, punctuation, "&" for "and", simple plurals and the order
    of its words are set aside. Two texts with one key are two spellings of one term; an abbreviation or
    another wording has another key, and needs an alias.
    """
    return " ".join(sorted(singular(word) for word in plain_words(text)))


def plain_words(text: str) -> list[str]:
    """The words in small letters, without accents and punctuation, with "&" written out."""
    if not text.isascii():
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    bare = re.sub(r"['’‘`´]", "", text.casefold().replace("&", " and "))
    return re.findall(r"\w+", bare.replace("_", " "))


def search_words(*texts: str | Iterable[str] | None) -> str:
    """The different words of these texts, plain, in the order they come: what a record is found by."""
    given = (one if isinstance(one, str) else " ".join(one or ()) for one in texts)
    return " ".join(dict.fromkeys(word[:LONGEST_WORD] for word in plain_words(" ".join(given))))


def singular(word: str) -> str:
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word.removesuffix("s")


class How(StrEnum):
    """How a text was recognised."""

    EXACT = "exact"
    SPELLING = "spelling"
    ALIAS = "alias"
    NEW = "new"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Recognised:
    """
    A text and the term it stands for. ``code`` is None for a new term and for a blank whose vocabulary
    gives blanks no meaning. ``label`` is what to show; ``typed`` the text as it came, spaces tidied.
    """

    code: str | None
    label: str
    how: How
    typed: str

    @property
    def is_merged(self) -> bool:
        """Whether another spelling or wording was taken for the term, which is shown, never silent."""
        return self.how in {How.SPELLING, How.ALIAS}


@dataclass(frozen=True, slots=True)
class Term:
    """One agreed term. ``aliases`` are the other wordings that mean it; ``kind`` sorts a long list."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    kind: str = ""


class ClashingTerms(ValueError):
    """Two terms of one vocabulary claim the same words."""


class Vocabulary:
    """
    Agreed terms in their order, and what typed text stands for.

    A term is recognised by its label, its code or an alias, in any spelling with the same ``key``.
    Nothing is matched by likeness.
    """

    def __init__(
        self,
        title: str,
        terms: Iterable[Term],
        *,
        when_blank: str | None = None,
        key: Callable[[str], str] = spelling_key,
    ) -> None:
        self.title = title
        self.terms = tuple(terms)
        self._key = key
        self._by_code = {term.code: term for term in self.terms}
        self._when_blank = self._by_code[when_blank] if when_blank else None
        self._names: dict[str, Term] = {}
        self._aliases: dict[str, Term] = {}
        for term in self.terms:
            self._claim(self._names, term, (term.label, term.code))
        for term in self.terms:
            self._claim(self._aliases, term, term.aliases)

    def _claim(self, index: dict[str, Term], term: Term, names: Iterable[str]) -> None:
        for name in names:
            key = self._key(name)
            other = self._names.get(key) or self._aliases.get(key)
            if other is not None and other.code != term.code:
                raise ClashingTerms(
                    f"{self.title}: “{name}” is claimed by {other.code} and by {term.code}. Remove one."
                )
            index[key] = term

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def term(self, code: str) -> Term:
        """Raises KeyError for a code that is not in the vocabulary."""
        return self._by_code[code]

    def recognise(self, text: str) -> Recognised:
        typed = " ".join(text.split())
        if is_not_recorded(typed):
            return self._blank(typed)
        key = self._key(typed)
        if named := self._names.get(key):
            how = How.EXACT if typed == named.label else How.SPELLING
            return Recognised(named.code, named.label, how, typed)
        if meant := self._aliases.get(key):
            return Recognised(meant.code, meant.label, How.ALIAS, typed)
        return Recognised(None, typed, How.NEW, typed)

    def _blank(self, typed: str) -> Recognised:
        if self._when_blank is None:
            return Recognised(None, "not recorded", How.BLANK, typed)
        return Recognised(self._when_blank.code, self._when_blank.label, How.BLANK, typed)


@cache
def read_vocabulary(name: str) -> Vocabulary:
    """A vocabulary of the catalogue: "methods", "statuses", "equality_groups" or "answer_states"."""
    content = tomllib.loads((VOCABULARIES / f"{name}.toml").read_text(encoding="utf-8"))
    terms = (term_from(entry) for entry in content["term"])
    return Vocabulary(content["title"], terms, when_blank=content.get("when_blank"))


def term_from(entry: dict[str, Any]) -> Term:
    """A term as a catalogue file states it; its table of aliases gives the reason for each."""
    return Term(entry["code"], entry["label"], tuple(entry.get("aliases", {})), entry.get("kind", ""))
