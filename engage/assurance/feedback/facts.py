"""The figures on what people told us, what was answered, and how long the rest has waited."""

from __future__ import annotations

from collections.abc import Iterator

from engage.assurance.figures.counting import Counted, breakdown, by_project, count, paired, says, several
from engage.assurance.figures.entries import Figure
from engage.assurance.figures.words import ANSWERS, ITEMS, Id
from engage.rules.ageing import BUCKETS, NO_ANSWER

BY = {
    "topic": Id.FEEDBACK_BY_TOPIC,
    "service": Id.FEEDBACK_BY_SERVICE,
    "tone": Id.FEEDBACK_BY_TONE,
}
"""What people told us by what is said of each item."""
BY_AND_TONE = {
    "topic": Id.FEEDBACK_BY_TOPIC_AND_TONE,
    "service": Id.FEEDBACK_BY_SERVICE_AND_TONE,
}

FED_BACK = "fed_back"


def feedback_headlines(counted: Counted) -> Iterator[Figure]:
    yield _unanswered(counted)
    answered = [fact for fact in counted.said if counted.answer(fact) != NO_ANSWER]
    told = [fact for fact in answered if counted.was_told(fact)]
    yield count(
        Id.FEEDBACK_TOLD, "Answers that people were told of", told, noun=ANSWERS, out_of=len(answered)
    )


def _unanswered(counted: Counted) -> Figure:
    waiting = [counted.by_ref[item.ref] for item in counted.waiting.waiting]
    label = "Things people told us that have no answer"
    return count(Id.FEEDBACK_UNANSWERED, label, waiting, noun=ITEMS, out_of=len(counted.said))


def _fed_back_and_told(counted: Counted) -> Figure:
    """Of the activities that the log has as fed back, those of which an answer is on record as told."""
    fed_back = [fact for fact in counted.activities if fact.says["status"] == FED_BACK]
    told_at = {fact.says["heard_at"] for fact in counted.records.feedback if counted.was_told(fact)}
    told = [fact for fact in fed_back if fact.ref in told_at]
    label = "Activities fed back of which it is on record that people were told of an answer"
    return count(Id.FEEDBACK_FED_BACK_AND_TOLD, label, told, out_of=len(fed_back))


def feedback_figures(counted: Counted) -> Iterator[Figure]:
    said = counted.said
    heard = [fact for fact in counted.activities if fact.says["feedback"]]
    both = [fact for fact in heard if fact.says["outcomes"]]
    label = "Activities with something people told us and an answer on record"
    yield count(Id.FEEDBACK_WITH_BOTH, label, both, out_of=len(counted.activities))
    yield _fed_back_and_told(counted)
    yield count(Id.FEEDBACK_ITEMS, "Things people told us", said, noun=ITEMS)
    label = "Things people told us that cannot be dated to the period"
    undatable = [fact for fact in counted.records.undatable_feedback if fact.says["has_said"]]
    yield count(Id.FEEDBACK_UNDATABLE, label, undatable, noun=ITEMS)
    for of, id_ in BY.items():
        yield breakdown(id_, f"What people told us, by {of}", said, says(of), noun=ITEMS)
    yield breakdown(Id.FEEDBACK_BY_ANSWER, "What people told us, by answer", said, counted.answer, noun=ITEMS)
    for of, id_ in BY_AND_TONE.items():
        label = f"What people told us, by {of} and tone"
        yield breakdown(id_, label, said, paired(of, says("tone")), noun=ITEMS)
    label = "What people told us, by topic and answer"
    yield breakdown(Id.FEEDBACK_BY_TOPIC_AND_ANSWER, label, said, paired("topic", counted.answer), noun=ITEMS)
    yield several(
        Id.FEEDBACK_BY_PROJECT, "What people told us, by project", said, by_project(counted), noun=ITEMS
    )
    yield from _ages(counted)


def _ages(counted: Counted) -> Iterator[Figure]:
    waiting = counted.waiting
    buckets = {item.ref: bucket.label for bucket in BUCKETS for item in waiting.of(bucket)}
    unanswered = [counted.by_ref[item.ref] for item in waiting.waiting]
    label = "Things people told us that have no answer, by how long they have waited"
    yield breakdown(
        Id.FEEDBACK_BY_WAIT,
        label,
        unanswered,
        lambda fact: buckets[fact.ref],
        noun=ITEMS,
        out_of=len(counted.said),
    )
    longest = waiting.longest
    yield Figure(
        "Days for which the longest has waited, at the least",
        longest,
        (waiting.waiting[0].ref,) if longest is not None else (),
        len(unanswered),
        adds={waiting.waiting[0].ref: longest} if longest is not None else {},
        id=Id.FEEDBACK_OLDEST_UNANSWERED_DAYS,
        noun=ITEMS,
    )
