"""What a person types about a schedule."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.forums.forms import LONGEST_MEETING, SHORT, whole_number
from engage.forums.schedules.recurrence import FREQUENCIES, WITHOUT_END
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    Needed,
    RadioField,
    TextField,
    choices,
)
from engage.rules.clock_times import UnreadableTime, read_clock_time

BY = {
    "weekday_of_month": "The same weekday, such as the second Thursday",
    "day_of_month": "The same day of the month, such as the 14th",
}


class ScheduleForm(Form):
    """How often a forum is to meet."""

    first_on = DayField("First meeting", Needed("Enter the day of the first meeting"))
    frequency = ChoiceField(
        "How often?",
        choices=choices((code, label) for code, (label, _) in FREQUENCIES.items()),
        default="quarterly",
    )
    by = RadioField("Within the month, always on", choices=choices(BY.items()), default="weekday_of_month")
    until_on = DayField(
        "Last day of the schedule", Needed(WITHOUT_END), hint="Every schedule ends; another can follow it."
    )
    starts_at = TextField("Time", hint="Such as 14:00 or 2pm, all year, whatever the clocks do.", look=SHORT)
    minutes = TextField("How many minutes does it last?", default="120", look=SHORT)
    venue = TextField("Where?", AtMost(300, "The venue"))

    starts = ""
    lasts = 120

    def validate_starts_at(self, field: Any) -> None:
        try:
            self.starts = read_clock_time(field.data or "")
        except UnreadableTime as problem:
            raise ValidationError(str(problem)) from None

    def validate_minutes(self, field: Any) -> None:
        wrong = f"The length in minutes is a whole number from 5 to {LONGEST_MEETING}"
        self.lasts = whole_number(field.data, 5, LONGEST_MEETING, wrong) or 120

    def entry(self) -> dict[str, Any]:
        own = ("first_on", "until_on", "frequency", "by")
        return {
            **{name: self[name].data for name in own},
            "starts_at": self.starts,
            "minutes": self.lasts,
            "venue": self.venue.data or "",
        }
