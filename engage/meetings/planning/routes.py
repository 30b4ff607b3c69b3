"""Pages of a forum that show or plan its meetings, and the support owed to networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.forums import queries as forums
from engage.forums.blueprint import back_to_forum, body_asked, bp
from engage.forums.forms import LastDayForm
from engage.forums.framework import queries as framework
from engage.forums.importing import FIELDS as HEADINGS
from engage.forums.members import queries as members
from engage.forums.models import FACTS
from engage.forums.queries import ListedForum
from engage.forums.schedules import queries as schedules
from engage.forums.schedules import recurrence
from engage.forums.schedules.forms import ScheduleForm
from engage.forums.words import HOW, days_known, kind_label
from engage.meetings import queries as meetings
from engage.meetings.planning import queries, service
from engage.meetings.words import STATUSES
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.web.declared import fact, not_understood, rows_of
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.history import history_page
from engage.platform.web.pages import counted
from engage.rules.periods import Period, UnreadablePeriod, financial_year_of, read_period
from engage.rules.permissions import May

MOST_MEETINGS = 12  # on the page of a forum; the list has them all


@bp.route("/forums/<code>")
@may(May.READ_RECORDS)
def show(code: str) -> str:
    today = clock.today()
    forum, (body, network, holder), versions = forums.with_terms(code)
    seats = members.seats_of(actor(), forum)
    in_force = next((one for one in versions if one.agreed_on <= today), None)
    listed = ListedForum(forum, body, network, in_force, sum(seat.is_held_on(today) for seat in seats))
    latest, all_meetings = meetings.meetings_of_forum(forum.id, MOST_MEETINGS)
    rules = schedules.schedules_of(forum)
    return render_template(
        "forums/show.html",
        forum=forum,
        listed=listed,
        unread=not_understood(forum, HEADINGS.labels),
        kind=kind_label(forum.kind),
        today=today,
        overdue=listed.is_review_overdue(today),
        terms=versions,
        seats=seats,
        schedules=[(row, recurrence.in_words(row)) for row in rules],
        facts=_facts(listed, holder, queries.kept_by_year(forum, rules, today)),
        statuses=STATUSES,
        meetings=latest,
        all_meetings=all_meetings,
        actions=actions.open_actions(forums.reference(forum.id)),
        framework=framework.seats_of_forum(forum),
        how=HOW,
        days_of=framework.days_of,
        history=history_page(forums.reference(forum.id)),
        days=days_known,
        form=Form(),
    )


def _facts(
    listed: ListedForum, holder: str, years: Sequence[tuple[Period, queries.Kept]]
) -> list[dict[str, Any]]:
    """What the page tells of a forum, and whether it met as often as it should."""
    forum = listed.forum
    named = {"Primary care network": listed.network, "Held by": holder}
    met = {
        f"Met in {year.label}": f"{kept.words}{'. It is behind its schedule.' if kept.is_behind else ''}"
        for year, kept in years
    }
    return rows_of(
        forum,
        FACTS,
        {
            "": (fact("Body", listed.body),),
            "area": tuple(fact(*pair) for pair in named.items() if pair[1]),
            "how_often": tuple(fact(*pair) for pair in met.items()),
            "to_on": (fact("It exists", days_known(forum.from_on, forum.to_on)),),
        },
    )


@bp.route("/forums/<code>/end", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def end(code: str) -> Response | str:
    forum = forums.forum_for(code)
    form = LastDayForm.from_request(version=str(forum.version))
    if form.accepted() and form.on.data is not None:
        with form.refusals():
            service.end_forum(actor(), forum, form.version_number, form.on.data)
            flash("The forum has its last day. Everything recorded of it stays.")
            return redirect(url_for(".show", code=code))
    return render_template("forums/end.html", form=form, forum=forums.forum_for(code))


@bp.route("/forums/<code>/remove", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def remove(code: str) -> Response | str:
    forum = forums.forum_for(code)
    name, form = forum.name, Form.from_request()
    if form.accepted():
        with form.refusals():
            service.remove_forum(actor(), forum)
            flash(f"{name} was removed.")
            return redirect(url_for(".index"))
    return render_template("forums/remove.html", form=form, forum=forums.forum_for(code))


@bp.route("/forums/<code>/schedules/<int:schedule_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_schedule(code: str, schedule_id: int) -> Response | str:
    row = schedules.schedule_for(forums.forum_for(code), schedule_id)
    form = ScheduleForm.from_request(**ScheduleForm.starting(row), version=str(row.version))
    if form.accepted():
        with form.refusals():
            service.change_schedule(actor(), row, form.version_number, form.entry())
            return back_to_forum(code, "The schedule was changed.", "schedules")
    return render_template("forums/edit_schedule.html", form=form, forum=forums.forum_for(code))


@bp.route("/forums/<code>/schedules/<int:schedule_id>/plan", methods=["POST"])
@may(May.RUN_FORUMS)
def plan(code: str, schedule_id: int) -> Response:
    """Make the meetings of a schedule that are not there yet."""
    row = schedules.schedule_for(forums.forum_for(code), schedule_id)
    if not sent_safely():
        return redirect(url_for("forums.show", code=code))
    made = service.plan_meetings(actor(), row)
    said = f"{counted(len(made), 'meeting is', 'meetings are')} planned."
    return back_to_forum(
        code, said if made else "Every meeting of the schedule was planned already.", "meetings"
    )


@bp.route("/forums/<code>/schedules/<int:schedule_id>/end", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def end_schedule(code: str, schedule_id: int) -> Response | str:
    row = schedules.schedule_for(forums.forum_for(code), schedule_id)
    words = recurrence.in_words(row)
    form = LastDayForm.from_request(on=clock.today(), version=str(row.version))
    if form.accepted() and form.on.data is not None:
        with form.refusals():
            off = service.end_schedule(actor(), row, form.version_number, form.on.data)
            number = counted(off, "meeting planned after it was", "meetings planned after it were")
            return back_to_forum(code, f"The schedule has ended. {number} called off.", "schedules")
    forum = forums.forum_for(code)
    return render_template("forums/end_schedule.html", form=form, forum=forum, words=words)


@bp.route("/forums/networks")
@may(May.READ_RECORDS)
def networks() -> str:
    """For each network of a body: whether PPG chairs were briefed, and whether it met its patient groups."""
    body, today = body_asked(), clock.today()
    period, problem = _period_asked(financial_year_of(today))
    support = queries.support_of_networks(body, period, today) if body else []
    return render_template(
        "forums/networks.html",
        body=body,
        bodies=organisation.served_bodies(),
        period=period,
        problem=problem,
        asked=request.args.get("period", period.code),
        support=support,
        source=queries.SOURCE_OF_SUPPORT,
    )


def _period_asked(usual: Period) -> tuple[Period, str]:
    """The period in the address, and what is wrong with it; then the usual one is shown."""
    try:
        return read_period(request.args.get("period", usual.code)), ""
    except UnreadablePeriod as problem:
        return usual, str(problem)
