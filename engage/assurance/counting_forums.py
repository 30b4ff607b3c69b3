"""The figures on forums that met and on organisations we are in touch with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from engage.assurance.figures import MEETINGS, NOT_RECORDED, ORGANISATIONS, Figure, breakdown, count, parted
from engage.assurance.records import Records
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.periods import Period
from engage.stakeholders.facts import OrganisationKnown


def meeting_figures(records: Records) -> Iterator[Figure]:
    """How often forums met, how many came, whether enough did, and the actions agreed there."""
    meetings = records.meetings
    of = len(meetings)
    yield count("meetings.count", "Meetings held", meetings, noun=MEETINGS)
    label = "Meetings that cannot be dated to the period"
    yield count("meetings.undatable", label, records.undatable_meetings, noun=MEETINGS)
    yield breakdown(
        "meetings.by_forum", "Meetings by forum", meetings, lambda fact: fact.says["forum"], noun=MEETINGS
    )
    yield _sum("meetings.attended", "Attendances recorded", meetings, "attended")
    yield _sum("meetings.public", "Members of the public counted", meetings, "public")
    short = [fact for fact in meetings if fact.says["quorate"] is False]
    yield count("meetings.without_quorum", "Meetings without a quorum", short, noun=MEETINGS, out_of=of)
    for state, words in (("open", "still open"), ("overdue", "overdue"), ("done", "done")):
        yield _sum(f"meetings.actions_{state}", f"Actions {words}", meetings, f"actions_{state}", least=1)


def _sum(id_: str, label: str, meetings: Sequence[Fact], name: str, *, least: int = 0) -> Figure:
    """What meetings say to one question added up, without those that say nothing, or less than ``least``."""
    saying = [fact for fact in meetings if fact.says[name] is not None and fact.says[name] >= least]
    value = sum(fact.says[name] for fact in saying) if saying or least else None
    return Figure(id_, label, value, tuple(fact.ref for fact in saying), MEETINGS, len(meetings))


def organisation_figures(
    register: Sequence[OrganisationKnown], period: Period, on: date, quiet_since: date
) -> Iterator[Figure]:
    """Organisations that were not closed before the period: new, in touch with, and not since a day.

    The register is counted as it stands now: when each was entered says nothing of when it began.
    """
    known = [one for one in register if not _closed_before(one, period)]
    of = len(known)
    yield _organisations("stakeholders.count", "Organisations in the register", known)
    new = [one for one in known if _is_in(one.added_on, period)]
    yield _organisations("stakeholders.new", "Organisations entered in the period", new, of)
    met = [one for one in known if any(_is_in(day, period) for day in one.contacts)]
    yield _organisations("stakeholders.contacted", "Organisations we were in touch with", met, of)
    quiet = [one for one in known if not one.do_not_contact and _is_quiet(one, quiet_since, on)]
    yield _organisations(
        "stakeholders.quiet", f"Organisations not contacted since {long_date(quiet_since)}", quiet, of
    )
    for state, found in (("contacted", met), ("quiet", quiet), ("count", known)):
        yield _by_group(f"stakeholders.{state}_by_group", found, of)


def _is_quiet(one: OrganisationKnown, since: date, on: date) -> bool:
    return not any(since < day <= on for day in one.contacts)


def _closed_before(one: OrganisationKnown, period: Period) -> bool:
    return one.closed_on is not None and period.first is not None and one.closed_on < period.first


def _is_in(day: date, period: Period) -> bool:
    return (period.first or date.min) <= day <= (period.last or date.max)


def _organisations(
    id_: str, label: str, found: Sequence[OrganisationKnown], out_of: int | None = None
) -> Figure:
    return Figure(id_, label, len(found), tuple(one.ref for one in found), ORGANISATIONS, out_of)


def _by_group(id_: str, found: Sequence[OrganisationKnown], of: int) -> Figure:
    parts: dict[str, list[str]] = {}
    for one in found:
        parts.setdefault(one.group or NOT_RECORDED, []).append(one.ref)
    refs = [one.ref for one in found]
    return parted(id_, "Organisations by stakeholder group", parts, refs, noun=ORGANISATIONS, out_of=of)
