"""What is done with rows chosen on the lists: each asks first, and says how many it is about."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.accounts import queries as accounts
from engage.platform.long_acts.doing import LONG, do_to_many
from engage.platform.mail import outbox
from engage.platform.web import list_pages, lists
from engage.platform.web.chosen import Chosen, chosen_rows
from engage.platform.web.costly import costly
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.list_pages import Act
from engage.platform.web.lists import View
from engage.rules.actors import Actor
from engage.rules.permissions import May
from engage.stakeholders import queries
from engage.stakeholders.blueprint import bp
from engage.stakeholders.bulk.acts import plain
from engage.stakeholders.bulk.forms import MailForm, OwnerForm, TagForm
from engage.stakeholders.bulk.mail_merge import merge_file
from engage.stakeholders.cards.taking_away import cards_file
from engage.stakeholders.consents.mail import Recipients, bulk_recipients
from engage.stakeholders.forms import CloseForm
from engage.stakeholders.listing import REGISTERS
from engage.stakeholders.models import Table

CHANGES: dict[str, tuple[str, type[Form], str]] = {
    "tag": ("Give them a tag", TagForm, "new_tag"),
    "owner": ("Say who looks after them", OwnerForm, "new_owner"),
    "close": ("Close them", CloseForm, "on"),
}
LETTER = "letter"


def acts_for(person: Actor) -> tuple[Act, ...]:
    """What this person may do with rows they choose."""
    found: list[Act] = []
    if person.may(May.CHANGE_REGISTER):
        found += [Act(name, words) for name, (words, _, _) in CHANGES.items()]
    if person.may(May.WRITE_TO_PEOPLE):
        found.append(Act(LETTER, "Write to them"))
    if person.may(May.EXPORT_RECORDS):
        found += [
            Act("csv", "Download as CSV"),
            Act("xlsx", "Download as XLSX"),
            Act("vcf", "Download as contact cards"),
        ]
    return tuple(found)


@bp.route("/stakeholders/chosen", methods=["POST"], defaults={"kind": "organisation"})
@bp.route("/people/chosen", methods=["POST"], defaults={"kind": "person"})
@may(May.READ_REGISTER)
def chosen(kind: str) -> Response | str:
    """What is done with the rows ticked on a list."""
    table, spec_of, home = REGISTERS[kind]
    spec, act = spec_of(), request.form.get("act", "")
    if not sent_safely() or act not in {one.value for one in acts_for(actor())}:
        return redirect(url_for(home))
    rows = chosen_rows(spec, home)
    if act in {"csv", "xlsx"}:
        return list_pages.taken_away(spec, rows.view, act, rows.ticked)
    if act == "vcf":
        return cards_file(table, rows.numbers, spec.name)
    if act == LETTER:
        return _ask_letter(MailForm(), kind, rows, bulk_recipients(table, rows.numbers))
    return _ask_change(_change_form(act, fresh=True), act, kind, rows)


@bp.route("/stakeholders/chosen/change", methods=["POST"], defaults={"kind": "organisation"})
@bp.route("/people/chosen/change", methods=["POST"], defaults={"kind": "person"})
@may(May.CHANGE_REGISTER)
@destructive
def change_chosen(kind: str) -> Response | str:
    """Tag, give an owner to or close what was chosen, once it was asked."""
    table, spec_of, home = REGISTERS[kind]
    spec, act = spec_of(), request.form.get("act", "")
    if act not in CHANGES:
        return redirect(url_for(home))
    form = _change_form(act)
    rows = chosen_rows(spec, home)
    if form.accepted() and rows.is_still_meant(form, _to_change(act, table, rows)):
        with form.refusals():
            given = {"kind": kind, "typed": plain(form[CHANGES[act][2]].data)}
            return do_to_many(f"stakeholders.{act}", rows.numbers, given, rows.back)
    return _ask_change(form, act, kind, rows)


@bp.route("/stakeholders/chosen/letter", methods=["POST"], defaults={"kind": "organisation"})
@bp.route("/people/chosen/letter", methods=["POST"], defaults={"kind": "person"})
@may(May.WRITE_TO_PEOPLE)
def write_to_chosen(kind: str) -> Response | str:
    """Write to those who may be written to, once it was said how many and who is left out."""
    table, spec_of, home = REGISTERS[kind]
    spec, form = spec_of(), MailForm.from_request()
    rows = chosen_rows(spec, home)
    found = bulk_recipients(table, rows.numbers)
    if form.accepted() and rows.is_still_meant(form, found.able):
        with form.refusals():
            given = {"kind": kind, **form.answers()}
            return do_to_many(f"stakeholders.{LETTER}", rows.numbers, given, url_for(home))
    return _ask_letter(form, kind, rows, found)


@bp.route("/stakeholders/mailings/<int:mailing_id>")
@may(May.READ_REGISTER)
def mailing(mailing_id: int) -> str:
    """What became of a letter to many."""
    found = queries.mailing_for(mailing_id)
    letters = outbox.letters_about(f"mailing:{mailing_id}")
    return render_template(
        "stakeholders/mailing.html",
        mailing=found,
        letters=letters,
        names=queries.names_by_ref(actor(), [one.to_ref for one in letters]),
    )


def _change_form(act: str, *, fresh: bool = False) -> Form:
    """The form of an act; ``fresh`` when the page before it was a list, whose fields are other ones."""
    kind = CHANGES[act][1]
    form = kind() if fresh else kind.from_request()
    if isinstance(form, OwnerForm):
        form.new_owner.choices = choices([("", "Choose somebody"), *accounts.names_of()])
    return form


def _to_change(act: str, table: Table, rows: Chosen) -> list[int]:
    """The numbers of those that would change, as far as that is known before it is said to what."""
    return queries.open_among(table, rows.numbers) if act == "close" else rows.numbers


def _ask_change(form: Form, act: str, kind: str, rows: Chosen) -> str:
    heading, _, name = CHANGES[act]
    to_change = _to_change(act, REGISTERS[kind][0], rows)
    return render_template(
        "stakeholders/change_chosen.html",
        form=form,
        field=name,
        act=act,
        heading=heading,
        kind=kind,
        spec=rows.spec,
        number=len(to_change),
        is_long=len(rows.numbers) > LONG,
        so_already=len(rows.numbers) - len(to_change),
        chosen=rows.brought_back(to_change),
    )


def _ask_letter(form: MailForm, kind: str, rows: Chosen, found: Recipients) -> str:
    return render_template(
        "stakeholders/write_to_chosen.html",
        form=form,
        kind=kind,
        spec=rows.spec,
        found=found,
        is_long=len(rows.numbers) > LONG,
        chosen=rows.brought_back(found.able),
    )


@bp.route("/stakeholders/mail-merge", defaults={"kind": "organisation"})
@bp.route("/people/mail-merge", defaults={"kind": "person"})
@may(May.WRITE_TO_PEOPLE)
def mail_merge(kind: str) -> str:
    """Who would stand in the file and who would not, before it is taken away."""
    table, spec_of, home = REGISTERS[kind]
    spec = spec_of()
    view = View.read(spec, request.args)
    found = bulk_recipients(table, lists.numbers_of(spec, view))
    return render_template(
        "stakeholders/mail_merge.html", kind=kind, spec=spec, found=found, query=view.query(spec), home=home
    )


@bp.route("/stakeholders/mail-merge.<any(csv, xlsx):ending>", defaults={"kind": "organisation"})
@bp.route("/people/mail-merge.<any(csv, xlsx):ending>", defaults={"kind": "person"})
@may(May.WRITE_TO_PEOPLE)
@costly
def mail_merge_file(kind: str, ending: str) -> Response:
    table, spec_of, _ = REGISTERS[kind]
    spec = spec_of()
    found = bulk_recipients(table, lists.numbers_of(spec, View.read(spec, request.args)))
    return merge_file(found, ending, spec.name)
