"""Pages of members."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template
from werkzeug.wrappers import Response

from engage.forums import queries as forums
from engage.forums.blueprint import back_to_forum, bp
from engage.forums.entries import MembershipEntry
from engage.forums.forms import LastDayForm
from engage.forums.members import queries, service
from engage.forums.members.forms import MembershipForm
from engage.platform import clock
from engage.platform.web.forms import choices
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May


@bp.route("/forums/<code>/members/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_member(code: str) -> Response | str:
    forum = forums.forum_for(code)
    form = _with_choices(MembershipForm.from_request(counts_for_quorum=True))
    if form.accepted():
        with form.refusals():
            row = service.join_forum(actor(), forum, MembershipEntry(**form.answers()))
            return back_to_forum(code, f"{row.title} is a member.", "members")
    return render_template("forums/add_member.html", form=form, forum=forums.forum_for(code))


@bp.route("/forums/<code>/members/<int:membership_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_member(code: str, membership_id: int) -> Response | str:
    row = queries.membership_for(forums.forum_for(code), membership_id)
    starting = MembershipForm.starting(row)
    form = _with_choices(MembershipForm.from_request(**starting, version=str(row.version)))
    if form.accepted():
        with form.refusals():
            entry = replace(queries.entry_of(row), **form.answers())
            service.change_membership(actor(), row, form.version_number, entry)
            return back_to_forum(code, "The membership was changed.", "members")
    return render_template("forums/edit_member.html", form=form, forum=forums.forum_for(code))


@bp.route("/forums/<code>/members/<int:membership_id>/leave", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def leave(code: str, membership_id: int) -> Response | str:
    row = queries.membership_for(forums.forum_for(code), membership_id)
    title, form = row.title, LastDayForm.from_request(on=clock.today(), version=str(row.version))
    if form.accepted() and form.on.data is not None:
        with form.refusals():
            service.leave_forum(actor(), row, form.version_number, form.on.data)
            return back_to_forum(code, f"{title} has a last day; that they were a member stays.", "members")
    forum = forums.forum_for(code)
    return render_template("forums/leave.html", form=form, forum=forum, post=title)


def _reads_names() -> bool:
    return actor().may(May.READ_REGISTER)


def _with_choices(form: MembershipForm) -> MembershipForm:
    form["network_id"].choices = choices([("", "None"), *forums.network_choices()])
    if not _reads_names():
        del form["person_id"]
    return form
