"""The accounts of the demonstration, its bodies, and what belongs to the one it works for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from engage.accounts import queries as accounts_queries
from engage.accounts import service as accounts
from engage.demonstration.reading import read_rows, read_tables
from engage.demonstration.year import Year
from engage.organisation import queries, service
from engage.organisation.entries import (
    AimEntry,
    CommitteeEntry,
    NameEntry,
    NetworkEntry,
    PlaceEntry,
    PointEntry,
    PracticeEntry,
    StrategyEntry,
)
from engage.organisation.importing import open_bodies
from engage.organisation.models import Body
from engage.organisation.queries import entry_of
from engage.rules.actors import Actor
from engage.rules.permissions import ROLES

MAIL = "demonstration.example"  # a domain that can never be anybody's


def open_accounts(actor: Actor, year: Year) -> None:
    """One account for each role, named after the post, without a password."""
    for role in ROLES.values():
        email = f"{role.id}@{MAIL}"
        account = accounts.open_account(
            actor, email, role.title, [role.id], password=None, demonstration=True
        )
        year.people[role.id] = accounts_queries.actor_for(account)


def load_bodies(actor: Actor, year: Year) -> None:
    """The bodies of the year as the catalogue knows them, then the parts of the one served."""
    told = read_tables("organisation.toml")
    year.served = told["served"]
    codes = (told["served"], *told["met"])
    labels = {code: queries.body_names().recognise(code).label for code in codes}
    year.bodies = open_bodies(labels)
    body = year.bodies[year.served]
    service.change_body(actor, body, replace(entry_of(body), is_served=True))
    for name in told["also_called"]:
        service.add_part(actor, body, NameEntry(name=name))
    for committee in told["committee"]:
        service.add_part(
            actor,
            body,
            CommitteeEntry(
                name=committee["name"], kind=committee["kind"], meets_in_public=committee["public"]
            ),
        )
    for place in told["place"]:
        entry = PlaceEntry(name=place["name"], kind=place.get("kind", "locality"))
        year.places[entry.name] = service.add_part(actor, body, entry).id
    for aim in told["aim"]:
        year.aims.append(service.add_part(actor, body, AimEntry(text=aim["text"])).id)
    _load_practices(actor, body)
    _load_strategy(actor, year, body, told["strategy"])


def _load_practices(actor: Actor, body: Body) -> None:
    networks: dict[str, int] = {}
    for row in read_rows("practices.csv"):
        name = row["network"]
        if name and name not in networks:
            networks[name] = service.add_part(actor, body, NetworkEntry(name=name)).id
        service.add_part(
            actor,
            body,
            PracticeEntry(
                ods_code=row["ods_code"],
                name=row["name"],
                network_id=networks.get(name),
                from_on=date.fromisoformat(row["opened"]),
                to_on=date.fromisoformat(row["closed"]) if row["closed"] else None,
            ),
        )


def _load_strategy(actor: Actor, year: Year, body: Body, told: dict[str, Any]) -> None:
    strategy = service.record_strategy(
        actor,
        body,
        StrategyEntry(
            title=told["title"],
            valid_from=told["valid_from"],
            valid_to=told["valid_to"],
            source=told["source"],
            points=tuple(
                PointEntry(kind=kind, title=one["title"], text=one["text"])
                for kind in ("principle", "objective")
                for one in told[kind]
            ),
        ),
    )
    year.points = {point.code: point.id for point in queries.points_of(strategy)}
