"""Pages on which an agenda is made, papers are kept, and what was said and agreed is recorded."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.accounts import queries as accounts
from engage.cycle import queries as projects
from engage.feedback import queries as feedback
from engage.forums import queries as forums
from engage.meetings import queries as meetings
from engage.meetings import who_came as attendance
from engage.meetings.agenda import queries, service
from engage.meetings.agenda.forms import (
    AgreedActionForm,
    BringForm,
    ItemForm,
    OutcomeForm,
    PaperForm,
    PassOnForm,
    owner_choices,
)
from engage.meetings.blueprint import bp
from engage.meetings.downloads import for_public, pdf_sent
from engage.meetings.entries import PaperEntry
from engage.meetings.models import AgendaItem
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.data.typed import row_number
from engage.platform.web.forms import choices, sent_safely
from engage.platform.web.guard import actor, destructive, may, takes_files
from engage.platform.web.kept_files import file_sent
from engage.platform.web.pages import counted
from engage.platform.web.watching import shows_what_is_sensitive
from engage.rules.errors import Refused
from engage.rules.permissions import May


@bp.route("/meetings/<int:meeting_id>/agenda/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_item(meeting_id: int) -> Response | str:
    meeting = meetings.meeting_for(meeting_id)
    form = ItemForm.from_request()
    form["project_id"].choices = _projects()
    if form.accepted():
        with form.refusals():
            item = service.add_item(actor(), meeting, form.entry())
            flash(f"“{item.title}” is on the agenda.")
            return _back(meeting_id)
    return _draw("meetings/item_new.html", meeting_id, form=form)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def change_item(meeting_id: int, item_id: int) -> Response | str:
    item = _item(meeting_id, item_id)
    entry = queries.entry_of(item)
    form = ItemForm.from_request(**ItemForm.starting(entry), version=str(item.version))
    form["project_id"].choices = _projects()
    if form.accepted():
        with form.refusals():
            service.change_item(actor(), item, form.version_number, form.entry(entry))
            flash("The item was changed.")
            return _back(meeting_id)
    return _draw("meetings/item_edit.html", meeting_id, form=form, item=item)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/move", methods=["POST"])
@may(May.RUN_FORUMS)
def move_item(meeting_id: int, item_id: int) -> Response:
    item = _item(meeting_id, item_id)
    if sent_safely():
        try:
            service.move_item(actor(), item, request.form.get("to") == "up")
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return _back(meeting_id)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/remove", methods=["POST"])
@may(May.RUN_FORUMS)
@destructive
def remove_item(meeting_id: int, item_id: int) -> Response:
    item = _item(meeting_id, item_id)
    if sent_safely():
        try:
            service.remove_item(actor(), item)
            flash("The item is off the agenda.")
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return _back(meeting_id)


@bp.route("/meetings/<int:meeting_id>/agenda/actions", methods=["POST"])
@may(May.RUN_FORUMS)
def add_actions(meeting_id: int) -> Response:
    """Put every open action of the forum on the agenda."""
    meeting = meetings.meeting_for(meeting_id)
    if sent_safely():
        try:
            added = service.add_open_actions(actor(), meeting)
            flash(f"{counted(added, 'open action is', 'open actions are')} on the agenda.")
        except Refused as refusal:
            flash(refusal.reason, "notice")
    return _back(meeting_id)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/record", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def record_item(meeting_id: int, item_id: int) -> Response | str:
    """What was said, changed and decided under an item."""
    item = _item(meeting_id, item_id)
    entry = queries.entry_of(item)
    form = OutcomeForm.from_request(**OutcomeForm.starting(entry), version=str(item.version))
    if form.accepted():
        with form.refusals():
            service.record_item(actor(), item, form.version_number, form.entry(entry))
            flash(f"What came of “{item.title}” is on record.")
            return _back(meeting_id, item_id)
    return _draw("meetings/item_record.html", meeting_id, form=form, item=item)


@bp.route("/meetings/<int:meeting_id>/agenda/<int:item_id>/feedback", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def pass_on(meeting_id: int, item_id: int) -> Response | str:
    """Pass what members said on to what people said."""
    item = _item(meeting_id, item_id)
    answer = "done" if item.changed else "no_answer"
    form = PassOnForm.from_request(said=item.members_said, did=item.changed, answer=answer)
    if form.accepted():
        with form.refusals():
            made = service.pass_on(actor(), item, form.entry())
            flash("What was heard stands among what people said, with this meeting as its source.")
            return redirect(url_for("feedback.show", feedback_id=made.id))
    return _draw(
        "meetings/item_feedback.html", meeting_id, form=form, item=item, topics=feedback.topics_in_use()
    )


@bp.route("/meetings/<int:meeting_id>/papers/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@takes_files
def add_paper(meeting_id: int) -> Response | str:
    meeting = meetings.meeting_for(meeting_id)
    form = PaperForm.from_request(item_id=request.args.get("item", ""))
    items = [(str(item.id), item.title) for item in queries.items_of(meeting)]
    form["item_id"].choices = choices([("", "The whole meeting"), *items])
    if form.accepted():
        with form.refusals():
            service.keep_paper(actor(), meeting, _paper_entry(form))
            flash("The paper is kept with the meeting.")
            return _back(meeting_id)
    return _draw("meetings/paper.html", meeting_id, form=form)


@bp.route("/meetings/<int:meeting_id>/papers/<int:paper_id>/file")
@may(May.READ_RECORDS)
def paper_file(meeting_id: int, paper_id: int) -> Response:
    paper = queries.paper_for(actor(), meeting_id, paper_id)
    return file_sent(paper.file, paper.file_name)


@bp.route("/meetings/<int:meeting_id>/papers/<int:paper_id>/drop", methods=["POST"])
@may(May.RUN_FORUMS)
@destructive
def drop_paper(meeting_id: int, paper_id: int) -> Response:
    paper = queries.paper_for(actor(), meeting_id, paper_id)
    if sent_safely():
        service.drop_paper(actor(), paper)
        flash("The paper was removed.")
    return _back(meeting_id)


@bp.route("/meetings/<int:meeting_id>/actions/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def agree_action(meeting_id: int) -> Response | str:
    meeting = meetings.meeting_for(meeting_id)
    members = attendance.members_at(meeting)
    posts = {one.member.person_id: one.member.title for one in members}
    form = AgreedActionForm.from_request()
    form.project.choices = _projects()
    form.owner.choices = choices(owner_choices(accounts.names_of(), members))
    if form.accepted():
        with form.refusals():
            service.agree_action_at(actor(), meeting, form.entry(posts))
            flash("The action is on record, and is followed at the forum.")
            return _back(meeting_id)
    return _draw("meetings/action.html", meeting_id, form=form)


@bp.route("/projects/<code>/bring-to-forum", methods=["GET", "POST"])
@may(May.MANAGE_PROJECT)
def bring(code: str) -> Response | str:
    """Bring an item of a project to a forum's next meeting."""
    project = projects.project_by_code(code)
    form = BringForm.from_request(title=project.title, presents=["project"])
    found = [
        (str(meeting.forum_id), f"{name}: {meetings.where_and_when(meeting)}")
        for meeting, name in meetings.next_meetings()
    ]
    form.forum.choices = choices([("", "Choose a forum"), *found])
    if form.accepted():
        forum = forums.forum_by_id(row_number(form.forum.data))
        with form.refusals():
            item = service.bring_item(actor(), project, forum, form.entry())
            flash(f"“{item.title}” is on the agenda of the next meeting of {forum.name}.")
            return _back(item.meeting_id, item.id)
    unplanned = meetings.forums_without_a_next()
    return render_template(
        "meetings/bring.html", form=form, project=project, any_planned=bool(found), unplanned=unplanned
    )


