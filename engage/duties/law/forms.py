"""What a person fills in to confirm a fact of law."""

from __future__ import annotations

from engage.duties.forms import LOW
from engage.platform.web.forms import AtMost, Form, LongTextField, Needed, TextField


class ConfirmForm(Form):
    """That a fact of law was checked, and where; for a number, the local one."""

    value = TextField("The number to use here", look={"width": 5})
    reason = LongTextField(
        "What did you check, and where?",
        Needed("Enter what you checked, and where"),
        AtMost(5000, "This"),
        look=LOW,
    )
