"""What several sections of the report share: breakdowns as charts and tables, and how values read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from engage.assurance.figures import NOT_RECORDED, Figure
from engage.assurance.value import Block, cell, chart, table
from engage.rules.calendar_words import long_date
from engage.rules.cycle import read_cycle
from engage.rules.facts import Fact
from engage.rules.words import read_vocabulary


def shown(figure: Figure) -> str:
    if figure.value is None or isinstance(figure.value, dict):
        return NOT_RECORDED
    return f"about {figure.value:,}" if figure.approximate else f"{figure.value:,}"


def values_of(figure: Figure) -> dict[str, int]:
    return figure.value if isinstance(figure.value, dict) else {}


def parts_of(figure: Figure) -> list[str]:
    return list(figure.value) if isinstance(figure.value, dict) else []


def stage_part(part: str) -> tuple[str, str]:
    return (part, f"{part} {read_cycle().stage(int(part)).label}" if part.isdigit() else part)


def bars(figure: Figure, title: str, category: str, named: Sequence[tuple[str, str]]) -> Block:
    values = figure.value if isinstance(figure.value, dict) else {}
    rows = [(label, values[part]) for part, label in named if part != NOT_RECORDED]
    return chart(
        "bars",
        title,
        rows,
        category=category,
        source=f"Engagement log: {figure.base:,} activities",
        missing=values.get(NOT_RECORDED, 0),
    )


def breakdown_table(figure: Figure, caption: str, category: str, labels: dict[str, str]) -> Block:
    values = figure.value if isinstance(figure.value, dict) else {}
    rows = [
        [cell(labels.get(part, part)), cell(number, figure=figure.id, part=part)]
        for part, number in values.items()
    ]
    rows.append([cell("All"), cell(figure.base, figure=figure.id)])
    return table(caption, (category, "Activities"), rows)


def in_date_order(facts: Iterable[Fact]) -> list[Fact]:
    return sorted(facts, key=lambda fact: (fact.first or fact.on or date.min, fact.says["number"]))


def status_terms() -> Sequence[Any]:
    return read_vocabulary("statuses").terms


def status_of(fact: Fact) -> str:
    return read_vocabulary("statuses").term(fact.says["status"]).label


def day_or_not_set(day: date | None) -> str:
    return long_date(day) if day else "not set"
