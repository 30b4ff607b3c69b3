"""Taking a person out of every table: what can go goes, what must stay stays without them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import Column, Text, cast, inspect, or_, select, true

from engage.experience.models import Story
from engage.experience.stories import service as experience
from engage.platform import clock
from engage.platform.data import search
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.db import answers, database_of, session
from engage.platform.data.tables import Base
from engage.platform.data.transactions import of_answers
from engage.platform.imports.models import Import
from engage.platform.long_acts.models import LongAct
from engage.platform.mail import suppression
from engage.platform.mail.models import Letter
from engage.platform.offers import personal
from engage.platform.web.models import SavedView
from engage.privacy.access.queries import (
    Rows,
    alike,
    attribute_of,
    identifying,
    is_emptied,
    is_json,
    leads_to_person,
    rows_of,
    stands_in,
    tells_apart,
)
from engage.privacy.words import Fate, fate_of
from engage.rules.actors import Actor
from engage.stakeholders.models import Consent, ContactPoint, Person

SUPPRESSED = ("email", "phone")
TAKEN = "import.taken"
IN_ITS_PLACE = "[erased]"
NEVER_SENT = "given_up"


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one kind of record: how many, whether they went or stayed, and why; never a value."""

    what: str
    count: int
    goes: bool
    why: str

    def plain(self) -> dict[str, Any]:
        return {"what": self.what, "count": self.count, "goes": self.goes, "why": self.why}


def plan(person_id: int) -> list[Done]:
    """What erasing a person would do, changing nothing."""
    numbers = alike(person_id)
    found = _told(rows_of(numbers))
    apart = [
        Done(name.capitalize(), len(records), True, "Nothing needs it once they are gone.")
        for number in numbers
        for name, records in personal.kept_apart(number).items()
    ]
    words = identifying(numbers)
    imports = len(imports_with(words, numbers))
    return [*found, *apart, *_of_imports(imports), *_of_views(len(_views_with(words)))]


def erase_person(actor: Actor, person_id: int) -> list[Done]:
    """Erase every record of one person, within a verb."""
    numbers = alike(person_id)
    words, found = identifying(numbers), rows_of(numbers)
    outcome = _told(found)
    outcome += [
        Done(name.capitalize(), count, True, "Nothing needs it once they are gone.")
        for name, count in personal.erase_apart(numbers).items()
    ]
    suppression.suppress(_addresses(numbers))
    _take_stories_back(actor, found)
    _treat_all({row: rows for row, rows in found.items() if database_of(row) is not answers})
    if sent_in := {row: rows for row, rows in found.items() if database_of(row) is answers}:
        _treat_answers(sent_in)
    touched = imports_with(words, numbers)
    for one in touched:
        clean_import(one, words)
    views = _views_with(words)
    for view in views:
        session().delete(view)
    for act in _acts_with(words):
        act.back = act.back.partition("?")[0]
    search.forget_what_is_gone()
    return [*outcome, *_of_imports(len(touched)), *_of_views(len(views))]


def imports_with(words: Collection[str], person_ids: Sequence[int]) -> list[Import]:
    """Imports whose file holds these people: they brought or changed them, or quote one of these words."""
    every = session().scalars(select(Import).where(Import.file > "").order_by(Import.id)).all()
    brought = _imports_that_brought(person_ids)
    telling = [word for word in words if tells_apart(word)]
    files = {one.file for one in every if one.id in brought or _quotes(one, telling)}
    return [one for one in every if one.file in files]


def files_with(person_id: int) -> list[str]:
    """The fingerprints of the files of imports that hold a person."""
    numbers = alike(person_id)
    return sorted({one.file for one in imports_with(identifying(numbers), numbers)})


def _imports_that_brought(person_ids: Sequence[int]) -> set[int]:
    refs = [f"person:{number}" for number in person_ids]
    wanted = (
        select(AuditEntry.fields)
        .where(AuditEntry.event == TAKEN)
        .where(AuditEntry.id.in_(select(AuditChange.entry_id).where(AuditChange.ref.in_(refs))))
    )
    return {int(fields["import_id"]) for fields in session().scalars(wanted)}


def _quotes(one: Import, words: Sequence[str]) -> bool:
    quoted = json.dumps([one.file_name, one.filled, one.outline, one.result], ensure_ascii=False)
    return any(stands_in(word, quoted) for word in words)


def clean_import(one: Import, words: Collection[str]) -> None:
    """Leave the numbers of an import and take away its file and what was quoted of these words."""
    one.file_name = _without(one.file_name, words)
    one.filled = _without(one.filled, words)
    one.outline = _without(one.outline, words)
    one.result = _without(one.result, words)
    one.file = ""


