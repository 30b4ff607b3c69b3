"""Pages of insight summaries."""

from __future__ import annotations

import io
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from engage.actions import queries as actions
from engage.actions import service as following
from engage.experience.acting import action_form, letters_in_words
from engage.experience.blueprint import bp
from engage.experience.insight import document, listing, queries, service
from engage.experience.insight.forms import DrawUpForm, InsightAnswerForm, ShareForm, SumUpForm
from engage.experience.insight.models import CAME_BACK
from engage.experience.insight.summary import WITHIN_THE_QUARTER, kinds_in_words
from engage.experience.topics.queries import tones_in_words
from engage.experience.topics.sources import ITEMS_ARE_NOT_PEOPLE
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.mail import outbox
from engage.platform.web import list_pages
from engage.platform.web.declared import rows_of
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.rules.calendar_words import long_date
from engage.rules.periods import quarter_of
from engage.rules.permissions import May

list_pages.install(bp, "/insight", "insight", listing.insights, May.READ_RECORDS)

QUARTERS_OFFERED = 12


@bp.route("/insight")
@may(May.READ_RECORDS)
def insight() -> str:
    listed = list_pages.list_page(listing.insights(), "experience.insight")
    return list_pages.draw("experience/insight.html", listed)


@bp.route("/insight/new", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def draw_up() -> Response | str:
    form = DrawUpForm.from_request(**_starting_values())
    form.body.choices = choices((body.code, body.name) for body in organisation.served_bodies())
    form.period.choices = choices(_quarters())
    if form.accepted():
        with form.refusals():
            body = organisation.body_by_code(form.body.data or "")
            drawn = service.draw_up(actor(), body, form.period.data or "", **form.answers())
            flash("The summary is drawn up. Read it, say what it comes to, then share it.")
            return redirect(url_for(".show_insight", insight_id=drawn.id))
    return render_template("experience/draw_up.html", form=form)


@bp.route("/insight/<int:insight_id>")
@may(May.READ_RECORDS)
def show_insight(insight_id: int) -> str:
    listed = queries.listed_insight(insight_id)
    ref = queries.insight_reference(insight_id)
    return render_template(
        "experience/show_insight.html",
        listed_insight=listed,
        insight=listed.insight,
        facts=rows_of(listed.insight, CAME_BACK),
        totals=document.totals_in_words(listed.insight.totals),
        remark=f"{ITEMS_ARE_NOT_PEOPLE} {WITHIN_THE_QUARTER}",
        for_whom=document.FOR_WHOM,
        kinds_in_words=kinds_in_words,
        tones_in_words=tones_in_words,
        actions=actions.actions_agreed_at(ref),
        letters=outbox.letters_about(ref),
        history=history_page(ref),
        form=Form(),
    )


@bp.route("/insight/<int:insight_id>/paper.pdf")
@may(May.READ_RECORDS)
def insight_paper(insight_id: int) -> Response:
    """The summary as a paper, made from what was frozen, so that nothing taken back stands in it."""
    listed = queries.listed_insight(insight_id)
    agreed = [
        (one.action.title, one.owner or "nobody yet", _day(one.action.due_on), one.state)
        for one in actions.actions_agreed_at(queries.insight_reference(insight_id))
    ]
    made = document.pdf(listed, agreed, organisation.demonstration_words())
    name = f"insight-{listed.body_code}-{listed.insight.period}.pdf"
    return send_file(io.BytesIO(made), mimetype="application/pdf", download_name=name)


@bp.route("/insight/<int:insight_id>/edit", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def sum_up(insight_id: int) -> Response | str:
    listed = queries.listed_insight(insight_id)
    drawn = listed.insight
    form = SumUpForm.from_request(summary=drawn.summary, version=drawn.version)
    if form.does(lambda: service.sum_up(actor(), drawn, form.version_number, **form.answers())):
        flash("What it comes to is recorded.")
        return redirect(url_for(".show_insight", insight_id=insight_id))
    return render_template("experience/sum_up.html", form=form, listed_insight=listed)


@bp.route("/insight/<int:insight_id>/draw-again", methods=["POST"])
@may(May.RECORD_STORY)
def draw_again(insight_id: int) -> Response:
    drawn = queries.insight_for(insight_id)
    if sent_safely():
        service.draw_again(actor(), drawn, drawn.version)
        flash("The summary is drawn up again from what is recorded now.")
    return redirect(url_for(".show_insight", insight_id=insight_id))


@bp.route("/insight/<int:insight_id>/share", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def share(insight_id: int) -> Response | str:
    listed = queries.listed_insight(insight_id)
    drawn = listed.insight
    form = ShareForm.from_request(shared_on=clock.today(), version=drawn.version)
    if form.accepted():
        with form.refusals():
            letters = service.share(actor(), drawn, form.version_number, *form.answers().values())
            flash(f"The summary is shared. {letters_in_words(letters)}")
            return redirect(url_for(".show_insight", insight_id=insight_id))
    return render_template("experience/share.html", form=form, listed_insight=listed)


@bp.route("/insight/<int:insight_id>/answer", methods=["GET", "POST"])
@may(May.ANSWER_STORY)
def answer(insight_id: int) -> Response | str:
    listed = queries.listed_insight(insight_id)
    drawn = listed.insight
    form = InsightAnswerForm.from_request(
        **InsightAnswerForm.starting(drawn)
        | {"came_back_on": drawn.came_back_on or clock.today(), "version": drawn.version}
    )
    if form.does(lambda: service.answer(actor(), drawn, form.version_number, *form.answers().values())):
        flash("The answer is recorded.")
        return redirect(url_for(".show_insight", insight_id=insight_id))
    return render_template("experience/insight_answer.html", form=form, listed_insight=listed)


@bp.route("/insight/<int:insight_id>/actions/new", methods=["GET", "POST"])
@may(May.RECORD_STORY)
def agree_insight_action(insight_id: int) -> Response | str:
    listed = queries.listed_insight(insight_id)
    form = action_form()
    if form.accepted():
        ref = queries.insight_reference(insight_id)
        with form.refusals():
            following.agree_action(actor(), form.entry(ref, listed.insight.body_id, None, clock.today()))
            flash("The action is agreed.")
            return redirect(url_for(".show_insight", insight_id=insight_id))
    return render_template("experience/insight_action.html", form=form, listed_insight=listed)


def _day(day: Any) -> str:
    return long_date(day) if day else "no day set"


def _quarters() -> list[tuple[str, str]]:
    """The quarters that are over, newest first, as far back as is offered."""
    period = queries.quarter_before(quarter_of(clock.today()))
    found = []
    for _ in range(QUARTERS_OFFERED):
        found.append((period.code, period.label))
        period = queries.quarter_before(period)
    return found


def _starting_values() -> dict[str, Any]:
    served = organisation.served_bodies()
    first = served[0].code if served else ""
    return {"body": request.args.get("body", first), "period": request.args.get("period", _quarters()[0][0])}
