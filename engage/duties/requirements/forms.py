"""What a person fills in about a requirement, and what they are told when it does not make sense."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from engage.accounts.models import Account
from engage.duties.entries import EvidenceEntry, LookEntry
from engage.duties.forms import LOW, not_ahead
from engage.duties.models import HandEvidence, SecondLook
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    TextField,
    choices,
)
from engage.platform.web.proofs import ProofForm
from engage.rules.attached import dates_asked, dates_needed
from engage.rules.editions import Requirement

AnyEvidence = TypeVar("AnyEvidence", bound="HandEvidenceForm")


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
    """A file or a public link that shows a requirement is met, with its date and the period it proves.

    ``dates`` are the fields that the requirement holds against other dates, each asked for in ``date_FIELD``.
    """

    dates: ClassVar[tuple[str, ...]] = ()
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

    @classmethod
    def from_request(cls, *, asked: Requirement | None = None, **given: Any) -> Self:
        """The form as this request filled it in, with the dates that this requirement asks for."""
        made = _asking_dates(cls, asked) if asked else cls
        return super(HandEvidenceForm, made).from_request(**given)

    def validate_dated(self, field: Any) -> None:
        not_ahead(field.data)

    def entry(self, requirement: str) -> EvidenceEntry:
        """What was filled in, as the verbs of ``service`` take it, without the file."""
        return EvidenceEntry(
            **self.answers(),
            requirement=requirement,
            proves_from=self.period.start_from,
            proves_to=self.period.end_to or self.period.start_to,
            dates={
                name: self[f"date_{name}"].data.isoformat()
                for name in self.dates
                if self[f"date_{name}"].data
            },
        )


def _asking_dates(form: type[AnyEvidence], asked: Requirement) -> type[AnyEvidence]:
    """The form for evidence of this requirement, which asks for the dates that are checked."""
    needed, words = dates_needed(asked), dates_asked(asked)
    questions: dict[str, Any] = {"dates": tuple(words)}
    before: Any = form.dated
    for place, (name, noun) in enumerate(words.items(), 1):
        hint = "As it stands in the evidence, such as 6 June 2018."
        checks = [Needed(f"Enter {noun}, such as 6 June 2018")] if name in needed else []
        if name not in needed:
            hint += " Leave blank if it is the date that the evidence itself bears."
        asked_for: Any = DayField(f"{noun[:1].upper()}{noun[1:]}", *checks, hint=hint)
        asked_for.creation_counter = before.creation_counter + place / 100  # before the next, as on the page
        questions[f"date_{name}"] = asked_for
        questions[f"validate_date_{name}"] = lambda _form, field: not_ahead(field.data)
    made: type[AnyEvidence] = type("EvidenceOfThis", (form,), questions)
    order = list(form.parts[""])
    place = order.index("dated") + 1
    made.parts = {"": (*order[:place], *(f"date_{name}" for name in words), *order[place:])}
    return made


class AskLookForm(Form):
    """Who is to look at a piece of evidence."""

    of = ChoiceField("Who is to look at it?", Needed("Choose who is to look at it"))


def ask_look_form(people: Iterable[Account]) -> AskLookForm:
    form = AskLookForm.from_request()
    pairs = sorted((one.name, str(one.id)) for one in people)
    form.of.choices = choices([("", "Choose a person"), *((number, name) for name, number in pairs)])
    return form


@asks(SecondLook)
class LookForm(RecordForm):
    """What a second person says of a piece of evidence."""

    def entry(self) -> LookEntry:
        """What was said, as the verbs of ``service`` take it."""
        return LookEntry(**self.answers())
