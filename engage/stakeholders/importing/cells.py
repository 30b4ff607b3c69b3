"""What the cells of a list of organisations say: each text as it would be stored, or a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.imports.declared import CellReader
from engage.platform.imports.importing import Content, Notes
from engage.rules.organisation_names import in_ordinary_letters
from engage.rules.words import is_not_recorded, split_values
from engage.stakeholders.kinds import POSTCODE
from engage.stakeholders.models import Organisation

APART = ("other_names", "contact_role")
CODES = {"icb_code": "ICB", "commissioner_code": "commissioner", "provider_code": "provider"}

_ODS = re.compile(r"\bODS(?:\s+code)?:?\s+([A-Z0-9]{3,8})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Among:
    """Equal to whatever it holds one of; to anything at all when it holds None.

    What is known of a field to which an import adds, or that it leaves as it stands.
    """

    known: frozenset[str] | None = None

    def __eq__(self, said: object) -> bool:
        if self.known is None:
            return True
        texts = said if isinstance(said, tuple) else (said,)
        return all(isinstance(text, str) and name_key(text) in self.known for text in texts)

    def __hash__(self) -> int:
        return hash(self.known)


@dataclass(frozen=True, slots=True, eq=False)
class OneOf:
    """Equal to each of several values: what a record may be said to hold when it stands for several."""

    values: tuple[object, ...]

    def __eq__(self, said: object) -> bool:
        return said in self.values

    def __hash__(self) -> int:
        return hash(self.values)


def name_key(name: str) -> str:
    """A name without capitals and wider spaces: all that an import sets aside on its own account."""
    return " ".join(name.split()).casefold()


class OrganisationCells:
    """Reads the cells of one import; it remembers the new kinds of organisation it met."""

    def __init__(self) -> None:
        in_use = session().scalars(select(Organisation.kind).where(Organisation.kind != "").distinct())
        self._plain = CellReader(Organisation, {"kind": sorted(in_use)})

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        said = {
            name: "\n".join(" ".join(line.split()) for line in text.splitlines())
            for name, text in _with_what_notes_hold(values).items()
            if not is_not_recorded(text)
        }
        content = self._plain.read(said, notes)
        content |= {name: Content(said[name], said[name]) for name in CODES if name in said}
        code = content["ods_code"].value if "ods_code" in content else ""
        content |= _named(values, code, notes)
        if role := _role(values.get("contact_role", ""), code):
            content["contact_role"] = Content(role, role)
        _check_days(content, notes)
        return content


def _named(values: Mapping[str, str], code: str, notes: Notes) -> dict[str, Content]:
    """The name to show, and the other ways in which the row writes it.

    An organisation that is known by its code may be known by another name: the row's is then one more.
    """
    typed = " ".join(values.get("name", "").split())
    if not any(mark.isalnum() for mark in typed):
        notes.problem("name", "The organisation has no name. Enter what it is called.")
        return {}
    shown = in_ordinary_letters(typed)
    others = [typed] if typed != shown else []
    others += split_values(values.get("other_names", ""))
    if code:
        others = [shown, *others]
    found = {"name": Content(shown, shown)}
    if others:
        names = tuple(dict.fromkeys(others))
        found["other_names"] = Content(names, f"also {'; '.join(names)}")
    return found


def _with_what_notes_hold(values: Mapping[str, str]) -> dict[str, str]:
    """A code and a postcode that stand in the notes fill their own fields; what is left stays there."""
    found, left = dict(values), values.get("notes", "")
    if is_not_recorded(left):
        return found | {"notes": ""}
    if not found.get("ods_code") and (code := _ODS.search(left)):
        found["ods_code"], left = code[1], left.replace(code[0], "")
    if not found.get("postcode") and (postcode := POSTCODE.search(left)):
        found["postcode"], left = postcode[0], left.replace(postcode[0], "")
    return found | {"notes": left.strip(" ;,\n")}


def _role(text: str, code: str) -> str:
    """The post, without the code of the organisation it is at: "PPG Chair, practice X12345" is PPG Chair."""
    if is_not_recorded(text):
        return ""
    role = " ".join(text.split())
    return re.sub(rf"[,;]?\s*(?:practice|at)?\s*\(?{re.escape(code)}\)?$", "", role) if code else role


def _check_days(content: dict[str, Content], notes: Notes) -> None:
    opened, closed = content.get("opened_on"), content.get("closed_on")
    if opened and closed and closed.value < opened.value:
        del content["closed_on"]
        notes.unread(
            "closed_on",
            closed.words,
            f"It closed on {closed.words}, before it opened on {opened.words}. Correct one of the two.",
        )
