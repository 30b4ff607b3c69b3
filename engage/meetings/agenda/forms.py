"""What a person types about an item of an agenda, its papers, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.meetings.forms import FILES, LOW
from engage.meetings.models import MemberThere
from engage.meetings.words import PRESENTS
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    Choice,
    ChoiceField,
    DayField,
    FileField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
    choices,
)

LONGEST = 20_000


class ItemForm(Form):
    """One item as it stands on an agenda."""

    title = TextField("What is it?", Needed("Enter what the item is"), AtMost(300, "The item"))
    lead = TextField(
        "Who leads it?",
        AtMost(200, "The lead"),
        hint="A post, such as Head of communications and engagement.",
    )
    pages = TextField(
        "Pages of its papers", AtMost(60, "The pages"), hint="Such as 12-18.", look={"width": 10}
    )
    is_private = TickField("It is taken in the private part")
    project = ChoiceField("Project it is about")
    presents = CheckboxesField("What is put to the members?", choices=choices(PRESENTS.items()))

    def entry(self) -> dict[str, Any]:
        """What was typed, as columns of an item."""
        return {
            "title": self.title.data,
            "lead": self.lead.data or "",
            "pages": self.pages.data or "",
            "is_private": bool(self.is_private.data),
            "project_id": int(self.project.data) if self.project.data else None,
            "presents": list(self.presents.data or []),
        }


class BringForm(Form):
    """An item that a project brings to the next meeting of a forum."""

    forum = ChoiceField("To which forum's next meeting?", Needed("Choose the forum"))
    title = TextField("What is to be talked over?", Needed("Enter what the item is"), AtMost(300, "The item"))
    lead = TextField(
        "Who presents it?",
        AtMost(200, "This"),
        hint="A post, such as Commissioning manager for urgent care.",
    )
    presents = CheckboxesField("What is put to the members?", choices=choices(PRESENTS.items()))

    def entry(self) -> dict[str, Any]:
        """What was typed, as columns of an item."""
        return {
            "title": self.title.data,
            "lead": self.lead.data or "",
            "presents": list(self.presents.data or []),
        }


class RecordForm(Form):
    """What was said and decided under one item."""

    lead = TextField("Who presented it?", AtMost(200, "This"), hint="A post, not a name.")
    presents = CheckboxesField("What was put to the members?", choices=choices(PRESENTS.items()))
    members_said = LongTextField(
        "What did the members say?",
        AtMost(LONGEST, "What they said"),
        hint="Leave out names and anything a person could be known from.",
        look={"rows": 4},
    )
    changed = LongTextField(
        "What did that change?", AtMost(LONGEST, "This"), hint="Or why it changed nothing.", look=LOW
    )
    decision = LongTextField("What was decided?", AtMost(LONGEST, "The decision"), look=LOW)

    def entry(self) -> dict[str, Any]:
        """What was typed, as columns of an item."""
        return {
            "lead": self.lead.data or "",
            "presents": list(self.presents.data or []),
            "members_said": self.members_said.data or "",
            "changed": self.changed.data or "",
            "decision": self.decision.data or "",
        }


class PassOnForm(Form):
    """What members said, as an item of feedback."""

    said = LongTextField(
        "What was heard", Needed("Enter what was heard"), AtMost(LONGEST, "This"), look={"rows": 4}
    )
    topic = TextField("What was it about?", AtMost(200, "The topic"))
    answer = RadioField("What became of it?", default="no_answer")
    did = LongTextField("What was done, or why it cannot be", AtMost(LONGEST, "This"), look=LOW)


class PaperForm(Form):
    """A paper of a meeting."""

    title = TextField("What is it?", Needed("Enter what the paper is"), AtMost(300, "This"))
    file = FileField("File", hint=FILES)
    item = ChoiceField("Item it is for")
    is_private = TickField("It is for the private part")

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Choose the file")


class AgreedActionForm(Form):
    """An action agreed at a meeting."""

    title = TextField("What is to be done?", Needed("Enter what is to be done"), AtMost(500, "This"))
    owner_role = TextField("Which post does it?", AtMost(200, "The post"), hint="Such as Engagement officer.")
    owner = ChoiceField(
        "Who is to be told?",
        hint="Somebody with an account, or a member: they get a link by which to say that it is done.",
    )
    due = DayField("By when?", hint="Such as 30 June 2026.")
    project = ChoiceField("Project it bears on")


def owner_columns(chosen: str) -> dict[str, int | None]:
    """The columns of an action for a choice such as account:3, person:7, or nobody."""
    kind, _, number = chosen.partition(":")
    return {
        "owner_id": int(number) if kind == "account" else None,
        "person_id": int(number) if kind == "person" else None,
    }


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
