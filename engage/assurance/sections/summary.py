"""The summary: five to eight figures, each with its base and the same period before."""

from __future__ import annotations

from collections.abc import Sequence

from engage.assurance.material import Material
from engage.assurance.sections.parts import shown
from engage.assurance.value import Block, Cell, cell, heading, paragraph, points, table

SUMMARY = (
    "activities.count",
    "activities.reached.sum",
    "feedback.with_feedback",
    "feedback.with_outcome",
    "feedback.unanswered",
    "projects.live",
    "duties.evidenced",
)
RESTS_ON = {
    "activities.count": "activities",
    "activities.reached.sum": "activities with a number",
    "feedback.with_feedback": "activities",
    "feedback.with_outcome": "activities",
    "feedback.unanswered": "things people told us",
    "projects.live": "projects",
    "duties.evidenced": "requirements due",
}


def summary(given: Material) -> list[Block]:
    """Five to eight figures, each with its base and the same period before."""
    scope = given.scope
    return [
        paragraph(
            f"This report tells the {scope.board_word} what engagement {scope.name} carried out in "
            f"{scope.period.words}, what people said, what was done about it, and what the law still asks."
        ),
        table(
            "The period in figures",
            ("What", "This period", "Rests on", "The period before"),
            [_summary_row(given, id_) for id_ in SUMMARY],
        ),
        *_caution(given),
    ]


def _summary_row(given: Material, id_: str) -> list[Cell]:
    figure = given.figure(id_)
    base = given.figure("activities.count").base if id_.startswith("feedback.with") else figure.base
    before = given.before.get(id_)
    return [
        cell(figure.label),
        cell(shown(figure), figure=id_, number=True),
        cell(f"{base:,} {RESTS_ON[id_]}"),
        cell(shown(before) if before else "none", number=True),
    ]


def _caution(given: Material) -> list[Block]:
    counts = given.figure("activities.count")
    missing = given.figure("activities.reached.not_recorded")
    undatable = given.figure("activities.undatable")
    sentences: list[Sequence[str | Cell]] = [
        (
            "The number of contacts was not recorded for ",
            cell(f"{missing.base:,}", figure=missing.id),
            f" of {counts.base:,} activities. Not recorded does not mean nobody.",
        )
    ]
    once = given.figure("activities.reached.once")
    total = given.figure("activities.reached.sum")
    if once.value != total.value:
        sentences.append(
            (
                "Some records count the same contacts. Taking each once gives ",
                cell(shown(once), figure=once.id),
                ".",
            )
        )
    if undatable.base:
        sentences.append(
            (
                cell(f"{undatable.base:,}", figure=undatable.id),
                (
                    " more may belong to the period, but what is known of their dates does not say so. "
                    "They are listed in section 2 and counted nowhere."
                ),
            )
        )
    return [heading("How to read these figures"), points(sentences)]
