"""The audit trail is checked: every fingerprint and seal is made anew and held against what was kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from sqlalchemy import select

from engage.platform.data.audit import (
    BEGINNING,
    BLANKED,
    NAMED,
    AuditChange,
    AuditEntry,
    AuditHead,
    KeptChange,
    entry_fingerprint,
    facts_of,
    fingerprint_of,
)
from engage.platform.data.db import record, session
from engage.platform.data.seals import key_mark, sealed

BATCH = 200  # entries read at once when the trail is checked

NOT_KEYED = (
    "no entry is keyed, though the installation has a key. If it was just upgraded, run engage db upgrade"
)
SEALS_GONE = "it bears no seal, though a head was published by then, and none is of a trail without seals"
OTHER_KEY = "it is sealed with a key that is not here; give back the trail.key it was sealed with"


@dataclass(frozen=True, slots=True)
class Blanking:
    """Values of so many changes that somebody took out of the trail, as the entry about it says."""

    entry_id: int
    at: datetime
    who: str
    why: str
    changes: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the chain found; ``broken_at`` is the first entry that does not fit.

    Until the entry ``keyed_from`` was sealed, whoever owned the database could make those before it anew.
    ``missing_head`` is the first of the published heads it was held against at which it never stood.
    """

    entries: int
    broken_at: int | None
    why: str
    blanked: tuple[Blanking, ...] = ()
    keyed_from: int | None = None
    missing_head: tuple[int, str] | None = None


@dataclass(slots=True)
class _Check:
    """What a check of the trail has seen so far, entry by entry."""

    heads: set[tuple[int, str]]  # published ones that it has not come to yet
    sealed_by: float  # the number of the entry by which there were seals, since there was a head
    previous: str = BEGINNING
    count: int = 0
    keyed_from: int | None = None
    blankings: list[Blanking] = field(default_factory=list)
    # Changes of which nothing says yet who took the values, by entry; names that went, by account and what
    # stands in their place, with the first entry and the last; and the titles that entries tell of.
    without_values: dict[int, int] = field(default_factory=dict)
    without_name: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    named: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, entry: AuditEntry, changes: Sequence[KeptChange]) -> str:
        """Take the next entry; answers what is wrong with it, or nothing."""
        self.count += 1
        if why := self._what_is_wrong(entry, changes):
            return why
        if entry.seal is not None and self.keyed_from is None:
            self.keyed_from = entry.id
        self._note_what_went(entry, changes)
        self.previous = entry.fingerprint
        self.heads.discard((self.count, entry.fingerprint))
        return ""

    def _what_is_wrong(self, entry: AuditEntry, changes: Sequence[KeptChange]) -> str:
        if entry.previous != self.previous:
            return "an entry before it was removed or replaced"
        is_whole = entry.changes_fingerprint == fingerprint_of(map(facts_of, changes))
        if not is_whole or not all(map(_is_as_sealed, changes)):
            return "the changes kept with it were altered"
        if entry.fingerprint != entry_fingerprint(entry):
            return "the entry itself was altered"
        if entry.seal is None and self.keyed_from is None:
            return SEALS_GONE if self.count >= self.sealed_by else ""
        return _what_its_seals_say(entry)

    def _note_what_went(self, entry: AuditEntry, changes: Sequence[KeptChange]) -> None:
        self.without_values.update((change.id, entry.id) for change in changes if change.salt is None)
        for because, numbers in entry.fields.get(BLANKED, {}).items():
            self.blankings.append(Blanking(entry.id, entry.at, entry.actor_name, because, len(numbers)))
            for number in numbers:
                self.without_values.pop(number, None)
        if entry.seal is not None and entry.name_salt is None:
            whose = (f"{entry.actor_id}", entry.actor_name)
            first, _ = self.without_name.get(whose, (entry.id, 0))
            self.without_name[whose] = (first, entry.id)
        for number, title in entry.fields.get(NAMED, {}).items():
            self.named[number, title] = entry.id

    def at_the_end(self) -> tuple[int | None, str]:
        """(entry, what is wrong) of the trail as a whole; nothing is wrong when no words come."""
        if self.without_values:
            return min(self.without_values.values()), "values kept with it went, and nobody says why"
        for whose, (first, last) in self.without_name.items():
            if self.named.get(whose, 0) < last:
                return first, "the name beside it was replaced, and nobody says why"
        head = session().get(AuditHead, 1)
        if (head.entries, head.fingerprint) != (self.count, self.previous) if head else self.count:
            return None, "entries at the end are missing"
        if head and self.keyed_from is None:
            return None, NOT_KEYED
        if head and head.seal != sealed(head.entries, head.fingerprint):
            return None, "the number of entries is not sealed with the key, so some may be missing"
        if self.heads:
            return None, "it does not contain a head that was published"
        return None, ""


def _what_its_seals_say(entry: AuditEntry) -> str:
    if entry.seal is None:
        return "it bears no seal, though entries before it do"
    if entry.sealed_with != key_mark():
        return OTHER_KEY
    if entry.seal != sealed(entry.fingerprint, entry.name_seal):
        return "it was not sealed with the key: it, or an entry before it, was made anew"
    if entry.name_salt is not None and entry.name_seal != sealed(entry.name_salt, entry.actor_name):
        return "the name beside it was altered"
    return ""


def verify(published: Iterable[tuple[int, str]] = ()) -> Verdict:
    """Recompute every fingerprint and seal in order and hold the end against the kept head.

    ``published`` are heads that the trail once had, each a number of entries and the fingerprint of the last.
    """
    session().rollback()
    record.see_one_moment()
    heads = set(published)
    check = _Check(heads, sealed_by=min((entries for entries, _ in heads), default=inf))
    for entry, changes in _whole_trail():
        if why := check.take(entry, changes):
            return Verdict(check.count, entry.id, why, keyed_from=check.keyed_from)
    place, why = check.at_the_end()
    missing = min(check.heads, default=None)
    return Verdict(
        check.count, place, why, () if why else tuple(check.blankings), check.keyed_from, missing_head=missing
    )


def _whole_trail() -> Iterator[tuple[AuditEntry, list[KeptChange]]]:
    """Every entry in order with its changes, a batch at a time."""
    last = 0
    kept = select(*(getattr(AuditChange, name) for name in KeptChange._fields)).order_by(AuditChange.id)
    while (
        entries := session()
        .scalars(select(AuditEntry).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(BATCH))
        .all()
    ):
        numbers = [entry.id for entry in entries]
        found: dict[int, list[KeptChange]] = {number: [] for number in numbers}
        for change in map(KeptChange._make, session().execute(kept.where(AuditChange.entry_id.in_(numbers)))):
            found[change.entry_id].append(change)
        yield from ((entry, found[entry.id]) for entry in entries)
        last = numbers[-1]


def _is_as_sealed(change: KeptChange) -> bool:
    if change.salt is None:
        return not change.before and not change.after
    return change.fingerprint == fingerprint_of([[change.salt, change.before, change.after]])
