"""What a person types about a forum, and what forms of its parts have in common."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import ValidationError

from engage.forums.entries import ForumEntry
from engage.forums.models import Forum
from engage.organisation.typed import OneBody
from engage.platform.data.fields import plain_fields
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import DayField, Needed, VersionedForm

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@asks(Forum)
class ForumForm(VersionedForm, RecordForm):
    """One forum."""

    body_id = OneBody(plain_fields(Forum)["body_id"].asks)

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError("Use small letters, figures and dashes only, such as ppg-chairs")

    def entry(self) -> ForumEntry:
        """What was typed, as the verbs of ``service`` take it."""
        return ForumEntry(**self.answers())


class LastDayForm(VersionedForm):
    """The last day of something."""

    on = DayField("Last day", Needed("Enter the last day, such as 31 March 2020"))
