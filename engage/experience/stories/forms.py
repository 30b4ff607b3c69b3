"""What a person types about a story, and what they are told when it does not make sense."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.experience.forms import number_of
from engage.experience.words import CONSENTS, SOFT_INTELLIGENCE, STORY
from engage.platform import clock
from engage.platform.offers import references
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    VersionedForm,
    choices,
)
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.words import read_vocabulary

MIDDLING = {"width": 20}

SHORT = {"width": 10}

LONGEST_STORY = 50_000

KINDS = (
    (STORY, "A patient’s story, told to us with their agreement"),
    (SOFT_INTELLIGENCE, "Soft intelligence: heard in passing, from nobody who could be asked to agree"),
)

REGISTER_FIELDS = ("person", "organisation")


def _tones() -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in read_vocabulary("tones").terms]


class StoryForm(VersionedForm):
    """A story or soft intelligence as it was received."""

    kind = RadioField("What is it?", choices=choices(KINDS), default=STORY)
    title = TextField(
        "What shall we call it?",
        Needed("Give it a short title, such as Waiting for a wheelchair"),
        AtMost(120, "The title"),
        hint="A few words that name nobody, such as Waiting for a wheelchair.",
    )
    words = LongTextField(
        "The story, or what was heard",
        Needed("Enter the story, or what was heard"),
        AtMost(LONGEST_STORY, "The story"),
        hint="Only people who work with stories can read this. It never enters the audit trail, and is "
        "emptied if its teller takes their agreement back.",
        look={"rows": 10},
    )
    teller = TextField(
        "Who told it?", AtMost(200, "Who told it"), hint="In general words, such as a carer.", look=MIDDLING
    )
    person = TextField(
        "Their page in the stakeholder register",
        hint="Paste its address. Leave blank when they are not in it, or do not want to be known.",
        look=SHORT,
    )
    when = TextField(
        "When was it received?",
        Needed("Enter when it was received, such as 6 June 2018"),
        hint="As closely as you know: 6 June 2018, or June 2018.",
        look=MIDDLING,
    )
    received_how = TextField(
        "How did it reach us?", AtMost(200, "How it reached us"), hint="Such as a call, a letter, a visit."
    )
    topic = TextField(
        "Topic",
        AtMost(200, "The topic"),
        hint="The topic counts beside what is heard elsewhere. Topics already in use are suggested as you "
        "type.",
        look=MIDDLING,
    )
    service = TextField(
        "Service", AtMost(200, "The service"), hint="Such as Community nursing.", look=MIDDLING
    )
    tone = RadioField("Tone", choices=choices([*_tones(), ("", "Not judged")]), default="")
    organisation = TextField(
        "The provider it is about",
        hint="Paste the address of its page in the stakeholder register. Leave blank if not known.",
        look=SHORT,
    )
    body = ChoiceField("Body that received it")
    project = ChoiceField("Project it bears on")
    consents_to = CheckboxesField("What did its teller agree to?", choices=choices(CONSENTS))
    consent_on = DayField("When did they agree?", hint="Such as 6 June 2018.")
    consent_how = TextField(
        "How did they agree, or why does soft intelligence need no agreement?",
        AtMost(500, "How they agreed"),
        hint="Such as: signed form; on the phone, read back to them; overheard in a waiting room.",
    )
    quote = LongTextField(
        "Words that may be quoted",
        AtMost(2000, "The quotation"),
        hint="As agreed with the teller. Leave blank when they did not agree to be quoted.",
        look={"rows": 3},
    )
    source = TextField("Where does this record come from?", AtMost(1000, "The source"))

    known: DateAsKnown

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
        if self.known.start_from is not None and self.known.start_from > clock.today():
            raise ValidationError(f"“{field.data}” has not come yet. Enter when it was received.")

    def validate_person(self, field: Any) -> None:
        _known(field, "person")

    def validate_organisation(self, field: Any) -> None:
        _known(field, "organisation")

    def without_register(self) -> None:
        """Ask nothing of the stakeholder register, for those who may not read it."""
        for name in REGISTER_FIELDS:
            del self[name]

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        named = {f"{name}_id": _number(self[name].data) for name in REGISTER_FIELDS if name in self}
        return named | {
            "kind": self.kind.data,
            "title": self.title.data or "",
            "words": self.words.data or "",
            "teller": self.teller.data or "",
            "when": self.known,
            "received_how": self.received_how.data or "",
            "topic": self.topic.data or "",
            "service": self.service.data or "",
            "tone": self.tone.data or "",
            "body_id": _number(self.body.data),
            "project_id": _number(self.project.data),
            "consents_to": list(self.consents_to.data or []),
            "consent_on": self.consent_on.data,
            "consent_how": self.consent_how.data or "",
            "quote": self.quote.data or "",
            "source": self.source.data or "",
        }


class PassOnForm(VersionedForm):
    """To whom a story was passed, and when."""

    passed_on = DayField(
        "When was it passed on?", Needed("Enter the day it was passed on, such as 6 June 2018")
    )
    passed_to = TextField(
        "To which post?",
        Needed("Enter the post it was passed to, such as Quality lead"),
        AtMost(200, "The post"),
        hint="A post, not a person, such as Quality lead.",
    )


class AcknowledgeForm(VersionedForm):
    """That quality and safety has it."""

    acknowledged_on = DayField(
        "When was it acknowledged?", Needed("Enter the day it was acknowledged, such as 6 June 2018")
    )
    acknowledged_by = TextField(
        "By which post?",
        Needed("Enter the post that acknowledged it, such as Quality lead"),
        AtMost(200, "The post"),
    )


class OutcomeForm(VersionedForm):
    """What came of a story."""

    outcome = LongTextField(
        "What came of it?",
        Needed("Enter what came of it, or why nothing could be done"),
        AtMost(5000, "What came of it"),
        hint="In words that can be passed on: this becomes the answer to what was said, and stays even when "
        "the story is taken back.",
        look={"rows": 5},
    )
    outcome_on = DayField("When was that known?", Needed("Enter the day, such as 6 June 2018"))


class WithdrawForm(VersionedForm):
    """That its teller took their agreement back."""

    withdrawn_on = DayField(
        "When did they take it back?", Needed("Enter the day they took it back, such as 6 June 2018")
    )
    withdrawn_because = TextField(
        "What reason stands in the place of the words?",
        Needed("Enter the reason, such as Its teller took their agreement back"),
        AtMost(300, "The reason"),
        hint="It is shown to everybody who reads stories, so it names nobody.",
    )


def _known(field: Any, kind: str) -> None:
    if not field.data:
        return
    ref = references.find(field.data)
    if ref is None or not ref.startswith(f"{kind}:"):
        raise ValidationError(
            f"There is no {kind} “{field.data}” in the stakeholder register. Paste the address of its page, "
            "or leave it blank"
        )
    field.data = ref


def _number(value: str | None) -> int | None:
    return number_of((value or "").rpartition(":")[2])
