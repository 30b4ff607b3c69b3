"""Who came to meetings: members one by one where that was recorded, and whether they made a quorum."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, or_, select

from engage.forums import queries as forums
from engage.forums.members import queries as members
from engage.forums.models import Forum, Membership, TermsOfReference
from engage.meetings.models import Attendance, Meeting, MemberThere
from engage.meetings.words import ATTENDED, STATES
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


def came_by_meeting(numbers: Collection[int] | None) -> dict[int, Came]:
    """Who came to each of these meetings (None: to any) where that was recorded: one query."""
    wanted = select(
        Attendance.meeting_id, Attendance.state, Attendance.membership_id, Membership.counts_for_quorum
    ).outerjoin(Membership, Membership.id == Attendance.membership_id)
    if numbers is not None:
        wanted = wanted.where(Attendance.meeting_id.in_(numbers))
    tally: dict[int, dict[str, int]] = {}
    for meeting_id, state, member, counts in session().execute(wanted):
        of_one = tally.setdefault(meeting_id, dict.fromkeys(("attended", "counted", *STATES, "others"), 0))
        of_one["others" if member is None else state] += 1
        of_one["counted"] += bool(counts) and state == ATTENDED
    return {number: Came(**counted) for number, counted in tally.items()}


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
    posts of those who came and are no members: two queries."""
    rows = attendance_of(meeting)
    recorded = {row.membership_id: row.state for row in rows if row.membership_id}
    on = meeting.start_to or clock.today()
    of_the_day = or_(
        (Membership.forum_id == meeting.forum_id) & forums.is_member_on(on), Membership.id.in_(recorded)
    )
    found = session().scalars(select(Membership).where(of_the_day))
    there = [
        MemberThere(member, recorded.get(member.id, "")) for member in sorted(found, key=members.by_role)
    ]
    return there, [row.title for row in rows if row.membership_id is None]


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
