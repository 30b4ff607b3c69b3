"""Pages of actions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.accounts import queries as accounts
from engage.actions import listing, mail, queries, service
from engage.actions.forms import (
    ActionForm,
    ChaseForm,
    CloseForm,
    ConfirmForm,
    DoneForm,
    DropForm,
    starting_with,
)
from engage.actions.models import AGREED, Action
from engage.actions.words import BY_MAIL
from engage.cycle import queries as projects
from engage.organisation import queries as organisation
from engage.platform.long_acts.doing import do_to_many
from engage.platform.mail.links import opened
from engage.platform.mail.outbox import letters_about
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.platform.web import list_pages
from engage.platform.web.chosen import Chosen, chosen_rows
from engage.platform.web.declared import fact, links, rows_of
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, destructive, may, public
from engage.platform.web.history import history_page
from engage.platform.web.list_pages import Act
from engage.rules.calendar_words import long_date
from engage.rules.errors import NotAllowed, Refused
from engage.rules.permissions import May
from engage.stakeholders import queries as stakeholders

bp = Blueprint("actions", __name__)
list_pages.install(bp, "/actions", "index", listing.actions, May.READ_RECORDS)

NOT_CHOSEN = ("", "Not chosen")
CLOSING = {"done": "Say that they are done", "dropped": "Drop them"}
FILES = (Act("csv", "Download as CSV"), Act("xlsx", "Download as XLSX"))
ENDING = (Act("done", "Say that they are done"), Act("dropped", "Drop them"))
OVER = 410  # what a link answers that cannot be used any more


@bp.route("/actions")
@may(May.READ_RECORDS)
def index() -> str:
    acts = (*FILES, *ENDING) if actor().may(May.RUN_FORUMS) else FILES
    listed = list_pages.list_page(listing.actions(), "actions.index", acts, url_for("actions.chosen"))
    return list_pages.draw("actions/index.html", listed)


@bp.route("/actions/chosen", methods=["POST"])
@may(May.READ_RECORDS)
def chosen() -> Response | str:
    """What is done with the actions ticked on the list: taken away, or ended once it is said why."""
    spec = listing.actions()
    if not Form.from_request().accepted():
        return redirect(url_for(".index"))
    rows = chosen_rows(spec, ".index")
    act = request.form.get("act", "")
    if act in {"csv", "xlsx"} and actor().may(May.EXPORT_RECORDS):
        return list_pages.taken_away(spec, rows.view, act, rows.ticked)
    if act not in CLOSING or not actor().may(May.RUN_FORUMS):
        raise NotAllowed(f"Your roles do not let you {May.RUN_FORUMS.value}.")
    return _close_page(CloseForm(ending=act), rows, queries.open_among(rows.numbers))


@bp.route("/actions/close", methods=["POST"])
@may(May.RUN_FORUMS)
@destructive
def close() -> Response | str:
    form = CloseForm.from_request()
    rows = chosen_rows(listing.actions(), ".index")
    still_open = queries.open_among(rows.numbers)
    if form.accepted() and form.ending.data in CLOSING and rows.is_still_meant(form, still_open):
        with form.refusals():
            given = {"state": form.ending.data, "outcome": form.outcome.data or ""}
            return do_to_many("actions.end", still_open, given, url_for(".index"))
    return _close_page(form, rows, still_open)


@bp.route("/actions/new", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def new() -> Response | str:
    form = _with_choices(ActionForm.from_request(**_starting_values()))
    if form.accepted():
        with form.refusals():
            action = service.agree_action(actor(), form.entry())
            flash("The action is on record.")
            return redirect(url_for(".show", action_id=action.id))
    return render_template("actions/new.html", form=form)


@bp.route("/actions/<int:action_id>")
@may(May.READ_RECORDS)
def show(action_id: int) -> str:
    listed = queries.listed_for(action_id)
    action = listed.action
    ref = queries.reference(action.id)
    return render_template(
        "actions/show.html",
        listed=listed,
        action=action,
        facts=_facts(listed),
        end_facts=_end_facts(action),
        chases=queries.chases_of(action),
        letters=letters_about(ref),
        may_follow=queries.may_follow(actor(), action),
        history=history_page(ref),
        form=Form(),
    )


@bp.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def edit(action_id: int) -> Response | str:
    action = queries.action_for(action_id)
    form = _with_choices(
        ActionForm.from_request(**starting_with(queries.entry_of(action)), version=action.version)
    )
    form.person_id = action.person_id
    if form.does(lambda: service.change_action(actor(), action, form.version_number, form.entry())):
        flash("The action was changed.")
        return redirect(url_for(".show", action_id=action_id))
    return render_template("actions/edit.html", form=form, action=action)


@bp.route("/actions/<int:action_id>/done", methods=["GET", "POST"])
@may(May.READ_RECORDS)
def done(action_id: int) -> Response | str:
    action = _to_follow(action_id)
    form = DoneForm.from_request(version=action.version)

    def act() -> None:
        service.complete(actor(), action, form.version_number, form.outcome.data or "", form.on.data)

    if form.does(act):
        flash("The action is done.")
        return redirect(url_for(".show", action_id=action_id))
    return render_template("actions/done.html", form=form, action=action)


@bp.route("/actions/<int:action_id>/drop", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
@destructive
def drop(action_id: int) -> Response | str:
    action = queries.action_for(action_id)
    form = DropForm.from_request(version=action.version)
    if form.does(lambda: service.drop(actor(), action, form.version_number, form.why.data or "")):
        flash("The action is dropped.")
        return redirect(url_for(".show", action_id=action_id))
    return render_template("actions/drop.html", form=form, action=action)


@bp.route("/actions/<int:action_id>/open", methods=["POST"])
@may(May.READ_RECORDS)
def reopen(action_id: int) -> Response:
    action = _to_follow(action_id)
    if sent_safely():
        service.reopen(actor(), action, action.version)
        flash("The action is open again.")
    return redirect(url_for(".show", action_id=action_id))


@bp.route("/actions/<int:action_id>/chase", methods=["GET", "POST"])
@may(May.RUN_FORUMS)
def chase(action_id: int) -> Response | str:
    action = queries.action_for(action_id)
    form = ChaseForm.from_request(how=BY_MAIL)
    if form.accepted():
        with form.refusals():
            service.chase(actor(), action, form.how.data)
            flash(
                "A letter to the owner waits to be sent." if form.how.data == BY_MAIL else "It is on record."
            )
            return redirect(url_for(".show", action_id=action_id))
    return render_template("actions/chase.html", form=form, action=action)


@bp.route("/a/<secret>", methods=["GET", "POST"])
@public
def link(secret: str) -> Response | str | tuple[str, int]:
    """Where the link in a reminder leads. Opening it changes nothing: only the button does."""
    form = ConfirmForm.from_request()
    try:
        action = queries.open_action_for(opened(secret, mail.CONFIRM))
        if form.accepted():
            service.confirm(secret, form.said.data or "")
            return render_template("actions/thanks.html", title=action.title)
    except Refused as refusal:
        return render_template("actions/link_over.html", sentence=refusal.reason), OVER
    agreed_at = references.link(action.agreed_at)
    return render_template("actions/link.html", form=form, action=action, agreed_at=agreed_at, secret=secret)


def _close_page(form: CloseForm, rows: Chosen, still_open: list[int]) -> str:
    act = CLOSING.get(form.ending.data or "", "Close them")
    if form.ending.data == "dropped":
        form.outcome.label.text = "Why will they not be done?"
    return render_template(
        "actions/close.html",
        form=form,
        number=len(still_open),
        ended=len(rows.numbers) - len(still_open),
        act=act,
        chosen=rows.brought_back(still_open),
    )


def _to_follow(action_id: int) -> Action:
    """The action, for whoever follows actions or owns this one. Raises NotAllowed for anybody else."""
    action = queries.action_for(action_id)
    if not queries.may_follow(actor(), action):
        raise NotAllowed("Only its owner, and whoever follows actions, may say what became of it.")
    return action


def _person_name(action: Action) -> str:
    """Who of the register has it, for those who may read the register; empty for anybody else."""
    if action.person_id is None:
        return ""
    return stakeholders.person_names(actor(), [action.person_id]).get(action.person_id, "")


def _with_choices(form: ActionForm) -> ActionForm:
    if not actor().may(May.READ_REGISTER):
        del form.person
    form.owner.choices = choices([("", "Nobody yet"), *accounts.names_of()])
    form.body.choices = choices([NOT_CHOSEN, *organisation.body_choices()])
    form.project.choices = choices([("", "No project"), *projects.project_choices()])
    return form


def _starting_values() -> dict[str, Any]:
    """What the page that led here knows: ``?agreed_at=meeting:3&body=1&project=4``."""
    known = {name: request.args.get(name, "") for name in ("body", "project")}
    agreed_at = references.link(request.args.get("agreed_at", ""))
    return known | {"agreed_at": (agreed_at.code or agreed_at.ref) if agreed_at else ""}


def _facts(listed: queries.Listed) -> list[dict[str, Any]]:
    """What the page tells of what was agreed."""
    action, person = listed.action, _person_name(listed.action)
    project = (listed.project, f"/projects/{listed.project_code}")
    followed_at = _named(listed.belongs_to)
    first = (
        fact("Owner", listed.owner or "nobody yet"),
        *([fact("In the register", links((person, f"/people/{action.person_id}")))] if person else []),
        fact("Due", listing.due_in_words(listed)),
        fact("Agreed at", _named(listed.agreed_at)),
    )
    last = (
        *([fact("Followed at", followed_at)] if followed_at else []),
        fact("Body", listed.body or "none in particular"),
        fact("Project", links(project) if listed.project else "none"),
    )
    return rows_of(action, AGREED, {"": first, "agreed_on": last})


def _end_facts(action: Action) -> list[dict[str, Any]]:
    """What the page tells of how it ended; nothing while it is open."""
    if action.ended_on is None:
        return []
    return [
        fact("In words", action.outcome),
        fact("Done on" if action.state == queries.DONE else "Dropped on", long_date(action.ended_on)),
        *([fact("Confirmed", action.confirmed_by)] if action.confirmed_by else []),
    ]


def _named(link: Link | None) -> str:
    if link is None:
        return ""
    return links((link.text, link.address)) if link.address else link.text
