"""What the rows of a file add up to, so that a person can hold it against the file's own totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from engage.platform.imports.importing import Content, Entry, Tellable
from engage.rules.periods import financial_year_of

MOST_TOLD = 40
YEAR = "Financial year"
NO_DATE = "no date"
NO_YEAR = "in no one year: the date is too wide or too vague"


def year_of(content: Content | None) -> str:
    """The financial year in which it wholly lies, such as 2018/19; why there is none."""
    known = content.value if content else None
    if known is None or (known.start_from is None and known.start_to is None):
        return NO_DATE
    year = financial_year_of(known.start_from or known.start_to)
    return year.label if year.contains(known) else NO_YEAR


def in_words(content: Content | None) -> str:
    """The value in words, for fields that hold one."""
    return (content.words if content else "") or "not recorded"


def totals_of(entries: Iterable[Entry], told: Tellable, labels: Mapping[str, str]) -> dict[str, Any]:
    """What the rows add up to: ``rows``; how many are ``in_no_year``; ``sums`` of numbers, with how many rows
    give one; and ``by`` each field how many rows say what, with what their numbers add up to."""
    rows = 0
    sums: Counter[str] = Counter()
    given: Counter[str] = Counter()
    groups = {name: _Group() for name in told.counted}
    for entry in entries:
        rows += 1
        said = {name: number(entry.content.get(name)) for name, number in told.summed.items()}
        numbers = {name: number for name, number in said.items() if number is not None}
        sums.update(numbers)
        given.update(numbers.keys())
        for name, words in told.counted.items():
            groups[name].add(words(entry.content.get(name)), numbers)
    undated = [one.of(NO_DATE, NO_YEAR) for name, one in groups.items() if told.counted[name] is year_of]
    return {
        "rows": rows,
        "in_no_year": undated[0] if undated else None,
        "sums": [
            {"field": name, "label": labels[name], "sum": sums[name], "rows": given[name]}
            for name in told.summed
        ],
        "by": [
            {"label": YEAR if words is year_of else labels[name], **groups[name].told(words is year_of)}
            for name, words in told.counted.items()
        ],
    }


class _Group:
    """Rows counted by what they say of one field."""

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()
        self._sums: dict[str, Counter[str]] = {}

    def add(self, words: str, numbers: Mapping[str, int]) -> None:
        self._rows[words] += 1
        self._sums.setdefault(words, Counter()).update(numbers)

    def of(self, *said: str) -> dict[str, Any]:
        """How many rows say any of these, with what their numbers add up to."""
        sums: Counter[str] = Counter()
        for words in said:
            sums.update(self._sums.get(words, {}))
        return {"rows": sum(self._rows[words] for words in said), "sums": dict(sums)}

    def told(self, in_order: bool) -> dict[str, Any]:
        """The commonest first, or in their own order; what goes beyond ``MOST_TOLD`` lines in one number."""
        lines = sorted(self._rows.items(), key=lambda one: one if in_order else (-one[1], one[0]))
        shown, others = lines[:MOST_TOLD], lines[MOST_TOLD:]
        counts = [{"words": words, "rows": rows, "sums": dict(self._sums[words])} for words, rows in shown]
        return {"counts": counts, "others": len(others), "other_rows": sum(rows for _, rows in others)}
