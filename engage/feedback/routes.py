"""Pages of what people said, and what was done."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.accounts import queries as accounts
from engage.cycle import queries as projects
from engage.feedback import listing, queries, service
from engage.feedback.entries import FeedbackEntry
from engage.feedback.forms import AnswerForm, DecisionForm, FeedbackForm, StatesForm, ThemeForm, ToldForm
from engage.feedback.import_cells import FIELDS as HEADINGS
from engage.feedback.models import SAID, Feedback
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.data.fields import plain_fields
from engage.platform.data.typed import row_number
from engage.platform.long_acts.doing import do_to_many
from engage.platform.offers import references
from engage.platform.web import list_pages
from engage.platform.web.chosen import Chosen, chosen_rows
from engage.platform.web.declared import fact, links, not_understood, rows_of
from engage.platform.web.forms import Form, choices
from engage.platform.web.guard import actor, may
from engage.platform.web.history import history_page
from engage.platform.web.list_pages import Act
from engage.platform.web.pages import moment
from engage.rules.ageing import BUCKETS, NO_ANSWER, STATE_NOT_RECORDED
from engage.rules.cycle import read_cycle
from engage.rules.permissions import May

bp = Blueprint("feedback", __name__)
list_pages.install(bp, "/feedback", "index", listing.what_people_said, May.READ_RECORDS)

SAY_STATES = Act("states", "Say what became of them")
ACTS = (Act("csv", "Download as CSV"), Act("xlsx", "Download as XLSX"), Act("read", "Mark as read by me"))
NOT_CHOSEN = ("", "Not chosen")
BLANK = FeedbackEntry()
FIELDS = plain_fields(Feedback)
DONE, KEPT = "What was done", "Who looks after it"
WHAT_WAS_DONE = {
    "done": "What was done",
    "doing": "What is being done",
    "cannot": "Why it cannot be done",
    STATE_NOT_RECORDED: "What was answered",
}


@bp.route("/feedback")
@may(May.READ_RECORDS)
def index() -> str:
    acts = (*ACTS, SAY_STATES) if actor().may(May.RECORD_FEEDBACK) else ACTS
    listed = list_pages.list_page(
        listing.what_people_said(), "feedback.index", acts, url_for("feedback.chosen")
    )
    waiting = queries.counts_by_wait(clock.today())
    return list_pages.draw("feedback/index.html", listed, waiting=waiting, buckets=BUCKETS)


@bp.route("/feedback/chosen", methods=["POST"])
@may(May.READ_RECORDS)
def chosen() -> Response | str:
    """What is done with the items ticked on the list."""
    spec = listing.what_people_said()
    if not Form.from_request().accepted():
        return redirect(url_for(".index"))
    rows = chosen_rows(spec, ".index")
    if request.form.get("act") in {"csv", "xlsx"} and actor().may(May.EXPORT_RECORDS):
        return list_pages.taken_away(spec, rows.view, request.form["act"], rows.ticked)
    if request.form.get("act") == SAY_STATES.value and actor().may(May.RECORD_FEEDBACK):
        return _ask_states(StatesForm(), rows)
    return _ask_read(Form(), rows)


@bp.route("/feedback/chosen/read", methods=["POST"])
@may(May.READ_RECORDS)
def read_chosen() -> Response | str:
    """Put on record that whoever asks has read the chosen items, once it was said how many."""
    spec, form = listing.what_people_said(), Form.from_request()
    rows = chosen_rows(spec, ".index")
    if form.accepted() and rows.is_still_meant(form, queries.unread_among(actor(), rows.numbers)):
        with form.refusals():
            return do_to_many("feedback.read", rows.numbers, {}, rows.back)
    return _ask_read(form, rows)


@bp.route("/feedback/states", methods=["POST"])
@may(May.RECORD_FEEDBACK)
def states() -> Response | str:
    """Say what became of the chosen items, of which there is an answer and its state is not recorded."""
    spec, form = listing.what_people_said(), StatesForm.from_request()
    rows = chosen_rows(spec, ".index")
    numbers = rows.numbers
    if form.accepted() and rows.is_still_meant(form, [queries.count_without_state(numbers)]):
        with form.refusals():
            return do_to_many("feedback.states", numbers, {"state": form.became.data}, rows.back)
    return _ask_states(form, rows)


@bp.route("/feedback/new", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def new() -> Response | str:
    form = _with_choices(FeedbackForm.from_request(**_starting_values()))
    if form.accepted():
        with form.refusals():
            item = service.record_feedback(actor(), form.entry(BLANK))
            flash("What people said is recorded.")
            return redirect(url_for(".show", feedback_id=item.id))
    return render_template("feedback/new.html", form=form, **_suggestions())


@bp.route("/feedback/<int:feedback_id>")
@may(May.READ_RECORDS)
def show(feedback_id: int) -> str:
    listed = queries.listed_for(feedback_id)
    item = listed.item
    readings = queries.readings_of(item)
    return render_template(
        "feedback/show.html",
        listed=listed,
        item=item,
        answer=FIELDS["answer"].said(item.answer),
        days=listing.days_waited(item, clock.today()),
        unread=not_understood(item, HEADINGS.labels),
        facts={
            SAID: _what_was_said(listed),
            DONE: _what_was_done(item),
            KEPT: _who_keeps_it(listed, readings),
        },
        read_by_me=any(reading.account_id == actor().id for reading in readings),
        history=history_page(queries.reference(item.id)),
        form=Form(),
    )


@bp.route("/feedback/<int:feedback_id>/edit", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def edit(feedback_id: int) -> Response | str:
    listed = queries.listed_for(feedback_id)
    item = listed.item
    form = _with_choices(FeedbackForm.from_request(**_values_of(listed)))
    if item.is_from_log:
        form.leave_place_to_activity()
    known = queries.entry_of(item)
    if form.does(lambda: service.change_feedback(actor(), item, form.version_number, form.entry(known))):
        flash("The item was changed.")
        return redirect(url_for(".show", feedback_id=feedback_id))
    return render_template("feedback/edit.html", form=form, listed=listed, item=item, **_suggestions())


@bp.route("/feedback/<int:feedback_id>/answer", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def answer(feedback_id: int) -> Response | str:
    item = queries.item_for(feedback_id)
    form = AnswerForm.from_request(obj=item)

    def act() -> None:
        given = (form["answer"].data or "", form["did"].data or "", form["answered_on"].data)
        service.answer(actor(), item, form.version_number, *given)

    if form.does(act):
        flash("The answer is recorded.")
        return redirect(url_for(".show", feedback_id=feedback_id))
    return render_template("feedback/answer.html", form=form, item=item)


@bp.route("/feedback/<int:feedback_id>/told", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def told(feedback_id: int) -> Response | str:
    item = queries.item_for(feedback_id)
    form = ToldForm.from_request(obj=item)

    def act() -> None:
        on = form["told_on"].data or clock.today()
        how = (form["told_how"].data or "", form["told_link"].data or "", bool(form["told_in_public"].data))
        service.tell(actor(), item, form.version_number, on, *how)

    if form.does(act):
        flash("It is on record that people were told.")
        return redirect(url_for(".show", feedback_id=feedback_id))
    return render_template("feedback/told.html", form=form, item=item)


@bp.route("/feedback/<int:feedback_id>/decision", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def decision(feedback_id: int) -> Response | str:
    item = queries.item_for(feedback_id)
    form = DecisionForm.from_request(obj=item)

    def act() -> None:
        given = (form["decision"].data or "", form["decision_on"].data, form["influence"].data or "")
        service.link_decision(actor(), item, form.version_number, *given)

    if form.does(act):
        flash("The decision is recorded.")
        return redirect(url_for(".show", feedback_id=feedback_id))
    return render_template("feedback/decision.html", form=form, item=item)


@bp.route("/feedback/<int:feedback_id>/theme", methods=["GET", "POST"])
@may(May.RECORD_FEEDBACK)
def theme(feedback_id: int) -> Response | str:
    item = queries.item_for(feedback_id)
    stage = read_cycle().stage(service.TAKEN_UP_AT)
    form = ThemeForm.from_request(
        owner=str(item.owner_id or ""),
        project=item.taken_up_in.removeprefix("project:"),
        version=item.version,
    )
    form.owner.choices = choices([NOT_CHOSEN, *accounts.names_of()])
    form.project.choices = choices([NOT_CHOSEN, *queries.projects_at_stage(stage.code)])

    def act() -> None:
        service.take_up_theme(
            actor(), item, form.version_number, row_number(form.owner.data), row_number(form.project.data)
        )

    if form.does(act):
        flash("The theme is taken up.")
        return redirect(url_for(".show", feedback_id=feedback_id))
    return render_template("feedback/theme.html", form=form, item=item, stage=stage)


@bp.route("/feedback/<int:feedback_id>/read", methods=["POST"])
@may(May.READ_RECORDS)
def read(feedback_id: int) -> Response:
    item = queries.item_for(feedback_id)
    if Form.from_request().accepted():
        service.mark_read(actor(), [item.id])
        flash("It is on record that you have read this.")
    return redirect(url_for(".show", feedback_id=feedback_id))


def _ask_states(form: StatesForm, rows: Chosen) -> str:
    """What became of the chosen items; the list is found again as it was left."""
    without = queries.count_without_state(rows.numbers)
    return render_template(
        "feedback/states.html",
        form=form,
        number=without,
        others=len(rows.numbers) - without,
        chosen=rows.brought_back([without]),
    )


def _ask_read(form: Form, rows: Chosen) -> str:
    """Whether the chosen items are to be marked as read by whoever asks."""
    unread = queries.unread_among(actor(), rows.numbers)
    return render_template(
        "feedback/read_chosen.html",
        form=form,
        number=len(unread),
        others=len(rows.numbers) - len(unread),
        chosen=rows.brought_back(unread),
        back=rows.back,
    )


def _with_choices(form: FeedbackForm) -> FeedbackForm:
    form.body.choices = choices([NOT_CHOSEN, *organisation.body_choices()])
    form.also_bodies.choices = choices((body.code, body.name) for body in organisation.bodies())
    form.project.choices = choices([("", "No project"), *projects.project_choices()])
    form.owner.choices = choices([("", "Nobody yet"), *accounts.names_of()])
    return form


def _suggestions() -> dict[str, list[str]]:
    return {"topics": queries.topics_in_use(), "services": queries.services_in_use()}


def _starting_values() -> dict[str, Any]:
    """What the page that led here knows: ``?heard_at=activity:12&when=…&body=3&project=4&topic=…``."""
    known = {name: request.args.get(name, "") for name in ("when", "body", "project", "topic")}
    heard_at = references.link(request.args.get("heard_at", ""))
    if not (known["body"] or heard_at):
        served = organisation.served_bodies()
        known["body"] = str(served[0].id) if served else ""
    return (
        FeedbackForm.starting(BLANK)
        | known
        | {"heard_at": (heard_at.code or heard_at.ref) if heard_at else ""}
    )


def _values_of(listed: queries.Listed) -> dict[str, Any]:
    item = listed.item
    heard_at = (listed.heard_at.code or item.heard_at) if listed.heard_at else ""
    return FeedbackForm.starting(queries.entry_of(item)) | {
        "ref": item.ref or "",
        "version": item.version,
        "when": item.when_words,
        "heard_at": heard_at,
        "body": str(item.body_id or ""),
        "project": str(item.project_id or ""),
        "owner": str(item.owner_id or ""),
    }


def _what_was_said(listed: queries.Listed) -> list[dict[str, Any]]:
    item, heard_at = listed.item, listed.heard_at
    project = (listed.project, f"/projects/{listed.project_code}")
    return rows_of(
        item,
        SAID,
        {
            "": (
                fact(
                    "Their very words" if item.is_verbatim else "In summary",
                    item.said or "only the answer was recorded",
                ),
                fact("When", item.when_words),
                fact("Where", _linked(heard_at) if heard_at else item.heard_where),
                fact("Said to", listed.body),
                fact("Project", links(project) if listed.project else "none"),
            )
        },
    )


def _what_was_done(item: Feedback) -> list[dict[str, Any]]:
    said = {name: field.said(getattr(item, name)) for name, field in FIELDS.items()}
    rows = [fact("Answer", said["answer"])]
    if item.answer != NO_ANSWER:
        rows += [fact(WHAT_WAS_DONE[item.answer], item.did), fact("Answered on", said["answered_on"])]
    rows.append(fact("Decision it bore on", item.decision or "none recorded"))
    if item.decision:
        rows += [_row("decision_on", said), _row("influence", said)]
    rows.append(fact("People were told", said["told_on"] or "not yet, as far as is recorded"))
    if item.told_on:
        rows += [
            _row("told_how", said),
            fact("In public", "yes" if item.told_in_public else "no, only those who took part"),
            fact(
                "Published at",
                links((item.told_link, item.told_link)) if item.told_link else "no address recorded",
            ),
        ]
    return rows


def _row(name: str, said: dict[str, str]) -> dict[str, Any]:
    return fact(FIELDS[name].words, said[name])


def _who_keeps_it(listed: queries.Listed, readings: list[queries.Reading]) -> list[dict[str, Any]]:
    item = listed.item
    taken_up_in = references.link(item.taken_up_in)
    read_by = "\n".join(f"{reading.name}, {moment(reading.at)}" for reading in readings)
    return [
        fact("Owner", listed.owner or "nobody yet"),
        *([fact("Taken up in", _linked(taken_up_in))] if taken_up_in else []),
        fact("Read by", read_by or "nobody, as far as is recorded"),
        fact("Source of this record", item.source),
    ]


def _linked(link: references.Link) -> str:
    return links((link.text, link.address)) if link.address else link.text
