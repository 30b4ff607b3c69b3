"""The stakeholder register at several sizes: its first page, and searches for one name and a common word."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, product
from pathlib import Path
from typing import Any

from flask import Flask

from bench.measuring import command, least_seconds
from bench.sizes import application, fill, page, signed_in

AT_ONCE = 2_000
SAINTS = ("St Peters", "St Johns", "Low Hill", "Penn Manor", "Lea Road", "Castlecroft", "Ashmore", "Bilston")
STREETS = ("North", "South", "East", "West", "Upper", "Lower", "New", "Old", "Great", "Little")
KINDS = ("Community Café", "Medical Practice", "Carers Group", "Residents Association", "Youth Club")
SEARCHES = {
    "register, first page": "/stakeholders",
    "register, search for one name": "/stakeholders?words=low+hill+community+0000",
    "register, search for a word many have": "/stakeholders?words=community",
}


def measure_register(organisations: int, home: Path) -> dict[str, float]:
    """Seconds of a processor for each page, in a register of this size."""
    home.mkdir(parents=True)
    command(home, ["db", "upgrade"])
    with application(home) as app:
        build_register(app, organisations)
        visitor = signed_in(app)
        return {name: least_seconds(partial(page, visitor, at)) for name, at in SEARCHES.items()}


def build_register(app: Flask, organisations: int, names: list[str] | None = None) -> None:
    """Fill a register with organisations, by the verbs' own filling: of these names, else of others."""
    names = names or _names(organisations)
    for start in range(0, organisations, AT_ONCE):
        fill(app, partial(_organisations, names[start : start + AT_ONCE]))


def _organisations(names: list[str]) -> Iterator[Any]:
    from engage.stakeholders.entries import OrganisationEntry
    from engage.stakeholders.models import Organisation
    from engage.stakeholders.service import put_organisation

    for number, name in enumerate(names):
        organisation = Organisation()
        put_organisation(organisation, OrganisationEntry(name=name, kind=KINDS[number % 5], group="SG-4"))
        yield organisation


def _names(count: int) -> list[str]:
    patterns = product(range(count), STREETS, SAINTS, KINDS)
    return [f"{street} {saint} {kind} {number:04}" for number, street, saint, kind in islice(patterns, count)]
