"""Pages of the post: what became of letters and, in a demonstration, the letters themselves."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from engage.platform.mail import links, listing, outbox
from engage.platform.mail.models import Letter
from engage.platform.offers import references
from engage.platform.web import list_pages
from engage.platform.web.forms import Form, sent_safely
from engage.platform.web.guard import actor, may
from engage.rules.permissions import May

bp = Blueprint("platform", __name__)
list_pages.install(bp, "/letters", "letters", listing.letters, May.WRITE_TO_PEOPLE)


@bp.route("/letters")
@may(May.WRITE_TO_PEOPLE)
def letters() -> str:
    listed = list_pages.list_page(listing.letters(), "platform.letters")
    mailbox = current_app.config["DEMONSTRATION"]
    known = {"waiting": outbox.waiting(), "leave": _leave(), "mailbox": mailbox}
    return list_pages.draw("platform/letters.html", listed, **known)


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
