"""The one line of navigation, in the order of the work."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from engage.rules.actors import Actor
from engage.rules.permissions import May


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of the navigation, the page it opens, and who sees it."""

    text: str
    endpoint: str
    permission: May

    @property
    def room(self) -> str:
        return self.endpoint.split(".")[0]


ENTRIES = (
    Entry("Projects", "cycle.index", May.READ_RECORDS),
    Entry("Engagement log", "activities.index", May.READ_RECORDS),
    Entry("What people said", "feedback.index", May.READ_RECORDS),
    Entry("Duties", "duties.index", May.READ_RECORDS),
    Entry("Reports", "assurance.index", May.READ_REPORTS),
    Entry("Bodies", "organisation.index", May.READ_RECORDS),
)


def for_person(person: Actor, room: str | None) -> list[dict[str, object]]:
    """The navigation as the NHS header takes it, for what this person may see."""
    return [
        {"text": entry.text, "href": url_for(entry.endpoint), "active": entry.room == room}
        for entry in ENTRIES
        if person.may(entry.permission)
    ]
