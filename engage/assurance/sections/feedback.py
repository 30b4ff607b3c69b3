"""What people told us, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engage.assurance.figures import NOT_RECORDED, Figure
from engage.assurance.material import Material
from engage.assurance.sections.parts import parts_of, values_of
from engage.assurance.value import Block, Cell, cell, paragraph, table
from engage.rules.ageing import BUCKETS, ageing_of_facts
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact
from engage.rules.words import read_vocabulary

TONES = ("positive", "mixed", "negative", "neutral", NOT_RECORDED)


MOST_THEMES = 12


def what_people_told_us(given: Material) -> list[Block]:
    """Themes with counts and tone, and services."""
    items = [fact for fact in given.records.feedback if fact.says["has_said"]]
    if not items:
        return [paragraph("Nothing people said is recorded for this period.")]
    topics, services = given.figure("feedback.by_topic"), given.figure("feedback.by_service")
    return [
        paragraph(
            cell(f"{len(items):,}", figure="feedback.items"),
            " things people told us are recorded, heard at ",
            cell(f"{given.figure('feedback.with_feedback').base:,}", figure="feedback.with_feedback"),
            " activities and elsewhere.",
        ),
        _tones_by(topics, "Themes", "Theme", items, "topic"),
        _tones_by(services, "Services spoken of", "Service", items, "service"),
    ]


def _tones_by(figure: Figure, caption: str, category: str, items: Sequence[Fact], says: str) -> Block:
    rows = []
    for part in parts_of(figure)[:MOST_THEMES]:
        those = [fact for fact in items if (fact.says[says] or NOT_RECORDED) == part]
        tones = [sum((fact.says["tone"] or NOT_RECORDED) == tone for fact in those) for tone in TONES]
        rows.append(
            [cell(part), cell(len(those), figure=figure.id, part=part), *(cell(number) for number in tones)]
        )
    heads = (
        category,
        "Items",
        *(tone.capitalize() if tone != NOT_RECORDED else "Tone not judged" for tone in TONES),
    )
    return table(caption, heads, rows, empty="None recorded.")


def what_we_did_about_it(given: Material) -> list[Block]:
    """Answers by theme, what waits for one and how long, and what was said and done."""
    items = [fact for fact in given.records.feedback if fact.says["has_said"] or fact.says["has_did"]]
    if not items:
        return [paragraph("Nothing that needs an answer is recorded for this period.")]
    answers = read_vocabulary("answer_states")
    waiting = ageing_of_facts((fact for fact in items if fact.says["has_said"]), given.scope.counted_on)
    unanswered = given.figure("feedback.unanswered")
    return [
        table(
            "Answers",
            ("Answer", "Items"),
            [
                [cell(answers.term(part).label), cell(number, figure="feedback.by_answer", part=part)]
                for part, number in values_of(given.figure("feedback.by_answer")).items()
            ],
            empty="None recorded.",
        ),
        paragraph(
            cell(f"{unanswered.base and unanswered.value:,}", figure=unanswered.id),
            f" of {unanswered.base:,} have no answer, as of {long_date(given.scope.counted_on)}. ",
            f"The longest has waited {waiting.longest:,} days at the least."
            if waiting.longest is not None
            else "How long they have waited is not known.",
        ),
        table(
            "How long they have waited",
            ("Waited", "Items"),
            [[cell(bucket.label), cell(len(waiting.of(bucket)))] for bucket in BUCKETS],
        ),
        table(
            "You said, we did",
            ("When", "Topic", "You said", "We did", "Answer", "People told"),
            [_said_row(fact, answers) for fact in items],
            annex=True,
        ),
    ]


def _said_row(fact: Fact, answers: Any) -> list[Cell]:
    says = fact.says
    return [
        cell(says["when"], ref=fact.ref),
        cell(says["topic"]),
        cell(says["said"] or NOT_RECORDED, ref=fact.ref),
        cell(says["did"] or "no answer yet"),
        cell(answers.term(says["answer"]).label),
        cell(long_date(says["told_on"]) if says["told_on"] else "not recorded"),
    ]
