"""The dates that matter to a project, in the order in which they must fall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from engage.rules.calendar_words import long_date

COLUMNS = ("starts_on", "options_fixed_on", "papers_issued_on", "decision_on", "ends_on")
"""The columns of ``Project`` that hold them."""

# Each pair: the earlier and the later.
_IN_ORDER = (
    ("starts_on", "options_fixed_on"),
    ("starts_on", "papers_issued_on"),
    ("starts_on", "decision_on"),
    ("starts_on", "ends_on"),
    ("options_fixed_on", "papers_issued_on"),
    ("options_fixed_on", "decision_on"),
    ("papers_issued_on", "decision_on"),
    ("decision_on", "ends_on"),
)
_BEFORE = {
    "starts_on": "work began",
    "options_fixed_on": "options were fixed",
    "papers_issued_on": "the papers were issued",
    "decision_on": "the decision",
}
_CANNOT = {
    "options_fixed_on": "Options cannot have been fixed",
    "papers_issued_on": "The papers cannot have been issued",
    "decision_on": "The decision cannot have been made",
    "ends_on": "Work cannot have ended",
}


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A date that comes before one it must follow; ``column`` is the later of the two."""

    column: str
    sentence: str


def misplaced(days: Mapping[str, date | None]) -> list[Misplaced]:
    """The dates out of order, one sentence each; days by column of ``Project``, None where not known."""
    found: dict[str, Misplaced] = {}
    for earlier, later in _IN_ORDER:
        first, then = days.get(earlier), days.get(later)
        if first and then and then < first:
            sentence = (
                f"{_CANNOT[later]} on {long_date(then)}, before {_BEFORE[earlier]} on {long_date(first)}. "
                "Correct one of the two dates."
            )
            found.setdefault(later, Misplaced(later, sentence))
    return list(found.values())
