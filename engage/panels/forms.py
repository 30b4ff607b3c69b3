"""What a person types about a panel, its members and a comparison."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from wtforms.validators import ValidationError

from engage.panels.ways import Way
from engage.platform import clock
from engage.platform.offers import references
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    ChoicesWidget,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    Params,
    RadioField,
    TextField,
    TickField,
    choices,
)
from engage.rules.monitoring import Question, read_monitoring
from engage.rules.words import split_values

LOW = {"rows": 3}
SHORT = {"width": 5}
MEDIUM = {"width": 20}
MOST_MONTHS = 120
ANSWER, REASON, AGAINST = "answer_", "reason_", "against_"

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
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


class PanelForm(Form):
    """A panel. Each protected characteristic that it does not ask about has a reason."""

    reasons: ClassVar[tuple[str, ...]] = tuple(f"{REASON}{code}" for code in read_monitoring().protected)

    name = TextField("What is it called?", Needed("Enter what it is called"), AtMost(200, "The name"))
    code = TextField(
        "Short code",
        Needed("Enter a short code, such as patient-panel"),
        AtMost(40, "The code"),
        hint="Used in its address: small letters, figures and dashes.",
        look=MEDIUM,
    )
    body = ChoiceField("Which body runs it?")
    purpose = LongTextField("What is it for?", AtMost(2_000, "The purpose"), look=LOW)
    terms = LongTextField(
        "Terms of membership",
        AtMost(5_000, "The terms"),
        hint="What a member takes on, and what they get, such as travel costs and training.",
        look={"rows": 5},
    )
    term_months = TextField(
        "How long is a term?", hint="In months, such as 24. Leave blank when a term has no end.", look=SHORT
    )
    from_on = DayField("First day", hint="Leave blank if it is not known.")
    to_on = DayField("Last day", hint="Leave blank while it lasts.")
    forum = TextField(
        "Which forum does it meet as?",
        hint="Paste the address of the page of the forum, or enter its code. Leave blank if it is none.",
        look=MEDIUM,
    )
    asks = CheckboxesField(
        "What members are asked about themselves",
        choices=choices((code, one.characteristic) for code, one in read_monitoring().questions.items()),
        default=list(read_monitoring().protected),
    )
    version = HiddenField()

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError(
                "The code has small letters, figures and dashes alone, such as patient-panel"
            )

    def validate_forum(self, field: Any) -> None:
        if field.data and not (references.find(field.data) or "").startswith("forum:"):
            raise ValidationError("There is no such forum; paste the address of its page")

    def validate_term_months(self, field: Any) -> None:
        typed = field.data or ""
        if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed[:4]) <= MOST_MONTHS):
            raise ValidationError(f"A term is a whole number of months from 1 to {MOST_MONTHS}")

    def entry(self) -> dict[str, Any]:
        """What was filled in, by the columns of a panel."""
        given = self.values()
        plain = ("name", "code", "purpose", "terms", "from_on", "to_on", "asks")
        return {
            **{name: given[name] for name in plain if name in given},
            "body_id": int(given["body"]),
            "forum_ref": references.find(given["forum"] or "") or "",
            "term_months": int(given["term_months"]) if given["term_months"] else None,
            "not_asked_because": {name.removeprefix(REASON): given[name] for name in self.reasons},
        }


for _code, _question in read_monitoring().questions.items():
    if _question.is_protected:
        setattr(
            PanelForm,
            f"{REASON}{_code}",
            TextField(f"{_question.characteristic}: why not", AtMost(300, "The reason")),
        )


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


class JoinForm(Form):
    """Taking somebody on."""

    on = DayField("When did they join?", Needed("Enter when they joined"))
    term_ends_on = DayField("When does their term end?", hint="Leave blank for the usual term.")
    version = HiddenField()


class TermForm(Form):
    """When a member's term ends."""

    term_ends_on = DayField("When does their term end?", hint="Leave blank when it has no end.")
    version = HiddenField()


class EndForm(Form):
    """Leaving, or not being taken on."""

    on = DayField("When?", Needed("Enter the day"))
    because = TextField("Why?", Needed("Enter why"), AtMost(500, "The reason"))
    version = HiddenField()


class InterestsForm(Form):
    """What a member would like to take part in."""

    interests = TextField(
        "What would they like to take part in?",
        AtMost(500, "What they would like to take part in"),
        hint="Several are parted by semicolons.",
    )
    version = HiddenField()


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


class ActionForm(Form):
    """What is to be done about a gap."""

    title = TextField("What is to be done?", Needed("Enter what is to be done"), AtMost(500, "The action"))
    owner_role = TextField(
        "Who does it?", Needed("Enter who does it"), AtMost(200, "The post"), hint="A post, not a name."
    )
    due_on = DayField("By when?", Needed("Enter by when"))


class AnswersForm(Form):
    """What a member said of themselves; made by ``answers_form`` with one field for each question asked."""

    asked: ClassVar[tuple[str, ...]] = ()

    def answers(self) -> dict[str, str]:
        """Codes of the answers that were given, by question."""
        given = self.values()
        return {code: given[f"{ANSWER}{code}"] for code in self.asked if given.get(f"{ANSWER}{code}")}


class ComparisonForm(Form):
    """A comparison; made by ``comparison_form`` with one field for each question that can be compared."""

    compared: ClassVar[tuple[str, ...]] = ()

    on = DayField("On which day?", Needed("Enter the day"), default=lambda: clock.today())
    note = LongTextField("What do you make of it?", AtMost(2_000, "The note"), look=LOW)

    def chosen(self) -> dict[str, str]:
        """Values of the ways chosen, by question."""
        given = self.values()
        return {code: given[f"{AGAINST}{code}"] or "" for code in self.compared}


def answers_form(codes: Sequence[str]) -> type[AnswersForm]:
    """A form of these questions, each with why it is asked and “Prefer not to say”."""
    monitoring = read_monitoring()
    asked = [question for code, question in monitoring.questions.items() if code in codes]
    fields: dict[str, Any] = {f"{ANSWER}{question.code}": _answer_field(question) for question in asked}
    return type("AnswersForm", (AnswersForm,), {**fields, "asked": tuple(one.code for one in asked)})


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


def _answer_field(question: Question) -> AnswerField:
    offered = [(answer.code, answer.label) for answer in question.answers]
    prefer = read_monitoring().prefer_not_to_say
    return AnswerField(
        question.wording,
        hint=question.why,
        choices=choices([*offered, (prefer.code, prefer.label)]),
        validate_choice=False,
    )
