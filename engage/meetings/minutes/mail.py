"""The minutes of a meeting as members get them: who is written to, who is left out and why, and the words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from engage.actions import mail as action_mail
from engage.actions import queries as action_queries
from engage.actions.queries import OPEN, Listed
from engage.forums import queries as forums
from engage.meetings import queries as meetings
from engage.meetings import who_came as attendance
from engage.meetings.agenda import queries as agendas
from engage.meetings.models import Meeting, MemberThere
from engage.meetings.words import APOLOGIES, ATTENDED
from engage.platform.mail import letters
from engage.platform.mail.addresses import clean
from engage.platform.mail.links import make_link
from engage.platform.mail.outbox import LetterKnown, Recipient, letters_about
from engage.rules.actors import Actor
from engage.stakeholders.consents import mail as mailing

KIND = "minutes"
OUTSIDE = frozenset({"in_attendance", "observer"})
"""Roles whose holders are not there for the private part, and are not sent what was said in it."""
WRONG_ADDRESS = "The mail address in the register is not one. Correct it there."
NOBODY_NAMED = "No person of the register is named for this post."


@dataclass(frozen=True, slots=True)
class Reader:
    """A member the minutes can go to. ``post`` is how pages speak of them: a post, never a name."""

    to: Recipient
    post: str
    gets_all: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A member who is not written to, by post, and the sentence that says why."""

    title: str
    sentence: str

    @property
    def words(self) -> str:
        return f"{self.title}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Readers:
    """Whom the minutes of a meeting would go to, and who is left out."""

    able: tuple[Reader, ...]
    left_out: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one letter with minutes, by the post it went to."""

    post: str
    letter: LetterKnown


def readers_of(meeting: Meeting) -> Readers:
    """The members on the day of the meeting, sorted by who may be written to."""
    members = [one.member for one in attendance.members_at(meeting)]
    found = mailing.recipients([one.person_id for one in members if one.person_id], "one_to_one")
    able = {one.ref: one for one in found.able}
    refused = {one.ref: one.sentence for one in found.left_out}
    readers: dict[str, Reader] = {}
    left_out = []
    for member in members:
        ref = f"person:{member.person_id}"
        if ref in able and _is_address(able[ref].address):
            gets_all = member.role not in OUTSIDE or (ref in readers and readers[ref].gets_all)
            readers[ref] = Reader(able[ref], member.title, gets_all)
        else:
            why = WRONG_ADDRESS if ref in able else refused.get(ref, NOBODY_NAMED)
            left_out.append(Post(member.title, why))
    return Readers(tuple(readers.values()), tuple(left_out))


def words_for(actor: Actor, meeting: Meeting, *, gets_all: bool) -> dict[str, Any]:
    """What the letter is made of, before the links of whoever gets it."""
    forum = forums.forum_by_id(meeting.forum_id)
    there, others = attendance.there_at(meeting)
    items = agendas.agenda_of(actor, meeting)
    shown = [one for one in items if gets_all or not one.item.is_private]
    return {
        "forum": forum.name,
        "when": meeting.when_words,
        "where_and_when": meetings.where_and_when(meeting),
        "agreed_on": meeting.notes_agreed_on,
        "present": [*_posts(there, ATTENDED), *others],
        "apologies": _posts(there, APOLOGIES),
        "public": meeting.public_count,
        "items": [_item(line) for line in shown],
        "left_out": len(items) - len(shown),
        "notes": meeting.notes,
        "actions": [_action(found) for found in _agreed(meeting)],
    }


def letter_to(meeting: Meeting, reader: Reader, words: Mapping[str, Any]) -> tuple[str, str]:
    """Within a verb: (subject, text) of the letter to one reader, with a link for each action of theirs."""
    actions = [
        {**words_of, "address": _confirm_address(found, reader)}
        for words_of, found in zip(words["actions"], _agreed(meeting), strict=True)
    ]
    return letters.render("meetings/minutes.txt", **{**words, "actions": actions})


def once_for(meeting: Meeting, reader: Reader, words: Mapping[str, Any]) -> str:
    """What makes the letter one of a kind: these minutes, in these words, to this reader.

    Sending twice doubles nothing; minutes that were corrected are another letter.
    """
    edition = hashlib.sha256(repr(sorted(words.items())).encode()).hexdigest()[:12]
    return f"{KIND} {meetings.reference(meeting.id)} {reader.to.ref} {edition}"


def letters_sent(meeting: Meeting, members: Sequence[MemberThere]) -> list[Sent]:
    """What became of each letter with the minutes, newest first, by the posts of these members."""
    posts = {f"person:{one.member.person_id}": one.member.title for one in members if one.member.person_id}
    return [
        Sent(posts.get(letter.to_ref, "A former member"), letter)
        for letter in letters_about(meetings.reference(meeting.id))
        if letter.kind == KIND
    ]


def _is_address(text: str) -> bool:
    try:
        clean(text)
    except ValueError:
        return False
    return True


def _posts(there: Sequence[MemberThere], state: str) -> list[str]:
    return [one.member.title for one in there if one.state == state]


def _item(line: agendas.AgendaLine) -> dict[str, Any]:
    item = line.item
    return {
        "number": line.number,
        "title": item.title,
        "is_private": item.is_private,
        "lead": item.lead,
        "said": item.members_said,
        "changed": item.changed,
        "decision": item.decision,
    }


def _agreed(meeting: Meeting) -> list[Listed]:
    return action_queries.actions_agreed_at(meetings.reference(meeting.id))


def _action(found: Listed) -> dict[str, Any]:
    return {"title": found.action.title, "owner": found.owner, "due_on": found.action.due_on, "address": ""}


def _confirm_address(found: Listed, reader: Reader) -> str:
    action = found.action
    if action.state != OPEN or reader.to.ref != f"person:{action.person_id}":
        return ""
    secret = make_link(action_mail.CONFIRM, action_queries.reference(action.id), reader.to.ref)
    return f"{current_app.config['ADDRESS']}/a/{secret}"
