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
    FileField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    RadioField,
    TextField,
    TickField,
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


class StakeholderForm(Form):
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
    edition = HiddenField()

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


class CloseForm(Form):
    """The last day something existed, or that we dealt with it."""

    on = DayField("Last day", Needed("Enter the last day"))

    def validate_on(self, field: Any) -> None:
        must_have_come(field)


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


class CardsForm(Form):
    """A file of contact cards."""

    file = FileField("File of contact cards (vCard)", hint="With the ending .vcf, up to 5 megabytes.")

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Choose a file of contact cards, such as contacts.vcf")


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
