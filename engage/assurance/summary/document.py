"""The summary: the figures with what they rest on and the same period before, and what needs attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.assurance.duties.facts import gaps_of
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import ITEMS, Id
from engage.assurance.material import Material
from engage.assurance.plans.facts import decisions
from engage.assurance.report.entries import Block, Cell, Heading, Piece, cell, paragraph, points, table
from engage.assurance.report.parts import linked, protected, sentence_of, titled, were
from engage.assurance.report.words import DUTIES, PROJECTS, UNDATABLE, WHAT_WE_DID_ABOUT_IT, WHOM_WE_REACHED
from engage.rules.calendar_words import long_date

Point = Sequence[Piece]

SUMMARY: tuple[Id, ...] = (
    Id.ACTIVITIES_COUNT,
    Id.ACTIVITIES_REACHED_ONCE,
    Id.FEEDBACK_WITH_FEEDBACK,
    Id.FEEDBACK_WITH_OUTCOME,
    Id.FEEDBACK_UNANSWERED,
    Id.FEEDBACK_TOLD,
    Id.PROJECTS_LIVE,
    Id.DUTIES_EVIDENCED,
)


def summary(given: Material) -> list[Block]:
    """Up to eight figures, each with its base, what needs attention, and how to read them."""
    scope = given.scope
    who = scope.name if scope.body else "all bodies"
    return [
        paragraph(
            f"This report tells the {scope.board_word} what engagement {who} carried out {scope.in_period}, "
            "what people said, what was done about it, and what the law still asks. "
            f"Every figure is as at {given.as_of}, and leads to the records it rests on."
        ),
        _figures(given),
        Heading("What needs attention"),
        *attention(given),
        Heading("How to read these figures"),
        points(_cautions(given)),
    ]


def headlines(given: Material) -> list[Figure]:
    """The figures of the summary, in their order; those of registers with nothing in them are left out."""
    empty = {
        Id.PROJECTS_LIVE: not given.records.every_project,
        Id.DUTIES_EVIDENCED: not given.findings,
    }
    return [given.figure(id_) for id_ in SUMMARY if not empty.get(id_)]


def _figures(given: Material) -> Block:
    previous = given.scope.period.previous()
    headings = ["What", "This period", "Rests on"]
    rows = [[cell(figure.label), linked(figure), cell(figure.rests_on)] for figure in headlines(given)]
    if previous is not None and given.before:
        headings += [previous.label, "Change"]
        for row, figure in zip(rows, headlines(given), strict=True):
            row += _compared(figure, given.before[figure.id])
    return table("The period in figures", headings, rows)


def _compared(now: Figure, before: Figure) -> list[Cell]:
    return [cell(before.shown, number=True), cell(change(now, before), number=True)]


def change(now: Figure, before: Figure) -> str:
    """The change since the period before, as a number and a word."""
    if not isinstance(now.value, int) or not isinstance(before.value, int):
        return "cannot be compared"
    difference = now.value - before.value
    if difference == 0:
        return "no change"
    rough = "about " if now.approximate or before.approximate else ""
    return f"{rough}{abs(difference):,} {'more' if difference > 0 else 'fewer'}"


def _cautions(given: Material) -> list[Sequence[Piece]]:
    every, missing = (
        given.figure(Id.ACTIVITIES_COUNT),
        given.figure(Id.ACTIVITIES_REACHED_NOT_RECORDED),
    )
    later = f"Nothing that happened after {given.as_of} is in these figures."
    found: list[Sequence[Piece]] = [(later,)]
    if missing.base:
        words = f" of {every.rests_on}. Not recorded does not mean nobody."
        found.append(("The number of contacts was not recorded for ", linked(missing), words))
    found.append(("Contacts are not people: somebody who took part twice may be counted twice.",))
    again, total = (
        given.figure(Id.ACTIVITIES_REACHED_AGAIN),
        given.figure(Id.ACTIVITIES_REACHED_SUM),
    )
    if again.base:
        words = " contacts, because another record counts the same ones. With them there are "
        found.append(("Left out are ", linked(again), words, linked(total), "."))
    if total.approximate:
        found.append(("“About” marks a figure with at least one estimate in it.",))
    undatable = given.figure(Id.ACTIVITIES_UNDATABLE)
    if undatable.base:
        words = were(undatable.base, "further activity may belong", "further activities may belong")
        end = f" to the period: not enough is known of when. They are listed in {given.where(UNDATABLE)}."
        found.append((linked(undatable), words, end))
    previous = given.scope.period.previous()
    if previous is not None and not given.before:
        found.append((f"Nothing was logged for {previous.label}, so nothing is compared with it.",))
    elif previous is not None and given.before[Id.ACTIVITIES_REACHED_ONCE].base:
        earlier = given.before[Id.ACTIVITIES_REACHED_ONCE].rests_on
        found.append(
            (f"Compare contacts with care: in {previous.label} they rested on {earlier}.",),
        )
    return found


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
    if gaps_of(given.findings):
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
