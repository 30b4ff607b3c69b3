"""Two hundred layouts of real records come in whole: no row is lost and no figure is invented."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from engage.imports import queries
from engage.imports.registry import KINDS, guesser_for
from engage.imports.source import matched, open_source, outline_of
from engage.platform.imports.matches import guessed_columns
from engage.platform.imports.plan import Outcome, Plan, make_plan
from engage.platform.sheets.model import MEGABYTE
from engage.rules.reached import Reached
from tests.imports.layouts import MOST_CORRECTIONS, Layout, made_layout, saved

LAYOUTS = 200
SEED = int(os.environ.get("LAYOUTS_SEED", "20181"))


def plan_of(kind: str, path: Path, layout: Layout | None = None) -> Plan:
    """What becomes of the rows of a file, its columns and words as they are guessed and then corrected."""
    fields = KINDS[kind].fields
    options: dict[str, Any] = {"columns": {}, "sheet": "", "limit": 20 * MEGABYTE}
    with open_source(path, path.name, fields, **options) as workbook:
        columns = guessed_columns(outline_of(workbook, guesser_for(kind)), doubtful=False)
    columns |= layout.columns if layout else {}
    with open_source(path, path.name, fields, **(options | {"columns": columns})) as workbook:
        words = queries.file_words(KINDS[kind], layout.values if layout else {}, {})
        return make_plan(matched(workbook, fields, columns), KINDS[kind].make(), words=words)


def said(plan: Plan) -> Counter[Any]:
    """What the rows say, whatever their order: without empty fields and how a number was written."""
    entries = [row.entry for row in plan.of(Outcome.NEW) if row.entry]
    return Counter(
        frozenset(
            (name, replace(content.value, said="") if isinstance(content.value, Reached) else content.value)
            for name, content in entry.content.items()
            if content.value not in (None, "", ())
        )
        for entry in entries
    )


@pytest.mark.parametrize("part", range(8))
def test_layouts_nobody_has_seen_say_what_the_plain_file_says(part: int, app: Flask, tmp_path: Path) -> None:
    print(f"LAYOUTS_SEED={SEED}")
    for number in range(part, LAYOUTS, 8):
        layout = made_layout(SEED + number)
        assert layout.corrections <= MOST_CORRECTIONS
        file, plain_file = saved(layout, tmp_path)
        laid, plain = plan_of(layout.kind, file, layout), plan_of(layout.kind, plain_file)
        told = f"layout {SEED + number}, {layout.kind}"
        assert plain.rows_read >= layout.rows, told
        assert laid.count(Outcome.SET_ASIDE) == plain.count(Outcome.SET_ASIDE), told
        assert len(laid.unread) == len(plain.unread), told
        assert said(laid) == said(plain), told
        assert laid.totals()["sums"] == plain.totals()["sums"], told
