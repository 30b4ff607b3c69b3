"""The figures on forums that met and on organisations we are in touch with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from engage.assurance.figures.counting import breakdown, count, parted
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import MEETINGS, NOT_RECORDED, ORGANISATIONS, Id
from engage.assurance.records import Records
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.periods import Period
from engage.stakeholders.facts import OrganisationKnown


def meeting_figures(records: Records) -> Iterator[Figure]:
    """How often forums met, how many came, whether enough did, and the actions agreed there."""
    meetings = records.meetings
    of = len(meetings)
    yield count(Id.MEETINGS_COUNT, "Meetings held", meetings, noun=MEETINGS)
    label = "Meetings that cannot be dated to the period"
    yield count(Id.MEETINGS_UNDATABLE, label, records.undatable_meetings, noun=MEETINGS)
    yield breakdown(
        Id.MEETINGS_BY_FORUM,
        "Meetings by forum",
        meetings,
        lambda fact: fact.says["forum"],
        noun=MEETINGS,
    )
    yield _sum(Id.MEETINGS_ATTENDED, "Attendances recorded", meetings, "attended")
    yield _sum(Id.MEETINGS_PUBLIC, "Members of the public counted", meetings, "public")
    short = [fact for fact in meetings if fact.says["quorate"] is False]
    yield count(Id.MEETINGS_WITHOUT_QUORUM, "Meetings without a quorum", short, noun=MEETINGS, out_of=of)
    for id_, words, name in (
        (Id.MEETINGS_ACTIONS_OPEN, "still open", "actions_open"),
        (Id.MEETINGS_ACTIONS_OVERDUE, "overdue", "actions_overdue"),
        (Id.MEETINGS_ACTIONS_DONE, "done", "actions_done"),
    ):
        yield _sum(id_, f"Actions {words}", meetings, name, least=1)


def _sum(id_: Id, label: str, meetings: Sequence[Fact], name: str, *, least: int = 0) -> Figure:
    """What meetings say to one question added up, without those that say nothing, or less than ``least``."""
    saying = [fact for fact in meetings if fact.says[name] is not None and fact.says[name] >= least]
    adds = {fact.ref: fact.says[name] for fact in saying}
    value = sum(adds.values()) if saying or least else None
    return Figure(
        label,
        value,
        tuple(adds),
        len(meetings),
        adds=adds,
        without=tuple(fact.ref for fact in meetings if fact.says[name] is None),
        id=id_,
        noun=MEETINGS,
    )


def organisation_figures(
    register: Sequence[OrganisationKnown], period: Period, on: date, quiet_since: date
) -> Iterator[Figure]:
    """Organisations that were not closed before the period: new, in touch with, and not since a day.

    When one was entered says nothing of when it began, so those entered since are among them.
    """
    known = [one for one in register if not _closed_before(one, period)]
    of = len(known)
    yield _organisations(Id.STAKEHOLDERS_COUNT, "Organisations in the register", known)
    new = [one for one in known if _is_in(one.added_on, period, on)]
    yield _organisations(Id.STAKEHOLDERS_NEW, "Organisations entered in the period", new, of)
    met = [one for one in known if any(_is_in(day, period, on) for day in one.contacts)]
    yield _organisations(Id.STAKEHOLDERS_CONTACTED, "Organisations we were in touch with", met, of)
    quiet = [one for one in known if not one.do_not_contact and _is_quiet(one, quiet_since, on)]
    yield _organisations(
        Id.STAKEHOLDERS_QUIET, f"Organisations not contacted since {long_date(quiet_since)}", quiet, of
    )
    yield _by_group(Id.STAKEHOLDERS_CONTACTED_BY_GROUP, met, of)
    yield _by_group(Id.STAKEHOLDERS_QUIET_BY_GROUP, quiet, of)
    yield _by_group(Id.STAKEHOLDERS_COUNT_BY_GROUP, known, of)


def _is_quiet(one: OrganisationKnown, since: date, on: date) -> bool:
    return not any(since < day <= on for day in one.contacts)


def _closed_before(one: OrganisationKnown, period: Period) -> bool:
    return one.closed_on is not None and period.first is not None and one.closed_on < period.first


def _is_in(day: date, period: Period, on: date) -> bool:
    return (period.first or date.min) <= day <= min(period.last or on, on)


def _organisations(
    id_: Id, label: str, found: Sequence[OrganisationKnown], out_of: int | None = None
) -> Figure:
    return Figure(label, len(found), tuple(one.ref for one in found), out_of, id=id_, noun=ORGANISATIONS)


def _by_group(id_: Id, found: Sequence[OrganisationKnown], of: int) -> Figure:
    parts: dict[str, list[str]] = {}
    for one in found:
        parts.setdefault(one.group or NOT_RECORDED, []).append(one.ref)
    refs = [one.ref for one in found]
    return parted(id_, "Organisations by stakeholder group", parts, refs, noun=ORGANISATIONS, out_of=of)
