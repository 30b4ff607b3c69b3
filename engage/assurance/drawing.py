"""Charts of the report: one picture, drawn on the page and in the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engage.platform.charts import Chart, bar_chart, line_chart

UNIT = "activities"


def picture(block: Mapping[str, Any]) -> Chart:
    """The chart a block describes."""
    rows = [(label, value) for label, value in block["rows"]]
    if block["shape"] == "line":
        steps, values = [label for label, _ in rows], [value for _, value in rows]
        return line_chart(
            block["title"], steps, [("Activities", values)], UNIT, block["source"], category=block["category"]
        )
    return bar_chart(
        block["title"],
        rows,
        UNIT,
        block["source"],
        category=block["category"],
        not_recorded=block["missing"],
    )
