"""How much slower others' pages are while passwords are guessed: ``python -m bench.guessing``.

A real server, somebody at work, and 16 who guess as fast as they are answered: from one place, and from as
many places as there are guesses.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median
from threading import Event, Thread
from urllib.parse import urlencode

from tests.harness.server import ROOT, free_port

GUESSERS, PAGES = 16, 60
EMAIL, PASSWORD = "officer@wolverhampton.example", "correct horse battery"
TOKEN = re.compile(r'name="csrf_token" type="hidden" value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PLACES = count(1)


class Browser:
    """One that keeps its cookies, and may say that it comes from elsewhere each time."""

    def __init__(self, port: int, *, moves: bool = False) -> None:
        self.port, self.moves = port, moves
        self.cookies: dict[str, str] = {}

    def fetch(self, path: str, sent: dict[str, str] | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        place = next(PLACES) if self.moves else 1
        headers["X-Forwarded-For"] = f"198.{place >> 16 & 255}.{place >> 8 & 255}.{place & 255}"
        body = urlencode(sent) if sent is not None else None
        connection.request("GET" if body is None else "POST", path, body, headers | (FORM if body else {}))
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        connection.close()
        return answer.status, text

    def try_password(self, email: str, password: str) -> int:
        _, page = self.fetch("/sign-in")
        found = TOKEN.search(page)
        token = found[1] if found else ""
        return self.fetch("/sign-in", {"csrf_token": token, "email": email, "password": password})[0]


@contextmanager
def served(home: Path) -> Iterator[int]:
    port = free_port()
    environment = {**os.environ, "ENGAGE_HOME": str(home), "PORT": str(port), "ENGAGE_PROXIES": "1"}
    engage = [sys.executable, "-m", "engage"]
    opening = ["account", "open", EMAIL, "--name", "Engagement officer", "--role", "engagement_officer"]
    for words in (["db", "upgrade"], opening):
        given = f"{PASSWORD}\n{PASSWORD}\n"
        subprocess.run([*engage, *words], cwd=ROOT, env=environment, input=given, text=True, check=True)
    process = subprocess.Popen([*engage, "serve"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(8)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def page_times(officer: Browser) -> list[float]:
    times = []
    for _ in range(PAGES):
        begun = time.perf_counter()
        status, _ = officer.fetch("/account")
        assert status == 200, status
        times.append((time.perf_counter() - begun) * 1000)
    return times


def guess(port: int, over: Event, answered: Counter[int], number: int, *, moves: bool) -> None:
    browser = Browser(port, moves=moves)
    while not over.is_set():
        email = EMAIL if number % 2 else f"somebody.{next(PLACES)}@wolverhampton.example"
        answered[browser.try_password(email, "a wrong guess")] += 1


def under_guesses(officer: Browser, *, moves: bool) -> list[float]:
    over, answered = Event(), Counter[int]()
    threads = [
        Thread(target=guess, args=(officer.port, over, answered, number), kwargs={"moves": moves})
        for number in range(GUESSERS)
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
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as port:
        officer = Browser(port)
        assert officer.try_password(EMAIL, PASSWORD) == 302
        page_times(officer)
        alone = page_times(officer)
        tell("Nobody guesses", alone, median(alone))
        tell("16 guess from one place", under_guesses(officer, moves=False), median(alone))
        tell("16 guess, each time from another place", under_guesses(officer, moves=True), median(alone))


if __name__ == "__main__":
    main()
