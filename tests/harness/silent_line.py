"""A line between Engage and PostgreSQL that can fall silent: it takes what is sent and hands on nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

HOST = "127.0.0.1"
CHUNK = 64 << 10


class SilentLine:
    """What is sent through it arrives, until it falls silent; nobody is told, and no connection is closed."""

    def __init__(self, database_url: str) -> None:
        self._far_end = _place_of(database_url)
        self._listener = socket.create_server((HOST, 0))
        self._sockets = [self._listener]
        self._carries = threading.Event()
        self._carries.set()
        address = make_url(database_url).set(host=HOST, port=self._listener.getsockname()[1], query={})
        self.url = address.render_as_string(hide_password=False)

    def fall_silent(self) -> None:
        self._carries.clear()

    def speak_again(self) -> None:
        self._carries.set()

    def serve(self) -> None:
        """Carry every call until it is closed."""
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._sockets.append(near)
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def close(self) -> None:
        self.speak_again()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _connect(self, near: socket.socket) -> None:
        self._carries.wait()
        family, place = self._far_end
        far = socket.socket(family)
        self._sockets.append(far)
        far.connect(place)
        threading.Thread(target=self._carry, args=(far, near), daemon=True).start()
        self._carry(near, far)

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while sent := one.recv(CHUNK):
                self._carries.wait()
                other.sendall(sent)
            other.shutdown(socket.SHUT_WR)


@contextmanager
def silent_line(database_url: str) -> Iterator[SilentLine]:
    """A line to the server of this database, which carries until it is told to fall silent."""
    line = SilentLine(database_url)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.close()


def _place_of(database_url: str) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
    found = conninfo_to_dict(database_url.replace("postgresql+psycopg://", "postgresql://"))
    host, port = str(found.get("host", "localhost")), int(str(found.get("port", 5432)))
    if host.startswith("/"):
        return socket.AF_UNIX, f"{host}/.s.PGSQL.{port}"
    return socket.AF_INET, (host, port)
