"""What a person types about a member, and what members say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from engage.panels.models import Expense, PanelMember
from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.choosing import RecordChooser
from engage.platform.web.forms import (
    AtMost,
    ChoicesWidget,
    Form,
    Params,
    RadioField,
    TextField,
    VersionedForm,
    choices,
)
from engage.rules.monitoring import Question, read_monitoring

ANSWER = "answer_"


class KeptBackChoices(ChoicesWidget):
    """Choices of which none is ever drawn as chosen: what a person said of themselves goes nowhere back."""

    def value_params(self, field: Any) -> Params:
        params = super().value_params(field)
        items = [{"value": item["value"], "text": item["text"]} for item in params["items"]]
        legend = {**params["fieldset"]["legend"], "size": "m"}
        return {**params, "items": items, "fieldset": {"legend": legend}}


class AnswerField(RadioField):
    """One answer about oneself; it need not be given, and is never shown again."""

    widget = KeptBackChoices("radios", classes="nhsuk-radios--small")


@asks(PanelMember, only=("interest_on", "interests"))
class InterestForm(RecordForm):
    """That somebody would like to take part."""

    person = RecordChooser(
        "Who is it?", kind="person", hint="Type part of a name in the register of stakeholders."
    )
    name = TextField("Or somebody new: their name", AtMost(200, "The name"))
    email = TextField("Their mail address", AtMost(254, "The address"), hint="If they gave one.")

    def validate_person(self, field: Any) -> None:
        if bool(field.data) == bool(self.name.data):
            raise ValidationError("Choose somebody of the register, or enter the name of somebody new")


@asks(PanelMember, only=("joined_on", "term_ends_on"))
class JoinForm(VersionedForm, RecordForm):
    """Taking somebody on."""


@asks(PanelMember, only=("term_ends_on",))
class TermForm(VersionedForm, RecordForm):
    """When a member's term ends."""


@asks(PanelMember, only=("left_on", "left_because"))
class EndForm(VersionedForm, RecordForm):
    """Leaving, or not being taken on."""


@asks(PanelMember, only=("interests",))
class InterestsForm(VersionedForm, RecordForm):
    """What a member would like to take part in."""


@asks(Expense)
class ExpenseForm(RecordForm):
    """Money paid so that a member could take part, or offered and not taken."""


class AnswersForm(Form):
    """What a member said of themselves; made by ``answers_form`` with one field for each question asked."""

    asked: ClassVar[tuple[str, ...]] = ()

    def answers(self) -> dict[str, str]:
        """Codes of the answers that were given, by question."""
        given = self.values()
        return {code: given[f"{ANSWER}{code}"] for code in self.asked if given.get(f"{ANSWER}{code}")}


def answers_form(codes: Sequence[str]) -> type[AnswersForm]:
    """A form of these questions, each with why it is asked and “Prefer not to say”."""
    monitoring = read_monitoring()
    asked = [question for code, question in monitoring.questions.items() if code in codes]
    fields: dict[str, Any] = {f"{ANSWER}{question.code}": _answer_field(question) for question in asked}
    return type("AnswersForm", (AnswersForm,), {**fields, "asked": tuple(one.code for one in asked)})


def _answer_field(question: Question) -> AnswerField:
    offered = [(answer.code, answer.label) for answer in question.answers]
    prefer = read_monitoring().prefer_not_to_say
    return AnswerField(
        question.wording,
        hint=question.why,
        choices=choices([*offered, (prefer.code, prefer.label)]),
        validate_choice=False,
    )
