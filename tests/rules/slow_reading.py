"""Each requirement read again from its file, slowly: what findings are held against.

Nothing of ``engage.rules.conditions`` or ``findings`` is used here. Whatever is not recorded is taken for
every day there is, one after the other, and a record shows a thing only if it does so on each of them. A new
word of the catalogue is read by adding a plain predicate under its name: ``PLAIN`` and ``DATED`` for words of
a condition, ``WHOLE`` for those of a whole requirement, ``ASKED`` for those that decide whether it is asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import engage.rules
from engage.rules.answers import Triggered
from engage.rules.facts import Fact
from engage.rules.working_days import is_working_day

CATALOGUE = Path(engage.rules.__file__).parent / "catalogue"
Table = Mapping[str, Any]
ONE_DAY = timedelta(days=1)
LONG_AGO, FAR_OFF = date(1990, 1, 1), date(2060, 1, 1)
OF_A_PROJECT = frozenset(
    {
        "options_fixed",
        "papers_issued",
        "decision",
        "urgent_change",
        "reg23_triggered",
        "call_in_directed",
        "live_to",
    }
)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((CATALOGUE / name).read_text(encoding="utf-8"))


REQUIREMENTS: dict[str, Table] = {
    table["id"]: table
    for path in sorted((CATALOGUE / "requirements").glob("*.toml"))
    for table in _read(f"requirements/{path.name}")["requirement"]
}
NUMBERS = {name: table["value"] for name, table in _read("settings.toml").items()}
REGISTERS = _read("registers.toml")
TRIGGERS = _read("triggers.toml")


@dataclass(frozen=True)
class Case:
    """What a requirement is asked of: a project with its records, or a body's records, and the days."""

    project: Fact | None
    records: Sequence[Fact]
    in_force: tuple[date, date]
    window: tuple[date, date]
    since: date
    today: date
    said: Sequence[Triggered] = ()

    @property
    def judged_on(self) -> date:
        return self.today if self.project else min(self.window[1], self.today)

    @property
    def days(self) -> list[date]:
        """Every day that is named anywhere, the days beside it, and days far off on both sides."""
        named = {self.today, *self.in_force, *self.window, self.since} - {date.min, date.max}
        for fact in self.records:
            dates = (fact.first, fact.on, fact.ended, *fact.says.values())
            named |= {day for day in dates if isinstance(day, date)}
        near = {day + step for day in named for step in (-ONE_DAY, timedelta(), ONE_DAY)}
        return sorted(near | {LONG_AGO, FAR_OFF})

    def may_be(self, first: date | None, last: date | None) -> list[date]:
        return [day for day in self.days if (first or day) <= day <= (last or day)]


@dataclass(frozen=True)
class World:
    """One way it can have been: the day of the record, and the other day (None: it has not come)."""

    case: Case
    day: date | None
    other: date | None = None


def _number(wanted: int | str) -> int:
    return NUMBERS[wanted] if isinstance(wanted, str) else wanted


def _all(said: Any) -> tuple[Any, ...]:
    return said if isinstance(said, tuple) else (said,)


def _size(said: Any) -> int:
    return len(said) if isinstance(said, tuple) else said


def _said_by_others(case: Case, reference: str) -> set[Any]:
    kind, _, field = reference.partition(".")
    found: set[Any] = set()
    for fact in case.records:
        if fact.kind == kind:
            for said in [fact.says.get(field)] if field else fact.says.values():
                found |= set(_all(said))
    return found


def _working_days_later(start: date, many: int, counts_start: bool) -> date:
    day, left = start, many
    if counts_start and is_working_day(start):
        left -= 1
    while left > 0:
        day += ONE_DAY
        if is_working_day(day):
            left -= 1
    return day


PLAIN: dict[str, Callable[[Any, Any, Case], bool]] = {
    "is": lambda said, wanted, _: type(said) is type(wanted) and said == wanted,
    "in": lambda said, wanted, _: any(one in wanted for one in _all(said)),
    "at_least": lambda said, wanted, _: said is not None and _size(said) >= _number(wanted),
    "at_most": lambda said, wanted, _: said is not None and _size(said) <= _number(wanted),
    "includes": lambda said, wanted, _: wanted in _all(said),
    "set": lambda said, wanted, _: bool(said is not False and said not in (None, "", ())) == wanted,
    "linked_from": lambda said, wanted, case: said is not None and said in _said_by_others(case, wanted),
    "found_in": lambda said, wanted, case: (
        said is not None and any(one in _said_by_others(case, wanted) for one in _all(said))
    ),
}
"""Words about an answer: what the record says, what is wanted, and everything else there is."""

