"""The databases of an installation, and the short names of the first: the record."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy.orm import Session

from engage.platform.data.database import Database
from engage.platform.data.tables import Answers, Base, Watch

record = Database("record", Base.metadata, turn=4_412_019, has_trail=True)
answers = Database("answers", Answers.metadata)
watch = Database("watch", Watch.metadata, hasty=True)
DATABASES = (record, answers, watch)

Row = TypeVar("Row", bound=Base)


def database_of(row: type[Base]) -> Database:
    """The database in which rows of this class stand."""
    return next(one for one in DATABASES if one.metadata is row.metadata)


def session() -> Session:
    """The session of this request or job with the record."""
    return record.session()


def save(row: Row) -> Row:
    """Add ``row`` to the record and give it its number."""
    session().add(row)
    session().flush()
    return row


def is_postgresql() -> bool:
    return record.is_postgresql
