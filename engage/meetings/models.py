"""Meetings, what was said and decided at them, who came, and where calendars read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.forums.models import Membership, new_uid
from engage.meetings.words import PLANNED
from engage.platform.data.dated import Dated
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class CalendarFeed(Base):
    """A private address at which the meetings of a forum can be subscribed to."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = key()
    forum_id: Mapped[int | None] = noted(
        "the forum; empty for every forum of the framework",
        ForeignKey("forum.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    account_id: Mapped[int] = noted(
        "whose feed it is", ForeignKey("account.id"), index=True, privacy=Privacy.NONE
    )
    secret_hash: Mapped[str] = noted(
        "SHA-256 of the secret in the address", unique=True, privacy=Privacy.SECRET, keep=Keep.ACCOUNT
    )
    alarm_minutes: Mapped[int | None] = noted(
        "alarm this many minutes before; empty for none", privacy=Privacy.NONE
    )
    made_at: Mapped[datetime] = noted("when it was made", privacy=Privacy.NONE)
    ended_at: Mapped[datetime | None] = noted(
        "when it was closed; empty while it can be read", privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"account:{self.account_id}"


class Meeting(Dated, Base):
    """A meeting of a forum: planned, held, or called off."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_sorts_on_id", "sorts_on", "id"),
        UniqueConstraint("schedule_id", "scheduled_for"),
    )

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted("the forum", ForeignKey("forum.id"), index=True, privacy=Privacy.NONE)
    schedule_id: Mapped[int | None] = noted(
        "the schedule it comes from",
        ForeignKey("meeting_schedule.id", ondelete="SET NULL"),
        privacy=Privacy.NONE,
    )
    scheduled_for: Mapped[date | None] = noted("the day the schedule had for it", privacy=Privacy.NONE)
    uid: Mapped[str] = noted("what calendars know it by", unique=True, default=new_uid, privacy=Privacy.NONE)
    sequence: Mapped[int] = noted("raised when calendars must take it anew", default=0, privacy=Privacy.NONE)
    starts_at: Mapped[str] = noted(
        "local time it begins, such as 14:00; empty when not known", default="", privacy=Privacy.NONE
    )
    minutes: Mapped[int] = noted("how long it lasts, in minutes", default=120, privacy=Privacy.NONE)
    venue: Mapped[str] = noted("where", default="", privacy=Privacy.NONE)
    link: Mapped[str] = noted("where to join it from afar", default="", privacy=Privacy.NONE)
    status: Mapped[str] = noted(
        "planned, held or cancelled", default=PLANNED, index=True, privacy=Privacy.NONE
    )
    cancelled_because: Mapped[str] = noted(
        "why it was called off", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    is_public: Mapped[bool] = noted("whether the public could come", default=False, privacy=Privacy.NONE)
    public_count: Mapped[int | None] = noted(
        "head count of the public; empty when not counted, which is never nought",
        privacy=Privacy.NONE,
    )
    attended_words: Mapped[str] = noted(
        "who or how many came, as the source says it", default="", privacy=Privacy.CONTACT, keep=Keep.RECORD
    )
    attended_count: Mapped[int | None] = noted(
        "how many came in all, when only a number is known; empty when not recorded",
        privacy=Privacy.NONE,
    )
    main_items: Mapped[str] = noted(
        "what it was about, when no agenda is kept", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    outcome: Mapped[str] = noted(
        "decisions and actions, when they are not kept one by one",
        default="",
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    notes: Mapped[str] = noted("the notes of it", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    notes_agreed_on: Mapped[date | None] = noted("when the notes were agreed", privacy=Privacy.NONE)
    minutes_file: Mapped[str] = noted(
        "fingerprint of the minutes in the file store",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    minutes_file_name: Mapped[str] = noted(
        "name the minutes came with", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    is_network_briefing: Mapped[bool] = noted(
        "whether chairs of patient groups were given an update briefing at it",
        default=False,
        privacy=Privacy.NONE,
    )
    next_words: Mapped[str] = noted(
        "when the next is to be, as the source says it", default="", privacy=Privacy.NONE
    )
    source: Mapped[str] = noted("where this record comes from", default="", privacy=Privacy.NONE)
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(privacy=Privacy.WORDS, keep=Keep.RECORD)
    names_text: Mapped[str] = found_by("attended_words", privacy=Privacy.CONTACT, keep=Keep.RECORD)
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class MeetingPart(Base):
    """What belongs to one meeting; its changes are part of the meeting's history."""

    __abstract__ = True

    id: Mapped[int]
    meeting_id: Mapped[int]

    def record_ref(self) -> str:
        return f"meeting:{self.meeting_id}"


class AgendaItem(MeetingPart):
    """One item: who leads it, in which part it is taken, what members said and what that changed."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted(
        "the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    position: Mapped[int] = noted("its place on the agenda", privacy=Privacy.NONE)
    title: Mapped[str] = noted("what it is", privacy=Privacy.NONE)
    lead: Mapped[str] = noted(
        "post of who leads it, or who presented the plan", default="", privacy=Privacy.NONE
    )
    pages: Mapped[str] = noted("pages of its papers, such as 12-18", default="", privacy=Privacy.NONE)
    is_private: Mapped[bool] = noted(
        "whether it is taken in the private part", default=False, privacy=Privacy.NONE
    )
    project_id: Mapped[int | None] = noted(
        "the project that brought it",
        ForeignKey("project.id"),
        index=True,
        privacy=Privacy.NONE,
    )
    action_id: Mapped[int | None] = noted(
        "the open action it looks at",
        ForeignKey("action.id", ondelete="SET NULL"),
        privacy=Privacy.NONE,
    )
    presents: Mapped[list[str]] = noted(
        "what was put to the members: project, engagement_plan, consultation_plan, strategy, report",
        Words,
        default=list,
        privacy=Privacy.NONE,
    )
    members_said: Mapped[str] = noted(
        "what the members said", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    changed: Mapped[str] = noted(
        "what that changed, or why nothing", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    decision: Mapped[str] = noted("what was decided", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    feedback_id: Mapped[int | None] = noted(
        "the item of feedback that what members said was passed on as",
        ForeignKey("feedback.id", ondelete="SET NULL"),
        privacy=Privacy.NONE,
    )


class MeetingPaper(MeetingPart):
    """A paper of a meeting."""

    __tablename__ = "meeting_paper"

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted(
        "the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    item_id: Mapped[int | None] = noted(
        "the item it is for",
        ForeignKey("agenda_item.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted("what it is", privacy=Privacy.NONE)
    is_private: Mapped[bool] = noted(
        "whether it is for the private part", default=False, privacy=Privacy.NONE
    )
    file: Mapped[str] = noted(
        "fingerprint in the file store", names_a_file=True, privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    file_name: Mapped[str] = noted("name the file came with", privacy=Privacy.WORDS, keep=Keep.RECORD)


class Attendance(MeetingPart):
    """Whether a member came to a meeting, sent apologies, or neither; or somebody else came."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "membership_id"),)

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted(
        "the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    membership_id: Mapped[int | None] = noted(
        "the member; empty for somebody who is not one",
        ForeignKey("membership.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "post of somebody who is not a member", default="", privacy=Privacy.CONTACT, keep=Keep.RECORD
    )
    state: Mapped[str] = noted("attended, apologies or absent", privacy=Privacy.NONE)


@dataclass(frozen=True, slots=True)
class MemberThere:
    """A member on the day of a meeting and what was recorded of them; ``state`` is empty for nothing."""

    member: Membership
    state: str


class MinutesSent(MeetingPart):
    """That the minutes went out, to how many, and who was left out and why."""

    __tablename__ = "minutes_sent"

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted(
        "the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    at: Mapped[datetime] = noted("when", privacy=Privacy.NONE)
    sent_to: Mapped[int] = noted("how many were written to", privacy=Privacy.NONE)
    left_out: Mapped[list[str]] = noted(
        "why others were not, a sentence each, by post",
        Words,
        default=list,
        privacy=Privacy.CONTACT,
        keep=Keep.RECORD,
    )