DATED: dict[str, Callable[[date, date, int, Table], bool]] = {
    "before": lambda day, other, _, __: day < other,
    "on_or_before": lambda day, other, _, __: day <= other,
    "on_or_after": lambda day, other, _, __: day >= other,
    "within_days": lambda day, other, many, _: other <= day and (day - other).days <= many,
    "within_working_days": lambda day, other, many, table: (
        other <= day <= _working_days_later(other, many, table.get("counts_start", False))
    ),
    "lasts_days": lambda day, other, many, _: (day - other).days >= many,
}
"""Words about a day of the record, another day, and a number of days from the other to the first."""
TO_ANOTHER_DAY = frozenset({"before", "on_or_before", "on_or_after"})


def _own_days(case: Case, record: Fact, field: str) -> list[date]:
    """Every day that a date of the record can be; none where it is no date of which anything is known."""
    if field == "on" or (field == "ended" and record.ended is None):
        return case.may_be(record.first, record.on)
    day = record.ended if field == "ended" else record.says.get(field)
    return [day] if isinstance(day, date) else []


def _other_days(case: Case, record: Fact, reference: str) -> Sequence[date | None]:
    """Every day that another date can be; None among them where it may not have come."""
    if not reference:
        return [case.judged_on]
    kind, _, field = reference.partition(".")
    if reference in OF_A_PROJECT or kind == "project":
        day = case.project.says.get(field or reference) if case.project else None
        return [day] if day else list(case.days)
    if kind == "this":
        return list(_own_days(case, record, field))
    field = field or "on"
    there = [fact for fact in case.records if fact.kind == kind]
    if kind == "consultation" and not there:
        there = [fact for fact in case.records if _shows_a_consultation(fact, case)]
    if there:
        each = [_own_days(case, fact, field) or case.days for fact in there]
        latest = min(max(days) for days in each)  # no day after this one can be that of the first
        return sorted({day for days in each for day in days if day <= latest})
    kept = REGISTERS[kind]["exists"] and not REGISTERS[kind].get("so_far")
    return [None] if kept else list(case.days)


def _shows_a_consultation(fact: Fact, case: Case) -> bool:
    if fact.kind == "planned_consultation":
        return fact.first is not None and fact.first > case.today
    return fact.kind == "activity" and fact.says.get("method") == "Formal consultation"


def shows(table: Table, record: Fact, case: Case) -> bool:
    """Whether the record shows this in every world there can be."""
    if "any_of" in table:
        return any(shows(choice, record, case) for choice in table["any_of"])
    for word, predicate in PLAIN.items():
        if word in table:
            said = (
                getattr(record, table["field"], None)
                if table["field"] in {"ref", "title", "project"}
                else None
            )
            said = said if said is not None else record.says.get(table["field"])
            return predicate(said, table[word], case)
    (word,) = (word for word in DATED if word in table)
    many = 0 if word in TO_ANOTHER_DAY else _number(table[word])
    reference = table[word] if word in TO_ANOTHER_DAY else table.get("of", "")
    own, others = _own_days(case, record, table["field"]), _other_days(case, record, reference)
    if not own or not others or min(own) > case.today:
        return False
    return all(_holds(word, day, other, many, table, reference, case) for day in own for other in others)


def _holds(
    word: str, day: date, other: date | None, many: int, table: Table, reference: str, case: Case
) -> bool:
    if table.get("or_not_yet") and (other is None or other > case.judged_on):
        return True
    if other is None:
        return False
    if not reference:  # the clock runs to the day of judging
        day, other = other, day
    return DATED[word](day, other, many, table)


def _placed(requirement: Table, record: Fact, case: Case) -> bool:
    """Whether it certainly began, or was still going on, on a day that counts, after the body began."""
    if record.kind == "project":
        return True
    first, last = case.in_force if case.project else case.window
    if requirement.get("standing") and not case.project:
        first = date.min
    if (record.on and record.on < case.since) or (record.first and record.first > case.today):
        return False
    if record.proves:
        return record.proves[0] <= last and record.proves[1] >= first
    if record.ended and first <= record.ended <= last:
        return True
    opened = closed = None
    if case.project:
        opened, closed = case.project.says.get("live_from"), case.project.says.get("live_to")
    days = case.may_be(record.first or opened, record.on or closed)
    return all(first <= day <= last for day in days)


