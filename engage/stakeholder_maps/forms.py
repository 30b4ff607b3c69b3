"""What a person fills in to judge how a stakeholder stands to a project."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.choosing import RecordChooser
from engage.platform.web.forms import AtMost, TextField
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholder_maps.models import MapScore
from engage.stakeholder_maps.words import GROUP, ORGANISATION, PERSON

WHO = (ORGANISATION, PERSON, GROUP)


@asks(MapScore)
class JudgementForm(RecordForm):
    """Who is judged, the six scores, the day, and why."""

    organisation = RecordChooser(
        "An organisation of the register", kind="organisation", hint="Type part of its name or its code."
    )
    person = RecordChooser("Or a person of the register", kind="person", hint="Type part of their name.")
    group = TextField(
        "Or a group of people", AtMost(200, "The name"), hint="What the group is called, such as Carers."
    )

    def validate_group(self, field: Any) -> None:
        if len([name for name in WHO if self[name].data or getattr(self[name], "typed", "")]) != 1:
            raise ValidationError("Enter one organisation, one person or one group of people")

    def ref(self) -> str:
        """Who is judged, as a reference."""
        return next(f"{name}:{self[name].data}" for name in WHO if self[name].data)

    def entry(self) -> JudgementEntry:
        """What was judged, as the verbs of ``service`` take it."""
        return JudgementEntry(**self.answers())
