"""A report value as its one canonical text, which is what is published, and read back from such a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from engage.assurance.figures.entries import Before, FigureValue
from engage.assurance.report.entries import (
    Block,
    BodyReportedOn,
    Cell,
    Chart,
    Heading,
    Paragraph,
    PeriodReportedOn,
    Points,
    Record,
    ReportValue,
    Row,
    Section,
    SignOff,
    Table,
)

Plain = Mapping[str, Any]
"""An object of JSON; a part of it that is not there is read as what a block has by itself."""


def canonical(value: ReportValue) -> str:
    """The one text of a report value: the same value always gives the same text."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def fingerprint_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(held: Any) -> Any:
    """A part of a report as JSON holds it."""
    match held:
        case Cell():
            return _plain_cell(held)
        case FigureValue():
            return _plain_figure(held)
        case date():
            return held.isoformat()
        case tuple():
            return [_plain(one) for one in held]
        case Mapping():
            return {name: _plain(one) for name, one in held.items()}
    if not hasattr(held, "__dataclass_fields__"):
        return held
    plain = {part.name: _plain(getattr(held, part.name)) for part in fields(held)}
    if isinstance(held, Block):
        plain["kind"] = held.kind
    return {name: one for name, one in plain.items() if name != "label" or one}


def _plain_cell(cell: Cell) -> dict[str, Any]:
    """What a cell has; what it lacks is left out."""
    plain: dict[str, Any] = {"text": cell.text}
    for name in ("figure", "part", "ref", "number"):
        if held := getattr(cell, name):
            plain[name] = held
    if cell.exact is not None:
        plain["exact"] = cell.exact
    return plain


def _plain_figure(figure: FigureValue) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "label": figure.label,
        "value": figure.value,
        "base": figure.base,
        "approximate": figure.approximate,
        "refs": list(figure.refs),
    }
    if figure.out_of is not None:
        plain["out_of"] = figure.out_of
    if figure.parts:
        plain["parts"] = _plain(figure.parts)
    if figure.previous:
        plain["previous"] = _plain(figure.previous)
    if figure.adds:
        plain["adds"] = _plain(figure.adds)
    if figure.without:
        plain["without"] = list(figure.without)
    return plain


def read_value(text: str) -> ReportValue:
    """The value of which this is the canonical text."""
    plain: dict[str, Any] = json.loads(text)
    body = plain["body"]
    return ReportValue(
        **{
            **plain,
            "body": BodyReportedOn(**body) if body else None,
            "period": PeriodReportedOn(**plain["period"]),
            "made_on": date.fromisoformat(plain["made_on"]),
            "ages_as_of": date.fromisoformat(plain["ages_as_of"]),
            "figures": {id_: _figure(figure) for id_, figure in plain["figures"].items()},
            "sections": tuple(map(_section, plain["sections"])),
            "records": {ref: Record(**record) for ref, record in plain["records"].items()},
        }
    )


def _figure(plain: Plain) -> FigureValue:
    previous = plain.get("previous")
    return FigureValue(
        label=plain["label"],
        value=plain["value"],
        refs=tuple(plain["refs"]),
        out_of=plain.get("out_of"),
        approximate=plain["approximate"],
        parts={part: tuple(refs) for part, refs in plain.get("parts", {}).items()},
        previous=Before(**previous) if previous else None,
        adds=plain.get("adds", {}),
        without=tuple(plain.get("without", ())),
    )


def _section(plain: Plain) -> Section:
    blocks = tuple(_BLOCKS[block["kind"]](block) for block in plain["blocks"])
    return Section(plain["number"], plain["title"], blocks)


def _table(plain: Plain) -> Table:
    return Table(
        caption=plain["caption"],
        headings=tuple(plain["headings"]),
        rows=tuple(map(_row, plain["rows"])),
        under=plain["under"],
        shares=plain["shares"],
        hidden=tuple(plain["hidden"]),
        shown=plain["shown"],
        label=plain.get("label", ""),
    )


def _chart(plain: Plain) -> Chart:
    return Chart(
        shape=plain["shape"],
        title=plain["title"],
        rows=tuple((label, number) for label, number in plain["rows"]),
        table=_table(plain["table"]),
        category=plain["category"],
        source=plain["source"],
        missing=plain["missing"],
        label=plain["label"],
    )


def _row(cells: Iterable[Plain]) -> Row:
    return tuple(Cell(**cell) for cell in cells)


_BLOCKS: dict[str, Callable[[Plain], Block]] = {
    Heading.kind: lambda plain: Heading(plain["text"]),
    Paragraph.kind: lambda plain: Paragraph(_row(plain["pieces"]), plain["number"]),
    Points.kind: lambda plain: Points(tuple(map(_row, plain["items"]))),
    Table.kind: _table,
    Chart.kind: _chart,
    SignOff.kind: lambda plain: SignOff(tuple((step, role, day) for step, role, day in plain["steps"])),
}