def proofs(requirement: Table, case: Case) -> list[Fact]:
    """The records that show everything asked for, on every day it may have been."""
    asked = (*requirement.get("about", ()), *requirement["when"])
    return [
        record
        for record in case.records
        if record.kind == requirement["kind"]
        and _placed(requirement, record, case)
        and all(shows(table, record, case) for table in asked)
    ]


def _quarters(case: Case) -> Iterator[tuple[date, date]]:
    day = case.window[0]
    while day <= case.window[1]:
        first = day
        while day <= case.window[1] and (day.year, (day.month - 1) // 3) == (
            first.year,
            (first.month - 1) // 3,
        ):
            day += ONE_DAY
        if day - ONE_DAY < case.today:
            yield first, day - ONE_DAY


def _each_quarter(_: Table, found: Sequence[Fact], case: Case) -> bool:
    def within(fact: Fact, quarter: tuple[date, date]) -> bool:
        if fact.proves:
            return fact.proves[0] <= quarter[1] and fact.proves[1] >= quarter[0]
        days = case.may_be(fact.first, fact.on)
        whole = all(quarter[0] <= day <= quarter[1] for day in days)
        return whole or bool(fact.ended and quarter[0] <= fact.ended <= quarter[1])

    return all(any(within(fact, quarter) for fact in found) for quarter in _quarters(case))


def _may_count(requirement: Table, record: Fact, case: Case) -> bool:
    """Whether it is a record of the matter that can lie in the time judged, and does not lie ahead."""
    if record.kind != requirement["kind"] or (record.first and record.first > case.today):
        return False
    if not all(shows(table, record, case) for table in requirement.get("about", ())):
        return False
    return any(_within(day, requirement, case) for day in _days_of(record, case))


def _days_of(record: Fact, case: Case) -> list[date]:
    """Every day on which it may have been going on."""
    opened = case.project.says.get("live_from") if case.project else None
    closed = case.project.says.get("live_to") if case.project else None
    first = record.first or opened
    last = max(day for day in (record.ended, record.on or closed or FAR_OFF) if day)
    return case.may_be(first, last)


def _within(day: date, requirement: Table, case: Case) -> bool:
    first, last = case.in_force if case.project else case.window
    return day <= last and (day >= first or (bool(requirement.get("standing")) and not case.project))


def _each_record(requirement: Table, found: Sequence[Fact], case: Case) -> bool:
    return all(
        record in found or all(shows(table, record, case) for table in requirement["when"])
        for record in case.records
        if _may_count(requirement, record, case)
    )


def _each_authority(_: Table, found: Sequence[Fact], case: Case) -> bool:
    assert case.project
    names, joint = case.project.says.get("authorities") or (), case.project.says.get("joint_committee")
    spoken = {name for fact in found for name in str(fact.says.get("authority", "")).split(" and ")}
    return bool(names) and ((joint and joint in spoken) or set(names) <= spoken)


def _each_forum(requirement: Table, found: Sequence[Fact], case: Case) -> bool:
    end = min(case.window[1], case.today)
    seats = [fact for fact in case.records if fact.kind == "forum"]
    stood = [
        fact for fact in seats if (fact.first or date.min) <= end and (fact.ended or end) >= case.window[0]
    ]
    return bool(stood) and all(_met(requirement, fact, found, case, end) for fact in stood)


def _met(requirement: Table, forum: Fact, found: Sequence[Fact], case: Case, end: date) -> bool:
    first, last = max(case.window[0], forum.first or date.min), min(end, forum.ended or date.max)
    due = [day for day in forum.says["due"] if first <= day <= last]
    if not due:
        return any(day < first for day in forum.says["due"]) and any(day > last for day in forum.says["due"])
    from_on = min(due).replace(day=1)
    often = len([day for day in forum.says["held"] if from_on <= day <= last]) >= len(due)
    own = [
        fact
        for fact in case.records
        if fact.says.get("forum_ref") == forum.ref and _may_count(requirement, fact, case)
    ]
    shown = any(fact in found for fact in own)
    return often and shown and _each_record(requirement, found, replace(case, records=own))


def _each_board(_: Table, found: Sequence[Fact], case: Case) -> bool:
    boards = {fact.title for fact in case.records if fact.kind == "forum" and fact.says["body_type"] == "hwb"}
    return bool(boards) and boards <= {board for fact in found for board in _all(fact.says.get("boards"))}


