"""The map of what is kept, read from the tables themselves: every column, and how long it stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engage.platform.data.tables import NOT_COPIED, Base, Privacy
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.sheets.writing import Column, Table
from engage.platform.web.pages import counted
from engage.privacy.access.queries import tables
from engage.rules.permissions import ROLES
from engage.rules.retention import Retention, read_retention

COLUMNS = (
    *("Part", "Table", "Column", "What it holds", "What it says about people", "Class of retention"),
    "Copied to the history",
)


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column of one table."""

    package: str
    table: str
    table_note: str
    column: str
    note: str
    privacy: Privacy
    keep: str
    is_copied: bool

    @property
    def says(self) -> str:
        return "" if self.privacy is Privacy.NONE else self.privacy.value

    @property
    def stays(self) -> str:
        return self.keep or "as long as the record"


@dataclass(frozen=True, slots=True)
class Stay:
    """How long one class stays, with the number in force and the post that answers for it."""

    rule: Retention
    number: int
    owner: str

    @property
    def period(self) -> str:
        unit = self.rule.unit.removesuffix("s")
        return f"{counted(self.number, unit, self.rule.unit)} after {self.rule.after}"


def data_map(*, people_only: bool) -> list[Mapped]:
    """Every column, or those that say something about people, by part, table and column."""
    found = [one for row, _ in tables() for one in _columns(row)]
    return [one for one in found if one.says or not people_only]


def stays() -> list[Stay]:
    """Every class of retention as it is in force."""
    return [
        Stay(rule, agreed_number(rule.setting), ROLES[rule.owner].title) for rule in read_retention().values()
    ]


def as_table(found: Iterable[Mapped]) -> Table:
    """The map as a spreadsheet."""
    rows = [
        [one.package, one.table, one.column, one.note, one.says, one.stays, "yes" if one.is_copied else "no"]
        for one in found
    ]
    return Table("Data map", [Column(heading) for heading in COLUMNS], rows)


def _columns(row: type[Base]) -> Iterator[Mapped]:
    table = row.__table__
    note = (row.__doc__ or "").strip().splitlines()[0]
    for column in table.columns:
        privacy = Privacy(column.info["privacy"])
        yield Mapped(
            package=row.__module__.split(".")[1],
            table=row.__tablename__,
            table_note=note,
            column=column.name,
            note=column.comment or "",
            privacy=privacy,
            keep=str(column.info["keep"]),
            is_copied=privacy not in NOT_COPIED and not row.__unaudited__,
        )
