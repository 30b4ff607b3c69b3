"""What a person types about a meeting, its agenda, its papers and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.forums.attendance import STATES, MemberThere
from engage.forums.meeting_queries import PRESENTS
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    Choice,
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
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, read_date
from engage.rules.words import split_values

SHORT = {"width": 5}
MEDIUM = {"width": 20}
LOW = {"rows": 3}
LONGEST_MEETING = 12 * 60  # minutes
MOST_PEOPLE = 100_000
LONGEST = 20_000
PRIVATE_MATTERS = (
    "They are sent to every member and may be asked for, so private matters belong under an item of the "
    "private part."
)
FILES = "PDF, Word, Excel, CSV, picture or plain text."


def whole_number(typed: str | None, most: int, what: str) -> int | None:
    """The number typed; None for nothing, which is not nought. Raises ValidationError."""
    plain = (typed or "").replace(",", "").strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit()) or int(plain) > most:
        raise ValidationError(
            f"{what} must be a whole number up to {most:,}. Leave it blank if nobody counted"
        )
    return int(plain)


def whole_address(field: Any) -> None:
    """Raises ValidationError for an address of the web that is not whole."""
    if field.data and not field.data.startswith(("https://", "http://")):
        raise ValidationError("Enter the whole address, starting with https://")


class MeetingForm(Form):
    """When and where a meeting is."""

    forum = ChoiceField("Which forum?", Needed("Choose the forum that meets"))
    when = TextField(
        "When?",
        Needed("Enter the day of the meeting, such as 12 March 2026"),
        hint="Such as 12 March 2026. Of a meeting long ago as closely as you know: March 2016, 2015/16.",
        look=MEDIUM,
    )
    starts_at = TextField(
        "Start time", hint="Such as 14:00 or 2pm. Leave blank if it is not known.", look=SHORT
    )
    minutes = TextField("How many minutes does it last?", look=SHORT, default="120")
    venue = TextField("Venue", AtMost(300, "The venue"))
    link = TextField("Address to join it from afar", AtMost(1000, "The address"))
    is_public = TickField("The public may come")
    is_network_briefing = TickField("Chairs of patient participation groups are briefed at it")
    source = TextField("Where does this record come from?", AtMost(1000, "The source"))
    version = HiddenField()

    known: DateAsKnown
    lasts: int = 120

    def validate_when(self, field: Any) -> None:
        try:
            self.known = read_date(field.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None

    def validate_starts_at(self, field: Any) -> None:
        try:
            field.data = read_clock_time(field.data or "")
        except UnreadableTime as problem:
            raise ValidationError(str(problem)) from None

    def validate_minutes(self, field: Any) -> None:
        found = whole_number(field.data, LONGEST_MEETING, "The length in minutes")
        if found == 0:
            raise ValidationError("A meeting lasts a minute at least. Leave this blank if it is not known")
        self.lasts = found or 120

    def validate_link(self, field: Any) -> None:
        whole_address(field)

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs take it."""
        return {
            "when": self.known,
            "starts_at": self.starts_at.data or "",
            "minutes": self.lasts,
            "venue": self.venue.data or "",
            "link": self.link.data or "",
            "is_public": bool(self.is_public.data),
            "is_network_briefing": bool(self.is_network_briefing.data),
            "source": self.source.data or "",
        }


class CallOffForm(Form):
    """Why a meeting is called off."""

    because = LongTextField(
        "Why is it called off?",
        Needed("Say why the meeting is called off"),
        AtMost(1000, "The reason"),
        hint="Members see it in their calendars, and reports give it.",
        look=LOW,
    )


class HoldForm(Form):
    """Who came. ``member_3`` and so on are added by ``hold_form``, one for each member of the day."""

    others = LongTextField(
        "Who else came?",
        AtMost(5000, "This"),
        hint="Posts, one on each line, such as Chief officer of Healthwatch. No names of the public.",
        look=LOW,
    )
    attended = TextField(
        "How many came in all?",
        hint="Only when it is not recorded who came. Leave blank if nobody counted: that is not 0.",
        look=SHORT,
    )
    public = TextField(
        "How many members of the public came?",
        hint="A head count. Leave blank if nobody counted: that is not the same as 0.",
        look=SHORT,
    )
    version = HiddenField()
    members: tuple[MemberThere, ...] = ()

    attended_number: int | None = None
    public_number: int | None = None

    def validate_attended(self, field: Any) -> None:
        self.attended_number = whole_number(field.data, MOST_PEOPLE, "How many came")
        if self.attended_number is not None and (self.others.data or any(self.said().values())):
            raise ValidationError("Leave this blank: it is counted from the members and others above")

    def validate_public(self, field: Any) -> None:
        self.public_number = whole_number(field.data, MOST_PEOPLE, "How many members of the public came")

    def said(self) -> dict[int, str]:
        """What was said of each member, by the number of the membership."""
        return {one.member.id: self[f"member_{one.member.id}"].data or "" for one in self.members}

    @property
    def member_fields(self) -> list[Any]:
        return [self[f"member_{one.member.id}"] for one in self.members]

    def entry(self) -> dict[str, Any]:
        """What was typed, as holding a meeting takes it."""
        counted = self.attended_number
        entry: dict[str, Any] = {
            "members": self.said(),
            "others": split_values(self.others.data or ""),
            "public_count": self.public_number,
            "attended_count": counted,
        }
        return entry if counted is None else entry | {"attended_words": f"{counted:,}"}


