"""What a person types about an insight summary."""

from __future__ import annotations

from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    TextField,
    VersionedForm,
)


class DrawUpForm(Form):
    """Whose quarter is drawn together."""

    body = ChoiceField("Body")
    period = ChoiceField("Quarter", hint="A quarter can be drawn together once it is over.")
    summary = LongTextField(
        "What does it come to?",
        AtMost(10_000, "What it comes to"),
        hint="In your words; you can write this later, once you have seen the themes.",
        look={"rows": 4},
    )


class SumUpForm(VersionedForm):
    """What a summary comes to."""

    summary = LongTextField(
        "What does it come to?",
        Needed("Enter what it comes to"),
        AtMost(10_000, "What it comes to"),
        hint="Name nobody, and quote nobody: quotations stand with their theme, as agreed.",
        look={"rows": 6},
    )


class ShareForm(VersionedForm):
    """When a summary was shared."""

    shared_on = DayField(
        "When is it shared with quality and safety?",
        Needed("Enter the day it is shared, such as 6 June 2018"),
    )


class InsightAnswerForm(VersionedForm):
    """What came back from quality and safety."""

    came_back_on = DayField(
        "When did the answer come?", Needed("Enter the day the answer came, such as 6 June 2018")
    )
    came_back = LongTextField(
        "What did quality and safety say?",
        Needed("Enter what quality and safety said"),
        AtMost(10_000, "The answer"),
        look={"rows": 5},
    )
    no_action_because = TextField(
        "If nothing need be done: why?",
        AtMost(500, "The reason"),
        hint="Leave blank when actions are agreed. Agree them on the page of the summary.",
    )
