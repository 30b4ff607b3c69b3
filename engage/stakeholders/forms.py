"""What is typed about organisations and people, and what is said when it does not make sense."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from wtforms.validators import ValidationError

from engage.platform.data.fields import ONE_A_LINE
from engage.platform.mail.addresses import clean
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import (
    AtMost,
    DayField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    TextField,
    TickField,
    VersionedForm,
    choices,
)
from engage.rules.words import split_values
from engage.stakeholders.entries import OrganisationEntry, PersonEntry
from engage.stakeholders.models import Organisation, Person

DO_NOT_CONTACT = ("do_not_contact", "do_not_contact_on", "do_not_contact_because")
MEDIUM = {"width": 20}
NEW_ORGANISATION, NEW_PERSON = OrganisationEntry(name=""), PersonEntry(name="")


def with_own(pairs: Iterable[tuple[str, str]], own: str) -> list[Any]:
    """Choices with “not known” first, and the record's own value where the vocabulary does not have it."""
    known = [("", "Not known"), *pairs]
    return choices(known if own in dict(known) else [*known, (own, own)])


@asks(Organisation, but=DO_NOT_CONTACT)
class OrganisationForm(VersionedForm, RecordForm):
    """One organisation or group; its name is enough to begin with."""

    names = after(
        "closed_on",
        LongTextField("Other ways in which its name is written", hint=ONE_A_LINE, look={"rows": 2}),
    )
    not_the_same = TickField("It is a different organisation: add it")
    pointed_out = HiddenField()

    def asks_about(self, numbers: Iterable[int]) -> bool:
        """Whether one of these organisations was not told apart yet; then all are to be, by one tick."""
        alike = {f"{number}" for number in numbers}
        told_apart = set((self.pointed_out.data or "").split()) if self.not_the_same.data else set()
        if alike <= told_apart:
            return False
        self.not_the_same.data, self.pointed_out.data = False, " ".join(sorted(alike))
        return True

    def entry(self, known: OrganisationEntry = NEW_ORGANISATION) -> OrganisationEntry:
        """What was typed, as the verbs of ``service`` take it; the rest as it is ``known``."""
        return replace(known, **self.answers(), names=tuple(split_values(self.names.data or "")))

    def validate_closed_on(self, field: Any) -> None:
        if field.data and self["status"].data == "active":
            raise ValidationError("Leave the last day blank, or say above that it does not go on")
        opened = self["opened_on"].data
        if field.data and opened and field.data < opened:
            raise ValidationError("The last day lies before the first. Change one of them")


@asks(Person, but=("closed_on", *DO_NOT_CONTACT))
class PersonForm(VersionedForm, RecordForm):
    """One person. What they agreed to, and further addresses, follow on their page."""

    def entry(self, known: PersonEntry = NEW_PERSON) -> PersonEntry:
        """What was typed, as the verbs of ``service`` take it; the rest as it is ``known``."""
        return replace(known, **self.answers())


@asks(Person, but=("closed_on", *DO_NOT_CONTACT))
class NewPersonForm(PersonForm):
    """A person with the first address they gave."""

    email = after("name", TextField("Mail address", AtMost(254, "The mail address")))
    phone = after("email", TextField("Telephone", AtMost(60, "The number"), look=MEDIUM))

    def entry(self, known: PersonEntry = NEW_PERSON) -> PersonEntry:
        return replace(super().entry(known), email=self.email.data or "", phone=self.phone.data or "")

    def validate_email(self, field: Any) -> None:
        check_address(field)


class CloseForm(Form):
    """The last day something existed, or that we dealt with it."""

    on = DayField("Last day", Needed("Enter the last day"))


def check_address(field: Any) -> None:
    """Refuse in words what is no mail address."""
    if not field.data:
        return
    try:
        clean(field.data)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None
