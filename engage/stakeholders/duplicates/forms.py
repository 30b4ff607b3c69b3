"""What a person chooses when two records are merged: field by field, whose value stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engage.platform.web.forms import Form, RadioField, choices
from engage.stakeholders.duplicates.differences import Difference


class MergeForm(Form):
    """``take_name`` and so on are added by ``merge_form``, one for each field in which two records differ."""

    names: tuple[str, ...] = ()

    @property
    def chosen(self) -> dict[str, str]:
        """Column to "kept", "other" or "both"."""
        return {name: self[f"take_{name}"].data for name in self.names}

    @property
    def choice_fields(self) -> list[Any]:
        return [self[f"take_{name}"] for name in self.names]


def merge_form(differences: Sequence[Difference]) -> MergeForm:
    """The form for these differences, with what is proposed chosen."""
    parts: dict[str, Any] = {"names": tuple(one.name for one in differences)}
    for one in differences:
        parts[f"take_{one.name}"] = RadioField(one.label, choices=choices(one.choices))
    made: type[MergeForm] = type("MergeOfThese", (MergeForm,), parts)
    return made.from_request(**{f"take_{one.name}": one.proposed for one in differences})
