"""Organisations of the register as plain values for reports, which may not read tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from engage.platform.data.db import session
from engage.stakeholders.contacts import contact_days
from engage.stakeholders.models import Organisation


@dataclass(frozen=True, slots=True)
class OrganisationKnown:
    """An organisation we work with: since when it is kept here, and the days we were in touch with it."""

    ref: str
    name: str
    group: str
    added_on: date
    closed_on: date | None
    do_not_contact: bool
    contacts: tuple[date, ...]


def organisations_known() -> tuple[OrganisationKnown, ...]:
    """Every organisation that stands for itself and is not dormant, in a fixed number of queries.

    People are left out: how many there are of a kind is for the rules of disclosure.
    """
    wanted = select(
        Organisation.id,
        Organisation.name,
        Organisation.group,
        Organisation.added_on,
        Organisation.closed_on,
        Organisation.do_not_contact,
    ).where(Organisation.merged_into_id.is_(None), Organisation.status != "dormant")
    rows = session().execute(wanted.order_by(Organisation.id)).all()
    days = contact_days([row.id for row in rows])
    return tuple(
        OrganisationKnown(
            f"organisation:{row.id}",
            row.name,
            row.group,
            row.added_on,
            row.closed_on,
            row.do_not_contact,
            tuple(sorted(days.get(f"organisation:{row.id}", ()))),
        )
        for row in rows
    )
