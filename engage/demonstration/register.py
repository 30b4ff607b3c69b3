"""The stakeholder register of the demonstration: organisations on record, people who are posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engage.demonstration.bodies import MAIL
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.taking import take_records
from engage.demonstration.year import INVENTED
from engage.forums.models import Membership
from engage.platform.data.db import session
from engage.rules.actors import Actor
from engage.stakeholders import queries, service
from engage.stakeholders.consents import service as consents
from engage.stakeholders.entries import PersonEntry
from engage.stakeholders.importing.importing import StakeholderImporter
from engage.stakeholders.models import Person
from engage.stakeholders.words import BULK, ONE_TO_ONE


def load_register(actor: Actor) -> None:
    """The organisations of the contact list, then the people, their posts, seats and consents."""
    take_records(actor, StakeholderImporter(), "stakeholders.csv")
    for told in read_tables("people.toml")["person"]:
        _load_person(actor, told)


def _load_person(actor: Actor, told: Told) -> None:
    entry = PersonEntry(
        name=told["name"],
        email=f"{told['mail']}@{MAIL}",
        group="SG-5",
        sub_type="PPG member",
        preferred_channel="email",
        access_needs=told.get("access", ""),
        languages=tuple(told.get("languages", ())),
        source=INVENTED,
    )
    person = service.add_person(actor, entry, is_invented=True)
    practice = queries.organisation_with_code(told["practice"])
    if practice is not None:
        service.appoint(actor, practice, told["post"], person.id, told["from"])
    for seat in session().scalars(select(Membership).where(Membership.title.contains(told["seat"]))):
        seat.person_id = person.id
    for kind in (ONE_TO_ONE, BULK):
        if kind in told:
            _agree(actor, person, kind, told[kind])
    if "do_not_contact" in told:
        consents.set_do_not_contact(actor, person, told["do_not_contact"])


def _agree(actor: Actor, person: Person, kind: str, told: Mapping[str, Any]) -> None:
    consents.give_consent(actor, person, kind, told["basis"], told["source"], told["on"])
    if "withdrawn" in told:
        consents.withdraw_consent(actor, person, kind, told["withdrawn"], told["how"])
