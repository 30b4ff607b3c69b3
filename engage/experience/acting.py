"""What the pages of stories and of summaries have in common when somebody sends a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engage.accounts import queries as accounts
from engage.experience.forms import ActionForm, number_of
from engage.platform.data.holding import Versioned
from engage.platform.web.forms import choices
from engage.platform.web.guard import actor
from engage.rules.errors import Refused


def done(form: Any, row: Versioned, act: Callable[[], None]) -> bool:
    """Whether the form was sent and its act done.

    A refusal is told on the form, which keeps what was typed and, sent again, counts as knowing what has
    changed since.
    """
    if not form.accepted():
        return False
    try:
        act()
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        form.version.data = row.version
        return False
    return True


def version_of(form: Any) -> int:
    return number_of(form.version.data) or 0


def letters_in_words(number: int) -> str:
    """How many were told by letter, as a sentence."""
    if not number:
        return "Nobody with an account answers for quality and safety, so no letter was written."
    tell = "letter tells" if number == 1 else "letters tell"
    return f"{number} {tell} quality and safety that it is there."


def action_form() -> ActionForm:
    """The form for an action, with the accounts that can own it."""
    form = ActionForm.from_request()
    form.owner.choices = choices([("", "Nobody with an account"), *accounts.names_of(actor())])
    return form
