"""The facts of law, the numbers and the tests that came unverified, and who owns each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engage.duties.models import ConfirmedFact
from engage.duties.words import law_clock
from engage.rules.editions import Catalogue, Trust
from engage.rules.permissions import ROLES
from engage.rules.retention import retention_settings

KEEPER = "governance_lead"
"""The role that answers for the law, and may confirm what another role owns."""

KINDS = {
    "duty": "Facts of law",
    "limit": "Times the law limits",
    "number": "Local numbers",
    "retention": "How long things are kept",
    "test": "Tests of whether something is shown",
}


@dataclass(frozen=True, slots=True)
class LawFact:
    """Something that findings rest on and that nobody had verified when it came.

    ``kind`` is a key of ``KINDS``. ``doubt`` says what is not verified, or what the law allows. ``number`` is
    that of a number as it came, None for the others; ``at_most`` the longest the law allows, where it limits
    one. ``confirmed`` is what its owner put on record since.
    """

    name: str
    kind: str
    says: str
    doubt: str
    source: str
    owner: str
    number: int | None
    at_most: int | None
    confirmed: ConfirmedFact | None

    @property
    def owner_title(self) -> str:
        return ROLES[self.owner].title

    @property
    def number_now(self) -> int | None:
        """The number in force: the local one once its owner has given one."""
        if not self.confirmed or not self.confirmed.value:
            return self.number
        given = int(self.confirmed.value)
        return given if self.at_most is None else min(given, self.at_most)

    @property
    def is_open(self) -> bool:
        """Whether it waits for its owner; a time the law sets does not, though a shorter one may be given."""
        return self.confirmed is None and self.at_most is None

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may confirm it."""
        return bool({self.owner, KEEPER} & roles)


def law_facts(as_it_came: Catalogue, confirmed: Mapping[str, ConfirmedFact]) -> list[LawFact]:
    """Every fact that came unverified, by kind; ``as_it_came`` is the catalogue before any was confirmed."""
    made = (*_numbers(as_it_came), *_duties(as_it_came), *_tests(as_it_came))
    return [LawFact(*parts, confirmed.get(parts[0])) for parts in made]


def part_counts(facts: Sequence[LawFact]) -> list[tuple[str, str, int, int]]:
    """Each part that holds anything: its key, its title, how many wait in it, and of how many."""
    parts = ((key, title, [fact for fact in facts if fact.kind == key]) for key, title in KINDS.items())
    return [(key, title, sum(fact.is_open for fact in own), len(own)) for key, title, own in parts if own]


_Parts = tuple[str, str, str, str, str, str, int | None, int | None]

_PROPOSED = "A proposal of this product, not law"


def _numbers(catalogue: Catalogue) -> Iterator[_Parts]:
    retained = {one.name for one in retention_settings()}
    for one in catalogue.settings.values():
        if one.at_most is not None:
            allowed = f"The law allows {one.at_most} at most; a shorter time may be promised here"
            yield one.name, "limit", one.means, allowed, one.source, one.owner, one.value, one.at_most
        elif one.trust is not Trust.VERIFIED:
            kind = "retention" if one.name in retained else "number"
            yield one.name, kind, one.means, _PROPOSED, one.source, one.owner, one.value, None


def _duties(catalogue: Catalogue) -> Iterator[_Parts]:
    for one in catalogue.editions.values():
        doubt = one.not_verified if one.trust is Trust.VERIFIED else "the entry as a whole"
        if doubt:
            yield one.key, "duty", one.title, f"Not verified: {doubt}", one.source, one.reviewer, None, None


def _tests(catalogue: Catalogue) -> Iterator[_Parts]:
    for one in catalogue.requirements.values():
        if one.trust is not Trust.VERIFIED:
            yield one.id, "test", one.ask, _PROPOSED, law_clock(one.law_clock), one.owner, None, None
