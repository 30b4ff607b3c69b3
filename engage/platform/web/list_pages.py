"""The pages of a list: what the one list template draws, what is taken away, and the views people keep."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from sqlalchemy import or_, select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.remembered import Memory, remembered
from engage.platform.data.transactions import one_transaction
from engage.platform.data.typed import tidied
from engage.platform.sheets import writing
from engage.platform.web import lists
from engage.platform.web.costly import in_turn
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.guard import confirmed as to_the_confirmed
from engage.platform.web.lists import Choice, Column, Filter, ListSpec, Page, View
from engage.platform.web.models import SavedView
from engage.platform.web.pages import counted
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May

view_kept = audit.Event("view.kept", "list", "sharing")
view_dropped = audit.Event("view.dropped", "list")

LONGEST_NAME = 80
CHOICES = Memory(most=500)  # by table, or the drawn filters that are made from them would rest on every table
MOST_VIEWS, MOST_PINNED = 30, 10  # of one person, and above a list
DRAWN = Memory(most=100)  # filters: one of every project is long
PRIVATE, TEAM, PINNED = "private", "team", "pinned"
SHARING = {
    PRIVATE: "for me alone",
    TEAM: "for everybody who may see this list",
    PINNED: "for everybody, and above the list",
}
KEPT = SHARING | {PRIVATE: "for you alone"}
HEADING = Markup('<span class="nhsuk-table-responsive__heading" aria-hidden="true">{}: </span>')
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done with the rows chosen on a list; ``value`` is what its button sends."""

    value: str
    label: str


class Row(NamedTuple):
    """One row of a list: its number, its name from the first column, and its cells as they are drawn."""

    number: int
    name: str
    cells: Markup


