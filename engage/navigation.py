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


ENTRIES = (
    Entry("Projects", "cycle.index", May.READ_RECORDS),
    Entry("Engagement log", "activities.index", May.READ_RECORDS),
    Entry("What people said", "feedback.index", May.READ_RECORDS),
    Entry("Duties", "duties.index", May.READ_RECORDS),
    Entry("Reports", "assurance.index", May.READ_REPORTS),
    Entry("Bodies", "organisation.index", May.READ_RECORDS),
)


def for_person(person: Actor, path: str) -> list[dict[str, object]]:
    """The navigation as the NHS header takes it, for what this person may see, at this address."""
    listed = [(entry, url_for(entry.endpoint)) for entry in ENTRIES if person.may(entry.permission)]
    return [
        {"text": entry.text, "href": href, "active": path == href or path.startswith(f"{href}/")}
        for entry, href in listed
    ]
