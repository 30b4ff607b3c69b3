"""What the cells of a list of organisations say: each text as it would be stored, or a problem."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from engage.platform.data.db import session
from engage.platform.imports.importing import Content, Notes, Terms, check_lengths
from engage.platform.mail.addresses import clean
from engage.rules.calendar_words import long_date
from engage.rules.dates_as_known import UnreadableDate, read_date
from engage.rules.organisation_names import in_ordinary_letters
from engage.rules.words import is_not_recorded, read_vocabulary, split_values
from engage.stakeholders.importing.fields import FIELDS
from engage.stakeholders.models import Organisation
from engage.stakeholders.words import GROUPS, KINDS, STATUSES

LONGEST = {"name": 300}
LONGEST_TEXT = 20_000
TEXTS = ("area", "represents", "address", "phone", "website", "source")
CODES = {"icb_code": "ICB", "commissioner_code": "commissioner", "provider_code": "provider"}
LISTS = ("topics", "tags")

_ODS = re.compile(r"\bODS(?:\s+code)?:?\s+([A-Z0-9]{3,8})\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
_CODE = re.compile(r"[A-Z0-9]{3,10}")

ReadCell = Callable[[str, str, Notes], Content | None]


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
        self._kinds = Terms(read_vocabulary(KINDS), sorted(in_use))
        self._readers: dict[str, ReadCell] = {
            "kind": self._kind,
            "group": _group,
            "status": _status,
            "opened": _day,
            "closed": _day,
            "postcode": _postcode,
            "email": _email,
            "ods_code": _ods_code,
        }
        self._readers |= dict.fromkeys(TEXTS, _text)
        self._readers |= dict.fromkeys(LISTS, _listed)
        self._readers |= dict.fromkeys(CODES, _text)

    def read(self, values: Mapping[str, str], notes: Notes) -> dict[str, Content]:
        """What the row says, by field; a blank cell says nothing. Problems go to ``notes``."""
        check_lengths(values, FIELDS, notes, LONGEST, LONGEST_TEXT)
        values = _with_what_notes_hold(values)
        content: dict[str, Content] = {}
        for name, reader in self._readers.items():
            text = values.get(name, "")
            if text and not is_not_recorded(text) and (found := reader(name, text, notes)) is not None:
                content[name] = found
        code = content["ods_code"].value if "ods_code" in content else ""
        content |= _named(values, code, notes)
        if role := _role(values.get("contact_role", ""), code):
            content["contact_role"] = Content(role, role)
        if left := values.get("notes", ""):
            content["notes"] = Content(left, left)
        _check_days(content, notes)
        return content

    def _kind(self, name: str, text: str, notes: Notes) -> Content | None:
        kind = self._kinds.read(name, text, notes)
        return Content(kind, kind) if kind else None


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
    if not found.get("postcode") and (postcode := _POSTCODE.search(left)):
        found["postcode"], left = postcode[0], left.replace(postcode[0], "")
    return found | {"notes": left.strip(" ;,\n")}


def _role(text: str, code: str) -> str:
    """The post, without the code of the organisation it is at: "PPG Chair, practice X12345" is PPG Chair."""
    if is_not_recorded(text):
        return ""
    role = " ".join(text.split())
    return re.sub(rf"[,;]?\s*(?:practice|at)?\s*\(?{re.escape(code)}\)?$", "", role) if code else role


def _check_days(content: Mapping[str, Content], notes: Notes) -> None:
    if "opened" in content and "closed" in content and content["closed"].value < content["opened"].value:
        notes.problem(
            "closed",
            f"It closed on {content['closed'].words}, before it opened on {content['opened'].words}."
            " Correct one of the two.",
        )


def _text(_name: str, text: str, _notes: Notes) -> Content:
    plain = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return Content(plain, plain)


def _listed(_name: str, text: str, _notes: Notes) -> Content:
    values = tuple(sorted(split_values(text), key=str.casefold))
    return Content(values, "; ".join(values))


def _group(name: str, text: str, notes: Notes) -> Content | None:
    found = read_vocabulary(GROUPS).recognise(text)
    if found.code is None:
        groups = "; ".join(term.label for term in read_vocabulary(GROUPS).terms)
        notes.problem(name, f"“{text}” is not one of the stakeholder groups. They are: {groups}.")
        return None
    return Content(found.code, found.label)


def _status(name: str, text: str, notes: Notes) -> Content | None:
    found = read_vocabulary(STATUSES).recognise(text)
    if found.code is None:
        notes.problem(name, f"“{text}” is not a state of an organisation. Enter active, closed or dormant.")
        return None
    notes.recognised(name, found)
    return Content(found.code, found.label)


def _day(name: str, text: str, notes: Notes) -> Content | None:
    try:
        known = read_date(text)
    except UnreadableDate as problem:
        notes.problem(name, str(problem))
        return None
    day: date | None = known.start_from
    if day is None or day != known.start_to:
        notes.problem(name, f"“{text}” is not one day. Enter a day such as 1 April 2013, or leave it blank.")
        return None
    return Content(day, long_date(day))


def _postcode(_name: str, text: str, _notes: Notes) -> Content:
    found = _POSTCODE.fullmatch(text.strip())
    postcode = f"{found[1]} {found[2]}".upper() if found else " ".join(text.split())
    return Content(postcode, postcode)


def _email(name: str, text: str, notes: Notes) -> Content | None:
    try:
        address = clean(text)
    except ValueError as problem:
        notes.problem(name, str(problem))
        return None
    return Content(address, address)


def _ods_code(name: str, text: str, notes: Notes) -> Content | None:
    code = "".join(text.split()).upper()
    if _CODE.fullmatch(code) is None:
        notes.problem(
            name, f"“{text}” is not a code of the Organisation Data Service, which is letters and digits."
        )
        return None
    return Content(code, code)


def shown(name: str, value: Any) -> str:
    """A stored value in the words in which the check page shows a typed one."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, date):
        return long_date(value)
    if name == "group":
        return read_vocabulary(GROUPS).term(value).label if value in read_vocabulary(GROUPS) else value
    if name == "status":
        return read_vocabulary(STATUSES).term(value).label
    return "; ".join(value) if isinstance(value, list | tuple) else str(value)
