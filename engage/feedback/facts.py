"""What the register of what people said can testify to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select, true

from engage.feedback.models import Feedback, title_of
from engage.feedback.queries import reference
from engage.organisation import facts as organisation
from engage.platform.data.db import session
from engage.platform.data.fields import facts_of
from engage.rules.ageing import NO_ANSWER
from engage.rules.dates_as_known import DateAsKnown, Precision
from engage.rules.facts import Fact

PLAIN = facts_of(Feedback)
SPECIAL = (
    Feedback.id,
    Feedback.ref,
    Feedback.body_id,
    Feedback.also_bodies,
    Feedback.project_id,
    Feedback.owner_id,
    Feedback.told_in_public,
    Feedback.is_invented,
    Feedback.when_words,
    Feedback.when_precision,
    Feedback.start_from,
    Feedback.start_to,
    Feedback.end_to,
)
COLUMNS = (*SPECIAL, *(getattr(Feedback, name) for name, _ in PLAIN.values()))


def facts(project_id: int | None = None) -> Iterator[Fact]:
    """One fact of the kind ``feedback`` for each item, of all projects and none, or of one.

    One query, however many items there are. How long an unanswered one has waited depends on the day of
    asking: see ``engage.rules.ageing``.
    """
    codes = organisation.codes()
    for row in _rows(_in_project(project_id)):
        yield Fact(
            kind="feedback",
            ref=reference(row.id),
            title=title_of(row.topic, row.said, row.did),
            first=row.start_from,
            on=row.start_to,
            ended=row.end_to,
            project=_project(row),
            bodies=_bodies(row, codes),
            says=_says(row),
        )


def you_said_we_did(ends_by_ref: Mapping[str, date | None], project_id: int | None = None) -> Iterator[Fact]:
    """One fact of the kind ``you_said_we_did`` for each item that was answered and that people were told of.

    It is dated by the day they were told. ``ends_by_ref`` has the last day of each activity by its
    reference, which the caller asks of the feature that keeps them: this one may not look up. What was
    heard at no record ended when it was heard. It counts as published when it was told in public.
    """
    codes = organisation.codes()
    wanted = (Feedback.told_on.is_not(None)) & (Feedback.answer != NO_ANSWER) & _in_project(project_id)
    for row in _rows(wanted):
        ended = ends_by_ref.get(row.heard_at) if row.heard_at else row.end_to
        yield Fact(
            kind="you_said_we_did",
            ref=reference(row.id),
            title=title_of(row.topic, row.said, row.did),
            first=row.told_on,
            on=row.told_on,
            project=_project(row),
            bodies=_bodies(row, codes),
            says={
                "published": row.told_in_public,
                "published_on": row.told_on if row.told_in_public else None,
                "activity_ended": ended,
                "days_since_activity_end": (row.told_on - ended).days if ended else None,
                "decided_on": row.decision_on,
                "heard_at": row.heard_at,
                "link": row.told_link,
            },
        )


def _in_project(project_id: int | None) -> ColumnElement[bool]:
    return true() if project_id is None else Feedback.project_id == project_id


def _rows(wanted: ColumnElement[bool]) -> Iterator[Any]:
    found = select(*COLUMNS).where(wanted).order_by(Feedback.id)
    yield from session().execute(found.execution_options(yield_per=2000))


def _project(row: Any) -> str | None:
    return f"project:{row.project_id}" if row.project_id else None


def _bodies(row: Any, codes: Mapping[int, str]) -> tuple[str, ...]:
    first = (codes[row.body_id],) if row.body_id else ()
    return (*first, *(code for code in row.also_bodies if code not in first))


def _says(row: Any) -> dict[str, Any]:
    return {
        **{fact: field.held(getattr(row, name)) for fact, (name, field) in PLAIN.items()},
        "number": row.ref or "",
        "when": row.when_words,
        "when_known": DateAsKnown(
            Precision(row.when_precision), row.start_from, row.start_to, row.end_to, row.when_words
        ),
        "has_said": bool(row.said),
        "has_did": bool(row.did),
        "answered": row.answer != NO_ANSWER,
        "days_to_answer": _days_to_answer(row),
        "has_owner": row.owner_id is not None,
        "invented": row.is_invented,
    }


def _days_to_answer(row: Any) -> int | None:
    """The days it took at the least; None while there is no answer, or where a day is not known."""
    if row.answered_on is None or row.start_to is None:
        return None
    days: int = (row.answered_on - (row.end_to or row.start_to)).days
    return max(0, days)
