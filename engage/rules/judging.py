"""Holding facts against an edition of a duty: what is evidenced, by which records, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

from engage.rules.answers import Answer, HandEvidence, NotApplicable, Signed, Triggered
from engage.rules.attached import LOOKED_AT, as_fact, contradictions
from engage.rules.calendar_words import long_date
from engage.rules.cases import Case, cases_of
from engage.rules.conditions import Condition, Miss, Unknown, asked_for, missed, named
from engage.rules.editions import Edition, weakest
from engage.rules.facts import Days, Fact
from engage.rules.findings import SHOWN, WHEN_ENDED, Finding, NearestMiss, State
from engage.rules.placing import falls, financial_year_end, may_fall, quarter_end
from engage.rules.quantities import NONE_TO_ASK, Asked, Count, Unfit, count
from engage.rules.triggers import Called, Triage

_Word = TypeVar("_Word", Signed, NotApplicable)
_About = tuple[str, int, str, str | None]
"""Duty, edition, requirement and project, as words on record name what they are about."""
_NEAREST = (State.PARTLY, State.NOT_KNOWN, State.NONE)
"""How a requirement stands by a record that falls short, the nearest first."""


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
    cases = cases_of(editions, told, (first, last), today, since)
    return tuple(_set_off(_judged(case, recorded), case, triage) for case in cases)


@dataclass(frozen=True, slots=True)
class _Found:
    """What shows a requirement, by the kind of evidence, and what falls short of it."""

    proofs: Sequence[Fact]
    attached: Sequence[Fact]
    said: Sequence[Fact]
    unfit: Sequence[Unfit]
    nearest: NearestMiss | None
    short_of: State


def _judged(case: Case, answers: _Recorded) -> Finding:
    edition, requirement, found = case.edition, case.requirement, _found(case, answers)
    due_on, is_due = _due(case)
    state, note, counted = _standing(case, found, is_due=is_due)
    excused = _last(NotApplicable, case, answers)
    because = excused.reason if excused else _not_asked(case)
    state = State.NOT_APPLICABLE if because else state
    told = (
        note,
        *_remarks(case, answers, found.nearest),
        *map(_entered_later, found.said),
        _to_come(case, state),
    )
    is_short = (counted and counted.missing) or not (found.proofs or found.attached or found.said)
    # Of a record that speaks for nobody who is asked nothing is shown.
    proofs = () if counted and not counted.met else found.proofs
    return Finding(
        duty=edition.code,
        edition=edition.year,
        title=edition.title,
        requirement=requirement.id,
        ask=requirement.ask,
        kind=requirement.kind.id,
        owner=requirement.owner,
        per=requirement.per,
        project=case.project.ref if case.project else None,
        state=state,
        proved_by=_refs(proofs),
        by_hand=_refs(found.attached),
        nearest_miss=found.nearest if is_short else None,
        reason=because,
        named=excused.name if excused else "",
        due_on=due_on,
        law_clock=requirement.law_clock,
        trust=weakest((edition.trust, requirement.trust)),
        source=edition.source,
        signed=_last(Signed, case, answers),
        note=" ".join(filter(None, told)),
        said=_refs(found.said),
        looked_at=_refs(fact for fact in found.attached if fact.says.get(LOOKED_AT)),
        count=counted,
        good_practice=requirement.good_practice,
    )


def _refs(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(fact.ref for fact in facts)


def _found(case: Case, answers: _Recorded) -> _Found:
    """The records that prove it, what was attached and what is only said; nothing where there is doubt."""
    shown, unfit, nearest, short_of = ([], [], None, State.NONE) if case.doubt else _weighed(case)
    said = [fact for fact in shown if case.requirement.kind.is_statement and fact.was_entered_later]
    by_hand = _attached(case, answers)
    if nearest is None:
        nearest = next((NearestMiss(fact.ref, fact.title, (why(),)) for fact, why in by_hand if why), None)
    return _Found(
        proofs=[fact for fact in shown if fact not in said],
        attached=[fact for fact, why in by_hand if why is None],
        said=said,
        unfit=unfit,
        nearest=nearest,
        short_of=short_of,
    )


def _standing(case: Case, found: _Found, *, is_due: bool) -> tuple[State, str, Count | None]:
    """How it stands, by the best kind of evidence that is enough; what is told with it; and the count."""
    stands = partial(_state, case, unfit=found.unfit, short_of=found.short_of, is_due=is_due)
    state, note, counted = stands([*found.proofs, *found.attached, *found.said])
    if case.doubt:
        return State.NOT_KNOWN, case.doubt, counted
    if state is State.EVIDENCED and (found.attached or found.said):
        kinds = ((State.EVIDENCED, found.proofs), (State.BY_HAND, [*found.proofs, *found.attached]))
        state = next((kind for kind, own in kinds if stands(own)[0] is State.EVIDENCED), State.SAID)
    return state, note, counted


def _to_come(case: Case, state: State) -> str:
    """With what its register comes, while nothing shows it; empty where it has one."""
    if case.requirement.has_register or case.doubt or state in SHOWN | {State.NOT_APPLICABLE}:
        return ""
    comes = case.requirement.kind.comes_with
    return f"Its register comes with {comes}; until then attach dated evidence by hand."


def _set_off(finding: Finding, case: Case, triage: Triage) -> Finding:
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


def _counted(case: Case, shows: Sequence[Fact], unfit: Sequence[Unfit]) -> Count | None:
    if case.requirement.quantity.is_one or case.doubt:
        return None
    asked = Asked(case.scene, case.project, case.window, case.life, case.today)
    return count(case.requirement.quantity, asked, shows, unfit)


def _not_asked(case: Case) -> str:
    """Why it is not asked of this project, by what is known of it; empty where it is asked."""
    rule = case.requirement.not_asked
    if rule is None or case.project is None or _fails(case, rule.conditions, case.project):
        return ""
    return rule.because


def _weighed(case: Case) -> tuple[list[Fact], list[Unfit], NearestMiss | None, State]:
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


def _fails(case: Case, conditions: Sequence[Condition], fact: Fact) -> list[tuple[Miss, bool]]:
    """Each condition the fact fails, and whether failing it leaves the rest standing."""
    told = ((missed(condition, fact, case.scene), condition.still_partly) for condition in conditions)
    return [(miss, still_partly) for miss, still_partly in told if miss]


def _state(
    case: Case, shows: Sequence[Fact], *, unfit: Sequence[Unfit], short_of: State, is_due: bool
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


def _when_due(case: Case) -> str:
    """What to record, where it is not known whether it is due; empty where it is known not to be."""
    if case.project is None or case.due_on:
        return ""
    unknown = [day for day in case.requirement.due if not case.scene.days(day)]
    of_project = [day for day in unknown if day.startswith("project.")]
    return f"Not known: record {asked_for((of_project or unknown)[0])}." if unknown else ""


def _state_of_count(case: Case, counted: Count, *, short_of: State, is_due: bool) -> tuple[State, str]:
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


def _due(case: Case) -> tuple[date | None, bool]:
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


def _last(kind: type[_Word], case: Case, answers: _Recorded) -> _Word | None:
    """The latest signature or reason that speaks for this case; one given later where there is no other."""
    project = case.project.ref if case.project else None
    spoken = [
        one
        for one in answers.words((case.edition.code, case.edition.year, case.requirement.id, project))
        if isinstance(one, kind)
        and (one.covers is None or (one.covers[0] <= case.window[0] and case.window[1] <= one.covers[1]))
    ]
    return max(spoken, key=lambda one: (one.on <= case.today, one.on), default=None)


def _attached(case: Case, answers: _Recorded) -> list[tuple[Fact, Miss | None]]:
    """Evidence attached by hand, as facts that can be placed in time like any other, each with why it does
    not count; None where it does."""
    pieces = answers.attached(case.requirement.id, case.project.ref if case.project else None)
    facts = [(as_fact(piece, case.requirement), piece) for piece in pieces]
    return [(fact, _misplaced(fact, case) or _unmet(fact, piece, case)) for fact, piece in facts]


def _unmet(fact: Fact, piece: HandEvidence, case: Case) -> Miss | None:
    """Why what is attached does not show this: a date in it, or a second person, says so."""
    contradicted = next(contradictions(fact, case.requirement, case.scene), None)
    denied = partial(_denied, fact) if piece.shows is False else None
    return contradicted or denied


def _denied(fact: Fact) -> str:
    return f"{named(fact)} does not show this, in the eyes of a second person"


def _remarks(case: Case, answers: _Recorded, nearest: NearestMiss | None) -> Iterator[str]:
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


def _misplaced(fact: Fact, case: Case) -> Miss | None:
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
