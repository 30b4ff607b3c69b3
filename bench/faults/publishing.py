"""A report that is published while the web process which publishes it is killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from threading import Thread

import psutil
from sqlalchemy import select

from bench.faults.acts import Act, Running, Stands
from bench.faults.checks import entries_of
from bench.faults.places import Place
from bench.faults.prepared import NAME, TRY_FOR, Prepared
from engage.assurance.models import Report
from engage.platform.data.db import session
from tests.harness.balancer import Balancer
from tests.harness.server import HOST, Server, free_port, started
from tests.pages.visitor import Visitor

BUTTON = "Publish the report"
LOOK_EVERY = 0.01  # seconds


class Sending:
    """A form on its way to a web server, of which one process may be killed; another comes in its place."""

    def __init__(self, person: Visitor, server: int) -> None:
        [self._worker] = psutil.Process(server).children()
        self._server, self._status = psutil.Process(server), 0
        self._thread = Thread(target=self._send, args=(person,), daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        return int(self._worker.pid)

    @property
    def is_acknowledged(self) -> bool:
        return self._status == 302

    @property
    def told(self) -> str:
        return f"The form was answered with {self._status}."

    def ends_within(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._thread.join()
        give_up = time.monotonic() + TRY_FOR
        while self._server.children() in ([], [self._worker]):
            if time.monotonic() > give_up:
                raise RuntimeError("No web process came in the place of the one that was killed.")
            time.sleep(LOOK_EVERY)

    def _send(self, person: Visitor) -> None:
        with suppress(OSError, HTTPException):
            self._status = person._send(person.page.form(BUTTON)).status_code


class PublishAct(Act):
    """Publishing one draft after another, on the same place: every report published before stays as it is."""

    name = "publish"

    def __init__(self, place: Place, prepared: Prepared, server: Server, person: Visitor) -> None:
        super().__init__(place, prepared)
        self._server, self._person, self._report = server, person, 0
        self._published: set[int] = set()  # known to be: a ledger kept outside
        self._drafts = iter(prepared.drafts)

    def make_ready(self, _number: int) -> None:
        self._report = next(self._drafts)
        self._person.visit(f"/reports/{self._report}/publish")

    def begin(self) -> Sending:
        return Sending(self._person, self._server.pid)

    def has_begun(self, _running: Running) -> bool:
        return True  # the web process was there before

    def do_again(self) -> None:
        if self.stands() is Stands.NOTHING:
            self._person.visit(f"/reports/{self._report}/publish")
            super().do_again()

    def stands(self) -> Stands:
        states = self._states()
        if states[self._report] == "published":
            self._published.add(self._report)
        others = {number for number, state in states.items() if state == "published"} - self._published
        is_told = entries_of("report.published") == len(self._published)
        if others or not is_told:
            return Stands.HALF
        return Stands.ALL if self._report in self._published else Stands.NOTHING

    def lost(self) -> int:
        states = self._states()
        return sum(states[number] != "published" for number in self._published | {self._report})

    def doubled(self) -> int:
        session().rollback()
        versions = session().execute(select(Report.number, Report.version).where(Report.state == "published"))
        found = [tuple(one) for one in versions]
        return len(found) - len(set(found))

    def _states(self) -> dict[int, str]:
        session().rollback()
        return {one.id: one.state for one in session().execute(select(Report.id, Report.state))}


@contextmanager
def publishing(place: Place, prepared: Prepared) -> Iterator[PublishAct]:
    """``engage serve`` on the place, and somebody who has signed in there."""
    place.put_back()
    port = free_port()
    with started({**place.settings, "PORT": str(port)}, place.folder / "serve.log", workers=1) as pid:
        server = Server(f"http://{HOST}:{port}", place.app, pid)
        person = Balancer([server]).visitor()
        person.visit("/sign-in")
        person.submit(NAME)
        yield PublishAct(place, prepared, server, person)
