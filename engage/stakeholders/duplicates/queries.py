"""Organisations that may be in the register twice: likes of a name typed, and pairs of the whole register."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from engage.accounts.models import Account
from engage.organisation.models import Network, Place
from engage.platform.data.db import session
from engage.platform.imports.importing import batches
from engage.rules.errors import Missing
from engage.rules.organisation_names import keys_to_meet, take_apart
from engage.stakeholders.duplicates.blocks import under
from engage.stakeholders.duplicates.differences import Names, labels_of_columns, not_as_merged
from engage.stakeholders.duplicates.likeness import Alike, compare
from engage.stakeholders.duplicates.models import (
    DuplicateSearch,
    Merge,
    NotTheSame,
    OrganisationMerge,
    PersonMerge,
    ProposedDuplicate,
)
from engage.stakeholders.duplicates.pairing import Apart, Found, Report, Spelling, find_alike, tell_nobody
from engage.stakeholders.models import Organisation, OrganisationName, Person, Stakeholder

MOST_MET = 300  # organisations held against a name that is typed
AT_ONCE = 500

Row = TypeVar("Row", Organisation, Person)


@dataclass(frozen=True, slots=True)
class Likeness:
    """An organisation of the register that may be the one a name means."""

    organisation_id: int
    name: str
    ods_code: str
    likeness: int
    reason: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A proposal with the two organisations, the one to keep first."""

    proposal: ProposedDuplicate
    kept: Organisation
    other: Organisation


def alike(name: str, ods_code: str = "", limit: int = 5, but: int | None = None) -> list[Likeness]:
    """The organisations a typed name may mean, the most alike first; never one with another code.

    ``but`` leaves one out: the organisation that is being changed. What was merged speaks for what it was
    merged into. Costs the same however large the register is.
    """
    parts, code = take_apart(name), ods_code.strip().upper()
    found: dict[int, Likeness] = {}
    for spelling, shown in _met(keys_to_meet(parts), code):
        if spelling.number == but or (code and spelling.ods_code and code != spelling.ods_code):
            continue
        same_code = bool(code) and code == spelling.ods_code
        verdict = Alike(100, f"It has the code {code}.") if same_code else None
        verdict = verdict or compare(parts, take_apart(spelling.name))
        before = found.get(spelling.number)
        if verdict is not None and (before is None or before.likeness < verdict.likeness):
            found[spelling.number] = Likeness(
                spelling.number, shown, spelling.ods_code, verdict.likeness, verdict.reason
            )
    return sorted(found.values(), key=lambda one: (-one.likeness, one.name))[:limit]


def scan(report: Report = tell_nobody) -> Found:
    """The pairs of the whole register that may be one organisation."""
    return find_alike(spellings(), said_to_be_two(), report)


def scan_with(fresh: Sequence[Spelling]) -> Found:
    """The pairs that these names, not all of them in the register yet, make with it and with one another."""
    only = None if len(fresh) > AT_ONCE else _meeting(fresh)
    known = spellings(only, is_new=False)
    return find_alike([*known, *fresh], said_to_be_two())


def spellings(only: Collection[int] | None = None, *, is_new: bool = True) -> list[Spelling]:
    """Every name of organisations that stand for themselves, or of only some of them."""
    own = select(Organisation.id, Organisation.name, Organisation.ods_code, Organisation.postcode)
    variants = select(
        Organisation.id, OrganisationName.name, Organisation.ods_code, Organisation.postcode
    ).join(OrganisationName, OrganisationName.organisation_id == Organisation.id)
    found = []
    for some in [None] if only is None else list(batches(sorted(only), AT_ONCE)):
        for wanted in (own, variants):
            wanted = wanted.where(Organisation.merged_into_id.is_(None))
            chosen = wanted if some is None else wanted.where(Organisation.id.in_(some))
            found += [
                Spelling(number, name, code or "", postcode, is_new)
                for number, name, code, postcode in session().execute(chosen)
            ]
    return sorted(found, key=lambda one: (one.number, one.name))


