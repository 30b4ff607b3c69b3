"""What the pages of stories and of summaries have in common when somebody sends a form."""

from __future__ import annotations

from engage.accounts import queries as accounts
from engage.experience.forms import ActionForm
from engage.platform.web.forms import choices


def letters_in_words(number: int) -> str:
    """How many were told by letter, as a sentence."""
    if not number:
        return "Nobody with an account answers for quality and safety, so no letter was written."
    tell = "letter tells" if number == 1 else "letters tell"
    return f"{number} {tell} quality and safety that it is there."


def action_form() -> ActionForm:
    """The form for an action, with the accounts that can own it."""
    form = ActionForm.from_request()
    form.owner.choices = choices([("", "Nobody with an account"), *accounts.names_of()])
    return form
