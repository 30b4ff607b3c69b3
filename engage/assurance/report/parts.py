"""What several sections of the report share: linked numbers, breakdowns as charts, how values read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import NOT_RECORDED, Id, stage_name
from engage.assurance.report.entries import Block, Cell, Chart, Piece, cell, table
from engage.rules.calendar_words import long_date
from engage.rules.cycle import read_cycle
from engage.rules.facts import Fact, marked
from engage.rules.words import read_vocabulary

LOG = "Engagement log"
MOST_BARS = 15

Named = Sequence[tuple[str, str]]
"""Parts of a breakdown in the order they are shown, each with its label."""


def linked(figure: Figure, part: str = "") -> Cell:
    """The number of a figure, or of one part of it, which leads to its records; nought leads nowhere."""
    if part:
        known = part in figure.parts
        return cell(figure.values[part], figure=figure.id, part=part) if known else cell(0)
    exact = figure.value if isinstance(figure.value, int) else None
    return cell(figure.shown, figure=_if_it_leads(figure), number=True, exact=exact)


def based(figure: Figure) -> Cell:
    """What a figure rests on, in words that lead to those records."""
    return cell(figure.rests_on, figure=_if_it_leads(figure))


def _if_it_leads(figure: Figure) -> Id | None:
    """The figure to open, where there is any record behind it."""
    return figure.id if figure.refs else None


def listed(figure: Figure, named: Named) -> list[Piece]:
    """The parts of a breakdown within a sentence: "14 completed, 10 fed back and 1 planned"."""
    pieces: list[Piece] = []
    for place, (part, label) in enumerate(named):
        joint = "" if place == 0 else " and " if place == len(named) - 1 else ", "
        pieces += [joint, linked(figure, part), f" {label}"] if joint else [linked(figure, part), f" {label}"]
    return pieces


def bars(figure: Figure, caption: str, category: str, named: Named) -> Block:
    """Bars for the parts of a breakdown, over a table that leads to the records of each."""
    shown = [(label, figure.values.get(part, 0)) for part, label in named if part != NOT_RECORDED]
    if len(shown) > MOST_BARS:
        rest = shown[MOST_BARS - 1 :]
        shown = [*shown[: MOST_BARS - 1], (f"{len(rest)} others", sum(number for _, number in rest))]
    rows = [[cell(label), linked(figure, part)] for part, label in named]
    counts = table(caption, (category, "Activities"), rows)
    missing = figure.values.get(NOT_RECORDED, 0)
    source = f"{LOG}, {figure.rests_on}"
    return Chart("bars", caption, tuple(shown), counts, category, source, missing)


def by_size(figure: Figure) -> Named:
    """The parts under their own names, the largest first, what is not recorded last."""
    return [(part, part) for part in figure.values]


def stages(figure: Figure) -> Named:
    """Every stage of the cycle in its order, those with nothing too, then what is not recorded."""
    named = [(str(stage.code), stage_name(stage.code)) for stage in read_cycle().stages]
    return [*named, *([(NOT_RECORDED, "Not recorded")] if NOT_RECORDED in figure.values else [])]


def stage_words(stage: int | None) -> str:
    return stage_name(stage) if stage else NOT_RECORDED


def statuses(figure: Figure) -> Named:
    """The statuses there are, in the order of an activity's life, as they read within a sentence."""
    terms = [(term.code, term.label.lower()) for term in read_vocabulary("statuses").terms]
    return [part for part in (*terms, (NOT_RECORDED, "with no status recorded")) if part[0] in figure.values]


def status_words(fact: Fact) -> str:
    status = fact.says["status"]
    return read_vocabulary("statuses").term(status).label if status else NOT_RECORDED


def in_date_order(facts: Iterable[Fact]) -> list[Fact]:
    """By the earliest day each can have started, those of which nothing is known last."""
    return sorted(facts, key=lambda fact: (fact.first or fact.on or date.max, fact.says["number"], fact.ref))


def in_order_of_day(facts: Iterable[Fact]) -> list[Fact]:
    """By the earliest day each can have taken place, those of which nothing is known last."""
    return sorted(facts, key=lambda fact: (fact.first or fact.on or date.max, fact.ref))


def title_cell(fact: Fact) -> Cell:
    return cell(titled(fact), ref=fact.ref)


def titled(fact: Fact) -> str:
    """The title of a record; one that was invented for the demonstration says so."""
    return marked(fact.title, bool(fact.says.get("invented")))


def day_or_not_set(day: date | None) -> str:
    return long_date(day) if day else "not set"


def were(number: int, one: str, many: str) -> str:
    """The words that go with a number: " activity is" or " activities are"."""
    return f" {one if number == 1 else many}"


def sentence_of(names: Sequence[str]) -> str:
    """Names within a sentence: "Age, Race and Sex"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def body_names(fact: Fact, names: Mapping[str, str], but: str | None = None) -> str:
    """The bodies of a record; ``but`` is the one that goes without saying."""
    return "; ".join(names[code] for code in fact.bodies if code in names and code != but)


def protected() -> list[str]:
    """The nine protected characteristics, as they are called here."""
    terms = read_vocabulary("equality_groups").terms
    return [term.label for term in terms if term.kind == "protected"]
