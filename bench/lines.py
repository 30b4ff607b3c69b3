"""Figures as they are printed: one JSON line each, then a table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One figure; ``wanted`` is the most it should be, None where there is no limit."""

    activities: int
    figure: str
    value: float
    unit: str
    wanted: float | None = None

    @property
    def verdict(self) -> str:
        if self.wanted is None:
            return ""
        return "ok" if self.value <= self.wanted else "OVER"


def tell(measured: Iterable[Line]) -> int:
    """Print each figure as soon as it is measured, and all of them at the end: 1 if one is over its limit."""
    lines: list[Line] = []
    for line in measured:
        print(json.dumps(asdict(line)), flush=True)
        lines.append(line)
    _table(lines)
    return 1 if any(line.verdict == "OVER" for line in lines) else 0


def _table(lines: list[Line]) -> None:
    print(f"\n{'activities':>10}  {'figure':<38} {'value':>10} {'unit':<4} {'wanted':>8}", file=sys.stderr)
    for line in lines:
        wanted = f"{line.wanted:g}" if line.wanted is not None else ""
        shown = f"{line.value:>10.2f} {line.unit:<4} {wanted:>8} {line.verdict}"
        print(f"{line.activities:>10,}  {line.figure:<38} {shown}", file=sys.stderr)
