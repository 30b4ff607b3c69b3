"""Who came to meetings: members one by one where that was recorded, and whether they made a quorum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, case, func, or_, select
from sqlalchemy.orm import aliased

from engage.forums import queries as forums
from engage.forums.members import queries as members
from engage.forums.models import Forum, Membership, TermsOfReference
from engage.meetings.models import Attendance, Meeting, MemberThere
from engage.meetings.words import ABSENT, APOLOGIES, ATTENDED, STATES
from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.offers.dealings import Dealing, Party
from engage.rules.meetings import Quorum, quorum


@dataclass(frozen=True, slots=True)
class Came:
    """Who came to one meeting, where each was recorded. ``counted`` are members who count for the quorum."""

    attended: int = 0
    counted: int = 0
    apologies: int = 0
    absent: int = 0
    others: int = 0

    @property
    def members(self) -> int:
        """Of how many members it was recorded whether they came."""
        return self.attended + self.apologies + self.absent


def tally(*of: ColumnElement[bool]) -> Subquery:
    """Each meeting of which it was recorded who came, and how many, in the order in which Came tells it."""
    is_member = Attendance.membership_id.is_not(None)
    told = {
        "attended": is_member & (Attendance.state == ATTENDED),
        "counted": Membership.counts_for_quorum & (Attendance.state == ATTENDED),
        "apologies": is_member & (Attendance.state == APOLOGIES),
        "absent": is_member & (Attendance.state == ABSENT),
        "others": ~is_member,
    }
    counts = (func.count(case((true, 1))).label(name) for name, true in told.items())
    wanted = select(Attendance.meeting_id, *counts).outerjoin(
        Membership, Membership.id == Attendance.membership_id
    )
    return wanted.where(*of).group_by(Attendance.meeting_id).subquery()


def came_by_meeting() -> dict[int, Came]:
    """Who came to each meeting where that was recorded: one query."""
    return {number: Came(*counts) for number, *counts in session().execute(select(tally()))}


def quorum_in_force() -> ScalarSelect[int | None]:
    """The quorum that was in force at each meeting of a statement; empty where none was set."""
    terms = TermsOfReference
    agreed = (terms.forum_id == Meeting.forum_id) & (terms.agreed_on <= Meeting.start_to)
    newest = select(terms.quorum).where(agreed).order_by(terms.agreed_on.desc(), terms.id.desc())
    return newest.limit(1).correlate(Meeting).scalar_subquery()


def quorum_of(needed: int | None, came: Came | None) -> Quorum:
    """What is known of the members alone decides: others who came make no quorum."""
    return quorum(needed, came.counted if came and came.members else None)


def there_at(meeting: Meeting) -> tuple[list[MemberThere], list[str]]:
    """The members on the day of a meeting and whoever was recorded at it, with what was recorded; and the
    posts of those who came and are no members: one query."""
    on = meeting.start_to or clock.today()
    recorded = select(Attendance).where(Attendance.meeting_id == meeting.id)
    of_the_day = or_(
        (Membership.forum_id == meeting.forum_id) & forums.is_member_on(on),
        Membership.id.in_(recorded.with_only_columns(Attendance.membership_id)),
    )
    member = aliased(Membership, select(Membership).where(of_the_day).subquery())
    row = aliased(Attendance, recorded.subquery())
    wanted = select(member, row).join(row, row.membership_id == member.id, full=True).order_by(row.id)
    found: list[tuple[Membership | None, Attendance | None]] = [
        (*both,) for both in session().execute(wanted)
    ]
    there = [MemberThere(one, came.state if came else "") for one, came in found if one]
    others = [came.title for one, came in found if came and not one]
    return sorted(there, key=lambda one: members.by_role(one.member)), others


def members_at(meeting: Meeting) -> list[MemberThere]:
    """The members on the day of a meeting, and whoever was recorded at it."""
    return there_at(meeting)[0]


def attendance_of(meeting: Meeting) -> list[Attendance]:
    wanted = select(Attendance).where(Attendance.meeting_id == meeting.id)
    return list(session().scalars(wanted.order_by(Attendance.id)))


def dealings_of(parties: Sequence[Party]) -> Iterator[Dealing]:
    """The meetings that these people, or those who speak for these organisations, came to or missed."""
    people = _numbers(parties, "person:")
    organisations = _numbers(parties, "organisation:")
    wanted = (
        select(
            Membership.person_id,
            Membership.organisation_id,
            Membership.title,
            Attendance.state,
            Meeting.id,
            Meeting.start_to,
            Forum.name,
        )
        .join(Membership, Membership.id == Attendance.membership_id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(or_(Membership.person_id.in_(people), Membership.organisation_id.in_(organisations)))
    )
    for person, organisation, title, state, number, on, forum in session().execute(wanted):
        whose = [f"person:{person}"] if person in people else []
        whose += [f"organisation:{organisation}"] if organisation in organisations else []
        for party in whose:
            what = f"{STATES[state]} as {title}: {forum}"
            yield Dealing(party, on, what, f"meeting:{number}", "Meetings", state == ATTENDED)


def _numbers(parties: Iterable[Party], kind: str) -> set[int]:
    return {int(party.ref.removeprefix(kind)) for party in parties if party.ref.startswith(kind)}
