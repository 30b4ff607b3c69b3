"""A field is described once: a form asks what its record declares, and an entry holds it by name and type."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from engage.actions.entries import ActionEntry
from engage.actions.forms import ActionForm
from engage.actions.models import Action
from engage.activities.entries import ActivityEntry
from engage.activities.forms import ActivityForm, EvidenceForm
from engage.activities.models import Activity, ActivityEvidence
from engage.feedback.entries import FeedbackEntry
from engage.feedback.forms import AnswerForm, DecisionForm, FeedbackForm, ToldForm
from engage.feedback.models import Feedback
from engage.platform.data.fields import plain_fields
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import Form, TextField
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholder_maps.forms import JudgementForm
from engage.stakeholder_maps.models import MapScore
from tests.house.product import application, modules

NOT_CONVERTED = {
    "accounts",
    "assurance",
    "cycle",
    "duties",
    "experience",
    "forums",
    "imports",
    "meetings",
    "organisation",
    "panels",
    "privacy",
    "stakeholders",
}
"""Packages whose forms are still made by hand. This list may only shrink."""
ASKED_BY_CODE_OF_THEIR_OWN = {
    ActionForm: {
        "agreed_at": "names a record of any kind",
        "owner": "its choices are accounts",
        "person": "is found in the register by name",
        "body": "its choices are records",
        "project": "its choices are records",
        "version": "for telling later changes",
    },
    ActivityForm: {
        "starts": "a date as it was known",
        "ends": "a date as it was known",
        "lead_body": "lies in a table of its own",
        "joint_bodies": "lies in a table of its own",
        "project": "its choices are records",
        "other_method": "a method that is not in the list",
        "reached": "a number as it was known",
        "heard": "is an item of what people said",
        "done": "is an item of what people said",
        "self_care": "one of the known purposes",
        "same_contacts_as": "names another activity",
        "ref": "is given when it is left blank",
        "version": "for telling later changes",
        "not_the_same": "answers a warning",
    },
    JudgementForm: {"kind": "says in which register to look", "who": "is found there by name"},
    EvidenceForm: {"file": "goes to the file store", "proves": "a period as it was known"},
    FeedbackForm: {
        "when": "a date as it was known",
        "heard_at": "names another record",
        "body": "its choices are records",
        "project": "its choices are records",
        "owner": "its choices are accounts",
        "ref": "must be no other item’s",
        "version": "for telling later changes",
    },
    AnswerForm: {"version": "for telling later changes"},
    ToldForm: {"version": "for telling later changes"},
    DecisionForm: {"version": "for telling later changes"},
}
NOT_OF_A_RECORD = {
    "VersionedForm": "holds the version of any record",
    "PlaceForm": "places many activities at once",
    "DoneForm": "says what came of an action",
    "DropForm": "says why an action will not be done",
    "ChaseForm": "says how somebody was reminded",
    "CloseForm": "says what came of many actions at once",
    "ConfirmForm": "says what came of an action, by a link",
    "ThemeForm": "hands an item to an owner and a project, both records",
}


def standing_outside(form: type[RecordForm]) -> set[str]:
    """The questions of a form that its record does not declare."""
    questions = {name for name in dir(form) if hasattr(getattr(form, name), "creation_counter")}
    return questions - set(form.fields)


def test_a_form_asks_what_its_record_declares_and_a_short_list_with_reasons() -> None:
    for form, own in ASKED_BY_CODE_OF_THEIR_OWN.items():
        assert standing_outside(form) == set(own), f"Declare the field with its column, for {form.__name__}."


def test_every_form_of_a_record_is_made_from_its_fields() -> None:
    application()
    by_hand = {
        module.__name__.split(".")[1]
        for module in modules("forms")
        for name, form in vars(module).items()
        if isinstance(form, type)
        and issubclass(form, Form)
        and form.__module__ == module.__name__
        and not issubclass(form, RecordForm)
        and name not in NOT_OF_A_RECORD
    }
    assert by_hand - {"platform"} <= NOT_CONVERTED, "Make the form with @asks, from the fields of its record."


def test_a_field_that_is_typed_into_a_form_is_found() -> None:
    @asks(ActivityEvidence)
    class Planted(RecordForm):
        file = after("link", TextField("Or a file"))
        colour = TextField("What colour is it?")

    assert standing_outside(Planted) == {"file", "colour"}


@pytest.mark.parametrize(
    ("record", "entry"),
    [(Activity, ActivityEntry), (Action, ActionEntry), (MapScore, JudgementEntry), (Feedback, FeedbackEntry)],
)
def test_an_entry_holds_each_declared_field_by_its_name_and_type(record: type, entry: type) -> None:
    declared = {name: field.entry_type for name, field in plain_fields(record).items()}
    typed = get_type_hints(entry)
    assert {name: typed.get(name) for name in declared} == declared
