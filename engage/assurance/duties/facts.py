"""What the law asks, as records of the report: each requirement with a reference, a name and a state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from engage.assurance.figures.counting import parted
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import REQUIREMENTS, Id, Noun
from engage.duties.words import STATES
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.findings import NOT_KNOWN, Finding, State, once
from engage.rules.quantities import Count

GAPS = frozenset({State.NONE, State.NOT_KNOWN, State.PARTLY})
MOST_NAMED = 50
"""For how many it is said by name that nothing shows it; a cell of a spreadsheet holds no end of words."""
ASKED: Noun = ("requirement", "requirements")
_ATTACHED = "Requirements for which a named person attached evidence, which nobody tested"
_LOOKED_AT = "Requirements whose attached evidence a second person looked at"
_SAID = "Requirements shown by what was said and entered later than the day it speaks of"
_BY_OWNER = "Requirements signed by whoever answers for them"
_HAND_ONLY = "Requirements lacking evidence of a kind for which no register is kept here yet"
_SINCE = "Requirements signed after the day of the figures, until the report was made"


def reference(finding: Finding) -> str:
    """Such as requirement:involve-public.2006/E-COL-4/project:3; the last part is what it is asked of."""
    return f"requirement:{edition(finding)}/{finding.requirement}/{finding.project or finding.body}"


def edition(finding: Finding) -> str:
    return f"{finding.duty}.{finding.edition}"


def requirement_figures(findings: Sequence[Finding], unkept: Collection[str], on: date) -> dict[Id, Figure]:
    """How many requirements stand in each state; one that is asked of two projects counts twice.

    One that serves several duties counts under each of them, and in every total once. ``unkept`` are the
    requirements for whose records there is no register here yet. A signature counts as given ``on`` the day
    of the report, or since.
    """
    states: dict[str, list[str]] = {state.value: [] for state in State}
    by_duty: dict[str, list[str]] = {}
    counted = once(findings)
    signed: dict[bool, list[str]] = {True: [], False: []}
    by_owner: list[str] = []
    looked_at: list[str] = []
    for finding in findings:
        by_duty.setdefault(f"{edition(finding)} / {finding.state.value}", []).append(reference(finding))
    for finding in counted:
        ref = reference(finding)
        states[finding.state.value].append(ref)
        if finding.signed and finding.is_due:
            by_then = finding.signed.on <= on
            signed[by_then].append(ref)
            by_owner += [ref] if by_then and finding.signed.is_owner else []
        if finding.state is State.BY_HAND and set(finding.by_hand) <= set(finding.looked_at):
            looked_at.append(ref)
    once_each, under_each = [reference(one) for one in counted], [reference(one) for one in findings]
    gaps = gaps_of(findings)
    hand_only = tuple(reference(finding) for finding in gaps if finding.requirement in unkept)
    due = _due(counted)
    by_hand = tuple(states[State.BY_HAND.value])
    made = (
        evidenced(findings),
        _counted(Id.DUTIES_BY_HAND, _ATTACHED, by_hand, REQUIREMENTS, due),
        _counted(Id.DUTIES_LOOKED_AT, _LOOKED_AT, tuple(looked_at), ASKED, len(by_hand)),
        _counted(Id.DUTIES_SAID, _SAID, tuple(states[State.SAID.value]), REQUIREMENTS, due),
        _counted(Id.DUTIES_SIGNED, "Requirements signed", tuple(signed[True]), REQUIREMENTS, due),
        _counted(Id.DUTIES_SIGNED_SINCE, _SINCE, tuple(signed[False]), REQUIREMENTS, due),
        _counted(Id.DUTIES_SIGNED_BY_OWNER, _BY_OWNER, tuple(by_owner), ASKED, len(signed[True])),
        _counted(Id.DUTIES_BY_HAND_ONLY, _HAND_ONLY, hand_only, ASKED, len(gaps)),
        parted(Id.DUTIES_BY_STATE, "Requirements by how they stand", states, once_each, noun=ASKED),
        parted(Id.DUTIES_BY_DUTY, "Requirements by duty and how they stand", by_duty, under_each, noun=ASKED),
    )
    return {figure.id: figure for figure in made}


def evidenced(findings: Sequence[Finding]) -> Figure:
    """How many of the requirements that are due are evidenced, each counted once."""
    counted = once(findings)
    refs = tuple(reference(finding) for finding in counted if finding.state is State.EVIDENCED)
    return _counted(Id.DUTIES_EVIDENCED, "Requirements evidenced", refs, REQUIREMENTS, _due(counted))


def gaps_of(findings: Sequence[Finding]) -> list[Finding]:
    """The requirements that are asked for by now and lack evidence, each once."""
    return [finding for finding in once(findings) if finding.is_due and finding.state in GAPS]


def _counted(id_: Id, label: str, refs: tuple[str, ...], noun: Noun, out_of: int) -> Figure:
    return Figure(label, len(refs), refs, out_of, id=id_, noun=noun)


def state_words(finding: Finding) -> str:
    """How it stands, and what goes with that: until when it is not due, or why it does not apply."""
    words = STATES[finding.state].text
    if finding.state is State.NOT_APPLICABLE and finding.reason:
        return f"{words}: {finding.reason}"
    if finding.state is State.NOT_YET_DUE and finding.due_on:
        return f"{words}, due by {long_date(finding.due_on)}"
    return words


def missing_words(finding: Finding) -> str:
    """What is missing, in words: what is to be recorded first, else what the nearest record lacks."""
    if finding.note.startswith(NOT_KNOWN):
        return finding.note.removesuffix(".")
    count = finding.count
    told = [count.in_words, _unshown(count)] if count and count.missing else []
    if finding.nearest_miss:
        return ". ".join([*told, *finding.nearest_miss.failed])
    if told:
        return ". ".join(told)
    return finding.note or "Nothing is recorded that would show it"


def _unshown(count: Count) -> str:
    """For whom nothing shows it, the first of them by name."""
    names = "; ".join(one.in_words for one in count.missing[:MOST_NAMED])
    more = len(count.missing) - MOST_NAMED
    return f"Missing: {names}; and {more:,} more" if more > 0 else f"Missing: {names}"


def about_words(finding: Finding, facts: Mapping[str, Fact], bodies: Mapping[str, str]) -> str:
    """What it is asked of: a project by its code and title, or a body by its name."""
    if finding.project is None:
        return bodies.get(finding.body, finding.body)
    project = facts.get(finding.project)
    return f"{project.says['code']} {project.title}" if project else finding.project


def _due(findings: Sequence[Finding]) -> int:
    return sum(finding.is_due for finding in findings)
