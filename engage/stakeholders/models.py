"""Organisations and people of the register, the posts people hold, and what each agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr

from engage.platform import clock
from engage.platform.data.search_text import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted

NAMES_ONE = "(organisation_id IS NULL) <> (person_id IS NULL)"


class StakeholderFields:
    """What organisations and people of the register have in common.

    ``CLASS`` is the privacy class and the class of retention of what says nothing of anybody when it is said
    of an organisation, and something of somebody when it is said of a person; ``TYPED`` that of words of our
    own, which may name somebody of an organisation too.
    """

    CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.NONE}
    TYPED: ClassVar[dict[str, Any]] = {"privacy": Privacy.WORDS, "keep": Keep.RECORD}

    @declared_attr
    def group(cls) -> Mapped[str]:
        return noted(
            "code of the stakeholder group, such as SG-4; empty when not known",
            default="",
            index=True,
            **cls.CLASS,
        )

    @declared_attr
    def sub_type(cls) -> Mapped[str]:
        return noted(
            "what it is within its group, such as GP practice or carer", default="", index=True, **cls.CLASS
        )

    @declared_attr
    def topics(cls) -> Mapped[list[str]]:
        return noted("topics of interest", Words, default=list, **cls.CLASS)

    @declared_attr
    def tags(cls) -> Mapped[list[str]]:
        return noted("tags given to it", Words, default=list, **cls.TYPED)

    @declared_attr
    def owner_id(cls) -> Mapped[int | None]:
        return noted(
            "account that looks after the relationship",
            ForeignKey("account.id"),
            index=True,
            privacy=Privacy.NONE,
        )

    @declared_attr
    def preferred_channel(cls) -> Mapped[str]:
        return noted(
            "how it is best reached: email, phone, post, meeting, text, social; empty when not known",
            default="",
            **cls.CLASS,
        )

    @declared_attr
    def access_needs(cls) -> Mapped[str]:
        return noted(
            "what information must be like to be accessible, such as large print or BSL",
            default="",
            privacy=Privacy.CONTACT,
            keep=Keep.CONTACT,
        )

    @declared_attr
    def languages(cls) -> Mapped[list[str]]:
        return noted("languages it is best written or spoken to in", Words, default=list, **cls.CLASS)

    @declared_attr
    def notes(cls) -> Mapped[str]:
        return noted("notes of the relationship", default="", privacy=Privacy.CONTACT, keep=Keep.CONTACT)

    @declared_attr
    def do_not_contact(cls) -> Mapped[bool]:
        return noted(
            "whether it is not to be contacted at all, whatever else it agreed to",
            default=False,
            privacy=Privacy.NONE,
        )

    @declared_attr
    def do_not_contact_on(cls) -> Mapped[date | None]:
        return noted("since when it is not to be contacted", privacy=Privacy.NONE)

    @declared_attr
    def do_not_contact_because(cls) -> Mapped[str]:
        return noted("why it is not to be contacted", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT)

    @declared_attr
    def added_on(cls) -> Mapped[date]:
        return noted("the day it was entered here", default=clock.today, index=True, privacy=Privacy.NONE)

    @declared_attr
    def closed_on(cls) -> Mapped[date | None]:
        return noted(
            "last day it existed, or that we worked with it; empty while it lasts",
            index=True,
            privacy=Privacy.NONE,
        )

    @declared_attr
    def source(cls) -> Mapped[str]:
        return noted("where these facts come from", default="", **cls.TYPED)

    @declared_attr
    def is_invented(cls) -> Mapped[bool]:
        return noted("invented for the demonstration", default=False, privacy=Privacy.NONE)

    @declared_attr
    def version(cls) -> Mapped[int]:
        return noted(
            "raised at each change, so that two people cannot overwrite one another", privacy=Privacy.NONE
        )

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Organisation(StakeholderFields, Base):
    """An organisation or group we deal with. Its facts are public: nothing of people is kept here."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_sorts_as_id", "sorts_as", "id"),)

    id: Mapped[int] = key()
    name: Mapped[str] = noted("the name shown", privacy=Privacy.PUBLIC, keep=Keep.RECORD)
    sorts_as: Mapped[str] = noted(
        "its name in small letters, without articles or marks, by which it is sorted",
        privacy=Privacy.PUBLIC,
        keep=Keep.RECORD,
    )
    kind: Mapped[str] = noted(
        "what kind of organisation, such as Charity", default="", index=True, privacy=Privacy.NONE
    )
    ods_code: Mapped[str | None] = noted(
        "its Organisation Data Service code; empty when it has none", unique=True, privacy=Privacy.NONE
    )
    status: Mapped[str] = noted(
        "active, closed or dormant", default="active", index=True, privacy=Privacy.NONE
    )
    opened_on: Mapped[date | None] = noted("first day it existed; empty when not known", privacy=Privacy.NONE)
    area: Mapped[str] = noted("the area it works in, in words", default="", index=True, privacy=Privacy.NONE)
    place_ids: Mapped[list[int]] = noted("places it works in", JSON, default=list, privacy=Privacy.NONE)
    network_id: Mapped[int | None] = noted(
        "primary care network it belongs to",
        ForeignKey("network.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    represents: Mapped[str] = noted("whom it speaks for", default="", privacy=Privacy.WORDS, keep=Keep.RECORD)
    address: Mapped[str] = noted(
        "its address as it publishes it", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    postcode: Mapped[str] = noted(
        "its postcode as it publishes it", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    phone: Mapped[str] = noted(
        "its telephone number as it publishes it", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    email: Mapped[str] = noted(
        "its general mail address, lower case", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    website: Mapped[str] = noted(
        "its public address on the web", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    codes: Mapped[dict[str, str]] = noted(
        "further codes it has in registers, such as of its parent, by what they are",
        JSON,
        default=dict,
        privacy=Privacy.NONE,
    )
    merged_into_id: Mapped[int | None] = noted(
        "the organisation it was found to be the same as; empty while it stands for itself",
        ForeignKey("organisation.id"),
        index=True,
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
    name: Mapped[str] = noted("the variant", index=True, privacy=Privacy.PUBLIC, keep=Keep.RECORD)

    def record_ref(self) -> str:
        return f"organisation:{self.organisation_id}"


class Person(StakeholderFields, Base):
    """Somebody we deal with: a holder of posts, or a member of the public who takes part."""

    CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.CONTACT, "keep": Keep.CONTACT}
    TYPED: ClassVar[dict[str, Any]] = CLASS

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_sorts_as_id", "sorts_as", "id"),)

    id: Mapped[int] = key()
    name: Mapped[str] = noted("what they are called", privacy=Privacy.CONTACT, keep=Keep.CONTACT)
    sorts_as: Mapped[str] = noted(
        "the name in small letters, by which it is sorted", privacy=Privacy.CONTACT, keep=Keep.CONTACT
    )
    area: Mapped[str] = noted(
        "the area they live or work in, in words",
        default="",
        index=True,
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    network_id: Mapped[int | None] = noted(
        "primary care network they belong to",
        ForeignKey("network.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    merged_into_id: Mapped[int | None] = noted(
        "the person they were found to be the same as; empty while they stand for themselves",
        ForeignKey("person.id"),
        index=True,
        privacy=Privacy.NONE,
    )
    erased_on: Mapped[date | None] = noted(
        "when what is kept of them was erased; empty until then", index=True, privacy=Privacy.NONE
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
    kind: Mapped[str] = noted("email, phone, post or web", privacy=Privacy.NONE)
    value: Mapped[str] = noted(
        "the address or number; mail addresses in lower case",
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
        index=True,
    )
    label: Mapped[str] = noted(
        "what it is for, such as office or home", default="", privacy=Privacy.CONTACT, keep=Keep.CONTACT
    )
    is_preferred: Mapped[bool] = noted(
        "whether it is the first of its kind to use", default=False, privacy=Privacy.NONE
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
    person_id: Mapped[int | None] = noted(
        "who holds it; empty when only the post is known",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
        privacy=Privacy.NONE,
    )
    title: Mapped[str] = noted(
        "what the post is called, such as PPG Chair", privacy=Privacy.WORDS, keep=Keep.RECORD
    )
    from_on: Mapped[date | None] = noted("first day held; empty when not known", privacy=Privacy.NONE)
    to_on: Mapped[date | None] = noted("last day held; empty while it is held", privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"organisation:{self.organisation_id}"


class Consent(OfOneStakeholder, Base):
    """That somebody may be contacted one to one, or is subscribed to bulk mail; two different things."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("one_to_one or bulk", index=True, privacy=Privacy.NONE)
    basis: Mapped[str] = noted(
        "what it rests on: consent, soft_opt_in, public_task, corporate_subscriber; empty when not recorded",
        default="",
        privacy=Privacy.NONE,
    )
    source: Mapped[str] = noted(
        "where and how it was given", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT
    )
    given_on: Mapped[date | None] = noted("when it was given", privacy=Privacy.NONE)
    withdrawn_on: Mapped[date | None] = noted(
        "when it was withdrawn; empty while it stands", index=True, privacy=Privacy.NONE
    )
    withdrawn_how: Mapped[str] = noted(
        "how it was withdrawn", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT
    )


class ContactMade(OfOneStakeholder, Base):
    """A contact that no other register holds: a call, a letter, a talk in passing."""

    __tablename__ = "contact_made"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    on: Mapped[date] = noted("when", index=True, privacy=Privacy.NONE)
    how: Mapped[str] = noted("email, phone, post, meeting, text or social", privacy=Privacy.NONE)
    about: Mapped[str] = noted("what it was about", default="", privacy=Privacy.CONTACT, keep=Keep.CONTACT)
    by_id: Mapped[int | None] = noted(
        "account of who made it", ForeignKey("account.id"), privacy=Privacy.NONE
    )


class Mailing(Base):
    """One letter sent to many who are subscribed to bulk mail; what became of each is with the letters."""

    __tablename__ = "mailing"

    id: Mapped[int] = key()
    subject: Mapped[str] = noted("subject line", privacy=Privacy.WORDS, keep=Keep.RECORD)
    text: Mapped[str] = noted("the letter, as plain text", privacy=Privacy.WORDS, keep=Keep.RECORD)
    written_at: Mapped[datetime] = noted("when it was written", privacy=Privacy.NONE)
    by_id: Mapped[int | None] = noted(
        "account of who wrote it", ForeignKey("account.id"), privacy=Privacy.NONE
    )
    able: Mapped[int] = noted("how many it was written to", privacy=Privacy.NONE)
    left_out: Mapped[dict[str, int]] = noted(
        "how many were left out, by reason", JSON, default=dict, privacy=Privacy.NONE
    )
