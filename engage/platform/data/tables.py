"""How tables are declared: every column carries a note and a privacy class."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, Literal

from sqlalchemy import JSON, Boolean, DateTime, MetaData, event, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column, registry
from sqlalchemy.sql import coercions, roles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

from engage.platform.data.fields import Field


class Privacy(StrEnum):
    """What a column says about people."""

    NONE = "none"
    ACCOUNT = "account"
    WORDS = "words people said, which may describe someone"
    SECRET = "never shown, and never copied to the audit trail"  # noqa: S105  a class of column, not a password
    PUBLIC = "an address or number that an organisation publishes itself"
    CONTACT = "who a person is, how to reach them, and what we noted of them"
    CHARACTERISTIC = "what a person said of their protected characteristics"
    STORY = "a person's own account of their care"
    OPINION = "how we judged a person or a group"


NOT_COPIED = frozenset(
    {Privacy.ACCOUNT, Privacy.SECRET, Privacy.CONTACT, Privacy.CHARACTERISTIC, Privacy.STORY, Privacy.OPINION}
)
"""Classes whose values never enter the audit trail, so that they can be erased for good."""


class Keep(StrEnum):
    """How long values stay: the classes of retention. Their periods and reasons are in ``retention.toml``."""

    ACCOUNT = "account"
    SIGN_IN = "sign-in"
    WATCH = "watch"
    TRAIL = "trail"
    RECORD = "record"
    IMPORT = "import"
    CONTACT = "contact"
    CONSENT = "consent"
    LETTER = "letter"
    LINK = "link"
    PANEL = "panel"
    STORY = "story"
    MAP = "map"


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, aware of its zone on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        # SQLite gives moments back without a zone, PostgreSQL in the zone of its server.
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The root of every table; those that say nothing else stand in the record database.

    ``__unaudited__`` is set, with the reason, on the few tables whose rows change without an audit entry.
    """

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: Moment})
    __unaudited__: ClassVar[str] = ""

    def __init_subclass__(cls, **given: Any) -> None:
        # A number once given is never given again: the audit trail speaks of rows by number.
        cls.__table_args__ = (*cls.__dict__.get("__table_args__", ()), {"sqlite_autoincrement": True})
        super().__init_subclass__(**given)

    def record_ref(self) -> str:
        """The record this row is part of, such as ``activity:412``: its history is shown there."""
        return f"{self.__tablename__}:{getattr(self, 'id', '')}"


class Answers(Base):
    """The root of every table of the answers database: what the public sends in."""

    __abstract__ = True
    __unaudited__ = "no account sent it in"

    metadata = MetaData(naming_convention=NAMES)


class Watch(Base):
    """The root of every table of the watch database: who came in, and what was taken out."""

    __abstract__ = True
    __unaudited__ = "it is a trail itself, of what changes no record"

    metadata = MetaData(naming_convention=NAMES)


def noted(
    note: str,
    *args: Any,
    privacy: Privacy,
    keep: str = "",
    names_a_file: bool = False,
    field: Field | None = None,
    **kwargs: Any,
) -> MappedColumn[Any]:
    """A column with its note (kept in the database), its privacy class and how long it is kept.

    The class has no default: whoever adds a column says what it says about people, were it only NONE.

    ``names_a_file`` marks what holds the fingerprints of files in the file store, which stay while they are
    named.
    ``field`` is what forms, imports, lists, pages and histories need to know of it.
    """
    info = {"privacy": privacy, "keep": keep, "names_a_file": names_a_file, "field": field}
    return mapped_column(*args, comment=note, info=info, **kwargs)


def key() -> MappedColumn[Any]:
    """The number by which a row is known inside the system."""
    return noted("number of the row", primary_key=True, privacy=Privacy.NONE)


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _remember_old_values(_cls: type[Base], _name: str, attribute: Any) -> None:
    # Without this a value changed on a reloaded row would be recorded as changed from nothing.
    attribute.impl.active_history = True


class Words(TypeDecorator[list[str]]):
    """A list of short texts kept in one column, never empty-handed: no value reads as an empty list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Any) -> list[str]:
        return list(value or [])

    def process_result_value(self, value: list[str] | None, dialect: Any) -> list[str]:
        return value or []


class ByName(TypeDecorator[dict[str, Any]]):
    """Values by name kept in one column, never empty-handed: no value reads as an empty table."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: dict[str, Any] | None, dialect: Any) -> dict[str, Any]:
        return value or {}


class holds(ColumnElement[bool]):  # noqa: N801  reads as a function, like sqlalchemy.func
    """True where a ``Words`` column holds ``word``."""

    inherit_cache = True
    type = Boolean()

    def __init__(self, column: Any, word: str) -> None:
        self.column = coercions.expect(roles.ExpressionElementRole, column)
        self.word = literal(word)

    _traverse_internals = [  # noqa: RUF012  SQLAlchemy reads a plain list
        ("column", InternalTraversal.dp_clauseelement),
        ("word", InternalTraversal.dp_clauseelement),
    ]


class holds_key(holds):  # noqa: N801  as above
    """True where a column of a JSON object has a value for ``word``."""

    inherit_cache = True


@compiles(holds, "sqlite")
def _holds_in_sqlite(element: holds, compiler: Any, **kw: Any) -> str:
    column, word = compiler.process(element.column, **kw), compiler.process(element.word, **kw)
    what = "key" if isinstance(element, holds_key) else "value"
    return f"EXISTS (SELECT 1 FROM json_each({column}) WHERE json_each.{what} = {word})"  # noqa: S608  compiled parts


@compiles(holds, "postgresql")
def _holds_in_postgresql(element: holds, compiler: Any, **kw: Any) -> str:
    column, word = compiler.process(element.column, **kw), compiler.process(element.word, **kw)
    return f"jsonb_exists(CAST({column} AS jsonb), CAST({word} AS text))"


def as_plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """How Alembic writes our types: as the plain ones beneath, so that old migrations never need ours."""
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Words | ByName):
        return "sa.JSON()"
    return False
