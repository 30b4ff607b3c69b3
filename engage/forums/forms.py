"""What a person types about a forum, and what forms of its parts have in common."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import ValidationError

from engage.forums.words import TRUST, kind_choices
from engage.platform.web.forms import (
    AtMost,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    TextField,
    TickField,
    VersionedForm,
    choices,
)

LOW = {"rows": 3}
SHORT = {"width": 5}
MEDIUM = {"width": 20}
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_MEETING = 12 * 60  # minutes
_NUMBER = re.compile(r"[0-9]{1,9}")


def whole_number(typed: str | None, least: int, most: int, sentence: str) -> int | None:
    """The number typed; None for nothing, which is not nought. Raises ValidationError with the sentence."""
    plain = (typed or "").replace(",", "").strip()
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain) or not least <= int(plain) <= most:
        raise ValidationError(sentence)
    return int(plain)


def whole_address(field: Any) -> None:
    """Raises ValidationError for an address of the web that is not whole."""
    if field.data and not field.data.startswith(("https://", "http://")):
        raise ValidationError("Enter the whole address, starting with https://")


class ForumForm(VersionedForm):
    """One forum."""

    name = TextField("What is it called?", Needed("Enter what it is called"), AtMost(200, "The name"))
    code = TextField(
        "Short code",
        AtMost(40, "The code"),
        hint="Used in addresses: small letters, figures and dashes. Leave blank to have one made.",
        look=MEDIUM,
    )
    kind = ChoiceField("Kind", Needed("Choose what kind it is"), choices=choices(kind_choices()))
    body = ChoiceField("Which body does it serve?")
    area = TextField("Area", AtMost(200, "The area"), hint="The place it is for, in words, such as a city.")
    network = ChoiceField("Primary care network", hint="Only when it is the group of one network.")
    organisation = ChoiceField(
        "Organisation that holds it", hint="Such as the practice of a patient participation group."
    )
    purpose = LongTextField("What is it for?", AtMost(5_000, "The purpose"), look=LOW)
    membership = LongTextField("Who may be a member?", AtMost(5_000, "The membership"), look=LOW)
    chair_role = TextField("Post that chairs it", AtMost(200, "The post"), hint="A post, not a name.")
    how_often = TextField(
        "How often does it meet?", AtMost(200, "This"), hint="In words. A schedule with dates comes after."
    )
    meets_in_public = TickField("It meets in public")
    from_on = DayField("First day", hint="Leave blank when it is not known.")
    to_on = DayField("Last day", hint="Leave blank while it lasts.")
    source = TextField("Where do these facts come from?", AtMost(1_000, "The source"))
    trust = ChoiceField("Trust in these facts", choices=choices(TRUST.items()), default="unverified")

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError("Use small letters, figures and dashes only, such as ppg-chairs")

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        own = ("name", "code", "kind", "area", "purpose", "membership", "chair_role", "how_often", "source")
        return {
            **{name: self[name].data or "" for name in own},
            "body_id": number_chosen(self.body),
            "network_id": number_chosen(self.network),
            "organisation_id": number_chosen(self.organisation),
            "meets_in_public": self.meets_in_public.data,
            "from_on": self.from_on.data,
            "to_on": self.to_on.data,
            "trust": self.trust.data,
        }


class LastDayForm(Form):
    """The last day of something."""

    on = DayField("Last day", Needed("Enter the last day, such as 31 March 2020"))


def number_chosen(field: Any) -> int | None:
    return int(field.data) if field.data else None
