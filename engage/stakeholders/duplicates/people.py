"""People who may be in the register twice: those with one mail address, and those with one name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import ColumnElement, Select, func, select

from engage.platform.data.db import session
from engage.rules.words import plain_words
from engage.stakeholders.duplicates.models import NotTheSamePerson
from engage.stakeholders.models import ContactPoint, Person

MOST_PAIRS = 200
MOST_ALIKE = 10  # people of one name who are held against each other

Pairs = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class PeoplePair:
    """Two people who may be one, with the reason."""

    kept: Person
    other: Person
    reason: str


def people_alike() -> list[PeoplePair]:
    """Pairs of people to decide on, at most as many as a page holds; one address before one name."""
    said = {(one, other) for one, other in session().execute(_said_to_be_two())}
    found: Pairs = {}
    for reason, group in (*_of_one_address(), *_of_one_name()):
        for one, other in combinations(sorted(group)[:MOST_ALIKE], 2):
            if (one, other) not in said:
                found.setdefault((one, other), reason)
        if len(found) >= MOST_PAIRS:
            break
    return _with_people(dict(list(found.items())[:MOST_PAIRS]))


def reason_for(one: Person, other: Person) -> str:
    """Why two people may be one; empty when nothing says so."""
    pair = {one.id, other.id}
    groups = (*_of_one_address(), *_of_one_name())
    return next((reason for reason, group in groups if pair <= set(group)), "")


def _said_to_be_two() -> Select[int, int]:
    return select(NotTheSamePerson.first_id, NotTheSamePerson.second_id)


def _of_one_address() -> Iterator[tuple[str, list[int]]]:
    several = (
        select(ContactPoint.value)
        .where(ContactPoint.kind == "email", ContactPoint.person_id.is_not(None))
        .group_by(ContactPoint.value)
        .having(func.count(ContactPoint.person_id.distinct()) > 1)
    )
    wanted = (
        select(ContactPoint.value, Person.id)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(ContactPoint.kind == "email", ContactPoint.value.in_(several), _stands_alone())
        .distinct()
    )
    found: dict[str, list[int]] = {}
    for address, number in session().execute(wanted):
        found.setdefault(address, []).append(number)
    yield from (("They have the same mail address.", group) for group in found.values() if len(group) > 1)


def _of_one_name() -> Iterator[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for number, name in session().execute(select(Person.id, Person.name).where(_stands_alone())):
        if words := " ".join(sorted(plain_words(name))):
            found.setdefault(words, []).append(number)
    yield from (("They have the same name.", group) for group in found.values() if len(group) > 1)


def _stands_alone() -> ColumnElement[bool]:
    return Person.merged_into_id.is_(None) & Person.erased_on.is_(None)


def _with_people(pairs: Pairs) -> list[PeoplePair]:
    numbers = {number for pair in pairs for number in pair}
    people = {row.id: row for row in session().scalars(select(Person).where(Person.id.in_(numbers)))}
    return [PeoplePair(people[one], people[other], reason) for (one, other), reason in pairs.items()]
