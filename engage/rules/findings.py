"""Holding facts against an edition of a duty: what is evidenced, by which records, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import TypeVar

from engage.rules.answers import Answer, HandEvidence, NotApplicable, Signed, Triggered
from engage.rules.attached import LOOKED_AT, as_fact, contradictions
from engage.rules.calendar_words import long_date
from engage.rules.conditions import Condition, Miss, Scene, Unknown, asked_for, missed, named
from engage.rules.editions import Edition, Requirement, Trust, weakest
from engage.rules.facts import Days, Fact
from engage.rules.placing import (
    ALWAYS,
    contradiction,
    falls,
    financial_year_end,
    last_known_day,
    life_of,
    may_fall,
    quarter_end,
    shared,
)
from engage.rules.quantities import NONE_TO_ASK, Asked, Count, Unfit, count
from engage.rules.triggers import Called, Triage

_Word = TypeVar("_Word", Signed, NotApplicable)
NOT_KNOWN = "Not known:"
"""What a note begins with that says what to record."""
WHEN_ENDED = "Not known: record when the project ended."
"""Said of law that came into force after the last day known of a project without an end."""
_About = tuple[str, int, str, str | None]
"""Duty, edition, requirement and project, as words on record name what they are about."""


class State(StrEnum):
    """How a requirement stands. The machine weighs records; a person signs and the Governing Body concludes.

    *Evidenced*: as many records as its quantity asks for meet everything asked: one, each record, or one for
    each forum, authority or quarter. *By hand*: no records do, but with what a named person attached, which
    nobody tests. *Said*: neither do, but with a statement that was entered after the day it speaks of.
    *Partly*: for some of those, or the nearest record falls short in one thing only, and one that the
    requirement marks as leaving it partly met. *Not known*: the nearest record fails nothing, and hangs on a
    day or an answer that nobody has recorded; or nobody has recorded whether it is due, or of whom to ask it.
    *None*: due, and less than that. *Not yet due*: its day has not come.
    """

    EVIDENCED = "evidenced"
    BY_HAND = "by_hand"
    SAID = "said"
    PARTLY = "partly"
    NONE = "none"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"
    NOT_YET_DUE = "not_yet_due"


SHOWN = frozenset({State.EVIDENCED, State.BY_HAND, State.SAID})
"""That something shows it, of whichever kind; the first alone is evidence by records."""
SIGNABLE = SHOWN | {State.PARTLY}
_NEAREST = (State.PARTLY, State.NOT_KNOWN, State.NONE)
"""How a requirement stands by a record that falls short, the nearest first."""


@dataclass(frozen=True, slots=True)
class NearestMiss:
    """The record that came nearest, and each thing it failed as a sentence."""

    ref: str
    title: str
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """How one requirement of one edition stands, for the body or for one project.

    ``proved_by``, ``by_hand`` and ``said`` are references of the three kinds of evidence, never mixed:
    records that pass every test, what was attached and not tested, statements entered later than the day
    they speak of. ``looked_at`` is what of the second another person looked at too, and says that it shows
    this. ``due_on`` is the last day before it is due, None when that day is not known. ``reason`` and
    ``named`` say why it does not apply and who says so. ``note`` says what a state cannot: quarters met, or a
    register that does not exist yet. ``body`` is left for whoever holds the facts of several bodies side by
    side. ``awaits`` names the trigger that nobody has answered yet. ``count`` is for how many of those it is
    asked of it is shown, and names the others; None where one record is enough.
    """

    duty: str
    edition: int
    title: str
    requirement: str
    ask: str
    kind: str
    owner: str
    per: str
    project: str | None
    state: State
    proved_by: tuple[str, ...]
    by_hand: tuple[str, ...]
    nearest_miss: NearestMiss | None
    reason: str
    named: str
    due_on: date | None
    law_clock: str
    trust: Trust
    source: str
    signed: Signed | None
    note: str
    body: str = ""
    awaits: str = ""
    said: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()
    count: Count | None = None
    good_practice: bool = False

    @property
    def is_due(self) -> bool:
        """Whether it is asked for by now; not while nobody said whether it is, or recorded when."""
        hangs = self.state is State.NOT_KNOWN and (self.awaits or self.note.startswith(NOT_KNOWN))
        return not hangs and self.state not in (State.NOT_YET_DUE, State.NOT_APPLICABLE)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Everything that shows it, of whichever kind."""
        return (*self.proved_by, *self.by_hand, *self.said)


