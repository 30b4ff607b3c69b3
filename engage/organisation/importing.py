"""Bodies named in the cells of a spreadsheet: recognised in any spelling, and made when nobody knew them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Protocol, runtime_checkable

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.likeness import BodyLikeness, Likely
from engage.organisation.models import Body, BodyName, BodySuccession
from engage.platform.data.db import save, session
from engage.platform.imports.importing import Content, Merged, Notes
from engage.rules.body_kinds import limits_of, usual_board_word
from engage.rules.body_names import (
    LONGEST_NAME,
    CatalogueBody,
    body_key,
    body_kind,
    code_for,
    read_bodies,
    split_bodies,
)
from engage.rules.words import is_not_recorded

MOST_COMPARED = 1_000
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class BodyCells:
    """Reads bodies for one import: ``read`` while planning, ``make`` and ``id_of`` while taking."""

    def __init__(self) -> None:
        found = session().execute(select(Body.id, Body.code, Body.name)).all()
        self._ids = {code: number for number, code, _name in found}
        self._codes = {number: code for number, code, _name in found}
        self._labels = {code: name for _number, code, name in found}
        self._names = queries.body_names()
        self._read: dict[tuple[str, str], tuple[Content, Notes]] = {}
        self._said: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._met: dict[str, str] = {}
        self.confirmed: set[str] = set()

    def say(self, said: Mapping[str, Sequence[str]]) -> None:
        """What people have said that unknown names mean: bodies by name, or nothing for one to be opened."""
        self.confirmed = {name for name, meant in said.items() if not meant}
        given = {name: tuple(meant) for name, meant in said.items() if meant}
        self._said = {body_key(name): (name, meant) for name, meant in given.items()}

    def proposals(self, new: Iterable[str]) -> dict[str, tuple[Likely, ...]]:
        """Those of the new bodies that nobody knows, by name, each with the bodies that it may be.

        A file with more unknown names than ``MOST_COMPARED`` names something else: so many are looked at.
        """
        unknown = [name for name in new if self._names.recognise(name).code is None]
        likeness = BodyLikeness(self._names.terms)
        likeness.meet(unknown[:MOST_COMPARED])
        found = {name: likeness.proposals(name) for name in unknown[:MOST_COMPARED]}
        return found | dict.fromkeys(unknown[MOST_COMPARED:], ())

    def read(self, field_name: str, text: str, notes: Notes) -> Content:
        """The codes of the bodies in the cell, the leading one first; spellings and new bodies are noted."""
        if (field_name, text) not in self._read:
            found = Notes()
            pieces = [] if is_not_recorded(text) else split_bodies(text)
            codes = [code for piece in pieces for code in self._codes_of(field_name, piece, found)]
            content = self.content(dict.fromkeys(codes))
            self._read[field_name, text] = content, found
        content, found = self._read[field_name, text]
        notes.add(found)
        return content

    def content(self, codes: Iterable[str]) -> Content:
        """Bodies as a field of a record holds them."""
        held = tuple(codes)
        return Content(held, "; ".join(self._labels[code] for code in held))

    def knows(self, name: str) -> bool:
        """Whether a body goes by this name, in any spelling."""
        return self._names.recognise(name).code is not None

    def code_of(self, body_id: int) -> str:
        return self._codes[body_id]

    def id_of(self, code: str) -> int:
        return self._ids[code]

    def days_of(self, codes: AbstractSet[str]) -> dict[str, tuple[date | None, date | None]]:
        """The first and the last day of each body, one still to be opened among them."""
        wanted = select(Body.code, Body.exists_from, Body.exists_to)
        found = {code: (first, last) for code, first, last in session().execute(wanted) if code in codes}
        catalogue = {body.code: body for body in read_bodies()}
        for code in codes - found.keys():
            body = _new_body(code, self._labels[code], catalogue)
            found[code] = (body.exists_from, body.exists_to)
        return found

    def make(self, codes: Iterable[str]) -> None:
        """Open those of the bodies that are not there yet, inside the caller's verb.

        Called once as the verb runs: what an overtaken draft of it opened is not there.
        """
        self._ids = dict(session().execute(select(Body.code, Body.id)).all())
        wanted = [code for code in dict.fromkeys(codes) if code not in self._ids]
        made = open_bodies({code: self._labels[code] for code in wanted})
        self._ids.update((code, body.id) for code, body in made.items())
        names = queries.body_names()
        for name, meant in self._met.items():
            if meant in self._ids and names.recognise(name).code is None:
                save(BodyName(body_id=self._ids[meant], name=name))

    def _codes_of(self, field_name: str, typed: str, notes: Notes) -> list[str]:
        """The bodies of one name: what it is known to be, else what somebody said it means, else itself."""
        said = self._said.get(body_key(typed))
        if said is None or self._names.recognise(typed).code is not None:
            code = self._code(field_name, typed, notes)
            return [code] if code else []
        inner = Notes()
        codes = [code for one in said[1] if (code := self._code(field_name, one, inner))]
        if len(codes) == 1:
            self._met[said[0]] = codes[0]
        notes.new_bodies += inner.new_bodies
        notes.merged.append(Merged(field_name, typed, "; ".join(self._labels[code] for code in codes)))
        return codes

    def _code(self, field_name: str, name: str, notes: Notes) -> str | None:
        found = self._names.recognise(name)
        if found.code is not None:
            notes.recognised(field_name, found)
        elif not _CODE.fullmatch(code_for(name)) or len(name) > LONGEST_NAME:
            sentence = f"“{name[:60]}” cannot be the name of a body. Enter one such as Anytown CCG."
            notes.unread(field_name, name, sentence)
            return None
        code = found.code or code_for(name)
        label = self._labels.setdefault(code, found.label)
        if code not in self._ids:
            notes.new_bodies.append(label)
        return code


@runtime_checkable
class NamesBodies(Protocol):
    """An importer of records that name bodies: what people say of unknown names goes to its ``bodies``."""

    @property
    def bodies(self) -> BodyCells: ...


def open_bodies(labels: Mapping[str, str]) -> dict[str, Body]:
    """Open the bodies with these codes (and names), none of which is there yet; for use inside a verb.

    A body of the catalogue gets its dates, its other names, and who took over from whom among the bodies that
    are there; any other gets its kind from its name, and the days that the law leaves that kind.
    """
    catalogue = {body.code: body for body in read_bodies()}
    made = {code: save(_new_body(code, label, catalogue)) for code, label in labels.items()}
    names = queries.body_names()
    for code in (code for code in made if code in catalogue):
        for alias in catalogue[code].aliases:
            if names.recognise(alias).code == code:
                save(BodyName(body_id=made[code].id, name=alias))
    for row in _successions(made, catalogue):
        save(row)
    return made


def _new_body(code: str, label: str, catalogue: Mapping[str, CatalogueBody]) -> Body:
    return _from_catalogue(catalogue[code]) if code in catalogue else _from_its_name(code, label)


def _from_its_name(code: str, name: str) -> Body:
    kind = body_kind(name)
    first, last = limits_of(kind)
    word = usual_board_word(kind)
    return Body(code=code, name=name, kind=kind.value, exists_from=first, exists_to=last, board_word=word)


def _from_catalogue(known: CatalogueBody) -> Body:
    first, last = known.starts, known.ends
    checked = all(day.trust == "verified" for day in (first, last) if day)
    return Body(
        code=known.code,
        name=known.name,
        kind=known.kind.value,
        exists_from=first.on if first else None,
        exists_to=last.on if last else None,
        board_word=usual_board_word(known.kind),
        trust="verified" if checked else "unverified",
    )


def _successions(
    made: Mapping[str, Body], catalogue: Mapping[str, CatalogueBody]
) -> Iterator[BodySuccession]:
    """The successions of the catalogue of which one side is new and both are there."""
    numbers = dict(session().execute(select(Body.code, Body.id)).all())
    for known in catalogue.values():
        successor = catalogue.get(known.successor or "")
        if successor is None or made.keys().isdisjoint({known.code, successor.code}):
            continue
        if known.code in numbers and successor.code in numbers:
            yield BodySuccession(
                body_id=numbers[known.code],
                successor_id=numbers[successor.code],
                on=successor.starts.on if successor.starts else None,
                trust=known.successor_trust or "unverified",
            )
