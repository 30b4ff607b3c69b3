"""Pages of what belongs to one forum: its terms of reference, its members and its schedules."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from engage.forums import queries, schedule, service
from engage.forums.blueprint import bp
from engage.forums.forms import LastDayForm, MembershipForm, ScheduleForm, TermsForm
from engage.forums.models import Membership
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.web.forms import Choice, choices, sent_safely
from engage.platform.web.guard import actor, may
from engage.platform.web.pages import counted
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May
from engage.stakeholders import queries as stakeholders

OF_TERMS = ("agreed_on", "review_on", "quorum_note", "summary", "link")
OF_MEMBERS = ("title", "role", "counts_for_quorum", "from_on", "term_ends_on", "to_on")
OF_SCHEDULE = ("first_on", "until_on", "frequency", "by", "starts_at", "venue")


@bp.route("/forums/<code>/terms/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_terms(code: str) -> Response | str:
    forum, form = queries.forum_for(actor(), code), TermsForm.from_request()
    if form.accepted():
        try:
            service.agree_terms(actor(), forum, {**form.entry(), **_file_of(form)})
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            return _back(code, "The terms of reference are kept.", "terms")
    return render_template("forums/add_terms.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/terms/<int:terms_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_terms(code: str, terms_id: int) -> Response | str:
    forum = queries.forum_for(actor(), code)
    terms = queries.terms_for(actor(), forum, terms_id)
    values = {name: getattr(terms, name) for name in OF_TERMS}
    form = TermsForm.from_request(**values, quorum=str(terms.quorum or ""))
    if form.accepted():
        try:
            service.change_terms(actor(), terms, {**form.entry(), **_file_of(form)})
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            return _back(code, "The terms of reference were changed.", "terms")
    return render_template(
        "forums/edit_terms.html",
        form=form,
        forum=queries.forum_for(actor(), code),
        terms=queries.terms_for(actor(), queries.forum_for(actor(), code), terms_id),
    )


@bp.route("/forums/<code>/terms/<int:terms_id>/file")
@may(May.READ_RECORDS)
def terms_file(code: str, terms_id: int) -> Response:
    terms = queries.terms_for(actor(), queries.forum_for(actor(), code), terms_id)
    if not terms.file:
        raise Missing
    return send_file(file_store().open(terms.file), download_name=terms.file_name, as_attachment=True)


@bp.route("/forums/<code>/terms/<int:terms_id>/drop", methods=["POST"])
@may(May.RUN_FORUMS)
def drop_terms(code: str, terms_id: int) -> Response:
    terms = queries.terms_for(actor(), queries.forum_for(actor(), code), terms_id)
    if not sent_safely():
        return redirect(url_for("forums.show", code=code))
    service.drop_terms(actor(), terms)
    return _back(code, "Those terms of reference are no longer kept here.", "terms")


@bp.route("/forums/<code>/members/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_member(code: str) -> Response | str:
    forum = queries.forum_for(actor(), code)
    form = _with_choices(MembershipForm.from_request())
    if form.accepted():
        try:
            row = service.join_forum(actor(), forum, form.entry(with_person=_reads_names()))
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            return _back(code, f"{row.title} is a member.", "members")
    return render_template("forums/add_member.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/members/<int:membership_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_member(code: str, membership_id: int) -> Response | str:
    row = queries.membership_for(actor(), queries.forum_for(actor(), code), membership_id)
    form = _with_choices(MembershipForm.from_request(**_member_values(row)), row)
    if form.accepted():
        try:
            service.change_membership(actor(), row, form.entry(with_person=_reads_names()))
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            return _back(code, "The membership was changed.", "members")
    return render_template("forums/edit_member.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/members/<int:membership_id>/leave", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def leave(code: str, membership_id: int) -> Response | str:
    row = queries.membership_for(actor(), queries.forum_for(actor(), code), membership_id)
    title, form = row.title, LastDayForm.from_request(on=clock.today())
    if form.accepted() and form.on.data is not None:
        try:
            service.leave_forum(actor(), row, form.on.data)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            return _back(code, f"{title} has a last day; that they were a member stays.", "members")
    forum = queries.forum_for(actor(), code)
    return render_template("forums/leave.html", form=form, forum=forum, post=title)


@bp.route("/forums/<code>/schedules/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def add_schedule(code: str) -> Response | str:
    forum, form = queries.forum_for(actor(), code), ScheduleForm.from_request()
    if form.accepted():
        try:
            row = service.set_schedule(actor(), forum, form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            number = counted(len(schedule.occurrences(row)), "meeting", "meetings")
            return _back(code, f"The schedule is kept. Plan its {number} next.", "schedules")
    return render_template("forums/add_schedule.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/schedules/<int:schedule_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit_schedule(code: str, schedule_id: int) -> Response | str:
    row = queries.schedule_for(actor(), queries.forum_for(actor(), code), schedule_id)
    values = {name: getattr(row, name) for name in OF_SCHEDULE}
    form = ScheduleForm.from_request(**values, minutes=str(row.minutes))
    if form.accepted():
        try:
            service.change_schedule(actor(), row, form.entry())
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            return _back(code, "The schedule was changed.", "schedules")
    return render_template("forums/edit_schedule.html", form=form, forum=queries.forum_for(actor(), code))


@bp.route("/forums/<code>/schedules/<int:schedule_id>/plan", methods=["POST"])
@may(May.RUN_FORUMS)
def plan(code: str, schedule_id: int) -> Response:
    """Make the meetings of a schedule that are not there yet."""
    row = queries.schedule_for(actor(), queries.forum_for(actor(), code), schedule_id)
    if not sent_safely():
        return redirect(url_for("forums.show", code=code))
    made = service.plan_meetings(actor(), row)
    said = f"{counted(len(made), 'meeting is', 'meetings are')} planned."
    return _back(code, said if made else "Every meeting of the schedule was planned already.", "meetings")


@bp.route("/forums/<code>/schedules/<int:schedule_id>/end", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def end_schedule(code: str, schedule_id: int) -> Response | str:
    row = queries.schedule_for(actor(), queries.forum_for(actor(), code), schedule_id)
    words, form = schedule.in_words(row), LastDayForm.from_request(on=clock.today())
    if form.accepted() and form.on.data is not None:
        try:
            off = service.end_schedule(actor(), row, form.on.data)
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            number = counted(off, "meeting planned after it was", "meetings planned after it were")
            return _back(code, f"The schedule has ended. {number} called off.", "schedules")
    forum = queries.forum_for(actor(), code)
    return render_template("forums/end_schedule.html", form=form, forum=forum, words=words)


def _back(code: str, said: str, anchor: str) -> Response:
    flash(said)
    return redirect(url_for("forums.show", code=code, _anchor=anchor))


def _reads_names() -> bool:
    return actor().may(May.READ_REGISTER)


def _with_choices(form: MembershipForm, row: Membership | None = None) -> MembershipForm:
    held = {"organisation": row.organisation_id if row else None, "person": row.person_id if row else None}
    organisations = stakeholders.organisation_choices(actor())
    people = stakeholders.people_choices(actor()) if _reads_names() else []
    form.organisation.choices = choices(
        [("", "Not recorded"), *_with_held(organisations, held["organisation"], "The one recorded")]
    )
    form.person.choices = choices(
        [("", "Not recorded"), *_with_held(people, held["person"] if _reads_names() else None, "As recorded")]
    )
    form.network.choices = choices([("", "None"), *queries.network_choices(actor())])
    if not _reads_names():
        del form.person
    return form


def _with_held(found: list[Choice], held: int | None, words: str) -> list[Choice]:
    """The choices with the one in force among them, though it may have closed since."""
    if held is None or str(held) in {value for value, _ in found}:
        return found
    return [(str(held), words), *found]


def _member_values(row: Membership) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in OF_MEMBERS},
        "organisation": str(row.organisation_id or ""),
        "network": str(row.network_id or ""),
        "person": str(row.person_id or ""),
    }


def _file_of(form: TermsForm) -> dict[str, str]:
    """The file that came with the form, kept in the store; nothing when none came."""
    if not (form.file.data and form.file.data.filename):
        return {}
    kept = file_store().store(form.file.data.stream, form.file.data.filename)
    return {"file": kept.fingerprint, "file_name": kept.name}
