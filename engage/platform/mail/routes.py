"""Pages of the post: what became of letters and, in a demonstration, the letters themselves."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engage.platform.mail import links, listing, outbox
from engage.platform.mail.models import Letter
from engage.platform.offers import references
from engage.platform.web import list_pages
from engage.platform.web.chosen import Chosen, chosen_rows
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, destructive, may
from engage.platform.web.list_pages import Act
from engage.platform.web.pages import counted
from engage.rules.permissions import May

AGAIN = "again"
UNSURE = {  # what can be done where nobody knows whether letters were sent
    AGAIN: ("Send them again", outbox.send_unsure_again, "to be sent again."),
    "leave": ("Leave them", outbox.leave_unsure, "left: nobody will know whether they were sent."),
}
bp = Blueprint("platform", __name__)
list_pages.install(bp, "/letters", "letters", listing.letters, May.WRITE_TO_PEOPLE)


@bp.route("/letters")
@may(May.WRITE_TO_PEOPLE)
def letters() -> str:
    acts = tuple(Act(name, words) for name, (words, _, _) in UNSURE.items())
    listed = list_pages.list_page(listing.letters(), "platform.letters", acts, url_for(".chosen"))
    mailbox = current_app.config["DEMONSTRATION"]
    known = {"waiting": outbox.waiting(), "leave": _leave(), "mailbox": mailbox}
    return list_pages.draw("platform/letters.html", listed, **known)


@bp.route("/letters/chosen", methods=["POST"])
@may(May.WRITE_TO_PEOPLE)
def chosen() -> Response | str:
    """Ask before letters of which nobody knows whether they were sent are sent again, or left."""
    act = request.form.get("act", "")
    if not sent_safely() or act not in UNSURE:
        return redirect(url_for(".letters"))
    return _ask(Form(), act, chosen_rows(listing.letters(), ".letters"))


@bp.route("/letters/chosen/unsure", methods=["POST"])
@may(May.WRITE_TO_PEOPLE)
@destructive
def settle() -> Response | str:
    """Send them again or leave them, once it was said how many they are."""
    form, act = Form.from_request(), request.form.get("act", "")
    if act not in UNSURE:
        return redirect(url_for(".letters"))
    rows = chosen_rows(listing.letters(), ".letters")
    _, verb, came_of = UNSURE[act]
    if form.accepted() and rows.is_still_meant(form, _meant(act, rows)):
        with form.refusals():
            flash(f"{counted(verb(actor(), rows.numbers), 'letter', 'letters')} {came_of}")
            return redirect(rows.back)
    return _ask(form, act, rows)


@bp.route("/letters/<int:letter_id>")
@may(May.WRITE_TO_PEOPLE)
def letter(letter_id: int) -> str:
    found = outbox.letter_for(letter_id)
    return _shown("platform/letter.html", found, "")


@bp.route("/letters/<int:letter_id>/again", methods=["POST"])
@may(May.WRITE_TO_PEOPLE)
def send_again(letter_id: int) -> Response:
    found = outbox.letter_for(letter_id)
    if sent_safely():
        outbox.send_again(actor(), found)
        flash("The letter waits to be sent again.")
    return redirect(url_for(".letter", letter_id=letter_id))


@bp.route("/mailbox")
@may(May.WRITE_TO_PEOPLE)
def mailbox() -> str:
    """Every letter as its recipient would have it, while nothing leaves the machine."""
    _demonstration_only()
    return render_template("platform/mailbox.html", found=listing.newest(), leave=_leave())


@bp.route("/mailbox/<int:letter_id>")
@may(May.WRITE_TO_PEOPLE)
def mailbox_letter(letter_id: int) -> str:
    _demonstration_only()
    found = outbox.letter_for(letter_id)
    return _shown("platform/mailbox_letter.html", found, links.with_secrets(found.text))


def _meant(act: str, rows: Chosen) -> list[int]:
    return [letter.id for letter in outbox.unsure_among(rows.numbers, to_send=act == AGAIN)]


def _ask(form: Form, act: str, rows: Chosen) -> str:
    meant = _meant(act, rows)
    return render_template(
        "platform/unsure_letters.html",
        form=form,
        act=act,
        again=act == AGAIN,
        heading=UNSURE[act][0],
        number=len(meant),
        others=len(rows.numbers) - len(meant),
        back=rows.back,
        chosen=rows.brought_back(meant),
    )


def _shown(template: str, found: Letter, text: str) -> str:
    return render_template(
        template,
        letter=found,
        state=listing.STATES[found.state],
        sentence=outbox.SENTENCES[found.state],
        about=references.link(found.about),
        may_send_again=found.state in outbox.ENDED_BADLY and bool(found.text),
        pieces=listing.pieces(text),
        form=Form(),
    )


def _leave() -> bool:
    """Whether letters leave this machine."""
    return current_app.config["MAIL_SERVER"] is not None


def _demonstration_only() -> None:
    if not current_app.config["DEMONSTRATION"]:
        abort(404)
