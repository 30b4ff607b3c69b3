"""What a person fills in about the triage of a project."""

from __future__ import annotations

from typing import Any

from engage.duties.forms import LOW, not_ahead
from engage.duties.words import OUTCOMES
from engage.platform.web.forms import AtMost, DayField, Form, LongTextField, Needed, RadioField, choices


class TriageForm(Form):
    """Whether the duty to involve applies to a project, and why."""

    outcome = RadioField(
        "Does the duty to involve people apply?",
        Needed("Choose whether the duty applies"),
        choices=choices(
            zip(OUTCOMES, ("Yes, it applies", "It applies in part", "No, it does not apply"), strict=True)
        ),
    )
    reason = LongTextField(
        "Why?",
        Needed("Enter the reason: an assessment without one shows nothing"),
        AtMost(5000, "The reason"),
        hint="Whose services would change, how far, and whom it affects.",
        look=LOW,
    )
    on = DayField(
        "When was this assessed?", hint="Such as 6 June 2018. Leave blank if it is being assessed today."
    )

    def validate_on(self, field: Any) -> None:
        not_ahead(field.data)
