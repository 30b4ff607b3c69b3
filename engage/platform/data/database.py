"""A database as an object: its tables, its session, its writers' turn and the history of its tables."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from contextvars import ContextVar
from importlib import import_module
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary, WeakSet

from flask import Flask, current_app
from flask.globals import app_ctx
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Engine,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    column,
    event,
    func,
    insert,
    select,
    table,
    text,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, SessionTransaction, scoped_session, sessionmaker

from engage.platform.data import limits, revisions
from engage.platform.data.drafts import DraftingSession, look_on
from engage.platform.data.limits import Limits
from engage.platform.data.line import Busy, Line, Patience, Places, places
from engage.platform.data.tables import Base

PATIENCE = 60_000  # milliseconds that a writer waits for the writers before it, outside web processes
LOOK_AGAIN = 0.02  # seconds; SQLite itself looks ever more seldom whether the one before is done
SET_ASIDE = 1_000  # numbers of a table taken at once
FIRST_SET_ASIDE = 10  # most drafts make few rows
SEQUENCES = table("sqlite_sequence", column("name", String), column("seq", Integer))
LONGEST_LOG = 16 << 20  # bytes that SQLite's log of writes keeps once what was in it is in the database
MIGRATIONS = Path(__file__).parents[3] / "migrations"

_engines = SQLAlchemy()  # one engine for each application and each database

_opened: WeakSet[Engine] = WeakSet()

# Set while a writing transaction begins: how long it waits.
_patience: ContextVar[Patience | None] = ContextVar("patience", default=None)


class Database:
    """One database of an installation, the same object for every application of this process.

    ``turn`` is the advisory lock of PostgreSQL for which its writers queue; without one they go side by side.
    ``has_trail`` says that an audit trail is kept in it, ``hasty`` that nobody waits long for its server.
    """

    def __init__(
        self,
        name: str,
        metadata: MetaData,
        *,
        turn: int | None = None,
        has_trail: bool = False,
        hasty: bool = False,
    ) -> None:
        self.name = name
        self.metadata = metadata
        self.turn = turn
        self.has_trail = has_trail
        self.hasty = hasty
        self.migrations = MIGRATIONS / name
        # Only the record is held for long: who writes elsewhere needs no place among those who wait for it.
        self._places = Places() if turn is None else places
        self._lines: WeakKeyDictionary[Engine, Line] = WeakKeyDictionary()
        self.session: scoped_session[Session] = scoped_session(
            sessionmaker(class_=_SessionOfOne, database=self), scopefunc=_request_or_job
        )
        look_on(self.session)

    @property
    def engine(self) -> Engine:
        """The engine of the application now at work."""
        return _engines.engines[self.name]

    @property
    def is_postgresql(self) -> bool:
        return self.engine.dialect.name == "postgresql"

    def tables(self) -> list[tuple[type[Base], Table]]:
        """Every table of it and the class of its rows, by name."""
        return sorted(self._mapped(), key=lambda pair: pair[1].name)

    def row_of(self, name: str) -> type[Base]:
        """The class of the rows of a table."""
        return next(row for row, one in self._mapped() if one.name == name)

    def _mapped(self) -> Iterator[tuple[type[Base], Table]]:
        pairs = ((mapper.class_, cast(Table, mapper.local_table)) for mapper in Base.registry.mappers)
        return (pair for pair in pairs if pair[1].metadata is self.metadata)

    def take_turn(self, patience: int = PATIENCE) -> None:
        """Begin a transaction that writes, once the writers before it are done.

        Raises Busy if that takes longer. SQLite must lock as the transaction begins, since one that has read
        cannot be made a writing one after another has committed. On PostgreSQL writers queue for one lock, so
        that neither the audit trail nor what a verb has looked up can be overtaken. Those of one process come
        to it one at a time, so that they keep their order and hold one connection between them.
        """
        with self._places.taken(patience) as left, _waiting(left):
            if self.turn is not None or not self.is_postgresql:
                line = self.line
                line.join(left)
                self.session().info["line"] = line
            self._begin_to_write(left)

    def _begin_to_write(self, patience: Patience) -> None:
        connection = self.session().connection()
        if connection.dialect.name == "postgresql":
            waits = func.set_config("lock_timeout", f"{max(patience.milliseconds, 1)}ms", True)
            connection.execute(select(waits, func.set_config("statement_timeout", "0", True)))
            if self.turn is not None:
                connection.execute(select(func.pg_advisory_xact_lock(self.turn)))

    @property
    def line(self) -> Line:
        """The writers of this process, of whom one is at work or waits for those of others."""
        return self._lines.setdefault(self.engine, Line())

    def hold_writers(self, patience: int) -> None:
        """As ``take_turn``, and nobody writes until this ends, even where writers go side by side."""
        self.take_turn(patience)
        if not self.is_postgresql or self.turn is not None:
            return
        connection = self.session().connection()
        quote = connection.dialect.identifier_preparer.quote
        names = ", ".join(quote(table.name) for _, table in self.tables())
        try:
            connection.execute(text(f"LOCK TABLE {names} IN SHARE MODE"))
        except OperationalError as error:
            if _is_busy(error):
                raise Busy from error
            raise

    def see_one_moment(self) -> None:
        """Let every query of the transaction that now begins see what stands at one moment."""
        if self.is_postgresql:
            self.session().connection(execution_options={"isolation_level": "REPEATABLE READ"})

    def set_numbers_aside(self, table: Table, how_many: int) -> Sequence[int]:
        """Numbers for rows to come that nobody else will be given, whatever becomes of this transaction.

        Raises Busy as ``take_turn`` does.
        """
        if self.is_postgresql:
            sequence = func.pg_get_serial_sequence(table.name, "id")
            taken = select(func.nextval(sequence)).select_from(func.generate_series(1, how_many))
            connection = self.session().connection()  # the session would flush first, and ask again
            return connection.scalars(taken).all()
        with (
            self._places.taken(PATIENCE) as left,
            _waiting(left),
            self.line.turn(left),
            self.engine.connect() as connection,
            connection.begin(),
        ):
            return _after_the_last(connection, table.name, how_many)

    def insert_into(self, row: type[Base]) -> Any:
        """An insertion that can say what becomes of rows which are there already."""
        # Either is loaded where it is used: that of PostgreSQL takes two megabytes of every process.
        dialect = import_module(f"sqlalchemy.dialects.{'postgresql' if self.is_postgresql else 'sqlite'}")
        return dialect.insert(row)

    def make_beside(self, other: Database) -> None:
        """Make it where it is to stand on the PostgreSQL server of another and is not there yet."""
        mine, others = self.engine.url, other.engine.url
        if not self.is_postgresql or mine.set(database=others.database) != others:
            return
        there: Select[str] = select(column("datname")).select_from(table("pg_database"))
        as_it_is = other.engine.execution_options(isolation_level="AUTOCOMMIT")
        with revisions.at_any(), as_it_is.connect() as connection:
            if mine.database not in set(connection.scalars(there)):
                name = connection.dialect.identifier_preparer.quote(str(mine.database))
                connection.exec_driver_sql(f"CREATE DATABASE {name}")

    def shorten_log(self) -> None:
        """Empty SQLite's log of writes if a large change has made it long and nobody is at work just now."""
        if self.is_postgresql:
            return
        log = Path(f"{self.engine.url.database}-wal")
        if log.exists() and log.stat().st_size > LONGEST_LOG:
            with closing(self.engine.raw_connection()) as connection:
                _empty_log(connection.cursor())

    def look_after(self) -> str:
        """Empty SQLite's log of writes, where what was erased would linger, and read every page of the file.

        Answers what is wrong with it, or nothing. Nobody waits for it; PostgreSQL sees to itself.
        """
        if self.is_postgresql:
            return ""
        with closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            _empty_log(cursor)
            [found] = cursor.execute("PRAGMA quick_check(1)").fetchone()
        return "" if found == "ok" else str(found)

    def upgrade(self, revision: str = "head") -> None:
        """Bring its tables up to date, or as far as a revision of their history.

        Raises OutOfDate, and changes nothing, where a newer Engage has taken them further.
        """
        revisions.refuse_newer(self.engine, self.name, self.migrations)
        with revisions.at_any():
            _migrate().upgrade(directory=str(self.migrations), revision=revision)

    def downgrade(self, revision: str) -> None:
        """Take its tables back to a revision of their history."""
        with revisions.at_any():
            _migrate().downgrade(directory=str(self.migrations), revision=revision)


