"""What a person types about an insight summary, an action that follows, and the spellings of a topic."""

from __future__ import annotations

from datetime import date
from typing import Any

from engage.experience.forms import number_of
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    TextField,
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


class SumUpForm(Form):
    """What a summary comes to."""

    summary = LongTextField(
        "What does it come to?",
        Needed("Enter what it comes to"),
        AtMost(10_000, "What it comes to"),
        hint="Name nobody, and quote nobody: quotations stand with their theme, as agreed.",
        look={"rows": 6},
    )
    version = HiddenField()


class ShareForm(Form):
    """When a summary was shared."""

    shared_on = DayField(
        "When is it shared with quality and safety?",
        Needed("Enter the day it is shared, such as 6 June 2018"),
    )
    version = HiddenField()


class InsightAnswerForm(Form):
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
    version = HiddenField()


class ActionForm(Form):
    """Something that is to be done because of a story or a summary."""

    title = TextField(
        "What is to be done?",
        Needed("Enter what is to be done"),
        AtMost(300, "What is to be done"),
        hint="In words that can be passed on: everybody who reads records sees it.",
    )
    owner_role = TextField("Which post does it?", AtMost(200, "The post"), hint="Such as Quality lead.")
    owner = ChoiceField("Whose account, if they have one?")
    due_on = DayField("By when?", hint="Such as 6 June 2018.")

    def entry(self, agreed_at: str, body_id: int | None, project_id: int | None, on: date) -> dict[str, Any]:
        """As the verbs of ``actions`` take it."""
        return {
            "agreed_at": agreed_at,
            "title": self.title.data or "",
            "owner_role": self.owner_role.data or "",
            "owner_id": number_of(self.owner.data),
            "due_on": self.due_on.data,
            "agreed_on": on,
            "body_id": body_id,
            "project_id": project_id,
        }


class SpellingForm(Form):
    """That two spellings mean one topic."""

    spelling = ChoiceField("Other spelling")
    topic = ChoiceField("Topic that is meant")