def _told(found: Rows) -> list[Done]:
    told = []
    for row, rows in found.items():
        fate = fate_of(row.__tablename__)
        told.append(Done(fate.name, len(rows), fate.goes, fate.why))
    return told


def _of_imports(count: int) -> list[Done]:
    why = "What was brought in stays as records; the file and the cells quoted from it go."
    return [Done("Files of imports that name them", count, True, why)] if count else []


def _views_with(words: Collection[str]) -> list[SavedView]:
    """Kept views of lists, of whomever, that seek these people or are named after them."""
    telling = [word for word in words if tells_apart(word)]
    every = session().scalars(select(SavedView).order_by(SavedView.id))
    texts = [(view, f"{view.name} {unquote_plus(view.query)}") for view in every]
    return [view for view, text in texts if any(stands_in(word, text) for word in telling)]


def _acts_with(words: Collection[str]) -> list[LongAct]:
    """Acts on many records, of whomever, that lead back to a list which seeks these people."""
    telling = [word for word in words if tells_apart(word)]
    every = session().scalars(select(LongAct).where(LongAct.back.contains("?")).order_by(LongAct.id))
    return [one for one in every if any(stands_in(word, unquote_plus(one.back)) for word in telling)]


def _of_views(count: int) -> list[Done]:
    why = "Whoever kept one can keep another."
    return [Done("Kept views of lists that seek them", count, True, why)] if count else []


def _addresses(numbers: Sequence[int]) -> list[str]:
    wanted = select(ContactPoint.value).where(
        ContactPoint.person_id.in_(numbers), ContactPoint.kind.in_(SUPPRESSED)
    )
    return list(session().scalars(wanted))


def _take_stories_back(actor: Actor, found: Rows) -> None:
    for story in found.get(Story, []):
        if isinstance(story, Story) and story.withdrawn_on is None:
            experience.withdraw(actor, story, story.version, clock.today(), "Whoever told it was erased")


def changes_that_quote(words: str, ref: str = "") -> list[AuditChange]:
    """Changes in the audit trail, of every record or of one, in whose values these words stand."""
    kept = [cast(column, Text) for column in (AuditChange.before, AuditChange.after)]
    spelt = {words, json.dumps(words)[1:-1]}  # as it is, and as JSON writes letters beyond ASCII
    quoting = or_(*(column.icontains(one, autoescape=True) for column in kept for one in spelt))
    wanted = select(AuditChange).where(quoting, AuditChange.ref == ref if ref else true())
    found = session().scalars(wanted.order_by(AuditChange.id))
    return [one for one in found if stands_in(words, json.dumps([one.before, one.after], ensure_ascii=False))]


def _treat_all(found: Rows) -> None:
    for row, rows in found.items():
        for one in rows:
            _treat(one, fate_of(row.__tablename__))


@of_answers
def _treat_answers(found: Rows) -> None:
    _treat_all(found)


def _treat(row: Base, fate: Fate) -> None:
    if isinstance(row, AuditEntry | AuditChange):
        return  # nobody changes the history; it holds no value of theirs
    if fate.goes:
        database_of(type(row)).session().delete(row)
        return
    for column in inspect(type(row)).columns:
        if leads_to_person(column) and fate.parted:
            setattr(row, attribute_of(type(row), column), None)
        elif is_emptied(column):
            _empty(row, column)
    _finish(row)


def _empty(row: Base, column: Column[Any]) -> None:
    name = attribute_of(type(row), column)
    value = getattr(row, name)
    if column.nullable:
        setattr(row, name, None)
    elif is_json(column):
        setattr(row, name, type(value)())
    elif isinstance(value, str):
        setattr(row, name, "")


def _finish(row: Base) -> None:
    """What a kind of record says in place of the person."""
    today = clock.today()
    if isinstance(row, Person):
        row.name = f"Erased person {row.id}"
        row.sorts_as = row.name.lower()
        row.erased_on = row.erased_on or today
        row.do_not_contact, row.do_not_contact_on = True, row.do_not_contact_on or today
    elif isinstance(row, Consent):
        row.withdrawn_on = row.withdrawn_on or today
    elif isinstance(row, Letter) and row.state in {"waiting", "sending"}:
        row.state = NEVER_SENT


def _without(value: Any, words: Collection[str]) -> Any:
    """A value of JSON with these words taken out of every text in it."""
    if isinstance(value, dict):
        return {_without(key, words): _without(held, words) for key, held in value.items()}
    if isinstance(value, list):
        return [_without(held, words) for held in value]
    if not isinstance(value, str):
        return value
    return IN_ITS_PLACE if any(stands_in(word, value) for word in words) else value