def said_to_be_two() -> Apart:
    """The pairs of which a person said so; what was merged since stands for what it was merged into."""
    first, second = aliased(Organisation), aliased(Organisation)
    wanted = (
        select(
            func.coalesce(first.merged_into_id, first.id),
            func.coalesce(second.merged_into_id, second.id),
        )
        .select_from(NotTheSame)
        .join(first, first.id == NotTheSame.first_id)
        .join(second, second.id == NotTheSame.second_id)
    )
    return frozenset((min(one, other), max(one, other)) for one, other in session().execute(wanted))


def proposed_ids() -> list[int]:
    """The numbers of proposals that are still to be decided, the most alike first."""
    first, second = aliased(Organisation), aliased(Organisation)
    settled = (
        select(NotTheSame.id)
        .where(
            NotTheSame.first_id == ProposedDuplicate.first_id,
            NotTheSame.second_id == ProposedDuplicate.second_id,
        )
        .exists()
    )
    wanted = (
        select(ProposedDuplicate.id)
        .join(first, first.id == ProposedDuplicate.first_id)
        .join(second, second.id == ProposedDuplicate.second_id)
        .where(first.merged_into_id.is_(None), second.merged_into_id.is_(None), ~settled)
        .where(or_(first.ods_code.is_(None), second.ods_code.is_(None)))
    )
    ordered = wanted.order_by(ProposedDuplicate.likeness.desc(), ProposedDuplicate.id)
    return list(session().scalars(ordered))


def pairs(numbers: Sequence[int]) -> list[Pair]:
    """These proposals in this order, each with its two organisations."""
    first, second = aliased(Organisation), aliased(Organisation)
    wanted = (
        select(ProposedDuplicate, first, second)
        .join(first, first.id == ProposedDuplicate.first_id)
        .join(second, second.id == ProposedDuplicate.second_id)
        .where(ProposedDuplicate.id.in_(numbers))
    )
    found = {row.id: Pair(row, *better_first(*both)) for row, *both in session().execute(wanted)}
    return [found[number] for number in numbers if number in found]


def better_first(one: Organisation, other: Organisation) -> tuple[Organisation, Organisation]:
    """The one to keep first: that with a code, else that of which more is known, else the older."""
    return (one, other) if fullness(one) >= fullness(other) else (other, one)


def fullness(organisation: Organisation) -> tuple[bool, int, int]:
    """How much is known of an organisation, to tell which of two to keep."""
    told = (
        organisation.kind,
        organisation.area,
        organisation.represents,
        organisation.address,
        organisation.postcode,
        organisation.phone,
        organisation.email,
        organisation.website,
        organisation.notes,
    )
    return (organisation.ods_code is not None, sum(map(bool, told)), -organisation.id)


def fullness_of(numbers: Collection[int]) -> dict[int, tuple[tuple[bool, int, int], str]]:
    """How much is known of each of these organisations, and its name."""
    found: dict[int, tuple[tuple[bool, int, int], str]] = {}
    for some in batches(sorted(numbers), AT_ONCE):
        for row in session().scalars(select(Organisation).where(Organisation.id.in_(some))):
            found[row.id] = (fullness(row), row.name)
    return found


def pairs_proposed(numbers: Collection[int]) -> set[tuple[int, int]]:
    """The pairs that are proposed already of which the smaller number is among these."""
    found: set[tuple[int, int]] = set()
    for some in batches(sorted(numbers), AT_ONCE):
        wanted = select(ProposedDuplicate.first_id, ProposedDuplicate.second_id)
        found |= {
            (first, second)
            for first, second in session().execute(wanted.where(ProposedDuplicate.first_id.in_(some)))
        }
    return found


def proposal_between(one_id: int, other_id: int) -> ProposedDuplicate | None:
    wanted = select(ProposedDuplicate).where(
        ProposedDuplicate.first_id == min(one_id, other_id),
        ProposedDuplicate.second_id == max(one_id, other_id),
    )
    return session().scalars(wanted).one_or_none()


def reason_between(one: Organisation, other: Organisation) -> str:
    """Why two organisations may be one: as proposed, else by their names; empty when nothing says so."""
    proposal = proposal_between(one.id, other.id)
    if proposal is not None:
        return proposal.reason
    verdict = compare(take_apart(one.name), take_apart(other.name))
    return verdict.reason if verdict else ""


