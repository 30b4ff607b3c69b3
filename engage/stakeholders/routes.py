"""Pages of the register: its two lists, and how far we are in touch with everybody."""

from __future__ import annotations

from flask import render_template, url_for

from engage.platform.offers.agreed_numbers import agreed_number
from engage.platform.web import list_pages
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May
from engage.stakeholders import card_pages as card_pages  # such pages hang themselves on the blueprint
from engage.stakeholders import contacts
from engage.stakeholders import part_pages as part_pages
from engage.stakeholders import record_pages as record_pages
from engage.stakeholders.act_pages import acts_for
from engage.stakeholders.blueprint import bp
from engage.stakeholders.coverage import coverage
from engage.stakeholders.listing import organisations_list, people_list
from engage.stakeholders.models import Organisation, Person

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
            ("Organisations", url_for(".index"), "status=active", coverage(actor(), Organisation, since)),
            ("People", url_for(".people"), "status=open", coverage(actor(), Person, since)),
        ],
    )
