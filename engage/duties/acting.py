"""What the pages of duties have in common when somebody sends a form."""

from __future__ import annotations

from collections.abc import Callable

from engage.platform.web.forms import Form
from engage.rules.errors import Refused


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do what a form asks for, once it is filled in; a refusal goes into the form's errors."""
    if not form.accepted():
        return False
    try:
        act()
    except Refused as refusal:
        form.form_errors.append(refusal.reason)
        return False
    return True
