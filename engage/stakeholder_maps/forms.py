"""What a person fills in to judge how a stakeholder stands to a project."""

from __future__ import annotations

from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import AtMost, Needed, RadioField, TextField, choices
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholder_maps.models import MapScore
from engage.stakeholder_maps.words import GROUP, ORGANISATION, PERSON

KINDS = ((ORGANISATION, "An organisation of the register"), (PERSON, "A person of the register"))


@asks(MapScore)
class JudgementForm(RecordForm):
    """Who is judged, the six scores, the day, and why."""

    kind = RadioField(
        "Who is it?",
        Needed("Choose whether it is an organisation, a person or a group of people"),
        choices=choices([*KINDS, (GROUP, "A group of people")]),
        default=ORGANISATION,
    )
    who = TextField(
        "Name",
        Needed("Enter a name"),
        AtMost(200, "The name"),
        hint="As it stands in the register; or what the group is called, such as Carers.",
    )

    def entry(self) -> JudgementEntry:
        """What was judged, as the verbs of ``service`` take it."""
        return JudgementEntry(**self.answers())
