"""The framework of the demonstration: its forums, two editions, and what is invented of terms and members."""

from __future__ import annotations

from sqlalchemy import select

from engage.demonstration.reading import Told, read_tables
from engage.demonstration.year import Year
from engage.forums import service as forum_service
from engage.forums.entries import (
    EditionEntry,
    ForumEntry,
    MembershipEntry,
    ScheduleEntry,
    SeatEntry,
    TermsEntry,
)
from engage.forums.framework import service as framework_service
from engage.forums.members import service as member_service
from engage.forums.models import Forum
from engage.forums.schedules import service as schedule_service
from engage.forums.terms import service as terms_service
from engage.meetings.planning import service as planning_service
from engage.organisation.models import Network
from engage.platform.data.db import session
from engage.rules.actors import Actor

Forums = dict[str, Forum]


def load_framework(actor: Actor, year: Year) -> None:
    """The forums the strategy names, who reports to whom, their terms, members and planned meetings."""
    told = read_tables("framework.toml")
    body_id = year.bodies[year.served].id
    forums = {one["code"]: _forum(actor, one, body_id, told["source"]) for one in told["forum"]}
    for one in told["edition"]:
        _edition(actor, one, body_id, forums, told["source"])
    for one in told["terms"]:
        _terms(actor, one, forums)
    _members(actor, told["member"], forums)
    for one in told["schedule"]:
        _schedule(actor, one, forums)


def _forum(actor: Actor, told: Told, body_id: int, source: str) -> Forum:
    named = ("code", "name", "kind", "area", "purpose", "membership", "chair_role", "how_often", "trust")
    said = {name: told[name] for name in named if name in told}
    is_public = told.get("public", False)
    entry = ForumEntry(**said, body_id=body_id, meets_in_public=is_public, source=source)
    return forum_service.add_forum(actor, entry)


def _edition(actor: Actor, told: Told, body_id: int, forums: Forums, source: str) -> None:
    is_invented = told.get("invented", False)
    entry = EditionEntry(
        title=told["title"],
        from_on=told["from"],
        to_on=told["to"],
        note=told["note"],
        source="" if is_invented else source,
    )
    edition = framework_service.make_edition(actor, body_id, entry, is_invented=is_invented)
    for seat in told["seats"]:
        above = forums[seat["above"]].id if "above" in seat else None
        place = SeatEntry(reports_to_id=above, how=seat.get("how", "reports"), note=seat.get("note", ""))
        framework_service.seat_forum(actor, edition, forums[seat["forum"]], place)


def _terms(actor: Actor, told: Told, forums: Forums) -> None:
    terms_service.agree_terms(
        actor,
        forums[told["forum"]],
        TermsEntry(
            agreed_on=told["agreed"],
            review_on=told["review"],
            quorum=told["quorum"],
            quorum_note=told.get("quorum_note", ""),
            summary=told["summary"],
        ),
    )


def _members(actor: Actor, told: list[Told], forums: Forums) -> None:
    networks = dict(session().execute(select(Network.name, Network.id)).all())
    for one in told:
        member_service.join_forum(
            actor,
            forums[one["forum"]],
            MembershipEntry(
                role=one.get("role", "member"),
                title=one["title"],
                network_id=networks.get(one.get("network", "")),
                counts_for_quorum=one.get("counts", True),
                from_on=one["from"],
                to_on=one.get("to"),
                term_ends_on=one.get("term_ends"),
            ),
        )


def _schedule(actor: Actor, told: Told, forums: Forums) -> None:
    row = schedule_service.set_schedule(
        actor,
        forums[told["forum"]],
        ScheduleEntry(
            first_on=told["first"],
            until_on=told["until"],
            frequency=told["frequency"],
            starts_at=told["at"],
            minutes=told["minutes"],
            venue=told["venue"],
        ),
    )
    for meeting in planning_service.plan_meetings(actor, row):
        meeting.is_invented = True
