"""What the verbs of the register take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderEntry:
    """What organisations and people have in common."""

    name: str
    group: str = ""
    sub_type: str = ""
    area: str = ""
    closed_on: date | None = None
    network_id: int | None = None
    topics: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    owner_id: int | None = None
    preferred_channel: str = ""
    languages: tuple[str, ...] = ()
    access_needs: str = ""
    notes: str = ""
    source: str = ""
    do_not_contact: bool = False
    do_not_contact_on: date | None = None
    do_not_contact_because: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationEntry(StakeholderEntry):
    """An organisation; ``names`` are the other ways of writing its name."""

    ods_code: str = ""
    kind: str = ""
    address: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    place_ids: tuple[int, ...] = ()
    status: str = "active"
    opened_on: date | None = None
    represents: str = ""
    passes_on: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntry(StakeholderEntry):
    """A person; the first ``email``, ``phone`` and ``post`` of somebody new become their addresses."""

    email: str = ""
    phone: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointEntry:
    """One address: email, phone, post or web."""

    kind: str
    value: str
    label: str = ""
    is_preferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEntry:
    """A post at an organisation, and who holds or held it when."""

    title: str
    person_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """A contact that no other register holds: today, where no day is given."""

    on: date | None = None
    how: str
    about: str = ""
