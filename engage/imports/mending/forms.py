"""What a person says of words that were not understood."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from engage.imports.mending.entries import LeftWord, Mending
from engage.platform.data.typed import number_or_none
from engage.platform.web.forms import ChoiceField, Form, HiddenField, choices
from engage.platform.web.pages import counted

NOT_NOW = ("", "Leave it for now")
NEEDED_BY_NOBODY = "let-go"
MOST_WORDS = 50  # on one page


class MendingForm(Form):
    """What each word means. A question for each is added by ``mending_form``."""

    left: tuple[LeftWord, ...] = ()

    @property
    def asked(self) -> list[tuple[Any, Any]]:
        """The question about each word, with the number of records a person saw."""
        return [(self[question_of(one)], self[f"{question_of(one)}_records"]) for one in self.left]

    def mendings(self) -> list[Mending]:
        """What was said, of the words of which something was."""
        return [
            Mending(
                one.kind,
                one.field.name,
                one.words,
                "" if meant.data == NEEDED_BY_NOBODY else meant.data,
                number_or_none(seen.data) or 0,
            )
            for one, (meant, seen) in zip(self.left, self.asked, strict=True)
            if meant.data
        ]


def mending_form(left: Sequence[LeftWord]) -> MendingForm:
    """The form for the commonest of these words."""
    shown = tuple(left[:MOST_WORDS])
    parts: dict[str, Any] = {"left": shown}
    starting: dict[str, Any] = {}
    for one in shown:
        guessed = f" It looks like “{_label(one)}”." if one.guess else ""
        parts[question_of(one)] = ChoiceField(
            f"{one.field.label}: “{one.words}”",
            hint=f"{counted(one.records, one.kind.one, one.kind.many)}.{guessed}",
            choices=choices([NOT_NOW, *_meanings(one), (NEEDED_BY_NOBODY, "Let it go: nobody needs it")]),
        )
        parts[f"{question_of(one)}_records"] = HiddenField()
        starting[f"{question_of(one)}_records"] = str(one.records)
    made: type[MendingForm] = type("WordsLeft", (MendingForm,), parts)
    return made.from_request(**starting)


def question_of(one: LeftWord) -> str:
    """The name of its question: the order of words may change before they are answered."""
    return f"{one.kind.name}_{one.field.name}_{sha256(one.words.encode()).hexdigest()[:16]}".replace("-", "_")


def _meanings(one: LeftWord) -> list[tuple[str, str]]:
    terms = one.field.vocabulary().terms if one.field.vocabulary else ()
    return [
        (term.code, f"{term.code} {term.label}" if term.code.isdigit() else term.label)
        for term in terms
        if term.label
    ]


def _label(one: LeftWord) -> str:
    codes = dict(_meanings(one))
    return codes.get(one.guess.code, one.guess.code) if one.guess else ""
