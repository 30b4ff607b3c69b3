"""The page on which a schedule is set; once meetings stand on it, it is changed in ``meetings.planning``."""

from __future__ import annotations

from flask import render_template
from werkzeug.wrappers import Response

from engage.forums import queries as forums
from engage.forums.blueprint import back_to_forum, bp
from engage.forums.schedules import recurrence, service
from engage.forums.schedules.forms import ScheduleForm
from engage.platform.web.guard import actor, may
from engage.platform.web.pages import counted
from engage.rules.permissions import May


@bp.route("/forums/<code>/schedules/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_schedule(code: str) -> Response | str:
    forum, form = forums.forum_for(code), ScheduleForm.from_request(minutes="120")
    if form.accepted():
        with form.refusals():
            row = service.set_schedule(actor(), forum, form.entry())
            number = counted(len(recurrence.occurrences(row)), "meeting", "meetings")
            return back_to_forum(code, f"The schedule is kept. Plan its {number} next.", "schedules")
    return render_template("forums/add_schedule.html", form=form, forum=forums.forum_for(code))
