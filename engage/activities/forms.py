"""What a person types when logging an activity, and what they are told when it does not make sense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.platform import clock
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
from engage.rules.cycle import read_cycle
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, long_date, read_date
from engage.rules.reached import Reached, UnreadableNumber, read_reached
from engage.rules.words import read_vocabulary, split_values

ONE_A_LINE = "One on each line."
SHORT = {"width": 10}
LOW = {"rows": 3}
SELF_CARE = "self_care"
OUT = "none"


def group_choices(further: Iterable[str]) -> list[Any]:
    """The equality groups of the vocabulary, and further ones that a record has from elsewhere."""
    known = [term.label for term in read_vocabulary("equality_groups").terms]
    return choices((label, label) for label in dict.fromkeys([*known, *further]))


class ActivityForm(Form):
    """One activity. The first fields are enough at a stall; the rest can follow."""

    title = TextField(
        "What was it called?", Needed("Enter what the activity was called"), AtMost(300, "The title")
    )
    starts = TextField(
        "When did it start?",
        hint="As closely as you know: 6 June 2018, June 2018, May to August 2014, summer 2016, 2018/19. "
        "Leave blank if it is not known.",
        look={"width": 20},
    )
    ends = TextField("When did it end?", hint="Only when it lasted more than a day.", look={"width": 20})
    lead_body = ChoiceField("Lead body", Needed("Choose the body that led it"))
    stage = RadioField(
        "Stage of the engagement cycle",
        choices=choices(
            [*((str(s.code), f"{s.code} {s.label}") for s in read_cycle().stages), ("", "Not known")]
        ),
        default="",
    )
    method = ChoiceField("How were people engaged?")
    other_method = TextField("Another method", hint="Only if it is not in the list.", look={"width": 20})
    reached = TextField(
        "How many people were reached?",
        hint="203, about 500, or at least 1,000. Leave blank if nobody counted: that is not the same as 0.",
        look=SHORT,
    )
    heard = LongTextField("What did people say?", AtMost(20_000, "What people said"), look={"rows": 4})
    done = LongTextField("What did we do about it?", AtMost(20_000, "What we did"), look={"rows": 4})

    project = ChoiceField("Project")
    joint_bodies = CheckboxesField("Run jointly with")
    also_stages = CheckboxesField(
        "Further stages it served",
        choices=choices((str(s.code), f"{s.code} {s.label}") for s in read_cycle().stages),
    )
    purpose = LongTextField("What was it for?", look=LOW)
    self_care = TickField("It helped people look after their own health (self-care)")
    outcome_sought = LongTextField("What was it meant to bring about?", look=LOW)
    audience = LongTextField("Who was it for?", hint=ONE_A_LINE, look=LOW)
    groups_aimed_at = LongTextField("Which groups did it set out to reach?", hint=ONE_A_LINE, look=LOW)
    venue = TextField("Where was it held?", AtMost(500, "The venue"))
    organisations = LongTextField("Organisations that took part", hint=ONE_A_LINE, look=LOW)
    equality_groups = CheckboxesField(
        "Equality groups it concerned",
        choices=group_choices(()),
    )
    carers_present = RadioField(
        "Were carers or representatives there?",
        choices=choices([("yes", "Yes"), ("no", "No"), ("", "Not known")]),
        default="",
    )
    carers_absent_because = TextField("If not, why not?")
    access_needs_asked = RadioField(
        "Were people asked about access needs?",
        choices=choices([("yes", "Yes"), ("no", "No"), ("", "Not known")]),
        default="",
    )
    access_needs = LongTextField(
        "Access needs",
        hint="One on each line, with what became of it: “Interpreter: met”, “Loop: not met, none to hire”.",
        look=LOW,
    )
    findings_shared_with = LongTextField("With whom were the findings shared?", hint=ONE_A_LINE, look=LOW)
    evaluation = LongTextField("How did it go, and how was that judged?", look=LOW)
    status = ChoiceField(
        "Where does it stand?",
        choices=choices((term.code, term.label) for term in read_vocabulary("statuses").terms),
        default="completed",
    )
    same_contacts_as = TextField(
        "Counts the same contacts as",
        hint="The reference of another activity, such as ENG-038, when both counted the same people.",
        look=SHORT,
    )
    strategy_points = CheckboxesField("Strategy principles and objectives it serves")
    ref = TextField(
        "Reference", AtMost(40, "The reference"), hint="Leave blank to have one given.", look=SHORT
    )
    source = TextField("Where does this record come from?", AtMost(1000, "The source"))
    edition = HiddenField()
    not_the_same = TickField("This is a different activity: log it")

    when: DateAsKnown
    count: Reached
    other_purposes: Sequence[str] = ()

    def validate_starts(self, field: Any) -> None:
        try:
            self.when = read_date(field.data or "", self.ends.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None

    def validate_reached(self, field: Any) -> None:
        try:
            self.count = read_reached(field.data or "")
        except UnreadableNumber as problem:
            raise ValidationError(str(problem)) from None

    def validate_carers_absent_because(self, field: Any) -> None:
        if field.data and self.carers_present.data == "yes":
            raise ValidationError(
                "Leave this blank, or change the answer above: it says that carers were there"
            )

    def validate_access_needs(self, field: Any) -> None:
        for line in (field.data or "").splitlines():
            if line.strip() and ":" not in line:
                raise ValidationError(f"Say what became of “{line.strip()}”, such as “{line.strip()}: met”")

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        return {
            "ref": self.ref.data or "",
            "title": self.title.data,
            "when": self.when,
            "count": self.count,
            "lead_body_id": int(self.lead_body.data),
            "joint_body_ids": [int(number) for number in self.joint_bodies.data or []],
            "project_id": int(self.project.data) if self.project.data else None,
            "stage": int(self.stage.data) if self.stage.data else None,
            "also_stages": [int(stage) for stage in self.also_stages.data or []],
            "method": self.other_method.data or self.method.data or "",
            "purpose": self.purpose.data or "",
            "purposes": [*self.other_purposes, *([SELF_CARE] if self.self_care.data else [])],
            "outcome_sought": self.outcome_sought.data or "",
            "audience": split_values(self.audience.data or ""),
            "groups_aimed_at": split_values(self.groups_aimed_at.data or ""),
            "venue": self.venue.data or "",
            "organisations": split_values(self.organisations.data or ""),
            "equality_groups": list(self.equality_groups.data or []),
            "carers_present": self.carers_present.data or "",
            "carers_absent_because": self.carers_absent_because.data or "",
            "access_needs_asked": {"yes": True, "no": False}.get(self.access_needs_asked.data),
            "access_needs": read_needs(self.access_needs.data or ""),
            "findings_shared_with": split_values(self.findings_shared_with.data or ""),
            "evaluation": self.evaluation.data or "",
            "status": self.status.data,
            "same_contacts_as": self.same_contacts_as.data or "",
            "strategy_points": [int(number) for number in self.strategy_points.data or []],
            "source": self.source.data or "",
            "heard": self.heard.data or "",
            "done": self.done.data or "",
        }


def read_needs(text: str) -> list[dict[str, Any]]:
    """Access needs from their lines: “Loop: not met, none to hire” is a need, not met, and why."""
    needs = []
    for line in text.splitlines():
        need, _, outcome = line.partition(":")
        if need.strip():
            met = outcome.strip().lower().startswith("met") or outcome.strip().lower() == "yes"
            reason = outcome.strip().removeprefix("not met").removeprefix("Not met").strip(" ,.;-")
            needs.append({"need": need.strip(), "met": met, "reason": "" if met else reason})
    return needs


def needs_in_words(needs: list[dict[str, Any]]) -> str:
    """Access needs as they are typed, one on each line."""
    return "\n".join(
        f"{need['need']}: {'met' if need['met'] else ', '.join(filter(None, ['not met', need['reason']]))}"
        for need in needs
    )


class PlaceForm(Form):
    """The project on which chosen activities are hung; “none” takes them out of theirs."""

    into = ChoiceField("Project", Needed("Choose the project, or “No project” to take them out of theirs"))

    @property
    def project_id(self) -> int | None:
        return None if self.into.data == OUT else int(self.into.data)


class EvidenceForm(Form):
    """A file or a public link that shows the activity took place."""

    title = TextField(
        "What is it?", Needed("Enter what the evidence is, such as “Attendance sheet”"), AtMost(300, "This")
    )
    link = TextField(
        "Public address", hint="If it can be read on the web, such as https://www.example.nhs.uk/report"
    )
    file = FileField("Or a file", hint="PDF, Word, Excel, CSV, picture or plain text.")
    received = DayField("When was it received?", hint="Such as 6 June 2018. Leave blank for today.")
    proves = TextField(
        "Which period does it prove?",
        hint="Such as June 2018, or 1 April 2018 to 31 March 2019.",
        look={"width": 20},
    )

    period: DateAsKnown

    def validate_link(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Enter the whole address, starting with https://")
        if not field.data and not (self.file.data and self.file.data.filename):
            raise ValidationError("Enter a public address, or choose a file below")

    def validate_received(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(f"{long_date(field.data)} has not come yet. Enter the day it was received.")

    def validate_proves(self, field: Any) -> None:
        try:
            self.period = read_date(field.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
