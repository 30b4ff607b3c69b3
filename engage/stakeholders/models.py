"""Organisations and people of the register, the posts people hold, and what each agreed to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr

from engage.platform import clock
from engage.platform.data.search import found_by
from engage.platform.data.tables import Base, Keep, Privacy, Words, key, noted

NAMES_ONE = "(organisation_id IS NULL) <> (person_id IS NULL)"


class Stakeholder:
    """What organisations and people of the register have in common.

    ``CLASS`` is the privacy class and the class of retention of what says nothing of anybody when it is said
    of an organisation, and something of somebody when it is said of a person.
    """

    CLASS: ClassVar[dict[str, Any]] = {}

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
        return noted("tags given to it", Words, default=list, **cls.CLASS)

    @declared_attr
    def owner_id(cls) -> Mapped[int | None]:
        return noted("account that looks after the relationship", ForeignKey("account.id"), index=True)

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
        return noted("whether it is not to be contacted at all, whatever else it agreed to", default=False)

    @declared_attr
    def do_not_contact_on(cls) -> Mapped[date | None]:
        return noted("since when it is not to be contacted")

    @declared_attr
    def do_not_contact_because(cls) -> Mapped[str]:
        return noted("why it is not to be contacted", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT)

    @declared_attr
    def added_on(cls) -> Mapped[date]:
        return noted("the day it was entered here", default=clock.today, index=True)

    @declared_attr
    def closed_on(cls) -> Mapped[date | None]:
        return noted("last day it existed, or that we worked with it; empty while it lasts", index=True)

    @declared_attr
    def source(cls) -> Mapped[str]:
        return noted("where these facts come from", default="", **cls.CLASS)

    @declared_attr
    def is_invented(cls) -> Mapped[bool]:
        return noted("invented for the demonstration", default=False)

    @declared_attr
    def version(cls) -> Mapped[int]:
        return noted("raised at each change, so that two people cannot overwrite one another")

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Organisation(Stakeholder, Base):
    """An organisation or group we deal with. Its facts are public: nothing of people is kept here."""

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_sorts_as_id", "sorts_as", "id"),)

    id: Mapped[int] = key()
    name: Mapped[str] = noted("the name shown")
    sorts_as: Mapped[str] = noted(
        "its name in small letters, without articles or marks, by which it is sorted"
    )
    kind: Mapped[str] = noted("what kind of organisation, such as Charity", default="", index=True)
    ods_code: Mapped[str | None] = noted(
        "its Organisation Data Service code; empty when it has none", unique=True
    )
    status: Mapped[str] = noted("active, closed or dormant", default="active", index=True)
    opened_on: Mapped[date | None] = noted("first day it existed; empty when not known")
    area: Mapped[str] = noted("the area it works in, in words", default="", index=True)
    place_ids: Mapped[list[int]] = noted("places it works in", JSON, default=list)
    network_id: Mapped[int | None] = noted(
        "primary care network it belongs to", ForeignKey("network.id", ondelete="SET NULL"), index=True
    )
    represents: Mapped[str] = noted("whom it speaks for", default="")
    address: Mapped[str] = noted("its address as it publishes it", default="")
    postcode: Mapped[str] = noted(
        "its postcode as it publishes it", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    phone: Mapped[str] = noted(
        "its telephone number as it publishes it", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    email: Mapped[str] = noted(
        "its general mail address, lower case", default="", privacy=Privacy.PUBLIC, keep=Keep.RECORD
    )
    website: Mapped[str] = noted("its public address on the web", default="")
    codes: Mapped[dict[str, str]] = noted(
        "further codes it has in registers, such as of its parent, by what they are", JSON, default=dict
    )
    merged_into_id: Mapped[int | None] = noted(
        "the organisation it was found to be the same as; empty while it stands for itself",
        ForeignKey("organisation.id"),
        index=True,
    )
    search_text: Mapped[str] = found_by(privacy=Privacy.NONE)

    def record_ref(self) -> str:
        return f"organisation:{self.id}"


class OrganisationName(Base):
    """Another way in which an organisation's name is written."""

    __tablename__ = "organisation_name"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = key()
    organisation_id: Mapped[int] = noted(
        "the organisation", ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = noted("the variant", index=True)

    def record_ref(self) -> str:
        return f"organisation:{self.organisation_id}"


class Person(Stakeholder, Base):
    """Somebody we deal with: a holder of posts, or a member of the public who takes part."""

    CLASS: ClassVar[dict[str, Any]] = {"privacy": Privacy.CONTACT, "keep": Keep.CONTACT}

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
        "primary care network they belong to", ForeignKey("network.id", ondelete="SET NULL"), index=True
    )
    merged_into_id: Mapped[int | None] = noted(
        "the person they were found to be the same as; empty while they stand for themselves",
        ForeignKey("person.id"),
        index=True,
    )
    erased_on: Mapped[date | None] = noted(
        "when what is kept of them was erased; empty until then", index=True
    )
    search_text: Mapped[str] = found_by("name", "area", privacy=Privacy.CONTACT, keep=Keep.CONTACT)

    def record_ref(self) -> str:
        return f"person:{self.id}"


