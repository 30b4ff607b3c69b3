"""The page on which it is recorded who came."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.meetings import queries as meetings
from engage.meetings import who_came
from engage.meetings.attendance import service
from engage.meetings.attendance.forms import HoldForm, hold_form
from engage.meetings.blueprint import bp
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May


@bp.route("/meetings/<int:meeting_id>/attendance", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def hold(meeting_id: int) -> Response | str:
    """Record that it was held, and who came."""
    meeting = meetings.meeting_for(meeting_id)
    there, others = who_came.there_at(meeting)
    form = hold_form(
        there, **HoldForm.starting(meeting), others="\n".join(others), version=str(meeting.version)
    )
    if form.accepted():
        with form.refusals():
            service.hold_meeting(actor(), meeting, form.version_number, form.entry())
            flash("The meeting is on record as held.")
            return redirect(url_for(".show", meeting_id=meeting_id))
    return render_template("meetings/hold.html", form=form, known=meetings.listed_for(meeting_id))
