"""What a person types about a meeting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wtforms.validators import ValidationError

from engage.meetings.entries import MeetingEntry
from engage.meetings.models import Meeting
from engage.platform import clock
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import (
    AtMost,
    Form,
    LongTextField,
    Needed,
    TextField,
    VersionedForm,
)
from engage.rules.dates_as_known import DateAsKnown, Precision, UnreadableDate, read_date

FILES = "PDF, Word, Excel, CSV, picture or plain text."
WHERE = ("starts_at", "minutes", "venue", "link", "is_public", "is_network_briefing", "source")


@asks(Meeting, only=WHERE)
class MeetingForm(VersionedForm, RecordForm):
    """When and where a meeting is."""

    forum = OneOfMany("Which forum?", Needed("Choose the forum that meets"), one="forum", many="forums")
    when = TextField(
        "When?",
        Needed("Enter the day of the meeting, such as 12 March 2026"),
        hint="Such as 12 March 2026. Of a meeting long ago as closely as you know: March 2016, 2015/16.",
        look={"width": 20},
    )

    known: DateAsKnown

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "", today=clock.today())
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None

    def entry(self, known: MeetingEntry | None = None) -> MeetingEntry:
        """What was typed, as the verbs take it; the rest as it is ``known``."""
        return replace(known or MeetingEntry(when=self.known), **self.answers(), when=self.known)


def starting_with(entry: MeetingEntry) -> dict[str, Any]:
    """A meeting as its form shows it."""
    known = entry.when.precision is not Precision.UNKNOWN
    return {**MeetingForm.starting(entry), "when": entry.when.words if known else ""}


class CallOffForm(Form):
    """Why a meeting is called off."""

    because = LongTextField(
        "Why is it called off?",
        Needed("Say why the meeting is called off"),
        AtMost(1000, "The reason"),
        hint="Members see it in their calendars, and reports give it.",
        look={"rows": 3},
    )
