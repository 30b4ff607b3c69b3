"""Pages of meetings: the list, one meeting, planning, holding, notes, minutes and papers for print."""

from __future__ import annotations

import io
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.cycle import queries as projects
from engage.feedback import queries as feedback
from engage.forums import (
    attendance,
    meeting_list,
    meeting_service,
    minutes,
    minutes_service,
)
from engage.forums import meeting_queries as queries
from engage.forums import queries as forums
from engage.forums.meeting_blueprint import bp
from engage.forums.meeting_forms import CallOffForm, HoldForm, MeetingForm, NotesForm, hold_form
from engage.forums.models import Meeting
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.web import list_pages
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.platform.web.pages import counted
from engage.rules.dates_as_known import Precision
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May

list_pages.install(bp, "/meetings", "index", meeting_list.meetings, May.READ_RECORDS)

PDF = "application/pdf"


@bp.route("/meetings")
@may(May.READ_RECORDS)
def index() -> str:
    listed = list_pages.list_page(meeting_list.meetings(), "meetings.index")
    return list_pages.draw("meetings/index.html", listed)


@bp.route("/meetings/<int:meeting_id>")
@may(May.READ_RECORDS)
def show(meeting_id: int) -> str:
    listed = queries.listed_for(actor(), meeting_id)
    meeting = listed.meeting
    return render_template(
        "meetings/show.html",
        known=listed,
        meeting=meeting,
        kind=forums.kind_label(listed.forum.kind),
        status=meeting_list.STATUSES[meeting.status],
        late=queries.what_is_late(meeting),
        lines=queries.agenda_of(actor(), meeting),
        papers=queries.papers_of(actor(), meeting),
        members=attendance.members_at(meeting),
        others=attendance.others_at(meeting),
        agreed=actions.actions_agreed_at(listed.ref),
        heard=feedback.heard_at(actor(), listed.ref),
        sent=queries.minutes_sent_of(meeting),
        letters=minutes.letters_sent(meeting),
        can_be_sent=queries.has_notes(meeting) or queries.anything_recorded(meeting),
        history=history_page(listed.ref),
        form=Form(),
    )


