"""The words of a file: what each stands for in the vocabulary of its field, put in before a row is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.platform.imports.importing import Merged, Notes
from engage.platform.imports.mapping import Field, Fields, Values, chosen, orders_said
from engage.platform.sheets.counting import LONGEST
from engage.rules.lists import is_sentence, split_list
from engage.rules.word_guess import Guess, Guesser, Why, new_words_alike
from engage.rules.words import Term, Vocabulary, is_not_recorded, spelling_key

Columns = Mapping[str, str | None]
Outline = Sequence[Mapping[str, Any]]

NONE: Values = {}
LEAVE_UNRECORDED = ("", "Leave unrecorded, keeping the file’s words")
MOST_REMEMBERED = 10_000  # different cells of one field


@dataclass(frozen=True, slots=True)
class Meant:
    """A cell with its words matched: the text to read, what was merged, and the words left unrecorded."""

    text: str
    merged: tuple[Merged, ...] = ()
    unrecorded: tuple[str, ...] = ()


class FileWords:
    """What the words of one file stand for. ``values`` is what a person said, which goes before all else;
    ``learnt`` is what the same words were taken for before. Only what is certain is put in besides."""

    def __init__(self, fields: Fields, values: Values = NONE, learnt: Values = NONE) -> None:
        self.orders = orders_said(values, fields)
        self.by_field = {
            name: FieldWords(one, one.vocabulary(), values.get(name, {}), learnt.get(name, {}))
            for name, one in fields.by_name.items()
            if one.vocabulary is not None
        }

    def put_in(self, values: Mapping[str, str], notes: Notes) -> dict[str, str]:
        """The cells of a row by field, each word in the place of which a term is known replaced by it."""
        found = dict(values)
        for name, words in self.by_field.items():
            if text := found.get(name):
                meant = words.meant(text)
                found[name] = meant.text
                notes.merged += meant.merged
                for word in meant.unrecorded:
                    notes.unread(name, word, "No meaning was chosen for it.")
        return found


class FieldWords:
    """What the words of one field stand for; it remembers the cells it met."""

    def __init__(
        self,
        of: Field,
        vocabulary: Vocabulary,
        said: Mapping[str, str | None],
        learnt: Mapping[str, str | None],
    ) -> None:
        self.field, self.vocabulary = of, vocabulary
        self._said = {spelling_key(word): code for word, code in said.items()}
        known = {word: code for word, code in learnt.items() if code and (of.grows or code in vocabulary)}
        self.guesser = Guesser(vocabulary, known)
        self._met: dict[str, Meant] = {}

    def was_said(self, word: str) -> bool:
        """Whether a person said what this word stands for."""
        return spelling_key(word) in self._said

    def chosen(self, word: str) -> str | None:
        """The code a person gave it; None to leave it unrecorded. Raises KeyError where nothing was said."""
        return self._said[spelling_key(word)]

    def pieces(self, text: str) -> list[str]:
        """The words of a cell: several where its field takes several and the cell is not one of them."""
        whole = " ".join(text.split())
        if not self.field.multiple or self.was_said(whole) or self.guesser.certain(whole):
            return [whole]
        return split_list(text, self._knows) or [whole]

    def _knows(self, text: str) -> bool:
        return self.was_said(text) or self.guesser.certain(text) is not None

    def may_be_new(self, word: str) -> bool:
        """Whether it can be kept as a term of its own, as a sentence among several terms cannot."""
        return self.field.grows and not (self.field.multiple and is_sentence(word))

    def meant(self, text: str) -> Meant:
        if text in self._met:
            return self._met[text]
        meant = self._matched(text)
        if len(text) <= LONGEST and len(self._met) < MOST_REMEMBERED:
            self._met[text] = meant
        return meant

    def label(self, code: str) -> str:
        """A term by its name; a new word as it is."""
        return self.vocabulary.term(code).label if code in self.vocabulary else code

    def _matched(self, text: str) -> Meant:
        pieces = self.pieces(text)
        codes = {piece: self._code(piece) for piece in pieces}
        if all(code == piece for piece, code in codes.items()):
            return Meant(text)
        merged = tuple(
            Merged(self.field.name, piece, self.label(code))
            for piece, code in codes.items()
            if code and self.label(code) != piece
        )
        read = [piece if code == piece else self.label(code) for piece, code in codes.items() if code]
        left = tuple(piece for piece, code in codes.items() if code is None)
        return Meant("; ".join(read), merged, left)

    def _code(self, word: str) -> str | None:
        """The term to read in the place of a word: the word itself where it is read as it is."""
        if self.was_said(word):
            return self.chosen(word)
        if is_not_recorded(word):
            return word
        guess = self.guesser.certain(word)
        return guess.code if guess and guess.why in {Why.LEARNT, Why.NUMBER} else word


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word of the file, in the commonest of its spellings, and how many rows have any of them."""

    word: str
    rows: int
    certain: Guess | None
    was_said: bool

    @property
    def is_plain(self) -> bool:
        """Whether nobody need be told: the file says the term itself, and nobody said otherwise."""
        return not self.was_said and self.certain is not None and self.certain.why is Why.EXACT

    @property
    def needs_a_look(self) -> bool:
        return not self.was_said and self.certain is None


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word as a person is asked about it: what it ``starts`` with and why, and what it may mean, as values
    and labels. One that is ``settled`` means that without being asked."""

    field: str
    word: str
    rows: int
    why: str
    starts: str
    settled: bool
    meanings: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class FoundWords:
    """The words of a file for one field, the commonest first; ``further`` ones, in so many rows, are not told
    apart."""

    of: FieldWords
    found: tuple[FoundWord, ...]
    further: int
    further_rows: int

    @property
    def to_look_at(self) -> list[FoundWord]:
        return [one for one in self.found if one.needs_a_look]

    @property
    def understood(self) -> list[FoundWord]:
        return [one for one in self.found if not one.needs_a_look and not one.is_plain]

    def asked(self, words: Sequence[FoundWord]) -> list[AskedWord]:
        """These words as a person is asked about them. Of new words that seem one, the commonest stands for
        all."""
        guesses = {one.word: self.of.guesser.guess(one.word) for one in words}
        unknown = [word for word, guess in guesses.items() if guess is None and self.of.may_be_new(word)]
        alike = new_words_alike(unknown)
        for word in unknown:
            guesses[word] = Guess(
                alike.get(word, word), Why.LIKE if word in alike else Why.NEW, certain=False
            )
        return [self._asked(one, guesses[one.word]) for one in words]

    def _asked(self, one: FoundWord, guess: Guess | None) -> AskedWord:
        starts, why = (guess.code, guess.why.value) if guess else ("", "like none of the terms")
        if one.was_said:
            starts, why = self.of.chosen(one.word) or "", "as you said"
        elif guess and not guess.certain and guess.why is not Why.NEW:
            why = f"a guess, {why}"
        meanings = [LEAVE_UNRECORDED, *((term.code, _numbered(term)) for term in self.of.vocabulary.terms)]
        if self.of.may_be_new(one.word):
            new = dict.fromkeys(
                word for word in (one.word, starts) if word and word not in self.of.vocabulary
            )
            meanings += [(word, f"Keep it as a new word: {word}") for word in new]
        return AskedWord(self.of.field.name, one.word, one.rows, why, starts, not one.needs_a_look, meanings)


def find_words(
    outline: Outline, words: FileWords, fields: Fields, columns: Columns, sheet: str
) -> list[FoundWords]:
    """The words of the columns that fill a field with terms, as they were counted when the file came."""
    cells: dict[str, Counter[str]] = {}
    further: dict[str, Counter[str]] = {}
    for one in (one for one in outline if sheet in {"", one["name"]}):
        targets = chosen(one["header"], columns, fields).targets
        for target, counted in zip(targets, one.get("words", ()), strict=False):
            if target in words.by_field:
                cells.setdefault(target, Counter()).update(counted["rows"])
                left = {"words": counted["further"], "rows": counted["further_rows"]}
                further.setdefault(target, Counter()).update(left)
    return [
        FoundWords(
            words.by_field[name],
            _told_apart(words.by_field[name], rows),
            further[name]["words"],
            further[name]["rows"],
        )
        for name, rows in cells.items()
    ]


def _told_apart(words: FieldWords, cells: Counter[str]) -> tuple[FoundWord, ...]:
    spelt: dict[str, Counter[str]] = {}
    for cell, rows in cells.items():
        for piece in words.pieces(cell):
            if not is_not_recorded(piece):
                spelt.setdefault(spelling_key(piece), Counter())[piece] += rows
    found = [
        FoundWord(word, spellings.total(), words.guesser.certain(word), words.was_said(word))
        for spellings in spelt.values()
        for word, _rows in spellings.most_common(1)
    ]
    return tuple(sorted(found, key=lambda one: -one.rows))


def _numbered(term: Term) -> str:
    return f"{term.code} {term.label}" if term.code.isdigit() else term.label
