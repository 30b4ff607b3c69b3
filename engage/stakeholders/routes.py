"""Pages of the register: its two lists, one organisation and one person, and how far we are in touch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engage.stakeholders.cards.routes  # these hang their pages on the blueprint
import engage.stakeholders.consents.routes
import engage.stakeholders.parts.routes  # noqa: F401
from engage.accounts import queries as accounts
from engage.platform import clock
from engage.platform.data.typed import tidied
from engage.platform.offers import references
from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.web import list_pages
from engage.platform.web.declared import fact, links, not_understood, rows_of
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.watching import sensitive
from engage.rules.permissions import May
from engage.stakeholders import contacts, queries, service, words
from engage.stakeholders.blueprint import address_of, asked, bp, of_both, point_out, who_is
from engage.stakeholders.bulk.routes import acts_for
from engage.stakeholders.coverage import coverage
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates.queries import Likeness
from engage.stakeholders.entries import OrganisationEntry, StakeholderEntry
from engage.stakeholders.forms import (
    NEW_PERSON,
    CloseForm,
    NewPersonForm,
    OrganisationForm,
    PersonForm,
    with_own,
)
from engage.stakeholders.importing.fields import FIELDS
from engage.stakeholders.listing import network_choices, organisations_list, people_list, place_choices
from engage.stakeholders.models import ABOUT, PUBLISHED, SOURCE, Organisation, Person, Stakeholder

AnyForm = TypeVar("AnyForm", bound=OrganisationForm | PersonForm)

list_pages.install(bp, "/stakeholders", "index", organisations_list, May.READ_REGISTER)
list_pages.install(bp, "/people", "people", people_list, May.READ_REGISTER)


@bp.route("/stakeholders")
@may(May.READ_REGISTER)
def index() -> str:
    listed = list_pages.list_page(
        organisations_list(), "stakeholders.index", acts_for(actor()), url_for(".chosen", kind="organisation")
    )
    return list_pages.draw("stakeholders/index.html", listed)


@bp.route("/people")
@may(May.READ_REGISTER)
def people() -> str:
    listed = list_pages.list_page(
        people_list(), "stakeholders.people", acts_for(actor()), url_for(".chosen", kind="person")
    )
    return list_pages.draw("stakeholders/people.html", listed)


@bp.route("/stakeholders/coverage")
@may(May.READ_REGISTER)
def coverage_page() -> str:
    since = contacts.contact_wanted_since()
    return render_template(
        "stakeholders/coverage.html",
        since=since,
        months=agreed_number("coverage-months"),
        registers=[
            ("Organisations", url_for(".index"), "status=active", coverage(Organisation, since)),
            ("People", url_for(".people"), "status=open", coverage(Person, since)),
        ],
    )


@bp.route("/stakeholders/organisations/<int:organisation_id>", endpoint="organisation")
@may(May.READ_REGISTER)
def organisation_page(organisation_id: int) -> Response | str:
    found = queries.organisation_for(organisation_id)
    if found.merged_into_id is not None:
        flash(f"“{found.name}” was found to be the same as this one, and merged into it.", "notice")
        return redirect(url_for(".organisation", organisation_id=found.merged_into_id))
    unread = not_understood(found, FIELDS.labels)
    return _shown(found, "stakeholders/organisation.html", organisation=found, unread=unread)


@bp.route("/people/<int:person_id>", endpoint="person")
@may(May.READ_REGISTER)
@sensitive
def person_page(person_id: int) -> Response | str:
    found = queries.person_for(person_id)
    if found.merged_into_id is not None:
        flash("The record you asked for was found to be the same as this one, and merged into it.", "notice")
        return redirect(url_for(".person", person_id=found.merged_into_id))
    return _shown(found, "stakeholders/person.html", one=found)


@bp.route("/stakeholders/alike")
@may(May.READ_REGISTER)
def alike() -> str:
    """Organisations like the one being typed, for the page to point out."""
    found = duplicates.alike(tidied(request.args.get("name", "")), tidied(request.args.get("ods_code", "")))
    return render_template("stakeholders/alike.html", alike=found)


@bp.route("/stakeholders/organisations/new", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def new_organisation() -> Response | str:
    form = _with_choices(OrganisationForm.from_request(name=tidied(request.args.get("name", ""))))
    found: list[Likeness] = []
    if form.accepted():
        typed = form.entry()

        def left() -> list[Likeness]:
            alike = duplicates.alike(typed.name, typed.ods_code)
            return alike if form.asks_about(one.organisation_id for one in alike) else []

        found = left()
        if not found:
            with form.refusals():
                added = service.add_organisation(actor(), typed, is_new=lambda: not left())
                flash(f"“{added.name}” is in the register.")
                point_out(added)
                return redirect(url_for(".organisation", organisation_id=added.id))
            found = left()
    return render_template("stakeholders/new_organisation.html", form=form, alike=found)


@bp.route("/stakeholders/organisations/<int:organisation_id>/edit", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def edit_organisation(organisation_id: int) -> Response | str:
    found = queries.organisation_for(organisation_id)
    known = queries.organisation_entry(found)
    start = OrganisationForm.starting(known) | {"names": "\n".join(known.names)}
    form = _with_choices(OrganisationForm.from_request(**start, version=str(found.version)), known)
    if form.accepted():
        with form.refusals():
            service.change_organisation(actor(), found, form.entry(known), form.version_number)
            flash("The organisation was changed.")
            point_out(found)
            return redirect(url_for(".organisation", organisation_id=organisation_id))
    return render_template("stakeholders/edit_organisation.html", form=form, organisation=found)


@bp.route("/people/new", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def new_person() -> Response | str:
    form = _with_choices(NewPersonForm.from_request())
    if form.accepted():
        with form.refusals():
            added = service.add_person(actor(), form.entry())
            flash("They are in the register. Say next what they agreed to.")
            point_out(added)
            return redirect(url_for(".person", person_id=added.id))
    return render_template("stakeholders/new_person.html", form=form)


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
@sensitive
def edit_person(person_id: int) -> Response | str:
    found = queries.person_for(person_id)
    known = queries.person_entry(found)
    start = PersonForm.starting(known)
    form = _with_choices(PersonForm.from_request(**start, version=str(found.version)), known)
    if form.accepted():
        with form.refusals():
            service.change_person(actor(), found, form.entry(known), form.version_number)
            flash("The record was changed.")
            return redirect(url_for(".person", person_id=person_id))
    return render_template("stakeholders/edit_person.html", form=form, one=found)


@of_both("close")
@may(May.CHANGE_REGISTER)
@destructive
def close(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), CloseForm.from_request()
    return asked(
        form,
        who,
        "Close this record",
        "Close it",
        lambda: service.close(actor(), who, form.on.data or clock.today()),
        intro="It stays in the register with everything done so far, and is no longer written to.",
    )


@of_both("reopen", methods=("POST",))
@may(May.CHANGE_REGISTER)
def reopen(kind: str, number: int) -> Response | str:
    who = who_is(kind, number)
    if sent_safely():
        service.reopen(actor(), who)
        flash("The record is open again.")
    return redirect(address_of(who))


def _shown(who: Stakeholder, template: str, **more: Any) -> str:
    """The page of an organisation or a person, with everything every register holds of it."""
    parts, merged = queries.parts_of(who), duplicates.merged_into(who)
    return render_template(
        template,
        who=who,
        kind="organisation" if isinstance(who, Organisation) else "person",
        parts=parts,
        facts=_facts(who, parts),
        told=contacts.whole_history(actor(), who),
        words=words,
        history=contacts.changes(actor(), who),
        form=Form(),
        merged=merged,
        **more,
    )


def _facts(who: Stakeholder, parts: queries.Parts) -> Mapping[str, list[dict[str, Any]]]:
    """The rows of the page under each of its headings."""
    place_ids = who.place_ids if isinstance(who, Organisation) else []
    pairs = [("network", who.network_id), ("account", who.owner_id), *(("place", one) for one in place_ids)]
    named = references.links([f"{kind}:{number}" for kind, number in pairs if number is not None])
    called = {kind: "; ".join(named[ref].text for ref in named if ref.startswith(kind)) for kind, _ in pairs}
    beside = {
        "network_id": ("Primary care network", called["network"]),
        "owner_id": ("Looked after by", called["account"] or "nobody yet"),
    }
    published: list[dict[str, Any]] = []
    if isinstance(who, Organisation):
        beside |= {
            "place_ids": ("Places", called.get("place", "")),
            "represents": ("Also written", "; ".join(row.name for row in parts.names)),
        }
        published = rows_of(who, PUBLISHED, {"website": (fact("Website", _website(who)),)})
    shown = {name: (fact(*pair),) for name, pair in beside.items() if pair[1]}
    codes = who.codes if isinstance(who, Organisation) else {}
    about = [*rows_of(who, ABOUT, shown), *(fact(*pair) for pair in codes.items())]
    return {ABOUT: about, PUBLISHED: published, SOURCE: rows_of(who, SOURCE)}


def _website(found: Organisation) -> str:
    is_whole = found.website.startswith(("https://", "http://"))
    return links((found.website, found.website)) if is_whole else found.website


def _with_choices(form: AnyForm, known: StakeholderEntry = NEW_PERSON) -> AnyForm:
    form["sub_type"].choices = with_own(words.sub_type_choices(), known.sub_type)
    form["network_id"].choices = choices([("", "None, or not known"), *network_choices()])
    form["owner_id"].choices = choices([("", "Nobody yet"), *accounts.names_of()])
    if isinstance(form, OrganisationForm):
        own_kind = known.kind if isinstance(known, OrganisationEntry) else ""
        form["kind"].choices = with_own([(kind, kind) for kind in words.kind_labels()], own_kind)
        form["place_ids"].choices = choices(place_choices())
    return form