@bp.route("/meetings/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def new() -> Response | str:
    form = _with_forums(MeetingForm.from_request(**_starting_values()))
    if form.accepted():
        forum = forums.forum_by_id(actor(), int(form.forum.data))
        try:
            meeting = meeting_service.plan_meeting(actor(), forum, form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
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
    meeting = queries.meeting_for(actor(), meeting_id)
    form = MeetingForm.from_request(**_values_of(meeting))
    form.forum.choices = choices([(str(meeting.forum_id), "")])
    if form.accepted():
        try:
            meeting_service.change_meeting(actor(), meeting, _version(form), form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
            form.version.data = str(queries.meeting_for(actor(), meeting_id).version)
        else:
            flash("The meeting was changed.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/edit.html", form=form, known=queries.listed_for(actor(), meeting_id))


@bp.route("/meetings/<int:meeting_id>/call-off", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def call_off(meeting_id: int) -> Response | str:
    meeting = queries.meeting_for(actor(), meeting_id)
    form = CallOffForm.from_request()
    if form.accepted():
        try:
            meeting_service.cancel_meeting(actor(), meeting, form.because.data)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash("The meeting is called off. Calendars that follow the forum will say so.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/call_off.html", form=form, known=queries.listed_for(actor(), meeting_id))


@bp.route("/meetings/<int:meeting_id>/put-back", methods=["POST"])
@may(May.RUN_FORUMS)
def put_back(meeting_id: int) -> Response:
    meeting = queries.meeting_for(actor(), meeting_id)
    if sent_safely():
        try:
            meeting_service.put_meeting_back(actor(), meeting)
            flash("The meeting is back in the plan.")
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return redirect(url_for(".show", meeting_id=meeting_id))


@bp.route("/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def hold(meeting_id: int) -> Response | str:
    """Record that it was held, and who came."""
    meeting = queries.meeting_for(actor(), meeting_id)
    form = hold_form(attendance.members_at(meeting), **_who_came(meeting))
    if form.accepted():
        try:
            meeting_service.hold_meeting(actor(), meeting, _version(form), form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
            form.version.data = str(queries.meeting_for(actor(), meeting_id).version)
        else:
            flash("The meeting is on record as held.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/hold.html", form=form, known=queries.listed_for(actor(), meeting_id))


@bp.route("/meetings/<int:meeting_id>/notes", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def notes(meeting_id: int) -> Response | str:
    meeting = queries.meeting_for(actor(), meeting_id)
    form = NotesForm.from_request(
        notes=meeting.notes, agreed=meeting.notes_agreed_on, version=str(meeting.version)
    )
    if form.accepted():
        try:
            meeting_service.write_notes(actor(), meeting, _version(form), _notes_entry(form))
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
            form.version.data = str(queries.meeting_for(actor(), meeting_id).version)
        else:
            flash("The notes are kept.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/notes.html", form=form, known=queries.listed_for(actor(), meeting_id))


@bp.route("/meetings/<int:meeting_id>/minutes-file")
@may(May.READ_RECORDS)
def minutes_file(meeting_id: int) -> Response:
    meeting = queries.meeting_for(actor(), meeting_id)
    return file_sent(meeting.minutes_file, meeting.minutes_file_name)


@bp.route("/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@may(May.WRITE_TO_PEOPLE)
def send_minutes(meeting_id: int) -> Response | str:
    """Who would be written to and who is left out and why; then send them."""
    meeting = queries.meeting_for(actor(), meeting_id)
    form = Form.from_request()
    if form.accepted():
        try:
            row = minutes_service.send_minutes(actor(), meeting)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            people = counted(row.sent_to, "member is", "members are")
            flash(f"{people} written to. What becomes of each letter is shown here.")
            return redirect(url_for(".show", meeting_id=meeting_id, _anchor="minutes"))
    return render_template(
        "meetings/minutes.html",
        form=form,
        known=queries.listed_for(actor(), meeting_id),
        meeting=meeting,
        readers=minutes.readers_of(actor(), meeting),
        letters=minutes.letters_sent(meeting),
    )


@bp.route("/meetings/<int:meeting_id>/agenda")
@may(May.READ_RECORDS)
def agenda(meeting_id: int) -> str:
    """The agenda on a page that prints well."""
    listed = queries.listed_for(actor(), meeting_id)
    lines = queries.agenda_of(actor(), listed.meeting)
    for_public = _for_public()
    parts = [
        ("Public part", [line for line in lines if not line.item.is_private]),
        ("Private part", [line for line in lines if line.item.is_private and not for_public]),
    ]
    return render_template(
        "meetings/agenda.html",
        known=listed,
        meeting=listed.meeting,
        parts=[(heading, found) for heading, found in parts if found],
        for_public=for_public,
    )


@bp.route("/meetings/<int:meeting_id>/agenda.pdf")
@may(May.READ_RECORDS)
def agenda_pdf(meeting_id: int) -> Response:
    listed = queries.listed_for(actor(), meeting_id)
    lines = queries.agenda_of(actor(), listed.meeting)
    from engage.forums import meeting_papers

    made = meeting_papers.agenda_pdf(listed, lines, for_public=_for_public(), made_at=clock.now())
    return _pdf(made, f"Agenda, {listed.title}")


@bp.route("/meetings/<int:meeting_id>/notes.pdf")
@may(May.READ_RECORDS)
def notes_pdf(meeting_id: int) -> Response:
    listed = queries.listed_for(actor(), meeting_id)
    from engage.forums import meeting_papers

    made = meeting_papers.minutes_pdf(
        listed,
        queries.agenda_of(actor(), listed.meeting),
        attendance.members_at(listed.meeting),
        attendance.others_at(listed.meeting),
        actions.actions_agreed_at(listed.ref),
        for_public=_for_public(),
        made_at=clock.now(),
    )
    return _pdf(made, f"Notes, {listed.title}")


def file_sent(fingerprint: str, name: str) -> Response:
    """A file of the file store under its own name. Raises Missing where there is none."""
    if not fingerprint:
        raise Missing
    return send_file(
        file_store().open(fingerprint),
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
    )


def _pdf(content: bytes, name: str) -> Response:
    return send_file(io.BytesIO(content), mimetype=PDF, as_attachment=True, download_name=f"{name}.pdf")


def _for_public() -> bool:
    return request.args.get("part") == "public"


def _version(form: MeetingForm | HoldForm | NotesForm) -> int:
    typed = form.version.data or ""
    return int(typed) if typed.isascii() and typed.isdigit() else 0


def _with_forums(form: MeetingForm) -> MeetingForm:
    found = forums.forum_choices(actor(), clock.today())
    form.forum.choices = choices([("", "Choose a forum"), *found])
    return form


def _starting_values() -> dict[str, Any]:
    forum = forums.forum_with_code(request.args.get("forum", ""))
    if forum is None:
        return {}
    return {
        "forum": str(forum.id),
        "is_public": forum.meets_in_public,
        "is_network_briefing": forum.kind == "ppg_chairs",
    }


def _values_of(meeting: Meeting) -> dict[str, Any]:
    plain = ("starts_at", "venue", "link", "is_public", "is_network_briefing", "source")
    known = meeting.when_precision != Precision.UNKNOWN
    return {
        **{name: getattr(meeting, name) for name in plain},
        "forum": str(meeting.forum_id),
        "when": meeting.when_words if known else "",
        "minutes": str(meeting.minutes),
        "version": str(meeting.version),
    }


def _who_came(meeting: Meeting) -> dict[str, Any]:
    attended, public = meeting.attended_count, meeting.public_count
    return {
        "others": "\n".join(attendance.others_at(meeting)),
        "attended": "" if attended is None else str(attended),
        "public": "" if public is None else str(public),
        "version": str(meeting.version),
    }


def _notes_entry(form: NotesForm) -> dict[str, Any]:
    entry = {"notes": form.notes.data or "", "notes_agreed_on": form.agreed.data}
    if form.file.data and form.file.data.filename:
        kept = file_store().store(form.file.data.stream, form.file.data.filename)
        entry |= {"minutes_file": kept.fingerprint, "minutes_file_name": kept.name}
    return entry
