"""Connections of PostgreSQL that bear a server's silence for so long and no longer.

The system notices that a host has vanished; it does not notice one that still takes what is sent and never
answers, as do a stalled disk, a stopped process or a dead balancer between.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import ConnectionTimeout
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

AT_FIRST = 2.0  # seconds, for what any server answers at once: whether it is there, and how a session begins
REMEMBERED_FOR = 3.0  # seconds in which nobody else waits for a server that was silent
SET = (  # a server of an older version does not know all of them
    "SELECT set_config(name, given.value, false) FROM json_each_text(%s) AS given(name, value) "
    "JOIN pg_settings USING (name)"
)


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up once an answer has taken ``patience`` seconds; None bears any silence."""

    patience: float | None = AT_FIRST

    def wait(self, gen: PQGen[Any], interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.patience if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # its answer may still come, and would be taken for that of the next
            raise


def lend(engine: Engine, patience: float | None, settings: Mapping[str, str]) -> None:
    """Let an engine have such connections: patient while they are in use, and hardly so at first."""
    silent = {"until": 0.0}

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, words: Any, given: Any) -> PatientConnection:
        if time.monotonic() < silent["until"]:
            raise ConnectionTimeout("the server was silent a moment ago")
        try:
            return PatientConnection.connect(*words, **given)
        except ConnectionTimeout:
            silent["until"] = time.monotonic() + REMEMBERED_FOR
            raise

    @event.listens_for(engine, "connect")
    def begin(connection: PatientConnection, _record: Any) -> None:
        with connection.transaction():
            connection.execute(SET, [json.dumps(settings)])

    @event.listens_for(engine, "checkout")
    def use(connection: PatientConnection, _record: Any, _lent: Any) -> None:
        connection.patience = patience

    @event.listens_for(engine, "checkin")
    def keep(connection: PatientConnection | None, _record: Any) -> None:
        if connection is not None:
            connection.patience = AT_FIRST
