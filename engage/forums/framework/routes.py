"""Pages of the framework: the edition that held on a day, drawn and as a table, and its editions."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.forums import queries as forums
from engage.forums.blueprint import body_asked, bp
from engage.forums.framework import queries, service
from engage.forums.framework.forms import EditionForm, NewEditionForm, NewSeatForm, SeatForm
from engage.forums.models import FACTS, FrameworkEdition
from engage.forums.words import kind_label
from engage.organisation import queries as organisation
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data.typed import row_number
from engage.platform.web.declared import fact, rows_of
from engage.platform.web.forms import Form, choices, read_day
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.history import history_page
from engage.rules.calendar_words import long_date
from engage.rules.permissions import May


@bp.route("/framework")
@may(May.READ_RECORDS)
def framework() -> str:
    """The framework of a body as it stood on a day."""
    body, (on, problem) = body_asked(), _day_asked()
    editions = queries.editions_of(body) if body else []
    if editions and not request.args.get("on"):
        on = queries.day_of_interest(editions, on)
    edition = queries.edition_on(body, on) if body else None
    places = queries.places_in(edition) if edition else []
    return render_template(
        "forums/framework.html",
        body=body,
        bodies=organisation.bodies(),
        on=on,
        asked=request.args.get("on", ""),
        problem=problem,
        edition=edition,
        editions=editions,
        places=places,
        chart=queries.chart_of(edition, places, on) if edition else None,
        kind_label=kind_label,
        days_of=queries.days_of,
    )


@bp.route("/framework/editions/<int:edition_id>")
@may(May.READ_RECORDS)
def edition(edition_id: int) -> str:
    found = queries.edition_for(edition_id)
    places = queries.places_in(found)
    today = clock.today()
    on = min(max(today, found.from_on), found.to_on or date.max)
    return render_template(
        "forums/edition.html",
        edition=found,
        body=_body_of(found),
        places=places,
        on=on,
        chart=queries.chart_of(found, places, on),
        kind_label=kind_label,
        facts=rows_of(found, FACTS, {"": (fact("It holds", queries.days_of(found)),)}),
        history=history_page(found.record_ref()),
        form=Form(),
    )


@bp.route("/framework/editions/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def new_edition() -> Response | str:
    served = organisation.served_bodies()
    form = NewEditionForm.from_request(body=str(served[0].id) if served else "")
    form.body.choices = choices(organisation.body_choices())
    if form.accepted():
        with form.refusals():
            made = service.make_edition(actor(), row_number(form.body.data), form.entry())
            flash("The edition is there. Give forums their places in it.")
            return redirect(url_for(".edition", edition_id=made.id))
    return render_template("forums/new_edition.html", form=form)


@bp.route("/framework/editions/<int:edition_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_edition(edition_id: int) -> Response | str:
    found = queries.edition_for(edition_id)
    form = EditionForm.from_request(**EditionForm.starting(found))
    if form.accepted():
        with form.refusals():
            service.change_edition(actor(), found, form.entry())
            flash("The edition was changed.")
            return redirect(url_for(".edition", edition_id=edition_id))
    return render_template("forums/edit_edition.html", form=form, edition=queries.edition_for(edition_id))


@bp.route("/framework/editions/<int:edition_id>/copy", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def copy_edition(edition_id: int) -> Response | str:
    """Make the next edition from this one, which ends the day before."""
    found = queries.edition_for(edition_id)
    form = EditionForm.from_request()
    if form.accepted():
        with form.refusals():
            made = service.copy_edition(actor(), found, form.entry())
            flash(f"“{made.title}” has the forums of the edition before. Change what is different.")
            return redirect(url_for(".edition", edition_id=made.id))
    return render_template("forums/copy_edition.html", form=form, edition=queries.edition_for(edition_id))


@bp.route("/framework/editions/<int:edition_id>/remove", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def remove_edition(edition_id: int) -> Response | str:
    found, form = queries.edition_for(edition_id), Form.from_request()
    title = found.title
    if form.accepted():
        service.remove_edition(actor(), found)
        flash(f"“{title}” was removed. Its forums are untouched.")
        return redirect(url_for(".framework"))
    return render_template("forums/remove_edition.html", form=form, edition=found)


@bp.route("/framework/editions/<int:edition_id>/forums/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_seat(edition_id: int) -> Response | str:
    found = queries.edition_for(edition_id)
    form = NewSeatForm.from_request(forum=request.args.get("forum", ""))
    form.forum.choices = choices([("", "Choose a forum"), *queries.forums_outside(found)])
    form["reports_to_id"].choices = _above(found)
    if form.accepted():
        forum = forums.forum_by_id(row_number(form.forum.data))
        with form.refusals():
            service.seat_forum(actor(), found, forum, form.entry())
            flash(f"{forum.name} has its place.")
            return redirect(url_for(".edition", edition_id=edition_id))
    return render_template("forums/add_seat.html", form=form, edition=queries.edition_for(edition_id))


@bp.route("/framework/editions/<int:edition_id>/forums/<int:seat_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_seat(edition_id: int, seat_id: int) -> Response | str:
    found = queries.edition_for(edition_id)
    seat = queries.seat_for(found, seat_id)
    name = forums.forum_by_id(seat.forum_id).name
    form = SeatForm.from_request(**SeatForm.starting(seat))
    form["reports_to_id"].choices = _above(found)
    if form.accepted():
        with form.refusals():
            service.change_seat(actor(), seat, form.entry())
            flash(f"The place of {name} was changed.")
            return redirect(url_for(".edition", edition_id=edition_id))
    found = queries.edition_for(edition_id)
    return render_template("forums/edit_seat.html", form=form, edition=found, name=name, seat_id=seat_id)


@bp.route("/framework/editions/<int:edition_id>/forums/<int:seat_id>/remove", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def remove_seat(edition_id: int, seat_id: int) -> Response | str:
    seat = queries.seat_for(queries.edition_for(edition_id), seat_id)
    name, form = forums.forum_by_id(seat.forum_id).name, Form.from_request()
    if form.accepted():
        with form.refusals():
            service.unseat_forum(actor(), seat)
            flash(f"{name} is no longer in this edition.")
            return redirect(url_for(".edition", edition_id=edition_id))
    found = queries.edition_for(edition_id)
    return render_template("forums/remove_seat.html", form=form, edition=found, name=name, seat_id=seat_id)


def _above(found: FrameworkEdition) -> list[Any]:
    seated = [(str(place.forum.id), place.forum.name) for place in queries.places_in(found)]
    return choices([("", "None: it stands at the top, or beside"), *seated])


def _body_of(found: FrameworkEdition) -> Body:
    return organisation.bodies_by_id([found.body_id])[found.body_id]


def _day_asked() -> tuple[date, str]:
    """The day in the address, and what is wrong with it; then today is shown."""
    typed = request.args.get("on", "").strip()
    try:
        return (read_day(typed) if typed else clock.today()), ""
    except ValueError as problem:
        return clock.today(), f"{problem} Shown as of today, {long_date(clock.today())}."
