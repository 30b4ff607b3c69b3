"""Forums and their terms, members and schedules, and the framework in its editions."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from engage.forums.kinds import MINUTES, Address, KnownDay, TimeOfDay, Within
from engage.forums.words import BY, FREQUENCIES, HOW, ROLES, TRUST, WITHOUT_END
from engage.platform.data.fields import NOT_RECORDED, Choice, Day, Field, Line, Listed, OneRecord, Text, Tick
from engage.platform.data.holding import WithLaterVersion, WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Privacy, key, noted
from engage.platform.data.unread import WithUnread
from engage.rules.words import read_vocabulary

FACTS = "Facts"
TRUST_IN_IT = Choice(
    "Trust in these facts",
    given=tuple(TRUST.items()),
    first="unverified",
    shown=FACTS,
    listed=Listed.OFFERED,
    sorts=True,
)


def new_uid() -> str:
    """What calendars will know a meeting or a series by."""
    return f"{uuid4()}@engage"


class FrameworkEdition(Base):
    """The participation framework of a body as it stood between two dates."""

    __tablename__ = "framework_edition"

    id: Mapped[int] = key()
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id"), index=True, field=Field("Body"), privacy=Privacy.NONE
    )
    title: Mapped[str] = noted(
        "what the edition is called",
        field=Line(
            "Title", asks="What is it called?", needed="Enter what the edition is called", longest=200
        ),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date] = noted(
        "first day it held",
        field=KnownDay("First day it holds", needed="Enter the first day it holds"),
        privacy=Privacy.NONE,
    )
    to_on: Mapped[date | None] = noted(
        "last day it held; empty while it holds",
        field=Day("Last day it holds", hint="Leave blank while it holds."),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "what changed with it",
        default="",
        field=Text("What changed with it", asks="What changed with it?", longest=5_000, shown=FACTS),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where it is written",
        default="",
        field=Line("Written in", asks="Where is it written?", shown=FACTS),
        privacy=Privacy.NONE,
    )
    trust: Mapped[str] = noted(
        "how far it can be trusted: verified, unverified or proposal",
        default="unverified",
        field=TRUST_IN_IT,
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"framework:{self.id}"


class Forum(WithUnread, WithVersion, Base):
    """A standing group that meets: a forum of the framework, or a board or committee of another body."""

    HELD_IN: ClassVar = {"body": "body_id"}

    __tablename__ = "forum"
    __table_args__ = (Index("ix_forum_name_id", "name", "id"),)

    id: Mapped[int] = key()
    name: Mapped[str] = noted(
        "its name",
        field=Line(
            "Forum",
            asks="What is it called?",
            needed="Enter what it is called",
            longest=200,
            headings="Name; Name of forum; Forum name; Group; Meeting group",
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    code: Mapped[str] = noted(
        "short code used in addresses",
        unique=True,
        field=Line(
            "Short code",
            hint="Used in addresses: small letters, figures and dashes. Leave blank to have one made.",
            longest=40,
            width=20,
        ),
        privacy=Privacy.NONE,
    )
    kind: Mapped[str] = noted(
        "ppg, ppg_chairs, network, forum, panel, equalities_group, healthwatch, hwb, hosc, governing_body,"
        " committee, joint_committee, partnership or mixed",
        index=True,
        field=Choice(
            "Kind",
            needed="Choose what kind it is",
            vocabulary=lambda: read_vocabulary("forum_kinds"),
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
        ),
        privacy=Privacy.NONE,
    )
    body_id: Mapped[int | None] = noted(
        "the body it serves",
        ForeignKey("body.id"),
        index=True,
        field=OneRecord("Body", asks="Which body does it serve?"),
        privacy=Privacy.NONE,
    )
    area: Mapped[str] = noted(
        "the body or area it is for, in the words of its source",
        default="",
        field=Line(
            "Area",
            hint="The place it is for, in words, such as a city.",
            longest=200,
            headings="Place; Area covered",
            shown=FACTS,
            quiet=True,
            listed=Listed.OFFERED,
            sorts=True,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    network_id: Mapped[int | None] = noted(
        "primary care network it belongs to",
        ForeignKey("network.id", ondelete="SET NULL"),
        index=True,
        field=OneRecord("Primary care network", hint="Only when it is the group of one network."),
        privacy=Privacy.NONE,
    )
    organisation_id: Mapped[int | None] = noted(
        "organisation of the register that holds it, such as a practice or Healthwatch",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
        field=OneRecord(
            "Held by",
            asks="Organisation that holds it",
            hint="Type part of its name or its code: that of the practice of a patient participation group.",
            chosen_as="organisation",
        ),
        privacy=Privacy.NONE,
    )
    purpose: Mapped[str] = noted(
        "what it is for",
        default="",
        field=Text(
            "Purpose",
            asks="What is it for?",
            longest=5_000,
            headings="What it is for; Role; Remit; Terms",
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    membership: Mapped[str] = noted(
        "who may be a member, in words",
        default="",
        field=Text(
            "Who may be a member",
            asks="Who may be a member?",
            longest=5_000,
            headings="Membership; Members; Who comes",
            shown=FACTS,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    chair_role: Mapped[str] = noted(
        "post that chairs it",
        default="",
        field=Line(
            "Chair",
            asks="Post that chairs it",
            hint="A post, not a name.",
            longest=200,
            headings="Chair (role); Chaired by; Post of the chair",
            shown=FACTS,
            listed=Listed.SHOWN,
            searched=True,
            said_when_empty=NOT_RECORDED,
        ),
        privacy=Privacy.NONE,
    )
    how_often: Mapped[str] = noted(
        "how often it meets, in words",
        default="",
        field=Line(
            "How often",
            asks="How often does it meet?",
            hint="In words. A schedule with dates comes after.",
            longest=200,
            headings="Frequency; Meets; How often it meets; Meeting frequency",
            shown=FACTS,
            listed=Listed.SHOWN,
            said_when_empty=NOT_RECORDED,
        ),
        privacy=Privacy.NONE,
    )
    meets_in_public: Mapped[bool] = noted(
        "whether it meets in public",
        default=False,
        field=Tick(
            "Meets in public", asks="It meets in public", shown=FACTS, said_when_empty="no, or not recorded"
        ),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = noted(
        "first day it existed; empty when not known",
        field=Day("First day", hint="Leave blank when it is not known.", listed=Listed.OFFERED, sorts=True),
        privacy=Privacy.NONE,
    )
    to_on: Mapped[date | None] = noted(
        "last day it existed; empty while it lasts",
        field=Day("Last day", hint="Leave blank while it lasts.", listed=Listed.OFFERED, sorts=True),
        privacy=Privacy.NONE,
    )
    kind_words: Mapped[str] = noted(
        "its kind in the words of its source",
        default="",
        field=Field("Kind, in the words of its source", shown=FACTS, quiet=True, searched=True),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where these facts come from",
        default="",
        field=Line(
            "Source",
            asks="Where do these facts come from?",
            longest=2_000,
            headings="Sources; Where it comes from; Reference",
            shown=FACTS,
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    trust: Mapped[str] = noted(
        "how far they can be trusted: verified, unverified or proposal",
        default="unverified",
        field=TRUST_IN_IT,
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(
        *("name", "area", "purpose", "membership", "chair_role", "kind_words", "source"), privacy=Privacy.NONE
    )


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
        "the forum",
        ForeignKey("forum.id", ondelete="CASCADE"),
        index=True,
        field=Field("Forum"),
        privacy=Privacy.NONE,
    )
    reports_to_id: Mapped[int | None] = noted(
        "forum it reports to; empty at the top",
        ForeignKey("forum.id", ondelete="SET NULL"),
        field=OneRecord("Forum it reports to", asks="To which forum does it report?"),
        privacy=Privacy.NONE,
    )
    how: Mapped[str] = noted(
        "reports, advises, informs or is_consulted",
        default="reports",
        field=Choice(
            "How",
            asks="How?",
            given=tuple((code, words.capitalize()) for code, words in HOW.items()),
            first="reports",
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    note: Mapped[str] = noted(
        "what it brings to the framework",
        default="",
        field=Line("What it brings to the framework", asks="What does it bring to the framework?"),
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"framework:{self.edition_id}"


class ForumPart(WithLaterVersion, Base):
    """What belongs to one forum; its changes are part of the forum's history."""

    __abstract__ = True

    id: Mapped[int] = key()
    forum_id: Mapped[int] = noted(
        "the forum", ForeignKey("forum.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"forum:{self.forum_id}"


class TermsOfReference(ForumPart):
    """Terms of reference of a forum, from the day they were agreed until the next."""

    __tablename__ = "terms_of_reference"

    agreed_on: Mapped[date] = noted(
        "when they were agreed",
        field=KnownDay(
            "Agreed on", asks="When were they agreed?", needed="Enter the day on which they were agreed"
        ),
        privacy=Privacy.NONE,
    )
    review_on: Mapped[date | None] = noted(
        "when they are to be looked at again",
        field=Day(
            "To be reviewed on", asks="When are they to be reviewed?", hint="Leave blank when no day is set."
        ),
        privacy=Privacy.NONE,
    )
    quorum: Mapped[int | None] = noted(
        "members who must be there; empty when none is set",
        field=Within(
            "Quorum",
            hint="How many members must be there. Leave blank when none is set.",
            least=1,
            most=500,
            wrong="A quorum is a whole number from 1 to 500",
        ),
        privacy=Privacy.NONE,
    )
    quorum_note: Mapped[str] = noted(
        "who must be among them, in words",
        default="",
        field=Line(
            "Who must be among them",
            asks="Who must be among them?",
            hint="Such as the chair and one lay member.",
            longest=500,
        ),
        privacy=Privacy.NONE,
    )
    summary: Mapped[str] = noted(
        "what they say, in short",
        default="",
        field=Text("What they say, in short", asks="What do they say, in short?", longest=5_000),
        privacy=Privacy.NONE,
    )
    link: Mapped[str] = noted(
        "public address, when they are published",
        default="",
        field=Address("Public address", hint="When they are published."),
        privacy=Privacy.NONE,
    )
    file: Mapped[str] = noted(
        "fingerprint in the file store", default="", names_a_file=True, privacy=Privacy.NONE
    )
    file_name: Mapped[str] = noted(
        "name the file came with", default="", field=Field("File"), privacy=Privacy.NONE
    )


class MeetingSchedule(ForumPart):
    """How often a forum is to meet, as a rule of recurrence, between two dates."""

    __tablename__ = "meeting_schedule"

    first_on: Mapped[date] = noted(
        "the first meeting of the schedule",
        field=KnownDay("First meeting", needed="Enter the day of the first meeting"),
        privacy=Privacy.NONE,
    )
    frequency: Mapped[str] = noted(
        "weekly, fortnightly, monthly, bimonthly, quarterly, half_yearly or yearly",
        field=Choice("How often", asks="How often?", given=tuple(FREQUENCIES.items()), first="quarterly"),
        privacy=Privacy.NONE,
    )
    by: Mapped[str] = noted(
        "day_of_month (the 14th) or weekday_of_month (the second Thursday)",
        default="weekday_of_month",
        field=Choice(
            "Within the month, always on", given=tuple(BY.items()), first="weekday_of_month", radios=True
        ),
        privacy=Privacy.NONE,
    )
    until_on: Mapped[date] = noted(
        "the last day on which the schedule holds; every schedule has an end",
        field=KnownDay(
            "Last day of the schedule", needed=WITHOUT_END, hint="Every schedule ends; another can follow it."
        ),
        privacy=Privacy.NONE,
    )
    starts_at: Mapped[str] = noted(
        "local time it begins, such as 14:00; empty when not known",
        default="",
        field=TimeOfDay("Time", hint="Such as 14:00 or 2pm, all year, whatever the clocks do."),
        privacy=Privacy.NONE,
    )
    minutes: Mapped[int] = noted(
        "how long a meeting lasts, in minutes", default=120, field=MINUTES, privacy=Privacy.NONE
    )
    venue: Mapped[str] = noted(
        "where it usually meets",
        default="",
        field=Line("Venue", asks="Where?", longest=300),
        privacy=Privacy.NONE,
    )
    uid: Mapped[str] = noted(
        "what calendars know the series by", unique=True, default=new_uid, privacy=Privacy.NONE
    )
    sequence: Mapped[int] = noted(
        "raised when calendars must take the series anew", default=0, privacy=Privacy.NONE
    )


class Membership(ForumPart):
    """A seat on a forum: the role, whom it speaks for, and who holds it between two dates."""

    __tablename__ = "membership"

    title: Mapped[str] = noted(
        "post of the member, such as PPG Chair, practice M92007",
        field=Line(
            "Post",
            asks="Post of the member",
            needed="Enter the post, such as PPG Chair, practice M92007",
            hint="What is shown everywhere: a post, not a name.",
            longest=200,
        ),
        privacy=Privacy.NONE,
    )
    role: Mapped[str] = noted(
        "chair, vice_chair, member, secretary, in_attendance or observer",
        field=Choice("Role on the forum", given=tuple(ROLES.items()), first="member"),
        privacy=Privacy.NONE,
    )
    organisation_id: Mapped[int | None] = noted(
        "organisation they speak for",
        ForeignKey("organisation.id", ondelete="SET NULL"),
        index=True,
        field=OneRecord(
            "Organisation they speak for", hint="Type part of its name or its code.", chosen_as="organisation"
        ),
        privacy=Privacy.NONE,
    )
    network_id: Mapped[int | None] = noted(
        "primary care network they speak for",
        ForeignKey("network.id", ondelete="SET NULL"),
        field=OneRecord("Primary care network they speak for"),
        privacy=Privacy.NONE,
    )
    person_id: Mapped[int | None] = noted(
        "who they are; empty when only the post is known",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        field=OneRecord(
            "Who holds it",
            asks="Who holds it now",
            hint="Type part of their name. Leave blank when only the post is known.",
            chosen_as="person",
        ),
        privacy=Privacy.NONE,
    )
    counts_for_quorum: Mapped[bool] = noted(
        "whether they count for the quorum",
        default=True,
        field=Tick("Counts for the quorum"),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = noted(
        "first day; empty when not known",
        field=Day("Member from", hint="Leave blank when it is not known."),
        privacy=Privacy.NONE,
    )
    term_ends_on: Mapped[date | None] = noted(
        "when the term ends; empty when there is none",
        field=Day("Term ends on", hint="Leave blank when there is no term."),
        privacy=Privacy.NONE,
    )
    to_on: Mapped[date | None] = noted(
        "last day; empty while they are a member",
        field=Day("Last day as a member", hint="Leave blank while they are one."),
        privacy=Privacy.NONE,
    )
