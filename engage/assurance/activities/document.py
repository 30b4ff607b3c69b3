"""What was done, and whom it reached."""

from __future__ import annotations

from engage.assurance.activities.facts import EASE
from engage.assurance.figures.words import ACTIVITIES, Id, month_name
from engage.assurance.material import Material
from engage.assurance.report.entries import Block, Cell, Chart, Piece, cell, paragraph, table
from engage.assurance.report.parts import (
    LOG,
    bars,
    based,
    by_size,
    linked,
    listed,
    protected,
    sentence_of,
    stages,
    statuses,
    titled,
    were,
)
from engage.assurance.report.words import EVERY_ACTIVITY, UNDATABLE
from engage.platform.web.pages import counted
from engage.rules.facts import Fact
from engage.rules.tallies import SMALL_NUMBERS, Shown, shown

FEW_MONTHS, MOST_MONTHS = 6, 24
MOST_COUNTS = 5


def what_we_did(given: Material) -> list[Block]:
    """How many activities there were, by stage, method and month."""
    every = given.figure(Id.ACTIVITIES_COUNT)
    if not every.base:
        return [
            paragraph("No activity is recorded in this period."),
            *_not_held(given),
            *_undatable(given),
        ]
    standing, by_stage = (
        given.figure(Id.ACTIVITIES_BY_STATUS),
        given.figure(Id.ACTIVITIES_BY_STAGE),
    )
    return [
        paragraph(
            linked(every),
            were(every.base, "activity is", "activities are"),
            " recorded in this period: ",
            *listed(standing, statuses(standing)),
            f". Each is listed in {given.where(EVERY_ACTIVITY)}.",
        ),
        *_not_held(given),
        *_undatable(given),
        bars(by_stage, "Activities by stage of the engagement cycle", "Stage", stages(by_stage)),
        bars(
            given.figure(Id.ACTIVITIES_BY_METHOD),
            "Activities by method",
            "Method",
            by_size(given.figure(Id.ACTIVITIES_BY_METHOD)),
        ),
        *_by_month(given),
    ]


def _not_held(given: Material) -> list[Block]:
    """Activities of the period that were called off, and those of which nobody says that they were held."""
    cancelled, planned = given.figure(Id.ACTIVITIES_CANCELLED), given.figure(Id.ACTIVITIES_PLANNED)
    blocks: list[Block] = []
    if cancelled.base:
        words = were(cancelled.base, "more was cancelled, and counts", "more were cancelled, and count")
        blocks.append(paragraph(linked(cancelled), words, " in no other figure."))
    if planned.base:
        words = were(planned.base, "more is on record as planned", "more are on record as planned")
        end = f", and not as held by {given.as_of}: in no other figure."
        blocks.append(paragraph(linked(planned), words, end))
    return blocks


def _undatable(given: Material) -> list[Block]:
    undatable = given.figure(Id.ACTIVITIES_UNDATABLE)
    if not undatable.base:
        return []
    words = were(undatable.base, "further activity may belong", "further activities may belong")
    end = f" to this period: not enough is known of when. They are listed in {given.where(UNDATABLE)}."
    return [paragraph(linked(undatable), words, end)]


def _by_month(given: Material) -> list[Block]:
    figure, unknown = (
        given.figure(Id.ACTIVITIES_BY_MONTH),
        given.figure(Id.ACTIVITIES_MONTH_UNKNOWN),
    )
    months = [f"{month:%Y-%m}" for month in given.scope.period.months()] or sorted(figure.values)
    if len(months) < 2:
        return []
    rows = [[cell(month_name(month)), linked(figure, month)] for month in months]
    rows.append([cell("Month not known"), linked(unknown)])
    counts = table("Activities by month", ("Month", "Activities"), rows)
    source = f"{LOG}, {figure.rests_on}, whose month is known"
    if len(months) > MOST_MONTHS:
        title = "Activities by the year in which they started"
        return [Chart("line", title, tuple(_by_year(figure.values)), counts, "Year", source)]
    steps = tuple((month_name(month), figure.values.get(month, 0)) for month in months)
    title = "Activities by the month in which they started"
    shape = "bars" if len(months) <= FEW_MONTHS else "line"
    return [Chart(shape, title, steps, counts, "Month", source)]


def _by_year(values: dict[str, int]) -> list[tuple[str, int]]:
    first, last = int(min(values)[:4]), int(max(values)[:4])
    years = dict.fromkeys(range(first, last + 1), 0)
    for month, number in values.items():
        years[int(month[:4])] += number
    return [(str(year), number) for year, number in years.items()]


