"""Lists: filter, sort, search, keep a view, choose rows and take away exactly what is on screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Select, case, func, select
from werkzeug.datastructures import MultiDict

from engage.platform.data.database import Database
from engage.platform.data.db import record, session
from engage.platform.data.remembered import Memory
from engage.platform.data.typed import on_one_line, row_number
from engage.rules.errors import Missing, Refused

LONGEST_SEARCH = 200
LONGEST_VALUE = 1_000
MOST_VALUES = 100  # of all filters of one list together: more than anybody chooses by hand

Choice = tuple[str, str]
Pairs = list[tuple[str, str]]
Remarks = tuple[tuple[str, int], ...]

COUNTS = Memory(most=500)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a spreadsheet reckons with beside cells that may be words: 500, where they say “about 500”."""

    heading: str
    of: Callable[[Any], int | date | None]


@dataclass(frozen=True, slots=True)
class Column:
    """
    One column. ``cell`` gives what is shown for a row: text, a number, a date, or None for nothing;
    ``reckoned`` what stands beside it in a spreadsheet.
    """

    key: str
    heading: str
    cell: Callable[[Any], str | int | float | date | None]
    sort: Any = None
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    shown: bool = True
    reckoned: Reckoned | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to narrow a list. Several values of one filter widen it: any of them will do.

    ``choices`` are (value, label); without them the value is typed. ``where`` turns a value into a condition;
    it raises ValueError, with a sentence for the person, for a value that makes no sense.
    """

    key: str
    label: str
    where: Callable[[str], ColumnElement[bool]]
    choices: Callable[[], Sequence[Choice]] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list of one kind of record.

    ``rows`` loads the records of the given numbers, in that order, in a fixed number of queries. ``remarks``
    are further counts, told beside the total, such as ("without a date", condition). ``whole`` counts every
    row more quickly than ``base`` can. What a search finds is counted up to ``most_counted``, where that is
    set: beyond it a page says only that there are more. Its rows stand in ``database``.
    """

    name: str
    heading: str
    one: str
    many: str
    number: Any
    base: Callable[[], Select[Any]]
    rows: Callable[[Sequence[int]], Sequence[Any]]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    search: Callable[[str], ColumnElement[bool]] | None = None
    first_order: tuple[str, bool] = ("", False)
    remarks: tuple[tuple[str, ColumnElement[bool]], ...] = ()
    whole: Callable[[], int] | None = None
    most_counted: int = 0
    database: Database = record

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True, slots=True)
class View:
    """A list as asked for in an address: words searched for, filters, order, columns and page."""

    words: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    downwards: bool = False
    columns: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def read(cls, spec: ListSpec, args: MultiDict[str, str]) -> View:
        """
        The view an address asks for; what the list does not know is left out. Raises Refused for too much.
        """
        known = {filter_.key for filter_ in spec.filters}
        chosen = tuple(
            (key, value[:LONGEST_VALUE])
            for key in args
            if key in known
            for value in dict.fromkeys(map(on_one_line, args.getlist(key)))
            if value
        )
        if len(chosen) > MOST_VALUES:
            raise Refused(f"A list is narrowed by up to {MOST_VALUES} choices at once: take some away.")
        sort = args.get("sort", "")
        column = spec.column(sort)
        if column is None or column.sort is None:
            sort, downwards = spec.first_order
        else:
            downwards = args.get("order") == "down"
        columns = tuple(key for key in dict.fromkeys(args.getlist("column")) if spec.column(key))
        page = args.get("page", 1, type=row_number)
        words = on_one_line(args.get("words", ""))[:LONGEST_SEARCH]
        return cls(words, chosen, sort, downwards, columns, max(page, 1))

    def pairs(self, spec: ListSpec) -> Pairs:
        """The view as it stands in an address, without the page."""
        found: Pairs = [("words", self.words)] if self.words else []
        found += list(self.chosen)
        if (self.sort, self.downwards) != spec.first_order:
            found += [("sort", self.sort), ("order", "down" if self.downwards else "up")]
        return found + [("column", key) for key in self.columns]

    def query(self, spec: ListSpec) -> str:
        return urlencode(self.pairs(spec))

    def without(self, key: str, value: str) -> View:
        return replace(self, chosen=tuple(pair for pair in self.chosen if pair != (key, value)), page=1)

    def shown(self, spec: ListSpec) -> list[Column]:
        """The columns on screen, in the list's own order."""
        wanted = set(self.columns) or {column.key for column in spec.columns if column.shown}
        return [column for column in spec.columns if column.key in wanted]

    def values_of(self, key: str) -> list[str]:
        return [value for name, value in self.chosen if name == key]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, ready to draw."""

    spec: ListSpec
    view: View
    rows: Sequence[Any]
    total: int
    remarks: Remarks
    size: int
    problems: tuple[str, ...] = field(default=())
    has_more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(spec: ListSpec, view: View, size: int) -> Page:
    """The rows of one page, with the total, in a fixed number of queries."""
    wanted, problems = _wanted(spec, view)
    total, remarks, has_more = _counts(spec, view, wanted)
    last = max(1, -(-total // size))
    view = replace(view, page=min(view.page, last))
    numbers = (
        spec.database.session()
        .scalars(_ordered(spec, view, wanted).limit(size).offset((view.page - 1) * size))
        .all()
    )
    return Page(spec, view, spec.rows(numbers) if numbers else [], total, remarks, size, problems, has_more)


def every_row(spec: ListSpec, view: View, only: Iterable[int] = (), batch: int = 1000) -> Iterator[Any]:
    """Every row of a view in its order (or only the rows of these numbers), loaded batch by batch."""
    wanted, _ = _wanted(spec, view)
    chosen = list(only)
    if chosen:
        wanted = wanted.where(spec.number.in_(chosen))
    numbers = spec.database.session().scalars(_ordered(spec, view, wanted)).all()
    for start in range(0, len(numbers), batch):
        yield from spec.rows(numbers[start : start + batch])


def numbers_of(spec: ListSpec, view: View) -> list[int]:
    """The numbers of every row of a view."""
    return list(spec.database.session().scalars(_wanted(spec, view)[0]).all())


def numbers_among(spec: ListSpec, numbers: Sequence[int]) -> list[int]:
    """Those of these numbers that stand for a row of the list, in order."""
    found: list[int] = []
    for start in range(0, len(numbers), 500):
        some = numbers[start : start + 500]
        found += spec.database.session().scalars(spec.base().where(spec.number.in_(some)))
    return sorted(found)


def distinct_values(column: Any) -> list[str]:
    """The different values of an indexed column, found by leaping from one to the next.

    Costs a few steps for each value, however many rows there are.
    """
    first = select(func.min(column).label("value")).where(column > "").cte("leap", recursive=True)
    following = select(func.min(column)).where(column > first.c.value).scalar_subquery()
    leap = first.union_all(select(following).where(first.c.value.is_not(None)))
    return list(session().scalars(select(leap.c.value).where(leap.c.value.is_not(None))))


AnyRow = TypeVar("AnyRow")


def the_only(found: Sequence[AnyRow]) -> AnyRow:
    """The one row that was asked for. Raises Missing where there is none."""
    if not found:
        raise Missing
    return found[0]


def in_order(found: Iterable[Any], numbers: Sequence[int]) -> list[Any]:
    """Rows with an ``id``, put into the order of ``numbers``."""
    by_number = {row.id: row for row in found}
    return [by_number[number] for number in numbers if number in by_number]


def _counts(spec: ListSpec, view: View, wanted: Select[Any]) -> tuple[int, Remarks, bool]:
    """How many rows there are, what is remarked of them, and whether there are more than were counted."""
    if spec.whole is not None and not view.words and not view.chosen:
        return spec.whole(), _remarks(spec, wanted), False
    if not spec.most_counted or not view.words:
        total, *remarked = _counted(spec, wanted, [func.count(), *_remarkable(spec)])
        return total, _with_words(spec, remarked), False
    some = wanted.order_by(None).limit(spec.most_counted + 1).subquery()
    found = spec.database.session().scalar(select(func.count()).select_from(some)) or 0
    return min(found, spec.most_counted), _remarks(spec, wanted), found > spec.most_counted


def _remarks(spec: ListSpec, wanted: Select[Any]) -> Remarks:
    return _with_words(spec, _counted(spec, wanted, _remarkable(spec)) if spec.remarks else [])


def _remarkable(spec: ListSpec) -> list[ColumnElement[int]]:
    return [func.count(case((condition, 1))) for _, condition in spec.remarks]


def _with_words(spec: ListSpec, remarked: Iterable[int]) -> Remarks:
    return tuple((words, number) for (words, _), number in zip(spec.remarks, remarked, strict=True))


def _counted(spec: ListSpec, wanted: Select[Any], columns: Sequence[ColumnElement[int]]) -> Sequence[int]:
    counted = wanted.with_only_columns(*columns, maintain_column_froms=True).order_by(None)
    asked = counted._generate_cache_key()
    if asked is None or spec.database is not record:  # of which the head of the record does not tell
        return spec.database.session().execute(counted).one()
    values = repr([value.effective_value for value in asked.bindparams])
    return COUNTS.remembered((asked.key, values), lambda: tuple(session().execute(counted).one()))


def _wanted(spec: ListSpec, view: View) -> tuple[Select[Any], tuple[str, ...]]:
    wanted, problems = spec.base(), []
    if view.words and spec.search is not None:
        wanted = wanted.where(spec.search(view.words))
    for filter_ in spec.filters:
        conditions = []
        for value in view.values_of(filter_.key):
            try:
                conditions.append(filter_.where(value))
            except ValueError as problem:
                problems.append(f"{filter_.label}: {problem}")
        if conditions:
            any_of = conditions[0]
            for condition in conditions[1:]:
                any_of = any_of | condition
            wanted = wanted.where(any_of)
    return wanted, tuple(problems)


def _ordered(spec: ListSpec, view: View, wanted: Select[Any]) -> Select[Any]:
    column = spec.column(view.sort)
    if column is None or column.sort is None:
        return wanted.order_by(spec.number)
    sort, number = column.sort.asc(), spec.number.asc()
    if view.downwards:
        sort, number = column.sort.desc(), spec.number.desc()
    # What is not recorded comes last either way, on every database. Said only where it can happen: an
    # index of PostgreSQL does not serve an order that says it.
    may_be_empty = getattr(column.sort, "nullable", True)
    return wanted.order_by(sort.nulls_last() if may_be_empty else sort, number)
