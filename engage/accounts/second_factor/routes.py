"""Pages of the second step: one's own, and taking that of somebody else off."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from engage.accounts import queries
from engage.accounts.blueprint import bp
from engage.accounts.models import Account
from engage.accounts.second_factor import codes, service
from engage.accounts.second_factor.forms import SetUpForm, TakeOffForm
from engage.platform.web.forms import sent_safely
from engage.platform.web.guard import actor, confirmed, destructive, may, signed_in
from engage.platform.web.sent_once import each_time
from engage.rules.errors import Missing
from engage.rules.permissions import May

NEW_APP = "new app"  # in the cookie of this browser: the salt of an app that has shown no code yet


@bp.route("/account/second-step", methods=["GET", "POST"])
@signed_in
@confirmed
@each_time
def second_step() -> str | Response:
    """Set one's own second step up, or on a new device in place of the old one."""
    form = SetUpForm.from_request()
    made = set_up(_own(), form, instead=True)
    if made:
        return render_template("accounts/recovery_codes.html", codes=made, form=None)
    return set_up_page(_own(), form, url_for("accounts.second_step"))


@bp.route("/account/recovery-codes", methods=["POST"])
@signed_in
@confirmed
@each_time
def recovery_codes() -> str | Response:
    """New recovery codes in place of those that are used or lost."""
    if not sent_safely():
        return redirect(url_for("accounts.own"))
    made = service.renew_codes(actor(), _own())
    return render_template("accounts/recovery_codes.html", codes=made, form=None)


@bp.route("/accounts/<int:account_id>/second-step", methods=["GET", "POST"])
@may(May.MANAGE_ACCOUNTS)
@confirmed
@destructive
def take_off(account_id: int) -> str | Response:
    """For somebody who can use neither the app nor a recovery code."""
    account = queries.account_for(account_id)
    form = TakeOffForm.from_request()
    if form.does(lambda: service.take_off(actor(), account, form.why.data)):
        flash(f"The second step of {account.name} is off. They were signed out everywhere and sent a letter.")
        return redirect(url_for("accounts.edit", account_id=account_id))
    return render_template("accounts/take_off.html", form=form, account=account)


def set_up(account: Account, form: SetUpForm, *, instead: bool) -> list[str]:
    """The recovery codes of a second step that was set up just now; none while it was not."""
    made: list[str] = []
    salt = session.get(NEW_APP, "")
    if salt and form.accepted():
        with form.refusals():
            made = service.set_up_app(account, salt, form.code.data or "", instead=instead)
            del session[NEW_APP]
    return made


def set_up_page(account: Account, form: SetUpForm, to: str) -> str:
    """The square picture for an app, and what to type into one that cannot see it."""
    salt = session.setdefault(NEW_APP, codes.new_salt())
    return render_template(
        "accounts/set_up.html",
        form=form,
        to=to,
        address=codes.address_for_app(account, salt),
        picture=codes.picture_for_app(account, salt),
        seed=codes.in_groups(codes.seed_of(salt)),
    )


def _own() -> Account:
    """The account of whoever is asking; a demonstration's has nothing to sign in with."""
    account = queries.account_for(actor().id or 0)
    if account.is_demonstration:
        raise Missing
    return account