@dataclass(frozen=True)
class ListPage:
    """Everything ``components/list.html`` needs to draw one page of a list."""

    page: Page
    address: str
    endpoint: str
    acts: tuple[Act, ...] = ()
    act_address: str = ""

    @property
    def spec(self) -> ListSpec:
        return self.page.spec

    @property
    def count(self) -> str:
        """147 activities, 12 without a date."""
        total = counted(self.page.total, self.spec.one, self.spec.many)
        if self.page.has_more:
            return f"More than {total}: type another word, or narrow the list, to find fewer"
        remarks = [f"{number:,} {words}" for words, number in self.page.remarks if number]
        return ", ".join([total, *remarks])

    @property
    def headings(self) -> list[dict[str, Any]]:
        return [self._heading(column) for column in self.page.view.shown(self.spec)]

    @property
    def rows(self) -> Iterator[Row]:
        columns = self.page.view.shown(self.spec)
        cells = [_cell_of(column, place) for place, column in enumerate(columns)]
        for row in self.page.rows:
            drawn = Markup("".join([cell(row) for cell in cells]))  # noqa: S704  each escapes what it says
            yield Row(row.id, _shown(columns[0].cell(row)), drawn)

    @property
    def chips(self) -> list[dict[str, str]]:
        """Each filter in force, in words, with the address of the list without it."""
        filters = {filter_.key: filter_ for filter_ in self.spec.filters}
        view = self.page.view
        found = [
            {
                "text": f"{filters[key].label}: {self._label(filters[key], value)}",
                "href": self._link(view.without(key, value)),
            }
            for key, value in view.chosen
        ]
        if view.words:
            found.insert(0, {"text": f"Words: {view.words}", "href": self._link(_replaced(view, words=""))})
        return found

    @property
    def filters(self) -> list[Markup]:
        """The filters, drawn: a select where there are choices, a text input otherwise."""
        return [self._filter(filter_) for filter_ in self.spec.filters]

    @property
    def columns(self) -> list[dict[str, Any]]:
        shown = {column.key for column in self.page.view.shown(self.spec)}
        return [
            {"value": column.key, "text": column.heading, "checked": column.key in shown}
            for column in self.spec.columns
        ]

    @property
    def pagination(self) -> dict[str, Any] | None:
        return pagination_of(self.page.view.page, self.page.pages, self._page_link)

    @property
    def take_away(self) -> list[dict[str, str]]:
        query = self.page.view.query(self.spec)
        ending = f"?{query}" if query else ""
        return (
            []
            if not actor().may(May.EXPORT_RECORDS)
            else [
                {"text": kind.upper(), "href": url_for(f"{self.endpoint}_export", kind=kind) + ending}
                for kind in ("csv", "xlsx")
            ]
        )

    @cached_property
    def saved_views(self) -> list[dict[str, Any]]:
        """The person's own views, then those of others that everybody may use."""
        who, name = actor(), self.spec.name
        return remembered(
            ("views", who, name, self.address),
            lambda: [
                {
                    "id": view.id,
                    "text": view.name,
                    "href": f"{self.address}?{view.query}",
                    "sharing": SHARING[view.sharing],
                    "is_pinned": view.sharing == PINNED,
                    "may_drop": _may_change(who, view),
                }
                for view in _views_for(who, name)
            ],
        )

    @property
    def pinned(self) -> list[dict[str, Any]]:
        """The views that stand above the list for everybody."""
        return [view for view in self.saved_views if view["is_pinned"]]

    @property
    def sharing_choices(self) -> list[dict[str, Any]]:
        return [
            {"value": code, "text": words, "checked": code == PRIVATE}
            for code, words in SHARING.items()
            if code != PINNED or may_pin(actor())
        ]

    @property
    def query(self) -> str:
        return self.page.view.query(self.spec)

    @property
    def order(self) -> list[tuple[str, str]]:
        """The order in force, for the form that narrows the list: narrowing does not change it."""
        return [pair for pair in self.hidden if pair[0] in {"sort", "order"}]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        return self.page.view.pairs(self.spec)

    def _heading(self, column: Column) -> dict[str, Any]:
        view = self.page.view
        sorted_now = view.sort == column.key
        downwards = sorted_now and not view.downwards
        return {
            "text": column.heading,
            "number": column.kind == "number",
            "href": self._link(_replaced(view, sort=column.key, downwards=downwards))
            if column.sort is not None
            else "",
            "sorted": ("descending" if view.downwards else "ascending") if sorted_now else "",
        }

    def _filter(self, filter_: Filter) -> Markup:
        values = self.page.view.values_of(filter_.key)
        if filter_.choices is None or values:
            return self._drawn(filter_, values)
        return DRAWN.remembered(self._asked(filter_), lambda: self._drawn(filter_, values))

    def _drawn(self, filter_: Filter, values: list[str]) -> Markup:
        params: dict[str, Any] = {"id": f"filter-{filter_.key}", "name": filter_.key, "label": filter_.label}
        if filter_.hint:
            params["hint"] = filter_.hint
        component: Any = current_app.jinja_env.globals["component"]
        if filter_.choices is None:
            return Markup(component("input")({**params, "value": values[0] if values else ""}))  # noqa: S704
        items = [{"value": "", "text": "Any"}] + [
            {"value": value, "text": label, "selected": value in values}
            for value, label in self._choices(filter_)
        ]
        return Markup(component("select")({**params, "items": items}))  # noqa: S704  what a component drew

    def _label(self, filter_: Filter, value: str) -> str:
        """What a choice is called; what was typed stands for itself."""
        return next((label for known, label in self._choices(filter_) if known == value), value)

    def _choices(self, filter_: Filter) -> Sequence[Choice]:
        return CHOICES.remembered(self._asked(filter_), filter_.choices or tuple)

    def _asked(self, filter_: Filter) -> tuple[Any, ...]:
        """What the choices of a filter depend on beside the record."""
        return self.spec.name, filter_.key, actor().id, actor().roles, clock.today()

    def _link(self, view: View) -> str:
        query = view.query(self.spec)
        return f"{self.address}?{query}" if query else self.address

    def _page_link(self, number: int) -> str:
        query = self.page.view.query(self.spec)
        return f"{self.address}?{query}&page={number}" if query else f"{self.address}?page={number}"


def pagination_of(page: int, pages: int, link: Callable[[int], str]) -> dict[str, Any] | None:
    """What the pagination macro takes: the first and last page and those near this one; None for one page."""
    if pages == 1:
        return None
    near = sorted({1, *range(max(1, page - 1), min(pages, page + 1) + 1), pages})
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *near], near, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append({"number": f"{number}", "href": link(number), "current": number == page})
    return {
        "items": items,
        "previous": {"href": link(page - 1)} if page > 1 else None,
        "next": {"href": link(page + 1)} if page < pages else None,
    }


