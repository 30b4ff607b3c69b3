"""What a person fills in about a requirement, and what they are told when it does not make sense."""

from __future__ import annotations

from typing import Any

from engage.duties.entries import EvidenceEntry
from engage.duties.forms import LOW, not_ahead
from engage.duties.models import HandEvidence
from engage.platform.web.asking import after, asks
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    TextField,
)
from engage.platform.web.proofs import ProofForm


class SignForm(Form):
    """A signature on what the records show."""

    remark = LongTextField("Remark", AtMost(2000, "The remark"), hint="Only if there is one.", look=LOW)
    seen = HiddenField()


class NotApplicableForm(Form):
    """Why a requirement does not apply, and what else of its duty does not, for the same reason."""

    reason = LongTextField(
        "Why does it not apply?",
        Needed("Enter the reason why it does not apply"),
        AtMost(5000, "The reason"),
        look=LOW,
    )
    also = CheckboxesField("For the same reason, these do not apply either")


@asks(HandEvidence)
class HandEvidenceForm(ProofForm):
    """A file or a public link that shows a requirement is met, with its date and the period it proves."""

    file = after("link", FileField("Or a file", hint="PDF, Word, Excel, CSV, picture or plain text."))
    proves = after(
        "dated",
        TextField(
            "Which period does it prove?",
            hint="Such as 2018/19, June 2018, or 1 April 2018 to 31 March 2019. "
            "Leave blank for its own date.",
            look={"width": 20},
        ),
    )

    def validate_dated(self, field: Any) -> None:
        not_ahead(field.data)

    def entry(self, requirement: str) -> EvidenceEntry:
        """What was filled in, as the verbs of ``service`` take it, without the file."""
        return EvidenceEntry(
            **self.answers(),
            requirement=requirement,
            proves_from=self.period.start_from,
            proves_to=self.period.end_to or self.period.start_to,
        )
