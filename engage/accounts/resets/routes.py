"""Pages for those who cannot sign in yet, or have forgotten how."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from engage.accounts import mail, queries, service
from engage.accounts.blueprint import bp
from engage.accounts.resets.forms import ChooseForm, ForgottenForm
from engage.platform.mail import links
from engage.platform.web.guard import public
from engage.platform.web.sent_once import each_time
from engage.platform.web.sources import source
from engage.rules.errors import Refused

OVER = 410


@bp.route("/sign-in/forgotten", methods=["GET", "POST"])
@public
@each_time
def forgotten() -> str:
    """The answer is the same whoever asks, so that nobody learns who has an account."""
    form = ForgottenForm.from_request()
    asked = mail.is_on() and form.does(
        lambda: service.ask_for_link(form.email.data or "", current_app.config["SECRET_KEY"], source=source())
    )
    return render_template("accounts/forgotten.html", form=form, asked=asked, by_letter=mail.is_on())


@bp.route("/choose-password/<secret>", methods=["GET", "POST"])
@public
def choose_password(secret: str) -> Response | str | tuple[str, int]:
    """Where the link of a letter leads. Opening it changes nothing: only the button does."""
    form = ChooseForm.from_request()
    try:
        account = queries.whose_link(links.opened(secret, mail.CHOOSE))
    except Refused as refusal:
        return render_template("accounts/link_over.html", sentence=refusal.reason), OVER
    if form.does(lambda: service.choose_password(secret, form.password.data or "")):
        session.clear()
        flash("Your password is set. Sign in with it.")
        return redirect(url_for("accounts.sign_in"))
    return render_template("accounts/choose_password.html", form=form, account=account, secret=secret)
