"""What a person may type about a project, its stages and its promises."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms.validators import ValidationError

from engage.cycle.entries import ProjectEntry, PromiseEntry
from engage.cycle.milestones import COLUMNS, misplaced
from engage.cycle.models import LEADS, Project, Promise
from engage.organisation.typed import SEVERAL, BodiesField, OneBody
from engage.platform.data.fields import ONE_A_LINE
from engage.platform.data.typed import row_number
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import (
    AtMost,
    CheckboxesField,
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    Needed,
    RadioField,
    VersionedForm,
    choices,
)
from engage.rules.cycle import read_cycle
from engage.rules.words import read_vocabulary, split_values, without_repeats

LOW = {"rows": 3}
STAGES = [(str(stage.code), f"{stage.code} {stage.label}") for stage in read_cycle().stages]
GROUPS = [term.label for term in read_vocabulary("equality_groups").terms]


@asks(Project, but=("joint_body_ids", "strategy_points"))
class ProjectForm(VersionedForm, RecordForm):
    """A project. Bodies it is run with are typed, in whatever spelling, and recognised by their names."""

    body_id = after("aim", OneBody("Lead body", Needed("Choose the body that leads the project")), LEADS)
    joint_bodies = after("body_id", BodiesField("Other bodies it is run with", hint=SEVERAL), LEADS)
    owner_id = after(
        "joint_bodies", ChoiceField("Owner", hint="Who answers for it, and is told what it still needs.")
    )
    other_groups = after(
        "affected_groups", LongTextField("Other groups it affects", hint=ONE_A_LINE, look=LOW)
    )
    principles = after("aim_ids", CheckboxesField("Strategy principles it serves"))
    objectives = after("principles", CheckboxesField("Strategy objectives it serves"))

    def validate_joint_bodies(self, field: Any) -> None:
        for name, number in field.meant:
            if str(number) == self.body_id.data:
                raise ValidationError(f"{name} leads the project, so leave it out here")

    def validate(self, extra_validators: Any = None) -> bool:
        fine: bool = super().validate(extra_validators)
        for wrong in misplaced({column: self[column].data for column in COLUMNS}):
            field = self[wrong.column]
            field.errors = [*field.errors, wrong.sentence]
            fine = False
        return fine

    def entry(self) -> ProjectEntry:
        """What was typed, as the verbs of ``service`` take it."""
        points = (*(self.principles.data or ()), *(self.objectives.data or ()))
        answers = self.answers()
        groups = (*answers["affected_groups"], *split_values(self.other_groups.data or ""))
        answers["affected_groups"] = tuple(without_repeats(groups, str.casefold))
        return ProjectEntry(
            **answers,
            body_id=row_number(self.body_id.data),
            joint_body_ids=self.joint_bodies.numbers,
            owner_id=row_number(self.owner_id.data) if self.owner_id.data else None,
            strategy_points=tuple(row_number(number) for number in points),
        )


def starting_with(entry: ProjectEntry, joint: Iterable[str]) -> dict[str, Any]:
    """A project as its form shows it, with the names of the bodies it is run ``joint``ly with."""
    points = [str(number) for number in entry.strategy_points]
    return {
        **ProjectForm.starting(entry),
        "body_id": str(entry.body_id),
        "joint_bodies": "; ".join(joint),
        "owner_id": str(entry.owner_id or ""),
        "other_groups": "\n".join(group for group in entry.affected_groups if group not in GROUPS),
        "principles": points,
        "objectives": points,
    }


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


@asks(Promise)
class PromiseForm(RecordForm):
    """A promise made to the public."""

    def entry(self) -> PromiseEntry:
        """What was promised, as the verbs of ``service`` take it."""
        return PromiseEntry(**self.answers())


class KeepForm(Form):
    """That a promise was kept."""

    kept_on = DayField("When was it kept?", Needed("Enter the day it was kept, such as 6 June 2018"))
    how_kept = LongTextField(
        "How was it kept?", Needed("Enter how it was kept"), AtMost(2000, "How it was kept"), look=LOW
    )
