"""What a person types about an edition of the framework, or a place in it."""

from __future__ import annotations

from typing import Any

from engage.forums.forms import LOW, number_chosen
from engage.forums.words import HOW, TRUST
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    choices,
)


class EditionForm(Form):
    """An edition of the framework."""

    title = TextField(
        "What is it called?", Needed("Enter what the edition is called"), AtMost(200, "The title")
    )
    from_on = DayField("First day it holds", Needed("Enter the first day it holds"))
    to_on = DayField("Last day it holds", hint="Leave blank while it holds.")
    note = LongTextField("What changed with it?", AtMost(5_000, "This"), look=LOW)
    source = TextField("Where is it written?", AtMost(1_000, "The source"))
    trust = ChoiceField("Trust in these facts", choices=choices(TRUST.items()), default="unverified")

    def entry(self) -> dict[str, Any]:
        plain = ("title", "note", "source")
        return {
            **{name: self[name].data or "" for name in plain},
            **{name: self[name].data for name in ("from_on", "to_on", "trust")},
        }


class NewEditionForm(EditionForm):
    """A new edition, of one body."""

    body = ChoiceField("Whose framework is it?", Needed("Choose the body"))

    def entry(self) -> dict[str, Any]:
        return {**super().entry(), "body_id": int(self.body.data)}


class SeatForm(Form):
    """To whom a forum reports in an edition."""

    above = ChoiceField("To which forum does it report?")
    how = RadioField("How?", choices=choices((c, w.capitalize()) for c, w in HOW.items()), default="reports")
    note = TextField("What does it bring to the framework?", AtMost(1_000, "This"))

    def values_of_seat(self) -> dict[str, Any]:
        return {
            "reports_to_id": number_chosen(self.above),
            "how": self.how.data,
            "note": self.note.data or "",
        }


class NewSeatForm(SeatForm):
    """A forum that is given a place in an edition."""

    forum = ChoiceField("Forum", Needed("Choose a forum"))
