"""Words that were not understood, as they are told, and what a person says of them."""

from __future__ import annotations

from dataclasses import dataclass

from engage.imports.registry import Kind
from engage.platform.imports.mapping import Field
from engage.rules.word_guess import Guess


@dataclass(frozen=True, slots=True)
class LeftWord:
    """Words that so many records of a kind keep of one field, and what they may mean, if anything is like."""

    kind: Kind
    field: Field
    words: str
    records: int
    guess: Guess | None


@dataclass(frozen=True, slots=True)
class Mending:
    """What the words of a field mean: the code of a term, or nothing that anybody needs (``code`` empty).

    ``records`` is how many keep the words, as a person saw it.
    """

    kind: Kind
    field: str
    words: str
    code: str
    records: int
