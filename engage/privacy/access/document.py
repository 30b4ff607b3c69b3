"""What is kept of one person, told to them: every record in words, as data and as a paper to read."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, inspect

from engage.platform.data import audit
from engage.platform.data.audit import AuditChange, AuditEntry
from engage.platform.data.tables import Base, Privacy
from engage.platform.offers import dealings, personal, references
from engage.platform.offers.dealings import Party
from engage.privacy.access.queries import alike, attribute_of, leads_to_person, rows_of
from engage.privacy.words import fate_of
from engage.rules.calendar_words import long_date

if TYPE_CHECKING:
    from engage.platform.paper import Paper

HISTORY: tuple[type[Base], ...] = (AuditEntry, AuditChange)
"""Told as a history of its own: what was done and when."""

NOT_TOLD = {"id", "version", "search_text", "names_text", "sorts_as"}

MOST_COLUMNS = 4

NOT_REPEATED = "(not repeated here)"

SOMEBODY_ELSE = "somebody else"

STAFF = "a member of staff"

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """Records of one kind: for each its values, by what they are."""

    name: str
    records: tuple[Told, ...]


def kept_of(person_id: int) -> list[Section]:
    """Everything kept of one person, in every table and apart from them; nothing of other people."""
    numbers = alike(person_id)
    found = {row: rows for row, rows in rows_of(numbers).items() if row not in HISTORY}
    links = references.links(dict.fromkeys(_refs(found, numbers)))
    sections = [
        Section(fate_of(row.__tablename__).name, tuple(_told(one, numbers, links) for one in rows))
        for row, rows in found.items()
    ]
    for number in numbers:
        for name, records in personal.kept_apart(number).items():
            sections.append(Section(name.capitalize(), tuple(map(dict, records))))
    return [*sections, *_dealings(numbers), *_history(numbers)]


def as_archive(name: str, sections: Sequence[Section], made_at: datetime) -> bytes:
    """A ZIP of the same twice: ``kept.json`` for computers and ``kept.pdf`` for people."""
    data = json.dumps(_data(name, sections, made_at), ensure_ascii=False, indent=1).encode()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file, content in (("kept.json", data), ("kept.pdf", _paper(name, sections, data, made_at))):
            packed.writestr(zipfile.ZipInfo(file, made_at.timetuple()[:6]), content)
    return archive.getvalue()


def _data(name: str, sections: Sequence[Section], made_at: datetime) -> Told:
    return {
        "person": name,
        "made_at": made_at.isoformat(),
        "kept": [{"kind": one.name, "records": list(one.records)} for one in sections],
    }


def _paper(name: str, sections: Sequence[Section], data: bytes, made_at: datetime) -> bytes:
    from engage.platform.paper import Paper

    paper = Paper(
        "What is kept of you",
        subject="An answer to a request for one's own data",
        author="Engage",
        running_head=("What is kept of you", name),
        fingerprint=sha256(data).hexdigest(),
        made_at=made_at,
    )
    paper.paragraph(
        f"This is everything kept of {name} on {long_date(made_at.date())}, by kind of record. What tells of "
        "other people is left out. The same is in the file kept.json, for a computer to read."
    )
    for section in sections:
        paper.heading(2, section.name)
        _print(paper, section)
    return paper.pdf()


def _print(paper: Paper, section: Section) -> None:
    """Records alike and short in one table, a row each; others in a table each."""
    heads = list(dict.fromkeys(what for record in section.records for what in record))
    if len(heads) <= MOST_COLUMNS:
        rows = [[_printed(record.get(what, "")) for what in heads] for record in section.records]
        paper.table([head.capitalize() for head in heads], rows, caption=section.name)
        return
    for number, record in enumerate(section.records, start=1):
        paper.table(
            ["What", "As it is kept"],
            [(what, _printed(value)) for what, value in record.items()],
            caption=f"{section.name}, record {number}",
        )


def _told(row: Base, numbers: Sequence[int], links: Mapping[str, references.Link]) -> Told:
    told = {}
    for column in inspect(type(row)).columns:
        value = getattr(row, attribute_of(type(row), column))
        if column.name not in NOT_TOLD and value not in (None, "", [], {}):
            told[column.comment or column.name] = _value(column, value, numbers, links)
    return told


def _value(
    column: Column[Any], value: Any, numbers: Sequence[int], links: Mapping[str, references.Link]
) -> Any:
    if leads_to_person(column):
        return "you" if value in numbers else SOMEBODY_ELSE
    if column.info["privacy"] is Privacy.SECRET:
        return NOT_REPEATED
    if column.info["privacy"] is Privacy.ACCOUNT or _leads_to(column) == "account":
        return STAFF
    ref = f"{_leads_to(column)}:{value}"
    if ref in links:
        return links[ref].text
    return value.isoformat() if isinstance(value, date | datetime) else value


def _refs(found: Mapping[type[Base], Sequence[Base]], numbers: Sequence[int]) -> list[str]:
    """What the rows refer to, so that numbers can be told in words; people and accounts are not."""
    refs = [f"person:{number}" for number in numbers]
    for row, rows in found.items():
        for column in inspect(row).columns:
            kind = _leads_to(column)
            if kind and kind not in {"person", "account"}:
                values = (getattr(one, attribute_of(row, column)) for one in rows)
                refs += [f"{kind}:{value}" for value in values if value is not None]
    return refs


def _leads_to(column: Column[Any]) -> str:
    return next((key.column.table.name for key in column.foreign_keys), "")


def _history(numbers: Sequence[int]) -> list[Section]:
    """What was done to their record and when; it holds no values, and staff are not named."""
    entries = {entry.id: entry for number in numbers for entry, _ in audit.history_of(f"person:{number}")}
    told = tuple(
        {"when": entry.at.isoformat(), "what was done": entry.event}
        for entry in sorted(entries.values(), key=lambda entry: entry.id)
    )
    return [Section("History of your record", told)] if told else []


def _dealings(numbers: Sequence[int]) -> list[Section]:
    found = dealings.dealings_with([Party(f"person:{number}") for number in numbers])
    links = references.links(dict.fromkeys(one.record for one in found))
    told = tuple(
        {
            "when": one.on.isoformat() if one.on else "not known",
            "what": one.what,
            "where it is recorded": f"{one.register}: {links[one.record].text}",
        }
        for one in found
    )
    return [Section("Dealings with you", told)] if told else []


def _printed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(_printed, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
