"""Posting letters: each is claimed before it is handed to the mail server, so that none is sent twice."""

from __future__ import annotations

from collections import Counter as Tally
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from engage.platform import clock
from engage.platform.data.db import session
from engage.platform.data.files import file_store
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import links, outbox
from engage.platform.mail.models import Letter
from engage.platform.mail.smtp import Counter, Enclosure, Fate, MailServer, Outcome, Post
from engage.platform.processes import queries as diary
from engage.platform.processes.jobs import Undone, job
from engage.platform.web.pages import counted
from engage.rules.errors import Missing, Refused

AT_ONCE = 200  # letters of one run, so that other jobs get their turn
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))  # the last again and again
KEPT_AFTER = 10  # times that it is tried, each as long as a writer waits: a minute
MOST_TRIES = 22  # with these pauses, three days
FILE_GONE = "A file that was to go with it is missing or was altered on disk, so it was not sent."
CUT_OFF = "We were cut off while it was being sent."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter that is this worker's to post, and nobody else's."""

    letter_id: int
    post: Post


POSTING = "post_letters"


@job(POSTING, every=1, does="Hands letters that wait to the mail server, each at most once.")
def post_letters() -> str:
    """Hand every letter that is due to the mail server, each at most once. Raises Undone while the server is
    away, so that somebody is told."""
    before = diary.runs().get(POSTING)
    fates = Tally({Fate.UNSURE: give_up_claims()})
    server: MailServer | None = current_app.config["MAIL_SERVER"]
    if server is None:
        return f"No mail server is set. {counted(outbox.waiting(), 'letter waits', 'letters wait')}."
    if before and before.wanted_at:
        outbox.try_now()
    away = _hand_in(server, fates)
    said = (
        f"{counted(fates[Fate.TAKEN], 'letter', 'letters')} sent, {fates[Fate.TRY_LATER]} to try again, "
        f"{fates[Fate.REFUSED]} refused, {fates[Fate.UNSURE]} of which nobody knows."
    )
    if away:
        raise Undone(f"{away} {said}")
    if before and before.failures and not fates.total() and (put_off := outbox.put_off()):
        waiting = counted(put_off, "letter waits", "letters wait")
        raise Undone(f"The mail server was away, and {waiting} to be tried again.")
    return said


def _hand_in(server: MailServer, fates: Tally[Fate]) -> str:
    """Hand in what is due; answers why others would fare no better, where one was put off for that."""
    with Counter(server) as counter:
        for _ in range(AT_ONCE):
            claimed = claim(clock.now())
            if claimed is None:
                break
            outcome = counter.hand_in(claimed.post)
            _keep_surely(claimed.letter_id, outcome)
            fates[outcome.fate] += 1
            if outcome.is_ours:
                return outcome.answer
    return ""


@one_transaction
def give_up_claims() -> int:
    """Letters that were being posted when their worker was cut off: it is not known whether they were taken.

    One worker posts at a time, so whatever is claimed as it begins was claimed by one that is gone.
    """
    wanted = select(Letter).where(Letter.state == outbox.SENDING)
    found = session().scalars(wanted.with_for_update(skip_locked=True)).all()
    for letter in found:
        letter.state, letter.answer = outbox.UNSURE, CUT_OFF
    return len(found)


def claim(now: datetime) -> Claimed | None:
    """The next letter that is due, marked and saved as being sent; None when none is.

    A letter to somebody who may not be written to any more, or whose file is gone, is passed over.
    """
    while (letter_id := _claim_next(now)) is not None:
        if hold_back(letter_id):
            continue
        try:
            return Claimed(letter_id, _post_of(letter_id))
        except Missing:
            keep(letter_id, Outcome(Fate.REFUSED, FILE_GONE), now)
        except Refused as refusal:
            keep(letter_id, Outcome(Fate.REFUSED, refusal.reason), now)
    return None


@one_transaction
def _claim_next(now: datetime) -> int | None:
    wanted = (
        select(Letter)
        .where(Letter.state == outbox.WAITING, Letter.next_try_at <= now)
        .order_by(Letter.next_try_at, Letter.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    letter = session().scalars(wanted).one_or_none()
    if letter is None:
        return None
    letter.state, letter.tries = outbox.SENDING, letter.tries + 1
    return letter.id


@one_transaction
def hold_back(letter_id: int) -> bool:
    """Hold a letter back for good, words and all, if whom it is to may not be written to any more."""
    letter = session().get_one(Letter, letter_id)
    why = outbox.why_not(letter)
    if why:
        letter.state, letter.answer, letter.text = outbox.HELD_BACK, why, ""
    return bool(why)


@one_transaction
def keep(letter_id: int, outcome: Outcome, now: datetime) -> None:
    """Keep what became of a letter. One that was sent and held a single-use link loses its words."""
    letter = session().get_one(Letter, letter_id)
    letter.answer = outcome.answer
    if outcome.fate is Fate.TAKEN:
        letter.state, letter.sent_at = outbox.SENT, now
        letter.text = "" if links.holds_a_link(letter.text) else letter.text
    elif outcome.fate is Fate.REFUSED:
        letter.state = outbox.REFUSED
    elif outcome.fate is Fate.UNSURE:
        letter.state = outbox.UNSURE
    elif letter.tries >= MOST_TRIES:
        letter.state = outbox.GIVEN_UP
    else:
        letter.state, letter.next_try_at = outbox.WAITING, now + pause_after(letter.tries)


def _keep_surely(letter_id: int, outcome: Outcome) -> None:
    """Keep what became of a letter even while others, such as a large import, are saving for minutes."""
    for _ in range(KEPT_AFTER - 1):
        with suppress(Refused):
            keep(letter_id, outcome, clock.now())
            return
    keep(letter_id, outcome, clock.now())


def pause_after(tries: int) -> timedelta:
    """How long a letter waits after it was tried so often and not taken."""
    return PAUSES[min(tries, len(PAUSES)) - 1]


def _post_of(letter_id: int) -> Post:
    letter = session().get_one(Letter, letter_id)
    post = Post(
        message_id=letter.message_id,
        to_address=letter.to_address,
        to_name=letter.to_name,
        subject=letter.subject,
        text=links.with_secrets(letter.text),
        written_at=letter.written_at,
        enclosures=[_enclosure(one) for one in letter.attachments],
    )
    session().rollback()  # the database waits for nobody while the mail server does
    return post


def _enclosure(one: dict[str, str]) -> Enclosure:
    files = file_store()
    with files.open(one["fingerprint"]) as file:
        return Enclosure(one["name"], one["media_type"], file.read())
