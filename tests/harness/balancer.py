"""A web server in front of several processes: hands each request to the next of them in turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http.client import HTTPConnection
from itertools import cycle
from threading import Lock
from typing import Any, cast

from flask import Flask
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from tests.harness.server import Server
from tests.pages.visitor import Visitor

PATIENCE = 60.0  # seconds


class Balancer:
    """Stands before real servers; whoever comes here never knows which of them answered."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self.answered = dict.fromkeys((server.url.removeprefix("http://") for server in servers), 0)
        self._next, self._turn = cycle(self.answered), Lock()

    def visitor(self) -> Visitor:
        """Somebody with a browser of their own."""
        return Visitor(cast(Flask, self))  # a test client is all that a visitor asks of an application

    def test_client(self) -> Client:
        return Client(self)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        return self._handed_on(request)(environ, start_response)

    def _handed_on(self, request: Request) -> Response:
        with self._turn:
            server = next(self._next)
            self.answered[server] += 1
        connection = HTTPConnection(server, timeout=PATIENCE)
        path = request.full_path.removesuffix("?")
        connection.request(request.method, path, request.get_data(), dict(request.headers))
        answer = connection.getresponse()
        answered = Response(answer.read(), answer.status, answer.getheaders())
        connection.close()
        return answered
