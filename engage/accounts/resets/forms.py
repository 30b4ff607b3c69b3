"""What a person types to choose a password by a link."""

from __future__ import annotations

from engage.accounts.forms import NEW, an_address
from engage.platform.web.forms import AtMost, EmailField, Form, Needed, PasswordField


class ForgottenForm(Form):
    """The address of somebody who has forgotten their password."""

    email = EmailField(
        "E-mail address", Needed("Enter your e-mail address"), AtMost(254, "E-mail address"), an_address
    )


class ChooseForm(Form):
    """A password of one's own."""

    password = PasswordField(
        "New password",
        Needed("Enter a new password of 12 characters or more"),
        hint="12 characters or more, such as three or four random words. Spaces are welcome.",
        look=NEW,
    )
