"""The timeline of a project: its dates, its stages, what was done with people, what was promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from engage.cycle.facts import Standing
from engage.cycle.models import Promise
from engage.rules.calendar_words import long_date
from engage.rules.cycle import read_cycle
from engage.rules.facts import Fact

LATEST, EARLIER = 30, 100
"""How many entries stand on the page, and how many before them are folded; of the rest only the number."""

MILESTONES = {
    "live_from": "Work began",
    "options_fixed": "Options were fixed",
    "papers_issued": "Papers for the decision were issued",
    "decision": "The decision was made",
    "live_to": "Work ended",
}

TO_COME = {
    "live_from": "Work is to begin",
    "options_fixed": "Options are to be fixed",
    "papers_issued": "Papers for the decision are to be issued",
    "decision": "The decision is to be made",
    "live_to": "Work is to end",
}

NOT_HELD = {"planned": "planned", "cancelled": "cancelled"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on the timeline; ``ref`` leads to its record, ``kind`` says what it is, in a word or two."""

    sorts_on: date
    when: str
    kind: str
    text: str
    ref: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries in order, those without a date last; ``beyond`` is how many lie before the earlier ones."""

    beyond: int
    earlier: tuple[Entry, ...]
    latest: tuple[Entry, ...]


def timeline(
    project: Fact,
    facts: Iterable[Fact],
    standings: Iterable[Standing],
    promises: Iterable[Promise],
    today: date,
) -> Timeline:
    """``facts`` are those of the project, with activities planned or cancelled and meetings to come."""
    entries = [
        *_milestones(project, today),
        *_stages(standings, today),
        *_promises(promises),
        *(entry for fact in facts for entry in _of_fact(fact, today)),
    ]
    entries.sort(key=lambda entry: entry.sorts_on)
    shown = entries[-LATEST - EARLIER :]
    return Timeline(len(entries) - len(shown), tuple(shown[:-LATEST]), tuple(shown[-LATEST:]))


def _milestones(project: Fact, today: date) -> Iterator[Entry]:
    for name, text in MILESTONES.items():
        day = project.says.get(name)
        if day is not None:
            ahead = day > today
            yield Entry(day, long_date(day), "Date", TO_COME[name] if ahead else text, "", ahead)


def _stages(standings: Iterable[Standing], today: date) -> Iterator[Entry]:
    for standing in standings:
        label = f"{standing.stage} {read_cycle().stage(standing.stage).label}"
        text = f"{label}. {standing.note}" if standing.note else label
        yield Entry(standing.first, long_date(standing.first), "Stage", text, "", standing.first > today)


def _promises(promises: Iterable[Promise]) -> Iterator[Entry]:
    for promise in promises:
        if promise.made_on:
            yield Entry(promise.made_on, long_date(promise.made_on), "Promise made", promise.text)
        if promise.kept_on:
            kept = f"{promise.text} ({promise.how_kept})" if promise.how_kept else promise.text
            yield Entry(promise.kept_on, long_date(promise.kept_on), "Promise kept", kept)


def _of_fact(fact: Fact, today: date) -> Iterator[Entry]:
    day = fact.first or fact.on or date.max
    if fact.kind == "activity":
        state = NOT_HELD.get(fact.says["status"], "")
        kind = f"Activity, {state}" if state else "Activity"
        yield Entry(day, fact.says["when"], kind, fact.title, fact.ref, date.max > day > today)
    elif fact.kind == "duty_assessment":
        yield Entry(day, long_date(day), "Triage", fact.title, fact.ref)
    elif fact.kind == "you_said_we_did":
        yield Entry(day, long_date(day), "People told", fact.title, fact.ref)
    elif fact.kind == "meeting":
        yield Entry(day, fact.says["when"], "Meeting", fact.title, fact.ref, date.max > day > today)
