"""A table of the report on a page of its own: every row of it, narrowed by what stands in some columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from engage.assurance.report.entries import ReportValue, Row, Table, tables_of
from engage.rules.errors import Missing

ROWS_A_PAGE = 100
NARROWED_BY = ("Duty", "State", "Project", "Owner", "Forum", "Answer", "Status", "Stage", "Method")
MOST_CHOICES = 200
NONE = "none"
"""Chosen for the rows in which nothing stands there."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A column by which the rows can be narrowed: its name in an address, its choices, and the chosen."""

    name: str
    label: str
    choices: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class TablePage:
    """One page of a table: ``block`` has the rows of this page, of the ``found`` rows of ``every`` one."""

    block: Table
    narrowings: tuple[Narrowing, ...]
    found: int
    every: int
    page: int
    pages: int

    @property
    def asked(self) -> dict[str, str]:
        """What was chosen, as the address says it."""
        return {one.name: one.chosen for one in self.narrowings if one.chosen}


def numbered(value: ReportValue) -> dict[str, int]:
    """The number of each table of a report in its order, by its label."""
    return {block.label: place for place, block in enumerate(tables_of(value), start=1)}


def table_page(value: ReportValue, number: int, asked: Mapping[str, str], page: int) -> TablePage:
    """The rows of a table that were asked for. Raises Missing where the report has no such table."""
    tables = tables_of(value)
    if not 1 <= number <= len(tables):
        raise Missing
    block = tables[number - 1]
    narrowings = tuple(_narrowings(block, asked))
    rows = [row for row in block.rows if _is_asked_for(block, row, narrowings)]
    pages = max(1, ceil(len(rows) / ROWS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = tuple(rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE])
    drawn = replace(block, rows=shown, shown=len(shown))
    return TablePage(drawn, narrowings, len(rows), len(block.rows), page, pages)


def _narrowings(block: Table, asked: Mapping[str, str]) -> list[Narrowing]:
    found: list[Narrowing] = []
    for heading in (one for one in NARROWED_BY if one in block.headings[1:]):
        place = block.headings.index(heading)
        choices = tuple(dict.fromkeys(_said(heading, row, place) for row in block.rows))
        if 1 < len(choices) <= MOST_CHOICES:
            wanted = asked.get(_name(heading), "")
            found.append(Narrowing(_name(heading), heading, choices, wanted if wanted in choices else ""))
    return found


def _is_asked_for(block: Table, row: Row, narrowings: Sequence[Narrowing]) -> bool:
    return all(
        _said(one.label, row, block.headings.index(one.label)) == one.chosen
        for one in narrowings
        if one.chosen
    )


def _said(heading: str, row: Row, place: int) -> str:
    """What stands there; of a state its name, without until when or why."""
    words = row[place].text
    return (re.split("[:,]", words)[0] if heading == "State" else words) or NONE


def _name(heading: str) -> str:
    return heading.lower()
