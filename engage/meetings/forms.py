"""What a person types about a meeting."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    Form,
    LongTextField,
    Needed,
    TextField,
    TickField,
    VersionedForm,
)
from engage.rules.clock_times import UnreadableTime, read_clock_time
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date

FILES = "PDF, Word, Excel, CSV, picture or plain text."
LOW = {"rows": 3}
SHORT = {"width": 5}
MEDIUM = {"width": 20}
LONGEST_MEETING = 12 * 60  # minutes


def whole_number(typed: str | None, least: int, most: int, sentence: str) -> int | None:
    """The number typed; None for nothing, which is not nought. Raises ValidationError with the sentence."""
    plain = (typed or "").replace(",", "").strip()
    if not plain:
        return None
    if not plain.isdecimal() or not least <= int(plain) <= most:
        raise ValidationError(sentence)
    return int(plain)


def whole_address(field: Any) -> None:
    """Raises ValidationError for an address of the web that is not whole."""
    if field.data and not field.data.startswith(("https://", "http://")):
        raise ValidationError("Enter the whole address, starting with https://")


def head_count(typed: str | None, most: int, what: str) -> int | None:
    """The number typed; None when nobody counted. Raises ValidationError."""
    sentence = f"{what} must be a whole number up to {most:,}. Leave it blank if nobody counted"
    return whole_number(typed, 0, most, sentence)


class MeetingForm(VersionedForm):
    """When and where a meeting is."""

    forum = ChoiceField("Which forum?", Needed("Choose the forum that meets"))
    when = TextField(
        "When?",
        Needed("Enter the day of the meeting, such as 12 March 2026"),
        hint="Such as 12 March 2026. Of a meeting long ago as closely as you know: March 2016, 2015/16.",
        look=MEDIUM,
    )
    starts_at = TextField(
        "Start time", hint="Such as 14:00 or 2pm. Leave blank if it is not known.", look=SHORT
    )
    minutes = TextField("How many minutes does it last?", look=SHORT, default="120")
    venue = TextField("Venue", AtMost(300, "The venue"))
    link = TextField("Address to join it from afar", AtMost(1000, "The address"))
    is_public = TickField("The public may come")
    is_network_briefing = TickField("Chairs of patient participation groups are briefed at it")
    source = TextField("Where does this record come from?", AtMost(1000, "The source"))

    known: DateAsKnown
    lasts: int = 120

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None

    def validate_starts_at(self, field: Any) -> None:
        try:
            field.data = read_clock_time(field.data or "")
        except UnreadableTime as problem:
            raise ValidationError(str(problem)) from None

    def validate_minutes(self, field: Any) -> None:
        found = head_count(field.data, LONGEST_MEETING, "The length in minutes")
        if found == 0:
            raise ValidationError("A meeting lasts a minute at least. Leave this blank if it is not known")
        self.lasts = found or 120

    def validate_link(self, field: Any) -> None:
        whole_address(field)

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        return {
            "when": self.known,
            "starts_at": self.starts_at.data or "",
            "minutes": self.lasts,
            "venue": self.venue.data or "",
            "link": self.link.data or "",
            "is_public": bool(self.is_public.data),
            "is_network_briefing": bool(self.is_network_briefing.data),
            "source": self.source.data or "",
        }


class CallOffForm(Form):
    """Why a meeting is called off."""

    because = LongTextField(
        "Why is it called off?",
        Needed("Say why the meeting is called off"),
        AtMost(1000, "The reason"),
        hint="Members see it in their calendars, and reports give it.",
        look=LOW,
    )
