"""What the pages of the register hang on, and what the pages of its parts have in common."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.platform.web.forms import Form
from engage.stakeholders import queries
from engage.stakeholders.barred import pointed_out
from engage.stakeholders.models import Person, Stakeholder

bp = Blueprint("stakeholders", __name__)

View = Callable[..., Response | str]


def of_both(path: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """The same page under an organisation and under a person."""

    def hang(view: View) -> View:
        for kind, before in (("organisation", "/stakeholders/organisations"), ("person", "/people")):
            address = f"{before}/<int:number>/{path}"
            bp.add_url_rule(address, view_func=view, methods=methods, defaults={"kind": kind})
        return view

    return hang


def who_is(kind: str, number: int) -> Stakeholder:
    """The organisation or the person an address speaks of. Raises Missing."""
    if kind == "organisation":
        return queries.organisation_for(number)
    return queries.person_for(number)


def address_of(who: Stakeholder) -> str:
    """The page of an organisation or a person."""
    if isinstance(who, Person):
        return url_for("stakeholders.person", person_id=who.id)
    return url_for("stakeholders.organisation", organisation_id=who.id)


def point_out(who: Stakeholder) -> None:
    """Say of an address that has come back that its owner does not want to be written to."""
    for sentence in pointed_out(who):
        flash(sentence, "notice")


def asked(
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
        with form.refusals():
            act()
            flash("It is recorded.")
            point_out(who)
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