@bp.route("/meetings/<int:meeting_id>/agenda")
@may(May.READ_RECORDS)
def agenda(meeting_id: int) -> str:
    """The agenda on a page that prints well."""
    listed = meetings.listed_for(meeting_id)
    lines = queries.agenda_of(actor(), listed.meeting)
    is_public = for_public()
    if not is_public and any(line.item.is_private for line in lines):
        shows_what_is_sensitive()
    parts = [
        ("Public part", [line for line in lines if not line.item.is_private]),
        ("Private part", [line for line in lines if line.item.is_private and not is_public]),
    ]
    return render_template(
        "meetings/agenda.html",
        known=listed,
        meeting=listed.meeting,
        parts=[(heading, found) for heading, found in parts if found],
        for_public=is_public,
    )


@bp.route("/meetings/<int:meeting_id>/agenda.pdf")
@may(May.READ_RECORDS)
def agenda_pdf(meeting_id: int) -> Response:
    listed = meetings.listed_for(meeting_id)
    lines = queries.agenda_of(actor(), listed.meeting)
    from engage.meetings.agenda import document

    made = document.agenda_pdf(listed, lines, for_public=for_public(), made_at=clock.now())
    return pdf_sent(made, f"Agenda, {listed.title}")


def _item(meeting_id: int, item_id: int) -> AgendaItem:
    """An item, of which it leaves a trace that it is read where it is of the private part."""
    item = queries.item_for(actor(), meeting_id, item_id)
    if item.is_private:
        shows_what_is_sensitive()
    return item


def _back(meeting_id: int, item_id: int | None = None) -> Response:
    anchor = f"item-{item_id}" if item_id else "agenda"
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor=anchor))


def _draw(template: str, meeting_id: int, **values: Any) -> str:
    listed = meetings.listed_for(meeting_id)
    return render_template(template, known=listed, meeting=listed.meeting, **values)


def _projects() -> list[Any]:
    return choices([("", "No project"), *projects.project_choices()])


def _paper_entry(form: PaperForm) -> PaperEntry:
    kept = file_store().store(form.file.data.stream, form.file.data.filename)
    return PaperEntry(**form.answers(), file=kept.fingerprint, file_name=kept.name)
