"""What a person types about a forum, and what forms of its parts have in common."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import ValidationError

from engage.forums.entries import ForumEntry
from engage.forums.models import Forum
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import ChoiceField, DayField, Needed, VersionedForm

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@asks(Forum)
class ForumForm(VersionedForm, RecordForm):
    """One forum."""

    body = after("kind", ChoiceField("Which body does it serve?"))
    network = after(
        "area", ChoiceField("Primary care network", hint="Only when it is the group of one network.")
    )
    organisation = after(
        "network",
        ChoiceField(
            "Organisation that holds it", hint="Such as the practice of a patient participation group."
        ),
    )

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError("Use small letters, figures and dashes only, such as ppg-chairs")

    def entry(self) -> ForumEntry:
        """What was typed, as the verbs of ``service`` take it."""
        return ForumEntry(
            **self.answers(),
            body_id=number_chosen(self.body),
            network_id=number_chosen(self.network),
            organisation_id=number_chosen(self.organisation),
        )


def starting_with(entry: ForumEntry) -> dict[str, Any]:
    """A forum as its form shows it."""
    return {
        **ForumForm.starting(entry),
        "body": str(entry.body_id or ""),
        "network": str(entry.network_id or ""),
        "organisation": str(entry.organisation_id or ""),
    }


class LastDayForm(VersionedForm):
    """The last day of something."""

    on = DayField("Last day", Needed("Enter the last day, such as 31 March 2020"))


def number_chosen(field: Any) -> int | None:
    return int(field.data) if field.data else None
