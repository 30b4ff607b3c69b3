"""Bodies named in the cells of a spreadsheet: recognised in any spelling, and made when nobody knew them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.models import Body, BodySuccession
from engage.platform.db import session
from engage.platform.importing import Content, Notes
from engage.rules.body_kinds import usual_board_word
from engage.rules.body_names import CatalogueBody, body_kind, code_for, read_bodies, split_bodies
from engage.rules.words import is_not_recorded

LONGEST_NAME = 150
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

    def read(self, field_name: str, text: str, notes: Notes) -> Content:
        """The codes of the bodies in the cell, the leading one first; spellings and new bodies are noted."""
        if (field_name, text) not in self._read:
            found = Notes()
            pieces = [] if is_not_recorded(text) else split_bodies(text)
            codes = [self._code(field_name, piece, found) for piece in pieces]
            content = self.content(dict.fromkeys(code for code in codes if code))
            self._read[field_name, text] = content, found
        content, found = self._read[field_name, text]
        notes.add(found)
        return content

    def content(self, codes: Iterable[str]) -> Content:
        """Bodies as a field of a record holds them."""
        held = tuple(codes)
        return Content(held, "; ".join(self._labels[code] for code in held))

    def code_of(self, body_id: int) -> str:
        return self._codes[body_id]

    def id_of(self, code: str) -> int:
        return self._ids[code]

    def make(self, codes: Iterable[str]) -> None:
        """Make those of the bodies that are not there yet, inside the caller's verb.

        What the catalogue knows of them comes along: their days, and which of them took over from which.
        """
        wanted = [code for code in dict.fromkeys(codes) if code not in self._ids]
        catalogue = {body.code: body for body in read_bodies()}
        made = [_body(code, self._labels[code], catalogue.get(code)) for code in wanted]
        session().add_all(made)
        session().flush()
        self._ids.update((body.code, body.id) for body in made)
        session().add_all(self._successions(set(wanted), catalogue))
        session().flush()

    def _code(self, field_name: str, name: str, notes: Notes) -> str | None:
        found = self._names.recognise(name)
        if found.code is not None:
            notes.recognised(field_name, found)
        elif not _CODE.fullmatch(code_for(name)) or len(name) > LONGEST_NAME:
            notes.problem(
                field_name, f"“{name[:60]}” cannot be the name of a body. Enter one such as Walsall CCG."
            )
            return None
        code = found.code or code_for(name)
        label = self._labels.setdefault(code, found.label)
        if code not in self._ids:
            notes.new_bodies.append(label)
        return code

    def _successions(self, made: set[str], catalogue: dict[str, CatalogueBody]) -> Iterator[BodySuccession]:
        """The successions of which one side is new and both are now there."""
        for body in catalogue.values():
            follower = catalogue.get(body.successor or "")
            if follower is None or not {body.code, follower.code} & made:
                continue
            if body.code in self._ids and follower.code in self._ids:
                yield BodySuccession(
                    body_id=self._ids[body.code],
                    successor_id=self._ids[follower.code],
                    on=follower.starts.on if follower.starts else None,
                    trust=body.successor_trust or "unverified",
                )


def _body(code: str, name: str, known: CatalogueBody | None) -> Body:
    kind = known.kind if known else body_kind(name)
    days = [day for day in (known.starts, known.ends) if day] if known else []
    is_verified = bool(days) and all(day.trust == "verified" for day in days)
    return Body(
        code=code,
        name=name,
        kind=kind.value,
        exists_from=known.starts.on if known and known.starts else None,
        exists_to=known.ends.on if known and known.ends else None,
        board_word=usual_board_word(kind.value),
        trust="verified" if is_verified else "unverified",
    )
