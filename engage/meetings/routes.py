"""Pages of meetings: the list, one meeting, planning it, and calling it off."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.cycle import queries as projects
from engage.feedback import queries as feedback
from engage.forums import queries as forums
from engage.forums.models import FACTS
from engage.forums.words import kind_label
from engage.meetings import listing, queries, service
from engage.meetings import who_came as attendance
from engage.meetings.agenda import queries as agendas
from engage.meetings.agenda import routes as agenda_routes
from engage.meetings.attendance import routes as attendance_routes
from engage.meetings.blueprint import bp
from engage.meetings.calendars import routes as calendar_routes
from engage.meetings.forms import CallOffForm, MeetingForm, starting_with
from engage.meetings.importing import FIELDS as HEADINGS
from engage.meetings.minutes import mail
from engage.meetings.minutes import routes as minutes_routes
from engage.meetings.models import Meeting
from engage.meetings.planning import routes as planning_routes
from engage.meetings.queries import ListedMeeting
from engage.meetings.words import HELD, STATUSES
from engage.platform import clock
from engage.platform.data.fields import fields_of
from engage.platform.data.typed import row_number
from engage.platform.web import list_pages
from engage.platform.web.declared import fact, links, not_understood, rows_of
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.history import history_page
from engage.platform.web.watching import shows_what_is_sensitive
from engage.rules.errors import Refused
from engage.rules.permissions import May

__all__ = ["agenda_routes", "attendance_routes", "bp", "calendar_routes", "minutes_routes", "planning_routes"]

list_pages.install(bp, "/meetings", "index", listing.meetings, May.READ_RECORDS)


@bp.route("/meetings")
@may(May.READ_RECORDS)
def index() -> str:
    listed = list_pages.list_page(listing.meetings(), "meetings.index")
    return list_pages.draw("meetings/index.html", listed)


@bp.route("/meetings/<int:meeting_id>")
@may(May.READ_RECORDS)
def show(meeting_id: int) -> str:
    listed, sent = queries.with_minutes(meeting_id)
    meeting = listed.meeting
    lines, papers = agendas.agenda_and_papers(actor(), meeting)
    members, others = attendance.there_at(meeting)
    if any(line.item.is_private for line in lines):
        shows_what_is_sensitive()
    return render_template(
        "meetings/show.html",
        known=listed,
        meeting=meeting,
        kind=kind_label(listed.forum.kind),
        status=STATUSES[meeting.status],
        late=queries.what_is_late(meeting),
        lines=lines,
        papers=papers,
        members=members,
        others=others,
        agreed=actions.actions_agreed_at(listed.ref),
        heard=feedback.heard_at(listed.ref),
        sent=sent,
        letters=mail.letters_sent(meeting, members) if sent else (),
        can_be_sent=queries.has_notes(meeting) or agendas.anything_recorded(line.item for line in lines),
        unread=not_understood(meeting, HEADINGS.labels),
        facts=_facts(listed),
        history=history_page(listed.ref, without=agendas.not_shown(actor())),
        form=Form(),
    )


def _facts(listed: ListedMeeting) -> list[dict[str, Any]]:
    """What the page tells of a meeting, beside who came one by one and what was said."""
    meeting, forum, came = listed.meeting, listed.forum, listed.came
    at = f" at {meeting.starts_at}" if meeting.starts_at else ""
    counted = f" ({came.counted} of the {listed.needed} needed)" if came and listed.needed is not None else ""
    first = {
        "Forum": links((forum.name, url_for("forums.show", code=forum.code))),
        "Body it serves": listed.body,
        "When": f"{meeting.when_words}{at}",
    }
    how = {
        "Join from afar": links((meeting.link, meeting.link)) if meeting.link else "",
        "The public": "may come" if meeting.is_public else "",
        "Briefing": "chairs of patient participation groups are briefed at it" * meeting.is_network_briefing,
    }
    held = {
        "Attended": listed.people_in_words,
        "Members of the public": fields_of(Meeting)["public_count"].said(meeting.public_count)
        or "not counted",
        "Quorum": f"{listed.quorum.value}{counted}",
    }
    beside = {"": first, "venue": how, "cancelled_because": held if meeting.status == HELD else {}}
    return rows_of(
        meeting,
        FACTS,
        {name: tuple(fact(*pair) for pair in told.items() if pair[1]) for name, told in beside.items()},
    )


@bp.route("/meetings/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def new() -> Response | str:
    form = _with_forums(MeetingForm.from_request(**_starting_values()))
    if form.accepted():
        forum = forums.forum_by_id(row_number(form.forum.data))
        with form.refusals():
            meeting = service.plan_meeting(actor(), forum, form.entry())
            flash("The meeting is in the plan.")
            return redirect(_after_planning(meeting.id))
    return render_template("meetings/new.html", form=form, project=request.args.get("project"))


def _after_planning(meeting_id: int) -> str:
    """Where to go on: back to the project that had something to bring and found no meeting planned."""
    project = projects.project_with_code(request.args.get("project", ""))
    if project is not None:
        return url_for("meetings.bring", code=project.code)
    return url_for(".show", meeting_id=meeting_id)


@bp.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit(meeting_id: int) -> Response | str:
    meeting = queries.meeting_for(meeting_id)
    form = MeetingForm.from_request(
        **starting_with(queries.entry_of(meeting)), forum=str(meeting.forum_id), version=str(meeting.version)
    )
    form.forum.choices = choices([(str(meeting.forum_id), "")])
    if form.accepted():
        with form.refusals():
            service.change_meeting(
                actor(), meeting, form.version_number, form.entry(queries.entry_of(meeting))
            )
            flash("The meeting was changed.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/edit.html", form=form, known=queries.listed_for(meeting_id))


@bp.route("/meetings/<int:meeting_id>/call-off", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def call_off(meeting_id: int) -> Response | str:
    meeting = queries.meeting_for(meeting_id)
    form = CallOffForm.from_request()
    if form.accepted():
        with form.refusals():
            service.cancel_meeting(actor(), meeting, form.because.data)
            flash("The meeting is called off. Calendars that follow the forum will say so.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/call_off.html", form=form, known=queries.listed_for(meeting_id))


@bp.route("/meetings/<int:meeting_id>/put-back", methods=["POST"])
@may(May.RUN_FORUMS)
def put_back(meeting_id: int) -> Response:
    meeting = queries.meeting_for(meeting_id)
    if sent_safely():
        try:
            service.put_meeting_back(actor(), meeting)
            flash("The meeting is back in the plan.")
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return redirect(url_for(".show", meeting_id=meeting_id))


def _with_forums(form: MeetingForm) -> MeetingForm:
    found = forums.forum_choices(clock.today())
    form.forum.choices = choices([("", "Choose a forum"), *found])
    return form


def _starting_values() -> dict[str, Any]:
    forum = forums.forum_with_code(request.args.get("forum", ""))
    if forum is None:
        return {"minutes": "120"}
    return {
        "minutes": "120",
        "forum": str(forum.id),
        "is_public": forum.meets_in_public,
        "is_network_briefing": forum.kind == "ppg_chairs",
    }
