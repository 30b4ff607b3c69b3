"""Fetching the framework: the edition that held on a day, its forums in order, and who reports to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from engage.forums.models import Forum, FrameworkEdition, FrameworkSeat
from engage.forums.words import HOW, kind_label
from engage.organisation.models import Body
from engage.platform.charts import Chart
from engage.platform.charts.tree import Branch, tree_chart
from engage.platform.data.db import session
from engage.platform.offers.references import Named
from engage.platform.web.forms import Choice
from engage.rules.calendar_words import long_date
from engage.rules.errors import Missing
from engage.rules.facts import marked


@dataclass(frozen=True, slots=True)
class FrameworkPlace:
    """A forum's place in an edition: beneath which forum, how, and how deep."""

    seat: FrameworkSeat
    forum: Forum
    above: Forum | None
    depth: int

    @property
    def how(self) -> str:
        return HOW[self.seat.how] if self.above else ""

    def is_over(self, on: date) -> bool:
        return self.forum.to_on is not None and self.forum.to_on < on


def edition_for(edition_id: int) -> FrameworkEdition:
    """One edition. Raises Missing."""
    found = session().get(FrameworkEdition, edition_id)
    if found is None:
        raise Missing
    return found


def editions_of(body: Body) -> list[FrameworkEdition]:
    """The editions of a body's framework, the newest first."""
    wanted = select(FrameworkEdition).where(FrameworkEdition.body_id == body.id)
    return list(session().scalars(wanted.order_by(FrameworkEdition.from_on.desc())))


def edition_on(body: Body, on: date) -> FrameworkEdition | None:
    """The edition that held on a day; None when none did."""
    wanted = select(FrameworkEdition).where(
        FrameworkEdition.body_id == body.id,
        FrameworkEdition.from_on <= on,
        or_(FrameworkEdition.to_on.is_(None), FrameworkEdition.to_on >= on),
    )
    return session().scalars(wanted).first()


def day_of_interest(editions: Sequence[FrameworkEdition], today: date) -> date:
    """Today while one of these editions, the newest first, holds; else the last day of the one before."""
    begun = [edition for edition in editions if edition.from_on <= today]
    last = begun[0].to_on if begun else None
    return min(today, last) if last else today


def places_in(edition: FrameworkEdition) -> list[FrameworkPlace]:
    """Its forums, each right after the one above it, by name: one query."""
    found = session().execute(
        select(FrameworkSeat, Forum)
        .join(Forum, Forum.id == FrameworkSeat.forum_id)
        .where(FrameworkSeat.edition_id == edition.id)
        .order_by(Forum.name, Forum.id)
    )
    rows = [(seat, forum) for seat, forum in found]
    forums = {forum.id: forum for _, forum in rows}
    beneath: dict[int | None, list[tuple[FrameworkSeat, Forum]]] = {}
    for seat, forum in rows:
        above = seat.reports_to_id if seat.reports_to_id in forums else None
        beneath.setdefault(above, []).append((seat, forum))
    # Those with others beneath them first: the main line of reporting is read before what stands alone.
    beneath[None] = sorted(beneath.get(None, []), key=lambda row: row[1].id not in beneath)
    return _descend(beneath, None, forums, 0)


def seat_for(edition: FrameworkEdition, seat_id: int) -> FrameworkSeat:
    """One seat of this edition. Raises Missing."""
    found = session().get(FrameworkSeat, seat_id)
    if found is None or found.edition_id != edition.id:
        raise Missing
    return found


def seats_of_forum(forum: Forum) -> list[tuple[FrameworkEdition, FrameworkSeat, Forum | None]]:
    """Its place in each edition that has one, the newest first, with the forum above it there."""
    wanted = (
        select(FrameworkEdition, FrameworkSeat, Forum)
        .join(FrameworkEdition, FrameworkEdition.id == FrameworkSeat.edition_id)
        .outerjoin(Forum, Forum.id == FrameworkSeat.reports_to_id)
        .where(FrameworkSeat.forum_id == forum.id)
        .order_by(FrameworkEdition.from_on.desc())
    )
    return [(edition, seat, above) for edition, seat, above in session().execute(wanted)]


def forums_outside(edition: FrameworkEdition) -> list[Choice]:
    """(number, name) of every forum that has no place in an edition."""
    inside = select(FrameworkSeat.forum_id).where(FrameworkSeat.edition_id == edition.id)
    wanted = select(Forum.id, Forum.name).where(Forum.id.not_in(inside)).order_by(Forum.name, Forum.id)
    return [(str(number), name) for number, name in session().execute(wanted)]


def chart_of(edition: FrameworkEdition, places: Sequence[FrameworkPlace], on: date) -> Chart:
    """Who reports to whom, drawn; forums whose facts are not verified are dashed and say so."""
    branches = [
        Branch(
            key=str(place.forum.id),
            label=marked(place.forum.name, place.forum.is_invented),
            caption="; ".join(_remarks(place, on)),
            parent=str(place.above.id) if place.above else "",
            tie=place.how,
            dashed=place.forum.trust != "verified",
        )
        for place in places
    ]
    return tree_chart(
        f"{edition.title}: who reports to whom",
        branches,
        edition.source,
        heads=("Forum", "How", "To which forum"),
    )


def days_of(edition: FrameworkEdition) -> str:
    """from 1 April 2019 to 31 March 2021; since 1 April 2021 while it holds."""
    if edition.to_on is None:
        return f"since {long_date(edition.from_on)}"
    return f"from {long_date(edition.from_on)} to {long_date(edition.to_on)}"


def _remarks(place: FrameworkPlace, on: date) -> list[str]:
    remarks = [kind_label(place.forum.kind)]
    if place.forum.trust != "verified":
        remarks.append(place.forum.trust)
    if place.is_over(on):
        remarks.append("has ended")
    return remarks


def _descend(
    beneath: dict[int | None, list[tuple[FrameworkSeat, Forum]]],
    above: int | None,
    forums: dict[int, Forum],
    depth: int,
) -> list[FrameworkPlace]:
    found: list[FrameworkPlace] = []
    for seat, forum in beneath.get(above, ()):
        found.append(FrameworkPlace(seat, forum, forums.get(above or 0), depth))
        found += _descend(beneath, forum.id, forums, depth + 1)
    return found


def describe_editions(numbers: Sequence[int]) -> dict[int, Named]:
    columns = (FrameworkEdition.id, FrameworkEdition.title, FrameworkEdition.is_invented)
    found = session().execute(select(*columns).where(FrameworkEdition.id.in_(numbers)))
    return {
        number: Named("", marked(title, invented), f"/framework/editions/{number}")
        for number, title, invented in found
    }
