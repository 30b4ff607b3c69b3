"""What a person types about a story, and what they are told when it does not make sense."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms.validators import ValidationError

from engage.actions.forms import number_of
from engage.experience.entries import StoryEntry
from engage.experience.models import Story
from engage.experience.words import SOFT_INTELLIGENCE, STORY
from engage.organisation.typed import OneBody
from engage.platform import clock
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.choosing import OneOfMany, RecordChooser
from engage.platform.web.forms import Needed, RadioField, TextField, VersionedForm, choices
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date

KINDS = (
    (STORY, "A patient’s story, told to us with their agreement"),
    (SOFT_INTELLIGENCE, "Soft intelligence: heard in passing, from nobody who could be asked to agree"),
)
REGISTER_FIELDS = ("person", "organisation")
PASSED, ACKNOWLEDGED = ("passed_on", "passed_to"), ("acknowledged_on", "acknowledged_by")
OUTCOME, WITHDRAWN = ("outcome", "outcome_on"), ("withdrawn_on", "withdrawn_because")


@asks(Story, but=(*PASSED, *ACKNOWLEDGED, *OUTCOME, *WITHDRAWN))
class StoryForm(VersionedForm, RecordForm):
    """A story or soft intelligence as it was received."""

    kind = RadioField("What is it?", choices=choices(KINDS), default=STORY)
    when = after(
        "words",
        TextField(
            "When was it received?",
            Needed("Enter when it was received, such as 6 June 2018"),
            hint="As closely as you know: 6 June 2018, or June 2018.",
            look={"width": 20},
        ),
    )
    person = after(
        "teller",
        RecordChooser(
            "Who they are in the stakeholder register",
            kind="person",
            hint="Type part of their name. Leave blank when they are not in it, or do not want to be known.",
        ),
    )
    organisation = after(
        "tone",
        RecordChooser(
            "The provider it is about",
            kind="organisation",
            hint="Type part of its name or its code. Leave blank if not known.",
        ),
    )
    body = after("organisation", OneBody("Body that received it"))
    project = after("body", OneOfMany("Project it bears on", one="project", many="projects"))

    known: DateAsKnown

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "", today=clock.today())
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
        if self.known.start_from is not None and self.known.start_from > clock.today():
            raise ValidationError(f"“{field.data}” has not come yet. Enter when it was received.")

    def without_register(self) -> None:
        """Ask nothing of the stakeholder register, for those who may not read it."""
        for name in REGISTER_FIELDS:
            del self[name]

    def entry(self, known: StoryEntry) -> StoryEntry:
        """What was typed, as the verbs of ``service`` take it; the rest as it is ``known``."""
        named = {f"{name}_id": number_of(self[name].data) for name in REGISTER_FIELDS if name in self}
        return replace(
            known,
            **self.answers() | named,
            when=self.known,
            body_id=number_of(self.body.data),
            project_id=number_of(self.project.data),
        )


@asks(Story, only=PASSED)
class PassOnForm(VersionedForm, RecordForm):
    """To whom a story was passed, and when."""


@asks(Story, only=ACKNOWLEDGED)
class AcknowledgeForm(VersionedForm, RecordForm):
    """That quality and safety has it."""


@asks(Story, only=OUTCOME)
class OutcomeForm(VersionedForm, RecordForm):
    """What came of a story."""


@asks(Story, only=WITHDRAWN)
class WithdrawForm(VersionedForm, RecordForm):
    """That its teller took their agreement back."""
