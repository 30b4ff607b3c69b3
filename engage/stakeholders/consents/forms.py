"""What is typed about consents and contacts."""

from __future__ import annotations

from typing import Any

from engage.platform.web.forms import (
    AtMost,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    choices,
)
from engage.stakeholders import words
from engage.stakeholders.forms import LOW, MEDIUM, must_have_come


class ConsentForm(Form):
    """That somebody agreed to one of two different things."""

    kind = RadioField(
        "What did they agree to?",
        Needed("Choose what they agreed to"),
        choices=choices(words.CONSENTS.items()),
    )
    basis = RadioField(
        "What does it rest on?",
        Needed("Choose what it rests on"),
        choices=choices(words.code_choices(words.BASES)),
    )
    origin = TextField(
        "Where and how did they say so?",
        Needed("Enter where and how they said so, such as “Sign-up form at a drop-in”"),
        AtMost(500, "This"),
    )
    given_on = DayField("When?", Needed("Enter the day on which they said so"))

    def validate_given_on(self, field: Any) -> None:
        must_have_come(field)


class WithdrawalForm(Form):
    """That somebody took back what they agreed to, or said no."""

    kind = RadioField(
        "What do they no longer agree to?",
        Needed("Choose what they no longer agree to"),
        choices=choices(words.CONSENTS.items()),
    )
    withdrawn_on = DayField("When did they say so?", Needed("Enter the day on which they said so"))
    how = TextField("How did they say so?", AtMost(500, "This"), hint="Such as by telephone.", look=MEDIUM)

    def validate_withdrawn_on(self, field: Any) -> None:
        must_have_come(field)


class DoNotContactForm(Form):
    """That somebody is not to be contacted at all."""

    since = DayField("Since when?", Needed("Enter the day since which they are not to be contacted"))
    because = LongTextField("Why?", AtMost(1000, "The reason"), look=LOW)

    def validate_since(self, field: Any) -> None:
        must_have_come(field)


class ContactForm(Form):
    """A contact that no other register holds."""

    on = DayField("When?", Needed("Enter the day of the contact"))
    how = RadioField(
        "How?", Needed("Choose how it was made"), choices=choices(words.code_choices(words.CHANNELS))
    )
    about = LongTextField("What was it about?", AtMost(5000, "This"), look=LOW)

    def validate_on(self, field: Any) -> None:
        must_have_come(field)
