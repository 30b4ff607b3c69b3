"""How long a process waits for a PostgreSQL server that is silent, and the server for a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoRoom

REACHED_WITHIN = 4  # seconds for a new connection; psycopg takes no less than two
REACHED_IN_HASTE = 2
ROOM_WITHIN = 10  # seconds that a thread waits for a connection that others have
# How a host that has vanished is noticed while an answer is awaited: after seven seconds.
_LOOKING_OUT = {"keepalives_idle": 3, "keepalives_interval": 2, "tcp_user_timeout": 6_000}
# How the server notices a process that has vanished, whose locks it lets go: after twenty seconds.
_LOOKED_OUT_FOR = {
    "tcp_keepalives_idle": "5s",
    "tcp_keepalives_interval": "5s",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20s",
}
# A statement took too long, or waited so for a lock; the server is stopping, starting, or has no room.
_GIVEN_UP = {"57014", "55P03", "57P01", "57P02", "57P03", "53300"}


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one kind of process: ``patience`` for one answer, in seconds, and settings of its sessions."""

    patience: float | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


NONE = Limits()  # for commands, jobs, imports and upgrades, which may take what they need
PAGES = Limits(
    patience=120,
    settings={
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "5min",
    },
)
# The lock of the active worker, which asks each second: the server lets it go once it has heard
# nothing for so long, whether host, line or process fell silent. By then the worker has long given it up.
LET_GO_AFTER = 15
LEADER = Limits(patience=4, settings={"idle_session_timeout": f"{LET_GO_AFTER}s"})


def engine_options(url: str, *, hasty: bool = False) -> dict[str, Any]:
    """How the engine of this database is made; what the address itself says of reaching it holds."""
    address = make_url(url)
    if address.get_backend_name() != "postgresql":
        return {}
    usual = {"connect_timeout": REACHED_IN_HASTE if hasty else REACHED_WITHIN, **_LOOKING_OUT}
    said = {name: value for name, value in usual.items() if name not in address.query}
    return {"connect_args": said, "pool_pre_ping": True, "pool_timeout": ROOM_WITHIN}


def hold_to(engine: Engine, limits: Limits) -> None:
    """Hold every connection of an engine to these limits; SQLite's have no server that could be silent."""
    if engine.dialect.name == "postgresql":
        from engage.platform.data import patience  # the driver takes memory of every process that loads it

        patience.lend(engine, limits.patience, {**_LOOKED_OUT_FOR, **limits.settings})


def is_unanswered(error: BaseException | None) -> bool:
    """Whether PostgreSQL could not be reached, fell silent or gave up, so that it is vain to ask again."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, NoRoom)  # no connection of the pool became free
    code = getattr(error.orig, "sqlstate", "")  # None where the server never said anything; "" of SQLite
    return error.connection_invalidated or code is None or code in _GIVEN_UP
