"""Forms for agreeing an action and saying what became of it."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.actions.entries import ActionEntry
from engage.actions.models import Action
from engage.actions.words import WAYS
from engage.organisation.typed import OneBody
from engage.platform.data.typed import row_number
from engage.platform.offers import references
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.choosing import OneOfMany, RecordChooser
from engage.platform.web.forms import (
    AtMost,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    VersionedForm,
    choices,
)

LONGEST_OUTCOME, LONGEST_SENTENCE = 5_000, 1_000


@asks(Action)
class ActionForm(VersionedForm, RecordForm):
    """What is to be done, by whom and by when. ``person_id`` has it where the register is not asked."""

    person_id: int | None = None

    agreed_at = after(
        "title",
        TextField(
            "Where was it agreed?",
            Needed(
                "Paste the address of the page of the meeting, story or other record at which it was agreed"
            ),
            hint="Copy the address of the page of the meeting or other record, or enter its code.",
        ),
    )
    owner = after(
        "owner_role", OneOfMany("Who has it, of those with an account?", one="account", many="accounts")
    )
    person = after(
        "owner",
        RecordChooser(
            "Who has it, of those in the register?",
            kind="person",
            hint="For somebody without an account: type part of their name.",
        ),
    )
    body = OneBody("For which body?")
    project = OneOfMany("On which project does it bear?", one="project", many="projects")

    def validate_agreed_at(self, field: Any) -> None:
        if references.find(field.data) is None:
            raise ValidationError(
                f"There is no record “{field.data}”. Paste the address of its page, or enter its code, "
                "such as ENG-012."
            )

    def entry(self) -> ActionEntry:
        """What was typed, as the verbs of ``service`` take it."""
        return ActionEntry(
            **self.answers(),
            agreed_at=references.find(self.agreed_at.data or "") or "",
            owner_id=number_of(self.owner.data),
            person_id=number_of(self.person.data) if "person" in self else self.person_id,
            body_id=number_of(self.body.data),
            project_id=number_of(self.project.data),
        )


def starting_with(entry: ActionEntry) -> dict[str, Any]:
    """An action as its form shows it."""
    agreed_at = references.link(entry.agreed_at)
    return {
        **ActionForm.starting(entry),
        "agreed_at": (agreed_at.code or agreed_at.ref) if agreed_at else "",
        "owner": str(entry.owner_id or ""),
        "person": str(entry.person_id or ""),
        "body": str(entry.body_id or ""),
        "project": str(entry.project_id or ""),
    }


class DoneForm(VersionedForm):
    """That an action is done, and what came of it."""

    outcome = LongTextField(
        "What came of it?",
        AtMost(LONGEST_OUTCOME, "What came of it"),
        hint="In words that others understand. You can leave it blank.",
    )
    on = DayField("When was it done?", hint="Such as 6 June 2018. Leave blank for today.")


class DropForm(VersionedForm):
    """That an action will not be done, and why."""

    why = LongTextField(
        "Why will it not be done?",
        Needed("Enter why it will not be done"),
        AtMost(LONGEST_OUTCOME, "Why it will not be done"),
    )


class ChaseForm(Form):
    """How the owner was or is reminded."""

    how = RadioField("How?", choices=choices((way, label) for way, label in WAYS.items()))


class CloseForm(Form):
    """What became of many actions at once."""

    outcome = LongTextField("What came of them?", AtMost(LONGEST_OUTCOME, "What came of them"))
    ending = HiddenField()


class ConfirmForm(Form):
    """What somebody with a link, and without an account, says about what they did."""

    said = LongTextField(
        "What came of it? One sentence is enough.",
        AtMost(LONGEST_SENTENCE, "What came of it"),
        hint="You can leave it blank.",
        look={"rows": 3},
    )


def number_of(chosen: str | None) -> int | None:
    """The number behind a choice; None where nothing was chosen."""
    return row_number(chosen) if chosen else None
