"""Pages of what somebody agreed to and took back, and of contacts made."""

from __future__ import annotations

from flask import flash, redirect
from werkzeug.wrappers import Response

from engage.platform.web.forms import sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.rules.permissions import May
from engage.stakeholders.blueprint import address_of, asked, of_both, who_is
from engage.stakeholders.consents import service as consents
from engage.stakeholders.consents.forms import ConsentForm, ContactForm, DoNotContactForm, WithdrawalForm


@of_both("consent")
@may(May.CHANGE_REGISTER)
def give_consent(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), ConsentForm.from_request()
    return asked(
        form,
        who,
        "Record what they agreed to",
        "Record it",
        lambda: consents.give_consent(actor(), who, **form.answers()),
        intro="Being contacted one to one and getting bulk mail are two different things: ask for each.",
    )


@of_both("withdrawal")
@may(May.CHANGE_REGISTER)
@destructive
def withdraw_consent(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), WithdrawalForm.from_request()
    return asked(
        form,
        who,
        "Record that they took it back",
        "Record it",
        lambda: consents.withdraw_consent(actor(), who, **form.answers()),
        intro="From then on no such letter is written to them. What they agreed to before stays on record.",
    )


@of_both("do-not-contact")
@may(May.CHANGE_REGISTER)
def do_not_contact(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), DoNotContactForm.from_request()
    return asked(
        form,
        who,
        "Do not contact",
        "Do not contact them",
        lambda: consents.set_do_not_contact(
            actor(), who, form["do_not_contact_on"].data, form["do_not_contact_because"].data or ""
        ),
        intro="This overrides everything they agreed to, until somebody takes it back here.",
    )


@of_both("may-contact", methods=("POST",))
@may(May.CHANGE_REGISTER)
def may_contact(kind: str, number: int) -> Response | str:
    who = who_is(kind, number)
    if sent_safely():
        consents.clear_do_not_contact(actor(), who)
        flash("They may be contacted again, as far as they agreed to it.")
    return redirect(address_of(who))


@of_both("contacts/new")
@may(May.CHANGE_REGISTER)
def note_contact(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), ContactForm.from_request()
    return asked(
        form,
        who,
        "Note a contact",
        "Note it",
        lambda: consents.note_contact(actor(), who, form.entry()),
        intro="For what no other register holds. Meetings, activities and letters count by themselves.",
    )
