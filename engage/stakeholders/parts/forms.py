"""What is typed about addresses and posts."""

from __future__ import annotations

from typing import Any

from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
    choices,
)
from engage.stakeholders import words
from engage.stakeholders.forms import MEDIUM, check_address


class PointForm(Form):
    """One address of somebody."""

    kind = RadioField(
        "What is it?",
        Needed("Choose what kind of address it is"),
        choices=choices(words.POINTS.items()),
        default="email",
    )
    value = LongTextField(
        "Address or number", Needed("Enter the address or number"), AtMost(1000, "This"), look={"rows": 2}
    )
    label = TextField("What is it for?", AtMost(100, "This"), hint="Such as office or home.", look=MEDIUM)
    is_preferred = TickField("Use this one first")

    def validate_value(self, field: Any) -> None:
        if self.kind.data == "email":
            check_address(field)


class PostForm(Form):
    """Who holds a post at an organisation, and when."""

    title = TextField(
        "What is the post called?", Needed("Enter what the post is called"), AtMost(200, "The title")
    )
    person_id = ChoiceField("Who holds it?")
    from_on = DayField("Since when?", hint="Leave blank if it is not known.")
    to_on = DayField("Until when?", hint="Only if they no longer hold it.")


class AppointForm(PostForm):
    """A new holder: whoever held the post until now is kept, with their last day."""

    beside = TickField("Others hold the same post: they go on")
