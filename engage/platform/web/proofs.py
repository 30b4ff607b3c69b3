"""What every form about a piece of evidence checks: an address or a file, and the period it proves."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.platform import clock
from engage.platform.web.asking import RecordForm
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date


class ProofForm(RecordForm):
    """Has a ``link``, a ``file`` and what it ``proves``; ``period`` is that as it was read."""

    period: DateAsKnown

    def validate_link(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Enter the whole address, starting with https://")
        if not field.data and not (self.file.data and self.file.data.filename):
            raise ValidationError("Enter a public address, or choose a file below")

    def validate_proves(self, field: Any) -> None:
        try:
            self.period = read_date(field.data or "", today=clock.today())
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
