"""Pages for signing in and out, one's own account, and everybody's accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import (
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response

from engage.accounts import carrying, gate, mail, queries, service
from engage.accounts.blueprint import bp
from engage.accounts.carrying import Typed
from engage.accounts.forms import AccountForm, PasswordForm, RolesForm, SignInForm
from engage.accounts.listing import audit_trail
from engage.accounts.models import OWN, Account
from engage.accounts.resets import routes as reset_routes
from engage.accounts.second_factor import codes
from engage.accounts.second_factor import routes as second_step
from engage.accounts.second_factor import service as factors
from engage.accounts.second_factor.forms import CodeForm, ConfirmForm, GoOnForm, SetUpForm
from engage.platform import clock
from engage.platform.data.typed import row_number
from engage.platform.web import list_pages, watching
from engage.platform.web.declared import fact, rows_of
from engage.platform.web.forms import Form, choices, sent_safely
from engage.platform.web.guard import actor, confirmed, destructive, may, public, signed_in
from engage.platform.web.pages import own_path
from engage.platform.web.sent_once import each_time
from engage.platform.web.watching import tries_sign_in
from engage.rules.errors import Missing
from engage.rules.permissions import NEVER_TOGETHER, ROLES, May

__all__ = ["bp", "reset_routes"]

list_pages.install(bp, "/audit", "trail", audit_trail, May.READ_AUDIT, confirmed=True)

START_AGAIN = "That took longer than 15 minutes. Begin again with your password."
NOT_CONFIRMED = "Nothing was done yet. Show that it is you, then do it again."


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@tries_sign_in
@each_time
def sign_in() -> Response | str:
    form = SignInForm.from_request(next=request.args.get("next", ""))
    if form.accepted():
        with form.refusals():
            account = gate.check_password(form.email.data, form.password.data)
            return _after_password(account, form)
    return _sign_in_page(form)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
@tries_sign_in
@each_time
def code() -> str | Response:
    """The second step, for whoever has given the password in this browser."""
    account = gate.halfway()
    if account is None:
        return _start_again()
    form = CodeForm.from_request()
    if form.accepted():
        with form.refusals():
            by = factors.check_code(account, form.code.data or "", current_app.config["SECRET_KEY"])
            return _enter(account, f"password and {by}", form.next.data, form.carried.data)
    return render_template("accounts/code.html", form=form)


@bp.route("/sign-in/second-step", methods=["GET", "POST"])
@public
@each_time
def set_up_on_the_way() -> str | Response:
    """The second step is set up before anything else, by those whose roles ask for it."""
    account = gate.halfway()
    if account is None or queries.credential_of(account, codes.APP):
        return _start_again()
    form = SetUpForm.from_request()
    made = second_step.set_up(account, form, instead=False)
    if made:
        gate.let_halfway(account, second_step_done=True)
        return render_template("accounts/recovery_codes.html", codes=made, form=_go_on(form))
    return second_step.set_up_page(account, form, url_for(".set_up_on_the_way"))


@bp.route("/sign-in/go-on", methods=["POST"])
@public
@tries_sign_in
@each_time
def go_on() -> Response | str:
    """From the recovery codes, which are shown once, on in."""
    account = gate.halfway(second_step_done=True)
    form = GoOnForm.from_request()
    if account is None or not form.accepted():
        return _start_again()
    return _enter(account, "password and code", form.next.data, form.carried.data)


@bp.route("/sign-in/confirm", methods=["GET", "POST"])
@signed_in
@each_time
def confirm() -> str | Response:
    """Before what does most harm in wrong hands, whoever is signed in shows again that it is they."""
    form = ConfirmForm.from_request(next=request.args.get("next", ""))
    if form.accepted():
        with form.refusals():
            gate.confirm(actor(), _proof_of(queries.account_for(actor().id or 0), form.proof.data or ""))
            typed = carrying.opened(form.carried.data or "", actor().id)
            return _lead_on(typed, form.next.data, form.carried.data)
    return render_template("accounts/confirm.html", form=form)


@bp.route("/sign-in/demonstration", methods=["POST"])
@public
@tries_sign_in
@each_time
def sign_in_to_demonstration() -> Response | str:
    if not current_app.config["DEMONSTRATION"]:
        raise Missing
    if not sent_safely():
        return redirect(url_for(".sign_in"))
    form = SignInForm.from_request()
    wanted = request.form.get("account_id", type=row_number)
    chosen = [listed.account for listed in queries.demonstration_accounts() if listed.account.id == wanted]
    if not chosen:
        raise Missing
    return _enter(chosen[0], "demonstration", form.next.data, form.carried.data)


@bp.route("/sign-out", methods=["POST"])
@signed_in
@each_time
def sign_out() -> Response:
    if not sent_safely():
        return redirect(url_for(".own"))
    gate.sign_out(actor())
    session.clear()
    flash("You have signed out.")
    return redirect(url_for(".sign_in"))


@bp.route("/sign-out/everywhere", methods=["POST"])
@signed_in
@each_time
def sign_out_everywhere() -> Response:
    if not sent_safely():
        return redirect(url_for(".own"))
    gate.sign_out_everywhere(actor())
    session.clear()
    flash("You have signed out on every device.")
    return redirect(url_for(".sign_in"))


@bp.route("/account/sign-ins/<int:sign_in_id>/end", methods=["POST"])
@signed_in
@destructive
def end_sign_in(sign_in_id: int) -> Response:
    if sent_safely():
        service.end_sign_in(actor(), sign_in_id)
        flash("That browser is signed out.")
    return redirect(url_for(".own"))


@bp.route("/account", methods=["GET", "POST"])
@signed_in
def own() -> str | Response:
    form = PasswordForm.from_request()
    account = queries.account_for(actor().id or 0)
    if form.accepted():
        with form.refusals():
            gate.check_password(account.email, form.current.data)
            service.set_password(actor(), account, form.new.data)
            session.clear()
            flash("Your password was changed. Sign in with the new one.")
            return redirect(url_for(".sign_in"))
    found = queries.sign_ins_of(actor(), clock.now(), gate.idle_limit())
    sign_ins = [(one, gate.is_this_one(one)) for one in found]
    roles = fact("Roles", ", ".join(_titles(actor().roles)) or "none")
    facts = rows_of(account, OWN, {"email": (roles,)})
    return render_template(
        "accounts/own.html",
        form=form,
        account=account,
        sign_ins=sign_ins,
        facts=facts,
        app=queries.credential_of(account, codes.APP),
        codes_left=queries.recovery_codes_left(account),
    )


@bp.route("/accounts")
@may(May.MANAGE_ACCOUNTS)
def index() -> str:
    listed = queries.accounts()
    return render_template(
        "accounts/index.html", listed=[(one.account, _titles(one.roles)) for one in listed]
    )


@bp.route("/accounts/who-may-do-what")
@signed_in
def permissions() -> str:
    return render_template(
        "accounts/permissions.html",
        roles=ROLES,
        permissions=list(May),
        pairs=NEVER_TOGETHER,
        second_step=_titles(current_app.config["SECOND_STEP_ROLES"]),
    )


@bp.route("/audit")
@may(May.READ_AUDIT)
def trail() -> str:
    return list_pages.draw("accounts/trail.html", list_pages.list_page(audit_trail(), "accounts.trail"))


@bp.route("/accounts/new", methods=["GET", "POST"])
@may(May.MANAGE_ACCOUNTS)
@confirmed
def new() -> str | Response:
    form = AccountForm.from_request()
    form.roles.choices = _role_choices()
    if form.accepted():
        with form.refusals():
            account, address = service.invite(
                actor(), form.email.data or "", form["name"].data, form.roles.data or ()
            )
            return _link_given(account, address, f"The account for {account.name} is open.")
    return render_template("accounts/new.html", form=form)


@bp.route("/accounts/<int:account_id>", methods=["GET", "POST"])
@may(May.MANAGE_ACCOUNTS)
@confirmed
def edit(account_id: int) -> str | Response:
    account = queries.account_for(account_id)
    form = RolesForm.from_request(roles=sorted(queries.roles_of(account.id)))
    form.roles.choices = _role_choices()
    if form.accepted():
        with form.refusals():
            service.give_roles(actor(), account, form.roles.data)
            flash(f"The roles of {account.name} were changed.")
            return redirect(url_for(".index"))
    has_second_step = queries.credential_of(account, codes.APP) is not None
    return render_template("accounts/edit.html", form=form, account=account, has_second_step=has_second_step)


@bp.route("/accounts/<int:account_id>/password", methods=["GET", "POST"])
@may(May.MANAGE_ACCOUNTS)
@confirmed
def new_password(account_id: int) -> str | Response:
    """For somebody who has forgotten theirs: they choose the new one, by a link."""
    account = queries.account_for(account_id)
    form = Form.from_request()
    if form.accepted():
        with form.refusals():
            address = service.send_link(actor(), account)
            return _link_given(account, address, f"{account.name} can choose a new password.")
    return render_template("accounts/new_password.html", form=form, account=account)


@bp.route("/accounts/<int:account_id>/close", methods=["GET", "POST"])
@may(May.MANAGE_ACCOUNTS)
@destructive
def close(account_id: int) -> str | Response:
    account = queries.account_for(account_id)
    form = Form.from_request()
    if form.accepted():
        service.close_account(actor(), account)
        flash(f"The account of {account.name} is closed.")
        return redirect(url_for(".index"))
    return render_template("accounts/close.html", form=form, account=account)


@bp.route("/accounts/<int:account_id>/reopen", methods=["POST"])
@may(May.MANAGE_ACCOUNTS)
@confirmed
def reopen(account_id: int) -> Response:
    account = queries.account_for(account_id)
    if sent_safely():
        service.reopen_account(actor(), account)
        flash(f"The account of {account.name} is open again.")
    return redirect(url_for(".edit", account_id=account_id))


def ask_to_sign_in() -> Response:
    """Send a visitor to the sign-in page; what they had typed goes with them and comes back to be sent."""
    if request.method != "POST":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if carried := carrying.sealed():
        return _sign_in_page(SignInForm(carried=carried))
    flash(carrying.NOT_CARRIED, "notice")
    return redirect(url_for("accounts.sign_in"))


def ask_to_confirm() -> Response | str:
    """Have whoever is signed in show again that it is they; what they had typed comes back to be sent."""
    here = request.full_path.rstrip("?")
    if request.method != "POST":
        return redirect(url_for("accounts.confirm", next=here))
    can_be_opened = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    carried = carrying.sealed()
    if not carried:
        flash(NOT_CONFIRMED, "notice")
    form = ConfirmForm(next=here if can_be_opened else "", carried=carried)
    return render_template("accounts/confirm.html", form=form)


def _sign_in_page(form: SignInForm) -> Response:
    if "csrf_token" in form.errors:
        form.carried.data = ""
    demonstration = queries.demonstration_accounts() if current_app.config["DEMONSTRATION"] else []
    page = make_response(render_template("accounts/sign_in.html", form=form, demonstration=demonstration))
    if form.wait:
        page.status_code, page.headers["Retry-After"] = 429, f"{form.wait}"
    return page


def _after_password(account: Account, form: SignInForm) -> Response | str:
    """On in, unless there is a second step or their roles ask for one: until then they are nobody."""
    led = {"next": form.next.data, "carried": form.carried.data}
    if queries.credential_of(account, codes.APP):
        watching.is_a_step_on_the_way()
        gate.let_halfway(account)
        return render_template("accounts/code.html", form=CodeForm(**led))
    if queries.roles_of(account.id) & current_app.config["SECOND_STEP_ROLES"]:
        watching.is_a_step_on_the_way()
        gate.let_halfway(account)
        return second_step.set_up_page(account, SetUpForm(**led), url_for(".set_up_on_the_way"))
    return _enter(account, "password", form.next.data, form.carried.data)


def _go_on(form: SetUpForm) -> GoOnForm:
    return GoOnForm(next=form.next.data, carried=form.carried.data)


def _start_again() -> Response:
    flash(START_AGAIN, "notice")
    return redirect(url_for("accounts.sign_in"))


def _proof_of(account: Account, typed: str) -> str:
    """By what they have shown that it is they: a code where it looks like one, or else the password."""
    if queries.credential_of(account, codes.APP) and codes.looks_like_one(typed):
        return factors.check_code(account, typed, current_app.config["SECRET_KEY"])
    gate.check_password(account.email, typed)
    return "password"


def _link_given(account: Account, address: str, done: str) -> Response | str:
    """A letter has the link. Where no letters leave, the administrator is shown it once, to pass on."""
    if not mail.is_on():
        return render_template("accounts/link.html", account=account, address=address, done=done)
    flash(f"{done} A letter to {account.email} has a link by which to choose the password.")
    return redirect(url_for("accounts.index"))


def _enter(account: Account, by: str, wanted: str | None, carried: str | None) -> Response | str:
    """Sign in somebody who has shown who they are, and lead them on. A further step comes before this."""
    typed = carrying.opened(carried, account.id) if carried else None
    session.clear()
    gate.sign_in(account, by)
    if typed is not None:
        carrying.stay_with(typed)
    elif carried:
        flash(carrying.NOT_SHOWN, "notice")
    return _lead_on(typed, wanted, carried)


def _lead_on(typed: Typed | None, wanted: str | None, carried: str | None) -> Response | str:
    """On to the page somebody wanted, or to the form that gets back what they had typed.

    A button sends that on, and the browser does not by itself: it would send the password along.
    """
    if typed is None:
        return redirect(_own_address(wanted))
    form = GoOnForm(carried=carried)
    return render_template("accounts/carried.html", form=form, to=_own_address(typed.path))


def _own_address(wanted: str | None) -> str:
    """Where to go next: only ever a path of our own."""
    return own_path(wanted) or url_for("home")


def _titles(roles: Iterable[str]) -> list[str]:
    """The titles of roles; one that this edition no longer has is shown as it was stored."""
    return sorted(ROLES[role].title if role in ROLES else role for role in roles)


def _role_choices() -> list[Any]:
    return choices((role.id, role.title) for role in ROLES.values())
