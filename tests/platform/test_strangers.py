"""A real server, and strangers who send it too much, or too slowly: it stays small, and answers others."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from engage.platform.processes.receiving import COMES_WITHIN
from tests.harness.server import Server

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

MEGABYTE = 1 << 20
A_FIELD = b'--mark\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
A_FILE = b'--mark\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
TYPED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=mark"


def processes(server: Server) -> list[Path]:
    """The web processes: the one that was started, and those it started."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
    return [Path("/proc") / number for number in (f"{server.pid}", *children)]


def most_memory(server: Server) -> float:
    """The most that a web process has ever held, in megabytes."""
    said = "\n".join((one / "status").read_text(encoding="ascii") for one in processes(server))
    return max(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmHWM")) / 1024


def written(server: Server) -> float:
    """What web processes wrote to files and connections, in megabytes."""
    said = "\n".join((one / "io").read_text(encoding="ascii") for one in processes(server))
    return sum(int(line.split()[1]) for line in said.splitlines() if line.startswith("wchar")) / MEGABYTE


def connected(server: Server) -> socket.socket:
    place = urlsplit(server.url)
    return socket.create_connection((place.hostname or "", place.port or 0), timeout=60)


def head(path: str, kind: str, length: int) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: engage", f"Content-Type: {kind}", f"Content-Length: {length}"]
    return "\r\n".join([*lines, "", ""]).encode()


def sent_whole(server: Server, path: str, kind: str, pieces: Iterator[bytes], length: int) -> bytes:
    """The first line of the answer to all this, or as much of it as the server lets come."""
    with connected(server) as line:
        line.sendall(head(path, kind, length))
        with suppress(OSError):
            for piece in pieces:
                line.sendall(piece)
        with suppress(OSError):
            return line.recv(100).partition(b"\r\n")[0]
    return b""


BODIES = {
    "30 MB of fields": ("/sign-in", TYPED, b"", b"a=1&" * (MEGABYTE // 4), 30),
    "a field of 200 MB": ("/sign-in", TYPED, b"a=", b"x" * MEGABYTE, 200),
    "a part of 200 MB": ("/people/new", MULTIPART, A_FIELD, b"x" * MEGABYTE, 200),
    "a file of 300 MB": ("/imports/new", MULTIPART, A_FILE, b"x" * MEGABYTE, 300),
}


def test_what_strangers_send_is_refused_before_it_comes_and_neither_held_nor_written(server: Server) -> None:
    for path, kind, start, *_ in BODIES.values():
        with connected(server) as line:
            line.sendall(head(path, kind, 300 * MEGABYTE) + start)
            assert line.recv(100).startswith(b"HTTP/1.1 413 ")
    memory, disk = most_memory(server), written(server)
    for path, kind, start, piece, times in BODIES.values():
        pieces = iter([start, *[piece] * times])
        answer = sent_whole(server, path, kind, pieces, len(start) + len(piece) * times)
        assert answer in {b"HTTP/1.1 413 REQUEST ENTITY TOO LARGE", b""}, answer
    assert most_memory(server) < memory + 20
    assert written(server) < disk + 1


def test_slow_strangers_keep_nobody_waiting(server: Server) -> None:
    """More of them than there are threads, in the head, in a short body and in one that is let go of."""
    starts = (
        b"GET / HTTP/1.1\r\nHost: eng",
        head("/sign-in", TYPED, 1_000) + b"email=",
        head("/imports/new", MULTIPART, 300 * MEGABYTE) + A_FILE,
        b"POST /sign-in HTTP/1.1\r\nHost: engage\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nem",
    )
    asked = [seconds_to_sign_in(server) for _ in range(8)]
    with ExitStack() as open_lines:
        for start in starts * 10:
            open_lines.enter_context(connected(server)).sendall(start)
        slow = [seconds_to_sign_in(server) for _ in range(4)]
    assert max(slow) < max(asked) + COMES_WITHIN / 2


def seconds_to_sign_in(server: Server) -> float:
    """How long it takes until the page to sign in begins to come."""
    began = time.monotonic()
    with connected(server) as line:
        line.sendall(b"GET /sign-in HTTP/1.1\r\nHost: engage\r\nConnection: close\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 200 ")
    return time.monotonic() - began


def test_a_sender_that_waits_to_be_told_is_told(server: Server) -> None:
    with connected(server) as line:
        line.sendall(head("/sign-in", TYPED, 3)[:-2] + b"Expect: 100-continue\r\n\r\n")
        answer = line.recv(100)
        assert answer.startswith(b"HTTP/1.1 100 ")
        line.sendall(b"a=1")
        while b"HTTP/1.1 200 " not in answer:
            more = line.recv(1_000)
            assert more, answer
            answer += more
