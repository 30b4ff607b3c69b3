"""How much slower others' pages are while passwords are guessed: ``python -m bench.guessing``.

A real server, somebody at work, and 16 who guess as fast as they are answered: from one place, and from as
many places as there are guesses.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from threading import Event, Thread
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from bench.measuring import command
from config import from_environment
from engage import create_app
from tests.builders import make_account
from tests.harness.server import HOST, free_port, started

GUESSERS, PAGES = 16, 20
PASSWORD = "correct horse battery"  # noqa: S105  of an account that lasts for a minute
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
PLACES = count(1)


class Browser:
    """One that keeps its cookies, and may say that it comes from elsewhere each time."""

    def __init__(self, port: int, *, moves: bool = False) -> None:
        self.port, self.moves = port, moves
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor())

    def fetch(self, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        place = next(PLACES) if self.moves else 1
        request = Request(
            f"http://{HOST}:{self.port}{path}",
            data=urlencode(sent).encode() if sent else None,
            headers={"X-Forwarded-For": f"198.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"},
        )
        try:
            with self._opener.open(request, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def try_password(self, email: str, password: str) -> int:
        _, page = self.fetch("/sign-in")
        found = TOKEN.search(page)
        token = found[1] if found else ""
        return self.fetch("/sign-in", {"csrf_token": token, "email": email, "password": password})[0]


@contextmanager
def served(home: Path, **given: str) -> Iterator[tuple[int, str]]:
    """A server on an empty record with one account: its port, and the address of the account."""
    port = free_port()
    settings = {"ENGAGE_HOME": str(home), "PORT": str(port), "ENGAGE_PROXIES": "1", **given}
    command(home, ["db", "upgrade"], **given)
    with create_app(from_environment({**os.environ, **settings})).app_context():
        email = make_account("engagement_officer", password=PASSWORD).email
    with started(settings, home / "serve.log"):
        yield port, email


def page_times(officer: Browser) -> list[float]:
    times = []
    for _ in range(PAGES):
        begun = time.perf_counter()
        status, _ = officer.fetch("/account")
        if status != 200:
            raise SystemExit(f"The page answered {status}.")
        times.append((time.perf_counter() - begun) * 1000)
    return times


def guess(port: int, email: str, over: Event, answered: Counter[int], *, moves: bool) -> None:
    """Guess at one account and, in turn, at others."""
    browser = Browser(port, moves=moves)
    while not over.is_set():
        for tried in (email, f"somebody.{next(PLACES)}@wolverhampton.example"):
            answered[browser.try_password(tried, "a wrong guess")] += 1


def under_guesses(officer: Browser, email: str, *, moves: bool) -> list[float]:
    over, answered = Event(), Counter[int]()
    threads = [
        Thread(target=guess, args=(officer.port, email, over, answered), kwargs={"moves": moves})
        for _ in range(GUESSERS)
    ]
    for thread in threads:
        thread.start()
    time.sleep(10)
    times = page_times(officer)
    over.set()
    for thread in threads:
        thread.join()
    print(f"  answered: {dict(answered)}")
    return times


def tell(what: str, times: list[float], alone: float) -> None:
    middle = median(times)
    print(f"{what}: median {middle:.0f} ms ({middle / alone:.1f} times), worst {max(times):.0f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (port, email):
        officer = Browser(port)
        officer.try_password(email, PASSWORD)
        page_times(officer)
        alone = page_times(officer)
        tell("Nobody guesses", alone, median(alone))
        tell("16 guess from one place", under_guesses(officer, email, moves=False), median(alone))
        tell(
            "16 guess, each time from another place", under_guesses(officer, email, moves=True), median(alone)
        )


if __name__ == "__main__":
    main()
