"""Run the measures: one JSON line a figure, then a table."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from bench import sizes


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


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("--full", action="store_true", help="measure 100,000 activities too")
    full = asked.parse_args().full
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        for line in _measured([1_000, 10_000, *([100_000] if full else [])], Path(folder)):
            print(json.dumps(asdict(line)), flush=True)
            lines.append(line)
    _table(lines)
    return 1 if any(line.verdict == "OVER" for line in lines) else 0


def _measured(wanted: list[int], folder: Path) -> Iterator[Line]:
    lists: dict[int, float] = {}
    for activities in wanted:
        found = sizes.measure(activities, folder / str(activities))
        lists[activities] = found.log_list / found.bare_page
        yield Line(activities, "import", found.imported.seconds, "s", 20 if activities == 10_000 else None)
        yield Line(
            activities,
            "import, peak memory",
            found.imported.megabytes,
            "MB",
            400 if activities <= 10_000 else None,
        )
        yield Line(activities, "bare page", found.bare_page * 1000, "ms")
        yield Line(activities, "log list", found.log_list * 1000, "ms")
        yield Line(activities, "log list, times the bare page", found.log_list / found.bare_page, "x")
        yield Line(activities, "project page", found.project_page * 1000, "ms")
        yield Line(activities, "project page, times the bare page", found.project_page / found.bare_page, "x")
        yield Line(
            activities,
            "year's report as JSON",
            found.report_json.seconds,
            "s",
            2 if activities == 10_000 else None,
        )
        yield Line(
            activities,
            "year's report as PDF",
            found.report_pdf.seconds,
            "s",
            5 if activities == 10_000 else None,
        )
        yield Line(activities, "report over everything as JSON", found.report_all.seconds, "s")
        yield Line(
            activities,
            "report, peak memory",
            found.report_pdf.megabytes,
            "MB",
            400 if activities <= 10_000 else None,
        )
    largest = max(wanted)
    yield Line(largest, "log list against 1,000 activities", lists[largest] / lists[1_000], "x", 1.2)


def _table(lines: list[Line]) -> None:
    print(f"\n{'activities':>10}  {'figure':<38} {'value':>10} {'unit':<4} {'wanted':>8}", file=sys.stderr)
    for line in lines:
        wanted = f"{line.wanted:g}" if line.wanted is not None else ""
        shown = f"{line.value:>10.2f} {line.unit:<4} {wanted:>8} {line.verdict}"
        print(f"{line.activities:>10,}  {line.figure:<38} {shown}", file=sys.stderr)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main())