class _Recorded:
    """What people put on record, found by what it is about."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._words: dict[_About, list[Signed | NotApplicable]] = {}
        self._attached: dict[tuple[str, str | None], list[HandEvidence]] = {}
        for one in answers:
            if isinstance(one, HandEvidence):
                self._attached.setdefault((one.requirement, one.project), []).append(one)
            elif not isinstance(one, Triggered):
                about = (one.duty, one.edition, one.requirement, one.project)
                self._words.setdefault(about, []).append(one)

    def words(self, about: _About) -> Sequence[Signed | NotApplicable]:
        return self._words.get(about, ())

    def attached(self, requirement: str, project: str | None) -> Sequence[HandEvidence]:
        return self._attached.get((requirement, project), ())


@dataclass(frozen=True, slots=True)
class _Case:
    """One requirement of one edition, held against one body or one project."""

    edition: Edition
    requirement: Requirement
    project: Fact | None
    scene: Scene
    window: Days  # the part of the period the edition covers
    within: Days  # when a record must have happened to count
    today: date
    since: date  # the first day of the body
    due_on: date | None = None  # the earliest known day by which it falls due for the project
    doubt: str = ""  # why nothing firm can be said of the project

    @property
    def life(self) -> Days:
        return life_of(self.project) if self.project else ALWAYS


def assess(
    edition: Edition,
    facts: Iterable[Fact],
    first: date,
    last: date,
    today: date,
    answers: Iterable[Answer] = (),
) -> tuple[Finding, ...]:
    """How each requirement of the edition stands for one body from ``first`` to ``last``.

    The body is judged on the days of the period on which the edition was in force; a project live on any of
    them is judged on its whole life under the edition. ``facts`` and ``answers`` are those of the body alone.
    """
    return assess_each((edition,), facts, first, last, today, answers)


def assess_each(
    editions: Iterable[Edition],
    facts: Iterable[Fact],
    first: date,
    last: date,
    today: date,
    answers: Iterable[Answer] = (),
    since: date = date.min,
) -> tuple[Finding, ...]:
    """The same under several editions, one after the other; what is dated before ``since`` proves nothing."""
    told, said = tuple(facts), tuple(answers)
    recorded, triage = _Recorded(said), Triage(told, said, today)
    cases = _cases(editions, told, (first, last), today, since)
    return tuple(_set_off(_judged(case, recorded), case, triage) for case in cases)


HEAVIEST = (
    State.NONE,
    State.NOT_KNOWN,
    State.PARTLY,
    State.SAID,
    State.BY_HAND,
    State.EVIDENCED,
    State.NOT_YET_DUE,
    State.NOT_APPLICABLE,
)
"""Which state counts of one requirement that stands in several: what is lacking under any duty is lacking."""


def once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for each requirement of a project or body, however many duties and editions ask for it.

    Every total is of these, on whatever page. Of several the one that stands worst counts; good practice,
    which no law asks for, does not.
    """
    counted: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        if finding.good_practice:
            continue
        about = finding.requirement, finding.project or finding.body
        held = counted.get(about)
        if held is None or HEAVIEST.index(finding.state) < HEAVIEST.index(held.state):
            counted[about] = finding
    return list(counted.values())


def summary(findings: Iterable[Finding]) -> dict[State, int]:
    """How many requirements are in each state, each of a project or body counted once; every state named."""
    counted = Counter(finding.state for finding in once(findings))
    return {state: counted[state] for state in State}


def _cases(
    editions: Iterable[Edition], facts: tuple[Fact, ...], period: Days, today: date, since: date
) -> Iterator[_Case]:
    projects = [_Live(project, own, today) for project, own in _own_facts(facts)]
    scenes: dict[Days, Scene] = {}
    for edition, requirement in ((one, asked) for one in editions for asked in one.requirements):
        in_force = shared(edition.in_force, requirement.in_force)
        window = in_force and shared(in_force, period)
        if in_force is None or window is None:
            continue
        if requirement.per == "body":
            if window not in scenes:
                scenes[window] = Scene(facts, min(window[1], today), today)
            within = (date.min, window[1]) if requirement.standing else window
            yield _Case(edition, requirement, None, scenes[window], window, within, today, since)
            continue
        for live in projects:
            due_on = live.falls_due(requirement, in_force[0])
            fell_due_before = due_on and max(due_on, live.life[0]) < in_force[0]
            if not shared(live.life, window) or fell_due_before:
                continue
            doubt = live.contradiction or (WHEN_ENDED if live.may_have_ended_before(in_force[0]) else "")
            scene = live.scene
            yield _Case(
                edition, requirement, live.project, scene, window, in_force, today, since, due_on, doubt
            )


