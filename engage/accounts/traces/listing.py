"""Traces as a list: when, what, who and from which source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from engage.accounts import queries as accounts
from engage.platform import clock
from engage.platform.data.db import watch
from engage.platform.data.typed import row_number
from engage.platform.offers import references
from engage.platform.watch import queries
from engage.platform.watch.models import Trace
from engage.platform.watch.words import KINDS
from engage.platform.web import lists
from engage.platform.web.forms import read_day
from engage.platform.web.lists import Choice, Column, Filter, ListSpec
from engage.platform.web.pages import moment


@dataclass(frozen=True, slots=True)
class Seen:
    """A trace, and what the account is called."""

    trace: Trace
    who: str

    @property
    def id(self) -> int:
        return self.trace.id

    @property
    def source(self) -> str:
        return self.trace.source[: queries.SHOWN]


def traces() -> ListSpec:
    """Everything that left a trace, newest first."""
    return ListSpec(
        name="traces",
        heading="Who came in and what was taken out",
        one="line",
        many="lines",
        number=Trace.id,
        base=lambda: select(Trace.id),
        rows=_rows,
        columns=COLUMNS,
        filters=FILTERS,
        first_order=("at", True),
        database=watch,
    )


def seen(found: Sequence[Trace]) -> list[Seen]:
    """Traces with the names of their accounts."""
    named = references.links(f"account:{one.account_id}" for one in found if one.account_id)
    return [Seen(one, named[f"account:{one.account_id}"].text if one.account_id else "") for one in found]


def _rows(numbers: Sequence[int]) -> list[Seen]:
    return lists.in_order(seen(queries.traces(numbers)), numbers)


COLUMNS = (
    Column("at", "When", lambda one: moment(one.trace.at), sort=Trace.id),
    Column("kind", "What happened", lambda one: KINDS[one.trace.kind], sort=Trace.kind),
    Column("who", "Account", lambda one: one.who),
    Column("what", "Page", lambda one: one.trace.what, sort=Trace.what),
    Column("source", "Source", lambda one: one.source, sort=Trace.source),
    Column("times", "Times", lambda one: one.trace.times, kind="number", sort=Trace.times),
)


def _whose() -> list[Choice]:
    return [(str(one.account.id), one.account.name) for one in accounts.accounts()]


def _of(value: str) -> ColumnElement[bool]:
    return Trace.account_id == row_number(value)


def _from(typed: str) -> ColumnElement[bool]:
    address = queries.hash_of_source(typed.strip())
    return Trace.source.startswith(typed.strip(), autoescape=True) | (Trace.source == address)


FILTERS = (
    Filter("kind", "What happened", lambda value: Trace.kind == value, lambda: list(KINDS.items())),
    Filter("who", "Account", _of, _whose),
    Filter("source", "Source", _from, hint="As it stands in the list, or an address such as 192.0.2.7."),
    Filter(
        "what", "Page", lambda value: Trace.what.startswith(value, autoescape=True), hint="Such as /people."
    ),
    Filter(
        "since",
        "Since",
        lambda value: Trace.at >= clock.beginning_of(read_day(value)),
        hint="Such as 6 June 2018.",
    ),
    Filter(
        "until",
        "Until",
        lambda value: Trace.at <= clock.end_of(read_day(value)),
        hint="Such as 30 June 2018.",
    ),
)
