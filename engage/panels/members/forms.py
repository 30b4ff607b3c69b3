"""What a person types about a member, and what members say of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from engage.panels.forms import ANSWER, SHORT
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    ChoicesWidget,
    DayField,
    Form,
    Needed,
    Params,
    RadioField,
    TextField,
    TickField,
    VersionedForm,
    choices,
)
from engage.rules.monitoring import Question, read_monitoring
from engage.rules.words import split_values

_POUNDS = re.compile(r"£?\s?([0-9]{1,6})(?:\.([0-9]{2}))?")


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


class InterestForm(Form):
    """That somebody would like to take part."""

    person = ChoiceField("Who is it?", hint="Somebody in the register of stakeholders.")
    name = TextField("Or somebody new: their name", AtMost(200, "The name"))
    email = TextField("Their mail address", AtMost(254, "The address"), hint="If they gave one.")
    interest_on = DayField("When did they say so?", Needed("Enter when they said so"))
    interests = TextField(
        "What would they like to take part in?",
        AtMost(500, "What they would like to take part in"),
        hint="Several are parted by semicolons, such as mental health; reading panel.",
    )

    def validate_person(self, field: Any) -> None:
        if bool(field.data) == bool(self.name.data):
            raise ValidationError("Choose somebody of the register, or enter the name of somebody new")

    @property
    def interest_list(self) -> list[str]:
        return split_values(self.interests.data or "")


class JoinForm(VersionedForm):
    """Taking somebody on."""

    on = DayField("When did they join?", Needed("Enter when they joined"))
    term_ends_on = DayField("When does their term end?", hint="Leave blank for the usual term.")


class TermForm(VersionedForm):
    """When a member's term ends."""

    term_ends_on = DayField("When does their term end?", hint="Leave blank when it has no end.")


class EndForm(VersionedForm):
    """Leaving, or not being taken on."""

    on = DayField("When?", Needed("Enter the day"))
    because = TextField("Why?", Needed("Enter why"), AtMost(500, "The reason"))


class InterestsForm(VersionedForm):
    """What a member would like to take part in."""

    interests = TextField(
        "What would they like to take part in?",
        AtMost(500, "What they would like to take part in"),
        hint="Several are parted by semicolons.",
    )


class ExpenseForm(Form):
    """Money paid so that a member could take part, or offered and not taken."""

    on = DayField("When?", Needed("Enter the day"))
    pounds = TextField("How much?", Needed("Enter how much, such as 12.50"), hint="In pounds.", look=SHORT)
    note = TextField("What for?", AtMost(300, "What it was for"), hint="Such as bus fare, or childcare.")
    was_refused = TickField("It was offered, and they did not take it")

    def validate_pounds(self, field: Any) -> None:
        if field.data and not _POUNDS.fullmatch(field.data.replace(",", "")):
            raise ValidationError("Enter an amount in pounds and pence, such as 12.50")

    @property
    def pence(self) -> int:
        found = _POUNDS.fullmatch((self.pounds.data or "").replace(",", ""))
        return int(found[1]) * 100 + int(found[2] or 0) if found else 0


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
