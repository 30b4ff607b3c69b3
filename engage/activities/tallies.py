"""How many people of which groups were counted at an activity, as its column holds it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any, ClassVar

from engage.platform.data.fields import Field, FindTerm
from engage.rules.reached import Reached, ReachedKind
from engage.rules.tallies import Tally, counts_a_group, read_tallies, shown, under_heading, words_of


@dataclass(frozen=True, slots=True)
class Tallies(Field):
    """Numbers of people by group, typed in words: “9 disabled, 3 carers, 14 women”."""

    longest: int = 2_000
    rows: int = 2

    entry_type: ClassVar[Any] = tuple[Tally, ...]
    has_code_of_its_own: ClassVar[bool] = False
    takes_columns: ClassVar[bool] = True
    minds_headings: ClassVar[bool] = True
    empty: ClassVar[Any] = ()

    def held(self, stored: Any) -> Any:
        return tuple(
            Tally(group, Reached(ReachedKind(count["kind"]), count["number"], count.get("said", "")))
            for group, count in (stored or {}).items()
        )

    def stored(self, held: Any) -> Any:
        return {one.group: _stored(one.count) for one in held}

    def compared(self, held: Any) -> Hashable:
        return tuple(sorted(held, key=lambda one: one.words))

    def said(self, held: Any) -> str:
        return words_of(held)

    def typed(self, held: Any) -> Any:
        return "\n".join(one.typed for one in held)

    def taken(self, answer: Any) -> Any:
        return read_tallies(answer or "")

    def check(self, answer: Any) -> None:
        self.taken(answer)

    def read(self, text: str, find: FindTerm) -> Any:
        return read_tallies(text)

    def claims(self, heading: str) -> bool:
        return counts_a_group(heading)

    def under(self, heading: str, cell: str) -> str:
        return under_heading(heading, cell)


def _stored(count: Reached) -> dict[str, Any]:
    said = {"said": count.said} if count.said else {}
    return {"kind": count.kind.value, "number": count.number, **said}


def safe_words(stored: Any, reached: int | None) -> str:
    """What everybody may see of the tallies of one activity, for lists and those who do not log."""
    tallies = Tallies("").held(stored)
    return "; ".join(f"{one.group}: {one.words}" for one in shown([(tallies, reached)]))
