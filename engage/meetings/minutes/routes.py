"""Pages on which notes are written, and minutes are read and sent."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.meetings import queries as meetings
from engage.meetings import who_came as attendance
from engage.meetings.agenda import queries as agendas
from engage.meetings.blueprint import bp
from engage.meetings.downloads import for_public, pdf_sent
from engage.meetings.minutes import mail, service
from engage.meetings.minutes.forms import NotesForm
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.web.forms import Form
from engage.platform.web.guard import actor, may, takes_files
from engage.platform.web.kept_files import file_sent
from engage.platform.web.pages import counted
from engage.rules.permissions import May


@bp.route("/meetings/<int:meeting_id>/notes", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@takes_files
def notes(meeting_id: int) -> Response | str:
    meeting = meetings.meeting_for(meeting_id)
    form = NotesForm.from_request(**NotesForm.starting(meeting), version=str(meeting.version))
    if form.accepted():
        with form.refusals():
            sent = form.file.data
            kept = file_store().store(sent.stream, sent.filename) if sent and sent.filename else None
            said = form.answers()
            service.write_notes(
                actor(), meeting, form.version_number, said["notes"], said["notes_agreed_on"], kept
            )
            flash("The notes are kept.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/notes.html", form=form, known=meetings.listed_for(meeting_id))


@bp.route("/meetings/<int:meeting_id>/minutes-file")
@may(May.READ_RECORDS)
def minutes_file(meeting_id: int) -> Response:
    meeting = meetings.meeting_for(meeting_id)
    return file_sent(meeting.minutes_file, meeting.minutes_file_name)


@bp.route("/meetings/<int:meeting_id>/minutes", methods=["GET", "POST"])
@may(May.WRITE_TO_PEOPLE)
def send_minutes(meeting_id: int) -> Response | str:
    """Who would be written to and who is left out and why; then send them."""
    meeting = meetings.meeting_for(meeting_id)
    form = Form.from_request()
    if form.accepted():
        with form.refusals():
            row = service.send_minutes(actor(), meeting)
            people = counted(row.sent_to, "member is", "members are")
            flash(f"{people} written to. What becomes of each letter is shown here.")
            return redirect(url_for(".show", meeting_id=meeting_id, _anchor="minutes"))
    return render_template(
        "meetings/minutes.html",
        form=form,
        known=meetings.listed_for(meeting_id),
        meeting=meeting,
        readers=mail.readers_of(meeting),
        letters=mail.letters_sent(meeting, attendance.members_at(meeting)),
    )


@bp.route("/meetings/<int:meeting_id>/notes.pdf")
@may(May.READ_RECORDS)
def notes_pdf(meeting_id: int) -> Response:
    listed = meetings.listed_for(meeting_id)
    from engage.meetings.minutes import document

    made = document.minutes_pdf(
        listed,
        agendas.agenda_of(actor(), listed.meeting),
        *attendance.there_at(listed.meeting),
        actions.actions_agreed_at(listed.ref),
        for_public=for_public(),
        made_at=clock.now(),
    )
    return pdf_sent(made, f"Notes, {listed.title}")
