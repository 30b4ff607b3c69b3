"""What a person types about a schedule."""

from __future__ import annotations

from engage.forums.entries import ScheduleEntry
from engage.forums.models import MeetingSchedule
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import VersionedForm


@asks(MeetingSchedule)
class ScheduleForm(VersionedForm, RecordForm):
    """How often a forum is to meet."""

    def entry(self) -> ScheduleEntry:
        return ScheduleEntry(**self.answers())
