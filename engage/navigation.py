"""The one line of navigation, in the order of the work, and the pages within each part of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flask import request, url_for

from engage.rules.actors import Actor
from engage.rules.permissions import May


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the navigation, the page it opens, who sees it, and the pages of its part."""

    text: str
    endpoint: str
    permission: May
    within: tuple[Entry, ...] = ()


WHAT_PEOPLE_SAID = (
    Entry("What people said", "feedback.index", May.READ_RECORDS),
    Entry("Topics", "experience.topics", May.READ_RECORDS),
    Entry("Patient stories", "experience.index", May.READ_STORIES),
    Entry("Insight summaries", "experience.insight", May.READ_RECORDS),
)
STAKEHOLDERS = (
    Entry("Organisations", "stakeholders.index", May.READ_REGISTER),
    Entry("People", "stakeholders.people", May.READ_REGISTER),
    Entry("Coverage", "stakeholders.coverage_page", May.READ_REGISTER),
    Entry("Duplicates", "duplicates.index", May.CHANGE_REGISTER),
    Entry("Letters", "platform.letters", May.WRITE_TO_PEOPLE),
)
FORUMS = (
    Entry("Forums", "forums.index", May.READ_RECORDS),
    Entry("Framework", "forums.framework", May.READ_RECORDS),
    Entry("Meetings", "meetings.index", May.READ_RECORDS),
    Entry("Actions", "actions.index", May.READ_RECORDS),
    Entry("Networks", "forums.networks", May.READ_RECORDS),
    Entry("Panels", "panels.index", May.READ_RECORDS),
)
BODIES = (
    Entry("Bodies", "organisation.index", May.READ_RECORDS),
    Entry("Population", "organisation.population_index", May.READ_RECORDS),
)
ENTRIES = (
    Entry("Projects", "cycle.index", May.READ_RECORDS),
    Entry("Engagement log", "activities.index", May.READ_RECORDS),
    Entry("What people said", "feedback.index", May.READ_RECORDS, WHAT_PEOPLE_SAID),
    Entry("Stakeholders", "stakeholders.index", May.READ_REGISTER, STAKEHOLDERS),
    Entry("Forums", "forums.index", May.READ_RECORDS, FORUMS),
    Entry("Duties", "duties.index", May.READ_RECORDS),
    Entry("Reports", "assurance.index", May.READ_REPORTS),
    Entry("Bodies", "organisation.index", May.READ_RECORDS, BODIES),
)

Items = list[dict[str, object]]


def for_person(person: Actor, path: str) -> Items:
    """The navigation as the NHS header takes it, for what this person may see, at this address."""
    return [
        {"text": entry.text, "href": _address(entry), "active": _is_in(entry, path)}
        for entry in ENTRIES
        if person.may(entry.permission)
    ]


def part_for_person(person: Actor, path: str) -> Items:
    """The pages of the part this address is in that the person may see; nothing where there is one alone."""
    here = next((entry for entry in ENTRIES if _is_in(entry, path)), None)
    pages = [page for page in (here.within if here else ()) if person.may(page.permission)]
    if len(pages) < 2:
        return []
    current = max((page for page in pages if _leads_to(page, path)), key=_length_of_address, default=None)
    return [{"text": page.text, "href": _address(page), "current": page is current} for page in pages]


def _is_in(entry: Entry, path: str) -> bool:
    return any(_leads_to(one, path) for one in (entry, *entry.within))


def _leads_to(entry: Entry, path: str) -> bool:
    """Whether the address is that of this page, or of something under it."""
    address = _address(entry)
    return path == address or path.startswith(f"{address}/")


def _length_of_address(entry: Entry) -> int:
    return len(_address(entry))


def _address(entry: Entry) -> str:
    return _address_under(request.script_root, entry.endpoint)


@cache
def _address_under(_root: str, endpoint: str) -> str:
    """The address of a page; it is the same for as long as the application is served from there."""
    return url_for(endpoint)
