"""Bringing in organisations: from a contact list, or from the register of the Organisation Data Service.

Nothing is merged: a row means a record that has its code, or, where neither has one, exactly its name.
Whatever only looks alike is brought in and proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select

from engage.organisation.models import Practice
from engage.platform.data.db import session
from engage.platform.data.fields import plain_fields, put, values_of
from engage.platform.data.undo import Lean
from engage.platform.imports.importing import (
    Creation,
    Entry,
    Notes,
    Report,
    Stored,
    Tellable,
    Update,
    batches,
    in_batches,
)
from engage.platform.imports.totals import in_words
from engage.rules.actors import Actor
from engage.stakeholders.barred import (
    ADDRESS_OF_ONE_WHO_SAID_NO,
    EMAIL,
    PHONE,
    POST,
    Address,
    not_to_be_used,
)
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates.models import ProposedDuplicate
from engage.stakeholders.duplicates.pairing import Proposal, Spelling
from engage.stakeholders.entries import OrganisationEntry
from engage.stakeholders.importing.cells import CODES, OrganisationCells, name_key
from engage.stakeholders.importing.fields import FIELDS
from engage.stakeholders.importing.queries import find_known, key_of_row
from engage.stakeholders.models import Organisation, OrganisationName, Post
from engage.stakeholders.service import set_words
from engage.stakeholders.words import group_of_kind

PLAIN = plain_fields(Organisation).keys() - {"name", "notes"}

Names = dict[int, list[str]]


class OrganisationImporter:
    """Brings in organisations; two kinds of file, which differ in what is usual in them."""

    kind = "organisations"
    one = "organisation"
    many = "organisations"
    fields = FIELDS
    told = Tellable(counted={"group": in_words, "kind": in_words, "status": in_words}, summed={})

    def __init__(self) -> None:
        self._cells = OrganisationCells()
        self._proposals: tuple[Proposal, ...] = ()

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        content = self._cells.read(values, notes)
        if "name" not in content:
            return None
        code = content["ods_code"].value if "ods_code" in content else ""
        return Entry(key_of_row(code, content["name"].value), code, content["name"].value, content)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        return find_known(entries)

    def propose(self, creations: Sequence[Creation], updates: Sequence[Update]) -> list[tuple[str, str, str]]:
        """The pairs that the rows would make with one another and with the register: kept, other, reason.

        Rows that are yet to be taken have the numbers -1, -2 and so on.
        """
        fresh = [
            spelling
            for place, creation in enumerate(creations, 1)
            for spelling in _spellings(-place, creation.entry, creation.ref)
        ]
        renamed = [update for update in updates if "other_names" in update.fields]
        fresh += [
            spelling
            for update in renamed
            for spelling in _spellings(update.stored.id, update.entry, update.entry.ref)
        ]
        found = duplicates.scan_with(fresh).proposals
        known = duplicates.pairs_proposed({one.first_id for one in found})
        self._proposals = tuple(one for one in found if (one.first_id, one.second_id) not in known)
        return _in_names(self._proposals, creations)

    def pointed_out(self, entries: Sequence[Entry]) -> list[str]:
        """Those that come with an address of somebody who is not to be contacted, or was erased."""
        held = [addresses_in(entry) for entry in entries]
        back = not_to_be_used(address for addresses in held for address in addresses)
        return [
            f"“{entry.name}” comes with {ADDRESS_OF_ONE_WHO_SAID_NO}"
            for entry, addresses in zip(entries, held, strict=True)
            if not back.isdisjoint(addresses)
        ]

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        made: list[Organisation] = []
        changed: list[Organisation] = []
        in_batches(
            report,
            (lambda some: made.extend(_create(some)), creations),
            (lambda some: changed.extend(_change(some)), updates),
        )
        _join_networks([*made, *changed])
        self._keep_proposals(made)

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """None but those that the database knows of."""
        return ()

    def _keep_proposals(self, made: Sequence[Organisation]) -> None:
        numbers = {-place: organisation.id for place, organisation in enumerate(made, 1)}
        pairs = {}
        for one in self._proposals:
            left, right = (numbers.get(number, number) for number in (one.first_id, one.second_id))
            pairs[min(left, right), max(left, right)] = one
        session().add_all(
            ProposedDuplicate(first_id=first, second_id=second, likeness=one.likeness, reason=one.reason)
            for (first, second), one in pairs.items()
        )
        session().flush()


class StakeholderImporter(OrganisationImporter):
    """Brings in a contact list, in which an organisation stands with a post at it."""

    kind = "stakeholders"
    one = "stakeholder"
    many = "stakeholders"


def addresses_in(entry: Entry) -> list[Address]:
    """The addresses of a row, by kind."""
    said = {name: content.value for name, content in entry.content.items() if isinstance(content.value, str)}
    post = " ".join(filter(None, (said.get("address"), said.get("postcode"))))
    found = ((EMAIL, said.get("email")), (PHONE, said.get("phone")), (POST, post))
    return [(kind, value) for kind, value in found if value]


def _spellings(number: int, entry: Entry, ods_code: str) -> list[Spelling]:
    """The names of a row; the short form in capitals tells nothing that the name does not."""
    names = dict.fromkeys((entry.name, *_others(entry)))
    postcode = entry.content["postcode"].value if "postcode" in entry.content else ""
    shown = {name_key(name): name for name in reversed(names)}
    return [Spelling(number, name, ods_code, postcode) for name in shown.values()]


def _others(entry: Entry) -> tuple[str, ...]:
    return entry.content["other_names"].value if "other_names" in entry.content else ()


def _in_names(proposals: Sequence[Proposal], creations: Sequence[Creation]) -> list[tuple[str, str, str]]:
    numbers = {number for one in proposals for number in (one.first_id, one.second_id) if number > 0}
    known = duplicates.fullness_of(numbers)
    for place, creation in enumerate(creations, 1):
        filled = len(creation.entry.content)
        known[-place] = ((bool(creation.entry.ref), filled, -place), creation.entry.name)
    told = []
    for one in proposals:
        kept, other = sorted((known[one.first_id], known[one.second_id]), reverse=True)
        told.append((kept[1], other[1], one.reason))
    return told


def _create(creations: Sequence[Creation]) -> list[Organisation]:
    made = [_new(creation) for creation in creations]
    session().add_all(made)
    session().flush()
    for organisation, creation in zip(made, creations, strict=True):
        _add_names(organisation, creation.entry, [])
        _add_post(organisation, creation.entry, set())
    session().flush()
    return made


def _new(creation: Creation) -> Organisation:
    """A new organisation. One that is known and made again has no code: that belongs to the one there is."""
    entry = creation.entry
    organisation = Organisation(name=entry.name)
    _put(organisation, entry, [name for name in entry.content if creation.ref or name != "ods_code"])
    organisation.notes = entry.content["notes"].value if "notes" in entry.content else ""
    organisation.group = organisation.group or group_of_kind(organisation.kind or "")
    set_words(organisation, [entry.name, *_others(entry)])
    organisation.keep_unread(entry.unread)
    return organisation


def _change(updates: Sequence[Update]) -> list[Organisation]:
    """Each changed record, and what it was merged into: that takes over what its list now says."""
    numbers = [update.stored.id for update in updates]
    rows = _by_id(numbers)
    kept = _by_id({row.merged_into_id for row in rows.values() if row.merged_into_id is not None})
    names, posts = _names_of([*rows, *kept]), _posts_of([*rows])
    for update in updates:
        row = rows[update.stored.id]
        row.keep_unread(update.entry.unread)
        _put(row, update.entry, update.fields)
        row.settle_unread()
        if row.merged_into_id is not None:
            _put(
                kept[row.merged_into_id], update.entry, [name for name in update.fields if name != "ods_code"]
            )
        if "contact_role" in update.fields:
            _add_post(row, update.entry, posts.get(row.id, set()))
        if "other_names" in update.fields:
            _add_names(row, update.entry, names.get(row.id, []))
            set_words(row, [*names.get(row.id, []), *_others(update.entry)])
    session().flush()
    return [rows[number] for number in numbers]


def _put(organisation: Organisation, entry: Entry, names: Iterable[str]) -> None:
    said = {name: entry.content[name].value for name in names}
    plain = {name: value for name, value in said.items() if name in PLAIN}
    put(organisation, OrganisationEntry(**(values_of(organisation) | plain)))
    held = organisation.codes or {}
    codes = {**held, **{CODES[name]: value for name, value in said.items() if name in CODES}}
    if codes != held:
        organisation.codes = codes


def _add_names(organisation: Organisation, entry: Entry, known: Sequence[str]) -> None:
    wanted = dict.fromkeys(name for name in _others(entry) if name not in {organisation.name, *known})
    session().add_all(OrganisationName(organisation_id=organisation.id, name=name) for name in wanted)


def _add_post(organisation: Organisation, entry: Entry, known: set[str]) -> None:
    """The post that the row names, held by nobody we know."""
    role = entry.content["contact_role"].value if "contact_role" in entry.content else ""
    if role and name_key(role) not in known:
        session().add(Post(organisation_id=organisation.id, title=role))


def _by_id(numbers: Iterable[int]) -> dict[int, Organisation]:
    found = session().scalars(select(Organisation).where(Organisation.id.in_(list(numbers))))
    return {row.id: row for row in found}


def _names_of(numbers: Sequence[int]) -> Names:
    wanted = select(OrganisationName.organisation_id, OrganisationName.name)
    found: Names = {}
    for number, name in session().execute(wanted.where(OrganisationName.organisation_id.in_(numbers))):
        found.setdefault(number, []).append(name)
    return found


def _posts_of(numbers: Sequence[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    wanted = select(Post.organisation_id, Post.title).where(Post.organisation_id.in_(numbers))
    for number, title in session().execute(wanted):
        found.setdefault(number, set()).add(name_key(title))
    return found


def _join_networks(organisations: Iterable[Organisation]) -> None:
    """A practice that is a member of a body, and in a network there, is in that network here too."""
    without = {one.ods_code: one for one in organisations if one.ods_code and one.network_id is None}
    for batch in batches(list(without)):
        found = session().execute(
            select(Practice.ods_code, Practice.network_id).where(
                Practice.ods_code.in_(batch), Practice.network_id.is_not(None)
            )
        )
        for code, network_id in found.all():
            without[code].network_id = network_id
    session().flush()
