"""A comparison as its page shows it: each characteristic in words, as a chart and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.panels.models import PanelComparison
from engage.platform.charts import Chart, pair_chart
from engage.platform.web.pages import counted
from engage.rules.calendar_words import long_date
from engage.rules.gaps import Mark
from engage.rules.monitoring import read_monitoring
from engage.rules.releases import Standing

HIDDEN = "hidden"

MARKS = {
    Mark.FEWER: "Fewer than would be expected",
    Mark.NO_GAP: "No gap shown",
    Mark.CANNOT_SAY: "Cannot be said",
}

AGAIN = (
    "These are the figures of {day}. Too few members have come, gone or answered otherwise since for new "
    "ones: set beside the earlier ones they would tell what single people said."
)

OTHER_CUT = (
    "These are the figures of {day}, in the groups chosen then. Other groups of the same people are not "
    "shown: the two beside one another would tell what single people said."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One group: what is shown of it, in words."""

    label: str
    count: str
    share: str
    community: str
    usual: str
    mark: str
    is_gap: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One characteristic of a comparison."""

    code: str
    characteristic: str
    against: str
    source: str
    minds: tuple[str, ...]
    base: str
    standing: str
    hidden: str
    rows: tuple[Row, ...]
    chart: Chart | None


def sections_of(comparison: PanelComparison) -> list[Section]:
    """Every characteristic that was compared, in the order it was."""
    return [_section(table, comparison.members) for table in comparison.tables]


def gaps_in(sections: Sequence[Section]) -> list[str]:
    """Groups found missing, such as Age: 16 to 34."""
    return [f"{one.characteristic}: {row.label}" for one in sections for row in one.rows if row.is_gap]


def unasked(comparison: PanelComparison) -> list[tuple[str, str]]:
    """(characteristic, reason) of what members were not asked about; the reason may be empty."""
    monitoring = read_monitoring()
    return [
        (monitoring.questions[code].characteristic, comparison.not_asked_because.get(code, ""))
        for code in monitoring.protected
        if code not in comparison.asks
    ]


def _section(table: dict[str, Any], members: int) -> Section:
    return Section(
        code=table["question"],
        characteristic=table["characteristic"],
        against=f"In {table['cut_name']}; compared with {table['baseline']}",
        source=table["source"],
        minds=tuple(one.rstrip(".") + "." for one in (*table["notes"], table["differs"]) if one),
        base=_base(table),
        standing=_standing(table),
        hidden=table["hidden"],
        rows=tuple(_row(row, table["base"]) for row in table["rows"]),
        chart=_chart(table),
    )


def _base(table: dict[str, Any]) -> str:
    """Of whom the shares are, and why others are not among them."""
    if table["base"] is None:
        return "Too few members answered for anything to be shown."
    said = f"Shares are of the {counted(table['base'], 'member', 'members')} who answered."
    if not table["others"]:
        return said
    if table["refused"] is None:
        others = counted(table["others"], "member", "members")
        return (
            f"{said} Not among them: {others} (preferred not to say, not asked, or in none of these groups)."
        )
    parts = [
        f"{table['refused']:,} who preferred not to say",
        f"{table['unasked']:,} with no answer on record",
        *([f"{table['left_out']:,} in none of these groups"] if table["left_out"] else []),
    ]
    return f"{said} Not among them: {'; '.join(parts)}."


def _standing(table: dict[str, Any]) -> str:
    day = long_date(date.fromisoformat(table["counted_on"]))
    if table["standing"] == Standing.AGAIN:
        return AGAIN.format(day=day)
    if table["standing"] == Standing.OTHER_CUT:
        return OTHER_CUT.format(day=day)
    if table["standing"] == Standing.SAME:
        return f"Nothing has changed since {day}."
    return ""


def _row(row: dict[str, Any], base: int | None) -> Row:
    mark = Mark(row["mark"])
    usual = f"{row['usual'][0]:,} to {row['usual'][1]:,}" if row["usual"] and base else ""
    return Row(
        label=row["label"],
        count=HIDDEN if row["count"] is None else f"{row['count']:,}",
        share=HIDDEN if row["share"] is None else f"{row['share']:g}%",
        community=f"{row['community']:.1f}%",
        usual=usual,
        mark=MARKS[mark],
        is_gap=mark is Mark.FEWER,
    )


def _chart(table: dict[str, Any]) -> Chart | None:
    """Shares of panel and community, one under the other; nothing of a group that is hidden."""
    shown = [row for row in table["rows"] if row["share"] is not None]
    if not shown:
        return None
    pairs = [(row["label"], float(row["share"]), float(row["community"])) for row in shown]
    title = f"{table['characteristic']}: the panel and its community"
    return pair_chart(title, pairs, ("Panel", "Community"), table["source"], category="Group")
