"""What a person types about terms of reference."""

from __future__ import annotations

from typing import Any

from engage.forums.forms import LOW, SHORT, whole_address, whole_number
from engage.platform.web.forms import AtMost, DayField, FileField, Form, LongTextField, Needed, TextField


class TermsForm(Form):
    """A version of the terms of reference."""

    agreed_on = DayField("When were they agreed?", Needed("Enter the day on which they were agreed"))
    review_on = DayField("When are they to be reviewed?", hint="Leave blank when no day is set.")
    quorum = TextField(
        "Quorum", hint="How many members must be there. Leave blank when none is set.", look=SHORT
    )
    quorum_note = TextField(
        "Who must be among them?", AtMost(500, "This"), hint="Such as the chair and one lay member."
    )
    summary = LongTextField("What do they say, in short?", AtMost(5_000, "The summary"), look=LOW)
    link = TextField("Public address", AtMost(1_000, "The address"), hint="When they are published.")
    file = FileField("Or a file", hint="PDF, Word or plain text.")

    members: int | None = None

    def validate_quorum(self, field: Any) -> None:
        self.members = whole_number(field.data, 1, 500, "A quorum is a whole number from 1 to 500")

    def validate_link(self, field: Any) -> None:
        whole_address(field)

    def entry(self) -> dict[str, Any]:
        return {
            "agreed_on": self.agreed_on.data,
            "review_on": self.review_on.data,
            "quorum": self.members,
            **{name: self[name].data or "" for name in ("quorum_note", "summary", "link")},
        }
