"""Answering people about what is kept of them, erasing it, and letting go what the clock says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from engage.platform import clock
from engage.platform.data import audit, search
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.transactions import one_transaction
from engage.platform.data.typed import row_number
from engage.platform.mail import suppression
from engage.platform.offers import retention
from engage.platform.offers.retention import Due
from engage.privacy import erasing
from engage.privacy.access.queries import tells_apart
from engage.privacy.entries import RequestEntry
from engage.privacy.erasures import ADDRESS, CHANGE, ERASED, PERSON, TAKEN_OUT, Erasure
from engage.privacy.models import RetentionNotice, RightsRequest
from engage.rules.actors import SYSTEM, Actor
from engage.rules.calendar_words import long_date, months_later
from engage.rules.errors import Refused
from engage.stakeholders.models import Person

received = audit.Event("rights-request.received", "request_id", "kind")
identity_checked = audit.Event("rights-request.identity-checked", "request_id")
answered = audit.Event("rights-request.answered", "request_id", "state")
erased = audit.Event("person.erased", "request_id", "person_id", "kinds_gone", "kinds_kept")
blanked = audit.Event("audit.blanked", "number")
erased_again = audit.Event("erasures.applied", "people", "changes", "addresses")
may_hear_again = audit.Event("person.may-hear-again", "addresses")
warned = audit.Event("retention.warned", "number")
called_off = audit.Event("retention.called-off", "notice_id")
held = audit.Event("retention.held", "notice_id", "until")
went = audit.Event("retention.went", "notice_id", "keep", "ref")

MONTHS_TO_ANSWER = 1
"""One calendar month from receipt: UK GDPR, article 12(3)."""
BEFORE_THE_BACKUP_WAS_PUT_BACK = "Taken out before a backup from an earlier time was put back"
NOT_CHECKED = "First say how you know that it is they who ask."
NOWHERE = (
    "These words stand in no value of the audit trail. "
    "Give a name of two words or more, an address or a number."
)
DONE_WITH = "This request is done with. Record a new one if they ask again."


@one_transaction
def record_request(actor: Actor, person: Person, entry: RequestEntry) -> RightsRequest:
    """Put a request on record; it is due one calendar month after it was received.

    Raises Refused for a day to come, or for somebody of whom nothing is kept any more.
    """
    received_on = entry.received_on or clock.today()
    if received_on > clock.today():
        raise Refused(f"{long_date(received_on)} is still to come: enter the day the request was received.")
    if person.erased_on is not None:
        raise Refused(f"What was kept of them was erased on {long_date(person.erased_on)}.")
    row = RightsRequest(person_id=person.id, due_on=months_later(received_on, MONTHS_TO_ANSWER))
    put(row, replace(entry, received_on=received_on))
    save(row)
    received(actor, request_id=row.id, kind=row.kind)
    return row


@one_transaction
def check_identity(actor: Actor, request: RightsRequest, how: str) -> None:
    """Say how we know that it is they who ask."""
    _must_be_open(request)
    request.identity_checked_how = how
    identity_checked(actor, request_id=request.id)


@one_transaction
def answer(actor: Actor, request: RightsRequest, state: str, words: str, on: date) -> None:
    """Close a request as answered, or as refused with the reason. Refused before identity is checked."""
    _must_be_open(request)
    if state == "answered" and not request.identity_checked_how:
        raise Refused(NOT_CHECKED)
    if on < request.received_on or on > clock.today():
        raise Refused("The day of the answer lies between the day it was received and today.")
    request.state, request.answer, request.answered_on = state, words, on
    answered(actor, request_id=request.id, state=state)


@one_transaction
def erase(actor: Actor, request: RightsRequest) -> list[str]:
    """Erase the person who asked; answers the fingerprints of files to take away once this is saved.

    Raises Refused while identity is unchecked, or when they did not ask for it.
    """
    _must_be_open(request)
    if request.kind != "erasure":
        raise Refused("They asked to see what is kept, not that it be erased. Record a new request.")
    if not request.identity_checked_how:
        raise Refused(NOT_CHECKED)
    files = erasing.files_with(request.person_id)
    outcome = erasing.erase_person(actor, request.person_id)
    _close(request, outcome)
    erased(
        actor,
        request_id=request.id,
        person_id=request.person_id,
        kinds_gone=sum(one.goes for one in outcome),
        kinds_kept=sum(not one.goes for one in outcome),
    )
    return files


@one_transaction
def erase_again(found: Sequence[Erasure]) -> list[str]:
    """Erase what was erased after a backup that is now put back; answers the files to take away after.

    Called before anything else is written: a change of the trail is known by its number.
    """
    known = set(
        session().scalars(select(AuditEntry.fingerprint).where(AuditEntry.event.in_((ERASED, TAKEN_OUT))))
    )
    new = [one for one in found if one.entry not in known]
    numbers = [row_number(one.which) for one in new if one.kind == CHANGE]
    changes = session().scalars(select(AuditChange).where(AuditChange.id.in_(numbers)))
    blanked_again = audit.blank(changes, BEFORE_THE_BACKUP_WAS_PUT_BACK)
    files: list[str] = []
    people = [_erase_again(row_number(one.which), files) for one in new if one.kind == PERSON]
    addresses = suppression.suppress_keyed(one.which for one in new if one.kind == ADDRESS)
    if blanked_again or any(people) or addresses:
        erased_again(SYSTEM, people=sum(people), changes=blanked_again, addresses=addresses)
    return files


def _erase_again(person_id: int, files: list[str]) -> bool:
    """Whether there was somebody to erase."""
    person = session().get(Person, person_id)
    if person is None or person.erased_on is not None:
        return False
    files += erasing.files_with(person_id)
    outcome = erasing.erase_person(SYSTEM, person_id)
    asked = select(RightsRequest).where(
        RightsRequest.person_id == person_id, RightsRequest.kind == "erasure", RightsRequest.state == "open"
    )
    for request in session().scalars(asked):
        _close(request, outcome)
    return True


def _close(request: RightsRequest, outcome: Sequence[erasing.Done]) -> None:
    request.outcome = [one.plain() for one in outcome]
    request.state, request.answered_on = "answered", clock.today()
    request.identity_checked_how, request.answer = erasing.IN_ITS_PLACE, "Erased"


@one_transaction
def blank_in_trail(actor: Actor, words: str, why: str, ref: str = "") -> int:
    """Take every value in which these words stand out of the trail for good; answers of how many changes.

    Of one record where ``ref`` names it. What was done, and by whom, stays. Raises Refused where the words
    stand in no value, or are too few to tell somebody apart.
    """
    found = erasing.changes_that_quote(words, ref) if tells_apart(words) else []
    count = audit.blank(found, why)
    if not count:
        raise Refused(NOWHERE)
    blanked(actor, number=count)
    return count


@one_transaction
def let_hear_again(actor: Actor, addresses: Iterable[str]) -> int:
    """Let addresses be written to again, since their owner asked for it; how many were kept from it."""
    lifted = suppression.lift(addresses)
    if not lifted:
        raise Refused("This address is not among those that are never to be written to again.")
    may_hear_again(actor, addresses=lifted)
    return lifted


@one_transaction
def warn(due: Iterable[Due], today: date) -> int:
    """Give a warning of each of these; answers how many."""
    rows = [
        save(RetentionNotice(keep=one.keep, ref=one.ref, warned_on=today, due_on=one.due_on, what=one.what))
        for one in due
    ]
    if rows:
        warned(SYSTEM, number=len(rows))
    return len(rows)


@one_transaction
def call_off(notice: RetentionNotice) -> None:
    """Take a warning back: what it warned of is no longer due."""
    called_off(SYSTEM, notice_id=notice.id)
    session().delete(notice)


@one_transaction
def hold(actor: Actor, notice: RetentionNotice, until: date, because: str) -> None:
    """Let something stay until a day, with the reason. Raises Refused for a day that is over."""
    if until <= clock.today():
        raise Refused("Hold it until a day that is still to come.")
    notice.held_until, notice.held_because = until, because
    held(actor, notice_id=notice.id, until=until)


@one_transaction
def let_go(notice: RetentionNotice, due: Due) -> list[str]:
    """Take away what a warning was of, once; answers the fingerprints of files to take away after."""
    session().refresh(notice, with_for_update=True)
    if notice.gone_at is not None:
        return []
    files = retention.erase(due)
    search.forget_what_is_gone()
    notice.gone_at, notice.what = clock.now(), due.what
    went(SYSTEM, notice_id=notice.id, keep=due.keep.value, ref=due.ref)
    return files


def _must_be_open(request: RightsRequest) -> None:
    if request.state != "open":
        raise Refused(DONE_WITH)