def hold_form(members: Sequence[MemberThere], **starting: Any) -> HoldForm:
    """The form for the members of the day, with what is recorded of each so far."""
    states = [(code, label.capitalize()) for code, label in STATES.items()]
    parts: dict[str, Any] = {"members": tuple(members)}
    for one in members:
        name = f"member_{one.member.id}"
        parts[name] = RadioField(
            one.member.title,
            choices=choices([*states, ("", "Not recorded")]),
            default="",
            look={"inline": True},
        )
        starting[name] = one.state
    made: type[HoldForm] = type("HoldOfThisMeeting", (HoldForm,), parts)
    return made.from_request(**starting)


class NotesForm(Form):
    """The notes of a meeting, or its minutes as a file."""

    notes = LongTextField("Notes", AtMost(200_000, "The notes"), hint=PRIVATE_MATTERS, look={"rows": 12})
    file = FileField("Or the minutes as a file", hint=FILES)
    agreed = DayField("When were they agreed?", hint="Usually at the next meeting. Leave blank until then.")
    version = HiddenField()


class ItemForm(Form):
    """One item as it stands on an agenda."""

    title = TextField("What is it?", Needed("Enter what the item is"), AtMost(300, "The item"))
    lead = TextField(
        "Who leads it?",
        AtMost(200, "The lead"),
        hint="A post, such as Head of communications and engagement.",
    )
    pages = TextField(
        "Pages of its papers", AtMost(60, "The pages"), hint="Such as 12-18.", look={"width": 10}
    )
    is_private = TickField("It is taken in the private part")
    project = ChoiceField("Project it is about")
    presents = CheckboxesField("What is put to the members?", choices=choices(PRESENTS.items()))

    def entry(self) -> dict[str, Any]:
        """What was typed, as columns of an item."""
        return {
            "title": self.title.data,
            "lead": self.lead.data or "",
            "pages": self.pages.data or "",
            "is_private": bool(self.is_private.data),
            "project_id": int(self.project.data) if self.project.data else None,
            "presents": list(self.presents.data or []),
        }


class BringForm(Form):
    """An item that a project brings to the next meeting of a forum."""

    forum = ChoiceField("To which forum's next meeting?", Needed("Choose the forum"))
    title = TextField("What is to be talked over?", Needed("Enter what the item is"), AtMost(300, "The item"))
    lead = TextField(
        "Who presents it?",
        AtMost(200, "This"),
        hint="A post, such as Commissioning manager for urgent care.",
    )
    presents = CheckboxesField("What is put to the members?", choices=choices(PRESENTS.items()))

    def entry(self) -> dict[str, Any]:
        """What was typed, as columns of an item."""
        return {
            "title": self.title.data,
            "lead": self.lead.data or "",
            "presents": list(self.presents.data or []),
        }


class RecordForm(Form):
    """What was said and decided under one item."""

    lead = TextField("Who presented it?", AtMost(200, "This"), hint="A post, not a name.")
    presents = CheckboxesField("What was put to the members?", choices=choices(PRESENTS.items()))
    members_said = LongTextField(
        "What did the members say?",
        AtMost(LONGEST, "What they said"),
        hint="Leave out names and anything a person could be known from.",
        look={"rows": 4},
    )
    changed = LongTextField(
        "What did that change?", AtMost(LONGEST, "This"), hint="Or why it changed nothing.", look=LOW
    )
    decision = LongTextField("What was decided?", AtMost(LONGEST, "The decision"), look=LOW)

    def entry(self) -> dict[str, Any]:
        """What was typed, as columns of an item."""
        return {
            "lead": self.lead.data or "",
            "presents": list(self.presents.data or []),
            "members_said": self.members_said.data or "",
            "changed": self.changed.data or "",
            "decision": self.decision.data or "",
        }


class PassOnForm(Form):
    """What members said, as an item of feedback."""

    said = LongTextField(
        "What was heard", Needed("Enter what was heard"), AtMost(LONGEST, "This"), look={"rows": 4}
    )
    topic = TextField("What was it about?", AtMost(200, "The topic"))
    answer = RadioField("What became of it?", default="no_answer")
    did = LongTextField("What was done, or why it cannot be", AtMost(LONGEST, "This"), look=LOW)


class PaperForm(Form):
    """A paper of a meeting."""

    title = TextField("What is it?", Needed("Enter what the paper is"), AtMost(300, "This"))
    file = FileField("File", hint=FILES)
    item = ChoiceField("Item it is for")
    is_private = TickField("It is for the private part")

    def validate_file(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Choose the file")


class ActionForm(Form):
    """An action agreed at a meeting."""

    title = TextField("What is to be done?", Needed("Enter what is to be done"), AtMost(500, "This"))
    owner_role = TextField("Which post does it?", AtMost(200, "The post"), hint="Such as Engagement officer.")
    owner = ChoiceField(
        "Who is to be told?",
        hint="Somebody with an account, or a member: they get a link by which to say that it is done.",
    )
    due = DayField("By when?", hint="Such as 30 June 2026.")
    project = ChoiceField("Project it bears on")


def owner_columns(chosen: str) -> dict[str, int | None]:
    """The columns of an action for a choice such as account:3, person:7, or nobody."""
    kind, _, number = chosen.partition(":")
    return {
        "owner_id": int(number) if kind == "account" else None,
        "person_id": int(number) if kind == "person" else None,
    }


def owner_choices(accounts: Sequence[Choice], members: Sequence[MemberThere]) -> list[Choice]:
    """Nobody yet, members whom the register names (by post), and open accounts."""
    found = {
        f"person:{one.member.person_id}": f"{one.member.title} (member)"
        for one in members
        if one.member.person_id
    }
    return [
        ("", "Nobody yet"),
        *found.items(),
        *((f"account:{number}", f"{name} (account)") for number, name in accounts),
    ]
