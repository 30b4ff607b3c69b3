"""Records for tests: plain functions with sensible defaults, each using the verb that the product uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from engage.accounts import queries, service
from engage.accounts.models import Account
from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.actions.models import Action
from engage.activities import service as activities
from engage.activities.entries import ActivityEntry
from engage.activities.models import Activity
from engage.cycle import service as cycle
from engage.cycle.entries import ProjectEntry
from engage.cycle.models import Project
from engage.experience.entries import StoryEntry
from engage.experience.insight import service as insights
from engage.experience.insight.models import Insight
from engage.experience.models import Story
from engage.experience.stories import service as stories
from engage.feedback import service as feedback
from engage.feedback.entries import FeedbackEntry, SaidThere
from engage.feedback.models import Feedback
from engage.forums import service as forum_service
from engage.forums.entries import EditionEntry, ForumEntry, MembershipEntry, ScheduleEntry, TermsEntry
from engage.forums.framework import service as framework_service
from engage.forums.members import service as member_service
from engage.forums.models import Forum, FrameworkEdition, MeetingSchedule, Membership, TermsOfReference
from engage.forums.schedules import service as schedule_service
from engage.forums.terms import service as terms_service
from engage.meetings import service as meeting_service
from engage.meetings.agenda import queries as agendas
from engage.meetings.agenda import service as agenda_service
from engage.meetings.attendance import service as attendance_service
from engage.meetings.entries import ItemEntry, MeetingEntry, WhoCame
from engage.meetings.models import AgendaItem, Meeting
from engage.organisation import service as organisation
from engage.organisation.entries import BodyEntry
from engage.organisation.models import Body
from engage.rules.actors import SYSTEM, Actor
from engage.rules.dates_as_known import read_date
from engage.rules.permissions import ROLES
from engage.rules.reached import read_reached
from engage.stakeholders import service as stakeholders
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import OrganisationEntry, PersonEntry
from engage.stakeholders.models import Organisation, Person

_numbers = count(1)


def make_account(*roles: str, password: str | None = None) -> Account:
    """An open account that holds these roles, named after the first of them."""
    name = ROLES[roles[0]].title if roles else "Without a role"
    email = f"person{next(_numbers)}@wolverhampton.example"
    return service.open_account(SYSTEM, email, name, roles, password=password)


def make_actor(*roles: str) -> Actor:
    """Somebody with an account and these roles, as verbs and queries know them."""
    return queries.actor_for(make_account(*roles))


def make_body(name: str = "Wolverhampton CCG", kind: str = "CCG", **values: Any) -> Body:
    """A body this installation works for; its code is its name in small letters."""
    code = name.lower().replace(" ", "-")
    return organisation.open_body(
        SYSTEM, code, BodyEntry(name=name, kind=kind, **{"is_served": True, **values})
    )


def make_project(
    body: Body,
    code: str = "WIC-14",
    title: str = "Walk-in centre review",
    *,
    stage: int | None = None,
    since: date | None = None,
    **entry: Any,
) -> Project:
    """A project of this body, at a stage since a day when both are given."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    given = ProjectEntry(code=code, title=title, body_id=body.id, **values)
    return cycle.open_project(SYSTEM, given, stage=stage, since=since)


def thing_said(said: str, did: str = "") -> SaidThere:
    """One thing said at an activity, done where something was."""
    return SaidThere(said=said, did=did, answer="done" if did else "no_answer")


def make_activity(
    body: Body,
    title: str = "Walk-in centre drop-in at the library",
    when: str = "6 June 2018",
    *,
    reached: str = "",
    project: Project | None = None,
    joint: Iterable[Body] = (),
    is_invented: bool = False,
    **entry: Any,
) -> Activity:
    """An activity run by this body; ``when`` and ``reached`` as people write them.

    ``heard`` and ``done`` are the one thing said at it and what was done about it.
    """
    said, did = entry.pop("heard", ""), entry.pop("done", "")
    if said or did:
        entry["things"] = (thing_said(said, did),)
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    given = ActivityEntry(
        title=title,
        when=read_date(when),
        reached=read_reached(reached),
        lead_body_id=body.id,
        joint_body_ids=tuple(other.id for other in joint),
        project_id=project.id if project else None,
        **values,
    )
    return activities.log_activity(SYSTEM, given, is_invented=is_invented)


def make_feedback(
    said: str = "We need more time to respond", when: str = "11 July 2019", **entry: Any
) -> Feedback:
    """Something people said, without an answer unless ``did`` and ``answer`` are given."""
    marks = {name: entry.pop(name) for name in ("is_from_log", "is_invented") if name in entry}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    given = FeedbackEntry(said=said, when=read_date(when), **values)
    return feedback.record_feedback(SYSTEM, given, **marks)


def make_organisation(name: str = "Low Hill Community Café", **entry: Any) -> Organisation:
    """An organisation of the register, a voluntary group unless ``kind`` and ``group`` say otherwise."""
    values: dict[str, Any] = {"kind": "Voluntary group", "group": "SG-4"} | {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()
    }
    return stakeholders.add_organisation(SYSTEM, OrganisationEntry(name=name, **values))


