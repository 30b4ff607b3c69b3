"""Merging two records of one organisation or one person, and parting them again exactly as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import or_, select

from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.stakeholders import queries
from engage.stakeholders.duplicates.differences import (
    CODE,
    changes,
    frozen,
    labels_of_columns,
    not_as_merged,
    thawed,
)
from engage.stakeholders.duplicates.models import (
    Merge,
    NotTheSame,
    NotTheSamePerson,
    OrganisationMerge,
    PersonMerge,
)
from engage.stakeholders.duplicates.queries import pair_of
from engage.stakeholders.models import Organisation, OrganisationName, Person, Stakeholder
from engage.stakeholders.service import set_words
from engage.stakeholders.words import sorting_name

organisations_merged = audit.Event("organisation.merged", "kept_id", "other_id", "reason")
organisations_parted = audit.Event("organisation.parted", "kept_id", "other_id", "left")
organisations_told_apart = audit.Event("organisation.told-apart", "first_id", "second_id")
people_merged = audit.Event("person.merged", "kept_id", "other_id")
people_parted = audit.Event("person.parted", "kept_id", "other_id", "left")
people_told_apart = audit.Event("person.told-apart", "first_id", "second_id")

Row = TypeVar("Row", Organisation, Person)


@one_transaction
def merge_organisations(
    actor: Actor, kept: Organisation, other: Organisation, chosen: Mapping[str, str], reason: str = ""
) -> OrganisationMerge:
    """Say that two organisations are one.

    ``chosen`` says for each column that differs whose value stays: "kept", "other", or "both" for lists; what
    it does not name is as proposed. What names the other is not rewritten: it is met through the kept one.
    Raises Refused when one of them was merged before, or they have different codes.
    """
    _must_stand_alone(kept, other)
    if kept.ods_code and other.ods_code and kept.ods_code != other.ods_code:
        raise Refused(
            f"They have different codes, {kept.ods_code} and {other.ods_code}, so they are two organisations."
            " If one of the codes is wrong, correct it first."
        )
    taken = changes(kept, other, chosen)
    merge = OrganisationMerge(kept_id=kept.id, other_id=other.id, reason=reason, merged_at=clock.now())
    merge.before, merge.after = frozen({name: getattr(kept, name) for name in taken}), frozen(taken)
    if CODE in taken:
        other.ods_code = None
        session().flush()  # a code is unique: it must be free before it is taken over
    merge.names = _lend_names(kept, other, taken.get("name", kept.name))
    _put(kept, taken)
    set_words(kept, [row.name for row in queries.names_of(kept)])
    merge.moved_ids = _join(Organisation, kept, other)
    _forget_said(NotTheSame, kept.id, other.id)
    save(merge)
    organisations_merged(actor, kept_id=kept.id, other_id=other.id, reason=reason)
    return merge


@one_transaction
def part_organisations(actor: Actor, merge: OrganisationMerge) -> list[str]:
    """Take a merge back: both are as they were, but for what was changed on the kept one since.

    Answers the labels of those fields. Raises Refused when the kept one was merged into a third meanwhile.
    """
    kept, other = pair_of(Organisation, merge)
    _must_still_be_kept(kept)
    left = _put_back(kept, merge)
    if CODE in merge.after:
        session().flush()
        is_free = queries.organisation_with_code(merge.after[CODE]) is None
        other.ods_code = merge.after[CODE] if is_free else None
    for row in queries.names_of(kept):
        if row.name in merge.names:
            session().delete(row)
    session().flush()
    set_words(kept, [row.name for row in queries.names_of(kept)])
    set_words(other, [row.name for row in queries.names_of(other)])
    _leave(Organisation, kept, other, merge)
    session().delete(merge)
    organisations_parted(actor, kept_id=kept.id, other_id=other.id, left=left)
    return labels_of_columns(kept, left)


@one_transaction
def tell_organisations_apart(actor: Actor, one: Organisation, other: Organisation) -> None:
    """Say that two organisations are not the same; they are never proposed again."""
    first, second = sorted((one.id, other.id))
    _must_stand_alone(one, other)
    if not _said(NotTheSame, first, second):
        save(NotTheSame(first_id=first, second_id=second))
    organisations_told_apart(actor, first_id=first, second_id=second)


@one_transaction
def merge_people(actor: Actor, kept: Person, other: Person, chosen: Mapping[str, str]) -> PersonMerge:
    """Say that two people are one, as for organisations. Raises Refused when one was erased."""
    _must_stand_alone(kept, other)
    if kept.erased_on is not None or other.erased_on is not None:
        raise Refused("What was kept of one of them was erased, so they cannot be merged.")
    taken = changes(kept, other, chosen)
    merge = PersonMerge(kept_id=kept.id, other_id=other.id, merged_at=clock.now())
    merge.before, merge.after = frozen({name: getattr(kept, name) for name in taken}), frozen(taken)
    _put(kept, taken)
    kept.sorts_as = sorting_name(kept.name)
    merge.moved_ids = _join(Person, kept, other)
    _forget_said(NotTheSamePerson, kept.id, other.id)
    save(merge)
    people_merged(actor, kept_id=kept.id, other_id=other.id)
    return merge


@one_transaction
def part_people(actor: Actor, merge: PersonMerge) -> list[str]:
    """Take a merge of two people back, as for organisations. Raises Refused when one was erased since."""
    kept, other = pair_of(Person, merge)
    _must_still_be_kept(kept)
    if kept.erased_on is not None or other.erased_on is not None:
        raise Refused("What was kept of them was erased since, so there is nothing left to part.")
    left = _put_back(kept, merge)
    kept.sorts_as = sorting_name(kept.name)
    _leave(Person, kept, other, merge)
    session().delete(merge)
    people_parted(actor, kept_id=kept.id, other_id=other.id, left=left)
    return labels_of_columns(kept, left)


@one_transaction
def tell_people_apart(actor: Actor, one: Person, other: Person) -> None:
    """Say that two people are not the same; they are never proposed again."""
    first, second = sorted((one.id, other.id))
    _must_stand_alone(one, other)
    if not _said(NotTheSamePerson, first, second):
        save(NotTheSamePerson(first_id=first, second_id=second))
    people_told_apart(actor, first_id=first, second_id=second)


def _must_stand_alone(one: Stakeholder, other: Stakeholder) -> None:
    if one.id == other.id:
        raise Refused("These are one record already. Choose two different ones.")
    for who in (one, other):
        if who.merged_into_id is not None:
            raise Refused(f"“{who.name}” was merged into another record already. Look at that one instead.")


def _must_still_be_kept(kept: Stakeholder) -> None:
    if kept.merged_into_id is not None:
        raise Refused(
            f"“{kept.name}” was itself merged into another record since. Part those two first, then these."
        )


def _put(who: Stakeholder, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(who, name, value)


def _put_back(kept: Stakeholder, merge: Merge) -> list[str]:
    """Give the kept one what it held before; answer the columns that were changed since, which stay."""
    left = not_as_merged(kept, merge.after)
    before = {name: value for name, value in merge.before.items() if name not in left}
    _put(kept, thawed(type(kept), before))
    return left


def _join(table: type[Row], kept: Row, other: Row) -> list[int]:
    """The other one, and whatever had been merged into it, now stand for the kept one."""
    moved = []
    for row in session().scalars(select(table).where(table.merged_into_id == other.id)):
        row.merged_into_id = kept.id
        moved.append(row.id)
    other.merged_into_id = kept.id
    return moved


def _leave(table: type[Row], kept: Row, other: Row, merge: Merge) -> None:
    other.merged_into_id = None
    wanted = select(table).where(table.id.in_(merge.moved_ids), table.merged_into_id == kept.id)
    for row in session().scalars(wanted):
        row.merged_into_id = other.id


def _lend_names(kept: Organisation, other: Organisation, shown: str) -> list[str]:
    """Give the kept one every name of both that it does not show; answer those it did not have."""
    has = {row.name for row in queries.names_of(kept)}
    candidates = (kept.name, other.name, *(row.name for row in queries.names_of(other)))
    lent = [name for name in dict.fromkeys(candidates) if name not in {*has, shown}]
    session().add_all(OrganisationName(organisation_id=kept.id, name=name) for name in lent)
    session().flush()
    return lent


def _said(table: type[NotTheSame] | type[NotTheSamePerson], first: int, second: int) -> bool:
    wanted = select(table.id).where(table.first_id == first, table.second_id == second)
    return session().scalar(wanted) is not None


def _forget_said(table: type[NotTheSame] | type[NotTheSamePerson], one: int, other: int) -> None:
    """Whoever merges two has thought again."""
    pair = or_(
        (table.first_id == one) & (table.second_id == other),
        (table.first_id == other) & (table.second_id == one),
    )
    for row in session().scalars(select(table).where(pair)):
        session().delete(row)
