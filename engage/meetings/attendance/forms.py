"""What a person types about who came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.meetings.entries import WhoCame
from engage.meetings.models import Meeting, MemberThere
from engage.meetings.words import STATES
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import AtMost, LongTextField, RadioField, VersionedForm, choices
from engage.rules.words import split_values


@asks(Meeting, only=("attended_count", "public_count"))
class HoldForm(VersionedForm, RecordForm):
    """Who came. ``member_3`` and so on are added by ``hold_form``, one for each member of the day."""

    others = LongTextField(
        "Who else came?",
        AtMost(5000, "This"),
        hint="Posts, one on each line, such as Chief officer of Healthwatch. No names of the public.",
        look={"rows": 3},
    )
    members: tuple[MemberThere, ...] = ()

    def validate_attended_count(self, field: Any) -> None:
        if field.data and (self.others.data or any(self.said().values())):
            raise ValidationError("Leave this blank: it is counted from the members and others above")

    def said(self) -> dict[int, str]:
        """What was said of each member, by the number of the membership."""
        return {one.member.id: self[f"member_{one.member.id}"].data or "" for one in self.members}

    @property
    def member_fields(self) -> list[Any]:
        return [self[f"member_{one.member.id}"] for one in self.members]

    def entry(self) -> WhoCame:
        """What was typed, as holding a meeting takes it."""
        others = tuple(split_values(self.others.data or ""))
        return WhoCame(**self.answers(), members=self.said(), others=others)


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
