"""What a person fills in about somebody's rights, and about how long something stays."""

from __future__ import annotations

from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.forms import (
    AtMost,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
    choices,
)
from engage.privacy.entries import RequestEntry
from engage.privacy.models import HOW_HINT, RightsRequest

LOW = {"rows": 3}


@asks(RightsRequest)
class RequestForm(RecordForm):
    """A request that came in."""

    who = TextField(
        "Who asks?",
        Needed("Enter a name or a number"),
        AtMost(200, "The name"),
        hint="The name as it stands in the register, or the number in the address of their page.",
    )

    def entry(self) -> RequestEntry:
        """What was asked for, as the verbs of ``service`` take it."""
        return RequestEntry(**self.answers())


class IdentityForm(Form):
    """How we know who asks."""

    how = LongTextField(
        "How do you know that it is they who ask?",
        Needed("Say how you know"),
        AtMost(1000, "The answer"),
        hint=HOW_HINT,
        look=LOW,
    )


class AnswerForm(Form):
    """What was answered, or why it was refused."""

    state = RadioField(
        "What was done?",
        Needed("Choose what was done"),
        choices=choices([("answered", "It was answered"), ("refused", "It was refused")]),
    )
    words = LongTextField(
        "What did you answer, or why was it refused?",
        Needed("Enter what you answered, or why it was refused"),
        AtMost(2000, "The answer"),
        look=LOW,
    )
    on = DayField("When?", hint="Such as 6 June 2018. Leave blank if it is today.")


class EraseForm(Form):
    """That somebody is really to be erased."""

    sure = TickField("I have read the list, and this person is to be erased", Needed("Tick the box to go on"))


class AgainForm(Form):
    """An address whose owner asks to hear from us again after all."""

    address = TextField(
        "Mail address or telephone number", Needed("Enter the address"), AtMost(300, "The address")
    )


class HoldForm(Form):
    """That something is to stay for a while, and why."""

    until = DayField("Until when?", Needed("Enter a day"), hint="Such as 6 June 2018.")
    because = LongTextField(
        "Why?", Needed("Enter the reason"), AtMost(1000, "The reason"), hint="Name nobody here.", look=LOW
    )
