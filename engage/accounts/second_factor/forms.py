"""What a person types of the second step."""

from __future__ import annotations

from engage.accounts.second_factor.words import WHY_OFF
from engage.platform.web.forms import (
    AtMost,
    Form,
    HiddenField,
    Needed,
    PasswordField,
    RadioField,
    TextField,
    choices,
)

LONGEST_CODE = 40
ONE_TIME = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "spellcheck": False,
    "classes": "nhsuk-input--width-10",
}


class SetUpForm(Form):
    """The first code that a new app shows."""

    code = TextField(
        "Code that the app shows",
        Needed("Enter the code of 6 digits that the app shows"),
        AtMost(LONGEST_CODE, "The code"),
        look=ONE_TIME,
    )
    next = HiddenField()
    carried = HiddenField()


class CodeForm(Form):
    """A code, to sign in with after the password; ``next`` and ``carried`` as on the page of the password."""

    code = TextField(
        "Code",
        Needed("Enter the code that the app shows, or one of your recovery codes"),
        AtMost(LONGEST_CODE, "The code"),
        look={**ONE_TIME, "inputmode": "text"},
    )
    next = HiddenField()
    carried = HiddenField()


class GoOnForm(Form):
    """What leads on: once the recovery codes are kept, and back to what was typed."""

    next = HiddenField()
    carried = HiddenField()


class ConfirmForm(Form):
    """A password or a code, from somebody who is signed in."""

    proof = PasswordField("Your password, or the code that your app shows", Needed("Enter one of the two"))
    next = HiddenField()
    carried = HiddenField()


class TakeOffForm(Form):
    """Why somebody can no longer use their second step."""

    why = RadioField("Why do they need this?", Needed("Choose why"), choices=choices(WHY_OFF))
