"""One search, the same on both databases: a record is found when every word typed begins a word of it.

A table that is searched keeps its words in ``search_text``, without capitals, accents and punctuation. The
database keeps the index of them itself: FTS5, followed by triggers, on SQLite; GIN on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    any_,
    cast,
    column,
    event,
    func,
    inspect,
    literal,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy import table as table_named
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.engine import Connection
from sqlalchemy.orm import MappedColumn, Mapper

from engage.platform.data.db import is_postgresql, session
from engage.platform.data.tables import Base, Privacy, noted
from engage.rules.words import plain_words

KEPT_IN = "search_text"
NOTE = "the words it is found by, without capitals, accents and marks"
MOST_WORDS = 8
LONGEST_WORD = 100
FEW = 2000  # records: more than that are met at once when they are looked at in the order of the list
LONGEST_BEGINNING = 12  # letters of a word of a large table


def found_by(*names: str, privacy: Privacy, keep: str = "") -> MappedColumn[Any]:
    """The column of the words a row is found by. The row itself keeps those of the columns named; without
    names the verbs do."""
    kept = noted(NOTE, default="", privacy=privacy, keep=keep, server_default=text("''"))
    kept.column.info["words_of"] = names
    return kept


def words_of(*texts: str | Iterable[str] | None) -> str:
    """The different words of these texts, plain, in the order they come."""
    given = (one if isinstance(one, str) else " ".join(one or ()) for one in texts)
    return " ".join(dict.fromkeys(word[:LONGEST_WORD] for word in plain_words(" ".join(given))))


@event.listens_for(Mapper, "before_insert")
@event.listens_for(Mapper, "before_update")
def _keep_words(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    kept = mapper.columns.get(KEPT_IN)
    names = () if kept is None else kept.info.get("words_of", ())
    attributes = inspect(row).attrs
    if any(attributes[name].history.has_changes() for name in names):
        row.search_text = words_of(*(getattr(row, name) for name in names))


def every_word(table: type[Base], typed: str) -> ColumnElement[bool]:
    """True for rows that have, for every word typed, a word that begins with it.

    The index lists them where they are few. Where they are many the rows are asked in the order of the list,
    whose page is soon full. Either way a page costs what it shows.
    """
    words = words_of(typed).split()[:MOST_WORDS]
    if not words:
        return true()
    listed = _listed(table, words, all_of_them=True)
    some = listed.limit(FEW + 1).subquery()
    if (session().scalar(select(func.count()).select_from(some)) or 0) <= FEW:
        return _among(table, listed)
    kept = literal(" ").concat(inspect(table).columns[KEPT_IN])
    return and_(*(kept.contains(f" {word}") for word in words))


def any_word(table: type[Base], begun: Iterable[str]) -> ColumnElement[bool]:
    """True for rows that have a word which begins with any of these."""
    return _among(table, _listed(table, words_of(begun).split(), all_of_them=False))


def _listed(table: type[Base], words: list[str], *, all_of_them: bool) -> Select[int]:
    """The numbers of rows that have words which begin so, by the index."""
    if is_postgresql():
        asked = (" & " if all_of_them else " | ").join(f"'{word}':*" for word in words)
        vector: ColumnElement[Any] = literal_column(_vector(f"{table.__tablename__}.{KEPT_IN}"))
        return select(_number(table)).where(vector.op("@@")(cast(asked, TSQUERY)))
    name = index_of(table.__tablename__)
    asked = (" AND " if all_of_them else " OR ").join(f'"{word}" *' for word in words)
    index: Any = table_named(name, column("rowid"), column(name))
    return select(index.c.rowid).where(index.c[name].op("MATCH")(asked))


def _among(table: type[Base], listed: Select[int]) -> ColumnElement[bool]:
    if is_postgresql():
        # An array is worked out first; PostgreSQL might ask every row in the order of the list otherwise.
        return _number(table) == any_(func.array(listed.scalar_subquery()))
    return _number(table).in_(listed)


def _number(table: type[Base]) -> ColumnElement[int]:
    return inspect(table).columns["id"]


def forget_what_is_gone() -> None:
    """Take the words of people that are no longer in the tables out of the index as well, within a verb.

    FTS5 only notes that a row has gone, and leaves its words in its pages until they are merged. PostgreSQL
    sees to both by its own vacuuming.
    """
    if is_postgresql():
        return
    session().flush()
    for name in searched_tables():
        if Base.metadata.tables[name].columns[KEPT_IN].info["privacy"] is not Privacy.NONE:
            session().execute(text(_into(index_of(name), index_of(name), "'optimize'")))


def searched_tables() -> list[str]:
    """The names of the tables that are searched."""
    return [name for name, one in Base.metadata.tables.items() if KEPT_IN in one.columns]


def index_of(table: str) -> str:
    """The name of the index of a table that is searched."""
    return f"{table}_words"


def is_part_of_an_index(name: str | None) -> bool:
    """Whether a table or an index of the database is one that the database keeps for the search by itself."""
    return any((name or "").startswith(index_of(table)) for table in searched_tables())


def make_index(connection: Connection, table: str, *, is_large: bool = False) -> None:
    """Have the database index the words of a table, those that stand there included; for migrations.

    A large table keeps the rows of each beginning of a word as well: they need not be gathered from all the
    words that begin so before the first is known. A row then costs four times as much to put in.
    """
    for statement in _makes(connection.dialect.name, table, is_large):
        connection.execute(text(statement))


def drop_index(connection: Connection, table: str) -> None:
    """Take the index of a table away; for migrations."""
    index, gone = index_of(table), [f"INDEX {index_of(table)}"]
    if connection.dialect.name == "sqlite":
        gone = [*(f"TRIGGER {index}_{act}" for act in ("insert", "delete", "update")), f"TABLE {index}"]
    for one in gone:
        connection.execute(text(f"DROP {one}"))


def _makes(database: str, table: str, is_large: bool) -> Iterator[str]:
    index = index_of(table)
    if database == "postgresql":
        # What is new waits in a list that every search reads: short, it costs neither an import nor a search.
        how = f"gin ({_vector(KEPT_IN)}) WITH (gin_pending_list_limit=256)"
        yield f"CREATE INDEX {index} ON {table} USING {how}"
        return
    beginnings = " ".join(map(str, range(1, LONGEST_BEGINNING + 1))) if is_large else ""
    yield (
        f"CREATE VIRTUAL TABLE {index} USING fts5({KEPT_IN}, content='{table}', content_rowid='id', "
        f"tokenize='ascii', prefix='{beginnings}', detail='none', columnsize=0)"
    )
    yield _into(index, index, "'rebuild'")
    comes = _into(index, f"rowid, {KEPT_IN}", f"new.id, new.{KEPT_IN}")
    goes = _into(index, f"{index}, rowid, {KEPT_IN}", f"'delete', old.id, old.{KEPT_IN}")
    for act, of, follows in (
        ("insert", "", comes),
        ("delete", "", goes),
        ("update", f" OF {KEPT_IN}", f"{goes}; {comes}"),
    ):
        yield f"CREATE TRIGGER {index}_{act} AFTER {act}{of} ON {table} BEGIN {follows}; END"


def _into(index: str, columns: str, values: str) -> str:
    """FTS5 takes commands, too, as if they were rows: in the column that is called like the index."""
    return f"INSERT INTO {index}({columns}) VALUES ({values})"  # noqa: S608  names of our own tables


def _vector(kept: str) -> str:
    """The words as PostgreSQL indexes them: just those, since its parsers would cut some of them up."""
    return f"array_to_tsvector(array_remove(string_to_array({kept}, ' '), ''))"