def make_person(name: str = "Carer of two", *, bulk: date | None = None, **entry: Any) -> Person:
    """A person of the register with a mail address; subscribed to bulk mail since a day when one is given."""
    email = f"someone{next(_numbers)}@wolverhampton.example"
    values: dict[str, Any] = {"group": "SG-5", "email": email, **entry}
    person = stakeholders.add_person(SYSTEM, PersonEntry(name=name, **values))
    if bulk is not None:
        consents.give_consent(SYSTEM, person, "bulk", "consent", "Form at a drop-in", bulk)
    return person


def make_story(
    title: str = "Waiting for a wheelchair",
    when: str = "9 September 2019",
    *,
    agreed: Iterable[str] = ("pass_to_quality", "quote_unnamed"),
    quote: str = "Eleven weeks I could not leave the house",
    **said: Any,
) -> Story:
    """A patient's story received with consent; with nothing else agreed when ``agreed`` is empty."""
    usual = StoryEntry(
        title=title,
        words="I waited eleven weeks for the wheelchair, and nobody rang to say why.",
        when=read_date(when),
        topic="Wheelchairs",
        service="Community equipment",
        tone="negative",
        consents_to=tuple(agreed),
        consent_on=date(2019, 9, 9),
        consent_how="On the phone, read back to them",
        quote=quote if set(agreed) & {"quote_unnamed", "quote_in_public"} else "",
    )
    return stories.record_story(SYSTEM, replace(usual, **said))


def make_insight(body: Body, period: str = "2019-20Q2", words: str = "") -> Insight:
    """A quarter of this body, drawn together today."""
    return insights.draw_up(SYSTEM, body, period, words)


def make_forum(body: Body | None = None, name: str = "PPG Chairs Group", **entry: Any) -> Forum:
    """A forum that serves this body, of the kind ``ppg_chairs`` unless another is given."""
    usual = {"name": name, "kind": "ppg_chairs", "body_id": body.id if body else None}
    return forum_service.add_forum(SYSTEM, ForumEntry(**usual | entry))


def make_member(forum: Forum, title: str = "PPG Chair, practice M92007", **entry: Any) -> Membership:
    """A member of this forum, known by post."""
    return member_service.join_forum(SYSTEM, forum, MembershipEntry(title=title, **entry))


def make_terms(forum: Forum, agreed_on: date = date(2019, 4, 11), **entry: Any) -> TermsOfReference:
    """Terms of reference of this forum."""
    return terms_service.agree_terms(SYSTEM, forum, TermsEntry(agreed_on=agreed_on, **entry))


def make_schedule(forum: Forum, first_on: date = date(2019, 4, 11), **entry: Any) -> MeetingSchedule:
    """A schedule by which this forum meets every quarter of 2019/20, unless told otherwise."""
    usual: dict[str, Any] = {"until_on": date(2020, 3, 31), "frequency": "quarterly"}
    return schedule_service.set_schedule(SYSTEM, forum, ScheduleEntry(first_on=first_on, **usual | entry))


def make_edition(
    body: Body, title: str = "Framework 2019-21", from_on: date = date(2019, 4, 1), **entry: Any
) -> FrameworkEdition:
    """An edition of the framework of this body, without forums."""
    return framework_service.make_edition(
        SYSTEM, body.id, EditionEntry(title=title, from_on=from_on, **entry)
    )


def make_meeting(
    forum: Forum,
    when: str = "12 September 2019",
    *,
    held: bool = True,
    members: dict[int, str] | None = None,
    public: int | None = None,
    **entry: Any,
) -> Meeting:
    """A meeting of this forum, held unless told otherwise; ``members`` says who of them came."""
    meeting = meeting_service.plan_meeting(SYSTEM, forum, MeetingEntry(when=read_date(when), **entry))
    if held:
        came = WhoCame(members=members or {}, public_count=public)
        attendance_service.hold_meeting(SYSTEM, meeting, meeting.version, came)
    return meeting


def make_item(meeting: Meeting, title: str = "Walk-in centre", **entry: Any) -> AgendaItem:
    """An item of the agenda of this meeting."""
    return agenda_service.add_item(SYSTEM, meeting, ItemEntry(title=title, **entry))


def record_outcome(item: AgendaItem, **said: Any) -> None:
    """What came of an item: what members said, what that changed, what was decided."""
    entry = replace(agendas.entry_of(item), **said)
    agenda_service.record_item(SYSTEM, item, item.version, entry)


def make_action(
    title: str = "Send the walk-in centre figures to PPG chairs", *, belongs_to: str = "", **values: Any
) -> Action:
    """Something agreed to be done, at a meeting unless ``agreed_at`` says otherwise."""
    entry = ActionEntry(**{"title": title, "agreed_at": "meeting:1", **values})
    return actions.agree_action(SYSTEM, entry, belongs_to=belongs_to)
