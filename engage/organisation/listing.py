"""The register of bodies as a list: its columns, filters and order."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import ColumnElement, or_, select

from engage.organisation import queries
from engage.organisation.models import Body, BodyName
from engage.platform.data import search
from engage.platform.web.declared import columns_of, filter_of
from engage.platform.web.lists import Column, Filter, ListSpec

SERVED = [("yes", "We work for it"), ("no", "We only know of it")]

COLUMNS = columns_of(
    Body,
    lambda row: row.body,
    {
        "": (
            Column(
                "name",
                "Name",
                lambda row: row.body.name,
                sort=Body.name,
                link=lambda row: url_for("organisation.show", code=row.body.code),
            ),
        ),
        "kind": (Column("kind", "Kind", lambda row: row.body.kind, sort=Body.kind),),
        "is_served": (
            Column("successors", "Taken over by", lambda row: "; ".join(row.successors)),
            Column(
                "served", "We work for it", lambda row: "yes" if row.body.is_served else "no", Body.is_served
            ),
            Column("trust", "Trust", lambda row: row.body.trust, shown=False),
        ),
    },
)


def bodies_list() -> ListSpec:
    """The register of bodies."""
    return ListSpec(
        name="bodies",
        heading="Bodies",
        one="body",
        many="bodies",
        number=Body.id,
        base=lambda: select(Body.id),
        rows=_rows,
        columns=COLUMNS,
        filters=(
            filter_of(Body, "kind"),
            Filter("served", "Whose", lambda value: Body.is_served.is_(value == "yes"), lambda: SERVED),
        ),
        search=_search,
        first_order=("served", True),
        remarks=(("that we work for", Body.is_served.is_(True)),),
    )


def _rows(numbers: Sequence[int]) -> list[queries.ListedBody]:
    return queries.listed_bodies(numbers)


def _search(words: str) -> ColumnElement[bool]:
    also_called = select(BodyName.body_id).where(search.every_word(BodyName, words))
    return or_(search.every_word(Body, words), Body.id.in_(also_called))
