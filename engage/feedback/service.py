"""Recording what people said, answering it, and telling them."""

from __future__ import annotations

from datetime import date
from typing import Any

from engage.feedback import queries
from engage.feedback.models import Feedback
from engage.platform import audit, clock
from engage.platform.dated import date_columns
from engage.platform.db import save, session
from engage.platform.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.dates_as_known import DateAsKnown, long_date
from engage.rules.errors import Refused
from engage.rules.words import read_vocabulary

recorded = audit.Event("feedback.recorded", "feedback_id", "heard_at")

NO_ANSWER = "no_answer"
SEARCHED = ("ref", "said", "did", "topic", "service", "heard_where", "decision", "told_how", "source")


@one_transaction
def record_feedback(actor: Actor, entry: dict[str, Any]) -> Feedback:
    """Record one item heard. ``entry`` holds columns of ``Feedback`` by name, and ``when``, a DateAsKnown.

    Raises Refused for an item that says nothing, or whose answer and dates do not hold together.
    """
    item = Feedback()
    _fill(item, {"when": DateAsKnown.not_recorded(), "answer": NO_ANSWER, **entry})
    save(item)
    recorded(actor, feedback_id=item.id, heard_at=item.heard_at)
    return item


def enter_from_log(
    actor: Actor,
    activity_ref: str,
    body_id: int | None,
    project_id: int | None,
    when: DateAsKnown,
    said: str,
    did: str,
    *,
    known: dict[str, Feedback] | None = None,
) -> Feedback | None:
    """Keep what an activity's own entry says was heard and done, as its one item from the log.

    For use inside another verb. Nothing said and nothing done answers None and removes nothing. ``known``
    are the items of ``queries.from_log_by_ref``: with it an import asks once for all its rows.
    """
    if not said.strip() and not did.strip():
        return None
    item = queries.from_log(activity_ref) if known is None else known.get(activity_ref)
    if item is None:
        item = Feedback(heard_at=activity_ref, is_from_log=True, answer=NO_ANSWER)
        session().add(item)
    answer = _answer_from_log(item.answer, did)
    _fill(
        item,
        {
            "body_id": body_id,
            "project_id": project_id,
            "when": when,
            "said": said.strip(),
            "did": did.strip(),
            "answer": answer,
        },
    )
    return item


def _answer_from_log(answer: str, did: str) -> str:
    """Something done is an answer; one that somebody has judged more closely stands while there are words."""
    if not did.strip():
        return NO_ANSWER
    return "done" if answer == NO_ANSWER else answer


def _fill(item: Feedback, entry: dict[str, Any]) -> None:
    values = dict(entry)
    when = values.pop("when", None)
    if when is not None:
        values |= date_columns(when)
    for name, value in values.items():
        setattr(item, name, value)
    _check(item)
    item.search_text = " ".join(getattr(item, name) or "" for name in SEARCHED).lower()


def _check(item: Feedback) -> None:
    if not item.said and not item.did:
        raise Refused("Enter what people said, or what was done about it.")
    _check_answer(item)
    _check_days(item)


def _check_answer(item: Feedback) -> None:
    answers = read_vocabulary("answer_states")
    if item.answer not in answers:
        known = ", ".join(term.label for term in answers.terms)
        raise Refused(f"“{item.answer}” is not an answer. Choose one of: {known}.")
    if item.answer == "cannot" and not item.did:
        raise Refused("Enter the reason why it cannot be done, in words that can be told to people.")
    if item.answer != NO_ANSWER and not item.did:
        raise Refused("Enter what was done, or is being done. Without it there is no answer yet.")


def _check_days(item: Feedback) -> None:
    heard = item.start_from
    _check_not_before(heard, item.answered_on, "answered")
    _check_not_before(heard, item.told_on, "told to people")
    if item.told_on is not None and item.told_on > clock.today():
        raise Refused(f"{long_date(item.told_on)} has not come yet. Enter the day people were told.")
    if heard is not None and item.decision_on is not None and item.decision_on < heard:
        raise Refused(
            f"The decision was made on {long_date(item.decision_on)}, before this was heard, "
            f"on {long_date(heard)} at the earliest, so it cannot have followed from it. Correct one of them."
        )


def _check_not_before(heard: date | None, day: date | None, what: str) -> None:
    if heard is not None and day is not None and day < heard:
        raise Refused(
            f"This cannot have been {what} on {long_date(day)}, before it was heard, on "
            f"{long_date(heard)} at the earliest. Correct one of the dates."
        )
