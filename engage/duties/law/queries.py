"""The facts of law, the numbers and the tests that came unverified, and who owns each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engage.duties.models import ConfirmedFact
from engage.rules.editions import Catalogue, Trust
from engage.rules.permissions import ROLES

KEEPER = "governance_lead"
"""The role that answers for the law, and may confirm what another role owns."""

KINDS = {
    "number": "Numbers the checks rest on",
    "duty": "Facts of law",
    "test": "Tests of whether something is shown",
}


@dataclass(frozen=True, slots=True)
class LawFact:
    """Something that findings rest on and that nobody had verified when it came.

    ``kind`` is a key of ``KINDS``. ``doubt`` says what is not verified. ``number`` is that of a number as it
    came, None for the others. ``confirmed`` is what its owner put on record since.
    """

    name: str
    kind: str
    says: str
    doubt: str
    source: str
    owner: str
    number: int | None
    confirmed: ConfirmedFact | None

    @property
    def owner_title(self) -> str:
        return ROLES[self.owner].title

    @property
    def number_now(self) -> int | None:
        """The number in force: the local one once its owner has given one."""
        return int(self.confirmed.value) if self.confirmed and self.confirmed.value else self.number

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may confirm it."""
        return bool({self.owner, KEEPER} & roles)


def law_facts(as_it_came: Catalogue, confirmed: Mapping[str, ConfirmedFact]) -> list[LawFact]:
    """Every fact that came unverified, by kind; ``as_it_came`` is the catalogue before any was confirmed."""
    made = (*_numbers(as_it_came), *_duties(as_it_came), *_tests(as_it_came))
    return [LawFact(*parts, confirmed.get(parts[0])) for parts in made]


_Parts = tuple[str, str, str, str, str, str, int | None]

_PROPOSED = "A proposal of this product, not law"


def _numbers(catalogue: Catalogue) -> Iterator[_Parts]:
    for one in catalogue.settings.values():
        if one.trust is not Trust.VERIFIED:
            yield one.name, "number", one.means, _PROPOSED, one.source, one.owner, one.value


def _duties(catalogue: Catalogue) -> Iterator[_Parts]:
    for one in catalogue.editions.values():
        doubt = one.not_verified if one.trust is Trust.VERIFIED else "the entry as a whole"
        if doubt:
            yield one.key, "duty", one.title, f"Not verified: {doubt}", one.source, one.reviewer, None


def _tests(catalogue: Catalogue) -> Iterator[_Parts]:
    for one in catalogue.requirements.values():
        if one.trust is not Trust.VERIFIED:
            yield one.id, "test", one.ask, _PROPOSED, one.law_clock, one.owner, None
