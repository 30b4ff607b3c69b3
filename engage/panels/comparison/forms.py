"""What a person chooses for a comparison, and types about what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from engage.actions.models import Action
from engage.panels.comparison.ways import Way
from engage.panels.models import PanelComparison
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import AtMost, ChoiceField, DayField, Needed, TextField, choices
from engage.rules.monitoring import read_monitoring

AGAINST = "against_"


@asks(Action, only=("title", "owner_role", "due_on"))
class ActionForm(RecordForm):
    """What is to be done about a gap: by somebody, and by some day."""

    owner_role = TextField(
        "Who does it?", Needed("Enter who does it"), AtMost(200, "The post"), hint="A post, not a name."
    )
    due_on = DayField("By when?", Needed("Enter by when"))


@asks(PanelComparison, only=("on", "note"))
class ComparisonForm(RecordForm):
    """A comparison; made by ``comparison_form`` with one field for each question that can be compared."""

    compared: ClassVar[tuple[str, ...]] = ()

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
