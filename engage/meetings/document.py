"""What the papers (PDF) of a meeting have in common: the whole, or as the public may read them."""

from __future__ import annotations

import hashlib
from datetime import datetime

from engage.meetings.queries import ListedMeeting, where_and_when
from engage.platform.paper import Paper, Words

PUBLIC = "Public version: the private part is left out."


def paper_of(kind: str, listed: ListedMeeting, made_at: datetime) -> Paper:
    title = f"{kind}: {listed.title}"
    return Paper(
        title,
        subject=f"{kind} of a meeting",
        author=listed.body or listed.forum.name,
        organisation=listed.forum.name,
        running_head=(listed.forum.name, f"{kind}, {listed.meeting.when_words}"),
        fingerprint=hashlib.sha256(f"{title} {listed.meeting.version}".encode()).hexdigest(),
        made_at=made_at,
        demonstration=listed.meeting.is_invented,
    )


def front_of(listed: ListedMeeting) -> list[tuple[str, Words]]:
    meeting = listed.meeting
    rows: list[tuple[str, Words]] = [("When and where", where_and_when(meeting))]
    if meeting.link:
        rows.append(("Join from afar", meeting.link))
    if meeting.is_public:
        rows.append(("The public", "may come to the public part"))
    return rows
