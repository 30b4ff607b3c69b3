"""Pages of privacy: requests of people, erasing somebody, and what the clock lets go."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.platform import clock
from engage.platform.offers import references
from engage.platform.web import list_pages
from engage.platform.web.costly import costly
from engage.platform.web.declared import fact, rows_of
from engage.platform.web.guard import actor, confirmed, destructive, may
from engage.platform.web.watching import sensitive
from engage.privacy import erasing, queries, service
from engage.privacy.access import document as telling
from engage.privacy.access import queries as kept
from engage.privacy.blueprint import bp
from engage.privacy.data_map import queries as maps
from engage.privacy.data_map import routes as data_map
from engage.privacy.files import forget_and_tell
from engage.privacy.forms import AgainForm, AnswerForm, EraseForm, HoldForm, IdentityForm, RequestForm
from engage.privacy.listing import requests_list, standing
from engage.privacy.models import KINDS, STANDS, RightsRequest
from engage.privacy.words import fate_of
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing, Refused
from engage.rules.permissions import May
from engage.rules.retention import read_backups

__all__ = ["bp", "data_map"]

MOST_MENTIONS = 20


@bp.route("/rights")
@may(May.SERVE_RIGHTS)
def index() -> str:
    return list_pages.draw("privacy/index.html", list_pages.list_page(requests_list(), "privacy.index"))


list_pages.install(bp, "/rights", "index", requests_list, May.SERVE_RIGHTS)


@bp.route("/rights/new", methods=["GET", "POST"])
@may(May.SERVE_RIGHTS)
def new() -> Response | str:
    form = RequestForm.from_request(who=request.args.get("person", ""))

    def act() -> None:
        person = queries.person_called(form.who.data or "")
        service.record_request(actor(), person, form.entry())

    if form.does(act):
        flash("The request is on record.")
        return redirect(url_for(".index"))
    return render_template("privacy/new.html", form=form)


@bp.route("/rights/<int:request_id>", methods=["GET", "POST"])
@may(May.SERVE_RIGHTS)
@sensitive
def show(request_id: int) -> Response | str:
    asked = queries.request_for(request_id)
    form = IdentityForm.from_request()
    if form.does(lambda: service.check_identity(actor(), asked, form.how.data or "")):
        flash("How you know who asks is on record.")
        return redirect(url_for(".show", request_id=asked.id))
    return render_template(
        "privacy/show.html",
        asked=asked,
        person_asking=queries.person_of(asked),
        kinds=KINDS,
        standing=standing(asked, clock.today()),
        facts=_facts(asked),
        form=form,
    )


@bp.route("/rights/<int:request_id>/kept.zip")
@may(May.SERVE_RIGHTS)
@confirmed
@costly
def taken_away(request_id: int) -> Response:
    asked = queries.request_for(request_id)
    if not asked.identity_checked_how:
        raise Refused(service.NOT_CHECKED)
    person = queries.person_of(asked)
    content = telling.as_archive(person.name, telling.kept_of(person.id), clock.now())
    answer = Response(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="kept-of-request-{asked.id}.zip"'
    return answer


@bp.route("/rights/<int:request_id>/answer", methods=["GET", "POST"])
@may(May.SERVE_RIGHTS)
def answer(request_id: int) -> Response | str:
    asked = queries.request_for(request_id)
    form = AnswerForm.from_request()
    words = form.words.data or ""
    if form.does(
        lambda: service.answer(actor(), asked, form.state.data, words, form.on.data or clock.today())
    ):
        flash("The answer is on record.")
        return redirect(url_for(".show", request_id=asked.id))
    return render_template("privacy/answer.html", form=form, asked=asked)


@bp.route("/rights/<int:request_id>/erasure", methods=["GET", "POST"])
@may(May.SERVE_RIGHTS)
@confirmed
@destructive
@sensitive
def erase(request_id: int) -> Response | str:
    asked = queries.request_for(request_id)
    if asked.kind != "erasure" or asked.state != "open":
        raise Missing
    form = EraseForm.from_request()
    if form.does(lambda: forget_and_tell(service.erase(actor(), asked))):
        flash("They are erased. What had to stay, and why, is listed below.")
        return redirect(url_for(".show", request_id=asked.id))
    numbers = kept.alike(asked.person_id)
    return render_template(
        "privacy/erase.html",
        form=form,
        asked=asked,
        person_asking=queries.person_of(asked),
        plan=erasing.plan(asked.person_id),
        mentions=_mentions(numbers),
        backups=read_backups(),
    )


@bp.route("/rights/again", methods=["GET", "POST"])
@may(May.SERVE_RIGHTS)
@destructive
def hear_again() -> Response | str:
    form = AgainForm.from_request()
    if form.does(lambda: service.let_hear_again(actor(), [form.address.data or ""])):
        flash("This address may be written to again, once what they agreed to is recorded.")
        return redirect(url_for(".index"))
    return render_template("privacy/again.html", form=form)


@bp.route("/retention")
@may(May.SERVE_RIGHTS)
def retention() -> str:
    notices, gone = queries.notices_open(), queries.notices_gone()
    return render_template(
        "privacy/retention.html",
        stays=maps.stays(),
        backups=read_backups(),
        notices=notices,
        gone=gone,
        links=references.links(dict.fromkeys(notice.ref for notice in [*notices, *gone])),
        held={notice.id: queries.is_held(notice, clock.today()) for notice in notices},
    )


@bp.route("/retention/<int:notice_id>/hold", methods=["GET", "POST"])
@may(May.SERVE_RIGHTS)
def hold(notice_id: int) -> Response | str:
    notice = queries.notice_for(notice_id)
    form = HoldForm.from_request(until=notice.held_until, because=notice.held_because)
    until = form.until.data or clock.today()
    if form.does(lambda: service.hold(actor(), notice, until, form.because.data or "")):
        flash("It stays until then.")
        return redirect(url_for(".retention"))
    return render_template(
        "privacy/hold.html", form=form, notice=notice, link=references.links([notice.ref])[notice.ref]
    )


def _facts(asked: RightsRequest) -> list[dict[str, Any]]:
    """What the page tells of a request."""
    answered = f"{long_date(asked.answered_on)}: {asked.answer}" if asked.answered_on else ""
    beside = {
        "received_on": (fact("Due", long_date(asked.due_on)),),
        "identity_checked_how": (fact("Answered", answered.removesuffix(": ")),) if answered else (),
    }
    return rows_of(asked, STANDS, beside)


def _mentions(numbers: list[int]) -> list[tuple[str, str, references.Link]]:
    """Where else their name or an address stands: in which value, of what kind, in which record."""
    found = list(kept.mentions(kept.identifying(numbers), kept.rows_of(numbers)))[:MOST_MENTIONS]
    links = references.links(dict.fromkeys(row.record_ref() for _, row in found))
    return [(note, fate_of(row.__tablename__).name, links[row.record_ref()]) for note, row in found]
