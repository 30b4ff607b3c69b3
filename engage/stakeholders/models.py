"""Organisations and people of the register, the posts people hold, and what each agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint, literal
from sqlalchemy.orm import Mapped, declared_attr

from engage.platform import clock
from engage.platform.data.fields import (
    Choice,
    Day,
    Field,
    Line,
    Listed,
    OneRecord,
    Records,
    Text,
    Tick,
    Wording,
)
from engage.platform.data.holding import WithVersion
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted
from engage.platform.data.unread import WithUnread
from engage.rules.words import read_vocabulary
from engage.stakeholders.kinds import Code, Codes, Keywords, MailAddress, PastDay, Postcode, WebAddress
from engage.stakeholders.words import BASES, CHANNELS, CONSENTS, GROUPS, KINDS, POINTS, STATUSES, SUB_TYPES

NAMES_ONE = "(organisation_id IS NULL) <> (person_id IS NULL)"
NOT_KNOWN = "not known"

PUBLISHED = "Addresses it publishes"
PLACES = "Places and days"
REACH = "Interests, network and how to reach them"
SOURCE = "Notes and source"
ABOUT = "About"

IN_REACH: dict[str, Any] = {"part": REACH, "shown": ABOUT, "listed": Listed.OFFERED}
AS_PUBLISHED: dict[str, Any] = {"part": PUBLISHED, "shown": PUBLISHED, "listed": Listed.OFFERED}
NARROWS: dict[str, Any] = {
    "listed": Listed.SHOWN,
    "sorts": True,
    "filtered": True,
    "said_when_empty": NOT_KNOWN,
}

FIRST, SECOND = -2, -1  # in the order of fields; the rest follows as it stands here


class StakeholderFields(WithVersion):
    """What organisations and people of the register have in common.

    ``CLASS`` is the privacy class and the class of retention of what says nothing of anybody when it is said
    of an organisation, and something of somebody when it is said of a person; ``TYPED`` that of words of our
    own, which may name somebody of an organisation too.
    """

    CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.NONE}
    TYPED: ClassVar[dict[str, Any]] = {"privacy": Privacy.WORDS, "keep": Keep.RECORD}
    SUB_TYPE_LISTED: ClassVar[Listed] = Listed.OFFERED
    AREA: ClassVar[str] = "the area it works in, in words"
    NETWORK: ClassVar[str] = "primary care network it belongs to"

    @declared_attr
    def group(cls) -> Mapped[str]:
        return noted(
            "code of the stakeholder group, such as SG-4; empty when not known",
            default="",
            index=True,
            sort_order=SECOND,
            field=Choice(
                "Stakeholder group",
                short="Group",
                vocabulary=lambda: read_vocabulary(GROUPS),
                one="one of the stakeholder groups",
                radios=True,
                unknown="Not known",
                headings="Segment; Stakeholder segment",
                shown=ABOUT,
                **NARROWS,
            ),
            **cls.CLASS,
        )

    @declared_attr
    def sub_type(cls) -> Mapped[str]:
        return noted(
            "what it is within its group, such as GP practice or carer",
            default="",
            index=True,
            sort_order=SECOND,
            field=Wording(
                "Sub-type",
                vocabulary=lambda: read_vocabulary(SUB_TYPES),
                shown=ABOUT,
                quiet=True,
                listed=cls.SUB_TYPE_LISTED,
                filtered=True,
                said_when_empty=NOT_KNOWN,
            ),
            **cls.CLASS,
        )

    @declared_attr
    def area(cls) -> Mapped[str]:
        return noted(
            cls.AREA,
            default="",
            index=True,
            sort_order=SECOND,
            field=Line(
                "Area",
                hint="In words, such as the town.",
                longest=500,
                width=20,
                headings="Place; Locality; Town; Where; Area covered; Geography",
                shown=ABOUT,
                **NARROWS,
            ),
            **cls.CLASS,
        )

    closed_on: Mapped[date | None] = noted(
        "last day it existed, or that we worked with it; empty while it lasts",
        index=True,
        field=Day(
            "Closed on",
            asks="Last day",
            hint="Only if it has closed.",
            headings="Closed; Close date; Date closed; End date; To",
            part=PLACES,
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )

    @declared_attr
    def network_id(cls) -> Mapped[int | None]:
        return noted(
            cls.NETWORK,
            ForeignKey("network.id", ondelete="SET NULL"),
            index=True,
            field=OneRecord("Primary care network", part=REACH),
            privacy=Privacy.NONE,
        )

    @declared_attr
    def topics(cls) -> Mapped[list[str]]:
        return noted(
            "topics of interest",
            Words,
            default=list,
            field=Keywords(
                "Topics of interest", headings="Topics; Interests; Interested in", quiet=True, **IN_REACH
            ),
            **cls.CLASS,
        )

    @declared_attr
    def tags(cls) -> Mapped[list[str]]:
        tags = Keywords("Tags", headings="Labels; Keywords", quiet=True, **IN_REACH)
        return noted("tags given to it", Words, default=list, field=tags, **cls.TYPED)

    @declared_attr
    def owner_id(cls) -> Mapped[int | None]:
        return noted(
            "account that looks after the relationship",
            ForeignKey("account.id"),
            index=True,
            field=OneRecord("Looked after by", asks="Who looks after the relationship?", part=REACH),
            privacy=Privacy.NONE,
        )

    @declared_attr
    def preferred_channel(cls) -> Mapped[str]:
        return noted(
            "how it is best reached: email, phone, post, meeting, text, social; empty when not known",
            default="",
            field=Choice(
                "Best reached by",
                asks="How is it best reached?",
                vocabulary=lambda: read_vocabulary(CHANNELS),
                unknown="Not known",
                **IN_REACH,
            ),
            **cls.CLASS,
        )

    @declared_attr
    def languages(cls) -> Mapped[list[str]]:
        return noted(
            "languages it is best written or spoken to in",
            Words,
            default=list,
            field=Keywords("Languages", asks="Languages other than English", rows=2, quiet=True, **IN_REACH),
            **cls.CLASS,
        )

    @declared_attr
    def access_needs(cls) -> Mapped[str]:
        needs = Text(
            "Access needs",
            asks="What must information be like?",
            hint="Such as large print, easy read or BSL.",
            rows=2,
            **IN_REACH,
        )
        return noted(
            "what information must be like to be accessible, such as large print or BSL",
            default="",
            field=needs,
            privacy=Privacy.CONTACT,
            keep=Keep.CONTACT,
        )

    @declared_attr
    def notes(cls) -> Mapped[str]:
        notes = Text(
            "Notes", rows=4, headings="Note; Comments; Remarks", part=SOURCE, shown=ABOUT, quiet=True
        )
        return noted(
            "notes of the relationship", default="", field=notes, privacy=Privacy.CONTACT, keep=Keep.CONTACT
        )

    @declared_attr
    def source(cls) -> Mapped[str]:
        source = Line(
            "Source of this record",
            short="Source",
            asks="Where does this come from?",
            longest=2_000,
            headings="Source of record; Source page; Where from",
            part=SOURCE,
            shown=SOURCE,
            listed=Listed.OFFERED,
        )
        return noted("where these facts come from", default="", field=source, **cls.TYPED)

    do_not_contact: Mapped[bool] = noted(
        "whether it is not to be contacted at all, whatever else it agreed to",
        default=False,
        field=Tick("Do not contact", listed=Listed.OFFERED),
        privacy=Privacy.NONE,
    )
    do_not_contact_on: Mapped[date | None] = noted(
        "since when it is not to be contacted",
        field=PastDay(
            "Not to be contacted since",
            asks="Since when?",
            needed="Enter the day since which they are not to be contacted",
        ),
        privacy=Privacy.NONE,
    )
    do_not_contact_because: Mapped[str] = noted(
        "why it is not to be contacted",
        default="",
        field=Text("Why they are not to be contacted", asks="Why?", longest=1_000),
        privacy=Privacy.CONTACT,
        keep=Keep.CONSENT,
    )
    added_on: Mapped[date] = noted(
        "the day it was entered here",
        default=clock.today,
        index=True,
        field=Field("Added on"),
        privacy=Privacy.NONE,
    )
    is_invented: Mapped[bool] = noted("invented for the demonstration", default=False, privacy=Privacy.NONE)


class Organisation(StakeholderFields, WithUnread, Base):
    """An organisation or group we deal with. Its facts are public: nothing of people is kept here."""

    PUBLISHES: ClassVar[dict[str, Any]] = {"default": "", "privacy": Privacy.PUBLIC, "keep": Keep.RECORD}
    UNREAD_CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.CONTACT, "keep": Keep.CONTACT}

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_sorts_as_id", "sorts_as", "id"),)

    id: Mapped[int] = key()
    name: Mapped[str] = noted(
        "the name shown",
        sort_order=FIRST,
        field=Line(
            "Name",
            short="Organisation",
            asks="Name",
            needed="Enter the name of the organisation",
            longest=300,
            headings="Organisation name; Name of organisation; Stakeholder; Stakeholder name; Group name;"
            " Outlet",
        ),
        privacy=Privacy.PUBLIC,
        keep=Keep.RECORD,
    )
    sorts_as: Mapped[str] = noted(
        "its name in small letters, without articles or marks, by which it is sorted",
        privacy=Privacy.PUBLIC,
        keep=Keep.RECORD,
    )
    ods_code: Mapped[str | None] = noted(
        "its Organisation Data Service code; empty when it has none",
        unique=True,
        sort_order=FIRST,
        field=Code(
            "ODS code",
            hint="If it has one, such as M92007.",
            longest=12,
            width=10,
            headings="ODS; Organisation code; Practice code; Code",
            listed=Listed.OFFERED,
            sorts=True,
        ),
        privacy=Privacy.NONE,
    )
    kind: Mapped[str] = noted(
        "what kind of organisation, such as Charity",
        default="",
        index=True,
        sort_order=FIRST,
        field=Wording(
            "Kind of organisation",
            short="Kind",
            vocabulary=lambda: read_vocabulary(KINDS),
            headings="Type; Type of organisation; Organisation type; Sector; Category",
            **NARROWS,
        ),
        privacy=Privacy.NONE,
    )
    status: Mapped[str] = noted(
        "active, closed or dormant",
        default="active",
        index=True,
        field=Choice(
            "Status",
            asks="Does it go on?",
            vocabulary=lambda: read_vocabulary(STATUSES),
            one="a state of an organisation",
            first="active",
            radios=True,
            headings="State; Active or closed",
            part=PLACES,
            **NARROWS,
        ),
        privacy=Privacy.NONE,
    )
    address: Mapped[str] = noted(
        "its address as it publishes it",
        field=Text(
            "Address",
            asks="Address, as it publishes it",
            headings="Postal address; Street address; Address line",
            **AS_PUBLISHED,
        ),
        **PUBLISHES,
    )
    postcode: Mapped[str] = noted(
        "its postcode as it publishes it",
        field=Postcode("Postcode", longest=20, width=10, headings="Post code; Zip", **AS_PUBLISHED),
        **PUBLISHES,
    )
    phone: Mapped[str] = noted(
        "its telephone number as it publishes it",
        field=Line(
            "Telephone",
            longest=200,
            width=20,
            headings="Phone; Tel; Telephone number; Phone number; Tel no",
            **AS_PUBLISHED,
        ),
        **PUBLISHES,
    )
    email: Mapped[str] = noted(
        "its general mail address, lower case",
        field=MailAddress(
            "Mail address",
            asks="General mail address",
            longest=254,
            headings="Email; E-mail; Email address; Mail",
            **AS_PUBLISHED,
        ),
        **PUBLISHES,
    )
    website: Mapped[str] = noted(
        "its public address on the web",
        field=WebAddress(
            "Website",
            hint="Starting with https://",
            longest=500,
            headings="Web; Web site; Web address; URL",
            part=PUBLISHED,
            listed=Listed.OFFERED,
        ),
        **PUBLISHES,
    )
    place_ids: Mapped[list[int]] = noted(
        "places it works in",
        JSON,
        default=list,
        field=Records("Places", asks="Places it works in", kind="place", part=PLACES),
        privacy=Privacy.NONE,
    )
    opened_on: Mapped[date | None] = noted(
        "first day it existed; empty when not known",
        field=Day(
            "Opened on",
            asks="First day",
            hint="If it is known, such as 1 April 2013.",
            headings="Opened; Open date; Date opened; Start date; From",
            part=PLACES,
            listed=Listed.OFFERED,
        ),
        privacy=Privacy.NONE,
    )
    represents: Mapped[str] = noted(
        "whom it speaks for",
        default="",
        field=Line(
            "Speaks for",
            asks="Whom does it speak for?",
            hint="Such as Carers.",
            headings="Represents; Who it represents; Community represented",
            quiet=True,
            **IN_REACH,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    passes_on: Mapped[str] = noted(
        "by what it can pass on our news, such as a newsletter to 400 members",
        default="",
        server_default=literal(""),
        field=Line(
            "Passes news on by",
            asks="How can it pass on our news?",
            hint="Such as a newsletter to 400 members, or a noticeboard.",
            **IN_REACH,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    codes: Mapped[dict[str, str]] = noted(
        "further codes it has in registers, such as of its parent, by what they are",
        JSON,
        default=dict,
        field=Codes("Codes in registers"),
        privacy=Privacy.NONE,
    )
    merged_into_id: Mapped[int | None] = noted(
        "the organisation it was found to be the same as; empty while it stands for itself",
        ForeignKey("organisation.id"),
        index=True,
        field=Field("Merged into"),
        privacy=Privacy.NONE,
    )
    search_text: Mapped[str] = found_by(privacy=Privacy.PUBLIC, keep=Keep.RECORD)

    def record_ref(self) -> str:
        return f"organisation:{self.id}"


class OrganisationName(Base):
    """Another way in which an organisation's name is written."""

    __tablename__ = "organisation_name"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = key()
    organisation_id: Mapped[int] = noted(
        "the organisation",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    name: Mapped[str] = noted(
        "the variant", index=True, field=Field("Also written"), privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )

    def record_ref(self) -> str:
        return f"organisation:{self.organisation_id}"


class Person(StakeholderFields, Base):
    """Somebody we deal with: a holder of posts, or a member of the public who takes part."""

    CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.CONTACT, "keep": Keep.CONTACT}
    TYPED: ClassVar[dict[str, Any]] = CLASS
    SUB_TYPE_LISTED: ClassVar[Listed] = Listed.SHOWN
    AREA: ClassVar[str] = "the area they live or work in, in words"
    NETWORK: ClassVar[str] = "primary care network they belong to"

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_sorts_as_id", "sorts_as", "id"),)

    id: Mapped[int] = key()
    name: Mapped[str] = noted(
        "what they are called",
        sort_order=FIRST,
        field=Line("Name", needed="Enter what the person is called", longest=200),
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    sorts_as: Mapped[str] = noted(
        "the name in small letters, by which it is sorted", privacy=Privacy.CONTACT, keep=Keep.CONTACT
    )
    merged_into_id: Mapped[int | None] = noted(
        "the person they were found to be the same as; empty while they stand for themselves",
        ForeignKey("person.id"),
        index=True,
        field=Field("Merged into"),
        privacy=Privacy.NONE,
    )
    erased_on: Mapped[date | None] = noted(
        "when what is kept of them was erased; empty until then",
        index=True,
        field=Field("Erased on"),
        privacy=Privacy.NONE,
    )
    search_text: Mapped[str] = found_by("name", "area", privacy=Privacy.CONTACT, keep=Keep.CONTACT)

    def record_ref(self) -> str:
        return f"person:{self.id}"


Stakeholder = Organisation | Person
Table = type[Organisation] | type[Person]


class OfOneStakeholder:
    """What belongs to exactly one organisation or one person; its changes are part of their history."""

    @declared_attr
    def organisation_id(cls) -> Mapped[int | None]:
        return noted(
            "the organisation",
            ForeignKey("organisation.id", ondelete="CASCADE"),
            index=True,
            privacy=Privacy.NONE,
        )

    @declared_attr
    def person_id(cls) -> Mapped[int | None]:
        return noted(
            "the person", ForeignKey("person.id", ondelete="CASCADE"), index=True, privacy=Privacy.NONE
        )

    def record_ref(self) -> str:
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"organisation:{self.organisation_id}"


class ContactPoint(OfOneStakeholder, Base):
    """One address, of whatever kind: several may be kept, one of each kind is preferred."""

    __tablename__ = "contact_point"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted(
        "email, phone, post or web",
        field=Choice(
            "Kind of address",
            asks="What is it?",
            needed="Choose what kind of address it is",
            given=tuple(POINTS.items()),
            first="email",
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    value: Mapped[str] = noted(
        "the address or number; mail addresses in lower case",
        index=True,
        field=Text("Address or number", needed="Enter the address or number", longest=1_000, rows=2),
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    label: Mapped[str] = noted(
        "what it is for, such as office or home",
        default="",
        field=Line(
            "What the address is for",
            asks="What is it for?",
            hint="Such as office or home.",
            longest=100,
            width=20,
        ),
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    is_preferred: Mapped[bool] = noted(
        "whether it is the first of its kind to use",
        default=False,
        field=Tick("Used first", asks="Use this one first"),
        privacy=Privacy.NONE,
    )


class Post(Base):
    """A post at an organisation and who holds it between two dates; nobody may be named.

    When a holder changes, the old row gets its last day and a new one begins: the past stays true.
    """

    __tablename__ = "post"

    id: Mapped[int] = key()
    organisation_id: Mapped[int] = noted(
        "the organisation",
        ForeignKey("organisation.id", ondelete="CASCADE"),
        index=True,
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "what the post is called, such as PPG Chair",
        field=Line(
            "Post", asks="What is the post called?", needed="Enter what the post is called", longest=200
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    person_id: Mapped[int | None] = noted(
        "who holds it; empty when only the post is known",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        field=OneRecord(
            "Held by",
            asks="Who holds it?",
            hint="Type part of their name. Leave blank when nobody is named.",
            chosen_as="person",
        ),
        privacy=Privacy.NONE,
    )
    from_on: Mapped[date | None] = noted(
        "first day held; empty when not known",
        field=Day("Held since", asks="Since when?", hint="Leave blank if it is not known."),
        privacy=Privacy.NONE,
    )
    to_on: Mapped[date | None] = noted(
        "last day held; empty while it is held",
        field=Day("Held until", asks="Until when?", hint="Only if they no longer hold it."),
        privacy=Privacy.NONE,
    )

    def record_ref(self) -> str:
        return f"organisation:{self.organisation_id}"


class Consent(OfOneStakeholder, Base):
    """That somebody may be contacted one to one, or is subscribed to bulk mail; two different things."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted(
        "one_to_one or bulk",
        index=True,
        field=Choice(
            "Consent",
            asks="What did they agree to?",
            needed="Choose what they agreed to",
            given=tuple(CONSENTS.items()),
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    basis: Mapped[str] = noted(
        "what it rests on: consent, soft_opt_in, public_task, corporate_subscriber; empty when not recorded",
        default="",
        field=Choice(
            "What it rests on",
            asks="What does it rest on?",
            needed="Choose what it rests on",
            vocabulary=lambda: read_vocabulary(BASES),
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where and how it was given",
        default="",
        field=Line(
            "Where and how it was given",
            asks="Where and how did they say so?",
            needed="Enter where and how they said so, such as “Sign-up form at a drop-in”",
            longest=500,
        ),
        privacy=Privacy.CONTACT,
        keep=Keep.CONSENT,
    )
    given_on: Mapped[date | None] = noted(
        "when it was given",
        field=PastDay("Given on", asks="When?", needed="Enter the day on which they said so"),
        privacy=Privacy.NONE,
    )
    withdrawn_on: Mapped[date | None] = noted(
        "when it was withdrawn; empty while it stands",
        index=True,
        field=PastDay(
            "Withdrawn on", asks="When did they say so?", needed="Enter the day on which they said so"
        ),
        privacy=Privacy.NONE,
    )
    withdrawn_how: Mapped[str] = noted(
        "how it was withdrawn",
        default="",
        field=Line(
            "How it was withdrawn",
            asks="How did they say so?",
            hint="Such as by telephone.",
            longest=500,
            width=20,
        ),
        privacy=Privacy.CONTACT,
        keep=Keep.CONSENT,
    )


class ContactMade(OfOneStakeholder, Base):
    """A contact that no other register holds: a call, a letter, a talk in passing."""

    __tablename__ = "contact_made"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    on: Mapped[date] = noted(
        "when",
        index=True,
        field=PastDay("Contact on", asks="When?", needed="Enter the day of the contact"),
        privacy=Privacy.NONE,
    )
    how: Mapped[str] = noted(
        "email, phone, post, meeting, text or social",
        field=Choice(
            "How contact was made",
            asks="How?",
            needed="Choose how it was made",
            vocabulary=lambda: read_vocabulary(CHANNELS),
            one="a channel",
            radios=True,
        ),
        privacy=Privacy.NONE,
    )
    about: Mapped[str] = noted(
        "what it was about",
        default="",
        field=Text("What contact was about", asks="What was it about?", longest=5_000),
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    by_id: Mapped[int | None] = noted(
        "account of who made it", ForeignKey("account.id"), field=Field("Made by"), privacy=Privacy.NONE
    )


class Mailing(Base):
    """One letter sent to many who are subscribed to bulk mail; what became of each is with the letters."""

    __tablename__ = "mailing"

    id: Mapped[int] = key()
    subject: Mapped[str] = noted(
        "subject line",
        field=Line("Subject", needed="Enter the subject of the letter", longest=200),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    text: Mapped[str] = noted(
        "the letter, as plain text",
        field=Text(
            "Letter",
            needed="Enter the letter",
            hint="Plain text. It ends by saying how they can have themselves taken off the list.",
            rows=12,
        ),
        privacy=Privacy.WORDS,
        keep=Keep.RECORD,
    )
    written_at: Mapped[datetime] = noted("when it was written", privacy=Privacy.NONE)
    by_id: Mapped[int | None] = noted(
        "account of who wrote it", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    able: Mapped[int] = noted("how many it was written to", privacy=Privacy.NONE)
    left_out: Mapped[dict[str, int]] = noted(
        "how many were left out, by reason", JSON, default=dict, privacy=Privacy.NONE
    )
