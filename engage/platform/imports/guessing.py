"""Which field each column of a spreadsheet fills, guessed from its heading and from what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from engage.platform.imports.heading_likeness import ANOTHER_NAME, LIKE_A_NAME, OWN_NAME, Names
from engage.platform.imports.mapping import Field, Fields
from engage.rules.column_fit import fits
from engage.rules.column_profile import Holds, Profile
from engage.rules.heading_words import Meaning, read_meanings
from engage.rules.lists import split_list

CELLS_COUNT = 0.45  # beside the heading
LIKELY, POSSIBLE = 0.62, 0.4  # scores
AGREE, CONTRADICT = 0.5, -0.5  # how well cells fit
LEAD = 0.2  # over the next best field, to be certain
MOST_TERMS = 40  # different cells looked up in a vocabulary
PIECES = 5
FEW = 4  # cells: so many speak half as loudly against a field

CELLS_ARE = {
    Holds.DATE: "dates",
    Holds.YEAR: "years",
    Holds.NUMBER: "numbers",
    Holds.SHARE: "shares in percent",
    Holds.CODE: "codes, no two alike",
    Holds.BODY: "names of bodies",
    Holds.YES_NO: "yes or no",
    Holds.POSTCODE: "postcodes",
    Holds.PHONE: "telephone numbers",
    Holds.EMAIL: "mail addresses",
    Holds.WEB: "web addresses",
    Holds.SOURCE: "web addresses",
    Holds.TEXT: "sentences",
    Holds.TERM: "words known for it",
}
TELLING = frozenset(CELLS_ARE) - {Holds.TEXT, Holds.TERM, Holds.YES_NO, Holds.NUMBER, Holds.YEAR, Holds.SHARE}
"""What cells must be more than likely to be for a guess under a heading that says nothing."""
NEVER_BY_CELLS = frozenset({Holds.YES_NO, Holds.REMARKS, Holds.LINE})


class Mark(StrEnum):
    """How sure a guess is."""

    CERTAIN = "certain"
    GUESSED = "guessed"
    DOUBTFUL = "doubtful"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the numbers of the sheets it stands in, and what is under it there."""

    heading: str
    sheets: frozenset[int]
    profile: Profile


@dataclass(frozen=True, slots=True)
class Match:
    """The field a column was matched with, None when it was missed, and the reason in a sentence."""

    heading: str
    field: str | None
    mark: Mark
    reason: str


@dataclass(frozen=True, slots=True)
class _Likeness:
    """What speaks for a field: how like a name of it the heading is, how well the cells fit.

    ``is_another_kind`` says that cells which do not fit are plainly something else, such as numbers.
    """

    column: int
    field: Field
    holds: Holds
    heading: float
    cells: float
    is_another_kind: bool
    sparse: bool
    blanks: float

    @property
    def score(self) -> float:
        return self.heading + CELLS_COUNT * self.cells - self.blanks

    @property
    def is_possible(self) -> bool:
        if self.heading >= LIKE_A_NAME:
            return self.score >= POSSIBLE
        if self.sparse or self.holds in NEVER_BY_CELLS:
            return self.holds is Holds.DATE and self.cells >= AGREE
        return self.cells >= (0.7 if self.holds in TELLING else AGREE)

    @property
    def is_likely(self) -> bool:
        if self.heading == OWN_NAME:
            return self.cells > CONTRADICT or not self.is_another_kind
        if self.heading < LIKE_A_NAME:
            return self.holds is Holds.BODY  # to overlook it would give the rows to another body
        return self.score >= LIKELY and self.cells > CONTRADICT

    @property
    def is_named(self) -> bool:
        """Whether the heading is the name of the field, and the cells are not plainly something else."""
        return self.heading == OWN_NAME and self.is_likely

    def is_certain(self, lead: float) -> bool:
        named = self.heading == OWN_NAME and self.cells > CONTRADICT
        agreed = self.heading >= ANOTHER_NAME and self.cells >= AGREE
        return (named or agreed) and lead >= LEAD


