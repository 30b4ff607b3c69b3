"""Pages of forums: the list, setting one up, and changing it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.forums import queries, service
from engage.forums.blueprint import bp
from engage.forums.forms import ForumForm
from engage.forums.framework import routes as framework_routes
from engage.forums.listing import forums_list
from engage.forums.members import routes as member_routes
from engage.forums.schedules import routes as schedule_routes
from engage.forums.terms import routes as terms_routes
from engage.organisation import queries as organisation
from engage.platform.web import list_pages
from engage.platform.web.forms import choices
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May

__all__ = ["bp", "framework_routes", "member_routes", "schedule_routes", "terms_routes"]

list_pages.install(bp, "/forums", "index", forums_list, May.READ_RECORDS)


@bp.route("/forums")
@may(May.READ_RECORDS)
def index() -> str:
    return list_pages.draw("forums/index.html", list_pages.list_page(forums_list(), "forums.index"))


@bp.route("/forums/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def new() -> Response | str:
    served = organisation.served_bodies()
    form = _with_choices(ForumForm.from_request(body_id=str(served[0].id) if served else ""))
    if form.accepted():
        with form.refusals():
            forum = service.add_forum(actor(), form.entry())
            flash(f"{forum.name} is set up. Give it terms of reference, members and a schedule next.")
            return redirect(url_for(".show", code=forum.code))
    return render_template("forums/new.html", form=form)


@bp.route("/forums/<code>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit(code: str) -> Response | str:
    forum = queries.forum_for(code)
    form = _with_choices(ForumForm.from_request(**ForumForm.starting(forum), version=str(forum.version)))
    if form.accepted():
        with form.refusals():
            service.change_forum(actor(), forum, form.version_number, form.entry())
            flash("The forum was changed.")
            return redirect(url_for(".show", code=forum.code))
    return render_template("forums/edit.html", form=form, forum=queries.forum_for(code))


def _with_choices(form: ForumForm) -> ForumForm:
    form["body_id"].choices = choices([("", "Not recorded"), *organisation.body_choices()])
    form["network_id"].choices = choices([("", "None"), *queries.network_choices()])
    return form