class _SessionOfOne(DraftingSession):
    """A session that reaches one database, and cannot be led to another by the table it is asked for."""

    def __init__(self, database: Database, **given: Any) -> None:
        super().__init__(**{**given, "bind": database.engine})


def open_databases(app: Flask, urls: dict[Database, str], held_to: Limits = limits.NONE) -> None:
    """Let an application use these databases, each at its address, and wait for their servers so long."""
    app.config["SQLALCHEMY_BINDS"] = {
        one.name: _engine_options(url, hasty=one.hasty) for one, url in urls.items()
    }
    _engines.init_app(app)
    with app.app_context():
        for one in urls:
            _opened.add(one.engine)
            limits.hold_to(one.engine, held_to)
            revisions.require(one.engine, one.name, one.migrations)

    @app.teardown_appcontext
    def let_go(_error: BaseException | None) -> None:
        for one in urls:
            one.session.remove()


@atexit.register
def close_databases() -> None:
    """Close what this process has open of them: the last to do so leaves each of SQLite as one whole file."""
    for engine in list(_opened):
        with _one_at_a_time(engine):
            engine.dispose()


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[None]:
    """Of processes that close SQLite's file at the same moment each leaves its log to the others."""
    folder = Path(engine.url.database or "").parent
    if engine.dialect.name != "sqlite" or not folder.is_dir():
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _empty_log(cursor: Any) -> None:
    """What somebody still reads stays in it until another time: nobody is waited for."""
    cursor.execute("PRAGMA busy_timeout=0")
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _engine_options(url: str, *, hasty: bool) -> dict[str, Any]:
    # A fault of the database is told without the values that were sent: they may be somebody's answers.
    return {
        "url": url,
        "json_deserializer": _read_json,
        "hide_parameters": True,
        **limits.engine_options(url, hasty=hasty),
    }


