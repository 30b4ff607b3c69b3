"""Sending the minutes of a meeting to its members, each once."""

from __future__ import annotations

from mimetypes import guess_type

from sqlalchemy import select

from engage.forums import meeting_queries as queries
from engage.forums import minutes
from engage.forums.meeting_service import must_be_held
from engage.forums.minutes import Reader
from engage.forums.models import Meeting, MinutesSent
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.mail import outbox
from engage.platform.mail.models import Letter
from engage.platform.mail.outbox import Attachment
from engage.rules.actors import Actor
from engage.rules.errors import Refused

sent = audit.Event("meeting.minutes-sent", "meeting_id", "sent_to", "left_out")


@one_transaction
def send_minutes(actor: Actor, meeting: Meeting) -> MinutesSent:
    """Write to every member who may be written to and has not had these minutes, in these words.

    Raises Refused unless the meeting was held and notes are written, and when nobody is left to write to.
    """
    must_be_held(meeting)
    if not queries.has_notes(meeting) and not queries.anything_recorded(meeting):
        raise Refused("Nothing is written of this meeting yet. Write its notes, then send them.")
    readers = minutes.readers_of(actor, meeting)
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
    words = minutes.words_for(actor, meeting, gets_all=reader.gets_all)
    once = minutes.once_for(meeting, reader, words)
    if session().scalar(select(Letter.id).where(Letter.once == once)) is not None:
        return False  # looked up first: a letter that is not sent must leave no link behind
    subject, text = minutes.letter_to(meeting, reader, words)
    about = queries.reference(meeting.id)
    files = _attached(meeting) if reader.gets_all else ()
    outbox.write(minutes.KIND, about, reader.to, subject, text, attachments=files, once=once, by=actor)
    return True


def _attached(meeting: Meeting) -> tuple[Attachment, ...]:
    if not meeting.minutes_file:
        return ()
    media_type = guess_type(meeting.minutes_file_name)[0] or "application/octet-stream"
    return (Attachment(meeting.minutes_file, meeting.minutes_file_name, media_type),)
