"""Which report, its front sheet, and the lay member's statement."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.assurance.entries import StatementEntry
from engage.assurance.front_sheet.words import FRONT_SHEET
from engage.assurance.models import LayStatement
from engage.organisation.typed import OneBody
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import (
    AtMost,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    TextField,
    choices,
)
from engage.rules.periods import Period, UnreadablePeriod, read_period


class ReportForm(Form):
    """A body and a period."""

    body = OneBody("Body", apart=("all",))
    period = TextField(
        "Period",
        Needed("Enter the period, such as 2018/19"),
        hint="Such as 2018/19, Quarter 3 2018/19, 1 June 2018 to 31 August 2018, or all.",
        look={"width": 20},
    )

    chosen: Period

    def validate_period(self, field: Any) -> None:
        try:
            self.chosen = read_period(field.data or "")
        except UnreadablePeriod as problem:
            raise ValidationError(str(problem)) from None


class PublishForm(Form):
    """``seen`` is the fingerprint of the draft as the person saw it."""

    seen = HiddenField()


@asks(LayStatement)
class StatementForm(RecordForm):
    """The lay member's own statement."""

    def entry(self) -> StatementEntry:
        """What was said, as the verbs of ``service`` take it."""
        return StatementEntry(**self.answers())


class FrontSheetForm(Form):
    """What the committee's front sheet asks for; one field for each of its lines."""


for _asked in FRONT_SHEET:
    _kind = LongTextField if _asked.long else TextField
    _look = {"rows": 3} if _asked.long else {}
    setattr(
        FrontSheetForm,
        _asked.key,
        _kind(_asked.label, AtMost(2000, _asked.label), hint=_asked.hint, look=_look),
    )


def body_choices(bodies: list[tuple[str, str]]) -> list[Any]:
    """The bodies a report can be about, all of them together last."""
    return choices([*bodies, ("all", "All bodies")])