def install(
    bp: Blueprint,
    path: str,
    endpoint: str,
    spec: Callable[[], ListSpec],
    permission: May,
    *,
    confirmed: bool = False,
) -> None:
    """Give a list its pages beside the list itself: taking it away, and keeping and dropping views of it.

    ``confirmed``: whoever takes it away shows once more that it is they.
    """

    @bp.route(f"{path}/export.<any(csv, xlsx):kind>", endpoint=f"{endpoint}_export")
    @may(May.EXPORT_RECORDS, permission)
    def export(kind: str) -> Response:
        found = spec()
        return taken_away(found, View.read(found, request.args), kind)

    if confirmed:
        to_the_confirmed(export)

    @bp.route(f"{path}/views", methods=["POST"], endpoint=f"{endpoint}_keep_view")
    @may(permission)
    def keep() -> Response:
        query = _clean(spec(), request.form.get("query", ""))
        if sent_safely():
            _keep_and_say_so(spec().name, query)
        return redirect(url_for(f"{bp.name}.{endpoint}") + (f"?{query}" if query else ""))

    @bp.route(f"{path}/views/<int:view_id>/drop", methods=["POST"], endpoint=f"{endpoint}_drop_view")
    @may(permission)
    @destructive
    def drop(view_id: int) -> Response:
        if sent_safely():
            dropped = drop_view(actor(), spec().name, view_id)
            flash(f"The view “{dropped}” is gone. The records in it are untouched.")
        return redirect(url_for(f"{bp.name}.{endpoint}"))


def list_page(spec: ListSpec, endpoint: str, acts: Sequence[Act] = (), act_address: str = "") -> ListPage:
    """The page of a list that this request asks for. ``endpoint`` is the view of the list itself."""
    page = lists.page_of(spec, View.read(spec, request.args), current_app.config["PAGE_SIZE"])
    return ListPage(page, url_for(endpoint), endpoint, tuple(acts), act_address)


def draw(template: str, listed: ListPage, **more: Any) -> str:
    return render_template(template, listed=listed, form=Form(), heading=listed.spec.heading, **more)


def taken_away(spec: ListSpec, view: View, kind: str, only: Sequence[int] = ()) -> Response:
    """
    The rows of a view as a file, with the columns that are on screen. A spreadsheet has numbers and days as
    such: beside a column of words such as “about 500” stands one to add up or sort by.
    """
    with in_turn():
        content = _content_of(spec, view, kind, only)
    return _file(content, f"{spec.name}.{kind}", CSV if kind == "csv" else XLSX)


def _content_of(spec: ListSpec, view: View, kind: str, only: Sequence[int]) -> bytes:
    shown = view.shown(spec)
    columns = shown if kind == "csv" else [part for column in shown for part in _reckonable(column)]
    table = writing.Table(
        title=spec.heading,
        columns=[writing.Column(column.heading, _sheet_kind(column)) for column in columns],
        rows=_values(columns, lists.every_row(spec, view, only)),
    )
    return (
        writing.csv_bytes(table) if kind == "csv" else writing.xlsx_bytes([table], spec.heading, clock.now())
    )


def _reckonable(column: Column) -> tuple[Column, ...]:
    """A column as a spreadsheet has it, with what is reckoned with beside it."""
    reckoned = column.reckoned
    if reckoned is None:
        return (column,)

    def typed(row: Any) -> str | int | float | date | None:
        words, held = column.cell(row), reckoned.of(row)
        return held if words == _shown(held) else words

    kind = "date" if column.kind == "text" else column.kind
    return replace(column, cell=typed, kind=kind), Column(
        column.key, reckoned.heading, reckoned.of, kind=kind
    )


@one_transaction
def keep_view(who: Actor, list_name: str, name: str, query: str, sharing: str = PRIVATE) -> SavedView:
    """Keep a view under a name; the same name again replaces it.

    Raises Refused without a name, for a name under which somebody else shares a view, for more views than
    there is room for, and for a place above the list from whoever only reads.
    """
    if not name:
        raise Refused("Give the view a name, such as “Surveys without a date”.")
    name = name[:LONGEST_NAME]
    sharing = sharing if sharing in SHARING else PRIVATE
    views = _views_for(who, list_name)
    known = [view for view in views if view.name == name]
    kept = next((view for view in known if view.account_id == who.id), None)
    if kept is None and known and sharing != PRIVATE:
        raise Refused(f"Somebody else shares a view called “{name}”. Choose another name.")
    _leave_room(who, [view for view in views if view is not kept], sharing)
    if kept is None:
        kept = SavedView(account_id=who.id, list_name=list_name, name=name)
    kept.query, kept.sharing = query, sharing
    view_kept(who, list=list_name, sharing=sharing)
    return save(kept)


