"""Pages of the catalogue of duties and of the facts of law."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.duties import queries, words
from engage.duties.blueprint import bp
from engage.duties.catalogue import as_it_came, catalogue
from engage.duties.law import queries as law_facts
from engage.duties.law import service
from engage.duties.law.forms import ConfirmForm
from engage.duties.law.queries import LawFact
from engage.duties.requirements import queries as checklist
from engage.platform.web.guard import actor, may
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
    return render_template("duties/facts.html", facts=_law_facts(), kinds=law_facts.KINDS)


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
    known = catalogue()
    editions = sorted((one for one in known.editions.values() if one.code == code), key=lambda one: -one.year)
    if not editions:
        raise Missing
    return render_template(
        "duties/duty.html",
        editions=editions,
        catalogue=known,
        in_force=checklist.in_force,
        marks=words.MARKS,
        roles=ROLES,
        per=words.PER,
    )


def _law_facts() -> list[LawFact]:
    return law_facts.law_facts(as_it_came(), queries.confirmed_facts())
