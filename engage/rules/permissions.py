"""Who may do what, in words a lay member can read, and what no one person may hold together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class May(StrEnum):
    """Everything the system lets a person do."""

    READ_RECORDS = "read projects, the engagement log, feedback and duties"
    LOG_ACTIVITY = "log an activity"
    RECORD_FEEDBACK = "record what people said and what was done"
    IMPORT_RECORDS = "import records from a spreadsheet"
    UNDO_IMPORT = "undo an import"
    EXPORT_RECORDS = "export lists"
    MANAGE_PROJECT = "open a project and change it"
    ASSESS_DUTY = "assess whether a duty to involve applies"
    ATTACH_EVIDENCE = "attach evidence by hand"
    SIGN_REQUIREMENT = "sign a requirement, or say why it does not apply"
    CONFIRM_FACT = "confirm a fact of law that is marked unverified"
    PREPARE_REPORT = "prepare an assurance report"
    PUBLISH_REPORT = "publish an assurance report"
    GIVE_ASSURANCE = "give the lay member's statement of assurance"
    READ_REPORTS = "read assurance reports"
    MANAGE_ORGANISATION = "change bodies, committees, strategies and aims"
    MANAGE_ACCOUNTS = "give people accounts and roles"
    READ_AUDIT = "read the audit trail"
    READ_REGISTER = "read the stakeholder register, with how people are reached"
    CHANGE_REGISTER = "change the stakeholder register, and what people agreed to"
    WRITE_TO_PEOPLE = "send mail to people in the register"
    MAP_STAKEHOLDERS = "judge how stakeholders stand to a project"
    RUN_FORUMS = "set up forums, hold their meetings and follow their actions"
    RUN_PANELS = "run a panel and see who its members are"
    READ_STORIES = "read patient stories and soft intelligence"
    RECORD_STORY = "record patient stories and pass them to quality"
    ANSWER_STORY = "acknowledge stories for quality and safety, and say what came of them"
    SERVE_RIGHTS = "answer people about what is kept of them, and erase it"
    MIND_JOBS = "see how the jobs that run by the clock went, and run one again"


_READ = frozenset({May.READ_RECORDS, May.READ_REPORTS, May.EXPORT_RECORDS})
_LOG = _READ | {May.LOG_ACTIVITY, May.RECORD_FEEDBACK}
_INVOLVE = frozenset(
    {
        May.READ_REGISTER,
        May.CHANGE_REGISTER,
        May.WRITE_TO_PEOPLE,
        May.MAP_STAKEHOLDERS,
        May.RUN_FORUMS,
        May.RUN_PANELS,
        May.READ_STORIES,
        May.RECORD_STORY,
    }
)
_OWNS = frozenset({May.ATTACH_EVIDENCE, May.SIGN_REQUIREMENT, May.CONFIRM_FACT})


@dataclass(frozen=True, slots=True)
class Role:
    """A post a person holds. ``id`` never changes; ``title`` is how the post is spoken of."""

    id: str
    title: str
    may: frozenset[May]


ROLES: dict[str, Role] = {
    role.id: role
    for role in (
        Role(
            "head_of_comms_engagement",
            "Head of communications and engagement",
            _LOG
            | _INVOLVE
            | {
                May.IMPORT_RECORDS,
                May.UNDO_IMPORT,
                May.MANAGE_PROJECT,
                May.ASSESS_DUTY,
                May.ATTACH_EVIDENCE,
                May.CONFIRM_FACT,
                May.PREPARE_REPORT,
                May.PUBLISH_REPORT,
                May.MANAGE_ORGANISATION,
            },
        ),
        Role(
            "communications_officer",
            "Communications officer",
            _LOG
            | _INVOLVE
            | {
                May.IMPORT_RECORDS,
                May.UNDO_IMPORT,
                May.ATTACH_EVIDENCE,
                May.PREPARE_REPORT,
                May.PUBLISH_REPORT,
                May.MANAGE_PROJECT,
            },
        ),
        Role(
            "engagement_officer",
            "Engagement officer",
            _LOG
            | _INVOLVE
            | {
                May.IMPORT_RECORDS,
                May.UNDO_IMPORT,
                May.ATTACH_EVIDENCE,
                May.PREPARE_REPORT,
                May.MANAGE_PROJECT,
                May.CONFIRM_FACT,
            },
        ),
        Role(
            "commissioning_manager",
            "Commissioning manager",
            _LOG
            | {
                May.READ_REGISTER,
                May.MAP_STAKEHOLDERS,
                May.MANAGE_PROJECT,
                May.ASSESS_DUTY,
                May.ATTACH_EVIDENCE,
                May.SIGN_REQUIREMENT,
                May.CONFIRM_FACT,
            },
        ),
        Role("clinical_lead", "Clinical lead", _LOG),
        Role(
            "lay_member_ppi",
            "Lay member for patient and public involvement",
            _READ | {May.GIVE_ASSURANCE, May.READ_AUDIT},
        ),
        Role("equality_lead", "Equality lead", _LOG | _OWNS | {May.RUN_PANELS, May.READ_REGISTER}),
        Role(
            "quality_lead",
            "Quality lead",
            _LOG | _OWNS | {May.READ_STORIES, May.RECORD_STORY, May.ANSWER_STORY},
        ),
        Role(
            "governance_lead",
            "Governance lead",
            _READ
            | {
                May.ASSESS_DUTY,
                May.ATTACH_EVIDENCE,
                May.SIGN_REQUIREMENT,
                May.CONFIRM_FACT,
                May.READ_AUDIT,
                May.MANAGE_ORGANISATION,
            },
        ),
        Role(
            "ig_officer",
            "Information governance officer",
            _READ
            | {
                May.ATTACH_EVIDENCE,
                May.READ_AUDIT,
                May.CONFIRM_FACT,
                May.READ_REGISTER,
                May.SERVE_RIGHTS,
            },
        ),
        Role("procurement_lead", "Procurement lead", _LOG | _OWNS),
        Role(
            "accountable_officer",
            "Accountable officer",
            _READ | {May.SIGN_REQUIREMENT, May.PUBLISH_REPORT, May.CONFIRM_FACT},
        ),
        Role("web_editor", "Web editor", _READ | {May.ATTACH_EVIDENCE, May.CONFIRM_FACT}),
        Role("data_analyst", "Data analyst", _READ | {May.IMPORT_RECORDS, May.PREPARE_REPORT}),
        Role("governing_body_member", "Governing Body member", _READ),
        Role(
            "governing_body_secretary",
            "Governing Body secretary",
            _READ | {May.PREPARE_REPORT, May.PUBLISH_REPORT, May.RUN_FORUMS},
        ),
        Role("sponsor", "Sponsor of a conversation", frozenset({May.READ_REPORTS})),
        Role("facilitator", "Facilitator of a conversation", frozenset({May.READ_REPORTS})),
        Role("safeguarding_lead", "Safeguarding lead", frozenset({May.READ_REPORTS})),
        Role(
            "administrator",
            "Administrator",
            frozenset({May.MANAGE_ACCOUNTS, May.READ_AUDIT, May.MIND_JOBS}),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Separation:
    """Two roles that nobody may hold together, and why."""

    first: str
    second: str
    why: str


NEVER_TOGETHER: tuple[Separation, ...] = (
    Separation("sponsor", "facilitator", "whoever pays for a conversation must not run it"),
    Separation("facilitator", "safeguarding_lead", "whoever asks who wrote something must not be told"),
    Separation("sponsor", "safeguarding_lead", "whoever pays for a conversation must not learn who spoke"),
    Separation("lay_member_ppi", "head_of_comms_engagement", "nobody gives assurance on their own work"),
    Separation("lay_member_ppi", "communications_officer", "nobody gives assurance on their own work"),
    Separation("lay_member_ppi", "engagement_officer", "nobody gives assurance on their own work"),
    Separation(
        "lay_member_ppi", "administrator", "whoever gives assurance must not decide who may do and see what"
    ),
    Separation("administrator", "facilitator", "whoever gives out accounts must not run a conversation"),
)


NEVER_BY_PASSWORD_ALONE = frozenset({May.MANAGE_ACCOUNTS, May.SERVE_RIGHTS})
"""Whoever may do one of these signs in by a second step too, unless the installation names other roles."""
POWER = NEVER_BY_PASSWORD_ALONE | {May.READ_AUDIT}
"""Over accounts, the trail or erasing: when it is given, every administrator is told."""


def roles_that_may(permissions: Iterable[May]) -> frozenset[str]:
    """The roles that allow one of these."""
    wanted = set(permissions)
    return frozenset(role.id for role in ROLES.values() if role.may & wanted)


def permissions_of(roles: Iterable[str]) -> frozenset[May]:
    """Everything these roles allow together. Unknown roles allow nothing."""
    return frozenset().union(*(ROLES[role].may for role in roles if role in ROLES))


def clash_between(roles: Iterable[str]) -> Separation | None:
    """The first pair among ``roles`` that nobody may hold together."""
    held = set(roles)
    return next((pair for pair in NEVER_TOGETHER if {pair.first, pair.second} <= held), None)