def newest_search() -> DuplicateSearch | None:
    wanted = select(DuplicateSearch).order_by(DuplicateSearch.id.desc()).limit(1)
    return session().scalars(wanted).one_or_none()


def _meeting(fresh: Iterable[Spelling]) -> set[int]:
    """The organisations, or what they were merged into, that share a key with any of these names."""
    keys = {key for spelling in fresh for key in keys_to_meet(take_apart(spelling.name))}
    found: set[int] = set()
    for batch in batches(sorted(keys), AT_ONCE):
        found |= set(session().scalars(under(batch)))
    return found


def _met(keys: Collection[str], code: str) -> list[tuple[Spelling, str]]:
    """The names of organisations under these keys or with the code, each with the name that is shown."""
    whole = sorted(key for key in keys if "<" not in key and ">" not in key)
    numbers = list(session().scalars(under(whole).limit(MOST_MET)))
    halves = sorted(set(keys) - set(whole))
    if halves:
        numbers += session().scalars(under(halves).limit(MOST_MET))
    if code:
        numbers += session().scalars(select(Organisation.id).where(Organisation.ods_code == code))
    found = spellings(set(numbers))
    wanted = select(Organisation.id, Organisation.name).where(Organisation.id.in_(set(numbers)))
    shown = dict(session().execute(wanted).all())
    return [(spelling, shown[spelling.number]) for spelling in found]


@dataclass(frozen=True, slots=True)
class MergedIn:
    """A record that was merged into another, with the merge."""

    merge: Merge
    other: Stakeholder


def organisation_merge_for(merge_id: int) -> OrganisationMerge:
    """One merge. Raises Missing."""
    found = session().get(OrganisationMerge, merge_id)
    if found is None:
        raise Missing
    return found


def person_merge_for(merge_id: int) -> PersonMerge:
    """One merge of people. Raises Missing."""
    found = session().get(PersonMerge, merge_id)
    if found is None:
        raise Missing
    return found


def merged_into(who: Stakeholder) -> list[MergedIn]:
    """The records that were merged into this one, each with its merge, the newest first."""
    if isinstance(who, Organisation):
        of_organisations = (
            select(OrganisationMerge, Organisation)
            .join(Organisation, Organisation.id == OrganisationMerge.other_id)
            .where(Organisation.merged_into_id == who.id, OrganisationMerge.kept_id == who.id)
        )
        found = session().execute(of_organisations.order_by(OrganisationMerge.id.desc()))
        return [MergedIn(merge, other) for merge, other in found]
    of_people = (
        select(PersonMerge, Person)
        .join(Person, Person.id == PersonMerge.other_id)
        .where(Person.merged_into_id == who.id, PersonMerge.kept_id == who.id)
    )
    return [
        MergedIn(merge, other)
        for merge, other in session().execute(of_people.order_by(PersonMerge.id.desc()))
    ]


def changed_since(merge: Merge) -> list[str]:
    """The labels of fields that were changed on the kept one since, which parting leaves as they are."""
    if isinstance(merge, OrganisationMerge):
        organisation, _other = pair_of(Organisation, merge)
        return labels_of_columns(organisation, not_as_merged(organisation, merge.after))
    person, _second = pair_of(Person, merge)
    return labels_of_columns(person, not_as_merged(person, merge.after))


def names_in_fields(*both: Stakeholder) -> Names:
    """What the networks, places and accounts are called that these records name by number."""
    networks = {who.network_id for who in both if who.network_id is not None}
    owners = {who.owner_id for who in both if who.owner_id is not None}
    places = {number for who in both if isinstance(who, Organisation) for number in who.place_ids or ()}
    return {
        "network_id": _called(Network, networks),
        "owner_id": _called(Account, owners),
        "place_ids": _called(Place, places),
    }


def pair_of(table: type[Row], merge: Merge) -> tuple[Row, Row]:
    """The record that a merge kept, and the other one. Raises Missing."""
    kept, other = session().get(table, merge.kept_id), session().get(table, merge.other_id)
    if kept is None or other is None:
        raise Missing
    return kept, other


def _called(table: type[Network] | type[Place] | type[Account], numbers: set[int]) -> dict[int, str]:
    return dict(session().execute(select(table.id, table.name).where(table.id.in_(numbers))).all())
