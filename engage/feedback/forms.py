"""What a person types about something people said, and what they are told when it does not make sense."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

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
    TickField,
    VersionedForm,
    choices,
)
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.words import read_vocabulary

MIDDLING = {"width": 20}
SHORT = {"width": 10}
PLACE = ("when", "heard_at", "heard_where", "body", "also_bodies", "project")
NOT_JUDGED = ("", "Not judged")


def _terms(vocabulary: str) -> list[tuple[str, str]]:
    return [(term.code, term.label) for term in read_vocabulary(vocabulary).terms]


class FeedbackForm(VersionedForm):
    """One item heard, with the answer when there is one."""

    said = LongTextField(
        "What did people say?",
        AtMost(20_000, "What people said"),
        hint="Their words, or a summary. Leave out names and anything a person could be known from.",
        look={"rows": 5},
    )
    is_verbatim = TickField("These are their very words")
    when = TextField(
        "When was it heard?",
        hint="As closely as you know: 6 June 2018, June 2018, summer 2016, 2018/19. Leave blank if it is not "
        "known.",
        look=MIDDLING,
    )
    heard_at = TextField(
        "Which record was it heard at?",
        hint="The reference of an activity, such as ENG-012. Leave blank if there is none.",
        look=SHORT,
    )
    heard_where = TextField("Or where was it heard?", AtMost(500, "Where it was heard"))
    body = ChoiceField("Body it was said to")
    also_bodies = CheckboxesField("Said to other bodies as well")
    project = ChoiceField("Project it bears on")
    topic = TextField(
        "Topic",
        AtMost(200, "The topic"),
        hint="Such as Stroke, or GP access. Topics already in use are suggested as you type.",
        look=MIDDLING,
    )
    service = TextField(
        "Service", AtMost(200, "The service"), hint="Such as Community nursing.", look=MIDDLING
    )
    tone = RadioField("Tone", choices=choices([*_terms("tones"), NOT_JUDGED]), default="")
    answer = RadioField("Answer", choices=choices(_terms("answer_states")), default="no_answer")
    did = LongTextField(
        "What was done, is being done, or why can it not be done?",
        AtMost(20_000, "What was done"),
        look={"rows": 4},
    )
    answered_on = DayField(
        "When was it answered?", hint="Such as 6 June 2018. Leave blank if it is not known."
    )
    owner = ChoiceField("Who looks after the answer?")
    ref = TextField(
        "Reference", AtMost(40, "The reference"), hint="Only if your own records give it one.", look=SHORT
    )
    source = TextField("Where does this record come from?", AtMost(1000, "The source"))

    known: DateAsKnown
    heard_ref: str = ""

    def validate_said(self, field: Any) -> None:
        if not field.data and not self.did.data:
            raise ValidationError("Enter what people said, or below what was done about it")

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
        if self.known.start_from is not None and self.known.start_from > clock.today():
            raise ValidationError(f"“{field.data}” has not come yet. Enter when it was heard.")

    def validate_heard_at(self, field: Any) -> None:
        self.heard_ref = references.find(field.data) or "" if field.data else ""
        if field.data and not self.heard_ref:
            raise ValidationError(
                f"There is no record with the reference “{field.data}”. Correct it, or leave it blank"
            )

    def leave_place_to_activity(self) -> None:
        """Ask nothing that the log answers: an item logged with its activity was heard there and then."""
        for name in PLACE:
            del self[name]

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        place = {} if "when" not in self else self._place()
        return place | {
            "said": self.said.data or "",
            "is_verbatim": bool(self.is_verbatim.data),
            "topic": self.topic.data or "",
            "service": self.service.data or "",
            "tone": self.tone.data or "",
            "answer": self.answer.data,
            "did": self.did.data or "",
            "answered_on": self.answered_on.data,
            "owner_id": number_of(self.owner.data),
            "ref": self.ref.data or None,
            "source": self.source.data or "",
        }

    def _place(self) -> dict[str, Any]:
        return {
            "when": self.known,
            "heard_at": self.heard_ref,
            "heard_where": self.heard_where.data or "",
            "body_id": number_of(self.body.data),
            "also_bodies": list(self.also_bodies.data or []),
            "project_id": number_of(self.project.data),
        }


class AnswerForm(VersionedForm):
    """What became of something people said."""

    answer = RadioField("Answer", choices=choices(_terms("answer_states")))
    did = LongTextField(
        "What was done, is being done, or why can it not be done?",
        AtMost(20_000, "The answer"),
        hint="In words that people can be told.",
        look={"rows": 5},
    )
    answered_on = DayField(
        "When was it answered?", hint="Such as 6 June 2018. Leave blank if it is not known."
    )


class ToldForm(VersionedForm):
    """When and how people were told what became of it."""

    told_on = DayField(
        "When were people told?",
        Needed("Enter the day people were told, such as 6 June 2018"),
        hint="Such as 6 June 2018.",
    )
    told_how = TextField(
        "How were they told?",
        Needed("Enter how people were told, such as a letter, a newsletter or a page on our website"),
        AtMost(500, "How they were told"),
        hint="Such as a letter to those who came, a newsletter, or a page on our website.",
    )
    told_link = TextField("Public address, if it was published", hint="Starting with https://")
    told_in_public = TickField("It was told in public: anyone could read or hear it")


class DecisionForm(VersionedForm):
    """The decision that something people said bore on, and how far."""

    decision = TextField(
        "Which decision?",
        Needed("Enter which decision it was, such as “Stroke services to New Cross Hospital”"),
        AtMost(500, "The decision"),
    )
    decision_on = DayField("When was it made?", hint="Such as 6 June 2018. Leave blank if it is not known.")
    influence = RadioField(
        "How far did it influence the decision?",
        Needed("Choose how far it influenced the decision"),
        choices=choices(_terms("influences")),
    )


class ThemeForm(VersionedForm):
    """Taking up a theme of monitoring where the cycle begins again."""

    owner = ChoiceField("Who looks after it?", Needed("Choose who looks after it"))
    project = ChoiceField("Which project takes it up?", Needed("Choose the project that takes it up"))


def number_of(chosen: str | None) -> int | None:
    """The number behind a choice; None where nothing was chosen."""
    return int(chosen) if chosen else None
