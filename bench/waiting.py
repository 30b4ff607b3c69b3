"""Who waits how long while 12 people save behind an import: ``python -m bench.waiting``.

A real server on either database, and an import by the command line beside it. From its beginning to its end
twelve log one activity after another, and one reads pages and signs in.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event

from sqlalchemy import select

from bench import turns
from bench.guessing import PASSWORD, Browser, served
from bench.lines import Line, tell
from bench.log import write_log
from bench.measuring import command
from bench.sizes import application
from engage.activities.models import Activity
from engage.platform.data.db import session
from tests.builders import make_account, make_activity, make_body
from tests.pages.page import Page

ROWS, SAVERS = 40_000, 12
AT_MOST = 1.0  # seconds, at most, of whoever reads or signs in
FORM, BUTTON = "/activities/new", "Log the activity"
TOKENS = re.compile(r'name="(csrf_token|form_token)"[^>]* value="([^"]+)"')
STYLES = re.compile(r'rel="stylesheet" href="([^"]+)"')
READ, SAVED = "Café talk at the walk-in centre", "Drop-in "  # titles
FIRST_DAY = date(2012, 1, 1)


@dataclass(slots=True)
class Saves:
    """Of one who saves: the seconds of each save, the titles said to be in the log, and how many were not."""

    seconds: list[float] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What was met with beside an import: the longest of what was read, the saves, which of them stand in the
    log, the seconds of the import, and whether it was taken."""

    longest: dict[str, float]
    saves: list[Saves]
    logged: Counter[str]
    seconds: float
    is_imported: bool


def save_on(officer: Browser, body: str, pause: float, over: Event) -> Saves:
    """Log one activity after another, each on a form of its own."""
    saves = Saves()
    blank = Page(FORM, 200, read(officer, FORM)).form(BUTTON).sent
    form = {name: held for name, held in blank if isinstance(held, str)}
    for number in count():
        if over.wait(pause):
            break
        title, day = f"{SAVED}{secrets.token_hex(12)}", FIRST_DAY + timedelta(days=number)
        form |= {"title": title, "starts": day.isoformat(), "lead_body": body}
        form |= dict(TOKENS.findall(read(officer, FORM)))
        begun = time.perf_counter()
        status, page = officer.fetch(FORM, form)
        saves.seconds.append(time.perf_counter() - begun)
        if status == 200 and f"“{title}” is in the log" in page:
            saves.kept.append(title)
        elif status == 503 and f'value="{title}"' in page:
            saves.refused += 1
        else:
            raise RuntimeError(f"A save was answered by {status}, without its form")
    return saves


def read_on(reader: Browser, email: str, record: str, over: Event) -> dict[str, float]:
    """Read pages and sign in again and again: the longest of each, in seconds."""
    longest: dict[str, float] = defaultdict(float)
    styles = STYLES.findall(read(reader, "/sign-in"))[0]
    while not over.is_set():
        newcomer = Browser(reader.port)
        acts: list[tuple[str, Callable[[], object]]] = [
            ("page", partial(read, reader, "/activities", "Engagement log")),
            ("page", partial(read, reader, record, READ)),
            ("sign-in", partial(newcomer.try_password, email, PASSWORD)),
            ("page", partial(read, newcomer, "/account", "Your account")),
            ("stylesheet", partial(read, reader, styles)),
        ]
        for name, act in acts:
            begun = time.perf_counter()
            act()
            longest[name] = max(longest[name], time.perf_counter() - begun)
    return longest


def read(browser: Browser, path: str, says: str = "") -> str:
    status, page = browser.fetch(path)
    if status != 200 or says not in page:
        raise RuntimeError(f"{path} was answered by {status}")
    return page


def signed_in(port: int, email: str) -> Browser:
    browser = Browser(port)
    browser.try_password(email, PASSWORD)
    read(browser, "/account", "Your account")
    return browser


def beside_import(log: Path, home: Path, database: str, pause: float) -> Found:
    """Import this log into an empty record while others are at work there."""
    settings, over = {"ENGAGE_DATABASE_URL": database}, Event()
    with served(home, **settings) as (port, email), application(home, **settings) as app:
        with app.app_context():
            body = make_body()
            lead, record = str(body.id), f"/activities/{make_activity(body, READ).id}"
            officers = [make_account("engagement_officer", password=PASSWORD).email for _ in range(SAVERS)]
        reader, savers = signed_in(port, email), [signed_in(port, one) for one in officers]
        with ThreadPoolExecutor(SAVERS + 1) as desks:
            reading = desks.submit(read_on, reader, email, record, over)
            saving = [desks.submit(save_on, one, lead, pause, over) for one in savers]
            begun, is_imported = time.perf_counter(), False
            with suppress(RuntimeError):  # what it was refused for it has printed
                command(home, ["import", "activities", str(log)], **settings)
                is_imported = True
            seconds = time.perf_counter() - begun
            over.set()
        with app.app_context():
            wanted = select(Activity.title).where(Activity.title.startswith(SAVED))
            logged = Counter(session().scalars(wanted))
        saves = [one.result() for one in saving]
        return Found(reading.result(), saves, logged, seconds, is_imported)


def lines_of(rows: int, database: str, found: Found) -> Iterator[Line]:
    def line(figure: str, value: float, unit: str = "", wanted: float | None = None) -> Line:
        return Line(rows, f"{figure}, {database}", value, unit, wanted)

    kept = Counter(title for one in found.saves for title in one.kept)
    for what, seconds in found.longest.items():
        yield line(f"longest {what} beside an import", seconds, "s", AT_MOST)
    yield line("longest wait of a save", max(max(one.seconds) for one in found.saves), "s")
    yield line("saves made", kept.total())
    yield line("saves refused with their form", sum(one.refused for one in found.saves))
    wrong = (kept - found.logged) + (found.logged - kept)
    yield line("saves lost, doubled or refused but made", wrong.total(), wanted=0)
    yield line("imports that came to nothing", int(not found.is_imported), wanted=0)
    yield line("import, by the clock", found.seconds, "s")


def measure_waiting(rows: int, pause: float, folder: Path) -> Iterator[Line]:
    log = folder / "log.csv"
    write_log(log, rows)
    yield from lines_of(rows, "SQLite", beside_import(log, folder / "sqlite", "", pause))
    with turns.postgresql() as address:
        yield from lines_of(rows, "PostgreSQL", beside_import(log, folder / "postgresql", address, pause))


def main() -> int:
    asked = argparse.ArgumentParser(prog="bench.waiting", description=__doc__)
    asked.add_argument("--rows", type=int, default=ROWS, help="how many the import brings in")
    asked.add_argument("--pause", type=float, default=0.0, help="seconds between two saves of one person")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="engage-waiting-") as folder:
        return tell(measure_waiting(given.rows, given.pause, Path(folder)))


if __name__ == "__main__":
    sys.exit(main())
