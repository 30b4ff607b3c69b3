"""How requirements stand, and how that is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from engage.rules.answers import Signed
from engage.rules.editions import Trust
from engage.rules.quantities import Count

NOT_KNOWN = "Not known:"
"""What a note begins with that says what to record."""
WHEN_ENDED = "Not known: record when the project ended."
"""Said of law that came into force after the last day known of a project without an end."""


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
