"""Bringing in what people said, and what was done, from a spreadsheet such as “You said, we did”."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from engage.feedback import queries, service
from engage.feedback.entries import FeedbackEntry
from engage.feedback.import_cells import FIELDS, FeedbackCells, dated, reference_of, several_of
from engage.feedback.models import Feedback, title_of
from engage.organisation.importing import BodyCells
from engage.platform.data.db import session
from engage.platform.data.undo import Lean
from engage.platform.imports.declared import contents_of
from engage.platform.imports.importing import (
    Content,
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
from engage.platform.imports.totals import in_words, year_of
from engage.rules.actors import Actor
from engage.rules.ageing import NO_ANSWER
from engage.rules.dates_as_known import DateAsKnown
from engage.rules.errors import Refused
from engage.rules.words import plain_words


class FeedbackImporter:
    """Brings in items heard. Of an answer without its status nobody knows whether it is done."""

    kind = "you-said-we-did"
    one = "item"
    many = "items"
    fields = FIELDS
    told = Tellable(counted={"when": year_of, "body": in_words, "answer": in_words}, summed={})

    def __init__(self) -> None:
        self._cells = FeedbackCells()

    @property
    def bodies(self) -> BodyCells:
        return self._cells.bodies

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        content = self._cells.read(values, notes)
        if notes.problems:
            return None
        ref = reference_of(values)
        topic, said, did = (_value(content, name) for name in ("topic", "said", "did"))
        return Entry(_key(ref, content), ref, title_of(topic, said, did), content)

    def several(self, values: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
        return several_of(values)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        """By reference; without one by the words, where it was said to, and when."""
        wanted = {entry.key for entry in entries}
        found: dict[str, list[Stored]] = {}
        numbers: dict[int, list[str]] = {}
        for number, keys in self._keys_of_items(any(not entry.ref for entry in entries)):
            if hits := [key for key in keys if key in wanted]:
                numbers[number] = hits
        for batch in batches(sorted(numbers)):
            for item in session().scalars(select(Feedback).where(Feedback.id.in_(batch))):
                for key in numbers[item.id]:
                    found.setdefault(key, []).append(self._stored(item))
                session().expunge(item)
        return found

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        entries = [creation.entry for creation in creations] + [update.entry for update in updates]
        self._cells.bodies.make(code for entry in entries for code in _value(entry.content, "body") or ())
        in_batches(report, (self._create, creations), (self._change, updates))

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """Nothing is entered under what people said, so nothing would be left without its record."""
        return []

    def _keys_of_items(self, by_words: bool) -> Iterator[tuple[int, list[str]]]:
        columns = (Feedback.id, Feedback.ref, Feedback.said, Feedback.did, Feedback.when_words)
        wanted = select(*columns, Feedback.body_id)
        if not by_words:
            wanted = wanted.where(Feedback.ref.is_not(None))
        for number, ref, said, did, when, body_id in session().execute(wanted):
            keys = [_ref_key(ref)] if ref else []
            if by_words:
                lead = self._cells.bodies.code_of(body_id) if body_id else ""
                keys.append(_words_key(said or did, when, lead))
            yield number, keys

    def _stored(self, item: Feedback) -> Stored:
        lead = (self._cells.bodies.code_of(item.body_id),) if item.body_id else ()
        content = contents_of(item) | {
            "body": self._cells.bodies.content((*lead, *item.also_bodies)),
            "when": dated(item.when),
            "said": Content(item.said, item.said),
            "did": Content(item.did, item.did),
        }
        return Stored(item.id, item.ref or "", item.version, content)

    def _create(self, creations: Sequence[Creation]) -> None:
        session().add_all(self._new_item(creation) for creation in creations)
        session().flush()

    def _new_item(self, creation: Creation) -> Feedback:
        entry, content = FeedbackEntry(ref=creation.ref), creation.entry.content
        implied = service.answer_implied(NO_ANSWER, _value(content, "did"))
        item = Feedback()
        _put_in(item, replace(entry, **{"answer": implied, **self._said(content, content)}), creation.entry)
        item.keep_unread(creation.entry.unread)
        return item

    def _change(self, updates: Sequence[Update]) -> None:
        numbers = [update.stored.id for update in updates]
        found = session().scalars(select(Feedback).where(Feedback.id.in_(numbers)))
        items = {item.id: item for item in found}
        for update in updates:
            item = items[update.stored.id]
            said = self._said(update.entry.content, update.fields)
            if "did" in said and "answer" not in update.entry.content:
                said["answer"] = service.answer_implied(item.answer, said["did"])
            item.keep_unread(update.entry.unread)
            _put_in(item, replace(queries.entry_of(item), **said), update.entry)
        session().flush()

    def _said(self, content: Mapping[str, Content], names: Collection[str]) -> dict[str, Any]:
        """What a row says under these names, as an entry has it."""
        said = {name: content[name].value for name in names if name != "body"}
        if "body" in names:
            lead, *others = content["body"].value
            said |= {"body_id": self._cells.bodies.id_of(lead), "also_bodies": tuple(others)}
        return said


def _put_in(item: Feedback, entry: FeedbackEntry, row: Entry) -> None:
    try:
        service.put_in(item, entry)
    except Refused as refusal:
        named = ", ".join(filter(None, (row.ref, row.name)))
        raise Refused(f"{named}: {refusal.reason}") from refusal


def _value(content: Mapping[str, Content], name: str) -> Any:
    return content[name].value if name in content else ""


def _key(ref: str, content: Mapping[str, Content]) -> str:
    if ref:
        return _ref_key(ref)
    words = _value(content, "said") or _value(content, "did")
    when = content["when"].words if "when" in content else DateAsKnown.not_recorded().words
    return _words_key(words, when, next(iter(_value(content, "body")), ""))


def _ref_key(ref: str) -> str:
    return f"ref {''.join(ref.split()).casefold()}"


def _words_key(words: str, when: str, lead: str) -> str:
    return f"like {' '.join(plain_words(words))}|{when}|{lead}"
