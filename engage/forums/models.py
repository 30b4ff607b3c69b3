"""The framework and its editions, forums, members, meetings, and what was said and decided at them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.dated import Dated
from engage.platform.data.search import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted


class FrameworkEdition(Base):
    """The participation framework of a body as it stood between two dates."""

    __tablename__ = "framework_edition"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id"), index=True)
    title: Mapped[str] = noted("what the edition is called")
    from_on: Mapped[date] = noted("first day it held")
    to_on: Mapped[date | None] = noted("last day it held; empty while it holds")
    note: Mapped[str] = noted("what changed with it", default="")
    source: Mapped[str] = noted("where it is written", default="")
    trust: Mapped[str] = noted(
        "how far it can be trusted: verified, unverified or proposal", default="unverified"
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False)

    def record_ref(self) -> str:
        return f"framework:{self.id}"


class Forum(Base):
    """A standing group that meets: a forum of the framework, or a board or committee of another body."""

    __tablename__ = "forum"
    __table_args__ = (Index("ix_forum_name_id", "name", "id"),)

    id: Mapped[int] = key()
    code: Mapped[str] = noted("short code used in addresses", unique=True)
    name: Mapped[str] = noted("its name")
    kind: Mapped[str] = noted(
        "ppg, ppg_chairs, network, forum, panel, equalities_group, healthwatch, hwb, hosc, governing_body,"
        " committee, joint_committee, partnership or mixed",
        index=True,
    )
    kind_words: Mapped[str] = noted("its kind in the words of its source", default="")
    body_id: Mapped[int | None] = noted("the body it serves", ForeignKey("body.id"), index=True)
    area: Mapped[str] = noted("the body or area it is for, in the words of its source", default="")
    network_id: Mapped[int | None] = noted(
        "primary care network it belongs to", ForeignKey("network.id", ondelete="SET NULL"), index=True
    )
    organisation_id: Mapped[int | None] = noted(
        "organisation of the register that holds it, such as a practice or Healthwatch",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
    )
    purpose: Mapped[str] = noted("what it is for", default="")
    membership: Mapped[str] = noted("who may be a member, in words", default="")
    chair_role: Mapped[str] = noted("post that chairs it", default="")
    how_often: Mapped[str] = noted("how often it meets, in words", default="")
    meets_in_public: Mapped[bool] = noted("whether it meets in public", default=False)
    from_on: Mapped[date | None] = noted("first day it existed; empty when not known")
    to_on: Mapped[date | None] = noted("last day it existed; empty while it lasts")
    source: Mapped[str] = noted("where these facts come from", default="")
    trust: Mapped[str] = noted(
        "how far they can be trusted: verified, unverified or proposal", default="unverified"
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False)
    search_text: Mapped[str] = found_by(
        *("name", "area", "purpose", "membership", "chair_role", "kind_words", "source"),
        privacy=Privacy.NONE,
    )
    version: Mapped[int] = noted("raised at each change, so that two people cannot overwrite one another")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class FrameworkSeat(Base):
    """A forum's seat in one edition of the framework, and to which forum it reports there."""

    __tablename__ = "framework_seat"
    __table_args__ = (UniqueConstraint("edition_id", "forum_id"),)

    id: Mapped[int] = key()
    edition_id: Mapped[int] = noted(
        "the edition", ForeignKey("framework_edition.id", ondelete="CASCADE"), index=True
    )
    forum_id: Mapped[int] = noted("the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    reports_to_id: Mapped[int | None] = noted(
        "forum it reports to; empty at the top", ForeignKey("forum.id", ondelete="SET NULL")
    )
    how: Mapped[str] = noted("reports, advises, informs or is_consulted", default="reports")
    note: Mapped[str] = noted("what it brings to the framework", default="")

    def record_ref(self) -> str:
        return f"framework:{self.edition_id}"


class ForumPart(Base):
    """What belongs to one forum; its changes are part of the forum's history."""

    __abstract__ = True

    id: Mapped[int]
    forum_id: Mapped[int]

    def record_ref(self) -> str:
        return f"forum:{self.forum_id}"