def _own_facts(facts: Iterable[Fact]) -> Iterator[tuple[Fact, list[Fact]]]:
    """Each project with its own facts, itself first."""
    held = list(facts)
    own: dict[str | None, list[Fact]] = {fact.ref: [fact] for fact in held if fact.kind == "project"}
    for fact in held:
        if fact.kind != "project" and fact.project in own:
            own[fact.project].append(fact)
    return ((found[0], found) for found in own.values())


class _Live:
    """A project on its whole life: what its records tell, and what they leave open."""

    def __init__(self, project: Fact, own: list[Fact], today: date) -> None:
        self.project = project
        self.life = life_of(project)
        self.scene = Scene(own, today)
        self.contradiction = contradiction(project)
        self._last_known = last_known_day(project, own)
        self._today = today

    def falls_due(self, requirement: Requirement, since: date) -> date | None:
        """The earliest known of the days that make it due; what ends falls due each time anew."""
        scene, known = self.scene, []
        for reference in requirement.due:
            days = scene.days(reference)
            kind, _, field = reference.partition(".")
            again = [fact.days(field) for fact in scene.of_kind(kind)] if field == "ended" else []
            ends = [one[1] for one in again if one and one[1] >= since]
            known.append(min(ends, default=days[1] if days else date.max))
        first = min(known, default=date.max)
        return None if first == date.max else first

    def may_have_ended_before(self, day: date) -> bool:
        """Whether no end is recorded, and all that is known of it lies behind, and before this day."""
        last = self._last_known
        return self.life[1] == date.max and last is not None and last < min(day, self._today)


def _judged(case: _Case, answers: _Recorded) -> Finding:
    requirement = case.requirement
    proofs, unfit, nearest, short_of = ([], [], None, State.NONE) if case.doubt else _weighed(case)
    said = [fact for fact in proofs if requirement.kind.is_statement and fact.was_entered_later]
    proofs = [fact for fact in proofs if fact not in said]
    by_hand = _attached(case, answers)
    attached = [fact for fact, why in by_hand if why is None]
    if nearest is None:
        nearest = next((NearestMiss(fact.ref, fact.title, (why(),)) for fact, why in by_hand if why), None)
    due_on, is_due = _due(case)
    stands = partial(_state, case, unfit=unfit, short_of=short_of, is_due=is_due)
    state, note, counted = stands([*proofs, *attached, *said])
    if state is State.EVIDENCED and (attached or said):
        kinds = ((State.EVIDENCED, proofs), (State.BY_HAND, [*proofs, *attached]))
        state = next((kind for kind, own in kinds if stands(own)[0] is State.EVIDENCED), State.SAID)
    if counted and not counted.met:
        proofs = []  # of a record that speaks for nobody who is asked nothing is shown
    if case.doubt:
        state, note = State.NOT_KNOWN, case.doubt
    note = " ".join((note, *_remarks(case, answers, nearest), *map(_entered_later, said)))
    excused = _last(NotApplicable, case, answers)
    signed = _last(Signed, case, answers)
    because = excused.reason if excused else _not_asked(case)
    if because:
        state = State.NOT_APPLICABLE
    if not (requirement.has_register or case.doubt or state in SHOWN | {State.NOT_APPLICABLE}):
        comes = requirement.kind.comes_with
        note = f"{note} Its register comes with {comes}; until then attach dated evidence by hand."
    return Finding(
        duty=case.edition.code,
        edition=case.edition.year,
        title=case.edition.title,
        requirement=requirement.id,
        ask=requirement.ask,
        kind=requirement.kind.id,
        owner=requirement.owner,
        per=requirement.per,
        project=case.project.ref if case.project else None,
        state=state,
        proved_by=tuple(fact.ref for fact in proofs),
        by_hand=tuple(fact.ref for fact in attached),
        nearest_miss=nearest if (counted and counted.missing) or not (proofs or attached or said) else None,
        reason=because,
        named=excused.name if excused else "",
        due_on=due_on,
        law_clock=requirement.law_clock,
        trust=weakest((case.edition.trust, requirement.trust)),
        source=case.edition.source,
        signed=signed,
        note=note.strip(),
        said=tuple(fact.ref for fact in said),
        looked_at=tuple(fact.ref for fact in attached if fact.says.get(LOOKED_AT)),
        count=counted,
        good_practice=requirement.good_practice,
    )


