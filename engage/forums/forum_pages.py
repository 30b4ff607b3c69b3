"""Pages of forums: the list, one forum with all that belongs to it, and the support owed to networks."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.forums import framework_queries, keeping, meeting_queries, queries, schedule, service
from engage.forums.blueprint import bp
from engage.forums.forms import ForumForm, LastDayForm
from engage.forums.models import Forum
from engage.forums.register import forums_list
from engage.forums.words import HOW, kind_label
from engage.organisation import queries as organisation
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.web import list_pages
from engage.platform.web.forms import Form, choices
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.rules.errors import Missing, Refused
from engage.rules.periods import Period, UnreadablePeriod, financial_year_of, read_period
from engage.rules.permissions import May
from engage.stakeholders import queries as stakeholders

list_pages.install(bp, "/forums", "index", forums_list, May.READ_RECORDS)

PLAIN = (
    "name",
    "code",
    "kind",
    "area",
    "purpose",
    "membership",
    "chair_role",
    "how_often",
    "meets_in_public",
    "from_on",
    "to_on",
    "source",
    "trust",
)


@bp.route("/forums")
@may(May.READ_RECORDS)
def index() -> str:
    return list_pages.draw("forums/index.html", list_pages.list_page(forums_list(), "forums.index"))


@bp.route("/forums/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def new() -> Response | str:
    served = organisation.served_bodies(actor())
    form = _with_choices(ForumForm.from_request(body=str(served[0].id) if served else ""))
    if form.accepted():
        try:
            forum = service.add_forum(actor(), form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash(f"{forum.name} is set up. Give it terms of reference, members and a schedule next.")
            return redirect(url_for(".show", code=forum.code))
    return render_template("forums/new.html", form=form)


@bp.route("/forums/<code>")
@may(May.READ_RECORDS)
def show(code: str) -> str:
    forum, today = queries.forum_for(actor(), code), clock.today()
    listed = queries.listed_forums(actor(), [forum.id])[0]
    return render_template(
        "forums/show.html",
        forum=forum,
        listed=listed,
        kind=kind_label(forum.kind),
        organisation=_holder(forum),
        today=today,
        overdue=listed.is_review_overdue(today),
        terms=queries.terms_of(actor(), forum),
        seats=queries.seats_of(actor(), forum),
        schedules=[(row, schedule.in_words(row)) for row in queries.schedules_of(actor(), forum)],
        years=keeping.kept_by_year(forum, today),
        meetings=meeting_queries.meetings_of_forum(actor(), forum.id),
        actions=actions.open_actions(queries.reference(forum.id)),
        framework=framework_queries.seats_of_forum(actor(), forum),
        how=HOW,
        days_of=framework_queries.days_of,
        history=history_page(queries.reference(forum.id)),
        form=Form(),
    )


@bp.route("/forums/<code>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit(code: str) -> Response | str:
    forum = queries.forum_for(actor(), code)
    form = _with_choices(ForumForm.from_request(**_values_of(forum)), forum)
    if form.accepted():
        entry, version = form.entry(), _version(form)
        try:
            service.change_forum(actor(), forum, entry, version)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
            form.edition.data = str(queries.forum_for(actor(), code).version)
        else:
            flash("The forum was changed.")
            return redirect(url_for(".show", code=forum.code))
    return render_template("forums/edit.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/end", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def end(code: str) -> Response | str:
    forum = queries.forum_for(actor(), code)
    form = LastDayForm.from_request()
    if form.accepted() and form.on.data is not None:
        try:
            service.end_forum(actor(), forum, form.on.data)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash("The forum has its last day. Everything recorded of it stays.")
            return redirect(url_for(".show", code=code))
    return render_template("forums/end.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/remove", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def remove(code: str) -> Response | str:
    forum = queries.forum_for(actor(), code)
    name, form = forum.name, Form.from_request()
    if form.accepted():
        try:
            service.remove_forum(actor(), forum)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash(f"{name} was taken away.")
            return redirect(url_for(".index"))
    return render_template("forums/remove.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/networks")
@may(May.READ_RECORDS)
def networks() -> str:
    """For each network of a body: whether PPG chairs were briefed, and whether it met its patient groups."""
    body, today = _body_asked(), clock.today()
    period, problem = _period_asked(financial_year_of(today))
    support = keeping.support_of_networks(actor(), body, period, today) if body else []
    return render_template(
        "forums/networks.html",
        body=body,
        bodies=organisation.served_bodies(actor()),
        period=period,
        problem=problem,
        asked=request.args.get("period", period.code),
        support=support,
        source=keeping.SOURCE_OF_SUPPORT,
    )


def _body_asked() -> Body | None:
    if code := request.args.get("body"):
        return organisation.body_by_code(actor(), code)
    served = organisation.served_bodies(actor())
    return served[0] if served else None


def _period_asked(usual: Period) -> tuple[Period, str]:
    """The period in the address, and what is wrong with it; then the usual one is shown."""
    try:
        return read_period(request.args.get("period", usual.code)), ""
    except UnreadablePeriod as problem:
        return usual, str(problem)


def _holder(forum: Forum) -> Any:
    """The organisation that holds it, if the register still has it."""
    if forum.organisation_id is None:
        return None
    return stakeholders.organisations_by_id(actor(), [forum.organisation_id]).get(forum.organisation_id)


def _with_choices(form: ForumForm, forum: Forum | None = None) -> ForumForm:
    form.body.choices = choices([("", "Not recorded"), *organisation.body_choices(actor())])
    form.network.choices = choices([("", "None"), *queries.network_choices(actor())])
    found = stakeholders.organisation_choices(actor())
    held = forum.organisation_id if forum else None
    if held is not None and str(held) not in {value for value, _ in found}:
        names = stakeholders.organisations_by_id(actor(), [held])
        found = [*found, *((str(number), one.name) for number, one in names.items())]
    form.organisation.choices = choices([("", "None"), *found])
    return form


def _values_of(forum: Forum) -> dict[str, Any]:
    return {
        **{name: getattr(forum, name) for name in PLAIN},
        "body": str(forum.body_id or ""),
        "network": str(forum.network_id or ""),
        "organisation": str(forum.organisation_id or ""),
        "edition": str(forum.version),
    }


def _version(form: ForumForm) -> int:
    if not (form.edition.data or "").isdigit():
        raise Missing
    return int(form.edition.data)