@one_transaction
def drop_view(who: Actor, list_name: str, view_id: int) -> str:
    """Drop a view of a list: one's own, or a shared one for whoever manages the organisation; answers its
    name. Raises Missing for a view of another list, which may be one that the person may not see."""
    kept = session().get(SavedView, view_id)
    if kept is None or kept.list_name != list_name or not _may_change(who, kept):
        raise Missing
    session().delete(kept)
    view_dropped(who, list=kept.list_name)
    return kept.name


def _leave_room(who: Actor, others: Sequence[SavedView], sharing: str) -> None:
    if sharing == PINNED and not may_pin(who):
        raise Refused(
            "A view above the list is for those who record or manage. Keep it for everybody instead."
        )
    if sum(view.account_id == who.id for view in others) >= MOST_VIEWS:
        raise Refused(
            f"You keep {MOST_VIEWS} views of this list already. Drop one that is not needed any more."
        )
    if sharing == PINNED and sum(view.sharing == PINNED for view in others) >= MOST_PINNED:
        raise Refused(f"{MOST_PINNED} views stand above this list already. Keep it for everybody instead.")


def may_pin(who: Actor) -> bool:
    """Whether somebody may put a view above a list for everybody: whoever only reads may not."""
    return who.may(May.LOG_ACTIVITY) or who.may(May.MANAGE_ORGANISATION)


def _may_change(who: Actor, view: SavedView) -> bool:
    if view.account_id == who.id:
        return True
    return view.sharing != PRIVATE and who.may(May.MANAGE_ORGANISATION)


def _keep_and_say_so(list_name: str, query: str) -> None:
    try:
        kept = keep_view(
            actor(),
            list_name,
            tidied(request.form.get("name", "")),
            query,
            request.form.get("sharing", PRIVATE),
        )
    except Refused as refusal:
        flash(refusal.reason, "notice")
    else:
        flash(f"The view “{kept.name}” is kept: {KEPT[kept.sharing]}.")


def _views_for(who: Actor, list_name: str) -> list[SavedView]:
    """One's own views of a list by name, then those that others share, those above the list first."""
    mine = SavedView.account_id == who.id
    wanted = select(SavedView).where(
        SavedView.list_name == list_name, or_(mine, SavedView.sharing.in_((TEAM, PINNED)))
    )
    found = session().scalars(wanted.order_by(SavedView.name, SavedView.id))
    return sorted(found, key=lambda view: (view.account_id != who.id, view.sharing != PINNED))


def _clean(spec: ListSpec, query: str) -> str:
    return View.read(spec, MultiDict(parse_qsl(query))).query(spec)


def _replaced(view: View, **changes: Any) -> View:
    return replace(view, page=1, **changes)


def _cell_of(column: Column, place: int) -> Callable[[Any], str]:
    """How one column draws its cell of a row; the first, which names the row, stands without its heading.

    Drawn here, not in the template: of hundreds of cells, what a column has in common is put together once.
    """
    heading = HEADING.format(column.heading) if place else ""
    number = ' class="engage-number"' if column.kind == "number" else ""
    begun = f'<td role="cell"{number}>{heading}'
    blank = f'<td role="cell" class="engage-blank">{heading}</td>'

    def draw(row: Any) -> str:
        text = _shown(column.cell(row))
        if not text:
            return blank
        href = column.link(row) if column.link else ""
        said = f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)
        return f"{begun}{said}</td>"

    return draw


def _shown(value: str | int | float | date | None) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, date):
        return long_date(value)
    return f"{value:,}"


def _sheet_kind(column: Column) -> Any:
    return column.kind if column.kind in {"number", "date"} else "text"


def _values(columns: Sequence[Column], rows: Iterator[Any]) -> Iterator[list[Any]]:
    for row in rows:
        yield [column.cell(row) for column in columns]


def _file(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
