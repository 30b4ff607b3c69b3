"""What the Governing Body should look at first: duties at risk, people without an answer, who is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engage.activities.facts import took_place
from engage.assurance.contents import DUTIES, PROJECTS, WHAT_WE_DID_ABOUT_IT, WHOM_WE_REACHED
from engage.assurance.figures import ITEMS, Id
from engage.assurance.material import Material
from engage.assurance.requirements import GAPS
from engage.assurance.sections.parts import linked, sentence_of, titled, were
from engage.assurance.value import Block, Piece, cell, paragraph, points
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.words import read_vocabulary

Point = Sequence[Piece]


def attention(given: Material) -> list[Block]:
    """At most a handful of points, each leading to its records."""
    found = [
        *_nothing_done(given),
        *_duties_at_risk(given),
        *_decisions_without_voice(given),
        *_unanswered(given),
        *_nothing_heard(given),
        *_groups_missing(given),
    ]
    return [points(found)] if found else [paragraph("Nothing in these records asks for attention.")]


def _nothing_done(given: Material) -> Iterator[Point]:
    if not given.records.activities:
        yield ("No activity is recorded in this period.",)


def _duties_at_risk(given: Material) -> Iterator[Point]:
    gaps = sum(finding.state in GAPS for finding in given.findings)
    if gaps:
        by_state = given.figure(Id.DUTIES_BY_STATE)
        yield (
            linked(by_state, "none"),
            were(by_state.values["none"], "requirement that is due has", "requirements that are due have"),
            " no evidence, and ",
            linked(by_state, "partly"),
            were(by_state.values["partly"], "is", "are"),
            f" evidenced in part ({given.where(DUTIES)}).",
        )


def _decisions_without_voice(given: Material) -> Iterator[Point]:
    for decision in decisions(given):
        if not decision.heard:
            project = decision.project
            name = cell(f"{project.says['code']} {titled(project)}", ref=project.ref)
            words = f"with nothing on record that people said before it ({given.where(PROJECTS)})."
            yield name, f": the decision is dated {long_date(decision.on)}, {words}"


def _unanswered(given: Material) -> Iterator[Point]:
    waiting, longest = (
        given.figure(Id.FEEDBACK_UNANSWERED),
        given.figure(Id.FEEDBACK_OLDEST_UNANSWERED_DAYS),
    )
    if waiting.base:
        answered = given.where(WHAT_WE_DID_ABOUT_IT)
        noun = ITEMS[0] if waiting.base == 1 else ITEMS[1]
        words = f" {noun} {'has' if waiting.base == 1 else 'have'} no answer"
        if longest.base:
            yield (
                linked(waiting),
                f"{words}; the longest has waited at least ",
                linked(longest),
                f" days ({answered}).",
            )
        else:
            yield linked(waiting), f"{words} ({answered})."


def _nothing_heard(given: Material) -> Iterator[Point]:
    every, heard = given.figure(Id.ACTIVITIES_COUNT), given.figure(Id.FEEDBACK_WITH_FEEDBACK)
    silent = every.base - heard.base
    if silent:
        yield (f"For {silent:,} of {every.rests_on} nothing that people said is recorded.",)


def _groups_missing(given: Material) -> Iterator[Point]:
    named = given.figure(Id.ACTIVITIES_BY_GROUP)
    missing = [label for label in protected() if label not in named.values]
    if missing and given.records.activities:
        where = given.where(WHOM_WE_REACHED)
        yield (f"No activity is recorded as concerning {sentence_of(missing)} in particular ({where}).",)


def protected() -> list[str]:
    """The nine protected characteristics, as they are called here."""
    terms = read_vocabulary("equality_groups").terms
    return [term.label for term in terms if term.kind == "protected"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the period: how many activities and things people said certainly came before it."""

    project: Fact
    on: date
    activities: int
    heard: int


def decisions(given: Material) -> list[Decision]:
    """The decisions on projects that fall in the period, by their day."""
    period = given.scope.period
    opens, closes = period.first or date.min, period.last or date.max
    dated = {
        project.ref: project
        for project in given.records.every_project
        if project.says["decision"] and opens <= project.says["decision"] <= closes
    }
    before: Counter[tuple[str, str]] = Counter()
    for fact in (*given.own("activity"), *given.own("feedback")):
        project = dated.get(fact.project or "")
        if project and fact.on and fact.on < project.says["decision"] and _counts(fact):
            before[project.ref, fact.kind] += 1
    found = [
        Decision(project, project.says["decision"], before[ref, "activity"], before[ref, "feedback"])
        for ref, project in dated.items()
    ]
    return sorted(found, key=lambda decision: (decision.on, decision.project.ref))


def _counts(fact: Fact) -> bool:
    return bool(fact.says["has_said"]) if fact.kind == "feedback" else took_place(fact)
