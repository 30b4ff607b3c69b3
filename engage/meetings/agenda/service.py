"""Making the agenda of a meeting, keeping its papers, and recording what was said and decided."""

from __future__ import annotations

from dataclasses import asdict, replace

from engage.actions import queries as action_queries
from engage.actions import service as actions
from engage.actions.entries import ActionEntry
from engage.actions.models import Action
from engage.cycle.models import Project
from engage.feedback import service as feedback
from engage.feedback.entries import FeedbackEntry
from engage.feedback.models import Feedback
from engage.forums import queries as forums
from engage.forums.models import Forum
from engage.meetings import queries as meetings
from engage.meetings.agenda import queries
from engage.meetings.entries import ItemEntry, PaperEntry
from engage.meetings.models import AgendaItem, Meeting, MeetingPaper
from engage.meetings.service import must_be_held
from engage.meetings.words import CANCELLED
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

item_added = audit.Event("agenda.item-added", "meeting_id", "item_id")
item_brought = audit.Event("agenda.item-brought", "meeting_id", "item_id", "project_id")
item_changed = audit.Event("agenda.item-changed", "meeting_id", "item_id")
item_removed = audit.Event("agenda.item-removed", "meeting_id", "item_id")
item_moved = audit.Event("agenda.item-moved", "meeting_id", "item_id")
actions_added = audit.Event("agenda.actions-added", "meeting_id", "count")
item_recorded = audit.Event("agenda.item-recorded", "meeting_id", "item_id")
passed_on = audit.Event("agenda.heard-passed-on", "meeting_id", "item_id", "feedback_id")
paper_kept = audit.Event("meeting.paper-kept", "meeting_id", "paper_id")
paper_dropped = audit.Event("meeting.paper-dropped", "meeting_id", "paper_id")
action_agreed = audit.Event("meeting.action-agreed", "meeting_id", "action_id")


@one_transaction
def add_item(actor: Actor, meeting: Meeting, entry: ItemEntry) -> AgendaItem:
    """Put an item last on an agenda."""
    item = _put_last(meeting, entry)
    item_added(actor, meeting_id=meeting.id, item_id=item.id)
    return item


@one_transaction
def bring_item(actor: Actor, project: Project, forum: Forum, entry: ItemEntry) -> AgendaItem:
    """Bring an item of a project to a forum's next meeting. Raises Refused when none is planned."""
    meeting = meetings.next_meeting(forum.id)
    if meeting is None:
        raise Refused(f"{forum.name} has no meeting planned. Plan its next meeting first, then bring this.")
    item = _put_last(meeting, replace(entry, project_id=project.id))
    item_brought(actor, meeting_id=meeting.id, item_id=item.id, project_id=project.id)
    return item


@one_transaction
def add_open_actions(actor: Actor, meeting: Meeting) -> int:
    """Put every open action of the forum on the agenda that is not on it yet; answers how many."""
    on_it = {item.action_id for item in queries.items_of(meeting)}
    wanted = [
        found
        for found in action_queries.open_actions(forums.reference(meeting.forum_id))
        if found.action.id not in on_it
    ]
    if not wanted:
        raise Refused("Every open action of this forum is on the agenda, or there is none.")
    for found in wanted:
        title = f"Action: {found.action.title}"
        _put_last(meeting, ItemEntry(title=title, lead=found.owner, action_id=found.action.id))
    actions_added(actor, meeting_id=meeting.id, count=len(wanted))
    return len(wanted)


@one_transaction
def change_item(actor: Actor, item: AgendaItem, version: int, entry: ItemEntry) -> None:
    """Change an item of the agenda as it stood at ``version``. Raises Refused if it is newer."""
    hold(item, version, "item")
    put(item, entry)
    item_changed(actor, meeting_id=item.meeting_id, item_id=item.id)


@one_transaction
def remove_item(actor: Actor, item: AgendaItem) -> None:
    """Take an item off the agenda; its papers stay with the meeting. Raises Refused when words are on it."""
    if item.members_said or item.changed or item.decision or item.feedback_id:
        raise Refused("What was said or decided under this item is on record, so it stays on the agenda.")
    for paper in queries.papers_of(actor, meetings.meeting_for(item.meeting_id)):
        if paper.item_id == item.id:
            paper.item_id = None
    session().flush()
    item_removed(actor, meeting_id=item.meeting_id, item_id=item.id)
    session().delete(item)


