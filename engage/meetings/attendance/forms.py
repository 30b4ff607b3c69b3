"""What a person types about who came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.meetings.forms import LOW, SHORT, head_count
from engage.meetings.models import MemberThere
from engage.meetings.words import STATES
from engage.platform.web.forms import AtMost, LongTextField, RadioField, TextField, VersionedForm, choices
from engage.rules.words import split_values

MOST_PEOPLE = 100_000


class HoldForm(VersionedForm):
    """Who came. ``member_3`` and so on are added by ``hold_form``, one for each member of the day."""

    others = LongTextField(
        "Who else came?",
        AtMost(5000, "This"),
        hint="Posts, one on each line, such as Chief officer of Healthwatch. No names of the public.",
        look=LOW,
    )
    attended = TextField(
        "How many came in all?",
        hint="Only when it is not recorded who came. Leave blank if nobody counted: that is not 0.",
        look=SHORT,
    )
    public = TextField(
        "How many members of the public came?",
        hint="A head count. Leave blank if nobody counted: that is not the same as 0.",
        look=SHORT,
    )
    members: tuple[MemberThere, ...] = ()

    attended_number: int | None = None
    public_number: int | None = None

    def validate_attended(self, field: Any) -> None:
        self.attended_number = head_count(field.data, MOST_PEOPLE, "How many came")
        if self.attended_number is not None and (self.others.data or any(self.said().values())):
            raise ValidationError("Leave this blank: it is counted from the members and others above")

    def validate_public(self, field: Any) -> None:
        self.public_number = head_count(field.data, MOST_PEOPLE, "How many members of the public came")

    def said(self) -> dict[int, str]:
        """What was said of each member, by the number of the membership."""
        return {one.member.id: self[f"member_{one.member.id}"].data or "" for one in self.members}

    @property
    def member_fields(self) -> list[Any]:
        return [self[f"member_{one.member.id}"] for one in self.members]

    def entry(self) -> dict[str, Any]:
        """What was typed, as holding a meeting takes it."""
        counted = self.attended_number
        entry: dict[str, Any] = {
            "members": self.said(),
            "others": split_values(self.others.data or ""),
            "public_count": self.public_number,
            "attended_count": counted,
        }
        return entry if counted is None else entry | {"attended_words": f"{counted:,}"}


def hold_form(members: Sequence[MemberThere], **starting: Any) -> HoldForm:
    """The form for the members of the day, with what is recorded of each so far."""
    states = [(code, label.capitalize()) for code, label in STATES.items()]
    parts: dict[str, Any] = {"members": tuple(members)}
    for one in members:
        name = f"member_{one.member.id}"
        parts[name] = RadioField(
            one.member.title,
            choices=choices([*states, ("", "Not recorded")]),
            default="",
            look={"inline": True},
        )
        starting[name] = one.state
    made: type[HoldForm] = type("HoldOfThisMeeting", (HoldForm,), parts)
    return made.from_request(**starting)
