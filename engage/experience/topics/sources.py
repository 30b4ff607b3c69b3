"""Which sources are independent: two records of one forum, or two counts of one crowd, are one source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.rules.words import spelling_key

BATCH = 5000  # references asked for at once, which every database can hold

PLACE = "place"

LABELS = {
    "forum": ("forum", "forums"),
    "activity": ("activity", "activities"),
    "story": ("story", "stories"),
    "project": ("project", "projects"),
    PLACE: ("other source", "other sources"),
}
"""How a kind of source is counted in words; of any other kind its own name is used."""

ITEMS_ARE_NOT_PEOPLE = (
    "Counts are of items written down, not of people: one person may have been heard in several items, and "
    "one item may sum up what many said. Two meetings of one forum, and two activities that counted the same "
    "contacts, are one source."
)

Place = tuple[str, str]
"""Where something was heard: the reference of a record, or words, or neither."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The records at which things were heard, and which of them speak with one voice."""

    links: Mapping[str, Link]
    voices: Mapping[str, str]

    def of(self, place: Place) -> str:
        """The source behind a place: a reference, or place:… for words; empty when nobody wrote it down."""
        ref, words = place
        if ref:
            return self.voices.get(ref, ref)
        key = spelling_key(words)
        return f"{PLACE}:{key}" if key else ""

    def link(self, ref: str) -> Link:
        return self.links.get(ref) or Link(ref, ref.replace(":", " "), "")


def sources_of(refs: Iterable[str]) -> Sources:
    """The sources behind these records: the same few questions, however many records there are."""
    links = dict(_links(set(refs)))
    while further := {link.source for link in links.values() if link.source} - links.keys():
        links |= _links(further)
    return Sources(links, _voices(links))


def kind_of(source: str) -> str:
    return source.partition(":")[0]


def counted_kind(kind: str, number: int) -> str:
    """2 forums; 1 story."""
    one, many = LABELS.get(kind, (kind.replace("_", " "), f"{kind.replace('_', ' ')}s"))
    return f"{number:,} {one if number == 1 else many}"


def _links(refs: set[str]) -> dict[str, Link]:
    asked = sorted(refs)
    found: dict[str, Link] = {}
    for start in range(0, len(asked), BATCH):
        found |= references.links(asked[start : start + BATCH])
    return found


def _voices(links: Mapping[str, Link]) -> dict[str, str]:
    """For each record the one that stands for all that speak with its voice."""
    above: dict[str, str] = {ref: ref for ref in links}

    def top(ref: str) -> str:
        while above[ref] != ref:
            above[ref] = above[above[ref]]
            ref = above[ref]
        return ref

    for ref, link in links.items():
        if link.source:
            above[top(ref)] = top(link.source)
    return {ref: top(ref) for ref in links}