def whom_we_reached(given: Material) -> list[Block]:
    """Contacts recorded with their base, and the equality groups that activities concerned."""
    if not given.records.activities:
        return [paragraph("No activity is recorded in this period, so nobody is known to have been reached.")]
    return [*_contacts(given), *_ease(given), *_people_by_group(given), *_groups(given)]


def _contacts(given: Material) -> list[Block]:
    total, missing = (
        given.figure(Id.ACTIVITIES_REACHED_ONCE),
        given.figure(Id.ACTIVITIES_REACHED_NOT_RECORDED),
    )
    if not total.base:
        return [paragraph("The number of contacts was not recorded for any activity of this period.")]
    known = [fact for fact in given.records.activities if fact.says["reached"] is not None]
    largest = sorted(known, key=lambda fact: (-fact.says["reached"], fact.ref))
    said: list[Piece] = ["There are ", linked(total), f" contacts on record, from {total.rests_on}."]
    again = given.figure(Id.ACTIVITIES_REACHED_AGAIN)
    if again.base:
        where = counted(again.base, *ACTIVITIES)
        said += [" A further ", linked(again), f" are left out: {where} counted the same ones as another."]
    if missing.base:
        words = were(missing.base, "activity", "activities")
        said += [" For ", linked(missing), f"{words} the number was not recorded."]
    return [
        paragraph(*said),
        table(
            "Activities with a number of contacts, the largest first",
            ("Reference", "Activity", "Contacts", "Counts the same contacts as"),
            [_contacts_row(given, fact) for fact in largest],
            shown=MOST_COUNTS,
        ),
    ]


def _contacts_row(given: Material, fact: Fact) -> list[Cell]:
    other = given.facts.get(fact.says["same_contacts_as"])
    return [
        cell(fact.says["number"], ref=fact.ref),
        cell(titled(fact)),
        cell(fact.says["reached_words"], number=True, exact=fact.says["reached"]),
        cell(other.says["number"], ref=other.ref) if other else cell(""),
    ]


def _ease(given: Material) -> list[Block]:
    ease = given.figure(Id.ACTIVITIES_BY_EASE)
    if not ease.base:
        return []
    named = [(way, words) for way, words in EASE.items() if way in ease.values]
    return [
        paragraph(
            "To make it easier to take part, ",
            *listed(ease, named),
            f": {ease.rests_on}. For the others nothing of the kind is recorded.",
        )
    ]


def _people_by_group(given: Material) -> list[Block]:
    """How many people of which groups were counted, where that may be shown, and at how many activities."""
    base = given.figure(Id.ACTIVITIES_COUNTED_BY_GROUP)
    if not base.base:
        return [paragraph("People were counted by group at no activity of this period.")]
    activities = given.records.activities
    groups = shown((fact.says["tallies"], fact.says["reached"]) for fact in activities)
    said: list[Piece] = [based(base), " counted people by group. One person can be in several groups, and is"]
    said.append(" counted again at each activity.")
    if any(one.number is None for one in groups):
        said.append(f" {SMALL_NUMBERS}")
    return [
        paragraph(*said),
        table(
            "People counted by group",
            ("People counted", "How many", "At activities"),
            [
                [
                    cell(_with_equality_group(one)),
                    cell(one.words, number=True, exact=one.number),
                    cell(one.times),
                ]
                for one in groups
            ],
        ),
    ]


def _with_equality_group(of_group: Shown) -> str:
    """The group in the words of whoever counted, and the equality group it is of where that says more."""
    of = of_group.equality_group
    return of_group.group if of in {"", of_group.group} else f"{of_group.group} ({of})"


def _groups(given: Material) -> list[Block]:
    groups = given.figure(Id.ACTIVITIES_BY_GROUP)
    if not groups.base:
        return [paragraph("No activity of this period is recorded as concerning an equality group.")]
    blocks = [
        paragraph(
            based(groups),
            " are recorded as concerning an equality group. "
            "This counts activities, not the people who took part; one may concern several groups.",
        ),
        bars(groups, "Activities by equality group", "Equality group", by_size(groups)),
    ]
    missing = [label for label in protected() if label not in groups.values]
    if missing:
        blocks.append(
            paragraph(
                f"No activity is recorded as concerning {sentence_of(missing)} in particular. One that was "
                "open to all nine protected characteristics does not show that each was heard."
            )
        )
    return blocks
