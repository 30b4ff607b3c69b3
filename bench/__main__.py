"""Run the measures: one JSON line a figure, then a table."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import calendar, costs, duplicates, growth, limits, register, sizes, turns
from bench.lines import Line, tell
from bench.measuring import Took


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench", description=__doc__)
    asked.add_argument("--full", action="store_true", help="measure 100,000 activities too")
    full = asked.parse_args().full
    with tempfile.TemporaryDirectory(prefix="engage-bench-") as folder:
        return tell(_measured([1_000, 10_000, *([100_000] if full else [])], Path(folder)))


# Wanted for 10,000 activities, in bare pages, so that a limit means the same on any machine: a bare page
# took half a millisecond of a processor where the limits were set, so 40,000 of them are 20 seconds there.
BARE_PAGES = {"import": 40_000, "year's report as JSON": 4_000, "year's report as PDF": 10_000}
MEGABYTES = 400
DUPLICATES = {10_000: 12_000, 100_000: 120_000}  # for so many organisations
OF_DUTIES = {"project page": 30, "duties of a body": 8}  # kept pages, in bare pages
FEED = 600  # for a calendar feed of a thousand meetings
TIMES_BARE = 8  # a page, against a bare one of the same rows or bytes
STATEMENTS = 8  # of a page seen again while nothing has changed
START = 2.5  # times the libraries it stands on
LIMITS = 1.05  # a page with what is limited and watched on each request, times the same without
OF_A_WEB_PROCESS = 100  # megabytes
TURNS = {"import": 2, "publishing": 0.2}  # seconds of a processor that a verb may keep other writers waiting
GROWTH = 1.2  # what the list may cost at the largest size, times what it costs at 1,000 activities


def _measured(wanted: list[int], folder: Path) -> Iterator[Line]:
    lists: dict[int, float] = {}
    bare = 0.0
    for activities in wanted:
        found = sizes.measure(activities, folder / str(activities))
        lists[activities], bare = found.pages["log list"], found.pages["bare page"]
        yield from _pages(activities, found.pages)
        yield from _costs(activities, found)
        yield from _commands(activities, found.commands)
    yield from _process(folder / "10000")
    yield from _turns(folder)
    feed = calendar.measure_feed(folder / "calendar")
    yield from _growth(folder)
    yield from _registers(wanted, folder)
    yield from _duplicates(wanted, folder, bare)
    yield Line(calendar.MEETINGS, "calendar feed, so many meetings", feed / bare, "bare", FEED)
    largest = max(wanted)
    yield Line(largest, "log list against 1,000 activities", lists[largest] / lists[1_000], "x", GROWTH)


def _registers(wanted: list[int], folder: Path) -> Iterator[Line]:
    """The register at each size; its first page and first pages of searches cost the same at all of them."""
    found = {size: register.measure_register(size, folder / f"register-{size}") for size in wanted}
    for size, pages in found.items():
        for name, seconds in pages.items():
            yield Line(size, name, seconds * 1000, "ms")
    largest = max(wanted)
    for name in register.SEARCHES:
        growth = found[largest][name] / found[min(wanted)][name]
        yield Line(largest, f"{name}, against {min(wanted):,}", growth, "x", GROWTH)


def _costs(activities: int, found: sizes.Found) -> Iterator[Line]:
    limit = TIMES_BARE if activities == 10_000 else None
    for name, times in found.ratios.items():
        yield Line(activities, f"{name}, times a bare page of its size", times, "x", limit)
    for address, asked in found.statements.items():
        yield Line(activities, f"statements of {address}", asked, "", STATEMENTS)


def _process(home: Path) -> Iterator[Line]:
    """What a process of the program costs before and after its pages."""
    yield Line(10_000, "start, times its libraries", costs.start(home), "x", START)
    held = costs.megabytes(home)
    yield Line(10_000, f"memory after {costs.SEEN} pages", held, "MB", OF_A_WEB_PROCESS)
    for name, times in limits.measure_limits(home).items():
        yield Line(10_000, f"{name}, times one without limits", times, "x", LIMITS)


def _turns(folder: Path) -> Iterator[Line]:
    """How long an import and publishing keep other writers waiting, on both databases."""
    log = folder / "10000" / "log.csv"
    with turns.postgresql() as address:
        found = {
            "SQLite": turns.measure_turns(log, folder / "turns"),
            "PostgreSQL": turns.measure_turns(log, folder / "turns-postgresql", address),
        }
    for database, verbs in found.items():
        for verb, turn in verbs.items():
            yield Line(10_000, f"longest turn of {verb}, {database}", turn.processor, "s", TURNS[verb])
            yield Line(10_000, f"longest turn of {verb}, {database}, by the clock", turn.seconds, "s")
            yield Line(10_000, f"an officer's save beside {verb}, {database}, by the clock", turn.save, "s")


def _growth(folder: Path) -> Iterator[Line]:
    """Pages that show a few of many."""
    times, grown, asked = growth.measure_forum(folder / "calendar", folder / "10000")
    yield Line(calendar.MEETINGS, "forum, times a bare page of its size", times, "x", TIMES_BARE)
    yield Line(calendar.MEETINGS, f"forum, against {growth.FEW} meetings", grown, "x", GROWTH)
    for address, number in asked.items():
        yield Line(calendar.MEETINGS, f"statements of {address}", number, "", STATEMENTS)
    grown = growth.measure_project(folder / "10000")
    yield Line(growth.PROJECTS, f"project page, against {growth.FEW} projects", grown, "x", GROWTH)


def _duplicates(wanted: list[int], folder: Path, bare: float) -> Iterator[Line]:
    """The search for duplicates at each size, and for the likes of a name typed."""
    for size in wanted:
        found = duplicates.measure_duplicates(size, folder / f"duplicates-{size}")
        yield Line(
            size, "duplicates, whole register", found.whole.processor / bare, "bare", DUPLICATES.get(size)
        )
        yield Line(size, "duplicates, whole register, memory", found.whole.megabytes, "MB")
        yield Line(size, "duplicates, a name typed", found.typed * 1000, "ms")


def _pages(activities: int, pages: dict[str, float]) -> Iterator[Line]:
    for name, seconds in pages.items():
        yield Line(activities, name, seconds * 1000, "ms")
        if name != "bare page":
            times = seconds / pages["bare page"]
            yield Line(activities, f"{name}, times the bare page", times, "x", OF_DUTIES.get(name))


def _commands(activities: int, commands: dict[str, tuple[Took, float]]) -> Iterator[Line]:
    for name, (took, bare) in commands.items():
        limit = BARE_PAGES.get(name) if activities == 10_000 else None
        yield Line(activities, name, took.processor, "s")
        yield Line(activities, f"{name}, in bare pages", took.processor / bare, "bare", limit)
        yield Line(activities, f"{name}, by the clock", took.seconds, "s")
        yield Line(
            activities, f"{name}, memory", took.megabytes, "MB", MEGABYTES if activities <= 10_000 else None
        )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    sys.exit(main())
