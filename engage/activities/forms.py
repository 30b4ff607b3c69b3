"""What a person types when logging an activity, and what they are told when it does not make sense."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from wtforms.validators import ValidationError

from engage.activities.entries import ActivityEntry
from engage.activities.models import Activity, ActivityEvidence
from engage.feedback.entries import SaidThere
from engage.feedback.forms import offer_states
from engage.organisation.typed import SEVERAL, BodiesField, OneBody
from engage.platform import clock
from engage.platform.data.typed import number_or_none, row_number
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.choosing import OneOfMany
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    Needed,
    Rows,
    TextField,
    TickField,
    VersionedForm,
    choices,
)
from engage.platform.web.proofs import ProofForm
from engage.rules.ageing import NO_ANSWER
from engage.rules.dates_as_known import DateAsKnown, UnreadableDate, long_date, read_date
from engage.rules.reached import Reached, UnreadableNumber, read_reached
from engage.rules.tallies import Tally, read_tallies
from engage.rules.words import read_vocabulary

SHORT = {"width": 10}
SELF_CARE = "self_care"
OUT = "none"
LONGEST_WORDS = 20_000
ANOTHER = "another"
COUNTED = "How many of which groups, chosen from a list"
GROUPS = choices(
    [("", "Choose a group"), *((term.label, term.label) for term in read_vocabulary("people_counted").terms)]
)


def group_choices(further: Iterable[str]) -> list[Any]:
    """The equality groups of the vocabulary, and further ones that a record has from elsewhere."""
    known = [term.label for term in read_vocabulary("equality_groups").terms]
    return choices((label, label) for label in dict.fromkeys([*known, *further]))


class SaidForm(Form):
    """One thing that was said at an activity, and what became of it."""

    class Meta(Form.Meta):
        csrf = False  # it is part of a form that is protected

    said = LongTextField(
        "What did people say?",
        AtMost(LONGEST_WORDS, "What people said"),
        hint="One thing. Leave out names and anything a person could be known from.",
        look={"rows": 3},
    )
    did = LongTextField("What did we do about it?", AtMost(LONGEST_WORDS, "What we did"), look={"rows": 3})
    answer = ChoiceField("What became of it?", default=NO_ANSWER)
    number = HiddenField()

    def __init__(self, *sent: Any, **given: Any) -> None:
        super().__init__(*sent, **given)
        terms = read_vocabulary("answer_states").terms
        self.answer.choices = choices((term.code, term.label) for term in terms)
        offer_states(self.answer)

    def number_questions(self, place: int) -> None:
        """Tell its questions from the same ones asked before."""
        for question in (self.said, self.did, self.answer):
            question.label.text = f"{question.label.text} ({place})"

    @property
    def is_blank(self) -> bool:
        return not self.said.data and not self.did.data

    def validate_did(self, field: Any) -> None:
        if not field.data and self.said.data and self.answer.data != NO_ANSWER:
            raise ValidationError("Enter what was done, is being done, or why it cannot be done")

    def validate_answer(self, field: Any) -> None:
        if self.did.data and field.data == NO_ANSWER:
            raise ValidationError("Choose what became of it: what was done is written above")

    def thing(self) -> SaidThere:
        return SaidThere(
            said=self.said.data or "",
            did=self.did.data or "",
            answer=self.answer.data,
            number=number_or_none(self.number.data),
        )


@asks(Activity, but=("purposes",))
class ActivityForm(VersionedForm, RecordForm):
    """One activity. The first fields are enough at a stall; the rest can follow."""

    starts = after(
        "title",
        TextField(
            "When did it start?",
            hint="As closely as you know: yesterday, 6 June 2018, late March to 9 May 2018, summer 2016, "
            "2018/19. Leave blank if it is not known.",
            look={"width": 20},
        ),
    )
    ends = after(
        "starts",
        TextField("When did it end?", hint="Only when it lasted more than a day.", look={"width": 20}),
    )
    lead_body = after("ends", OneBody("Lead body", Needed("Choose the body that led it")))
    project = after("lead_body", OneOfMany("Project", one="project", many="projects"))
    other_method = after(
        "method", TextField("Another method", hint="Only if it is not in the list.", look={"width": 20})
    )
    reached = after(
        "other_method",
        TextField(
            "How many people were reached?",
            hint="203, about 500, at least 1,000, or 30 to 40, which is kept as at least 30. Leave blank if "
            "nobody counted: that is not the same as 0.",
            look=SHORT,
        ),
    )
    group_1 = after("tallies", ChoiceField("First group", choices=GROUPS), part=COUNTED)
    number_1 = after("group_1", TextField("How many were of the first group?", look=SHORT))
    group_2 = after("number_1", ChoiceField("Second group", choices=GROUPS))
    number_2 = after("group_2", TextField("How many were of the second group?", look=SHORT))
    group_3 = after("number_2", ChoiceField("Third group", choices=GROUPS))
    number_3 = after("group_3", TextField("How many were of the third group?", look=SHORT))
    things = after("tallies", Rows(SaidForm, min_entries=1))
    self_care = after("purpose", TickField("It helped people look after their own health (self-care)"))
    joint_bodies = after("organisations", BodiesField("Run jointly with", hint=SEVERAL))
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

    def __init__(self, *sent: Any, **given: Any) -> None:
        super().__init__(*sent, **given)
        if self.asks_for_another:
            self.things.append_entry()
        for place, row in enumerate(self.things.forms[1:], 2):
            row.number_questions(place)

    @property
    def asks_for_another(self) -> bool:
        """Whether it was sent only to be asked for one more thing that was said."""
        return request.method == "POST" and ANOTHER in request.form

    def accepted(self) -> bool:
        return not self.asks_for_another and super().accepted()

    def validate_starts(self, field: Any) -> None:
        try:
            self.when = read_date(field.data or "", self.ends.data or "", today=clock.today())
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
            lead_body_id=row_number(self.lead_body.data),
            joint_body_ids=self.joint_bodies.numbers,
            project_id=row_number(self.project.data) if self.project.data else None,
            purposes=(*self.other_purposes, *([SELF_CARE] if self.self_care.data else [])),
            same_contacts_as=self.same_contacts_as.data or "",
            things=tuple(row.thing() for row in self.things.forms if not row.is_blank),
        )


def starting_with(entry: ActivityEntry) -> dict[str, Any]:
    """An activity as its form shows it."""
    return {
        **ActivityForm.starting(entry),
        "ref": entry.ref,
        "starts": entry.when.words if entry.when != DateAsKnown.not_recorded() else "",
        "lead_body": str(entry.lead_body_id or ""),
        "joint_bodies": entry.joint_body_ids,
        "project": str(entry.project_id or ""),
        "self_care": SELF_CARE in entry.purposes,
        "reached": entry.reached.typed if entry.reached.number is not None else "",
        "same_contacts_as": entry.same_contacts_as,
        "things": [
            {"said": thing.said, "did": thing.did, "answer": thing.answer, "number": thing.number}
            for thing in entry.things
        ],
    }


class PlaceForm(Form):
    """The project on which chosen activities are hung; “none” takes them out of theirs."""

    into = OneOfMany(
        "Project",
        Needed("Choose the project, or “No project” to take them out of theirs"),
        one="project",
        many="projects",
        apart=(OUT,),
    )

    @property
    def project_id(self) -> int | None:
        return None if self.into.data == OUT else row_number(self.into.data)


@asks(ActivityEvidence)
class ActivityEvidenceForm(ProofForm):
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

    def validate_received_on(self, field: Any) -> None:
        if field.data and field.data > clock.today():
            raise ValidationError(f"{long_date(field.data)} has not come yet. Enter the day it was received.")
