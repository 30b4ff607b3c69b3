"""Pages of what belongs to a body, and of the points of its strategies."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.organisation import queries, service
from engage.organisation.blueprint import bp
from engage.organisation.forms import NewPointForm, PointForm
from engage.organisation.models import FACTS, STRATEGY_STATES, Body, BodyPart, Strategy, StrategyPoint
from engage.organisation.parts.kinds import PARTS, with_choices
from engage.platform.web.declared import rows_of
from engage.platform.web.forms import Form
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.history import history_page
from engage.rules.permissions import May

SLUG = f"<any({', '.join(PARTS)}):slug>"


@bp.route(f"/bodies/<code>/{SLUG}/new", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
def add_part(code: str, slug: str) -> Response | str:
    body, kind = queries.body_by_code(code), PARTS[slug]
    form = with_choices((kind.new_form or kind.form).from_request(), body)
    if form.accepted():
        with form.refusals():
            part = kind.add(actor(), body, form.entry())
            flash(f"You added {kind.one} to {body.name}.")
            return redirect(_page_of(body, slug, part))
    return render_template("organisation/add_part.html", form=form, body=body, kind=kind)


@bp.route(f"/bodies/<code>/{SLUG}/<int:number>/edit", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
def edit_part(code: str, slug: str, number: int) -> Response | str:
    body, kind = queries.body_by_code(code), PARTS[slug]
    part = queries.part_of(body, kind.table, number)
    name, form = kind.name(part), with_choices(kind.form.from_request(obj=part), body)
    if form.accepted():
        with form.refusals():
            service.change_part(actor(), part, form.entry())
            flash("The change is kept.")
            return redirect(_page_of(body, slug, part))
    return render_template(
        "organisation/edit_part.html", form=form, body=body, name=name, slug=slug, part=part
    )


@bp.route(f"/bodies/<code>/{SLUG}/<int:number>/remove", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
@destructive
def remove_part(code: str, slug: str, number: int) -> Response | str:
    body, kind = queries.body_by_code(code), PARTS[slug]
    part = queries.part_of(body, kind.table, number)
    name, form = kind.name(part), Form.from_request()
    if form.accepted():
        service.remove_part(actor(), part)
        flash(f"You removed {name}.")
        return redirect(url_for(".show", code=code, _anchor=slug))
    return render_template(
        "organisation/remove_part.html", form=form, body=body, kind=kind, slug=slug, part=part, name=name
    )


@bp.route("/strategies/<int:strategy_id>")
@may(May.READ_RECORDS)
def strategy(strategy_id: int) -> str:
    record = queries.strategy_for(strategy_id)
    return render_template(
        "organisation/strategy.html",
        record=record,
        facts=rows_of(record.strategy, FACTS),
        strategy_states=STRATEGY_STATES,
        history=history_page(f"strategy:{strategy_id}"),
    )


@bp.route("/strategies/<int:strategy_id>/points/new", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
def add_point(strategy_id: int) -> Response | str:
    record = queries.strategy_for(strategy_id)
    form = NewPointForm.from_request()
    if form.accepted():
        point = service.add_point(actor(), record.strategy, form.entry())
        flash(f"{point.code} was added.")
        return redirect(url_for(".strategy", strategy_id=strategy_id))
    return render_template("organisation/add_point.html", form=form, strategy=record.strategy)


@bp.route("/strategies/<int:strategy_id>/points/<int:point_id>/edit", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
def edit_point(strategy_id: int, point_id: int) -> Response | str:
    strategy, point = _point(strategy_id, point_id)
    form = PointForm.from_request(obj=point)
    if form.accepted():
        service.change_point(actor(), point, form.entry())
        flash(f"{point.code} was changed.")
        return redirect(url_for(".strategy", strategy_id=strategy_id))
    return render_template("organisation/edit_point.html", form=form, strategy=strategy, point=point)


@bp.route("/strategies/<int:strategy_id>/points/<int:point_id>/remove", methods=["GET", "POST"])
@may(May.MANAGE_ORGANISATION)
@destructive
def remove_point(strategy_id: int, point_id: int) -> Response | str:
    strategy, point = _point(strategy_id, point_id)
    code, form = point.code, Form.from_request()
    if form.accepted():
        service.remove_point(actor(), point)
        flash(f"You removed {code}.")
        return redirect(url_for(".strategy", strategy_id=strategy_id))
    return render_template("organisation/remove_point.html", form=form, strategy=strategy, point=point)


def _point(strategy_id: int, point_id: int) -> tuple[Strategy, StrategyPoint]:
    strategy = queries.strategy_for(strategy_id).strategy
    return strategy, queries.point_for(strategy, point_id)


def _page_of(body: Body, slug: str, part: BodyPart) -> str:
    if isinstance(part, Strategy):
        return url_for(".strategy", strategy_id=part.id)
    return url_for(".show", code=body.code, _anchor=slug)