class Guesser:
    """Guesses the columns of one kind of record; what other kinds call their fields counts too."""

    def __init__(
        self, fields: Fields, others: Iterable[Field] = (), meanings: Sequence[Meaning] | None = None
    ) -> None:
        self._fields = fields
        self._names = Names(fields, others, read_meanings() if meanings is None else meanings)

    def guess(self, columns: Sequence[Column]) -> list[Match]:
        """A match for each column. No two that stand in one sheet are given one field of a single value."""
        found = [self._likenesses(place, column) for place, column in enumerate(columns)]
        chosen = _assigned(columns, [one for likenesses in found for one in likenesses])
        filled = {one.field.name: columns[place].heading for place, one in chosen.items()}
        return [
            _matched(column, chosen[place], found[place])
            if place in chosen
            else Match(column.heading, None, Mark.MISSED, _why_missed(column, found[place], filled))
            for place, column in enumerate(columns)
        ]

    def _likenesses(self, place: int, column: Column) -> list[_Likeness]:
        named = self._names.likenesses(column.heading)
        return [
            _Likeness(
                place,
                field,
                self._holds(field),
                named[name],
                self._cells(column.profile, field),
                column.profile.mostly is not None,
                self._is_sparse(field),
                self._blanks(column.profile, field),
            )
            for name, field in self._fields.by_name.items()
        ]

    def _holds(self, field: Field) -> Holds:
        meaning = self._names.meanings[field.name]
        if field.vocabulary is not None and field.holds is Holds.LINE:
            return Holds.TERM
        return (meaning.holds if meaning else None) or field.holds

    def _cells(self, profile: Profile, field: Field) -> float:
        """How well the cells fit, with the words that often stand in such cells counted in."""
        if not profile.cells:
            return 0.0
        fit = self._fit(profile, field)
        few = len(profile.cells) / (len(profile.cells) + FEW)
        return fit if fit > 0 else fit * few

    def _fit(self, profile: Profile, field: Field) -> float:
        meaning, holds = self._names.meanings[field.name], self._holds(field)
        fit = _terms(profile, field) if holds is Holds.TERM else fits(profile, holds)
        if meaning is None or not meaning.cells or fit == -1.0 or (holds is Holds.TERM and fit > AGREE):
            return fit
        weight = 0.2 if holds in {Holds.TEXT, Holds.SOURCE} else 0.5
        said = min(1.0, 5 * profile.saying(meaning.cells) - 1)
        return (1 - weight) * fit + weight * said

    def _is_sparse(self, field: Field) -> bool:
        meaning = self._names.meanings[field.name]
        return meaning is not None and meaning.sparse

    def _blanks(self, profile: Profile, field: Field) -> float:
        """What speaks against it that so many rows, or so few, leave it blank."""
        if self._is_sparse(field):
            return 0.15 if profile.blank < 0.3 else 0.0
        return 0.08 if profile.blank > 0.8 else 0.0


def _terms(profile: Profile, field: Field) -> float:
    """How well the cells fit a vocabulary: known terms do, and so do a few short words again and again."""
    if profile.mostly not in {None, Holds.YES_NO} or field.vocabulary is None:
        return -1.0
    vocabulary = field.vocabulary()

    def knows(text: str) -> bool:
        return vocabulary.recognise(text).code is not None

    total = known = 0
    for cell, number in profile.counts.most_common(MOST_TERMS):
        pieces = (split_list(cell, knows) or [cell])[:PIECES] if field.multiple else [cell]
        total += number
        known += number * any(map(knows, pieces))
    share = known / total
    if share >= 0.35:
        return min(1.0, 0.4 + share)
    return share - 0.3 * profile.distinct if profile.words < 7 else -0.7


def _assigned(columns: Sequence[Column], likenesses: Iterable[_Likeness]) -> Mapping[int, _Likeness]:
    """The best of the likenesses, each column and each field of a single value once in a sheet.

    A heading that is the name of a field goes before anything that only looks better.
    """
    chosen: dict[int, _Likeness] = {}
    taken: dict[str, frozenset[int]] = defaultdict(frozenset)
    for one in sorted(likenesses, key=lambda one: (not one.is_named, -one.score, one.column)):
        sheets, name = columns[one.column].sheets, one.field.name
        if one.column in chosen or not one.is_possible:
            continue
        if taken[name] & sheets and not (one.field.multiple and one.heading >= ANOTHER_NAME):
            continue
        chosen[one.column] = one
        taken[name] |= sheets
    return chosen


def _matched(column: Column, best: _Likeness, likenesses: Iterable[_Likeness]) -> Match:
    rival = max((one for one in likenesses if one is not best), key=lambda one: one.score, default=None)
    lead = best.score - rival.score if rival else 1.0
    mark = Mark.GUESSED if best.is_likely else Mark.DOUBTFUL
    if best.is_certain(lead):
        mark = Mark.CERTAIN
    reason = _why(column, best)
    if rival is not None and lead < LEAD and rival.is_possible:
        reason = f"{reason} It could be {rival.field.label} too."
    return Match(column.heading, best.field.name, mark, reason)


def _why(column: Column, best: _Likeness) -> str:
    heading = ""
    if best.heading == OWN_NAME:
        heading = "The heading is its name"
    elif best.heading >= ANOTHER_NAME:
        heading = "The heading is another name for it"
    elif best.heading >= LIKE_A_NAME:
        heading = "The heading is like its names"
    if not column.profile.filled:
        return f"{heading}, and every cell is blank."
    cells = _cells_in_words(best)
    if not heading:
        return f"{cells[:1].upper()}{cells[1:]}."
    link = ", but" if best.cells <= CONTRADICT else ", and"
    return f"{heading}{link} {cells}." if cells else f"{heading}."


def _cells_in_words(best: _Likeness) -> str:
    """What the cells say for or against it; empty when they say little."""
    are = CELLS_ARE.get(best.holds)
    if best.cells >= AGREE:
        return f"its cells are {are}" if are else "its cells read like it"
    if best.cells <= CONTRADICT:
        return f"its cells are not {are}" if are else "its cells do not read like it"
    return ""


def _why_missed(column: Column, likenesses: Iterable[_Likeness], filled: Mapping[str, str]) -> str:
    if not column.profile.filled:
        return "Every cell is blank."
    best = max(likenesses, key=lambda one: one.score)
    if best.is_possible and best.field.name in filled:
        return f"It looks like {best.field.label}, which “{filled[best.field.name]}” fills."
    return "Neither its heading nor its cells say what it is."
