"""Pages of the catalogue of duties and of the facts of law."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.duties import queries, words
from engage.duties.blueprint import bp
from engage.duties.catalogue import as_it_came, catalogue
from engage.duties.law import queries as law_facts
from engage.duties.law import service
from engage.duties.law.forms import ConfirmForm
from engage.duties.law.queries import LawFact
from engage.duties.models import ConfirmedFact
from engage.duties.requirements import queries as checklist
from engage.platform.web.declared import fact, links
from engage.platform.web.guard import actor, may
from engage.rules.calendar_words import long_date
from engage.rules.editions import Catalogue, Edition
from engage.rules.errors import Missing
from engage.rules.permissions import ROLES, May


@bp.route("/duties/catalogue")
@may(May.READ_RECORDS)
def whole_catalogue() -> str:
    return render_template(
        "duties/catalogue.html", catalogue=catalogue(), in_force=checklist.in_force, marks=words.MARKS
    )


@bp.route("/duties/facts")
@may(May.READ_RECORDS)
def facts() -> str:
    known = _law_facts()
    return render_template("duties/facts.html", facts=known, parts=law_facts.part_counts(known))


@bp.route("/duties/facts/<name>", methods=["GET", "POST"])
@may(May.CONFIRM_FACT)
def confirm(name: str) -> Response | str:
    fact = next((one for one in _law_facts() if one.name == name), None)
    if fact is None:
        raise Missing
    form = ConfirmForm.from_request(value="" if fact.number_now is None else str(fact.number_now))
    if form.does(lambda: service.confirm_fact(actor(), fact, form.value.data or "", form.reason.data or "")):
        flash("Confirmed. Findings no longer carry this mark.")
        return redirect(url_for(".facts"))
    return render_template("duties/confirm.html", form=form, fact=fact, keeper=ROLES[law_facts.KEEPER].title)


@bp.route("/duties/<code>")
@may(May.READ_RECORDS)
def duty(code: str) -> str:
    known, confirmed = catalogue(), queries.confirmed_facts()
    editions = sorted((one for one in known.editions.values() if one.code == code), key=lambda one: -one.year)
    if not editions:
        raise Missing
    return render_template(
        "duties/duty.html",
        editions=editions,
        facts=[_facts(one, known, confirmed) for one in editions],
        catalogue=known,
        roles=ROLES,
        per=words.PER,
    )


def _looked_through(by: ConfirmedFact | None) -> str:
    return (
        f"looked through by {by.by_name} on {long_date(by.on)}"
        if by
        else "shipped text, not yet looked through here"
    )


def _facts(
    edition: Edition, known: Catalogue, confirmed: Mapping[str, ConfirmedFact]
) -> list[dict[str, Any]]:
    """What the page of a duty tells of one edition."""
    after = known.editions.get(edition.successor or "")
    later = url_for(".duty", code=after.code, _anchor=f"edition-{after.year}") if after else ""
    trust = words.MARKS[edition.trust] or "Verified"
    told = [
        ("Binds", ", ".join(edition.applies_to)),
        ("Note", edition.applies_note),
        ("In force", checklist.in_force(edition)),
        ("Taken over by", links((f"{after.title}, {after.source}", later)) if after else ""),
        *((f"Exception {number}", words) for number, words in enumerate(edition.exceptions, 1)),
        ("Trust", f"{trust}, except: {edition.not_verified}" if edition.not_verified else trust),
        ("Read in", edition.check),
        ("Kept by", f"{ROLES[edition.reviewer].title}; {_looked_through(confirmed.get(edition.key))}"),
    ]
    return [fact(what, value) for what, value in told if value]


def _law_facts() -> list[LawFact]:
    return law_facts.law_facts(as_it_came(), queries.confirmed_facts())
