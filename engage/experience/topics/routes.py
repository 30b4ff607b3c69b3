"""Pages of topics: what was heard about one thing in several places, and the spellings people use."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.experience.blueprint import bp
from engage.experience.quoting import Use
from engage.experience.topics import queries, service, spellings
from engage.experience.topics.forms import SpellingForm
from engage.experience.topics.queries import Narrowed
from engage.experience.topics.sources import ITEMS_ARE_NOT_PEOPLE
from engage.platform.data.typed import row_number
from engage.platform.web.forms import choices, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.list_pages import pagination_of
from engage.rules.errors import Missing
from engage.rules.permissions import May


@bp.route("/topics")
@may(May.READ_RECORDS)
def topics() -> str:
    """Every topic, that of most independent sources first."""
    within = queries.narrowed(request.args)
    found = queries.themes(within.condition)
    page, shown, pages = _page_of(found)
    address = url_for(".topics")
    return render_template(
        "experience/topics.html",
        themes=shown,
        total=len(found),
        without_topic=queries.without_topic(within.condition),
        narrowed=within,
        filters=_filters(within),
        query=_query(within),
        pagination_items=pagination_of(page, pages, lambda number: _page_link(address, within, number)),
        remark=ITEMS_ARE_NOT_PEOPLE,
        alike=spellings.alike(spellings.main_topics()),
    )


@bp.route("/topics/<path:topic>")
@may(May.READ_RECORDS)
def topic(topic: str) -> str:
    """One topic, wherever it was heard."""
    within = queries.narrowed(request.args)
    theme, sources = queries.theme_of(topic, within.condition)
    if not theme.items and topic not in spellings.main_topics():
        raise Missing
    page, shown, pages = _page_of(sources)
    address = url_for(".topic", topic=topic)
    return render_template(
        "experience/topic.html",
        theme=theme,
        sources=shown,
        narrowed=within,
        filters=_filters(within),
        items_query=_items_query(theme.spellings, within),
        quotations=queries.quotations(theme.stories, Use.REPORT),
        pagination_items=pagination_of(page, pages, lambda number: _page_link(address, within, number)),
        remark=ITEMS_ARE_NOT_PEOPLE,
    )


@bp.route("/topic-spellings", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def topic_spellings() -> Response | str:
    """The spellings that were confirmed, those that look alike, and a form to confirm another."""
    known = spellings.spellings()
    named = [(topic, topic) for topic in spellings.main_topics()]
    form = SpellingForm.from_request(**{name: request.args.get(name, "") for name in ("spelling", "topic")})
    form["spelling"].choices = form["topic"].choices = choices([("", "Not chosen"), *named])
    if form.accepted():
        with form.refusals():
            row = service.confirm_spelling(actor(), **form.answers())
            flash(f"“{row.spelling}” counts under “{row.topic}” from now on.")
            return redirect(url_for(".topic_spellings"))
    alike = spellings.alike(topic for topic, _ in named)
    return render_template("experience/spellings.html", form=form, known=known, alike=alike)


@bp.route("/topic-spellings/<int:spelling_id>/part", methods=["POST"])
@may(May.RECORD_FEEDBACK)
@destructive
def part_spelling(spelling_id: int) -> Response:
    row = spellings.spelling_for(spelling_id)
    if sent_safely():
        words = row.spelling
        service.part_spelling(actor(), row)
        flash(f"“{words}” is a topic of its own again.")
    return redirect(url_for(".topic_spellings"))


def _page_of(rows: list[Any]) -> tuple[int, list[Any], int]:
    """(number, rows, how many pages) of the page this address asks for."""
    size: int = current_app.config["PAGE_SIZE"]
    pages = max(1, -(-len(rows) // size))
    page = min(max(request.args.get("page", 1, type=row_number), 1), pages)
    return page, rows[(page - 1) * size : page * size], pages


def _query(within: Narrowed) -> str:
    return f"?{urlencode(within.chosen)}" if within.chosen else ""


def _page_link(address: str, within: Narrowed, number: int) -> str:
    return address + f"?{urlencode([*within.chosen, ('page', str(number))])}"


def _items_query(written: set[str], within: Narrowed) -> str:
    return urlencode([*(("topic", one) for one in sorted(written)), *within.chosen])


def _filters(within: Narrowed) -> list[dict[str, Any]]:
    """The filters as the macros take them: a select where there are choices, a text input otherwise."""
    chosen = dict(within.chosen)
    return [_filter(one.key, one, chosen.get(one.key, "")) for one in queries.filters()]


def _filter(key: str, one: Any, value: str) -> dict[str, Any]:
    params: dict[str, Any] = {"id": f"filter-{key}", "name": key, "label": one.label}
    if one.hint:
        params["hint"] = one.hint
    if one.choices is None:
        return {"kind": "input", "params": {**params, "value": value}}
    items = [{"value": "", "text": "Any"}] + [
        {"value": code, "text": label, "selected": code == value} for code, label in one.choices()
    ]
    return {"kind": "select", "params": {**params, "items": items}}
