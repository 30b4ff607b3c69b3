"""What is typed about organisations and people, and what is said when it does not make sense."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.validators import ValidationError

from engage.platform import clock
from engage.platform.mail.addresses import clean
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
    VersionedForm,
    choices,
)
from engage.rules.words import split_values
from engage.stakeholders import words

ONE_A_LINE = "One on each line."
LOW = {"rows": 3}
SHORT = {"width": 10}
MEDIUM = {"width": 20}
NOT_KNOWN = ("", "Not known")

ORGANISATION_PLAIN = (
    *("name", "kind", "group", "sub_type", "ods_code", "status", "area", "represents", "preferred_channel"),
    *("access_needs", "notes", "address", "postcode", "phone", "email", "website", "source"),
)
PERSON_PLAIN = (
    *("name", "group", "sub_type", "area", "preferred_channel", "access_needs", "notes", "source"),
)
LINES = ("topics", "tags", "languages")
NUMBERS = ("network_id", "owner_id")


def with_own(pairs: Iterable[tuple[str, str]], own: str) -> list[Any]:
    """Choices with “not known” first, and the record's own value where the vocabulary does not have it."""
    known = [NOT_KNOWN, *pairs]
    return choices(known if own in dict(known) else [*known, (own, own)])


class StakeholderForm(VersionedForm):
    """What organisations and people have in common."""

    group = RadioField(
        "Stakeholder group", choices=choices([*words.code_choices(words.GROUPS), NOT_KNOWN]), default=""
    )
    sub_type = ChoiceField("Sub-type")
    area = TextField("Area", AtMost(200, "The area"), hint="In words, such as the town.", look=MEDIUM)
    network_id = ChoiceField("Primary care network")
    topics = LongTextField("Topics of interest", hint=ONE_A_LINE, look=LOW)
    tags = LongTextField("Tags", hint=ONE_A_LINE, look=LOW)
    owner_id = ChoiceField("Who looks after the relationship?")
    preferred_channel = ChoiceField(
        "How is it best reached?", choices=choices([NOT_KNOWN, *words.code_choices(words.CHANNELS)])
    )
    languages = LongTextField("Languages other than English", hint=ONE_A_LINE, look={"rows": 2})
    access_needs = LongTextField(
        "What must information be like?", hint="Such as large print, easy read or BSL.", look={"rows": 2}
    )
    notes = LongTextField("Notes", AtMost(10_000, "The notes"), look={"rows": 4})
    source = TextField("Where does this come from?", AtMost(1000, "The source"))

    plain: tuple[str, ...] = ()

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        return {
            **{name: self[name].data or "" for name in self.plain},
            **{name: split_values(self[name].data or "") for name in LINES},
            **{name: int(self[name].data) if self[name].data else None for name in NUMBERS},
        }


class OrganisationForm(StakeholderForm):
    """One organisation or group; its name is enough to begin with."""

    name = TextField("Name", Needed("Enter the name of the organisation"), AtMost(300, "The name"))
    names = LongTextField("Other ways in which its name is written", hint=ONE_A_LINE, look={"rows": 2})
    kind = ChoiceField("Kind of organisation")
    ods_code = TextField(
        "ODS code", AtMost(12, "The code"), hint="If it has one, such as M92007.", look=SHORT
    )
    status = RadioField(
        "Does it go on?", choices=choices(words.code_choices(words.STATUSES)), default="active"
    )
    opened_on = DayField("First day", hint="If it is known, such as 1 April 2013.")
    closed_on = DayField("Last day", hint="Only if it has closed.")
    place_ids = CheckboxesField("Places it works in")
    represents = TextField("Whom does it speak for?", AtMost(300, "This"), hint="Such as Carers.")
    address = LongTextField("Address, as it publishes it", look=LOW)
    postcode = TextField("Postcode", AtMost(10, "The postcode"), look=SHORT)
    phone = TextField("Telephone", AtMost(60, "The number"), look=MEDIUM)
    email = TextField("General mail address", AtMost(254, "The mail address"))
    website = TextField("Website", AtMost(500, "The address"), hint="Starting with https://")
    not_the_same = TickField("It is a different organisation: add it")

    plain = ORGANISATION_PLAIN

    def entry(self) -> dict[str, Any]:
        return {
            **super().entry(),
            "names": split_values(self.names.data or ""),
            "place_ids": [int(number) for number in self.place_ids.data or []],
            "opened_on": self.opened_on.data,
            "closed_on": self.closed_on.data,
        }

    def validate_email(self, field: Any) -> None:
        check_address(field)

    def validate_website(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Enter the whole address of the website, starting with https://")

    def validate_closed_on(self, field: Any) -> None:
        if field.data and self.status.data == "active":
            raise ValidationError("Leave the last day blank, or say above that it does not go on")
        if field.data and self.opened_on.data and field.data < self.opened_on.data:
            raise ValidationError("The last day lies before the first. Change one of them")


class PersonForm(StakeholderForm):
    """One person. What they agreed to, and further addresses, follow on their page."""

    name = TextField("Name", Needed("Enter what the person is called"), AtMost(200, "The name"))

    plain = PERSON_PLAIN


class NewPersonForm(PersonForm):
    """A person with the first address they gave."""

    email = TextField("Mail address", AtMost(254, "The mail address"))
    phone = TextField("Telephone", AtMost(60, "The number"), look=MEDIUM)

    def entry(self) -> dict[str, Any]:
        return {**super().entry(), "email": self.email.data or "", "phone": self.phone.data or ""}

    def validate_email(self, field: Any) -> None:
        check_address(field)


class CloseForm(Form):
    """The last day something existed, or that we dealt with it."""

    on = DayField("Last day", Needed("Enter the last day"))

    def validate_on(self, field: Any) -> None:
        must_have_come(field)


def check_address(field: Any) -> None:
    """Refuse in words what is no mail address."""
    if not field.data:
        return
    try:
        clean(field.data)
    except ValueError as problem:
        raise ValidationError(str(problem)) from None


def must_have_come(field: Any) -> None:
    """Refuse a day to come."""
    if field.data and field.data > clock.today():
        raise ValidationError("That day has not come yet. Enter the day on which it happened")
