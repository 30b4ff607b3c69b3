"""Bringing in forums from a spreadsheet, and what the name of a forum nobody has added suggests of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engage.actions.models import Action
from engage.forums import queries
from engage.forums.models import Forum
from engage.forums.words import kind_choices, kind_label
from engage.organisation import queries as organisation
from engage.organisation.importing import BodyCells
from engage.platform.data.db import session
from engage.platform.imports.importing import Content, Creation, Entry, Notes, Report, Stored, Update, batches
from engage.platform.imports.mapping import Field, Fields
from engage.rules.actors import Actor
from engage.rules.body_names import code_for
from engage.rules.words import is_not_recorded, plain_words, read_vocabulary

BATCH = 500
TEXTS = ("area", "how_often", "chair_role", "membership", "purpose", "source")
LONGEST = {"name": 200, "area": 200, "how_often": 200, "chair_role": 200, "source": 2_000}
LONGEST_TEXT = 5_000
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


def _field(name: str, label: str, headings: str, *, required: bool = False) -> Field:
    return Field(name, label, tuple(headings.split("; ")), required=required)


FIELDS = Fields(
    (
        _field("name", "Forum", "Name; Name of forum; Forum name; Group; Meeting group", required=True),
        _field("body", "Body", "CCG; ICB; CCG / area; CCG / ICB; Commissioner; Lead body"),
        _field("area", "Area", "Place; Area covered"),
        _field("kind", "Type", "Kind; Type of forum; Kind of forum"),
        _field("how_often", "How often", "Frequency; Meets; How often it meets; Meeting frequency"),
        _field("chair_role", "Chair (role)", "Chair; Chaired by; Post of the chair"),
        _field("membership", "Membership", "Members; Who may be a member; Who comes"),
        _field("purpose", "Purpose", "What it is for; Role; Remit; Terms"),
        _field("source", "Source", "Sources; Where it comes from; Reference"),
    )
)


class ForumImporter:
    """Brings in forums; one is the same as another of its name that serves the same body."""

    kind = "forums"
    one = "forum"
    many = "forums"
    fields = FIELDS

    def __init__(self) -> None:
        self._bodies = BodyCells()

    def read(self, values: Mapping[str, str], notes: Notes) -> Entry | None:
        name = " ".join(values.get("name", "").split())
        if not name:
            notes.problem("name", "The forum has no name. Enter what it is called.")
            return None
        _check_lengths(values, notes)
        content = {"name": Content(name, name), **_kind_of(values.get("kind", ""), notes)}
        codes = self._bodies.read("body", values.get("body", ""), notes).value
        if codes:
            content["body"] = self._bodies.content(codes[:1])
        if len(codes) > 1:  # a forum serves one body; that it is for more is kept as its area, in words
            words = self._bodies.content(codes).words
            content["area"] = Content(words, words)
        for field in TEXTS:
            if text := values.get(field, ""):
                plain = "" if is_not_recorded(text) else text
                content[field] = Content(plain, plain)
        return Entry(_key(name, codes[0] if codes else ""), "", name, content)

    def known(self, entries: Sequence[Entry]) -> Mapping[str, Sequence[Stored]]:
        wanted = {entry.key for entry in entries}
        found: dict[str, list[Stored]] = {}
        for forum in session().scalars(select(Forum)):
            lead = self._bodies.code_of(forum.body_id) if forum.body_id else ""
            if (key := _key(forum.name, lead)) in wanted:
                found.setdefault(key, []).append(self._stored(forum, lead))
            session().expunge(forum)
        return found

    def take(
        self, actor: Actor, creations: Sequence[Creation], updates: Sequence[Update], report: Report
    ) -> None:
        entries = [creation.entry for creation in creations] + [update.entry for update in updates]
        self._bodies.make(code for entry in entries if "body" in entry.content for code in _codes(entry))
        codes = queries.free_codes(
            [_stem(creation.entry.name) for creation in creations], session().scalars(select(Forum.code))
        )
        done = 0
        for creating in batches(list(zip(creations, codes, strict=True)), BATCH):
            for creation, code in creating:
                forum = Forum(code=code, name=creation.entry.name, kind="mixed")
                self._put(forum, creation.entry, tuple(creation.entry.content))
                session().add(forum)
            session().flush()
            done += len(creating)
            report(done)
        for updating in batches(updates, BATCH):
            self._change(updating)
            done += len(updating)
            report(done)

    def leaning_on(self, refs: Sequence[str]) -> Sequence[str]:
        """Actions followed in these forums."""
        gone = [ref for ref in refs if ref.startswith("forum:")]
        followed = (select(Action.id).where(Action.belongs_to.in_(some)) for some in batches(gone, BATCH))
        return [f"action:{number}" for wanted in followed for number in session().scalars(wanted)]

    def _stored(self, forum: Forum, lead: str) -> Stored:
        content = {name: Content(getattr(forum, name), getattr(forum, name)) for name in ("name", *TEXTS)}
        content["body"] = self._bodies.content((lead,) if lead else ())
        content["kind"] = _kind(forum.kind, forum.kind_words)
        return Stored(forum.id, "", forum.version, content)

    def _change(self, updates: Sequence[Update]) -> None:
        numbers = [update.stored.id for update in updates]
        found = {one.id: one for one in session().scalars(select(Forum).where(Forum.id.in_(numbers)))}
        for update in updates:
            self._put(found[update.stored.id], update.entry, update.fields)
        session().flush()

    def _put(self, forum: Forum, entry: Entry, names: Sequence[str]) -> None:
        for name in names:
            for column, value in self._columns(name, entry.content[name].value).items():
                setattr(forum, column, value)

    def _columns(self, name: str, value: Any) -> dict[str, Any]:
        """The columns of ``Forum`` that a field fills."""
        if name == "body":
            return {"body_id": self._bodies.id_of(value[0])}
        if name == "kind":
            return {"kind": value[0], "kind_words": value[1]}
        return {name: value}


def _check_lengths(values: Mapping[str, str], notes: Notes) -> None:
    for name, text in values.items():
        longest = LONGEST.get(name, LONGEST_TEXT)
        if len(text) > longest:
            notes.problem(
                name,
                f"{FIELDS.by_name[name].label} has {len(text):,} characters; the most is {longest:,}."
                " Shorten it.",
            )


def _kind_of(text: str, notes: Notes) -> dict[str, Content]:
    """The kind a cell names, with the words it names it by, which say more than the kind."""
    if not text or is_not_recorded(text):
        return {}
    found = read_vocabulary("forum_kinds").recognise(text)
    notes.recognised("kind", found)
    if found.code is None:
        known = ", ".join(label for _, label in kind_choices())
        notes.problem("kind", f"“{found.typed}” is not a kind of forum. Use one of: {known}.")
        return {}
    return {"kind": _kind(found.code, found.typed)}


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
