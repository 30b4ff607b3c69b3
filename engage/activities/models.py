"""An engagement activity, the bodies it was run by, and its evidence."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, literal
from sqlalchemy.orm import Mapped

from engage.activities.needs import Needs
from engage.activities.tallies import Tallies
from engage.platform.data.dated import Dated
from engage.platform.data.fields import (
    Choice,
    Choices,
    Day,
    Field,
    Line,
    Lines,
    Listed,
    Records,
    Text,
    Tick,
    Wording,
    YesNo,
)
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, ByName, Keep, Privacy, Words, key, noted
from engage.platform.data.unread import WithUnread
from engage.rules.cycle import stage_vocabulary
from engage.rules.words import read_vocabulary

KNOWN_PURPOSES = (
    ("self_care", "helping people look after their own health (self-care)"),
    ("integrated_care_strategy", "the integrated care strategy"),
)


PLACE = "Purpose, place and partners"
ACCESS = "Who it was for, and access"
FINDINGS = "Findings, evaluation and source"

HAPPENED = "What happened"
INVOLVED = "Who was involved"
LEARNT = "What was learnt"
SOURCE = "Source"


class Activity(Dated, WithUnread, WithVersion, Base):
    """Any engagement event or exercise. What was heard at it lies in ``feedback``, under its reference."""

    HELD_IN: ClassVar = {"starts": "when_words", "ends": "when_words", "project": "project_id"}

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_sorts_on_id", "sorts_on", "id"),
        Index("ix_activity_title_id", "title", "id"),
    )

    id: Mapped[int] = key()
    ref: Mapped[str] = noted(
        "the reference its keeper gave it, such as ENG-012",
        unique=True,
        field=Field(
            "Reference",
            headings="Ref; Ref no; Ref number; Reference number; Reference no; Activity ref; ID; No",
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "what it was called",
        field=Line(
            "Activity",
            asks="What was it called?",
            needed="Enter what the activity was called",
            longest=500,
            headings="Title; Name of activity; Activity name; Activity title; Event; Event name;"
            " Engagement activity; Engagement; What was done; What",
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    project_id: Mapped[int | None] = noted(
        "the project it serves",
        ForeignKey("project.id"),
        index=True,
        field=Field("Project"),
        privacy=Privacy.NONE,
    )
    stage: Mapped[int | None] = noted(
        "primary stage of the engagement cycle, 1 to 5",
        index=True,
        field=Choice(
            "Stage of the engagement cycle",
            short="Stage",
            vocabulary=stage_vocabulary,
            one="a stage of the engagement cycle",
            numbered=True,
            radios=True,
            unknown="Not known",
            headings="Commissioning stage; Engagement cycle stage; Cycle stage; Stage of cycle",
            shown=HAPPENED,
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
            fact="stage",
        ),
        privacy=Privacy.NONE,
    )
    also_stages: Mapped[list[int]] = noted(
        "further stages it served",
        JSON,
        default=list,
        field=Choices(
            "Further stages",
            asks="Further stages it served",
            vocabulary=stage_vocabulary,
            one="a stage of the engagement cycle",
            numbered=True,
            headings="Other stages; Further stages it served; Also stages",
            part=PLACE,
            shown=HAPPENED,
            quiet=True,
            fact="also_stages",
        ),
        privacy=Privacy.NONE,
    )
    method: Mapped[str] = noted(
        "how people were engaged; empty when not recorded",
        default="",
        index=True,
        field=Wording(
            "Method",
            asks="How were people engaged?",
            vocabulary=lambda: read_vocabulary("methods"),
            headings="Method of engagement; Engagement method; How; How people were engaged; Type;"
            " Type of engagement; Type of activity; Activity type; Format",
            shown=HAPPENED,
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
            searched=True,
            fact="method",
        ),
        privacy=Privacy.NONE,
    )
    venue: Mapped[str] = noted(
        "where it was held",
        default="",
        field=Line(
            "Venue",
            asks="Where was it held?",
            longest=500,
            headings="Location; Place; Where; Where held; Venue / location",
            part=PLACE,
            shown=HAPPENED,
            listed=Listed.OFFERED,
            searched=True,
            fact="venue",
        ),
        privacy=Privacy.NONE,
    )
    setting: Mapped[str] = noted(
        "whether people met in person, online or both ways: in_person, online, both, or empty",
        default="",
        server_default=literal(""),
        field=Choice(
            "In person or online",
            asks="Did people meet in person or online?",
            given=(("in_person", "In person"), ("online", "Online"), ("both", "In person and online")),
            unknown="Not known",
            headings="Setting; Face to face or online; How it was held",
            part=PLACE,
            shown=HAPPENED,
            quiet=True,
            listed=Listed.OFFERED,
            filtered=True,
            fact="setting",
        ),
        privacy=Privacy.NONE,
    )
    purpose: Mapped[str] = noted(
        "what it was for",
        default="",
        field=Text(
            "Purpose",
            asks="What was it for?",
            headings="What it was for; What was it for; Reason for engagement",
            part=PLACE,
            shown=HAPPENED,
            searched=True,
        ),
        privacy=Privacy.NONE,
    )
    purposes: Mapped[list[str]] = noted(
        "codes of known purposes, such as self_care",
        Words,
        default=list,
        field=Choices("Known purposes", given=KNOWN_PURPOSES, fact="purposes"),
        privacy=Privacy.NONE,
    )
    outcome_sought: Mapped[str] = noted(
        "what it was meant to bring about",
        default="",
        field=Text(
            "Outcome sought",
            asks="What was it meant to bring about?",
            headings="Aim; Aims; Desired outcome; Intended outcome",
            part=PLACE,
            shown=HAPPENED,
        ),
        privacy=Privacy.NONE,
    )
    strategy_points: Mapped[list[int]] = noted(
        "strategy principles and objectives it serves",
        JSON,
        default=list,
        field=Records(
            "Serves",
            asks="Strategy principles and objectives it serves",
            kind="strategy_point",
            part=PLACE,
            fact="strategy_points",
        ),
        privacy=Privacy.NONE,
    )
    reached_kind: Mapped[str] = noted(
        "exact, about, at_least or not_recorded",
        default="not_recorded",
        field=Field("How many were reached, exactly or about"),
        privacy=Privacy.NONE,
    )
    reached: Mapped[int | None] = noted(
        "how many contacts; empty when not recorded, which is never nought",
        field=Field("Number reached"),
        privacy=Privacy.NONE,
    )
    reached_said: Mapped[str] = noted(
        "the words from which the number was read, where they say more, such as 30-40",
        default="",
        server_default=literal(""),
        field=Field("Number reached, as it was written"),
        privacy=Privacy.NONE,
    )
    same_contacts_as_id: Mapped[int | None] = noted(
        "another activity that counted the same contacts",
        ForeignKey("activity.id", ondelete="SET NULL"),
        index=True,
        field=Field("Counts the same contacts as"),
        privacy=Privacy.NONE,
    )
    tallies: Mapped[dict[str, Any]] = noted(
        "how many people of which groups were counted: by group, its number and exact, about or at_least",
        ByName,
        default=dict,
        nullable=True,
        field=Tallies(
            "People counted by group",
            asks="How many of them were of which groups?",
            hint="Such as 9 disabled, 3 carers, 14 women. Leave out groups that nobody counted.",
            headings="How many of which groups; People by group; Numbers by group; Breakdown of attendees;"
            " Breakdown of numbers; Equality monitoring; Equality breakdown; Demographics;"
            " Demographic breakdown; Attendee breakdown; Who attended",
            fact="tallies",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    audience: Mapped[list[str]] = noted(
        "who it was for",
        Words,
        default=list,
        field=Lines(
            "Audience",
            asks="Who was it for?",
            headings="Target audience; Who; Who was it for; Who was engaged; Participants",
            part=ACCESS,
            shown=INVOLVED,
            listed=Listed.OFFERED,
            searched=True,
            fact="audience",
        ),
        privacy=Privacy.NONE,
    )
    groups_aimed_at: Mapped[list[str]] = noted(
        "groups it set out to reach",
        Words,
        default=list,
        field=Lines(
            "Groups aimed at",
            asks="Which groups did it set out to reach?",
            headings="Target groups; Groups targeted; Groups it set out to reach",
            part=ACCESS,
            shown=INVOLVED,
            searched=True,
            fact="groups_aimed_at",
        ),
        privacy=Privacy.NONE,
    )
    equality_groups: Mapped[list[str]] = noted(
        "equality groups it concerned",
        Words,
        default=list,
        field=Choices(
            "Equality groups",
            asks="Equality groups it concerned",
            vocabulary=lambda: read_vocabulary("equality_groups"),
            grows=True,
            headings="Protected characteristics; Protected groups; Equality characteristics;"
            " Equality strands",
            part=ACCESS,
            shown=INVOLVED,
            listed=Listed.OFFERED,
            searched=True,
            fact="equality_groups",
        ),
        privacy=Privacy.NONE,
    )
    in_evening: Mapped[str] = noted(
        "whether it was in the evening: yes, no, or empty",
        default="",
        server_default=literal(""),
        field=YesNo(
            "In the evening",
            asks="Was it in the evening?",
            as_text=True,
            headings="Evening; Evening event; Evening session; Held in the evening; Out of hours",
            part=ACCESS,
            shown=INVOLVED,
            quiet=True,
            listed=Listed.OFFERED,
            filtered=True,
            fact="in_evening",
        ),
        privacy=Privacy.NONE,
    )
    at_weekend: Mapped[str] = noted(
        "whether it was at a weekend: yes, no, or empty",
        default="",
        server_default=literal(""),
        field=YesNo(
            "At a weekend",
            asks="Was it at a weekend?",
            as_text=True,
            headings="Weekend; Weekend event; Held at a weekend; Weekend session",
            part=ACCESS,
            shown=INVOLVED,
            quiet=True,
            listed=Listed.OFFERED,
            filtered=True,
            fact="at_weekend",
        ),
        privacy=Privacy.NONE,
    )
    childcare: Mapped[str] = noted(
        "whether childcare was offered or paid for: yes, no, or empty",
        default="",
        server_default=literal(""),
        field=YesNo(
            "Childcare provided",
            asks="Was childcare offered or paid for?",
            as_text=True,
            headings="Childcare; Creche; Crèche; Childcare offered; Childcare paid; Childcare available",
            part=ACCESS,
            shown=INVOLVED,
            quiet=True,
            listed=Listed.OFFERED,
            filtered=True,
            fact="childcare",
        ),
        privacy=Privacy.NONE,
    )
    travel_paid: Mapped[str] = noted(
        "whether people's travel was paid for: yes, no, or empty",
        default="",
        server_default=literal(""),
        field=YesNo(
            "Travel paid",
            asks="Was people’s travel paid for?",
            as_text=True,
            headings="Travel; Travel expenses; Travel costs; Travel reimbursed; Expenses paid;"
            " Transport provided; Travel costs paid",
            part=ACCESS,
            shown=INVOLVED,
            quiet=True,
            listed=Listed.OFFERED,
            filtered=True,
            fact="travel_paid",
        ),
        privacy=Privacy.NONE,
    )
    carers_present: Mapped[str] = noted(
        "whether carers or representatives were there: yes, no, or empty",
        default="",
        field=YesNo(
            "Carers or representatives present",
            asks="Were carers or representatives there?",
            as_text=True,
            headings="Carers present; Carers there",
            part=ACCESS,
            shown=INVOLVED,
        ),
        privacy=Privacy.NONE,
    )
    carers_absent_because: Mapped[str] = noted(
        "why they were absent",
        default="",
        field=Line(
            "Why carers were absent",
            asks="If not, why not?",
            headings="Reason carers absent",
            part=ACCESS,
            shown=INVOLVED,
            quiet=True,
            fact="absence_reason",
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    access_needs_asked: Mapped[bool | None] = noted(
        "whether people were asked for their access needs",
        field=YesNo(
            "Access needs asked",
            asks="Were people asked about access needs?",
            headings="Access needs asked for; Asked access needs",
            part=ACCESS,
            shown=INVOLVED,
        ),
        privacy=Privacy.NONE,
    )
    access_needs: Mapped[list[dict[str, Any]]] = noted(
        "needs: a list of need, met (yes, no), reason",
        JSON,
        default=list,
        field=Needs(
            "Access needs", headings="Access needs met; Reasonable adjustments", part=ACCESS, shown=INVOLVED
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    organisations: Mapped[list[str]] = noted(
        "organisations that took part",
        Words,
        default=list,
        field=Lines(
            "Organisations involved",
            asks="Organisations that took part",
            headings="Organisations; Organisations that took part; Partners; Partner organisations",
            part=PLACE,
            shown=INVOLVED,
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    findings_shared_with: Mapped[list[str]] = noted(
        "with whom the findings were shared",
        Words,
        default=list,
        field=Lines(
            "Findings shared with",
            asks="With whom were the findings shared?",
            headings="Shared with; With whom findings were shared",
            part=FINDINGS,
            shown=LEARNT,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    evaluation: Mapped[str] = noted(
        "how it went, and how that was judged",
        default="",
        field=Text(
            "Evaluation",
            asks="How did it go, and how was that judged?",
            headings="How it went; Evaluation of the activity; Lessons learned",
            part=FINDINGS,
            shown=LEARNT,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    status: Mapped[str] = noted(
        "planned, open, completed, feedback_collected, fed_back or cancelled; empty when not recorded",
        default="completed",
        index=True,
        field=Choice(
            "Status",
            asks="Where does it stand?",
            vocabulary=lambda: read_vocabulary("statuses"),
            one="a status of an activity",
            unknown="Not recorded",
            first="completed",
            headings="State; Progress; Where it stands",
            part=FINDINGS,
            listed=Listed.SHOWN,
            sorts=True,
            filtered=True,
            fact="status",
        ),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where this record comes from",
        default="",
        field=Line(
            "Source of this record",
            short="Source",
            asks="Where does this record come from?",
            longest=2_000,
            headings="Source of record; Source page; Link; Web link; URL",
            part=FINDINGS,
            shown=SOURCE,
            listed=Listed.OFFERED,
            searched=True,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)
    search_text: Mapped[str] = found_by(privacy=Privacy.WORDS, keep=Keep.RECORD)


class ActivityBody(Base):
    """A body that ran an activity: one leads, others may join."""

    __tablename__ = "activity_body"
    __table_args__ = (UniqueConstraint("activity_id", "body_id"),)

    id: Mapped[int] = key()
    activity_id: Mapped[int] = noted(
        "the activity", ForeignKey("activity.id", ondelete="CASCADE"), privacy=Privacy.NONE
    )
    body_id: Mapped[int] = noted(
        "the body", ForeignKey("body.id"), index=True, field=Field("Body"), privacy=Privacy.NONE
    )
    leads: Mapped[bool] = noted("whether it led", field=Tick("Lead body"), privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"activity:{self.activity_id}"


class ActivityEvidence(Base):
    """A file or a public link that shows the activity took place, with the period it proves."""

    __tablename__ = "activity_evidence"

    id: Mapped[int] = key()
    activity_id: Mapped[int] = noted(
        "the activity", ForeignKey("activity.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
    )
    title: Mapped[str] = noted(
        "what it is",
        field=Line(
            "Evidence",
            asks="What is it?",
            needed="Enter what the evidence is, such as “Attendance sheet”",
            longest=300,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    link: Mapped[str] = noted(
        "public address, when it is one",
        default="",
        field=Line(
            "Public address",
            hint="If it can be read on the web, such as https://www.example.nhs.uk/report",
        ),
        privacy=Privacy.NONE,
    )
    file: Mapped[str] = noted(
        "fingerprint in the file store, when it is a file",
        default="",
        names_a_file=True,
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    file_name: Mapped[str] = noted(
        "name the file came with", default="", field=Field("File"), privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    received_on: Mapped[date] = noted(
        "when it was received",
        field=Day(
            "Received",
            asks="When was it received?",
            hint="Such as 6 June 2018. Leave blank for today.",
        ),
        privacy=Privacy.NONE,
    )
    proves_from: Mapped[date | None] = noted(
        "first day of the period it proves", field=Field("Proves from"), privacy=Privacy.NONE
    )
    proves_to: Mapped[date | None] = noted(
        "last day of the period it proves", field=Field("Proves to"), privacy=Privacy.NONE
    )

    def record_ref(self) -> str:
        return f"activity:{self.activity_id}"
