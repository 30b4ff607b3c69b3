"""What a person types when logging an activity, and what they are told when it does not make sense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms.validators import ValidationError

from engage.activities.entries import ActivityEntry
from engage.activities.models import Activity, ActivityEvidence
from engage.platform import clock
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    FileField,
    Form,
    LongTextField,
    Needed,
    TextField,
    TickField,
    VersionedForm,
    choices,
)
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, long_date, read_date
from engage.rules.reached import Reached, UnreadableNumber, read_reached
from engage.rules.tallies import Tally, read_tallies
from engage.rules.words import read_vocabulary

SHORT = {"width": 10}
SELF_CARE = "self_care"
OUT = "none"
LONGEST_WORDS = 20_000
COUNTED = "How many of which groups, chosen from a list"
GROUPS = choices(
    [("", "Choose a group"), *((term.label, term.label) for term in read_vocabulary("people_counted").terms)]
)


def group_choices(further: Iterable[str]) -> list[Any]:
    """The equality groups of the vocabulary, and further ones that a record has from elsewhere."""
    known = [term.label for term in read_vocabulary("equality_groups").terms]
    return choices((label, label) for label in dict.fromkeys([*known, *further]))


@asks(Activity, but=("purposes",))
class ActivityForm(VersionedForm, RecordForm):
    """One activity. The first fields are enough at a stall; the rest can follow."""

    starts = after(
        "title",
        TextField(
            "When did it start?",
            hint="As closely as you know: 6 June 2018, June 2018, May to August 2014, summer 2016, 2018/19. "
            "Leave blank if it is not known.",
            look={"width": 20},
        ),
    )
    ends = after(
        "starts",
        TextField("When did it end?", hint="Only when it lasted more than a day.", look={"width": 20}),
    )
    lead_body = after("ends", ChoiceField("Lead body", Needed("Choose the body that led it")))
    project = after("lead_body", ChoiceField("Project"))
    other_method = after(
        "method", TextField("Another method", hint="Only if it is not in the list.", look={"width": 20})
    )
    reached = after(
        "other_method",
        TextField(
            "How many people were reached?",
            hint="203, about 500, or at least 1,000. Leave blank if nobody counted: that is not the same as "
            "0.",
            look=SHORT,
        ),
    )
    group_1 = after("tallies", ChoiceField("First group", choices=GROUPS), part=COUNTED)
    number_1 = after("group_1", TextField("How many were of the first group?", look=SHORT))
    group_2 = after("number_1", ChoiceField("Second group", choices=GROUPS))
    number_2 = after("group_2", TextField("How many were of the second group?", look=SHORT))
    group_3 = after("number_2", ChoiceField("Third group", choices=GROUPS))
    number_3 = after("group_3", TextField("How many were of the third group?", look=SHORT))
    heard = after(
        "tallies",
        LongTextField("What did people say?", AtMost(LONGEST_WORDS, "What people said"), look={"rows": 4}),
    )
    done = after(
        "heard",
        LongTextField("What did we do about it?", AtMost(LONGEST_WORDS, "What we did"), look={"rows": 4}),
    )
    self_care = after("purpose", TickField("It helped people look after their own health (self-care)"))
    joint_bodies = after("organisations", CheckboxesField("Run jointly with"))
    same_contacts_as = after(
        "status",
        TextField(
            "Counts the same contacts as",
            hint="The reference of another activity, such as ENG-038, when both counted the same people.",
            look=SHORT,
        ),
    )
    ref = after(
        "same_contacts_as",
        TextField(
            "Reference", AtMost(40, "The reference"), hint="Leave blank to have one given.", look=SHORT
        ),
    )
    sure = CheckboxesField("Is this right?", validate_choice=False)

    when: DateAsKnown
    count: Reached
    other_purposes: Sequence[str] = ()
    chosen: tuple[Tally, ...] = ()

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

    def validate_number_1(self, field: Any) -> None:
        self._count_row(self.group_1, field)

    def validate_number_2(self, field: Any) -> None:
        self._count_row(self.group_2, field)

    def validate_number_3(self, field: Any) -> None:
        self._count_row(self.group_3, field)

    def _count_row(self, group: Any, number: Any) -> None:
        """Count the people of a group chosen from the list, beside those that were written."""
        if not group.data and not number.data:
            return
        if not group.data:
            raise ValidationError("Choose the group, or leave its number blank")
        try:
            count = read_reached(number.data or "")
        except UnreadableNumber as problem:
            raise ValidationError(str(problem)) from None
        if count.number is None:
            raise ValidationError(f"Enter how many: {group.data}")
        if any(group.data == one.group for one in (*self._written(), *self.chosen)):
            raise ValidationError(f"{group.data} are counted already. Enter one number for each group.")
        self.chosen = (*self.chosen, Tally(group.data, count))

    def _written(self) -> tuple[Tally, ...]:
        return () if self["tallies"].errors else tuple(read_tallies(self["tallies"].data or ""))

    def validate_carers_absent_because(self, field: Any) -> None:
        if field.data and self["carers_present"].data == "yes":
            raise ValidationError(
                "Leave this blank, or change the answer above: it says that carers were there"
            )

    def entry(self) -> ActivityEntry:
        """What was typed, as the verbs of ``service`` take it."""
        answers = self.answers()
        return ActivityEntry(
            **answers
            | {"method": self.other_method.data or answers["method"]}
            | {"tallies": (*answers["tallies"], *self.chosen)},
            ref=self.ref.data or "",
            when=self.when,
            reached=self.count,
            lead_body_id=int(self.lead_body.data),
            joint_body_ids=tuple(int(number) for number in self.joint_bodies.data or ()),
            project_id=int(self.project.data) if self.project.data else None,
            purposes=(*self.other_purposes, *([SELF_CARE] if self.self_care.data else [])),
            same_contacts_as=self.same_contacts_as.data or "",
            heard=self.heard.data or "",
            done=self.done.data or "",
        )


def starting_with(entry: ActivityEntry) -> dict[str, Any]:
    """An activity as its form shows it."""
    return {
        **ActivityForm.starting(entry),
        "ref": entry.ref,
        "starts": entry.when.words if entry.when != DateAsKnown.not_recorded() else "",
        "lead_body": str(entry.lead_body_id or ""),
        "joint_bodies": [str(number) for number in entry.joint_body_ids],
        "project": str(entry.project_id or ""),
        "self_care": SELF_CARE in entry.purposes,
        "reached": entry.reached.words if entry.reached.number is not None else "",
        "same_contacts_as": entry.same_contacts_as,
        "heard": entry.heard,
        "done": entry.done,
    }


class PlaceForm(Form):
    """The project on which chosen activities are hung; “none” takes them out of theirs."""

    into = ChoiceField("Project", Needed("Choose the project, or “No project” to take them out of theirs"))

    @property
    def project_id(self) -> int | None:
        return None if self.into.data == OUT else int(self.into.data)


@asks(ActivityEvidence)
class EvidenceForm(RecordForm):
    """A file or a public link that shows the activity took place."""

    file = after("link", FileField("Or a file", hint="PDF, Word, Excel, CSV, picture or plain text."))
    proves = after(
        "received_on",
        TextField(
            "Which period does it prove?",
            hint="Such as June 2018, or 1 April 2018 to 31 March 2019.",
            look={"width": 20},
        ),
    )

    period: DateAsKnown

    def validate_link(self, field: Any) -> None:
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError("Enter the whole address, starting with https://")
        if not field.data and not (self.file.data and self.file.data.filename):
            raise ValidationError("Enter a public address, or choose a file below")

    def validate_received_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(f"{long_date(field.data)} has not come yet. Enter the day it was received.")

    def validate_proves(self, field: Any) -> None:
        try:
            self.period = read_date(field.data or "")
        except UnreadableDate as problem:
            raise ValidationError(str(problem)) from None
