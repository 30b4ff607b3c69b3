"""Bringing in forums from a spreadsheet, and what the name of a forum nobody has added suggests of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import select

from engage.actions.models import Action
from engage.forums import queries
from engage.forums.entries import ForumEntry
from engage.forums.models import Forum
from engage.forums.words import kind_choices, kind_label
from engage.organisation import queries as organisation
from engage.organisation.importing import BodyCells
from engage.platform.data.db import session
from engage.platform.data.fields import put
from engage.platform.data.undo import Lean
from engage.platform.imports.declared import CellReader, contents_of, import_fields
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
from engage.platform.imports.mapping import Field, called
from engage.platform.imports.totals import in_words
from engage.rules.actors import Actor
from engage.rules.body_names import code_for
from engage.rules.words import is_not_recorded, plain_words, read_vocabulary

KINDS = (
    ("scrutiny", "hosc"),
    ("health and wellbeing", "hwb"),
    ("patient participation group", "ppg"),
    ("ppg", "ppg"),
    ("equalit", "equalities_group"),
    ("governing bod", "governing_body"),
    ("programme board", "partnership"),
    ("partnership", "partnership"),
    ("joint committee", "joint_committee"),
    ("committee", "committee"),
    ("board", "governing_body"),
    ("panel", "panel"),
    ("forum", "forum"),
)
"""Words of a name and the kind of forum they suggest: the first that stands in it."""
_NAMED_FOR = re.compile(
    r"^.*?\b(?:CCGs?|ICB|Clinical Commissioning Groups?|Integrated Care Board)\b", re.IGNORECASE
)


FIELDS = import_fields(
    Forum,
    {
        "name": (Field("body", "Body", called("CCG; ICB; CCG / area; CCG / ICB; Commissioner; Lead body")),),
        "area": (
            Field(
                "kind",
                "Type",
                called("Kind; Type of forum; Kind of forum"),
                vocabulary=lambda: read_vocabulary("forum_kinds"),
            ),
        ),
    },
)


class ForumImporter:
    """Brings in forums; one is the same as another of its name that serves the same body."""

    kind = "forums"
    one = "forum"
    many = "forums"
    fields = FIELDS
    told = Tellable(counted={"kind": in_words, "body": in_words}, summed={})

    def __init__(self) -> None:
        self.bodies, self._cells = BodyCells(), CellReader(Forum, {})

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        name = " ".join(values.get("name", "").split())
        if not name:
            notes.problem("name", "The forum has no name. Enter what it is called.")
            return None
        content = self._cells.read(values, notes) | _kind_of(values.get("kind", ""), notes)
        content["name"] = Content(name, name)
        codes = self.bodies.read("body", values.get("body", ""), notes).value
        if codes:
            content["body"] = self.bodies.content(codes[:1])
        if len(codes) > 1:  # a forum serves one body; that it is for more is kept as its area, in words
            words = self.bodies.content(codes).words
            content["area"] = Content(words, words)
        return Entry(_key(name, codes[0] if codes else ""), "", name, content)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        wanted = {entry.key for entry in entries}
        found: dict[str, list[Stored]] = {}
        for forum in session().scalars(select(Forum)):
            lead = self.bodies.code_of(forum.body_id) if forum.body_id else ""
            if (key := _key(forum.name, lead)) in wanted:
                found.setdefault(key, []).append(self._stored(forum, lead))
            session().expunge(forum)
        return found

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        entries = [creation.entry for creation in creations] + [update.entry for update in updates]
        self.bodies.make(code for entry in entries if "body" in entry.content for code in _codes(entry))
        codes = queries.free_codes(
            [_stem(creation.entry.name) for creation in creations], session().scalars(select(Forum.code))
        )
        coded = list(zip(creations, codes, strict=True))
        in_batches(report, (self._create, coded), (self._change, updates))

    def leaning_on(self, refs: Sequence[str]) -> Sequence[Lean]:
        """Actions followed in these forums."""
        gone = [ref for ref in refs if ref.startswith("forum:")]
        return [
            Lean(f"action:{number}", forum)
            for some in batches(gone)
            for number, forum in session().execute(
                select(Action.id, Action.belongs_to).where(Action.belongs_to.in_(some))
            )
        ]

    def _stored(self, forum: Forum, lead: str) -> Stored:
        content = contents_of(forum)
        content["body"] = self.bodies.content((lead,) if lead else ())
        content["kind"] = _kind(forum.kind, forum.kind_words)
        return Stored(forum.id, "", forum.version, content)

    def _create(self, coded: Sequence[tuple[Creation, str]]) -> None:
        for creation, code in coded:
            made = ForumEntry(name=creation.entry.name, kind="mixed", code=code)
            forum = self._put_in(Forum(), made, creation.entry, creation.entry.content)
            forum.keep_unread(creation.entry.unread)
            session().add(forum)
        session().flush()

    def _change(self, updates: Sequence[Update]) -> None:
        numbers = [update.stored.id for update in updates]
        found = {one.id: one for one in session().scalars(select(Forum).where(Forum.id.in_(numbers)))}
        for update in updates:
            forum = found[update.stored.id]
            forum.keep_unread(update.entry.unread)
            self._put_in(forum, queries.entry_of(forum), update.entry, update.fields).settle_unread()
        session().flush()

    def _put_in(self, forum: Forum, held: ForumEntry, row: Entry, names: Iterable[str]) -> Forum:
        said = {name: row.content[name].value for name in names}
        if "body" in said:
            said["body_id"] = self.bodies.id_of(said.pop("body")[0])
        if "kind" in said:
            said["kind"], forum.kind_words = said["kind"]
        put(forum, replace(held, **said))
        return forum


def _kind_of(text: str, notes: Notes) -> dict[str, Content]:
    """The kind a cell names, with the words it names it by, which say more than the kind."""
    if not text or is_not_recorded(text):
        return {}
    found = read_vocabulary("forum_kinds").recognise(text)
    notes.recognised("kind", found)
    if found.code is None:
        known = ", ".join(label for _, label in kind_choices())
        notes.unread("kind", found.typed, f"“{found.typed}” is not a kind of forum. Use one of: {known}.")
        return {}
    return {"kind": _kind(found.code, notes.typed("kind", found.typed))}


def _kind(code: str, words: str) -> Content:
    label = kind_label(code)
    typed = "" if words == label else words
    return Content((code, typed), f"{label} ({typed})" if typed else label)


def _codes(entry: Entry) -> tuple[str, ...]:
    held: tuple[str, ...] = entry.content["body"].value
    return held


def _stem(name: str) -> str:
    return code_for(name)[: queries.LONGEST_CODE].strip("-") or "forum"


def _key(name: str, lead: str) -> str:
    return f"{' '.join(plain_words(name))}|{lead}"


def likely_kind(name: str) -> str:
    """The kind a name suggests; "mixed" where it suggests none."""
    plain = " ".join(plain_words(name))
    return next((kind for words, kind in KINDS if words in plain), "mixed")


def likely_body(name: str) -> str:
    """The code of the body whose name the forum's begins with; empty where it is not known."""
    named = _NAMED_FOR.match(name)
    found = organisation.body_names().recognise(named[0]) if named else None
    return (found.code or "") if found else ""
