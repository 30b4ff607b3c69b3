"""Recording what people said, answering it, and telling them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from engage.feedback import queries
from engage.feedback.entries import FeedbackEntry, SaidThere
from engage.feedback.models import Feedback, FeedbackReading
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.dated import put_date
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_long_transaction, one_transaction
from engage.platform.offers.many_acts import Report, silently
from engage.rules.actors import Actor
from engage.rules.ageing import NO_ANSWER, STATE_NOT_RECORDED
from engage.rules.cycle import read_cycle
from engage.rules.dates_as_known import DateAsKnown, long_date
from engage.rules.errors import Refused
from engage.rules.words import read_vocabulary

recorded = audit.Event("feedback.recorded", "feedback_id", "heard_at")
changed = audit.Event("feedback.changed", "feedback_id")
answered = audit.Event("feedback.answered", "feedback_id", "answer")
states_said = audit.Event("feedback.states-said", "answer", "count")
told = audit.Event("feedback.people-told", "feedback_id", "on")
read = audit.Event("feedback.read", "feedback_ids")
decision_linked = audit.Event("feedback.decision-linked", "feedback_id", "influence")
taken_up = audit.Event("feedback.theme-taken-up", "feedback_id", "project_id")

AT_ONCE = 500
TAKEN_UP_AT = read_cycle().warning("monitoring_not_taken_up").needs_link_to_stage or 1


@one_transaction
def record_feedback(
    actor: Actor, entry: FeedbackEntry, *, is_from_log: bool = False, is_invented: bool = False
) -> Feedback:
    """Record one item heard. Raises Refused for an item that says nothing, or whose answer and dates do not
    hold together."""
    _check_ref(entry.ref, None)
    item = Feedback(is_from_log=is_from_log, is_invented=is_invented)
    put_in(item, entry)
    save(item)
    recorded(actor, feedback_id=item.id, heard_at=item.heard_at)
    return item


@one_transaction
def change_feedback(actor: Actor, item: Feedback, version: int, entry: FeedbackEntry) -> None:
    """Change an item as it stood at ``version``. Raises Refused as recording does, and if it is newer."""
    hold(item, version, "item")
    _check_ref(entry.ref, item)
    put_in(item, entry)
    changed(actor, feedback_id=item.id)


@one_transaction
def answer(actor: Actor, item: Feedback, version: int, state: str, did: str, on: date | None) -> None:
    """Answer an item: done, doing, or cannot with the reason; or say that there is no answer after all.

    Raises Refused where it had none and is given none, and where it is not said which of these it is.
    """
    hold(item, version, "item")
    if state == STATE_NOT_RECORDED:
        raise Refused(
            "Choose what became of it: done, doing, or cannot and why; or that it has no answer yet."
        )
    if item.answer == state == NO_ANSWER:
        raise Refused("It has no answer yet. Choose what became of it: done, doing, or cannot and why.")
    day = on if state != NO_ANSWER else None
    put_in(item, replace(queries.entry_of(item), answer=state, did=did, answered_on=day))
    answered(actor, feedback_id=item.id, answer=state)


@one_long_transaction
def say_states(actor: Actor, feedback_ids: Sequence[int], state: str, *, report: Report = silently) -> int:
    """Say which of its states the answers of these items have, where that is not recorded; answers how many
    had none. The others stay as they are. Raises Refused where none is without."""
    numbers = sorted(feedback_ids)
    said = 0
    for start in range(0, len(numbers), AT_ONCE):
        some = Feedback.id.in_(numbers[start : start + AT_ONCE])
        for item in session().scalars(select(Feedback).where(some, Feedback.answer == STATE_NOT_RECORDED)):
            put_in(item, replace(queries.entry_of(item), answer=state))
            said += 1
        session().flush()
        report(min(start + AT_ONCE, len(numbers)))
    if not said:
        raise Refused("Of each of these answers it is recorded already what became of it.")
    states_said(actor, answer=state, count=said)
    return said


@one_transaction
def tell(actor: Actor, item: Feedback, version: int, on: date, how: str, link: str, in_public: bool) -> None:
    """Put on record that people were told of the answer. A public address is in public by itself."""
    hold(item, version, "item")
    public = in_public or bool(link)
    known = queries.entry_of(item)
    put_in(item, replace(known, told_on=on, told_how=how, told_link=link, told_in_public=public))
    told(actor, feedback_id=item.id, on=on)


@one_transaction
def link_decision(
    actor: Actor, item: Feedback, version: int, decision: str, on: date | None, influence: str
) -> None:
    """Put on record which decision the item bore on, and how far it influenced it."""
    hold(item, version, "item")
    known = queries.entry_of(item)
    put_in(item, replace(known, decision=decision, decision_on=on, influence=influence))
    decision_linked(actor, feedback_id=item.id, influence=influence)


@one_transaction
def take_up_theme(actor: Actor, item: Feedback, version: int, owner_id: int, project_id: int) -> None:
    """Give a theme of monitoring an owner and a project that stands where the cycle begins again.

    Raises Refused for a project that does not stand at that stage.
    """
    hold(item, version, "item")
    if str(project_id) not in dict(queries.projects_at_stage(TAKEN_UP_AT)):
        label = read_cycle().stage(TAKEN_UP_AT).label
        raise Refused(
            f"A theme is taken up by a project at stage {TAKEN_UP_AT}, {label}. Choose one of those."
        )
    known = queries.entry_of(item)
    put_in(item, replace(known, owner_id=owner_id, taken_up_in=f"project:{project_id}"))
    taken_up(actor, feedback_id=item.id, project_id=project_id)


@one_long_transaction
def mark_read(actor: Actor, feedback_ids: Sequence[int], *, report: Report = silently) -> int:
    """Put on record that this person has read these items; answers how many were new to them."""
    new, now = queries.unread_among(actor, feedback_ids), clock.now()
    if not new:
        return 0
    for start in range(0, len(new), AT_ONCE):
        some = new[start : start + AT_ONCE]
        session().add_all(FeedbackReading(feedback_id=one, account_id=actor.id, read_at=now) for one in some)
        session().flush()
        report(min(start + AT_ONCE, len(new)))
    read(actor, feedback_ids=new)
    return len(new)


def enter_from_log(
    activity_ref: str,
    body_id: int | None,
    project_id: int | None,
    when: DateAsKnown,
    things: Sequence[SaidThere],
    *,
    also_bodies: Sequence[str] | None = None,
    known: Mapping[str, Sequence[Feedback]] | None = None,
) -> None:
    """Keep what an activity's own entry says was heard and done, each thing as an item from the log.

    For use inside another verb. Those that its entry no longer has go, with who has read them.
    ``also_bodies`` are codes; where they are not given, those there are stay. ``known`` are the items of
    ``queries.from_log_by_ref``: with it an import asks once for all its rows.
    """
    kept = queries.from_log(activity_ref) if known is None else known.get(activity_ref, ())
    items = {item.id: item for item in kept}
    for thing in things:
        item = items.pop(thing.number or 0, None) or Feedback(is_from_log=True)
        entry = queries.entry_of(item) if item.id else FeedbackEntry(heard_at=activity_ref)
        said, did = thing.said.strip(), thing.did.strip()
        answer = answer_implied(entry.answer, did) if thing.answer is None else thing.answer
        bodies = entry.also_bodies if also_bodies is None else tuple(sorted(also_bodies))
        place = replace(entry, body_id=body_id, also_bodies=bodies, project_id=project_id, when=when)
        put_in(item, replace(place, said=said, did=did, answer=answer))
        session().add(item)
    _forget(items)


def forget_from_log(activity_ref: str) -> None:
    """Take away what was entered with an activity as heard and done at it, for use inside another verb."""
    _forget([item.id for item in queries.from_log(activity_ref)])


def _forget(gone: Collection[int]) -> None:
    """Row by row, so that each leaves what it held in the audit trail, readings before what they lean on."""
    if not gone:
        return
    for table, column in ((FeedbackReading, FeedbackReading.feedback_id), (Feedback, Feedback.id)):
        for row in session().scalars(select(table).where(column.in_(gone))):
            session().delete(row)
        session().flush()


def answer_implied(state: str, did: str) -> str:
    """Words of an answer say that there is one and not which; what somebody said of it stands while there are
    words."""
    if not did:
        return NO_ANSWER
    return STATE_NOT_RECORDED if state == NO_ANSWER else state


def put_in(item: Feedback, entry: FeedbackEntry) -> None:
    """Put what an entry says into an item, for use inside a verb. Raises Refused, before anything is changed,
    where it would contradict itself."""
    _check_answer(entry)
    _check_days(entry)
    _check_judgements(entry)
    put(item, entry)
    put_date(item, entry.when)
    item.ref, item.heard_at = entry.ref or None, entry.heard_at
    item.body_id, item.project_id = entry.body_id, entry.project_id
    item.owner_id, item.taken_up_in = entry.owner_id, entry.taken_up_in
    item.settle_unread()


def _check_ref(ref: str, item: Feedback | None) -> None:
    taken = queries.id_with_ref(ref) if ref else None
    if taken is not None and (item is None or taken != item.id):
        raise Refused(
            f"Another item has the reference {ref} already. Give this one another, or leave it blank."
        )


def _check_answer(entry: FeedbackEntry) -> None:
    if not entry.said and not entry.did:
        raise Refused("Enter what people said, or what was done about it.")
    answers = read_vocabulary("answer_states")
    if entry.answer not in answers:
        known = ", ".join(term.label for term in answers.terms if term.code != STATE_NOT_RECORDED)
        raise Refused(f"“{entry.answer}” is not an answer. Choose one of: {known}.")
    if entry.answer == NO_ANSWER:
        _check_unanswered(entry)
    elif entry.answer == "cannot" and not entry.did:
        raise Refused("Enter the reason why it cannot be done, in words that people can be told.")
    elif not entry.did:
        raise Refused("Enter what was done or is being done. Without it there is no answer yet.")


def _check_unanswered(entry: FeedbackEntry) -> None:
    if entry.did:
        raise Refused(
            "There is no answer yet, but words stand under what was done. Choose Done, Doing or Cannot, or "
            "take the words away."
        )
    if entry.told_on is not None:
        raise Refused(
            f"People were told of an answer on {long_date(entry.told_on)}, so there was one. "
            "Enter the answer."
        )


def _check_judgements(entry: FeedbackEntry) -> None:
    if entry.tone and entry.tone not in read_vocabulary("tones"):
        raise Refused(f"“{entry.tone}” is not a tone. Choose one from the list.")
    if entry.influence and entry.influence not in read_vocabulary("influences"):
        raise Refused(f"“{entry.influence}” does not say how far. Choose one from the list.")


def _check_days(entry: FeedbackEntry) -> None:
    _check_not_before_heard(entry, entry.answered_on, "answered")
    _check_not_before_heard(entry, entry.told_on, "told to people")
    _check_not_before_heard(entry, entry.decision_on, "what a decision followed from")
    for day, what in ((entry.answered_on, "it was answered"), (entry.told_on, "people were told")):
        if day is not None and day > clock.today():
            raise Refused(f"{long_date(day)} has not come yet. Enter the day {what}.")
    if entry.told_link and not entry.told_link.startswith(("https://", "http://")):
        raise Refused("Enter the whole address where it was published, starting with https://")


def _check_not_before_heard(entry: FeedbackEntry, day: date | None, what: str) -> None:
    if entry.when.start_from is None or day is None or day >= entry.when.start_from:
        return
    raise Refused(
        f"This cannot have been {what} on {long_date(day)}, before it was heard, on "
        f"{long_date(entry.when.start_from)} at the earliest. Correct one of the dates."
    )
