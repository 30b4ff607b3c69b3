"""Each worker lets itself be heard, so that a page can say whether one is active, and how many stand by."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from datetime import timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from engage.platform import clock
from engage.platform.data.line import Busy
from engage.platform.data.revisions import OutOfDate
from engage.platform.processes import service

BEATS_EVERY = 10.0  # seconds
STOPS_WITHIN = 3.0  # seconds
SILENT = timedelta(seconds=60)  # several beats: one that is missed says nothing


class Pulse(threading.Thread):
    """Tells the watch again and again that this worker is there; it never holds the worker up."""

    def __init__(self, app: Flask) -> None:
        super().__init__(daemon=True)
        self._app = app
        self._name = f"{socket.gethostname()} {os.getpid()}"
        self._since, self._is_active = clock.now(), False
        self._at_once, self._ends = threading.Event(), False

    def is_now_active(self) -> None:
        """This worker runs the jobs from now on."""
        self._since, self._is_active = clock.now(), True
        self._at_once.set()

    def stop(self) -> None:
        """Say nothing more, so that nothing is open of the databases as the process ends."""
        self._ends = True
        self._at_once.set()
        self.join(STOPS_WITHIN)

    def run(self) -> None:
        while not self._ends:
            with suppress(Busy, OutOfDate, SQLAlchemyError), self._app.app_context():
                service.be_heard(self._name, self._since, is_active=self._is_active)
            self._at_once.wait(BEATS_EVERY)
            self._at_once.clear()
