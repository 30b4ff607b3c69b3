"""A field is described once: a form asks what its record declares, and an entry holds it by name and type."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from typing import get_type_hints

import pytest
import wtforms
from sqlalchemy import Table

from engage.accounts.forms import AccountForm
from engage.actions.entries import ActionEntry
from engage.actions.forms import ActionForm
from engage.actions.models import Action
from engage.activities.entries import ActivityEntry
from engage.activities.forms import ActivityEvidenceForm, ActivityForm
from engage.activities.models import Activity, ActivityEvidence
from engage.assurance.entries import StatementEntry
from engage.assurance.models import LayStatement
from engage.cycle.entries import ProjectEntry, PromiseEntry
from engage.cycle.forms import NewProjectForm, ProjectForm
from engage.cycle.models import Project, Promise
from engage.duties.entries import AssessmentEntry
from engage.duties.models import DutyAssessment
from engage.duties.requirements import forms as duties
from engage.experience.entries import StoryEntry
from engage.experience.forms import ActionForm as StoryActionForm
from engage.experience.insight.forms import DrawUpForm, InsightAnswerForm, ShareForm, SumUpForm
from engage.experience.models import Story
from engage.experience.stories.forms import (
    AcknowledgeForm,
    OutcomeForm,
    PassOnForm,
    StoryForm,
    WithdrawForm,
)
from engage.experience.topics.forms import SpellingForm
from engage.feedback.entries import FeedbackEntry
from engage.feedback.forms import AnswerForm, DecisionForm, FeedbackForm, ToldForm
from engage.feedback.models import Feedback
from engage.forums.entries import (
    EditionEntry,
    ForumEntry,
    MembershipEntry,
    ScheduleEntry,
    SeatEntry,
    TermsEntry,
)
from engage.forums.forms import ForumForm
from engage.forums.framework.forms import NewEditionForm, NewSeatForm
from engage.forums.members.forms import MembershipForm
from engage.forums.models import (
    Forum,
    FrameworkEdition,
    FrameworkSeat,
    MeetingSchedule,
    Membership,
    TermsOfReference,
)
from engage.forums.schedules.forms import ScheduleForm
from engage.forums.terms.forms import TermsForm
from engage.meetings.agenda import forms as agenda
from engage.meetings.attendance.forms import HoldForm
from engage.meetings.entries import ItemEntry, MeetingEntry, PaperEntry
from engage.meetings.forms import MeetingForm
from engage.meetings.minutes.forms import NotesForm
from engage.meetings.models import AgendaItem, Meeting, MeetingPaper
from engage.organisation.entries import BodyEntry, PointEntry, StrategyEntry
from engage.organisation.forms import (
    NewBodyForm,
    NewStrategyForm,
    PracticeForm,
    SuccessionForm,
)
from engage.organisation.models import Body, Strategy, StrategyPoint
from engage.organisation.service import TABLES as PARTS
from engage.panels.comparison.forms import ActionForm as GapForm
from engage.panels.comparison.forms import ComparisonForm
from engage.panels.entries import PanelEntry
from engage.panels.forms import PanelForm
from engage.panels.members.forms import (
    EndForm,
    ExpenseForm,
    InterestForm,
    InterestsForm,
    JoinForm,
    TermForm,
)
from engage.panels.models import Panel
from engage.platform.data.fields import Field, Line, Listed, fields_of, plain_fields
from engage.platform.data.search_text import KEPT_IN
from engage.platform.web.asking import RecordForm, after, asks
from engage.platform.web.forms import DayField, Form, TextField, Typed
from engage.privacy.entries import RequestEntry
from engage.privacy.forms import RequestForm
from engage.privacy.models import RightsRequest
from engage.stakeholder_maps.entries import JudgementEntry
from engage.stakeholder_maps.forms import JudgementForm
from engage.stakeholder_maps.models import MapScore
from engage.stakeholders.bulk.forms import MailForm
from engage.stakeholders.consents.forms import ConsentForm, ContactForm, DoNotContactForm, WithdrawalForm
from engage.stakeholders.entries import ContactEntry, OrganisationEntry, PersonEntry, PostEntry
from engage.stakeholders.entries import PointEntry as ContactPointEntry
from engage.stakeholders.forms import NewPersonForm, OrganisationForm, PersonForm
from engage.stakeholders.models import ContactMade, ContactPoint, Organisation, Person, Post
from engage.stakeholders.parts.forms import AppointForm, PointForm, PostForm
from tests.house.product import application, modules, tables
from tests.house.source import dotted, nodes_of, product_modules

OF_A_VERSION = (
    *(AnswerForm, ToldForm, DecisionForm),
    *(PassOnForm, AcknowledgeForm, OutcomeForm, WithdrawForm, SumUpForm, ShareForm, InsightAnswerForm),
    *(JoinForm, TermForm, EndForm, InterestsForm),
)
"""Forms that ask declared fields alone, of a record as it stood at a version."""
ASKED_BY_CODE_OF_THEIR_OWN: dict[type[RecordForm], dict[str, str]] = {
    AccountForm: {
        "email": "is asked in a box for addresses",
        "roles": "lie in a table of their own",
    },
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
        "things": "are items of what people said",
        **{f"{what}_{row}": "is one of the tallies" for row in (1, 2, 3) for what in ("group", "number")},
        "self_care": "one of the known purposes",
        "same_contacts_as": "names another activity",
        "ref": "is given when it is left blank",
        "version": "for telling later changes",
        "sure": "answers what is asked about before it is kept",
    },
    ProjectForm: {
        "body_id": "its choices are records",
        "joint_bodies": "are found by their names",
        "owner_id": "its choices are accounts",
        "other_groups": "groups that are not in the list",
        "principles": "points of one kind of a strategy",
        "objectives": "points of one kind of a strategy",
        "version": "for telling later changes",
    },
    NewBodyForm: {"code": "is given once, and never changes"},
    SuccessionForm: {"successor_id": "its choices are records"},
    PracticeForm: {"network_id": "its choices are records"},
    NewStrategyForm: {
        "principles": "lie in a table of their own",
        "objectives": "lie in a table of their own",
    },
    RequestForm: {"who": "is found in the register by name or number"},
    JudgementForm: {
        "organisation": "is one of three who may be judged, found in the register",
        "person": "is one of three who may be judged, found in the register",
        "group": "is one of three who may be judged, in words",
    },
    duties.HandEvidenceForm: {"file": "goes to the file store", "proves": "a period as it was known"},
    ActivityEvidenceForm: {"file": "goes to the file store", "proves": "a period as it was known"},
    ForumForm: {"version": "for telling later changes"},
    NewEditionForm: {"body": "its choices are records"},
    NewSeatForm: {"forum": "its choices are records"},
    TermsForm: {"file": "goes to the file store", "version": "for telling later changes"},
    MembershipForm: {"version": "for telling later changes"},
    ScheduleForm: {"version": "for telling later changes"},
    MeetingForm: {
        "forum": "its choices are records",
        "when": "a date as it was known",
        "version": "for telling later changes",
    },
    HoldForm: {"others": "are rows of their own", "version": "for telling later changes"},
    NotesForm: {"file": "goes to the file store", "version": "for telling later changes"},
    agenda.ItemForm: {"version": "for telling later changes"},
    agenda.BringForm: {"forum": "its choices are records"},
    agenda.OutcomeForm: {"version": "for telling later changes"},
    agenda.PassOnForm: {},
    agenda.PaperForm: {"file": "goes to the file store"},
    agenda.AgreedActionForm: {"owner": "its choices are records", "project": "its choices are records"},
    FeedbackForm: {
        "when": "a date as it was known",
        "heard_at": "names another record",
        "body": "its choices are records",
        "project": "its choices are records",
        "owner": "its choices are accounts",
        "ref": "must be no other item’s",
        "version": "for telling later changes",
    },
    PanelForm: {
        "body": "its choices are records",
        "forum": "names a record",
        "version": "for telling later changes",
        **dict.fromkeys(PanelForm.reasons, "one of as many reasons as there are characteristics"),
    },
    StoryForm: {
        "when": "a date as it was known",
        "person": "names a record",
        "organisation": "names a record",
        "body": "its choices are records",
        "project": "its choices are records",
        "version": "for telling later changes",
    },
    StoryActionForm: {"owner": "its choices are accounts"},
    DrawUpForm: {"body": "its choices are records", "period": "its choices are the quarters that are over"},
    SpellingForm: {},
    InterestForm: {
        "person": "its choices are records",
        "name": "of somebody who comes into the register",
        "email": "of somebody who comes into the register",
    },
    **{form: {"version": "for telling later changes"} for form in OF_A_VERSION},
    ExpenseForm: {},
    GapForm: {},
    ComparisonForm: {},
    OrganisationForm: {
        "names": "lie in a table of their own",
        "version": "for telling later changes",
        "not_the_same": "answers a warning",
        "pointed_out": "of which records the warning told",
    },
    PersonForm: {"version": "for telling later changes"},
    NewPersonForm: {
        "email": "becomes an address of its own",
        "phone": "becomes an address of its own",
        "version": "for telling later changes",
    },
    PointForm: {},
    PostForm: {},
    AppointForm: {"beside": "says what becomes of who held it before"},
    ConsentForm: {},
    WithdrawalForm: {},
    DoNotContactForm: {},
    ContactForm: {},
    MailForm: {},
}
ASKED_BY_CODE_OF_THEIR_OWN[NewProjectForm] = ASKED_BY_CODE_OF_THEIR_OWN[ProjectForm] | {
    "stage": "lies in a table of its own",
    "since": "lies in a table of its own",
}
LONGEST_OF_ALL = 200_000  # the notes of a meeting; in the widest letters they still fit into a form
NOT_OF_A_RECORD = {
    "ReportForm": "chooses a body and a period",
    "QuestionsForm": "asks what the law asks of one project, each time with its own questions",
    "WhoseYearForm": "chooses a body",
    "PublishForm": "confirms that a draft is published as it was seen",
    "FrontSheetForm": "asks the lines of the front sheet, which are described once there",
    "UploadForm": "sends a file",
    "ColumnsForm": "says what each column of a file is",
    "BodiesForm": "says which bodies the unknown names of a file mean",
    "WordsForm": "says what each word of a file means",
    "UndoForm": "confirms that an import is undone as it was seen",
    "MendingForm": "says what words of files mean that were not understood",
    "TakeForm": "confirms that a plan is carried out",
    "OfferedForm": "confirms forums that a file names",
    "SignInForm": "signs somebody in",
    "PasswordForm": "sets a password",
    "ForgottenForm": "asks for a letter",
    "ChooseForm": "sets a password, by a link",
    "SetUpForm": "shows that an app makes the right codes",
    "CodeForm": "signs somebody in, by a second step",
    "GoOnForm": "leads on once recovery codes are kept, and back to what was typed",
    "TakeOffForm": "says why a second step is taken off",
    "RolesForm": "gives an account its roles, a table of their own",
    "AnswersForm": "asks what a member says of themselves, which stands apart from any record",
    "VersionedForm": "holds the version of any record",
    "PlaceForm": "places many activities at once",
    "DoneForm": "says what came of an action",
    "DropForm": "says why an action will not be done",
    "ChaseForm": "says how somebody was reminded",
    "CloseForm": "says what came of many actions at once, or the last day of stakeholders",
    "TagForm": "gives many stakeholders a tag",
    "OwnerForm": "gives many stakeholders somebody who looks after them",
    "CardsForm": "takes a file of contact cards",
    "MergeForm": "chooses between two records, field by field",
    "CallOffForm": "says why a meeting is called off",
    "FeedForm": "chooses of which forum to make a calendar address",
    "LastDayForm": "ends a forum, a membership or a schedule",
    "ConfirmForm": "says what came of an action, or that a fact of law was checked, or who it is",
    "SignForm": "signs what the records show",
    "NotApplicableForm": "says why several requirements do not apply",
    "AskLookForm": "chooses who is to look at evidence",
    "StageForm": "moves a project to another stage",
    "KeepForm": "says how a promise was kept",
    "IdentityForm": "confirms who asks for their data",
    "AnswerForm": "says what somebody was answered",
    "EraseForm": "confirms that somebody is to be erased",
    "AgainForm": "names an address that may be written to again",
    "HoldForm": "says until when something stays that is due to go",
    "SaidForm": "asks for one of several things said at an activity, within its form",
    "StatesForm": "says what became of many things people said at once",
    "ThemeForm": "hands an item to an owner and a project, both records",
}

MAKERS: dict[str, Callable[[Field], bool]] = {
    "columns_of": lambda field: field.listed is not Listed.NO,
    "filters_of": lambda field: field.filtered,
    "facts_of": lambda field: bool(field.fact),
    "import_fields": lambda field: field.headings is not None,
}
"""What makes something of the fields of a record, and of which fields."""
ONE_OF = {"column_of": "columns_of", "filter_of": "filters_of"}
SHARES_FIELDS_OF: dict[type, type] = {Person: Organisation, FrameworkEdition: Forum}
"""Records whose fields, in part, are declared once with those of another."""


def standing_outside(form: type[RecordForm]) -> set[str]:
    """The questions of a form that its record does not declare."""
    return questions_of(form) - set(form.fields)


def questions_of(form: type[Form]) -> set[str]:
    return {name for name in dir(form) if hasattr(getattr(form, name), "creation_counter")}


def all_forms() -> list[type[Form]]:
    application()
    return [
        form
        for module in modules("forms")
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, Form) and form.__module__ == module.__name__
    ]


def test_a_form_asks_what_its_record_declares_and_a_short_list_with_reasons() -> None:
    for form in all_forms():
        if issubclass(form, RecordForm) and form.fields:
            own = set(ASKED_BY_CODE_OF_THEIR_OWN.get(form, ()))
            assert standing_outside(form) == own, f"Declare the field with its column, for {form.__name__}."


def test_every_form_of_a_record_is_made_from_its_fields() -> None:
    by_hand = {
        form.__module__.split(".")[1]
        for form in all_forms()
        if not issubclass(form, RecordForm) and form.__name__ not in NOT_OF_A_RECORD
    }
    assert by_hand <= {"platform"}, "Make the form with @asks, from the fields of its record."


def test_a_field_that_is_typed_into_a_form_is_found() -> None:
    @asks(ActivityEvidence)
    class Planted(RecordForm):
        file = after("link", TextField("Or a file"))
        colour = TextField("What colour is it?")

    assert standing_outside(Planted) == {"file", "colour"}


def test_no_text_is_without_end() -> None:
    endless = [
        f"{record.__name__}.{name}"
        for record, _ in tables()
        for name, field in fields_of(record).items()
        if not 0 < field.longest <= LONGEST_OF_ALL
    ]
    assert not endless, "Say how long it may be, or leave it to the kind of the field."
    by_hand = [
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name in questions_of(form)
        if is_without_end(getattr(form, name).field_class)
    ]
    assert not by_hand, "Ask with a text field of engage/platform/web/forms.py: it is never without end."


def is_without_end(question: type) -> bool:
    """Whether it takes any text at all; of what a page hides and brings back its budget says how much."""
    return issubclass(question, wtforms.StringField) and not issubclass(
        question, Typed | DayField | wtforms.HiddenField
    )


def test_a_question_that_takes_any_text_is_found() -> None:
    assert [is_without_end(one) for one in (wtforms.StringField, wtforms.TextAreaField, TextField)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("record", "entry"),
    [
        (Activity, ActivityEntry),
        (Action, ActionEntry),
        (MapScore, JudgementEntry),
        (Feedback, FeedbackEntry),
        (RightsRequest, RequestEntry),
        (Project, ProjectEntry),
        (Promise, PromiseEntry),
        (Body, BodyEntry),
        *((table, entry) for entry, table in PARTS.items()),
        (Strategy, StrategyEntry),
        (StrategyPoint, PointEntry),
        (DutyAssessment, AssessmentEntry),
        (LayStatement, StatementEntry),
        (Panel, PanelEntry),
        (Story, StoryEntry),
        (Forum, ForumEntry),
        (FrameworkEdition, EditionEntry),
        (FrameworkSeat, SeatEntry),
        (TermsOfReference, TermsEntry),
        (Membership, MembershipEntry),
        (MeetingSchedule, ScheduleEntry),
        (Meeting, MeetingEntry),
        (AgendaItem, ItemEntry),
        (MeetingPaper, PaperEntry),
        (Organisation, OrganisationEntry),
        (Person, PersonEntry),
        (ContactPoint, ContactPointEntry),
        (Post, PostEntry),
        (ContactMade, ContactEntry),
    ],
)
def test_an_entry_holds_each_declared_field_by_its_name_and_type(record: type, entry: type) -> None:
    assert wrongly_held(plain_fields(record), entry) == []


def test_no_word_of_a_declaration_is_said_in_vain() -> None:
    assert not unheeded(), "Nothing is made of it for this record: have it made, or unsay it."


def unheeded() -> set[str]:
    """Words of declarations that nothing asks for, such as of a filter where a list has its own by hand."""
    made, found = made_from(), set()
    for record, table in tables():
        for name, field in fields_of(record).items():
            said = {maker for maker, asks_for in MAKERS.items() if asks_for(field)}
            lost = {maker for maker in said if not made[maker] & {record, SHARES_FIELDS_OF.get(record)}}
            lost |= {"searched"} if field.searched and not is_found_by(table, name) else set()
            found |= {f"{record.__name__}.{name}: {maker}" for maker in lost}
    return found


def is_found_by(table: Table, name: str) -> bool:
    """Whether its rows are found by a column: those whose words the verbs gather ask the declaration."""
    return KEPT_IN in table.columns and name in (table.columns[KEPT_IN].info["words_of"] or (name,))


def made_from() -> dict[str, set[type | None]]:
    """The records from whose fields each maker makes something."""
    by_name = {record.__name__: record for record, _ in tables()}
    found: dict[str, set[type | None]] = {maker: set() for maker in MAKERS}
    for _, tree in product_modules():
        for node in nodes_of(tree):
            if isinstance(node, ast.Call) and node.args:
                maker = ONE_OF.get(dotted(node.func), dotted(node.func))
                found.get(maker, set()).add(by_name.get(dotted(node.args[0])))
    return {maker: records - {None} for maker, records in found.items()}


def test_a_filter_that_no_list_makes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = Line("Purpose", filtered=True, searched=True)
    monkeypatch.setitem(Panel.__table__.columns["purpose"].info, "field", planted)
    assert {"Panel.purpose: filters_of", "Panel.purpose: searched"} <= unheeded()


def test_what_a_form_makes_of_its_answers_holds_each_by_its_name_and_type() -> None:
    for form in all_forms():
        if issubclass(form, RecordForm) and "entry" in vars(form):
            assert wrongly_held(form.fields, get_type_hints(vars(form)["entry"])["return"]) == []


def wrongly_held(fields: Mapping[str, Field], entry: type) -> list[str]:
    """The fields that an entry does not hold, or not by their type."""
    typed = get_type_hints(entry)
    always_said = {name for name, field in fields.items() if field.needed and field.entry_type == date | None}
    return [
        f"{entry.__name__}.{name}"
        for name, field in fields.items()
        if typed.get(name) not in {field.entry_type, date if name in always_said else field.entry_type}
    ]
