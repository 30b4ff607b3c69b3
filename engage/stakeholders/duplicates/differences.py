"""What two records of one stakeholder say, field by field, and which of the two says more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date

from engage.platform.data.fields import Choice, Field, Wording, fields_of
from engage.rules.errors import Refused
from engage.stakeholders.models import Organisation, Stakeholder, Table

KEPT, OTHER, BOTH = "kept", "other", "both"

FROM_THE_NHS_REGISTER = {"name", "address", "postcode"}
"""What a record with a code has from the NHS register: a longer text typed by hand is no better."""
NEVER_LESS = ("do_not_contact", "do_not_contact_on", "do_not_contact_because")
CODE = "ods_code"
NOT_CHOSEN = {CODE, *NEVER_LESS, "merged_into_id", "added_on", "erased_on"}

Names = Mapping[str, Mapping[int, str]]
"""What the networks, places and accounts that fields name by number are called, by field."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two records differ, in words, and whose value is proposed."""

    name: str
    label: str
    kept: str
    other: str
    proposed: str
    may_be_both: bool

    @property
    def choices(self) -> list[tuple[str, str]]:
        pairs = [(KEPT, self.kept or "Leave it empty"), (OTHER, self.other or "Leave it empty")]
        return [*pairs, (BOTH, "Both")] if self.may_be_both else pairs


def labels_of(who: Stakeholder) -> dict[str, str]:
    """What the fields are called in which a person chooses, by column."""
    fields = fields_of(type(who)).items()
    return {name: field.words for name, field in fields if name not in NOT_CHOSEN}


def differences(kept: Stakeholder, other: Stakeholder, names: Names) -> list[Difference]:
    """The fields to choose in, in the order in which a page shows them."""
    return [
        Difference(
            name,
            field.words,
            _words(name, field, getattr(kept, name), names),
            _words(name, field, getattr(other, name), names),
            proposed(name, kept, other),
            _has_several(getattr(kept, name)) and _has_several(getattr(other, name)),
        )
        for name, field in fields_of(type(kept)).items()
        if name not in NOT_CHOSEN and _differ(getattr(kept, name), getattr(other, name))
    ]


def proposed(name: str, kept: Stakeholder, other: Stakeholder) -> str:
    """The fuller value: the one there is, both lists, or the longer text; otherwise what is kept.

    Of two texts no length tells which source is the better, nor does it against the NHS register.
    """
    mine, theirs = getattr(kept, name), getattr(other, name)
    if not theirs:
        return KEPT
    if not mine:
        return OTHER
    if _has_several(mine):
        return BOTH
    if name == "source" or (name in FROM_THE_NHS_REGISTER and _has_code(kept)):
        return KEPT
    is_text = not isinstance(fields_of(type(kept))[name], Choice | Wording) and isinstance(mine, str)
    return OTHER if is_text and len(theirs) > len(mine) else KEPT


def _has_several(value: Any) -> bool:
    return bool(value) and isinstance(value, list | dict)


def _has_code(who: Stakeholder) -> bool:
    return isinstance(who, Organisation) and bool(who.ods_code)


def changes(kept: Stakeholder, other: Stakeholder, chosen: Mapping[str, str]) -> dict[str, Any]:
    """What the kept one takes over, by column: as chosen, else as proposed. A code and *do not contact*
    are always taken over. Raises Refused for a choice there is not."""
    found = dict(_always(kept, other))
    for name in labels_of(kept):
        mine, theirs = getattr(kept, name), getattr(other, name)
        if not _differ(mine, theirs):
            continue
        choice = chosen.get(name) or proposed(name, kept, other)
        if choice not in {KEPT, OTHER, BOTH} or (choice == BOTH and not _has_several(mine or theirs)):
            raise Refused(f"Choose one of the two for {labels_of(kept)[name].lower()}.")
        if choice != KEPT:
            found[name] = _together(mine, theirs) if choice == BOTH else theirs
    return found


def _always(kept: Stakeholder, other: Stakeholder) -> Iterator[tuple[str, Any]]:
    if (
        isinstance(kept, Organisation)
        and isinstance(other, Organisation)
        and other.ods_code
        and not kept.ods_code
    ):
        yield CODE, other.ods_code
    if other.do_not_contact and not kept.do_not_contact:
        yield from ((name, getattr(other, name)) for name in NEVER_LESS)


def _together(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, dict):
        return {**theirs, **mine}
    return [*mine, *(value for value in theirs if value not in mine)]


def _differ(mine: Any, theirs: Any) -> bool:
    """Nothing recorded is nothing recorded, however it is held."""
    return bool((mine or theirs) and mine != theirs)


def frozen(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON holds them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def thawed(table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as ``frozen`` held them, as columns do."""
    columns = table.__mapper__.columns
    return {
        name: date.fromisoformat(value) if value and isinstance(columns[name].type, Date) else value
        for name, value in values.items()
    }


def _words(name: str, field: Field, value: Any, names: Names) -> str:
    if name in names:
        numbers = value if isinstance(value, list) else [value] if value else []
        return ", ".join(names[name].get(number, str(number)) for number in numbers)
    return field.said(field.held(value))


def not_as_merged(kept: Stakeholder, after: Mapping[str, Any]) -> list[str]:
    """The columns in which a record no longer holds what a merge gave it."""
    return [name for name, value in thawed(type(kept), after).items() if getattr(kept, name) != value]


def labels_of_columns(who: Stakeholder, columns: Sequence[str]) -> list[str]:
    """What a page calls these columns, each label once."""
    labels = labels_of(who) | {CODE: "ODS code"}
    return list(dict.fromkeys(labels.get(name, "Do not contact") for name in columns))
