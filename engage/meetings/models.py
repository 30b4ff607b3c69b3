"""Meetings, what was said and decided at them, who came, and where calendars read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.forums.kinds import MINUTES, Address, DayInWords, Gathered, Standing, TimeOfDay, Within
from engage.forums.models import FACTS, Membership, new_uid
from engage.meetings.words import PLANNED, PRESENTS, PRIVATE_MATTERS, STATES, STATUSES
from engage.platform.data.dated import Dated
from engage.platform.data.fields import Choices, Day, Field, Line, Listed, OneRecord, Text, Tick
from engage.platform.data.holding import WithLaterVersion, WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted
from engage.platform.data.unread import WithUnread

MOST_PEOPLE = 100_000
BLANK = "Leave it blank if nobody counted"


class CalendarFeed(Base):
    """A private address at which the meetings of a forum can be subscribed to."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = key()
    forum_id: Mapped[int | None] = noted(
        "the forum; empty for every forum of the framework",
        ForeignKey("forum.id", ondelete="CASCADE"),
        index=True,
        field=Field("Calendar of"),
        privacy=Privacy.NONE,
    )
    account_id: Mapped[int] = noted(
        "whose feed it is", ForeignKey("account.id"), index=True, privacy=Privacy.NONE
    )
    secret_hash: Mapped[str] = noted(
        "SHA-256 of the secret in the address", unique=True, privacy=Privacy.SECRET, keep=Keep.ACCOUNT
    )
    alarm_minutes: Mapped[int | None] = noted(
        "alarm this many minutes before; empty for none", field=Field("Minutes before"), privacy=Privacy.NONE
    )
    made_at: Mapped[datetime] = noted("when it was made", field=Field("Made at"), privacy=Privacy.NONE)
    ended_at: Mapped[datetime | None] = noted(
        "when it was closed; empty while it can be read", field=Field("Closed at"), privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"account:{self.account_id}"


class Meeting(Dated, WithUnread, WithVersion, Base):
    """A meeting of a forum: planned, held, or called off."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_sorts_on_id", "sorts_on", "id"),
        Index("ix_meeting_forum_id_sorts_on", "forum_id", "sorts_on"),
        UniqueConstraint("schedule_id", "scheduled_for"),
    )

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted(
        "the forum", ForeignKey("forum.id"), field=Field("Forum"), privacy=Privacy.NONE
    )
    schedule_id: Mapped[int | None] = noted(
        "the schedule it comes from",
        ForeignKey("meeting_schedule.id", ondelete="SET NULL"),
        privacy=Privacy.NONE,
    )
    scheduled_for: Mapped[date | None] = noted("the day the schedule had for it", privacy=Privacy.NONE)
    uid: Mapped[str] = noted("what calendars know it by", unique=True, default=new_uid, privacy=Privacy.NONE)
    sequence: Mapped[int] = noted("raised when calendars must take it anew", default=0, privacy=Privacy.NONE)
    starts_at: Mapped[str] = noted(
        "local time it begins, such as 14:00; empty when not known",
        default="",
        field=TimeOfDay(
            "Start time",
            short="Time",
            asks="Start time",
            hint="Such as 14:00 or 2pm. Leave blank if it is not known.",
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )
    minutes: Mapped[int] = noted(
        "how long it lasts, in minutes", default=120, field=MINUTES, privacy=Privacy.NONE
    )
    venue: Mapped[str] = noted(
        "where",
        default="",
        field=Line(
            "Venue",
            headings="Location; Place; Where; Where held",
            shown=FACTS,
            listed=Listed.SHOWN,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    link: Mapped[str] = noted(
        "where to join it from afar",
        default="",
        field=Address("Address to join it from afar"),
        privacy=Privacy.NONE,
    )
    is_public: Mapped[bool] = noted(
        "whether the public could come",
        default=False,
        field=Tick("The public may come"),
        privacy=Privacy.NONE,
    )
    is_network_briefing: Mapped[bool] = noted(
        "whether chairs of patient groups were given an update briefing at it",
        default=False,
        field=Tick("Chairs of patient participation groups are briefed at it"),
        privacy=Privacy.NONE,
    )
    status: Mapped[str] = noted(
        "planned, held or cancelled",
        default=PLANNED,
        index=True,
        field=Standing(
            "Stands", given=tuple(STATUSES.items()), listed=Listed.SHOWN, sorts=True, filtered=True
        ),
        privacy=Privacy.NONE,
    )
    cancelled_because: Mapped[str] = noted(
        "why it was called off",
        default="",
        field=Field("Called off because", shown=FACTS, quiet=True),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    attended_count: Mapped[int | None] = noted(
        "how many came in all, when only a number is known; empty when not recorded",
        field=Within(
            "How many came in all",
            asks="How many came in all?",
            hint="Only when it is not recorded who came. Leave blank if nobody counted: that is not 0.",
            most=MOST_PEOPLE,
            wrong=f"How many came must be a whole number up to {MOST_PEOPLE:,}. {BLANK}",
        ),
        privacy=Privacy.NONE,
    )
    attended_words: Mapped[str] = noted(
        "who or how many came, as the source says it",
        default="",
        field=Field("Attended"),
        privacy=Privacy.CONTACT,
        keep=Keep.RECORD,
    )
    public_count: Mapped[int | None] = noted(
        "head count of the public; empty when not counted, which is never nought",
        field=Within(
            "Members of the public",
            short="Public",
            asks="How many members of the public came?",
            hint="A head count. Leave blank if nobody counted: that is not the same as 0.",
            most=MOST_PEOPLE,
            wrong=f"How many members of the public came must be a number up to {MOST_PEOPLE:,}. {BLANK}",
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )
    main_items: Mapped[str] = noted(
        "what it was about, when no agenda is kept",
        default="",
        field=Gathered(
            "Main items",
            headings="Items; Agenda; Agenda items; Topics",
            shown=FACTS,
            quiet=True,
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    outcome: Mapped[str] = noted(
        "decisions and actions, when they are not kept one by one",
        default="",
        field=Gathered(
            "Decisions and actions",
            headings="Decisions / actions; Decisions; Actions; Outcome; Decided",
            shown=FACTS,
            quiet=True,
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    next_words: Mapped[str] = noted(
        "when the next is to be, as the source says it",
        default="",
        field=DayInWords(
            "Next meeting",
            longest=300,
            headings="Date of next meeting; Next meeting date; Next",
            shown=FACTS,
            quiet=True,
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )
    notes: Mapped[str] = noted(
        "the notes of it",
        default="",
        field=Text("Notes", hint=PRIVATE_MATTERS, longest=200_000, rows=12, searched=True),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    notes_agreed_on: Mapped[date | None] = noted(
        "when the notes were agreed",
        field=Day(
            "Notes agreed on",
            asks="When were they agreed?",
            hint="Usually at the next meeting. Leave blank until then.",
        ),
        privacy=Privacy.NONE,
    )
    minutes_file: Mapped[str] = noted(
        "fingerprint of the minutes in the file store",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    minutes_file_name: Mapped[str] = noted(
        "name the minutes came with",
        default="",
        field=Field("Minutes as a file"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    source: Mapped[str] = noted(
        "where this record comes from",
        default="",
        field=Text(
            "Source of this record",
            short="Source",
            asks="Where does this record come from?",
            headings="Source of record; Source page; Link; Web link; URL",
            shown=FACTS,
            quiet=True,
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(privacy=Privacy.WORDS, keep=Keep.RECORD)
    names_text: Mapped[str] = found_by("attended_words", privacy=Privacy.CONTACT, keep=Keep.RECORD)


class MeetingPart(Base):
    """What belongs to one meeting; its changes are part of the meeting's history."""

    __abstract__ = True

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted(
        "the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"meeting:{self.meeting_id}"


class AgendaItem(WithLaterVersion, MeetingPart):
    """One item: who leads it, in which part it is taken, what members said and what that changed."""

    __tablename__ = "agenda_item"

    position: Mapped[int] = noted("its place on the agenda", privacy=Privacy.NONE)
    title: Mapped[str] = noted(
        "what it is",
        field=Line("Item", asks="What is it?", needed="Enter what the item is", longest=300),
        privacy=Privacy.NONE,
    )
    lead: Mapped[str] = noted(
        "post of who leads it, or who presented the plan",
        default="",
        field=Line(
            "Lead",
            asks="Who leads it?",
            hint="A post, such as Head of communications and engagement.",
            longest=200,
        ),
        privacy=Privacy.NONE,
    )
    pages: Mapped[str] = noted(
        "pages of its papers, such as 12-18",
        default="",
        field=Line("Pages of its papers", hint="Such as 12-18.", longest=60, width=10),
        privacy=Privacy.NONE,
    )
    is_private: Mapped[bool] = noted(
        "whether it is taken in the private part",
        default=False,
        field=Tick("In the private part", asks="It is taken in the private part"),
        privacy=Privacy.NONE,
    )
    project_id: Mapped[int | None] = noted(
        "the project that brought it",
        ForeignKey("project.id"),
        index=True,
        field=OneRecord("Project", asks="Project it is about"),
        privacy=Privacy.NONE,
    )
    action_id: Mapped[int | None] = noted(
        "the open action it looks at",
        ForeignKey("action.id", ondelete="SET NULL"),
        field=OneRecord("Action it looks at"),
        privacy=Privacy.NONE,
    )
    presents: Mapped[list[str]] = noted(
        "what was put to the members: project, engagement_plan, consultation_plan, strategy, report",
        Words,
        default=list,
        field=Choices(
            "Put to the members", asks="What is put to the members?", given=tuple(PRESENTS.items())
        ),
        privacy=Privacy.NONE,
    )
    members_said: Mapped[str] = noted(
        "what the members said",
        default="",
        field=Text(
            "Members said",
            asks="What did the members say?",
            hint="Leave out names and anything a person could be known from.",
            rows=4,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    changed: Mapped[str] = noted(
        "what that changed, or why nothing",
        default="",
        field=Text("What that changed", asks="What did that change?", hint="Or why it changed nothing."),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    decision: Mapped[str] = noted(
        "what was decided",
        default="",
        field=Text("Decided", asks="What was decided?"),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    feedback_id: Mapped[int | None] = noted(
        "the item of feedback that what members said was passed on as",
        ForeignKey("feedback.id", ondelete="SET NULL"),
        field=Field("Passed on as"),
        privacy=Privacy.NONE,
    )


class MeetingPaper(MeetingPart):
    """A paper of a meeting."""

    __tablename__ = "meeting_paper"

    title: Mapped[str] = noted(
        "what it is",
        field=Line("Paper", asks="What is it?", needed="Enter what the paper is", longest=300),
        privacy=Privacy.NONE,
    )
    item_id: Mapped[int | None] = noted(
        "the item it is for",
        ForeignKey("agenda_item.id", ondelete="SET NULL"),
        index=True,
        field=OneRecord("Item it is for"),
        privacy=Privacy.NONE,
    )
    is_private: Mapped[bool] = noted(
        "whether it is for the private part",
        default=False,
        field=Tick("For the private part", asks="It is for the private part"),
        privacy=Privacy.NONE,
    )
    file: Mapped[str] = noted(
        "fingerprint in the file store", names_a_file=True, privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    file_name: Mapped[str] = noted(
        "name the file came with", field=Field("File"), privacy=Privacy.WORDS, keep=Keep.RECORD
    )


class Attendance(MeetingPart):
    """Whether a member came to a meeting, sent apologies, or neither; or somebody else came."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "membership_id"),)

    membership_id: Mapped[int | None] = noted(
        "the member; empty for somebody who is not one",
        ForeignKey("membership.id", ondelete="CASCADE"),
        index=True,
        field=Field("Member"),
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "post of somebody who is not a member",
        default="",
        field=Field("Post of somebody who is not a member"),
        privacy=Privacy.CONTACT,
        keep=Keep.RECORD,
    )
    state: Mapped[str] = noted(
        "attended, apologies or absent",
        field=Standing("Whether they came", given=tuple(STATES.items())),
        privacy=Privacy.NONE,
    )


@dataclass(frozen=True, slots=True)
class MemberThere:
    """A member on the day of a meeting and what was recorded of them; ``state`` is empty for nothing."""

    member: Membership
    state: str


class MinutesSent(MeetingPart):
    """That the minutes went out, to how many, and who was left out and why."""

    __tablename__ = "minutes_sent"

    at: Mapped[datetime] = noted("when", field=Field("Minutes sent"), privacy=Privacy.NONE)
    sent_to: Mapped[int] = noted(
        "how many were written to", field=Field("Members written to"), privacy=Privacy.NONE
    )
    left_out: Mapped[list[str]] = noted(
        "why others were not, a sentence each, by post",
        Words,
        default=list,
        privacy=Privacy.CONTACT,
        keep=Keep.RECORD,
    )
