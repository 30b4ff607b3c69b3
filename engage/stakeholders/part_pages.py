"""Pages of what belongs to an organisation or a person: addresses, posts, consents, contacts, an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.platform import clock
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, may
from engage.rules.errors import Refused
from engage.rules.permissions import May
from engage.stakeholders import consent_service, queries, service
from engage.stakeholders.blueprint import bp
from engage.stakeholders.forms import (
    AppointForm,
    CloseForm,
    ConsentForm,
    ContactForm,
    DoNotContactForm,
    PointForm,
    PostForm,
    WithdrawalForm,
)
from engage.stakeholders.models import ContactPoint, Person, Post
from engage.stakeholders.queries import Stakeholder

View = Callable[..., Response | str]


def of_both(path: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """The same page under an organisation and under a person."""

    def hang(view: View) -> View:
        for kind, before in (("organisation", "/stakeholders/organisations"), ("person", "/people")):
            address = f"{before}/<int:number>/{path}"
            bp.add_url_rule(address, view_func=view, methods=methods, defaults={"kind": kind})
        return view

    return hang


@of_both("addresses/new")
@may(May.CHANGE_REGISTER)
def add_point(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), PointForm.from_request()
    return _asked(
        form, who, "Add an address", "Add it", lambda: service.add_point(actor(), who, _point(form))
    )


@bp.route("/stakeholders/addresses/<int:point_id>", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def change_point(point_id: int) -> Response | str:
    point = queries.point_for(actor(), point_id)
    form, who = PointForm.from_request(obj=point), _owner_of(point)
    return _asked(
        form,
        who,
        "Change an address",
        "Save",
        lambda: service.change_point(actor(), point, _point(form)),
        remove=url_for(".remove_point", point_id=point_id),
        remove_words="Take this address away",
    )


@bp.route("/stakeholders/addresses/<int:point_id>/remove", methods=["POST"])
@may(May.CHANGE_REGISTER)
def remove_point(point_id: int) -> Response:
    point = queries.point_for(actor(), point_id)
    who = _owner_of(point)
    if sent_safely():
        service.remove_point(actor(), point)
        flash("The address is gone.")
    return redirect(address_of(who))


@bp.route("/stakeholders/organisations/<int:number>/posts/new", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def appoint(number: int) -> Response | str:
    organisation, form = queries.organisation_for(actor(), number), AppointForm.from_request()
    _offer_people(form)
    return _asked(
        form,
        organisation,
        "Say who holds a post",
        "Save",
        lambda: service.appoint(
            actor(),
            organisation,
            form.title.data or "",
            _number(form.person_id.data),
            form.from_on.data,
            form.to_on.data,
            beside=bool(form.beside.data),
        ),
        intro="When somebody new takes over, the one before gets the day before as their last: "
        "what they did stays theirs.",
    )


@bp.route("/stakeholders/posts/<int:post_id>", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
def change_post(post_id: int) -> Response | str:
    post = queries.post_for(actor(), post_id)
    organisation = queries.organisation_for(actor(), post.organisation_id)
    form = PostForm.from_request(
        title=post.title, person_id=str(post.person_id or ""), from_on=post.from_on, to_on=post.to_on
    )
    _offer_people(form, post)
    return _asked(
        form,
        organisation,
        "Change who held a post",
        "Save",
        lambda: service.change_post(
            actor(),
            post,
            {
                "title": form.title.data,
                "person_id": _number(form.person_id.data),
                "from_on": form.from_on.data,
                "to_on": form.to_on.data,
            },
        ),
        intro="To correct a mistake, or to enter the last day. For a new holder, say who holds it now.",
    )


@of_both("consent")
@may(May.CHANGE_REGISTER)
def give_consent(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), ConsentForm.from_request()
    return _asked(
        form,
        who,
        "Record what they agreed to",
        "Record it",
        lambda: consent_service.give_consent(
            actor(),
            who,
            form.kind.data or "",
            form.basis.data or "",
            form.origin.data or "",
            form.given_on.data,
        ),
        intro="Being contacted one to one and getting bulk mail are two different things: ask for each.",
    )


@of_both("withdrawal")
@may(May.CHANGE_REGISTER)
def withdraw_consent(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), WithdrawalForm.from_request()
    return _asked(
        form,
        who,
        "Record that they took it back",
        "Record it",
        lambda: consent_service.withdraw_consent(
            actor(), who, form.kind.data or "", form.withdrawn_on.data or clock.today(), form.how.data or ""
        ),
        intro="From then on no such letter is written to them. What they agreed to before stays on record.",
    )


@of_both("do-not-contact")
@may(May.CHANGE_REGISTER)
def do_not_contact(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), DoNotContactForm.from_request()
    return _asked(
        form,
        who,
        "Do not contact",
        "Do not contact them",
        lambda: consent_service.set_do_not_contact(
            actor(), who, form.since.data or clock.today(), form.because.data or ""
        ),
        intro="This overrides everything they agreed to, until somebody takes it back here.",
    )


@of_both("may-contact", methods=("POST",))
@may(May.CHANGE_REGISTER)
def may_contact(kind: str, number: int) -> Response | str:
    who = who_is(kind, number)
    if sent_safely():
        consent_service.clear_do_not_contact(actor(), who)
        flash("They may be contacted again, as far as they agreed to it.")
    return redirect(address_of(who))


@of_both("contacts/new")
@may(May.CHANGE_REGISTER)
def note_contact(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), ContactForm.from_request()
    return _asked(
        form,
        who,
        "Note a contact",
        "Note it",
        lambda: consent_service.note_contact(
            actor(), who, {"on": form.on.data, "how": form.how.data, "about": form.about.data or ""}
        ),
        intro="For what no other register holds. Meetings, activities and letters count by themselves.",
    )


@of_both("close")
@may(May.CHANGE_REGISTER)
def close(kind: str, number: int) -> Response | str:
    who, form = who_is(kind, number), CloseForm.from_request()
    return _asked(
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


def who_is(kind: str, number: int) -> Stakeholder:
    """The organisation or the person an address speaks of. Raises Missing."""
    if kind == "organisation":
        return queries.organisation_for(actor(), number)
    return queries.person_for(actor(), number)


def address_of(who: Stakeholder) -> str:
    """The page of an organisation or a person."""
    if isinstance(who, Person):
        return url_for("stakeholders.person", person_id=who.id)
    return url_for("stakeholders.organisation", organisation_id=who.id)


def _asked(
    form: Form,
    who: Stakeholder,
    heading: str,
    button: str,
    act: Callable[[], object],
    *,
    intro: str = "",
    remove: str = "",
    remove_words: str = "",
) -> Response | str:
    """The page that asks for a part; what was accepted is done, and leads back to whose part it is."""
    if form.accepted():
        try:
            act()
        except Refused as refusal:
            form.form_errors.append(refusal.reason)
        else:
            flash("It is recorded.")
            return redirect(address_of(who))
    return render_template(
        "stakeholders/part.html",
        form=form,
        who=who,
        back=address_of(who),
        heading=heading,
        button_words=button,
        intro=intro,
        remove=remove,
        remove_words=remove_words,
    )


def _owner_of(point: ContactPoint) -> Stakeholder:
    if point.organisation_id is not None:
        return who_is("organisation", point.organisation_id)
    return who_is("person", point.person_id or 0)


def _point(form: PointForm) -> dict[str, Any]:
    return {
        "kind": form.kind.data,
        "value": form.value.data,
        "label": form.label.data or "",
        "is_preferred": bool(form.is_preferred.data),
    }


def _offer_people(form: PostForm, post: Post | None = None) -> None:
    known = [("", "Nobody is named"), *queries.people_choices(actor())]
    held = post.person_id if post else None
    if held is not None and str(held) not in dict(known):
        known += [(str(number), name) for number, name in queries.person_names(actor(), [held]).items()]
    form.person_id.choices = choices(known)


def _number(value: str | None) -> int | None:
    return int(value) if value else None