@one_transaction
def move_item(actor: Actor, item: AgendaItem, up: bool) -> None:
    """Move an item one place up or down. Raises Refused where it is first, or last, already."""
    items = queries.items_of(meetings.meeting_for(item.meeting_id))
    place = items.index(item)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        raise Refused(f"“{item.title}” is {'first' if up else 'last'} on the agenda already.")
    items[place], items[other] = items[other], items[place]
    for position, one in enumerate(items, 1):
        one.position = position
    item_moved(actor, meeting_id=item.meeting_id, item_id=item.id)


@one_transaction
def record_item(actor: Actor, item: AgendaItem, version: int, entry: ItemEntry) -> None:
    """Record who presented an item, what members said, what that changed and what was decided.

    Raises Refused unless the meeting was held, and if the item is newer than ``version``.
    """
    hold(item, version, "item")
    must_be_held(meetings.meeting_for(item.meeting_id))
    put(item, entry)
    item_recorded(actor, meeting_id=item.meeting_id, item_id=item.id)


@one_transaction
def pass_on(actor: Actor, item: AgendaItem, entry: FeedbackEntry) -> Feedback:
    """Pass what members said on to what people said, heard at this meeting; once for each item.

    Raises Refused for what was said in the private part, and where feedback itself would refuse it.
    """
    meeting = meetings.meeting_for(item.meeting_id)
    must_be_held(meeting)
    if item.is_private:
        raise Refused(
            "This was said in the private part, and feedback is read by everybody with an account. Record "
            "there by hand what may be known."
        )
    if item.feedback_id is not None:
        raise Refused("What members said under this item was passed on already. Change it there.")
    forum = forums.forum_by_id(meeting.forum_id)
    whole = replace(
        entry,
        heard_at=meetings.reference(meeting.id),
        when=meeting.when,
        body_id=forum.body_id,
        project_id=item.project_id,
        source=f"{forum.name}, {meeting.when_words}: {item.title}",
    )
    made = feedback.record_feedback(actor, whole, is_invented=meeting.is_invented)
    item.feedback_id = made.id
    passed_on(actor, meeting_id=meeting.id, item_id=item.id, feedback_id=made.id)
    return made


@one_transaction
def keep_paper(actor: Actor, meeting: Meeting, entry: PaperEntry) -> MeetingPaper:
    """Keep a paper of a meeting."""
    paper = save(MeetingPaper(meeting_id=meeting.id, **asdict(entry)))
    paper_kept(actor, meeting_id=meeting.id, paper_id=paper.id)
    return paper


@one_transaction
def drop_paper(actor: Actor, paper: MeetingPaper) -> None:
    """Take a paper away from a meeting."""
    paper_dropped(actor, meeting_id=paper.meeting_id, paper_id=paper.id)
    session().delete(paper)


@one_transaction
def agree_action_at(actor: Actor, meeting: Meeting, entry: ActionEntry) -> Action:
    """Agree an action at a meeting; it is followed at the forum.

    Raises Refused unless the meeting was held, and as agreeing any action does.
    """
    must_be_held(meeting)
    forum = forums.forum_by_id(meeting.forum_id)
    here = replace(
        entry,
        agreed_at=meetings.reference(meeting.id),
        agreed_on=meeting.start_from,
        body_id=forum.body_id,
    )
    action = actions.enter(here, belongs_to=forums.reference(forum.id), is_invented=meeting.is_invented)
    action_agreed(actor, meeting_id=meeting.id, action_id=action.id)
    return action


def _put_last(meeting: Meeting, entry: ItemEntry) -> AgendaItem:
    if meeting.status == CANCELLED:
        raise Refused("This meeting was called off, so its agenda stays as it is.")
    items = queries.items_of(meeting)
    item = AgendaItem(meeting_id=meeting.id, position=max((one.position for one in items), default=0) + 1)
    put(item, entry)
    return save(item)
