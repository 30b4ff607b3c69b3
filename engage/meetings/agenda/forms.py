"""What a person types about an item of an agenda, its papers, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtforms.validators import ValidationError

from engage.actions.entries import ActionEntry
from engage.actions.models import Action
from engage.feedback.entries import FeedbackEntry
from engage.feedback.forms import AnsweringForm
from engage.feedback.models import Feedback
from engage.meetings.entries import ItemEntry
from engage.meetings.forms import FILES
from engage.meetings.models import AgendaItem, MeetingPaper, MemberThere
from engage.platform.data.typed import row_number
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import (
    AtMost,
    Choice,
    ChoiceField,
    FileField,
    LongTextField,
    Needed,
    TextField,
    VersionedForm,
)


@asks(AgendaItem, only=("title", "lead", "pages", "is_private", "project_id", "presents"))
class ItemForm(VersionedForm, RecordForm):
    """One item as it stands on an agenda."""

    def entry(self, known: ItemEntry | None = None) -> ItemEntry:
        """What was typed, as the verbs take it; the rest as it is ``known``."""
        return replace(known or ItemEntry(title=""), **self.answers())


@asks(AgendaItem, only=("title", "lead", "presents"))
class BringForm(RecordForm):
    """An item that a project brings to the next meeting of a forum."""

    forum = OneOfMany(
        "To which forum's next meeting?", Needed("Choose the forum"), one="forum", many="forums"
    )
    title = TextField("What is to be talked over?", Needed("Enter what the item is"), AtMost(300, "The item"))
    lead = TextField(
        "Who presents it?",
        AtMost(200, "This"),
        hint="A post, such as Commissioning manager for urgent care.",
    )

    def entry(self) -> ItemEntry:
        return ItemEntry(**self.answers())


@asks(AgendaItem, only=("lead", "presents", "members_said", "changed", "decision"))
class OutcomeForm(VersionedForm, RecordForm):
    """What was said and decided under one item."""

    lead = TextField("Who presented it?", AtMost(200, "This"), hint="A post, not a name.")

    def entry(self, known: ItemEntry) -> ItemEntry:
        """What was typed, as the verbs take it; the rest as it is ``known``."""
        return replace(known, **self.answers())


@asks(Feedback, only=("said", "topic", "answer", "did"))
class PassOnForm(AnsweringForm):
    """What members said, as an item of feedback."""

    said = LongTextField(
        "What was heard", Needed("Enter what was heard"), AtMost(20_000, "This"), look={"rows": 4}
    )

    def entry(self) -> FeedbackEntry:
        return FeedbackEntry(**self.answers())


@asks(MeetingPaper)
class PaperForm(RecordForm):
    """A paper of a meeting."""

    file = after("title", FileField("File", hint=FILES))

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Choose the file")


@asks(Action, only=("title", "owner_role", "due_on"))
class AgreedActionForm(RecordForm):
    """An action agreed at a meeting."""

    owner = ChoiceField(
        "Who is to be told?",
        hint="Somebody with an account, or a member: they get a link by which to say that it is done.",
    )
    project = OneOfMany("Project it bears on", one="project", many="projects")

    def entry(self, posts: Mapping[int | None, str]) -> ActionEntry:
        """What was typed; a member who is to be told has the post among ``posts``, unless one was typed."""
        kind, _, number = (self.owner.data or "").partition(":")
        person_id = row_number(number) if kind == "person" else None
        said = self.answers()
        return ActionEntry(
            **said | {"owner_role": said["owner_role"] or (posts.get(person_id, "") if person_id else "")},
            project_id=row_number(self.project.data) if self.project.data else None,
            owner_id=row_number(number) if kind == "account" else None,
            person_id=person_id,
        )


def owner_choices(accounts: Sequence[Choice], members: Sequence[MemberThere]) -> list[Choice]:
    """Nobody yet, members whom the register names (by post), and open accounts."""
    found = {
        f"person:{one.member.person_id}": f"{one.member.title} (member)"
        for one in members
        if one.member.person_id
    }
    return [
        ("", "Nobody yet"),
        *found.items(),
        *((f"account:{number}", f"{name} (account)") for number, name in accounts),
    ]
