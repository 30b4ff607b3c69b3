"""What a person types about terms of reference."""

from __future__ import annotations

from engage.forums.entries import TermsEntry
from engage.forums.models import TermsOfReference
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import FileField, VersionedForm


@asks(TermsOfReference)
class TermsForm(VersionedForm, RecordForm):
    """A version of the terms of reference."""

    file = after("link", FileField("Or a file", hint="PDF, Word or plain text."))

    def entry(self, file: str = "", file_name: str = "") -> TermsEntry:
        """What was typed, with the file that came or is kept."""
        return TermsEntry(**self.answers(), file=file, file_name=file_name)
