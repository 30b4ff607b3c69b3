"""One search, the same on both databases: a record is found when every word typed begins a word of it.

The database keeps the index of the words of a row itself: FTS5, followed by triggers, on SQLite; GIN on
PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Table,
    and_,
    any_,
    cast,
    column,
    func,
    inspect,
    literal,
    literal_column,
    select,
    text,
    true,
)
from sqlalchemy import table as table_named
from sqlalchemy.engine import Connection

from engage.platform.data.db import is_postgresql, session
from engage.platform.data.search_text import KEPT_IN, columns_of_words
from engage.platform.data.tables import Base, Privacy
from engage.rules.words import search_words

MOST_WORDS = 8
FEW = 2000  # records: more than that are met at once when they are looked at in the order of the list
LONGEST_BEGINNING = 12  # letters of a word of a large table


def every_word(table: type[Base], typed: str) -> ColumnElement[bool]:
    """True for rows that have, for every word typed, a word that begins with it.

    The index lists them where they are few. Where they are many the rows are asked in the order of the list,
    whose page is soon full. Either way a page costs what it shows.
    """
    words = search_words(typed).split()[:MOST_WORDS]
    if not words:
        return true()
    listed = _listed(table, words, all_of_them=True)
    some = listed.limit(FEW + 1).subquery()
    if (session().scalar(select(func.count()).select_from(some)) or 0) <= FEW:
        return _among(table, listed)
    return every_word_between((table,), typed)


def every_word_between(tables: Iterable[type[Base]], typed: str) -> ColumnElement[bool]:
    """True for joined rows that have between them, for every word typed, a word that begins with it. Each is
    looked at: to be asked of few."""
    kept: ColumnElement[str] = literal("")
    for one in (one for table in tables for one in columns_of_words(_table(table))):
        kept = kept.concat(" ").concat(one)
    return and_(true(), *(kept.contains(f" {word}") for word in search_words(typed).split()[:MOST_WORDS]))


def any_word(table: type[Base], begun: Iterable[str]) -> ColumnElement[bool]:
    """True for rows that have a word which begins with any of these."""
    return _among(table, _listed(table, search_words(begun).split(), all_of_them=False))


def _listed(table: type[Base], words: list[str], *, all_of_them: bool) -> Select[int]:
    """The numbers of rows that have words which begin so, by the index."""
    if is_postgresql():
        from sqlalchemy.dialects.postgresql import TSQUERY

        asked = (" & " if all_of_them else " | ").join(f"'{word}':*" for word in words)
        names = [f"{table.__tablename__}.{one.name}" for one in columns_of_words(_table(table))]
        vector: ColumnElement[Any] = literal_column(_vector(names))
        return select(_number(table)).where(vector.op("@@")(cast(asked, TSQUERY)))
    name = index_of(table.__tablename__)
    asked = (" AND " if all_of_them else " OR ").join(f'"{word}" *' for word in words)
    index: Any = table_named(name, column("rowid"), column(name))
    return select(index.c.rowid).where(index.c[name].op("MATCH")(asked))


def _table(table: type[Base]) -> Table:
    return Base.metadata.tables[table.__tablename__]


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
        kept = columns_of_words(Base.metadata.tables[name])
        if any(one.info["privacy"] is not Privacy.NONE for one in kept):
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


def make_index(
    connection: Connection, table: str, kept_in: Sequence[str] = (KEPT_IN,), *, is_large: bool = False
) -> None:
    """Have the database index the words of a table, those that stand there included; for migrations.

    A large table keeps the rows of each beginning of a word as well: they need not be gathered from all the
    words that begin so before the first is known. A row then costs four times as much to put in.
    """
    for statement in _makes(connection.dialect.name, table, kept_in, is_large):
        connection.execute(text(statement))


def drop_index(connection: Connection, table: str) -> None:
    """Take the index of a table away; for migrations."""
    index, gone = index_of(table), [f"INDEX {index_of(table)}"]
    if connection.dialect.name == "sqlite":
        gone = [*(f"TRIGGER {index}_{act}" for act in ("insert", "delete", "update")), f"TABLE {index}"]
    for one in gone:
        connection.execute(text(f"DROP {one}"))


def _makes(database: str, table: str, kept_in: Sequence[str], is_large: bool) -> Iterator[str]:
    index = index_of(table)
    if database == "postgresql":
        # What is new waits in a list that every search reads: short, it costs neither an import nor a search.
        how = f"gin ({_vector(kept_in)}) WITH (gin_pending_list_limit=256)"
        yield f"CREATE INDEX {index} ON {table} USING {how}"
        return
    columns = ", ".join(kept_in)
    beginnings = " ".join(map(str, range(1, LONGEST_BEGINNING + 1))) if is_large else ""
    yield (
        f"CREATE VIRTUAL TABLE {index} USING fts5({columns}, content='{table}', content_rowid='id', "
        f"tokenize='ascii', prefix='{beginnings}', detail='none', columnsize=0)"
    )
    yield _into(index, index, "'rebuild'")
    new, old = (", ".join(f"{row}.{name}" for name in kept_in) for row in ("new", "old"))
    comes = _into(index, f"rowid, {columns}", f"new.id, {new}")
    goes = _into(index, f"{index}, rowid, {columns}", f"'delete', old.id, {old}")
    for act, of, follows in (
        ("insert", "", comes),
        ("delete", "", goes),
        ("update", f" OF {columns}", f"{goes}; {comes}"),
    ):
        yield f"CREATE TRIGGER {index}_{act} AFTER {act}{of} ON {table} BEGIN {follows}; END"


def _into(index: str, columns: str, values: str) -> str:
    """FTS5 takes commands, too, as if they were rows: in the column that is called like the index."""
    return f"INSERT INTO {index}({columns}) VALUES ({values})"  # noqa: S608  names of our own tables


def _vector(kept_in: Sequence[str]) -> str:
    """The words as PostgreSQL indexes them: just those, since its parsers would cut some of them up."""
    kept = " || ' ' || ".join(kept_in)
    return f"array_to_tsvector(array_remove(string_to_array({kept}, ' '), ''))"