class OfOneStakeholder:
    """What belongs to exactly one organisation or one person; its changes are part of their history."""

    @declared_attr
    def organisation_id(cls) -> Mapped[int | None]:
        return noted("the organisation", ForeignKey("organisation.id", ondelete="CASCADE"), index=True)

    @declared_attr
    def person_id(cls) -> Mapped[int | None]:
        return noted("the person", ForeignKey("person.id", ondelete="CASCADE"), index=True)

    def record_ref(self) -> str:
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"organisation:{self.organisation_id}"


class ContactPoint(OfOneStakeholder, Base):
    """One address, of whatever kind: several may be kept, one of each kind is preferred."""

    __tablename__ = "contact_point"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("email, phone, post or web")
    value: Mapped[str] = noted(
        "the address or number; mail addresses in lower case",
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
        index=True,
    )
    label: Mapped[str] = noted("what it is for, such as office or home", default="")
    is_preferred: Mapped[bool] = noted("whether it is the first of its kind to use", default=False)


class Post(Base):
    """A post at an organisation and who holds it between two dates; nobody may be named.

    When a holder changes, the old row gets its last day and a new one begins: the past stays true.
    """

    __tablename__ = "post"

    id: Mapped[int] = key()
    organisation_id: Mapped[int] = noted(
        "the organisation", ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = noted(
        "who holds it; empty when only the post is known",
        ForeignKey("person.id", ondelete="SET NULL"),
        index=True,
    )
    title: Mapped[str] = noted("what the post is called, such as PPG Chair")
    from_on: Mapped[date | None] = noted("first day held; empty when not known")
    to_on: Mapped[date | None] = noted("last day held; empty while it is held")

    def record_ref(self) -> str:
        return f"organisation:{self.organisation_id}"


class Consent(OfOneStakeholder, Base):
    """That somebody may be contacted one to one, or is subscribed to bulk mail; two different things."""

    __tablename__ = "consent"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    kind: Mapped[str] = noted("one_to_one or bulk", index=True)
    basis: Mapped[str] = noted(
        "what it rests on: consent, soft_opt_in, public_task, corporate_subscriber; empty when not recorded",
        default="",
    )
    source: Mapped[str] = noted(
        "where and how it was given", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT
    )
    given_on: Mapped[date | None] = noted("when it was given")
    withdrawn_on: Mapped[date | None] = noted("when it was withdrawn; empty while it stands", index=True)
    withdrawn_how: Mapped[str] = noted(
        "how it was withdrawn", default="", privacy=Privacy.CONTACT, keep=Keep.CONSENT
    )


class ContactMade(OfOneStakeholder, Base):
    """A contact that no other register holds: a call, a letter, a talk in passing."""

    __tablename__ = "contact_made"
    __table_args__ = (CheckConstraint(NAMES_ONE, "names_one"),)

    id: Mapped[int] = key()
    on: Mapped[date] = noted("when", index=True)
    how: Mapped[str] = noted("email, phone, post, meeting, text or social")
    about: Mapped[str] = noted("what it was about", default="", privacy=Privacy.CONTACT, keep=Keep.CONTACT)
    by_id: Mapped[int | None] = noted("account of who made it", ForeignKey("account.id"))


class Mailing(Base):
    """One letter sent to many who are subscribed to bulk mail; what became of each is with the letters."""

    __tablename__ = "mailing"

    id: Mapped[int] = key()
    subject: Mapped[str] = noted("subject line")
    text: Mapped[str] = noted("the letter, as plain text")
    written_at: Mapped[datetime] = noted("when it was written")
    by_id: Mapped[int | None] = noted("account of who wrote it", ForeignKey("account.id"))
    able: Mapped[int] = noted("how many it was written to")
    left_out: Mapped[dict[str, int]] = noted("how many were left out, by reason", JSON, default=dict)


class OrganisationMerge(Base):
    """Two organisations found to be one: what the kept one held before, so that both can be restored.

    It goes when they are parted again; the audit trail has both.
    """

    __tablename__ = "organisation_merge"

    id: Mapped[int] = key()
    kept_id: Mapped[int] = noted("the organisation that stays", ForeignKey("organisation.id"), index=True)
    other_id: Mapped[int] = noted(
        "the organisation found to be the same", ForeignKey("organisation.id"), index=True
    )
    reason: Mapped[str] = noted("why they were proposed", default="")
    before: Mapped[dict[str, Any]] = noted(
        "values of the kept one that were replaced, by column",
        JSON,
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    after: Mapped[dict[str, Any]] = noted(
        "values taken from the other, by column", JSON, privacy=Privacy.CONTACT, keep=Keep.CONTACT
    )
    names: Mapped[list[str]] = noted("names that the kept one was given for it", JSON, default=list)
    moved_ids: Mapped[list[int]] = noted(
        "organisations that had been merged into the other, and now are into the kept one", JSON, default=list
    )
    merged_at: Mapped[datetime] = noted("when they were merged")

    def record_ref(self) -> str:
        return f"organisation:{self.kept_id}"


class NotTheSame(Base):
    """Two organisations proposed as one and found to be two; never proposed again."""

    __tablename__ = "not_the_same"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = key()
    first_id: Mapped[int] = noted(
        "the one with the smaller number", ForeignKey("organisation.id", ondelete="CASCADE")
    )
    second_id: Mapped[int] = noted(
        "the one with the larger number", ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )

    def record_ref(self) -> str:
        return f"organisation:{self.first_id}"


class PersonMerge(Base):
    """Two people found to be one: as for organisations, with values that are erased with the person."""

    __tablename__ = "person_merge"

    id: Mapped[int] = key()
    kept_id: Mapped[int] = noted("the person who stays", ForeignKey("person.id"), index=True)
    other_id: Mapped[int] = noted("the person found to be the same", ForeignKey("person.id"), index=True)
    before: Mapped[dict[str, Any]] = noted(
        "values of the kept one that were replaced, by column",
        JSON,
        privacy=Privacy.CONTACT,
        keep=Keep.CONTACT,
    )
    after: Mapped[dict[str, Any]] = noted(
        "values taken from the other, by column", JSON, privacy=Privacy.CONTACT, keep=Keep.CONTACT
    )
    moved_ids: Mapped[list[int]] = noted(
        "people who had been merged into the other, and now are into the kept one", JSON, default=list
    )
    merged_at: Mapped[datetime] = noted("when they were merged")

    def record_ref(self) -> str:
        return f"person:{self.kept_id}"


class NotTheSamePerson(Base):
    """Two people proposed as one and found to be two; never proposed again."""

    __tablename__ = "not_the_same_person"
    __table_args__ = (UniqueConstraint("first_id", "second_id"),)

    id: Mapped[int] = key()
    first_id: Mapped[int] = noted(
        "the one with the smaller number", ForeignKey("person.id", ondelete="CASCADE")
    )
    second_id: Mapped[int] = noted(
        "the one with the larger number", ForeignKey("person.id", ondelete="CASCADE"), index=True
    )

    def record_ref(self) -> str:
        return f"person:{self.first_id}"
