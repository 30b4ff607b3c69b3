"""What would differ today from a report as it was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from engage.assurance.figures.entries import FigureValue
from engage.assurance.figures.words import part_name
from engage.assurance.report.entries import ReportValue, tables_of

NOT_THERE = "not there"


class Key(NamedTuple):
    """A row of a table that speaks of a record; ``place`` tells rows of one record apart."""

    caption: str
    ref: str
    place: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of the report that would be otherwise today: where it stands, then and now."""

    where: str
    part: str
    then: str
    now: str


def differing_figures(then: ReportValue, now: ReportValue) -> list[Difference]:
    """Every figure that would be another number, or the same number of other records; parts one by one."""
    found: list[Difference] = []
    for id_, figure in then.figures.items():
        old, new = _parts(figure), _parts(now.figures.get(id_))
        for part in dict.fromkeys([*old, *new]):
            before, after = old.get(part, _NOTHING), new.get(part, _NOTHING)
            if before != after:
                found.append(Difference(figure.label, part_name(id_, part), *_told(before, after)))
    return found


def differing_rows(then: ReportValue, now: ReportValue) -> list[Difference]:
    """Every row of a table that speaks of a record and would read otherwise, be new or be gone."""
    old, new = _rows(then), _rows(now)
    records = {**now.records, **then.records}
    found: list[Difference] = []
    for key in dict.fromkeys([*old, *new]):
        where = f"{key.caption}: {records[key.ref].number or records[key.ref].title}"
        if key not in old or key not in new:
            there = ("there", NOT_THERE) if key in old else (NOT_THERE, "there")
            found.append(Difference(where, "", *there))
        else:
            found.extend(_cells(where, old[key], new[key]))
    return found


Counted = tuple[str, frozenset[str]]
_NOTHING: Counted = ("none", frozenset())


def _parts(figure: FigureValue | None) -> dict[str, Counted]:
    """The number of each part as people read it, and its records."""
    if figure is None:
        return {}
    if isinstance(figure.value, dict):
        return {
            part: (f"{number:,}", frozenset(figure.parts.get(part, ())))
            for part, number in figure.value.items()
        }
    return {"": (figure.shown, frozenset(figure.refs))}


def _told(before: Counted, after: Counted) -> tuple[str, str]:
    if before[0] != after[0]:
        return before[0], after[0]
    if gone := len(before[1] - after[1]):
        return before[0], f"{after[0]}, but {gone:,} of its records are others"
    return before[0], f"{after[0]}, from {len(after[1] - before[1]):,} more records"


def _rows(value: ReportValue) -> dict[Key, dict[str, str]]:
    """The words of each row by their columns, by its table and the record it speaks of."""
    found: dict[Key, dict[str, str]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for block in tables_of(value):
        for row in block.rows:
            ref = next((cell.ref for cell in row if cell.ref), "")
            if ref:
                times[block.caption, ref] += 1
                words = (cell.text for cell in row)
                key = Key(block.caption, ref, times[block.caption, ref])
                found[key] = dict(zip(block.headings, words, strict=True))
    return found


def _cells(where: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """The columns that read otherwise; one that only one report has is no difference of its records."""
    for heading, before in old.items():
        after = new.get(heading, before)
        if before != after:
            yield Difference(where, heading, before or NOT_THERE, after or NOT_THERE)