class TermsOfReference(ForumPart):
    """Terms of reference of a forum, from the day they were agreed until the next."""

    __tablename__ = "terms_of_reference"

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted("the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    agreed_on: Mapped[date] = noted("when they were agreed")
    review_on: Mapped[date | None] = noted("when they are to be looked at again")
    quorum: Mapped[int | None] = noted("members who must be there; empty when none is set")
    quorum_note: Mapped[str] = noted("who must be among them, in words", default="")
    summary: Mapped[str] = noted("what they say, in short", default="")
    link: Mapped[str] = noted("public address, when they are published", default="")
    file: Mapped[str] = noted("fingerprint in the file store", default="", names_a_file=True)
    file_name: Mapped[str] = noted("name the file came with", default="")


class MeetingSchedule(ForumPart):
    """How often a forum is to meet, as a rule of recurrence, between two dates."""

    __tablename__ = "meeting_schedule"

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted("the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    first_on: Mapped[date] = noted("the first meeting of the schedule")
    until_on: Mapped[date] = noted("the last day on which the schedule holds; every schedule has an end")
    frequency: Mapped[str] = noted(
        "weekly, fortnightly, monthly, bimonthly, quarterly, half_yearly or yearly"
    )
    by: Mapped[str] = noted(
        "day_of_month (the 14th) or weekday_of_month (the second Thursday)", default="weekday_of_month"
    )
    starts_at: Mapped[str] = noted("local time it begins, such as 14:00; empty when not known", default="")
    minutes: Mapped[int] = noted("how long a meeting lasts, in minutes", default=120)
    venue: Mapped[str] = noted("where it usually meets", default="")
    uid: Mapped[str] = noted("what calendars know the series by", unique=True)
    sequence: Mapped[int] = noted("raised when calendars must take the series anew", default=0)


class Membership(ForumPart):
    """A seat on a forum: the role, whom it speaks for, and who holds it between two dates."""

    __tablename__ = "membership"

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted("the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = noted("chair, vice_chair, member, secretary, in_attendance or observer")
    title: Mapped[str] = noted("post of the member, such as PPG Chair, practice M92007")
    organisation_id: Mapped[int | None] = noted(
        "organisation they speak for", ForeignKey("organisation.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int | None] = noted(
        "who they are; empty when only the post is known",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
    )
    network_id: Mapped[int | None] = noted(
        "primary care network they speak for", ForeignKey("network.id", ondelete="SET NULL")
    )
    counts_for_quorum: Mapped[bool] = noted("whether they count for the quorum", default=True)
    from_on: Mapped[date | None] = noted("first day; empty when not known")
    to_on: Mapped[date | None] = noted("last day; empty while they are a member")
    term_ends_on: Mapped[date | None] = noted("when the term ends; empty when there is none")


class CalendarFeed(Base):
    """A private address at which the meetings of a forum can be subscribed to."""

    __tablename__ = "calendar_feed"

    id: Mapped[int] = key()
    forum_id: Mapped[int | None] = noted(
        "the forum; empty for every forum of the framework",
        ForeignKey("forum.id", ondelete="CASCADE"),
        index=True,
    )
    account_id: Mapped[int] = noted("whose feed it is", ForeignKey("account.id"), index=True)
    secret_hash: Mapped[str] = noted(
        "SHA-256 of the secret in the address", unique=True, privacy=Privacy.SECRET, keep=Keep.ACCOUNT
    )
    alarm_minutes: Mapped[int | None] = noted("alarm this many minutes before; empty for none")
    made_at: Mapped[datetime] = noted("when it was made")
    ended_at: Mapped[datetime | None] = noted("when it was closed; empty while it can be read")

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
    forum_id: Mapped[int] = noted("the forum", ForeignKey("forum.id"), index=True)
    schedule_id: Mapped[int | None] = noted(
        "the schedule it comes from", ForeignKey("meeting_schedule.id", ondelete="SET NULL")
    )
    scheduled_for: Mapped[date | None] = noted("the day the schedule had for it")
    uid: Mapped[str] = noted("what calendars know it by", unique=True)
    sequence: Mapped[int] = noted("raised when calendars must take it anew", default=0)
    starts_at: Mapped[str] = noted("local time it begins, such as 14:00; empty when not known", default="")
    minutes: Mapped[int] = noted("how long it lasts, in minutes", default=120)
    venue: Mapped[str] = noted("where", default="")
    link: Mapped[str] = noted("where to join it from afar", default="")
    status: Mapped[str] = noted("planned, held or cancelled", default="planned", index=True)
    cancelled_because: Mapped[str] = noted("why it was called off", default="")
    is_public: Mapped[bool] = noted("whether the public could come", default=False)
    public_count: Mapped[int | None] = noted(
        "head count of the public; empty when not counted, which is never nought"
    )
    attended_words: Mapped[str] = noted("who or how many came, as the source says it", default="")
    attended_count: Mapped[int | None] = noted(
        "how many came in all, when only a number is known; empty when not recorded"
    )
    main_items: Mapped[str] = noted("what it was about, when no agenda is kept", default="")
    outcome: Mapped[str] = noted("decisions and actions, when they are not kept one by one", default="")
    notes: Mapped[str] = noted("the notes of it", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    notes_agreed_on: Mapped[date | None] = noted("when the notes were agreed")
    minutes_file: Mapped[str] = noted(
        "fingerprint of the minutes in the file store",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    minutes_file_name: Mapped[str] = noted("name the minutes came with", default="")
    is_network_briefing: Mapped[bool] = noted(
        "whether chairs of patient groups were given an update briefing at it", default=False
    )
    next_words: Mapped[str] = noted("when the next is to be, as the source says it", default="")
    source: Mapped[str] = noted("where this record comes from", default="")
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False)
    search_text: Mapped[str] = found_by(privacy=Privacy.WORDS, keep=Keep.RECORD)
    version: Mapped[int] = noted("raised at each change, so that two people cannot overwrite one another")

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
    meeting_id: Mapped[int] = noted("the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = noted("its place on the agenda")
    title: Mapped[str] = noted("what it is")
    lead: Mapped[str] = noted("post of who leads it, or who presented the plan", default="")
    pages: Mapped[str] = noted("pages of its papers, such as 12-18", default="")
    is_private: Mapped[bool] = noted("whether it is taken in the private part", default=False)
    project_id: Mapped[int | None] = noted(
        "the project that brought it", ForeignKey("project.id"), index=True
    )
    action_id: Mapped[int | None] = noted(
        "the open action it looks at", ForeignKey("action.id", ondelete="SET NULL")
    )
    presents: Mapped[list[str]] = noted(
        "what was put to the members: project, engagement_plan, consultation_plan, strategy, report",
        Words,
        default=list,
    )
    members_said: Mapped[str] = noted(
        "what the members said", default="", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    changed: Mapped[str] = noted("what that changed, or why nothing", default="")
    decision: Mapped[str] = noted("what was decided", default="")
    feedback_id: Mapped[int | None] = noted(
        "the item of feedback that what members said was passed on as",
        ForeignKey("feedback.id", ondelete="SET NULL"),
    )


class MeetingPaper(MeetingPart):
    """A paper of a meeting."""

    __tablename__ = "meeting_paper"

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted("the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    item_id: Mapped[int | None] = noted(
        "the item it is for", ForeignKey("agenda_item.id", ondelete="SET NULL"), index=True
    )
    title: Mapped[str] = noted("what it is")
    is_private: Mapped[bool] = noted("whether it is for the private part", default=False)
    file: Mapped[str] = noted(
        "fingerprint in the file store", names_a_file=True, privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    file_name: Mapped[str] = noted("name the file came with")


class Attendance(MeetingPart):
    """Whether a member came to a meeting, sent apologies, or neither; or somebody else came."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "membership_id"),)

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted("the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    membership_id: Mapped[int | None] = noted(
        "the member; empty for somebody who is not one",
        ForeignKey("membership.id", ondelete="CASCADE"),
        index=True,
    )
    title: Mapped[str] = noted("post of somebody who is not a member", default="")
    state: Mapped[str] = noted("attended, apologies or absent")


class MinutesSent(MeetingPart):
    """That the minutes went out, to how many, and who was left out and why."""

    __tablename__ = "minutes_sent"

    id: Mapped[int] = key()
    meeting_id: Mapped[int] = noted("the meeting", ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = noted("when")
    sent_to: Mapped[int] = noted("how many were written to")
    left_out: Mapped[list[str]] = noted(
        "why others were not, a sentence each, by post",
        Words,
        default=list,
        privacy=Privacy.CONTACT,
        keep=Keep.RECORD,
    )
