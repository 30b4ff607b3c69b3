"""Taking the register away as contact cards or for a mail merge, and bringing in people from cards."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.platform.web import lists
from engage.platform.web.costly import costly
from engage.platform.web.guard import actor, may, takes_files
from engage.platform.web.lists import View
from engage.platform.web.pages import counted
from engage.rules.errors import Refused
from engage.rules.permissions import May
from engage.stakeholders.barred import ADDRESS_OF_ONE_WHO_SAID_NO, back_again
from engage.stakeholders.blueprint import bp
from engage.stakeholders.cards import service as cards_service
from engage.stakeholders.cards.forms import CardsForm
from engage.stakeholders.cards.reading import UnreadableCards, read_cards
from engage.stakeholders.cards.taking_away import cards_file
from engage.stakeholders.listing import REGISTERS
from engage.stakeholders.models import Person


@bp.route("/stakeholders/export.vcf", defaults={"kind": "organisation"})
@bp.route("/people/export.vcf", defaults={"kind": "person"})
@may(May.EXPORT_RECORDS, May.READ_REGISTER)
@costly
def export_cards(kind: str) -> Response:
    """Every row of the list as it was narrowed, as contact cards."""
    table, spec_of, _ = REGISTERS[kind]
    spec = spec_of()
    return cards_file(table, lists.numbers_of(spec, View.read(spec, request.args)), spec.name)


@bp.route("/people/import-vcard", methods=["GET", "POST"])
@may(May.CHANGE_REGISTER)
@takes_files
def import_cards() -> Response | str:
    """People from a file of contact cards; whoever is there already with the same address is left alone."""
    form = CardsForm.from_request()
    if form.accepted():
        try:
            found = read_cards(form.file.data.stream)
            taken = cards_service.take_cards(actor(), found.cards)
        except (UnreadableCards, Refused) as problem:
            form.form_errors.append(str(problem))
        else:
            known = len(found.cards) - len(taken)
            flash(f"{counted(len(taken), 'person was', 'people were')} added to the register.")
            if back := back_again(Person, [one.id for one in taken]):
                flash(
                    f"{counted(len(back), 'of them has', 'of them have')} {ADDRESS_OF_ONE_WHO_SAID_NO}",
                    "notice",
                )
            if known:
                flash(f"{counted(known, 'was', 'were')} there already, by their mail address.", "notice")
            for sentence in found.left_out[:10]:
                flash(sentence, "notice")
            return redirect(url_for(".people"))
    return render_template("stakeholders/import_cards.html", form=form)
