"""What is typed for many at once: a tag, an owner, a letter."""

from __future__ import annotations

from engage.platform.web.asking import RecordForm, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import AtMost, Form, Needed, TextField
from engage.stakeholders.forms import MEDIUM
from engage.stakeholders.models import Mailing


class TagForm(Form):
    """A tag to be given to many. Its field is not named as the filter of the list, which is sent with it."""

    new_tag = TextField("Tag", Needed("Enter the tag to give them"), AtMost(60, "The tag"), look=MEDIUM)


class OwnerForm(Form):
    """The account that is to look after many."""

    new_owner = OneOfMany(
        "Who looks after them?", Needed("Choose who looks after them"), one="account", many="accounts"
    )


@asks(Mailing)
class MailForm(RecordForm):
    """One letter to many."""
