"""Which organisations of the register the rows of a spreadsheet mean, and what the register holds of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, select

from engage.platform.data.db import session
from engage.platform.data.fields import fields_of
from engage.platform.imports.declared import contents_of
from engage.platform.imports.importing import Content, Entry, Stored, batches
from engage.stakeholders.duplicates.differences import thawed
from engage.stakeholders.duplicates.models import OrganisationMerge
from engage.stakeholders.importing.cells import CODES, Among, OneOf, name_key
from engage.stakeholders.models import Organisation, OrganisationName, Post

AT_ONCE = 500
SAID_APART = {"name", "notes", "ods_code"}

Names = dict[int, list[str]]


def key_of_row(ods_code: str, name: str) -> str:
    """Its code; without one, its name: a name that is spelt otherwise is another row."""
    return f"ods {ods_code}" if ods_code else f"name {name_key(name)}"


def find_known(entries: Sequence[Entry]) -> dict[str, list[Stored]]:
    """The organisations that entries may mean, by key.

    A row without a code never means an organisation with one: that they share a name is for a person to
    judge. What was merged is still met by its own name, so that its list can be read again.
    """
    wanted = {entry.key for entry in entries}
    numbers = _with_codes([entry.ref for entry in entries if entry.ref])
    if any(not entry.ref for entry in entries):
        numbers |= _with_names(wanted)
    stored = _stored({number for found in numbers.values() for number in found})
    return {key: [stored[number] for number in found] for key, found in numbers.items()}


def _with_codes(codes: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for batch in batches(codes, AT_ONCE):
        wanted = select(Organisation.ods_code, Organisation.id).where(Organisation.ods_code.in_(batch))
        found |= {key_of_row(code or "", ""): [number] for code, number in session().execute(wanted)}
    return found


def _with_names(wanted: set[str]) -> dict[str, list[int]]:
    """Organisations without a code under these keys: by the name they show, else by another of theirs."""
    own = select(Organisation.id, Organisation.merged_into_id, Organisation.name)
    other = select(Organisation.id, Organisation.merged_into_id, OrganisationName.name).join(
        OrganisationName, OrganisationName.organisation_id == Organisation.id
    )
    found: dict[str, dict[int, int | None]] = {}
    for names in (own, other):
        for number, root, name in session().execute(
            names.where(Organisation.ods_code.is_(None)).order_by(Organisation.id)
        ):
            if (key := key_of_row("", name)) in wanted:
                found.setdefault(key, {})[number] = root
    return {key: _themselves(numbers) for key, numbers in found.items()}


def _themselves(numbers: dict[int, int | None]) -> list[int]:
    """Without those that have the name only from what was merged into them."""
    lent = {root for root in numbers.values() if root is not None}
    return [number for number in numbers if number not in lent]


def _stored(numbers: Iterable[int]) -> dict[int, Stored]:
    stored: dict[int, Stored] = {}
    for batch in batches(sorted(numbers), AT_ONCE):
        names = _texts(select(OrganisationName.organisation_id, OrganisationName.name), batch)
        posts = _texts(select(Post.organisation_id, Post.title), batch)
        besides = _besides(batch)
        for organisation in session().scalars(select(Organisation).where(Organisation.id.in_(batch))):
            number = organisation.id
            content = _content(organisation, names.get(number, []), posts.get(number, []))
            for others in besides.get(number, ()):
                _say_too(content, others)
            stored[number] = Stored(number, organisation.name, organisation.version, content)
            session().expunge(organisation)
    return stored


def _texts(wanted: Select[int, str], numbers: Sequence[int]) -> Names:
    owner = wanted.selected_columns[0]
    found: Names = {}
    for number, text in session().execute(wanted.where(owner.in_(numbers))):
        found.setdefault(number, []).append(text)
    return found


def _content(organisation: Organisation, names: Sequence[str], posts: Sequence[str]) -> dict[str, Content]:
    """The name that is shown and the notes are for people to change; names and posts are only added to."""
    codes = organisation.codes or {}
    called = [organisation.name, *names]
    return {
        **contents_of(organisation),
        **{name: Content(held := codes.get(code, ""), held) for name, code in CODES.items()},
        "name": Content(Among(), organisation.name),
        "notes": Content(Among(), organisation.notes),
        "other_names": Content(Among(frozenset(map(name_key, called))), "; ".join(called)),
        "contact_role": Content(Among(frozenset(map(name_key, posts))), "; ".join(posts)),
    }


def _besides(numbers: Sequence[int]) -> dict[int, list[dict[str, object]]]:
    """What was merged into each organisation says, and what the organisation itself said before: a list in
    which that stands yet says nothing new."""
    found: dict[int, list[dict[str, object]]] = {}
    merged = select(Organisation).where(Organisation.merged_into_id.in_(numbers))
    for other in session().scalars(merged):
        values = {name: content.value for name, content in contents_of(other).items()}
        found.setdefault(other.merged_into_id or 0, []).append(values)
        session().expunge(other)
    fields = fields_of(Organisation)
    merges = select(OrganisationMerge.kept_id, OrganisationMerge.before)
    for number, before in session().execute(merges.where(OrganisationMerge.kept_id.in_(numbers))):
        held = thawed(Organisation, before).items()
        found.setdefault(number, []).append(
            {name: fields[name].compared(fields[name].held(value)) for name, value in held}
        )
    return found


def _say_too(content: dict[str, Content], others: dict[str, object]) -> None:
    for name in others.keys() & content.keys() - SAID_APART:
        known = content[name].value
        said = known.values if isinstance(known, OneOf) else (known,)
        content[name] = Content(OneOf((*said, others[name])), content[name].words)
