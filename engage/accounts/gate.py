"""The only room that knows Flask-Login: from the cookie to the actor, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

from flask import Flask, after_this_request, current_app, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from engage.accounts import devices, passwords, queries, service
from engage.accounts.models import Account, SignIn
from engage.accounts.queries import Live
from engage.accounts.second_factor import service as factors
from engage.platform import clock
from engage.platform.web.sources import source
from engage.rules.actors import NOBODY, Actor

TOUCH_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=10)
HALFWAY_FOR = timedelta(minutes=15)
HALFWAY = "halfway"


class SignedIn(UserMixin):
    """What Flask-Login keeps in the cookie: the token of one sign-in, and the actor it stands for."""

    def __init__(self, token: str, live: Live) -> None:
        self.token = token
        self.live = live

    def get_id(self) -> str:
        return self.token


def install(app: Flask, words_of_the_installation: Callable[[], Iterable[str]]) -> None:
    passwords.install(app, words_of_the_installation)
    manager = LoginManager(app)
    manager.session_protection = None  # the token is a row that can be ended anywhere, which says more
    manager.user_loader(_load)


def who_is_asking() -> Actor:
    """The actor behind this request."""
    return current_user.live.actor if current_user.is_authenticated else NOBODY


def is_confirmed() -> bool:
    """Whether they have shown of late that it is they; a demonstration has nothing to show."""
    if not current_user.is_authenticated:
        return False
    at = current_user.live.sign_in.confirmed_at
    return current_user.live.account.is_demonstration or (at is not None and clock.now() - at < CONFIRMED_FOR)


def confirm(actor: Actor, by: str) -> None:
    """Note in this sign-in that they have shown again that it is they."""
    factors.confirm(actor, current_user.live.sign_in, by)
    service.tell_the_trail()


def let_halfway(account: Account, *, second_step_done: bool = False) -> None:
    """Remember in this browser that somebody has given the password of an account: a second step is to come.

    They are nobody until then.
    """
    until = (clock.now() + HALFWAY_FOR).timestamp()
    session[HALFWAY] = [account.id, until, _password_set_at(account), second_step_done]


def halfway(*, second_step_done: bool = False) -> Account | None:
    """Who is on the way in by this browser, at the second step or past it; nobody after 15 minutes."""
    number, until, set_at, done = session.get(HALFWAY) or (0, 0, "", False)
    if done != second_step_done or until <= clock.now().timestamp():
        return None
    account = queries.open_account(number)
    return account if account and set_at == _password_set_at(account) else None


def _password_set_at(account: Account) -> str:
    password = queries.credential_of(account)
    return password.set_at.isoformat() if password else ""


def sign_in(account: Account, by: str) -> None:
    """Sign an account in to this browser."""
    lasts = timedelta(minutes=current_app.config["SIGN_IN_LASTS"])
    token = service.begin_sign_in(account, lasts, by, devices.in_words(request.user_agent.string))
    service.tell_the_trail()
    login_user(_load(token))
    number = account.id
    after_this_request(lambda response: devices.remember(response, number))


def check_password(email: str, password: str) -> Account:
    """The account behind an address and password, tried in this browser. Raises Refused."""
    return service.check_password(
        email, password, current_app.config["SECRET_KEY"], source=source(), device=devices.of_request()
    )


def last_account() -> int | None:
    """The number of the account that this browser was last signed in to, also when that sign-in has ended."""
    return service.account_in(session.get("_user_id", ""))


def is_this_one(sign_in: SignIn) -> bool:
    """Whether a sign-in is that of this request."""
    return bool(sign_in.token_hash == service.hash_of(current_user.token))


def sign_out(actor: Actor) -> None:
    """Sign this browser out."""
    service.sign_out(actor, current_user.token)
    service.tell_the_trail()
    logout_user()


def sign_out_everywhere(actor: Actor) -> None:
    """Sign every browser of this person out."""
    service.sign_out_everywhere(actor)
    service.tell_the_trail()
    logout_user()


def idle_limit() -> timedelta:
    return timedelta(minutes=current_app.config["IDLE_SIGN_OUT"])


def _load(token: str) -> SignedIn | None:
    now = clock.now()
    found = queries.live_sign_in(service.hash_of(token), now, idle_limit())
    if found is None:
        return None
    if now - found.sign_in.seen_at > TOUCH_EVERY:
        service.mark_seen(found.sign_in, now)
    return SignedIn(token, found)