def _set_off(finding: Finding, case: _Case, triage: Triage) -> Finding:
    """The finding as what sets the requirement off leaves it; what somebody excused stays excused."""
    trigger = case.requirement.trigger
    settled = finding.state is State.NOT_APPLICABLE or finding.note == WHEN_ENDED
    if trigger is None or case.project is None or settled:
        return finding
    called = triage.called(trigger, case.project)
    if called.is_so:
        return _asked(finding, called)
    if called.is_so is None:
        return replace(
            finding, state=State.NOT_KNOWN, nearest_miss=None, note=called.note, awaits=called.awaits
        )
    state = State.NOT_APPLICABLE
    return replace(finding, state=state, reason=called.reason, named=called.by, note="", nearest_miss=None)


def _asked(finding: Finding, called: Called) -> Finding:
    return replace(finding, note=f"{called.note} {finding.note}".strip()) if called.note else finding


def _counted(case: _Case, shows: Sequence[Fact], unfit: Sequence[Unfit]) -> Count | None:
    if case.requirement.quantity.is_one or case.doubt:
        return None
    asked = Asked(case.scene, case.project, case.window, case.life, case.today)
    return count(case.requirement.quantity, asked, shows, unfit)


def _not_asked(case: _Case) -> str:
    """Why it is not asked of this project, by what is known of it; empty where it is asked."""
    rule = case.requirement.not_asked
    if rule is None or case.project is None or _fails(case, rule.conditions, case.project):
        return ""
    return rule.because


def _weighed(case: _Case) -> tuple[list[Fact], list[Unfit], NearestMiss | None, State]:
    """The records that prove it and those that do not; the nearest of these, and how it stands by it."""
    proofs: list[Fact] = []
    unfit: list[Unfit] = []
    is_one, within, life = case.requirement.quantity.is_one, case.within, case.life
    nearest: tuple[tuple[int, int, int, str], Fact, list[Miss], State] | None = None
    for fact in case.scene.of_kind(case.requirement.kind.id):
        if not may_fall(fact, within, life) or _fails(case, case.requirement.about, fact):
            continue
        failed = _fails(case, case.requirement.when, fact)
        misplaced = _misplaced(fact, case)
        if failed and not is_one and not (fact.started and fact.started[0] > case.today):
            unfit.append((fact, failed[0][0]))
        if misplaced:
            failed = [(misplaced, False), *failed]
        if not failed:
            proofs.append(fact)
            continue
        state = _short_of(failed)
        rank = (_NEAREST.index(state), len(failed), -(fact.on or date.min).toordinal(), fact.ref)
        if nearest is None or rank < nearest[0]:
            nearest = rank, fact, [miss for miss, _ in failed], state
    if nearest is None:
        return proofs, unfit, None, State.NONE
    _, fact, misses, state = nearest
    return proofs, unfit, NearestMiss(fact.ref, fact.title, tuple(miss() for miss in misses)), state


def _short_of(failed: Sequence[tuple[Miss, bool]]) -> State:
    """How a requirement stands by a record that fails this; in part, though what may be short is unknown."""
    if len(failed) == 1 and failed[0][1]:
        return State.PARTLY
    return State.NOT_KNOWN if all(isinstance(miss, Unknown) for miss, _ in failed) else State.NONE


def _fails(case: _Case, conditions: Sequence[Condition], fact: Fact) -> list[tuple[Miss, bool]]:
    """Each condition the fact fails, and whether failing it leaves the rest standing."""
    told = ((missed(condition, fact, case.scene), condition.still_partly) for condition in conditions)
    return [(miss, still_partly) for miss, still_partly in told if miss]


def _state(
    case: _Case, shows: Sequence[Fact], *, unfit: Sequence[Unfit], short_of: State, is_due: bool
) -> tuple[State, str, Count | None]:
    counted = _counted(case, shows, unfit)
    if counted:
        return *_state_of_count(case, counted, short_of=short_of, is_due=is_due), counted
    if shows:
        return State.EVIDENCED, "", None
    if is_due:
        return short_of, "", None
    when = _when_due(case)
    return (State.NOT_KNOWN if when else State.NOT_YET_DUE), when, None


def _when_due(case: _Case) -> str:
    """What to record, where it is not known whether it is due; empty where it is known not to be."""
    if case.project is None or case.due_on:
        return ""
    unknown = [day for day in case.requirement.due if not case.scene.days(day)]
    of_project = [day for day in unknown if day.startswith("project.")]
    return f"Not known: record {asked_for((of_project or unknown)[0])}." if unknown else ""


