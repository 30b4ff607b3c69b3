"""What a person types of the notes of a meeting."""

from __future__ import annotations

from engage.meetings.forms import FILES
from engage.platform.web.forms import AtMost, DayField, FileField, LongTextField, VersionedForm

PRIVATE_MATTERS = (
    "They are sent to every member and may be asked for, so private matters belong under an item of the "
    "private part."
)


class NotesForm(VersionedForm):
    """The notes of a meeting, or its minutes as a file."""

    notes = LongTextField("Notes", AtMost(200_000, "The notes"), hint=PRIVATE_MATTERS, look={"rows": 12})
    file = FileField("Or the minutes as a file", hint=FILES)
    agreed = DayField("When were they agreed?", hint="Usually at the next meeting. Leave blank until then.")
