"""What a person types about a forum, its terms, members and schedule, or an edition of the framework."""

from __future__ import annotations

import re
from typing import Any

from wtforms.validators import ValidationError

from engage.forums.schedule import FREQUENCIES, WITHOUT_END
from engage.forums.words import HOW, ROLES, kind_choices
from engage.platform.web.forms import (
    AtMost,
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
from engage.rules.clock_times import UnreadableTime, read_clock_time

TRUST = {
    "verified": "Verified: checked at its source",
    "unverified": "Unverified: nobody has checked it",
    "proposal": "Proposal: it is ours, or not agreed yet",
}
BY = {
    "weekday_of_month": "The same weekday, such as the second Thursday",
    "day_of_month": "The same day of the month, such as the 14th",
}
ALARMS = {"": "No alarm", "15": "15 minutes before", "60": "An hour before", "1440": "A day before"}
LOW = {"rows": 3}
SHORT = {"width": 5}
MEDIUM = {"width": 20}
LONGEST_MEETING = 12 * 60

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,4}")


def whole_number(field: Any, least: int, most: int, what: str) -> int | None:
    """The number typed, or None. Raises ValidationError with a sentence."""
    typed = (field.data or "").strip()
    if not typed:
        return None
    if not _NUMBER.fullmatch(typed) or not least <= int(typed) <= most:
        raise ValidationError(f"{what} is a whole number from {least} to {most}")
    return int(typed)


class ForumForm(Form):
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
    edition = HiddenField()

    def validate_code(self, field: Any) -> None:
        if field.data and not _CODE.fullmatch(field.data):
            raise ValidationError("Use small letters, figures and dashes only, such as ppg-chairs")

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        own = ("name", "code", "kind", "area", "purpose", "membership", "chair_role", "how_often", "source")
        return {
            **{name: self[name].data or "" for name in own},
            "body_id": _number(self.body),
            "network_id": _number(self.network),
            "organisation_id": _number(self.organisation),
            "meets_in_public": self.meets_in_public.data,
            "from_on": self.from_on.data,
            "to_on": self.to_on.data,
            "trust": self.trust.data,
        }


class LastDayForm(Form):
    """The last day of something."""

    on = DayField("Last day", Needed("Enter the last day, such as 31 March 2020"))


class TermsForm(Form):
    """A version of the terms of reference."""

    agreed_on = DayField("When were they agreed?", Needed("Enter the day on which they were agreed"))
    review_on = DayField("When are they to be reviewed?", hint="Leave blank when no day is set.")
    quorum = TextField(
        "Quorum", hint="How many members must be there. Leave blank when none is set.", look=SHORT
    )
    quorum_note = TextField(
        "Who must be among them?", AtMost(500, "This"), hint="Such as the chair and one lay member."
    )
    summary = LongTextField("What do they say, in short?", AtMost(5_000, "The summary"), look=LOW)
    link = TextField("Public address", AtMost(1_000, "The address"), hint="When they are published.")
    file = FileField("Or a file", hint="PDF, Word or plain text.")

    members: int | None = None

    def validate_quorum(self, field: Any) -> None:
        self.members = whole_number(field, 1, 500, "A quorum")

    def validate_link(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Enter the whole address, starting with https://")

    def entry(self) -> dict[str, Any]:
        return {
            "agreed_on": self.agreed_on.data,
            "review_on": self.review_on.data,
            "quorum": self.members,
            **{name: self[name].data or "" for name in ("quorum_note", "summary", "link")},
        }


class MembershipForm(Form):
    """A seat on a forum."""

    title = TextField(
        "Post of the member",
        Needed("Enter the post, such as PPG Chair, practice M92007"),
        AtMost(200, "The post"),
        hint="What is shown everywhere: a post, not a name.",
    )
    role = ChoiceField("Role on the forum", choices=choices(ROLES.items()), default="member")
    organisation = ChoiceField("Organisation they speak for")
    network = ChoiceField("Primary care network they speak for")
    person = ChoiceField(
        "Who holds it now", hint="From the register. Leave blank when only the post is known."
    )
    counts_for_quorum = TickField("Counts for the quorum", default=True)
    from_on = DayField("Member from", hint="Leave blank when it is not known.")
    term_ends_on = DayField("Term ends on", hint="Leave blank when there is no term.")
    to_on = DayField("Last day as a member", hint="Leave blank while they are one.")

    def entry(self, with_person: bool) -> dict[str, Any]:
        own = ("title", "role", "counts_for_quorum", "from_on", "term_ends_on", "to_on")
        person = {"person_id": _number(self.person)} if with_person else {}
        return {
            **{name: self[name].data for name in own},
            **person,
            "organisation_id": _number(self.organisation),
            "network_id": _number(self.network),
        }


class ScheduleForm(Form):
    """How often a forum is to meet."""

    first_on = DayField("First meeting", Needed("Enter the day of the first meeting"))
    frequency = ChoiceField(
        "How often?",
        choices=choices((code, label) for code, (label, _) in FREQUENCIES.items()),
        default="quarterly",
    )
    by = RadioField("Within the month, always on", choices=choices(BY.items()), default="weekday_of_month")
    until_on = DayField(
        "Last day of the schedule", Needed(WITHOUT_END), hint="Every schedule ends; another can follow it."
    )
    starts_at = TextField("Time", hint="Such as 14:00 or 2pm, all year, whatever the clocks do.", look=SHORT)
    minutes = TextField("How many minutes does it last?", default="120", look=SHORT)
    venue = TextField("Where?", AtMost(300, "The venue"))

    starts = ""
    lasts = 120

    def validate_starts_at(self, field: Any) -> None:
        try:
            self.starts = read_clock_time(field.data or "")
        except UnreadableTime as problem:
            raise ValidationError(str(problem)) from None

    def validate_minutes(self, field: Any) -> None:
        self.lasts = whole_number(field, 5, LONGEST_MEETING, "The length in minutes") or 120

    def entry(self) -> dict[str, Any]:
        own = ("first_on", "until_on", "frequency", "by")
        return {
            **{name: self[name].data for name in own},
            "starts_at": self.starts,
            "minutes": self.lasts,
            "venue": self.venue.data or "",
        }


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
        return {"reports_to_id": _number(self.above), "how": self.how.data, "note": self.note.data or ""}


class NewSeatForm(SeatForm):
    """A forum that is given a place in an edition."""

    forum = ChoiceField("Forum", Needed("Choose a forum"))


class FeedForm(Form):
    """A private calendar address."""

    forum = ChoiceField("Meetings of")
    alarm = ChoiceField("Remind me", choices=choices(ALARMS.items()), default="60")


def _number(field: Any) -> int | None:
    return int(field.data) if field.data else None
