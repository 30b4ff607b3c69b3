"""What is typed for many at once: a tag, an owner, a letter."""

from __future__ import annotations

from engage.platform.web.forms import AtMost, ChoiceField, Form, LongTextField, Needed, TextField
from engage.stakeholders.forms import MEDIUM


class TagForm(Form):
    """A tag to be given to many. Its field is not named as the filter of the list, which is sent with it."""

    new_tag = TextField("Tag", Needed("Enter the tag to give them"), AtMost(60, "The tag"), look=MEDIUM)


class OwnerForm(Form):
    """The account that is to look after many."""

    new_owner = ChoiceField("Who looks after them?", Needed("Choose who looks after them"))


class MailForm(Form):
    """One letter to many."""

    subject = TextField("Subject", Needed("Enter the subject of the letter"), AtMost(200, "The subject"))
    text = LongTextField(
        "Letter",
        Needed("Enter the letter"),
        AtMost(20_000, "The letter"),
        hint="Plain text. It ends by saying how they can have themselves taken off the list.",
        look={"rows": 12},
    )
