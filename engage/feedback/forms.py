"""What a person types about something people said, and what they are told when it does not make sense."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms.validators import ValidationError

from engage.feedback.entries import FeedbackEntry
from engage.feedback.models import THIS, WHERE, Feedback
from engage.organisation.typed import OneBody
from engage.platform import clock
from engage.platform.data.typed import row_number
from engage.platform.offers import references
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    Form,
    Needed,
    RadioField,
    TextField,
    VersionedForm,
    choices,
)
from engage.rules.ageing import NO_ANSWER, STATE_NOT_RECORDED
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.words import read_vocabulary

SHORT = {"width": 10}
PLACE = ("when", "heard_at", "heard_where", "body", "also_bodies", "project")
ANSWER = ("answer", "did", "answered_on")
TOLD = ("told_on", "told_how", "told_link", "told_in_public")
DECISION = ("decision", "decision_on", "influence")


def offer_states(question: Any) -> None:
    """Nobody is offered an answer whose state is not recorded, unless that is what is kept."""
    if question.object_data != STATE_NOT_RECORDED:
        question.choices = [choice for choice in question.choices if choice.value != STATE_NOT_RECORDED]


class AnsweringForm(RecordForm):
    """A form that asks what became of something people said."""

    def __init__(self, *sent: Any, **given: Any) -> None:
        super().__init__(*sent, **given)
        offer_states(self["answer"])


@asks(Feedback, but=(*TOLD, *DECISION))
class FeedbackForm(VersionedForm, AnsweringForm):
    """One item heard, with the answer when there is one."""

    when = after(
        "is_verbatim",
        TextField(
            "When was it heard?",
            hint="As closely as you know: 6 June 2018, June 2018, summer 2016, 2018/19. Leave blank if it is "
            "not known.",
            look={"width": 20},
        ),
        part=WHERE,
    )
    heard_at = after(
        "when",
        TextField(
            "Which record was it heard at?",
            hint="The reference of an activity, such as ENG-012. Leave blank if there is none.",
            look=SHORT,
        ),
    )
    body = after("heard_where", OneBody("Body it was said to"))
    project = after("body", OneOfMany("Project it bears on", one="project", many="projects"))
    also_bodies = CheckboxesField("Said to other bodies as well")
    owner = after("answered_on", OneOfMany("Who looks after the answer?", one="account", many="accounts"))
    ref = after(
        "owner",
        TextField(
            "Reference",
            AtMost(40, "The reference"),
            hint="Only if your own records give it one.",
            look=SHORT,
        ),
        part=THIS,
    )

    known: DateAsKnown
    heard_ref: str = ""

    def validate_said(self, field: Any) -> None:
        if not field.data and not self["did"].data:
            raise ValidationError("Enter what people said, or below what was done about it")

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "", today=clock.today())
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
        if self.known.start_from is not None and self.known.start_from > clock.today():
            raise ValidationError(f"“{field.data}” has not come yet. Enter when it was heard.")

    def validate_heard_at(self, field: Any) -> None:
        """What this person may not open is no record to them; what stands there already may stay."""
        self.heard_ref = references.find(field.data) or "" if field.data else ""
        record = references.link(self.heard_ref)
        is_theirs = record is not None and (record.address or field.data == field.object_data)
        if field.data and not is_theirs:
            raise ValidationError(
                f"There is no record with the reference “{field.data}”. Correct it, or leave it blank"
            )

    def leave_place_to_activity(self) -> None:
        """Ask nothing that the log answers: an item logged with its activity was heard there and then."""
        for name in PLACE:
            del self[name]

    def entry(self, known: FeedbackEntry) -> FeedbackEntry:
        """What was typed, as the verbs of ``service`` take it; the rest as it is ``known``."""
        owner, ref = number_of(self.owner.data), self.ref.data or ""
        whole = replace(known, **self.answers(), owner_id=owner, ref=ref)
        if "when" not in self:
            return whole
        return replace(
            whole,
            when=self.known,
            heard_at=self.heard_ref,
            body_id=number_of(self.body.data),
            project_id=number_of(self.project.data),
        )


@asks(Feedback, only=ANSWER)
class AnswerForm(VersionedForm, AnsweringForm):
    """What became of something people said."""


class StatesForm(Form):
    """What became of several things people said, of which each has the words of its answer."""

    became = RadioField("What became of them?", Needed("Choose what became of them"))  # “answer” is a filter

    def __init__(self, *sent: Any, **given: Any) -> None:
        super().__init__(*sent, **given)
        left = {STATE_NOT_RECORDED, NO_ANSWER}
        terms = read_vocabulary("answer_states").terms
        self.became.choices = choices((term.code, term.label) for term in terms if term.code not in left)


@asks(Feedback, only=TOLD)
class ToldForm(VersionedForm, RecordForm):
    """When and how people were told what became of it."""


@asks(Feedback, only=DECISION)
class DecisionForm(VersionedForm, RecordForm):
    """The decision that something people said bore on, and how far."""


class ThemeForm(VersionedForm):
    """Taking up a theme of monitoring where the cycle begins again."""

    owner = OneOfMany(
        "Who looks after it?", Needed("Choose who looks after it"), one="account", many="accounts"
    )
    project = OneOfMany(
        "Which project takes it up?",
        Needed("Choose the project that takes it up"),
        one="project",
        many="projects",
    )


def number_of(chosen: str | None) -> int | None:
    """The number behind a choice; None where nothing was chosen."""
    return row_number(chosen) if chosen else None
