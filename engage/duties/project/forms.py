"""What a person fills in about the triage of a project."""

from __future__ import annotations

from typing import Any

from engage.duties.entries import AssessmentEntry
from engage.duties.forms import not_ahead
from engage.duties.models import DutyAssessment
from engage.platform.web.asking import RecordForm, asks


@asks(DutyAssessment)
class TriageForm(RecordForm):
    """Whether the duty to involve applies to a project, and why."""

    def validate_assessed_on(self, field: Any) -> None:
        not_ahead(field.data)

    def entry(self) -> AssessmentEntry:
        """What was judged, as the verbs of ``service`` take it."""
        return AssessmentEntry(**self.answers())
