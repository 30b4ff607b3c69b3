"""Signing in, and giving people accounts."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.accounts.models import Account
from engage.accounts.throttling import TooSoon
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    EmailField,
    Form,
    HiddenField,
    Needed,
    PasswordField,
)
from engage.rules.errors import Refused

NEW = {"autocomplete": "new-password"}


def an_address(_form: Any, field: Any) -> None:
    name, _, host = (field.data or "").rpartition("@")
    if not name or "." not in host.strip(".") or any(mark.isspace() for mark in field.data):
        raise ValidationError("Enter an e-mail address such as name@nhs.net")


class SignInForm(Form):
    """Address and password; ``next`` and ``carried`` bring back where somebody was, and what they typed."""

    email = EmailField("E-mail address", Needed("Enter your e-mail address"))
    password = PasswordField("Password", Needed("Enter your password"))
    next = HiddenField()
    carried = HiddenField()
    wait = 0  # seconds, before it may be tried again

    def refused(self, refusal: Refused) -> None:
        if isinstance(refusal, TooSoon):
            self.wait = refusal.seconds


@asks(Account)
class AccountForm(RecordForm):
    """A new account."""

    email = after(
        "name",
        EmailField(
            "E-mail address",
            Needed("Enter their e-mail address, such as name@nhs.net"),
            AtMost(254, "E-mail address"),
            an_address,
            look={"autocomplete": "off"},
        ),
    )
    roles = after("email", CheckboxesField("Roles", Needed("Choose at least one role")))


class RolesForm(Form):
    """The roles of an account."""

    roles = CheckboxesField("Roles")


class PasswordForm(Form):
    """A new password for oneself."""

    current = PasswordField("Current password", Needed("Enter your current password"))
    new = PasswordField(
        "New password",
        Needed("Enter a new password of 12 characters or more"),
        hint="12 characters or more, such as three or four random words. Spaces are welcome.",
    )