def _state_of_count(case: _Case, counted: Count, *, short_of: State, is_due: bool) -> tuple[State, str]:
    """How it stands by how many show it; of nought nothing is shown."""
    note = f"{counted.in_words}."
    if counted.is_full:
        return State.EVIDENCED, note if counted.of > 1 else ""
    if not is_due:
        when = _when_due(case)
        return (State.NOT_KNOWN if when else State.NOT_YET_DUE), when or (note if counted.of else "")
    if counted.of == 0 and not (case.project and case.requirement.quantity.word == "each record"):
        return State.NOT_KNOWN, NONE_TO_ASK[case.requirement.quantity.word] + "."
    if counted.met or (short_of is State.PARTLY and counted.of > 1):
        short_of = State.PARTLY if counted.met else State.NONE
    return short_of, note if counted.of else ""


def _due(case: _Case) -> tuple[date | None, bool]:
    """The last day before it is due, where that is known, and whether it is due by now."""
    requirement, (begins, ends) = case.requirement, case.window
    if case.project:
        due_on = case.due_on and case.due_on + timedelta(days=requirement.due_days)
        return due_on, case.today > due_on if due_on else not requirement.due
    if requirement.quantity.word == "each quarter":
        due_on = min(quarter_end(begins), ends)
    elif requirement.frequency == "annual" and not requirement.standing:
        due_on = min(financial_year_end(min(ends, max(begins, case.today))), case.edition.in_force[1])
    else:
        due_on = begins
    return due_on, case.today > due_on


def _last(kind: type[_Word], case: _Case, answers: _Recorded) -> _Word | None:
    """The latest signature or reason that speaks for this case; one given later where there is no other."""
    project = case.project.ref if case.project else None
    spoken = [
        one
        for one in answers.words((case.edition.code, case.edition.year, case.requirement.id, project))
        if isinstance(one, kind)
        and (one.covers is None or (one.covers[0] <= case.window[0] and case.window[1] <= one.covers[1]))
    ]
    return max(spoken, key=lambda one: (one.on <= case.today, one.on), default=None)


def _attached(case: _Case, answers: _Recorded) -> list[tuple[Fact, Miss | None]]:
    """Evidence attached by hand, as facts that can be placed in time like any other, each with why it does
    not count; None where it does."""
    pieces = answers.attached(case.requirement.id, case.project.ref if case.project else None)
    facts = [(as_fact(piece, case.requirement), piece) for piece in pieces]
    return [(fact, _misplaced(fact, case) or _unmet(fact, piece, case)) for fact, piece in facts]


def _unmet(fact: Fact, piece: HandEvidence, case: _Case) -> Miss | None:
    """Why what is attached does not show this: a date in it, or a second person, says so."""
    contradicted = next(contradictions(fact, case.requirement, case.scene), None)
    denied = partial(_denied, fact) if piece.shows is False else None
    return contradicted or denied


def _denied(fact: Fact) -> str:
    return f"{named(fact)} does not show this, in the eyes of a second person"


def _remarks(case: _Case, answers: _Recorded, nearest: NearestMiss | None) -> Iterator[str]:
    """What is to be read with what was attached for this time; why a piece does not count, unless it stands
    there as what came nearest."""
    for piece in answers.attached(case.requirement.id, case.project.ref if case.project else None):
        fact = as_fact(piece, case.requirement)
        if _misplaced(fact, case):
            continue
        yield from piece.remarks
        if nearest is None or nearest.ref != piece.ref:
            for miss in contradictions(fact, case.requirement, case.scene):
                yield f"Attached, but it does not meet what is asked: {miss()}."


def _entered_later(fact: Fact) -> str:
    if fact.on is None or fact.recorded_on is None:
        return ""
    return f"Dated {long_date(fact.on)}, entered on {long_date(fact.recorded_on)}."


def _misplaced(fact: Fact, case: _Case) -> Miss | None:
    """Why the fact cannot count for this time; None when it can."""
    if fact.started and fact.started[0] > case.today:
        return partial(_still_to_come, fact)
    if fact.kind != "project" and fact.started and fact.started[1] < case.since:
        return partial(_before_the_body, fact, case.since)
    if falls(fact, case.within, case.life):
        return None
    return Unknown(_not_within, fact, case.within)


def _still_to_come(fact: Fact) -> str:
    return f"{named(fact)} has not happened yet"


def _before_the_body(fact: Fact, since: date) -> str:
    return f"{named(fact)} is dated before the body began ({long_date(since)})"


def _not_within(fact: Fact, days: Days) -> str:
    first, last = days
    if last == date.max:
        time = f"on or after {long_date(first)}"
    elif first == date.min:
        time = f"on or before {long_date(last)}"
    else:
        time = f"between {long_date(first)} and {long_date(last)}"
    return f"Not known: record a closer date for {named(fact)}: it is not known to fall {time}"
