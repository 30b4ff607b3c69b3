"""Bodies named in the cells of a spreadsheet: recognised in any spelling, and made when nobody knew them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.models import Body
from engage.organisation.newcomers import open_bodies
from engage.platform.data.db import session
from engage.platform.imports.importing import Content, Notes
from engage.rules.body_names import code_for, split_bodies
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
        """Open those of the bodies that are not there yet, inside the caller's verb."""
        wanted = [code for code in dict.fromkeys(codes) if code not in self._ids]
        made = open_bodies({code: self._labels[code] for code in wanted})
        self._ids.update((code, body.id) for code, body in made.items())

    def _code(self, field_name: str, name: str, notes: Notes) -> str | None:
        found = self._names.recognise(name)
        if found.code is not None:
            notes.recognised(field_name, found)
        elif not _CODE.fullmatch(code_for(name)) or len(name) > LONGEST_NAME:
            notes.problem(
                field_name, f"“{name[:60]}” cannot be the name of a body. Enter one such as Anytown CCG."
            )
            return None
        code = found.code or code_for(name)
        label = self._labels.setdefault(code, found.label)
        if code not in self._ids:
            notes.new_bodies.append(label)
        return code
