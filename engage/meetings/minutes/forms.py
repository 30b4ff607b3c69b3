"""What a person types of the notes of a meeting."""

from __future__ import annotations

from engage.meetings.forms import FILES
from engage.meetings.models import Meeting
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import FileField, VersionedForm


@asks(Meeting, only=("notes", "notes_agreed_on"))
class NotesForm(VersionedForm, RecordForm):
    """The notes of a meeting, or its minutes as a file."""

    file = after("notes", FileField("Or the minutes as a file", hint=FILES))
