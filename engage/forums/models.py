"""Forums and their terms, members and schedules, and the framework in its editions."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Privacy, key, noted


def new_uid() -> str:
    """What calendars will know a meeting or a series by."""
    return f"{uuid4()}@engage"


class FrameworkEdition(Base):
    """The participation framework of a body as it stood between two dates."""

    __tablename__ = "framework_edition"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted("the body", ForeignKey("body.id"), index=True, privacy=Privacy.NONE)
    title: Mapped[str] = noted("what the edition is called", privacy=Privacy.NONE)
    from_on: Mapped[date] = noted("first day it held", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day it held; empty while it holds", privacy=Privacy.NONE)
    note: Mapped[str] = noted("what changed with it", default="", privacy=Privacy.NONE)
    source: Mapped[str] = noted("where it is written", default="", privacy=Privacy.NONE)
    trust: Mapped[str] = noted(
        "how far it can be trusted: verified, unverified or proposal",
        default="unverified",
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"framework:{self.id}"


class Forum(Base):
    """A standing group that meets: a forum of the framework, or a board or committee of another body."""

    __tablename__ = "forum"
    __table_args__ = (Index("ix_forum_name_id", "name", "id"),)

    id: Mapped[int] = key()
    code: Mapped[str] = noted("short code used in addresses", unique=True, privacy=Privacy.NONE)
    name: Mapped[str] = noted("its name", privacy=Privacy.NONE)
    kind: Mapped[str] = noted(
        "ppg, ppg_chairs, network, forum, panel, equalities_group, healthwatch, hwb, hosc, governing_body,"
        " committee, joint_committee, partnership or mixed",
        index=True,
        privacy=Privacy.NONE,
    )
    kind_words: Mapped[str] = noted("its kind in the words of its source", default="", privacy=Privacy.NONE)
    body_id: Mapped[int | None] = noted(
        "the body it serves", ForeignKey("body.id"), index=True, privacy=Privacy.NONE
    )
    area: Mapped[str] = noted(
        "the body or area it is for, in the words of its source", default="", privacy=Privacy.NONE
    )
    network_id: Mapped[int | None] = noted(
        "primary care network it belongs to",
        ForeignKey("network.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    organisation_id: Mapped[int | None] = noted(
        "organisation of the register that holds it, such as a practice or Healthwatch",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    purpose: Mapped[str] = noted("what it is for", default="", privacy=Privacy.NONE)
    membership: Mapped[str] = noted("who may be a member, in words", default="", privacy=Privacy.NONE)
    chair_role: Mapped[str] = noted("post that chairs it", default="", privacy=Privacy.NONE)
    how_often: Mapped[str] = noted("how often it meets, in words", default="", privacy=Privacy.NONE)
    meets_in_public: Mapped[bool] = noted("whether it meets in public", default=False, privacy=Privacy.NONE)
    from_on: Mapped[date | None] = noted("first day it existed; empty when not known", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day it existed; empty while it lasts", privacy=Privacy.NONE)
    source: Mapped[str] = noted("where these facts come from", default="", privacy=Privacy.NONE)
    trust: Mapped[str] = noted(
        "how far they can be trusted: verified, unverified or proposal",
        default="unverified",
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(
        *("name", "area", "purpose", "membership", "chair_role", "kind_words", "source"),
        privacy=Privacy.NONE,
    )
    version: Mapped[int] = noted(
        "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  SQLAlchemy reads a plain dictionary


class FrameworkSeat(Base):
    """A forum's seat in one edition of the framework, and to which forum it reports there."""

    __tablename__ = "framework_seat"
    __table_args__ = (UniqueConstraint("edition_id", "forum_id"),)

    id: Mapped[int] = key()
    edition_id: Mapped[int] = noted(
        "the edition",
        ForeignKey("framework_edition.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    forum_id: Mapped[int] = noted(
        "the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    reports_to_id: Mapped[int | None] = noted(
        "forum it reports to; empty at the top",
        ForeignKey("forum.id", ondelete="SET NULL"),
        privacy=Privacy.NONE,
    )
    how: Mapped[str] = noted(
        "reports, advises, informs or is_consulted", default="reports", privacy=Privacy.NONE
    )
    note: Mapped[str] = noted("what it brings to the framework", default="", privacy=Privacy.NONE)

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
    forum_id: Mapped[int] = noted(
        "the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    agreed_on: Mapped[date] = noted("when they were agreed", privacy=Privacy.NONE)
    review_on: Mapped[date | None] = noted("when they are to be looked at again", privacy=Privacy.NONE)
    quorum: Mapped[int | None] = noted(
        "members who must be there; empty when none is set", privacy=Privacy.NONE
    )
    quorum_note: Mapped[str] = noted("who must be among them, in words", default="", privacy=Privacy.NONE)
    summary: Mapped[str] = noted("what they say, in short", default="", privacy=Privacy.NONE)
    link: Mapped[str] = noted("public address, when they are published", default="", privacy=Privacy.NONE)
    file: Mapped[str] = noted(
        "fingerprint in the file store", default="", names_a_file=True, privacy=Privacy.NONE
    )
    file_name: Mapped[str] = noted("name the file came with", default="", privacy=Privacy.NONE)


class MeetingSchedule(ForumPart):
    """How often a forum is to meet, as a rule of recurrence, between two dates."""

    __tablename__ = "meeting_schedule"

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted(
        "the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    first_on: Mapped[date] = noted("the first meeting of the schedule", privacy=Privacy.NONE)
    until_on: Mapped[date] = noted(
        "the last day on which the schedule holds; every schedule has an end", privacy=Privacy.NONE
    )
    frequency: Mapped[str] = noted(
        "weekly, fortnightly, monthly, bimonthly, quarterly, half_yearly or yearly",
        privacy=Privacy.NONE,
    )
    by: Mapped[str] = noted(
        "day_of_month (the 14th) or weekday_of_month (the second Thursday)",
        default="weekday_of_month",
        privacy=Privacy.NONE,
    )
    starts_at: Mapped[str] = noted(
        "local time it begins, such as 14:00; empty when not known", default="", privacy=Privacy.NONE
    )
    minutes: Mapped[int] = noted("how long a meeting lasts, in minutes", default=120, privacy=Privacy.NONE)
    venue: Mapped[str] = noted("where it usually meets", default="", privacy=Privacy.NONE)
    uid: Mapped[str] = noted(
        "what calendars know the series by", unique=True, default=new_uid, privacy=Privacy.NONE
    )
    sequence: Mapped[int] = noted(
        "raised when calendars must take the series anew", default=0, privacy=Privacy.NONE
    )


class Membership(ForumPart):
    """A seat on a forum: the role, whom it speaks for, and who holds it between two dates."""

    __tablename__ = "membership"

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted(
        "the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    role: Mapped[str] = noted(
        "chair, vice_chair, member, secretary, in_attendance or observer", privacy=Privacy.NONE
    )
    title: Mapped[str] = noted("post of the member, such as PPG Chair, practice M92007", privacy=Privacy.NONE)
    organisation_id: Mapped[int | None] = noted(
        "organisation they speak for",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    person_id: Mapped[int | None] = noted(
        "who they are; empty when only the post is known",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    network_id: Mapped[int | None] = noted(
        "primary care network they speak for",
        ForeignKey("network.id", ondelete="SET NULL"),
        privacy=Privacy.NONE,
    )
    counts_for_quorum: Mapped[bool] = noted(
        "whether they count for the quorum", default=True, privacy=Privacy.NONE
    )
    from_on: Mapped[date | None] = noted("first day; empty when not known", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day; empty while they are a member", privacy=Privacy.NONE)
    term_ends_on: Mapped[date | None] = noted(
        "when the term ends; empty when there is none", privacy=Privacy.NONE
    )
