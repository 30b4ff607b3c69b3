"""Signing in, and giving people accounts."""

from __future__ import annotations

from engage.platform.forms import (
    AtMost,
    CheckboxesField,
    EmailField,
    Form,
    HiddenField,
    Needed,
    PasswordField,
    TextField,
)


class SignInForm(Form):
    """Address and password; ``next`` and ``carried`` bring back where the person was, with what they typed."""

    email = EmailField("E-mail address", Needed("Enter your e-mail address"))
    password = PasswordField("Password", Needed("Enter your password"))
    next = HiddenField()
    carried = HiddenField()


class AccountForm(Form):
    """A new account."""

    name = TextField(
        "Name or post",
        Needed("Enter the name or post that will stand beside what they do"),
        AtMost(120, "Name"),
    )
    email = EmailField(
        "E-mail address",
        Needed("Enter their e-mail address, such as name@nhs.net"),
        AtMost(254, "E-mail address"),
    )
    password = PasswordField(
        "First password",
        Needed("Enter a first password of 12 characters or more"),
        hint="12 characters or more. They can change it once they have signed in.",
    )
    roles = CheckboxesField("Roles", Needed("Choose at least one role"))


class RolesForm(Form):
    """The roles of an account."""

    roles = CheckboxesField("Roles")


class PasswordForm(Form):
    """A new password for oneself."""

    current = PasswordField("Current password", Needed("Enter your current password"))
    new = PasswordField(
        "New password", Needed("Enter a new password of 12 characters or more"), hint="12 characters or more"
    )