def _read_json(text: str | bytes) -> Any:
    """What a JSON column holds. Most lists are empty, and reading those without a parser halves the cost."""
    return [] if text in {"[]", b"[]"} else json.loads(text)


def _request_or_job() -> int:
    return id(app_ctx._get_current_object())  # type: ignore[attr-defined]


def _migrate() -> Any:
    """The tools of migrations, which take longer to load than all else at the start."""
    import flask_migrate

    flask_migrate.Migrate(current_app, _engines)
    return flask_migrate


class Numbers:
    """Numbers for rows of one database that are drafted, set aside some at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._left: dict[str, Iterator[int]] = {}

    def next_of(self, table: Table) -> int:
        number = next(self._left.get(table.name, iter(())), None)
        if number is None:
            how_many = SET_ASIDE if table.name in self._left else FIRST_SET_ASIDE
            self._left[table.name] = iter(self._database.set_numbers_aside(table, how_many))
            number = next(self._left[table.name])
        return number


def _after_the_last(connection: Connection, name: str, how_many: int) -> range:
    last = connection.scalar(select(SEQUENCES.c.seq).where(SEQUENCES.c.name == name))
    raised = {"name": name, "seq": (last or 0) + how_many}
    to = insert(SEQUENCES) if last is None else update(SEQUENCES).where(SEQUENCES.c.name == name)
    connection.execute(to.values(raised))
    return range((last or 0) + 1, (last or 0) + how_many + 1)


@contextmanager
def _waiting(patience: Patience) -> Iterator[None]:
    """Let what begins to write wait so long, and say that it was in vain by raising Busy."""
    mark = _patience.set(patience)
    try:
        yield
    except OperationalError as error:
        if _is_busy(error):
            raise Busy from error
        raise
    finally:
        _patience.reset(mark)


def _is_busy(error: OperationalError) -> bool:
    code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return code in {"55P03", "SQLITE_BUSY"}


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = (
        None  # SQLAlchemy says BEGIN, below; the driver's own habit breaks savepoints
    )
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-16000",
        f"journal_size_limit={LONGEST_LOG}",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    patience = _patience.get()
    connection.exec_driver_sql(f"PRAGMA busy_timeout={0 if patience else PATIENCE}")
    if patience is None:
        connection.exec_driver_sql("BEGIN")
    else:
        _lock_sqlite(connection, patience)


def _lock_sqlite(connection: Connection, patience: Patience) -> None:
    while True:
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return
        except OperationalError as error:
            if not _is_busy(error) or not patience.seconds:
                raise
        time.sleep(min(LOOK_AGAIN, patience.seconds))


@event.listens_for(_SessionOfOne, "after_transaction_end")
def _leave_line(ended: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None and (line := ended.info.pop("line", None)):
        line.leave()