def _quantity(requirement: Table, found: Sequence[Fact], case: Case) -> bool:
    word = requirement["quantity"]
    if word in QUANTITIES:
        return QUANTITIES[word](requirement, found, case)
    field = word.removeprefix("each ")
    return set(requirement["each"]) <= {one for fact in found for one in _all(fact.says.get(field))}


QUANTITIES: dict[str, Callable[[Table, Sequence[Fact], Case], bool]] = {
    "one": lambda _, found, __: bool(found),
    "each record": _each_record,
    "each authority": _each_authority,
    "each forum": _each_forum,
    "each board": _each_board,
    "each quarter": _each_quarter,
}
"""How much shows a requirement, by the word; "each" and a field wants every value named."""

WHOLE: dict[str, Callable[[Table, Sequence[Fact], Case], bool]] = {
    "quantity": _quantity,
}
"""Words of a whole requirement that its proofs must meet together, by the word."""


def _is_set_off(requirement: Table, case: Case) -> bool:
    """Whether somebody said by now that it is so, or a record shows it."""
    name = requirement["trigger"]
    if name == "always":
        return True
    told = any(one.trigger == name and one.is_so and one.on <= case.today for one in case.said)
    shown_by = TRIGGERS[name].get("shown_by", ())
    return told or any(_is_witness(table, record, case) for table in shown_by for record in case.records)


def _is_witness(table: Table, record: Fact, case: Case) -> bool:
    if table["kind"] == "consultation" and _shows_a_consultation(record, case):
        return record.kind == "planned_consultation" or not (record.first and record.first > case.today)
    is_to_come = record.kind != "project" and record.first is not None and record.first > case.today
    alike = record.kind == table["kind"] and not is_to_come
    return alike and all(shows(condition, record, case) for condition in table["when"])


ASKED: dict[str, Callable[[Table, Case], bool]] = {
    "trigger": _is_set_off,
    "not_asked": lambda table, case: (
        not (case.project and all(shows(one, case.project, case) for one in table["not_asked"]["when"]))
    ),
}
"""Words of a whole requirement without which it is not asked of a project, by the word."""


def is_asked(requirement: Table, case: Case) -> bool:
    """Whether law of these days asks it of the project at all; of a body it does."""
    project = case.project
    if project is None:
        return True
    opened, closed = project.says.get("live_from"), project.says.get("live_to")
    if opened and closed and opened > closed:
        return False
    if closed and project.says.get("decision") and project.says["decision"] > closed:
        return False
    if (closed and closed < case.window[0]) or (opened and opened > case.window[1]):
        return False
    began_before = opened is None or opened < case.in_force[0]
    if began_before and any(_fell_due_before(reference, case) for reference in requirement.get("due", ())):
        return False
    return closed is not None or _goes_on(case)


def _fell_due_before(reference: str, case: Case) -> bool:
    kind, _, field = reference.partition(".")
    project = case.project
    if reference in OF_A_PROJECT:
        day = project.says.get(reference) if project else None
        return bool(day and day < case.in_force[0])
    there = [fact for fact in case.records if fact.kind == kind]
    if kind == "consultation" and not there:
        there = [fact for fact in case.records if _shows_a_consultation(fact, case)]
    latest = [fact.ended or fact.on if field == "ended" else fact.on for fact in there]
    known = [day for day in latest if day]
    before = any(day < case.in_force[0] for day in known)
    return before and (field != "ended" or all(day < case.in_force[0] for day in known))


def _goes_on(case: Case) -> bool:
    """Whether anything at all is known of the project from the day the law came into force, or lies ahead."""
    assert case.project
    held = (fact.ended or fact.on for fact in case.records if fact.kind == "activity")
    own = (case.project.first, *case.project.says.values())
    known = [day for day in (*held, *own) if isinstance(day, date)]
    return not known or max(known) >= min(case.in_force[0], case.today)


def is_shown(requirement: Table, case: Case) -> bool:
    """Whether the records show the requirement, read word by word."""
    found = proofs(requirement, case)
    whole = all(
        predicate(requirement, found, case) for word, predicate in WHOLE.items() if word in requirement
    )
    asked = all(predicate(requirement, case) for word, predicate in ASKED.items() if word in requirement)
    return asked and is_asked(requirement, case) and bool(found) and whole


def words_of(tables: Iterable[Table]) -> set[str]:
    """Every word that these conditions compare by."""
    found: set[str] = set()
    for table in tables:
        if "any_of" in table:
            found |= {"any_of"} | words_of(table["any_of"])
        else:
            found |= set(table) & (set(PLAIN) | set(DATED))
    return found
