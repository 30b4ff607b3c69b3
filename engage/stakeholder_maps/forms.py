"""What a person fills in to judge how a stakeholder stands to a project."""

from __future__ import annotations

from typing import Any

from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    choices,
)
from engage.rules.mapping_models import read_models
from engage.stakeholder_maps.words import GROUP, ORGANISATION, PERSON

KINDS = ((ORGANISATION, "An organisation of the register"), (PERSON, "A person of the register"))
NOT_JUDGED = ("", "Not judged")


def _score(name: str) -> Any:
    scale = read_models().scale
    words = scale.means[name]
    steps = [NOT_JUDGED, *((str(step), str(step)) for step in scale.steps)]
    return ChoiceField(words[0].upper() + words[1:], choices=choices(steps))


class JudgementForm(Form):
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
    power = _score("power")
    interest = _score("interest")
    influence = _score("influence")
    impact = _score("impact")
    legitimacy = _score("legitimacy")
    urgency = _score("urgency")
    on = DayField("When was this judged?", hint="Such as 6 June 2018. Leave blank if it is judged today.")
    note = LongTextField(
        "Why?",
        AtMost(2000, "The reason"),
        hint="It is kept as long as the scores, and is given to a person who asks what is kept of them.",
        look={"rows": 3},
    )

    @property
    def scores(self) -> dict[str, int | None]:
        """The scores by name; None for one that was left out."""
        return {name: int(self[name].data) if self[name].data else None for name in read_models().scale.means}
