"""What a person may type about a project, its stages and its promises."""

from __future__ import annotations

from typing import Any

from wtforms.validators import ValidationError

from engage.cycle.milestones import COLUMNS, misplaced
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
    VersionedForm,
    choices,
)
from engage.rules.body_names import BodyNames, split_bodies
from engage.rules.cycle import read_cycle
from engage.rules.words import read_vocabulary

ONE_A_LINE = "One on each line."
LOW = {"rows": 3}
SHORT = {"classes": "nhsuk-input--width-10", "spellcheck": False}
STAGES = [(str(stage.code), f"{stage.code} {stage.label}") for stage in read_cycle().stages]
GROUPS = [term.label for term in read_vocabulary("equality_groups").terms]


class ProjectForm(VersionedForm):
    """A project. Bodies it is run with are typed, in whatever spelling, and recognised by their names."""

    title = TextField(
        "Title",
        Needed("Enter the title of the project, such as Walk-in centre review"),
        AtMost(200, "The title"),
    )
    code = TextField(
        "Code",
        Needed("Enter a short code, such as WIC-14"),
        AtMost(30, "The code"),
        hint="Letters, figures and hyphens. It stands in addresses and spreadsheets.",
        look=SHORT,
    )
    aim = LongTextField("What is it to achieve?", AtMost(4000, "The aim"), look=LOW)
    body_id = ChoiceField("Lead body", Needed("Choose the body that leads the project"))
    joint_bodies = LongTextField("Other bodies it is run with", hint=ONE_A_LINE, look=LOW)
    owner_id = ChoiceField("Owner", hint="Who answers for it, and is told what it still needs.")

    starts_on = DayField("Work begins", hint="Such as 6 June 2018.")
    options_fixed_on = DayField(
        "Options fixed", hint="The day from which people could no longer shape the options."
    )
    papers_issued_on = DayField("Papers issued", hint="The day the decision papers went out.")
    decision_on = DayField("Decision")
    ends_on = DayField("Work ends", hint="Leave it blank while it goes on.")

    affected_groups = CheckboxesField(
        "Groups of people it affects", choices=choices((label, label) for label in GROUPS)
    )
    other_groups = LongTextField("Other groups it affects", hint=ONE_A_LINE, look=LOW)
    place_ids = CheckboxesField("Places it touches")
    authorities = LongTextField(
        "Local authorities whose area it touches",
        hint="One on each line. Health scrutiny belongs to the local authority.",
        look=LOW,
    )
    joint_committee = TextField(
        "Joint scrutiny committee",
        AtMost(200, "The committee's name"),
        hint="Needed when more than one authority is consulted on a substantial change.",
    )

    aim_ids = CheckboxesField("Assurance-framework aims it serves")
    principles = CheckboxesField("Strategy principles it serves")
    objectives = CheckboxesField("Strategy objectives it serves")
    source = TextField("Where do these facts come from?", AtMost(1000, "The source"))

    body_names: BodyNames
    codes_to_ids: dict[str, int]
    joint_body_ids: list[int]

    def validate_joint_bodies(self, field: Any) -> None:
        found = []
        for name in split_bodies(field.data or ""):
            recognised = self.body_names.recognise(name)
            number = self.codes_to_ids.get(recognised.code or "")
            if number is None:
                raise ValidationError(
                    f"“{name}” is not a body we know. Check the spelling, or add it under Bodies first"
                )
            if str(number) == self.body_id.data:
                raise ValidationError(f"{name} leads the project, so leave it out here")
            found.append(number)
        self.joint_body_ids = list(dict.fromkeys(found))

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        for wrong in misplaced({column: self[column].data for column in COLUMNS}):
            field = self[wrong.column]
            field.errors = [*field.errors, wrong.sentence]
            fine = False
        return fine

    def entry(self) -> dict[str, Any]:
        """What was typed, as the verbs of ``service`` take it."""
        return {
            **{name: self[name].data or "" for name in ("code", "title", "aim", "joint_committee", "source")},
            **{column: self[column].data for column in COLUMNS},
            "body_id": int(self.body_id.data),
            "joint_body_ids": self.joint_body_ids,
            "owner_id": int(self.owner_id.data) if self.owner_id.data else None,
            "affected_groups": self._groups(),
            "place_ids": _numbers(self.place_ids.data),
            "authorities": _lines(self.authorities.data),
            "aim_ids": _numbers(self.aim_ids.data),
            "strategy_points": _numbers([*(self.principles.data or []), *(self.objectives.data or [])]),
        }

    def _groups(self) -> list[str]:
        known = {group.casefold() for group in self.affected_groups.data or []}
        others = [group for group in _lines(self.other_groups.data) if group.casefold() not in known]
        return [*(self.affected_groups.data or []), *others]


class NewProjectForm(ProjectForm):
    """A project to be opened, with the stage at which it stands."""

    stage = RadioField(
        "Stage of the engagement cycle at which it stands",
        choices=choices([*STAGES, ("", "At none yet")]),
        default="",
    )
    since = DayField("Since when does it stand there?", hint="Such as 6 June 2018.")

    def validate_since(self, field: Any) -> None:
        if self.stage.data and not (field.data or self.starts_on.data):
            raise ValidationError("Enter the day since when it stands at this stage, or the day work begins")


class StageForm(Form):
    """A move to another stage."""

    stage = RadioField("Stage it moves to", Needed("Choose the stage it moves to"), choices=choices(STAGES))
    on = DayField("From which day?", Needed("Enter the day it moves, such as 6 June 2018"))
    note = LongTextField("Why does it move?", AtMost(2000, "The reason"), look=LOW)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "stage": int(self.stage.data)}


class PromiseForm(Form):
    """A promise made to the public."""

    text = LongTextField(
        "What was promised?",
        Needed("Enter what was promised, such as to consult before any change"),
        AtMost(2000, "The promise"),
        look=LOW,
    )
    made_on = DayField("When was it made?", hint="Such as 6 June 2018. Leave it blank if not known.")
    where_made = TextField(
        "Where was it made?", AtMost(400, "Where it was made"), hint="Such as a Governing Body meeting."
    )


class KeepForm(Form):
    """That a promise was kept."""

    kept_on = DayField("When was it kept?", Needed("Enter the day it was kept, such as 6 June 2018"))
    how_kept = LongTextField(
        "How was it kept?", Needed("Enter how it was kept"), AtMost(2000, "How it was kept"), look=LOW
    )


def _lines(text: str | None) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in (text or "").splitlines() if line.strip()))


def _numbers(values: list[str] | None) -> list[int]:
    return [int(value) for value in values or []]
