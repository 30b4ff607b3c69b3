"""Pages of members, for those who run panels: coming, staying, going, expenses, what they say."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.panels.blueprint import bp
from engage.panels.members import characteristics, queries, service
from engage.panels.members.forms import (
    EndForm,
    ExpenseForm,
    InterestForm,
    InterestsForm,
    JoinForm,
    TermForm,
    answers_form,
)
from engage.panels.members.listing import members_list
from engage.panels.models import MEMBERSHIP, Panel, PanelMember
from engage.panels.queries import panel_by_code
from engage.panels.words import JOINED, LEFT, STATES
from engage.platform.data.typed import row_number
from engage.platform.web import list_pages
from engage.platform.web.declared import fact, rows_of
from engage.platform.web.forms import Form
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.watching import sensitive
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.permissions import May

list_pages.install(bp, "/panel-members", "members", members_list, May.RUN_PANELS)

NOT_SHOWN_AGAIN = "Answers are never shown again, so enter them once more."


@bp.route("/panel-members")
@may(May.RUN_PANELS)
def members() -> str:
    return list_pages.draw("panels/members.html", list_pages.list_page(members_list(), "panels.members"))


@bp.route("/panels/<code>/members/new", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def interest(code: str) -> Response | str:
    panel = panel_by_code(code)
    form = InterestForm.from_request()
    if form.accepted():
        person_id = row_number(form.person.data) if form.person.data else None
        new = {"name": form.name.data or "", "email": form.email.data or ""} if person_id is None else {}
        with form.refusals():
            found = service.record_interest(actor(), panel, person_id, **form.answers() | new)
            flash("Their interest is on record.")
            return redirect(_page_of(panel, found))
    return render_template("panels/interest.html", form=form, panel=panel)


@bp.route("/panels/<code>/members/<int:number>")
@may(May.RUN_PANELS)
@sensitive
def member(code: str, number: int) -> str:
    panel, found = _member(code, number)
    return render_template(
        "panels/member.html",
        panel=panel,
        who=queries.member_rows_for(actor(), [found.id])[0],
        state=STATES[found.state],
        facts=_facts(found),
        member=found,
        expenses=queries.expenses_of(found),
        is_on_file=found.id in characteristics.who_answered(panel.id, [found.id]),
    )


@bp.route("/panels/<code>/members/<int:number>/joined", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def join(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = JoinForm.from_request(version=found.version)
    if form.does(lambda: service.join(actor(), panel, found, form.version_number, **form.answers())):
        flash("They are a member now.")
        return redirect(_page_of(panel, found))
    return _act("panels/join.html", form, panel, found)


@bp.route("/panels/<code>/members/<int:number>/term", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def term(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = TermForm.from_request(obj=found)
    if form.does(lambda: service.change_term(actor(), panel, found, form.version_number, **form.answers())):
        flash("The term is changed.")
        return redirect(_page_of(panel, found))
    return _act("panels/term.html", form, panel, found)


@bp.route("/panels/<code>/members/<int:number>/left", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def leave(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = EndForm.from_request(version=found.version)
    end = service.leave if found.state == JOINED else service.decline
    if form.does(lambda: end(actor(), panel, found, form.version_number, **form.answers())):
        flash("It is on record.")
        return redirect(_page_of(panel, found))
    return _act("panels/leave.html", form, panel, found)


@bp.route("/panels/<code>/members/<int:number>/interests", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def interests(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = InterestsForm.from_request(**InterestsForm.starting(found), version=found.version)
    if form.does(
        lambda: service.change_interests(actor(), panel, found, form.version_number, **form.answers())
    ):
        flash("What they would like to take part in is changed.")
        return redirect(_page_of(panel, found))
    return _act("panels/interests.html", form, panel, found)


@bp.route("/panels/<code>/members/<int:number>/expenses/new", methods=["GET", "POST"])
@may(May.RUN_PANELS)
def expense(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = ExpenseForm.from_request()
    if form.does(lambda: service.note_expense(actor(), panel, found, **form.answers())):
        flash("The expense is noted.")
        return redirect(_page_of(panel, found))
    return _act("panels/expense.html", form, panel, found)


@bp.route("/panels/<code>/members/<int:number>/expenses/<int:expense_id>/remove", methods=["GET", "POST"])
@may(May.RUN_PANELS)
@destructive
def remove_expense(code: str, number: int, expense_id: int) -> Response | str:
    panel, found = _member(code, number)
    noted = queries.expense_for(found, expense_id)
    form = Form.from_request()
    if form.accepted():
        service.remove_expense(actor(), panel, found, noted)
        flash("The expense is taken out.")
        return redirect(_page_of(panel, found))
    return _act("panels/remove_expense.html", form, panel, found, expense=noted)


@bp.route("/panels/<code>/members/<int:number>/answers", methods=["GET", "POST"])
@may(May.RUN_PANELS)
@sensitive
def answers(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = answers_form(panel.asks).from_request()
    if form.accepted():
        try:
            service.keep_answers(actor(), panel, found, form.answers())
        except Refused as refusal:
            form.form_errors.append(f"{refusal.reason} {NOT_SHOWN_AGAIN}")
        else:
            flash("What they said is kept, apart from them.")
            return redirect(_page_of(panel, found))
    return _act("panels/answers.html", form, panel, found)


@bp.route("/panels/<code>/members/<int:number>/answers/remove", methods=["GET", "POST"])
@may(May.RUN_PANELS)
@destructive
def take_away_answers(code: str, number: int) -> Response | str:
    panel, found = _member(code, number)
    form = Form.from_request()
    if form.accepted():
        service.take_away_answers(actor(), panel, found)
        flash("What they said of themselves is removed.")
        return redirect(_page_of(panel, found))
    return _act("panels/take_away_answers.html", form, panel, found)


def _member(code: str, number: int) -> tuple[Panel, PanelMember]:
    panel = panel_by_code(code)
    return panel, queries.member_for(panel, number)


def _facts(member: PanelMember) -> list[dict[str, Any]]:
    left = "Left" if member.state == LEFT else "Not taken on"
    beside = {
        "": (fact("Said they were interested", long_date(member.interest_on)),),
        "left_on": (fact(left, long_date(member.left_on)),) if member.left_on else (),
    }
    return rows_of(member, MEMBERSHIP, beside)


def _page_of(panel: Panel, found: PanelMember) -> str:
    return url_for(".member", code=panel.code, number=found.id)


def _act(template: str, form: Form, panel: Panel, found: PanelMember, **more: Any) -> str:
    who = queries.member_rows_for(actor(), [found.id])[0]
    return render_template(template, form=form, panel=panel, who=who, member=found, **more)
