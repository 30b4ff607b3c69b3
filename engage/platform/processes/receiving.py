"""A web worker that gives a thread to a request once it has come: whoever sends slowly keeps none waiting."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from functools import partial
from selectors import EVENT_READ
from socket import SHUT_WR
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from engage.platform.data.line import places

COMES_WITHIN = 20.0  # seconds, for the head of a request, and its body where that is waited for
LET_GO_WITHIN = 5.0  # seconds, for what still comes of a request that was answered before its end
WAITED_FOR = 64 << 10  # bytes of a body: all that is read of somebody who has not signed in
LONGEST_HEAD = 128 << 10  # bytes; what is longer is handed on to be refused
CHUNK = 64 << 10
WAIT = 3 / 4  # of the threads, at most, for a turn to write; the others are left to draw pages
WAIT_FOR = 30.0  # seconds; whoever stands before us may give up a request after a minute

_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_GO_ON = b"HTTP/1.1 100 Continue\r\n\r\n"


class Arrival:
    """What has come so far of the request on a connection, and until when the rest may take."""

    def __init__(self, conn: Any, seconds: float) -> None:
        self.conn = conn
        self.data = bytearray(conn.parser.unreader.take_buffered() if conn.initialized else b"")
        self.until = time.monotonic() + seconds
        self._told = False

    @property
    def has_come(self) -> bool:
        """Whether a thread need not wait for it: its head is there, and its body if that is short."""
        end = self.data.find(_END_OF_HEAD)
        if end < 0:
            return len(self.data) > LONGEST_HEAD
        found = _LENGTH.search(self.data, 0, end + 2)
        length = int(found[1]) if found else 0
        return length > WAITED_FOR or len(self.data) - end - len(_END_OF_HEAD) >= length

    def go_on(self) -> None:
        """Tell a sender, once, that waits to be told before it sends the body."""
        end = self.data.find(_END_OF_HEAD)
        if not self._told and end >= 0 and _EXPECTS.search(self.data, 0, end + 2):
            self._told = True
            with suppress(OSError):
                self.conn.sock.send(_GO_ON)


class PatientWorker(ThreadWorker):
    """Gunicorn's worker with threads, whose main loop takes requests in and lets connections go.

    As gunicorn has it, a thread reads a request for as long as its sender likes, and the main loop waits for
    the other end of a connection to close: as many slow senders as there are threads stop everybody.
    """

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self._arriving: set[Arrival] = set()
        self._leaving: set[Arrival] = set()

    def init_process(self) -> None:
        places.limit(max(1, int(self.cfg.threads * WAIT)), WAIT_FOR)
        super().init_process()

    def enqueue_req(self, conn: Any) -> None:
        """A request begins on a connection: whether it comes fast is seen before a thread has it."""
        arrival = Arrival(conn, COMES_WITHIN)
        if arrival.has_come:
            self._hand_on(arrival)
            return
        self._watch(arrival, self._arriving, self._take)

    def finish_request(self, conn: Any, done: Any) -> None:
        """An answer was given. A connection that ends is let go without anybody waiting for its other end."""
        if done.cancelled() or done.exception() is not None or done.result() is not False:
            super().finish_request(conn, done)
            return
        with suppress(OSError):
            conn.sock.shutdown(SHUT_WR)
            self._watch(Arrival(conn, LET_GO_WITHIN), self._leaving, self._drop)
            return
        self._close(conn)

    def murder_pending(self) -> None:
        """Once a second: what has waited for too long is closed."""
        super().murder_pending()
        now = time.monotonic()
        for group in (self._arriving, self._leaving):
            for arrival in [one for one in group if one.until < now]:
                self._end(arrival, group)

    def _take(self, arrival: Arrival, _sock: Any) -> None:
        if not (more := self._received(arrival)):
            self._end(arrival, self._arriving)
            return
        arrival.data += more
        arrival.go_on()
        if arrival.has_come:
            self._unwatch(arrival, self._arriving)
            self._hand_on(arrival)

    def _drop(self, arrival: Arrival, _sock: Any) -> None:
        if not self._received(arrival):
            self._end(arrival, self._leaving)

    def _hand_on(self, arrival: Arrival) -> None:
        conn = arrival.conn
        conn.init()
        conn.parser.unreader.unread(bytes(arrival.data))
        super().enqueue_req(conn)

    def _watch(self, arrival: Arrival, group: set[Arrival], act: Any) -> None:
        arrival.conn.sock.setblocking(False)
        self.poller.register(arrival.conn.sock, EVENT_READ, partial(act, arrival))
        group.add(arrival)

    def _unwatch(self, arrival: Arrival, group: set[Arrival]) -> None:
        group.discard(arrival)
        self.poller.unregister(arrival.conn.sock)

    def _end(self, arrival: Arrival, group: set[Arrival]) -> None:
        self._unwatch(arrival, group)
        self._close(arrival.conn)

    def _close(self, conn: Any) -> None:
        self.nr_conns -= 1
        conn.close()

    def _received(self, arrival: Arrival) -> bytes:
        """What came just now; nothing when the other end is gone."""
        try:
            found: bytes = arrival.conn.sock.recv(CHUNK)
        except OSError:
            return b""
        return found

    def _keepalive_after(self, conn: Any, keepalive: Any) -> bool:
        """Whether another request may come: not after one of which a part is still to come."""
        left = getattr(conn.parser.mesg.body.reader, "length", 1)  # one sent in chunks does not say
        return bool(keepalive) and left == 0 and super()._keepalive_after(conn, keepalive)
