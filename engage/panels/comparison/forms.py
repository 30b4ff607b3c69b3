"""What a person chooses for a comparison, and types about what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from engage.panels.comparison.ways import Way
from engage.panels.forms import AGAINST, LOW
from engage.platform import clock
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    TextField,
    choices,
)
from engage.rules.monitoring import read_monitoring


class ActionForm(Form):
    """What is to be done about a gap."""

    title = TextField("What is to be done?", Needed("Enter what is to be done"), AtMost(500, "The action"))
    owner_role = TextField(
        "Who does it?", Needed("Enter who does it"), AtMost(200, "The post"), hint="A post, not a name."
    )
    due_on = DayField("By when?", Needed("Enter by when"))


class ComparisonForm(Form):
    """A comparison; made by ``comparison_form`` with one field for each question that can be compared."""

    compared: ClassVar[tuple[str, ...]] = ()

    on = DayField("On which day?", Needed("Enter the day"), default=lambda: clock.today())
    note = LongTextField("What do you make of it?", AtMost(2_000, "The note"), look=LOW)

    def chosen(self) -> dict[str, str]:
        """Values of the ways chosen, by question."""
        given = self.values()
        return {code: given[f"{AGAINST}{code}"] or "" for code in self.compared}


def comparison_form(ways: Mapping[str, Sequence[Way]], before: Mapping[str, str]) -> type[ComparisonForm]:
    """A form that offers what each question can be compared with; ``before`` is what was taken last."""
    fields: dict[str, Any] = {}
    for code, some in ways.items():
        offered = [("", "Do not compare"), *((way.value, way.label) for way in some)]
        usual = before.get(code, some[0].value)
        fields[f"{AGAINST}{code}"] = ChoiceField(
            read_monitoring().questions[code].characteristic, choices=choices(offered), default=usual
        )
    return type("ComparisonForm", (ComparisonForm,), {**fields, "compared": tuple(ways)})
