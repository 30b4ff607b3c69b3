"""The meetings of the demonstration year: who came, what members said, what it changed, what was agreed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from engage.actions import queries as actions
from engage.actions import service as following
from engage.actions.entries import ActionEntry
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.year import INVENTED, MARK, Year
from engage.feedback.entries import FeedbackEntry
from engage.forums import queries as forums
from engage.forums.members import queries as members
from engage.forums.models import Forum
from engage.meetings import queries as meetings
from engage.meetings import service as meeting_service
from engage.meetings.agenda import queries as agendas
from engage.meetings.agenda import service as agenda_service
from engage.meetings.attendance import service as attendance_service
from engage.meetings.entries import ItemEntry, MeetingEntry, WhoCame
from engage.meetings.minutes import service as minutes_service
from engage.meetings.models import AgendaItem, Meeting
from engage.platform.data.db import session
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.dates_as_known import read_date


def load_meetings(actor: Actor, year: Year) -> None:
    """Each meeting as it was held, those on public record among them."""
    for told in read_tables("meetings.toml")["meeting"]:
        _load_meeting(actor, year, told)


def _load_meeting(actor: Actor, year: Year, told: Told) -> None:
    forum = forums.forum_for(told["forum"])
    meeting = _planned(forum, told) or _on_record(actor, forum, told)
    items = [(one, agenda_service.add_item(actor, meeting, _item(year, one))) for one in told.get("item", ())]
    entry = replace(
        meetings.entry_of(meeting),
        is_network_briefing=told.get("briefing", False),
        outcome=told.get("outcome", ""),
    )
    meeting_service.change_meeting(actor, meeting, _edition(meeting), entry)
    came = WhoCame(
        members=_members(forum, told),
        others=tuple(told.get("others", ())),
        public_count=told.get("public"),
    )
    attendance_service.hold_meeting(actor, meeting, _edition(meeting), came)
    if "notes" in told:
        minutes_service.write_notes(actor, meeting, _edition(meeting), told["notes"], told.get("agreed"))
    for place, (one, item) in enumerate(items, 1):
        _record(actor, one, item, f"{MARK}-M{meeting.id:02}{place}")
    for one in told.get("action", ()):
        _agree(actor, year, meeting, one)


def _edition(meeting: Meeting) -> int:
    session().flush()  # within the one verb of the whole year nothing is written by itself
    return meeting.version


def _planned(forum: Forum, told: Told) -> Meeting | None:
    wanted = select(Meeting).where(Meeting.forum_id == forum.id, Meeting.start_from == told["on"])
    return session().scalars(wanted).one_or_none()


def _on_record(actor: Actor, forum: Forum, told: Told) -> Meeting:
    return meeting_service.plan_meeting(
        actor,
        forum,
        MeetingEntry(
            when=read_date(long_date(told["on"])),
            venue=told.get("venue", ""),
            main_items=told["items_in_words"],
            is_public=forum.meets_in_public,
            source=told.get("source", INVENTED),
        ),
        is_invented="source" not in told,
    )


def _item(year: Year, told: Told) -> ItemEntry:
    said = {name: told[name] for name in ("title", "lead", "pages") if name in told}
    project_id = year.project_id(told.get("project", ""))
    return ItemEntry(**said, presents=tuple(told.get("presents", ())), project_id=project_id)


def _members(forum: Forum, told: Told) -> dict[int, str]:
    """How each member was there, by the word of their post that the file uses."""
    came = told.get("came", {})
    seats = members.members_of(forum, told["on"]) if came else []
    return {seat.id: next(state for word, state in came.items() if word in seat.title) for seat in seats}


def _record(actor: Actor, told: Told, item: AgendaItem, ref: str) -> None:
    if "said" not in told:
        return
    entry = replace(agendas.entry_of(item), members_said=told["said"], changed=told["changed"])
    agenda_service.record_item(actor, item, item.version, entry)
    if "heard" in told:
        agenda_service.pass_on(actor, item, FeedbackEntry(ref=ref, said=told["said"], **told["heard"]))


def _agree(actor: Actor, year: Year, meeting: Meeting, told: Told) -> None:
    agreed = agenda_service.agree_action_at(
        actor,
        meeting,
        ActionEntry(
            title=told["title"],
            owner_role=told["owner"],
            owner_id=year.account_id(told.get("role", "")),
            due_on=told["due"],
        ),
    )
    if "done" in told:
        action = actions.action_for(agreed.id)
        following.complete(actor, action, action.version, told["done"], told["done_on"])
