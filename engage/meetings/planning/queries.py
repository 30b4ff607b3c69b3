"""Whether forums met as often as they were to, and what support networks were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select

from engage.forums.models import Forum, MeetingSchedule
from engage.forums.schedules import recurrence
from engage.meetings.models import Meeting
from engage.meetings.words import CANCELLED, HELD
from engage.organisation.models import Body, Network
from engage.platform.data.db import session
from engage.platform.data.remembered import remembered
from engage.rules.periods import Period, between, financial_year_of, quarter_of

MOST_YEARS = 4  # told of on the page of a forum
OF_PPGS = ("ppg", "ppg_chairs", "network")
SOURCE_OF_SUPPORT = (
    "The strategy has networks meet their patient participation groups, and the commissioner brief PPG "
    "chairs; it cites the network contract specification, 4.4.4. That reference is garbled there and has not "
    "been verified."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the meetings a forum was to hold in a period; ``expected`` is None without a schedule.

    ``by_now`` are those of them whose day has come.
    """

    expected: int | None
    by_now: int
    held: int
    cancelled: int

    @property
    def is_behind(self) -> bool:
        return self.expected is not None and self.held < self.by_now

    @property
    def words(self) -> str:
        if self.expected is None:
            held = f"{self.held} held" if self.held else "none recorded as held"
            return f"{held}; no schedule is recorded"
        if not self.expected and not self.held:
            return "no meeting is due by its schedules"
        if not self.expected:
            return f"{self.held} held; none was due by its schedules"
        off = f", {self.cancelled} called off" if self.cancelled else ""
        still = self.expected - self.by_now
        ahead = f", {still} still to come" if still else ""
        return f"{self.held} held of {self.by_now} due{off}{ahead}"


@dataclass(frozen=True, slots=True)
class Support:
    """What a network was given in a period: days of briefings, and of meetings with its patient groups."""

    network: Network
    briefings: tuple[date, ...]
    briefed_quarters: int
    quarters: int
    meetings: tuple[date, ...]

    @property
    def id(self) -> int:
        return self.network.id


def kept_by_year(
    forum: Forum, schedules: Sequence[MeetingSchedule], today: date
) -> list[tuple[Period, Kept]]:
    """How often one forum met in this financial year and in those before that these schedules touch."""
    due = [day for row in schedules for day in recurrence.occurrences(row)]
    begun = {day.replace(day=1) for day in (*due, today) if day <= today}
    years = {year.code: year for year in map(financial_year_of, begun)}
    newest = [years[code] for code in sorted(years, reverse=True)[:MOST_YEARS]]
    came = _came_of(forum, newest)
    return [(year, _kept(due if schedules else None, year, came[year.code], today)) for year in newest]


def support_of_networks(body: Body, period: Period, today: date) -> list[Support]:
    """What each network of a body was given in a period, by name: two queries."""
    first, last = period.first or date.min, period.last or date.max
    networks = session().scalars(select(Network).where(Network.body_id == body.id).order_by(Network.name))
    held = session().execute(
        select(Forum.kind, Forum.network_id, Meeting.is_network_briefing, Meeting.start_to)
        .join(Forum, Forum.id == Meeting.forum_id)
        .where(
            Meeting.status == HELD,
            Meeting.start_from >= first,
            Meeting.start_to <= last,
            (Forum.body_id == body.id) | Forum.network_id.is_not(None),
        )
    )
    rows = [(kind, number, is_briefing, on) for kind, number, is_briefing, on in held if on is not None]
    quarters = _quarters_between(first, min(last, today))
    found = []
    for network in networks:
        if (network.from_on and network.from_on > last) or (network.to_on and network.to_on < first):
            continue
        # A group of the whole body speaks for every network; one of a single network for that one.
        briefings = sorted(
            {on for _, of, is_briefing, on in rows if is_briefing and of in {None, network.id}}
        )
        meetings = sorted({on for kind, of, _, on in rows if kind in OF_PPGS and of == network.id})
        briefed = {quarter_of(on).code for on in briefings}
        found.append(Support(network, tuple(briefings), len(briefed), len(quarters), tuple(meetings)))
    return found


def _quarters_between(first: date, last: date) -> list[str]:
    """The quarters that two days touch; none when the first has not come."""
    if last < first or first == date.min:
        return []
    codes: Iterable[str] = (quarter_of(month).code for month in between(first, last).months())
    return list(dict.fromkeys(codes))


def _came_of(forum: Forum, years: Sequence[Period]) -> dict[str, tuple[int, int]]:
    """How many meetings of a forum were held and how many called off in each of these years: one query."""
    counted = [
        func.count(case((_within(year) & (Meeting.status == status), 1)))
        for year in years
        for status in (HELD, CANCELLED)
    ]
    wanted, what = select(*counted).where(Meeting.forum_id == forum.id), [year.code for year in years]
    found = remembered(("met", forum.id, *what), lambda: (*session().execute(wanted).one(),))
    return {year.code: (found[2 * place], found[2 * place + 1]) for place, year in enumerate(years)}


def _within(year: Period) -> ColumnElement[bool]:
    return (Meeting.start_from >= year.first) & (Meeting.start_to <= year.last)


def _kept(due: Sequence[date] | None, year: Period, came: tuple[int, int], today: date) -> Kept:
    days = [day for day in due or () if (year.first or day) <= day <= (year.last or day)]
    return Kept(None if due is None else len(days), sum(day <= today for day in days), *came)
