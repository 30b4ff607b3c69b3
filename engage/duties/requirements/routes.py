"""Pages of one requirement: what shows it, and what people put on record about it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.accounts.queries import accounts_that_may
from engage.cycle import queries as projects
from engage.duties import queries, words
from engage.duties.blueprint import bp
from engage.duties.catalogue import catalogue
from engage.duties.entries import EvidenceEntry
from engage.duties.models import PIECE, HandEvidence
from engage.duties.requirements import queries as checklist
from engage.duties.requirements import scopes, service
from engage.duties.requirements.forms import (
    HandEvidenceForm,
    LookForm,
    NotApplicableForm,
    SignForm,
    ask_look_form,
)
from engage.duties.requirements.queries import Item
from engage.duties.requirements.scopes import Scope
from engage.organisation import queries as organisation
from engage.platform import clock
from engage.platform.data.files import file_store
from engage.platform.offers import references
from engage.platform.web.declared import fact, links, rows_of
from engage.platform.web.forms import Form, choices
from engage.platform.web.guard import actor, destructive, may, takes_files
from engage.platform.web.kept_files import file_sent
from engage.platform.web.pages import moment
from engage.rules.attached import dates_asked
from engage.rules.calendar_words import long_date
from engage.rules.editions import Requirement
from engage.rules.errors import Missing, Refused
from engage.rules.findings import Finding
from engage.rules.periods import UnreadablePeriod
from engage.rules.permissions import ROLES, May

NOT_COUNTED = (
    "The evidence is attached, but it does not count here: its date lies outside this time, or a date in it "
    "does not meet what is asked. Below it says which."
)


@bp.route("/duties/requirements/<requirement_id>")
@may(May.READ_RECORDS)
def requirement(requirement_id: str) -> str:
    asked = _asked(requirement_id)
    scope = _scope() if {"project", "body"} & set(request.args) else None
    items = _items(asked, scope) if scope else []
    editions = [one for one in catalogue().editions.values() if asked in one.requirements]
    return render_template(
        "duties/requirement.html",
        asked=asked,
        scope=scope,
        items=items,
        links=references.links(item.first.project for item in items if item.first.project),
        kept=_kept(asked, scope) if scope else None,
        editions=editions,
        laws={(one.code, one.year): f"{one.title}, {one.source}" for one in editions},
        in_force=checklist.in_force,
        owner=ROLES[asked.owner].title,
        per=words.PER,
        says=words.VERDICTS,
        titles=words.titles,
        named=words.named,
        mark=words.MARKS[asked.trust],
        form=Form(),
    )


@bp.route("/duties/requirements/<requirement_id>/sign", methods=["GET", "POST"])
@may(May.SIGN_REQUIREMENT)
def sign(requirement_id: str) -> Response | str:
    scope = _scope()
    item = _item(_asked(requirement_id), scope)
    form = SignForm.from_request(seen=_seen(item))
    if form.does(lambda: _sign(form, item, scope)):
        flash("Your signature is on record.")
        return redirect(item.address)
    form.seen.data = _seen(item)
    return render_template(
        "duties/sign.html",
        form=form,
        item=item,
        scope=scope,
        signs_as=words.named(actor().name, sorted(actor().roles)),
        owner=words.titles([item.first.owner]),
        is_owner=item.first.owner in actor().roles,
    )


@bp.route("/duties/requirements/<requirement_id>/not-applicable", methods=["GET", "POST"])
@may(May.SIGN_REQUIREMENT)
def not_applicable(requirement_id: str) -> Response | str:
    asked, scope = _asked(requirement_id), _scope()
    findings = scope.findings(clock.today())
    item = _item(asked, scope, findings)
    others = _others(item, findings)
    form = NotApplicableForm.from_request()
    form.also.choices = choices((one.requirement, one.ask) for one in others)
    chosen = [one for one in others if one.requirement in (form.also.data or [])]
    if form.does(lambda: _say_not_applicable(form, [*item.findings, *chosen], scope)):
        flash("Your reason is on record.")
        return redirect(item.address)
    return render_template("duties/not_applicable.html", form=form, item=item, scope=scope)


@bp.route("/duties/requirements/<requirement_id>/evidence/new", methods=["GET", "POST"])
@may(May.ATTACH_EVIDENCE)
@takes_files
def attach(requirement_id: str) -> Response | str:
    asked, scope = _asked(requirement_id), _scope()
    item = _item(asked, scope)
    form = HandEvidenceForm.from_request(asked=asked)
    if form.accepted():
        with form.refusals():
            piece = service.attach_evidence(actor(), _evidence(form, asked, scope))
            if f"hand_evidence:{piece.id}" in _item(asked, scope).first.by_hand:
                flash("The evidence is attached, marked as attached by hand and not tested.")
            else:
                flash(NOT_COUNTED, "notice")
            return redirect(item.address)
    return render_template("duties/attach.html", form=form, item=item, scope=scope, asked=asked)


@bp.route("/duties/rulings/<int:ruling_id>/withdraw", methods=["POST"])
@may(May.SIGN_REQUIREMENT)
@destructive
def withdraw_ruling(ruling_id: int) -> Response:
    ruling = queries.ruling_for(ruling_id)
    if Form.from_request().accepted():
        service.withdraw_ruling(actor(), ruling)
        flash("It is taken back, and stays in the history.")
    return redirect(_back_to(ruling.requirement, ruling.project_id, ruling.body_id, ruling.period))


@bp.route("/duties/evidence/<int:evidence_id>")
@may(May.READ_RECORDS)
def evidence(evidence_id: int) -> str:
    piece = queries.evidence_for(evidence_id)
    back = _back_to(piece.requirement, piece.project_id, piece.body_id, "")
    return render_template(
        "duties/evidence.html",
        piece=piece,
        facts=_facts(piece, back),
        back=back,
        looks=queries.looks_at([piece.id])[piece.id],
        says=words.VERDICTS,
        may_ask=piece.by_id == actor().id or actor().may(May.SIGN_REQUIREMENT),
        form=Form(),
    )


@bp.route("/duties/evidence/<int:evidence_id>/second-look", methods=["GET", "POST"])
@may(May.READ_RECORDS)
def ask_second_look(evidence_id: int) -> Response | str:
    piece = queries.evidence_for(evidence_id)
    people = {
        str(one.id): one
        for one in accounts_that_may(May.READ_RECORDS)
        if one.id not in {piece.by_id, actor().id}
    }
    form = ask_look_form(people.values())
    if form.does(lambda: service.ask_second_look(actor(), piece, people[form.of.data])):
        flash(f"{people[form.of.data].name} is asked to look at it.")
        return redirect(url_for(".evidence", evidence_id=evidence_id))
    return render_template("duties/ask_second_look.html", form=form, piece=piece, people=people)


@bp.route("/duties/looks/<int:look_id>", methods=["GET", "POST"])
@may(May.READ_RECORDS)
def second_look(look_id: int) -> Response | str:
    look = queries.look_for(look_id)
    piece = queries.evidence_for(look.evidence_id)
    form = LookForm.from_request()
    if form.does(lambda: service.give_second_look(actor(), look, form.entry())):
        flash("What you saw is on record, beside the evidence.")
        return redirect(url_for(".evidence", evidence_id=piece.id))
    back = _back_to(piece.requirement, piece.project_id, piece.body_id, "")
    asked = catalogue().requirements.get(piece.requirement)
    return render_template(
        "duties/second_look.html",
        form=form,
        look=look,
        piece=piece,
        asked=asked,
        facts=_facts(piece, back),
    )


@bp.route("/duties/evidence/<int:evidence_id>/file")
@may(May.READ_RECORDS)
def evidence_file(evidence_id: int) -> Response:
    piece = queries.evidence_for(evidence_id)
    return file_sent(piece.file, piece.file_name)


@bp.route("/duties/evidence/<int:evidence_id>/withdraw", methods=["POST"])
@may(May.ATTACH_EVIDENCE)
@destructive
def withdraw_evidence(evidence_id: int) -> Response:
    piece = queries.evidence_for(evidence_id)
    if Form.from_request().accepted():
        service.withdraw_evidence(actor(), piece)
        flash("It is taken back, and no longer counts. It stays in the history.")
    return redirect(url_for(".evidence", evidence_id=evidence_id))


def _sign(form: SignForm, item: Item, scope: Scope) -> None:
    signed = item.first.signed
    if signed and form.seen.data != _seen(item):
        raise Refused(f"{signed.name} signed this on {long_date(signed.on)}, while you were looking at it.")
    if form.seen.data != _seen(item):
        raise Refused("The records changed since you opened this page. Look at them again below, then sign.")
    service.sign_requirement(actor(), item.findings, scope.ruling_period, form.remark.data or "")


def _say_not_applicable(form: NotApplicableForm, findings: list[Finding], scope: Scope) -> None:
    service.say_not_applicable(actor(), findings, form.reason.data or "", scope.ruling_period)


def _evidence(form: HandEvidenceForm, asked: Requirement, scope: Scope) -> EvidenceEntry:
    project, body = scope.project, scope.body
    entry = replace(
        form.entry(asked.id), project_id=project.id if project else None, body_id=body.id if body else None
    )
    if form.file.data and form.file.data.filename:
        kept = file_store().store(form.file.data.stream, form.file.data.filename)
        entry = replace(entry, file=kept.fingerprint, file_name=kept.name)
    return entry


def _facts(piece: HandEvidence, back: str) -> list[dict[str, Any]]:
    """What the page tells of a piece of evidence."""
    asked = catalogue().requirements.get(piece.requirement)
    file = [(piece.file_name, url_for(".evidence_file", evidence_id=piece.id))] if piece.file else []
    period = "its own date"
    if piece.proves_from and piece.proves_to:
        period = f"{long_date(piece.proves_from)} to {long_date(piece.proves_to)}"
    by = fact("Attached by", f"{piece.by_name}, {long_date(piece.attached_on)}")
    nouns = dates_asked(asked) if asked else {}
    dates = [
        fact(noun[:1].upper() + noun[1:], long_date(date.fromisoformat(piece.dates[name])))
        for name, noun in nouns.items()
        if name in piece.dates
    ]
    looked: tuple[dict[str, Any], ...] = ()
    if piece.link_looked_on:
        answer = f"did not answer: {piece.link_fault}" if piece.link_fault else "answered"
        looked = (fact("The link", f"{answer}, on {long_date(piece.link_looked_on)}"),)
    beside: dict[str, tuple[Any, ...]] = {
        "": (
            fact("For", links((asked.ask if asked else piece.requirement, back))),
            fact("Where it is", links(*file, *([(piece.link, piece.link)] if piece.link else []))),
            *looked,
        ),
        "dated": (*dates, fact("Proves", period)),
        "place": (by, *([fact("Taken back", moment(piece.withdrawn_at))] if piece.withdrawn_at else [])),
    }
    return rows_of(piece, PIECE, beside)


def _scope() -> Scope:
    try:
        return scopes.scope_of(request.args, clock.today())
    except UnreadablePeriod as problem:
        raise Refused(str(problem)) from None


def _asked(requirement_id: str) -> Requirement:
    found = catalogue().requirements.get(requirement_id)
    if found is None:
        raise Missing
    return found


def _items(asked: Requirement, scope: Scope, findings: Sequence[Finding] | None = None) -> list[Item]:
    found = scope.findings(clock.today()) if findings is None else findings
    own = [finding for finding in found if finding.requirement == asked.id]
    return checklist.items(own, catalogue(), lambda finding: scopes.address_of(finding, scope))


def _item(asked: Requirement, scope: Scope, findings: Sequence[Finding] | None = None) -> Item:
    """The one thing acted on: of a requirement asked under several laws, the one the address names."""
    law = request.args.get("law", "")
    items = _items(asked, scope, findings) if scope.is_one_for(asked.per) else []
    for item in items:
        if law in {"", *(f"{one.duty}.{one.edition}" for one in item.findings)}:
            return item
    raise Missing


def _others(item: Item, findings: Sequence[Finding]) -> list[Finding]:
    """What else is asked under the same law of the same project or body, and is not evidenced."""
    first = item.first
    return [
        one
        for one in findings
        if (one.duty, one.edition, one.project, one.body)
        == (first.duty, first.edition, first.project, first.body)
        and one.requirement != first.requirement
        and one.state in checklist.OPEN
    ]


def _kept(asked: Requirement, scope: Scope) -> queries.Kept | None:
    if not scope.is_one_for(asked.per):
        return None
    project, body = scope.project, scope.body
    return queries.kept_on(asked.id, project.id if project else None, body.id if body else None)


def _seen(item: Item) -> str:
    """What somebody saw who was about to sign, as a short fingerprint."""
    first = item.first
    signed = first.signed.name if first.signed else ""
    seen = (first.state, *sorted(first.rests_on), signed)
    return hashlib.sha256(" ".join(seen).encode()).hexdigest()[:16]


def _back_to(requirement_id: str, project_id: int | None, body_id: int | None, period: str) -> str:
    """The page of the requirement that something on record is about."""
    if project_id is not None:
        found = projects.projects_by_id([project_id])[project_id]
        return url_for(".requirement", requirement_id=requirement_id, project=found.code)
    body = organisation.bodies_by_id([body_id or 0])[body_id or 0]
    given: dict[str, Any] = {"period": period} if period else {}
    return url_for(".requirement", requirement_id=requirement_id, body=body.code, **given)
