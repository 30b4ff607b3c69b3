"""Writing the notes of a meeting, and sending its minutes to its members, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from mimetypes import guess_type

from sqlalchemy import select

from engage.meetings import queries as meetings
from engage.meetings.agenda import queries as agendas
from engage.meetings.minutes import mail
from engage.meetings.minutes.mail import Reader
from engage.meetings.models import Meeting, MinutesSent
from engage.meetings.queries import entry_of, forum_of
from engage.meetings.service import must_be_held, search_text
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.fields import put
from engage.platform.data.files import StoredFile
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Attachment
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

notes_written = audit.Event("meeting.notes-written", "meeting_id")
sent = audit.Event("meeting.minutes-sent", "meeting_id", "sent_to", "left_out")


@one_transaction
def write_notes(
    actor: Actor,
    meeting: Meeting,
    version: int,
    notes: str = "",
    agreed_on: date | None = None,
    file: StoredFile | None = None,
) -> None:
    """Write the notes of a meeting, keep its minutes, and say when they were agreed.

    Raises Refused unless it was held, for notes agreed before it, and if it is newer than ``version``.
    """
    hold(meeting, version, "meeting")
    must_be_held(meeting)
    if agreed_on and meeting.start_from and agreed_on < meeting.start_from:
        raise Refused(
            f"The notes cannot have been agreed on {long_date(agreed_on)}, before the meeting. Enter the day "
            "on which the members agreed them, usually that of the next meeting."
        )
    if agreed_on and agreed_on > clock.today():
        raise Refused(f"{long_date(agreed_on)} has not come yet. Leave the day blank until they are agreed.")
    put(meeting, replace(entry_of(meeting), notes=notes, notes_agreed_on=agreed_on))
    if file is not None:
        meeting.minutes_file, meeting.minutes_file_name = file.fingerprint, file.name
    meeting.search_text = search_text(meeting, forum_of(meeting).name)
    notes_written(actor, meeting_id=meeting.id)


@one_transaction
def send_minutes(actor: Actor, meeting: Meeting) -> MinutesSent:
    """Write to every member who may be written to and has not had these minutes, in these words.

    Raises Refused unless the meeting was held and notes are written, and when nobody is left to write to.
    """
    must_be_held(meeting)
    if not meetings.has_notes(meeting) and not agendas.anything_recorded(agendas.items_of(meeting)):
        raise Refused("Nothing is written of this meeting yet. Write its notes, then send them.")
    readers = mail.readers_of(meeting)
    written = sum(_write(actor, meeting, reader) for reader in readers.able)
    if not written:
        raise Refused(
            "Every member who can be written to has had these minutes already."
            if readers.able
            else "No member can be written to, so nothing was sent. The reasons stand beside each post."
        )
    row = MinutesSent(
        meeting_id=meeting.id,
        at=clock.now(),
        sent_to=written,
        left_out=[one.words for one in readers.left_out],
    )
    sent(actor, meeting_id=meeting.id, sent_to=written, left_out=len(readers.left_out))
    return save(row)


def _write(actor: Actor, meeting: Meeting, reader: Reader) -> bool:
    words = mail.words_for(actor, meeting, gets_all=reader.gets_all)
    once = mail.once_for(meeting, reader, words)
    if session().scalar(select(Letter.id).where(Letter.once == once)) is not None:
        return False  # looked up first: a letter that is not sent must leave no link behind
    subject, text = mail.letter_to(meeting, reader, words)
    about = meetings.reference(meeting.id)
    files = _attached(meeting) if reader.gets_all else ()
    outbox.write(mail.KIND, about, reader.to, subject, text, attachments=files, once=once, by=actor)
    return True


def _attached(meeting: Meeting) -> tuple[Attachment, ...]:
    if not meeting.minutes_file:
        return ()
    media_type = guess_type(meeting.minutes_file_name)[0] or "application/octet-stream"
    return (Attachment(meeting.minutes_file, meeting.minutes_file_name, media_type),)
