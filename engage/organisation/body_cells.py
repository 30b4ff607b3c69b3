"""Bodies named in the cells of a spreadsheet: recognised in any spelling, and made when nobody knew them."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.models import Body, BodySuccession
from engage.platform.db import session
from engage.platform.importing import Content, Notes
from engage.rules.body_names import CatalogueBody, body_kind, code_for, read_bodies, split_bodies
from engage.rules.words import is_not_recorded


class BodyCells:
    """Reads bodies for one import: ``read`` while planning, ``make`` and ``id_of`` while taking."""

    def __init__(self) -> None:
        found = session().execute(select(Body.id, Body.code, Body.name)).all()
        self._ids = {code: number for number, code, _name in found}
        self._codes = {number: code for number, code, _name in found}
        self._labels = {code: name for _number, code, name in found}
        self._names = queries.body_names()

    def read(self, field_name: str, text: str, notes: Notes) -> Content:
        """The codes of the bodies in the cell, the leading one first; spellings and new bodies are noted."""
        pieces = [] if is_not_recorded(text) else split_bodies(text)
        codes = list(dict.fromkeys(self._code(field_name, piece, notes) for piece in pieces))
        return self.content(codes)

    def content(self, codes: Iterable[str]) -> Content:
        """Bodies as a field of a record holds them."""
        held = tuple(codes)
        return Content(held, "; ".join(self._labels.get(code, code) for code in held))

    def code_of(self, body_id: int) -> str:
        return self._codes[body_id]

    def id_of(self, code: str) -> int:
        return self._ids[code]

    def make(self, codes: Iterable[str]) -> None:
        """Make those of the bodies that are not there yet, inside the caller's verb."""
        wanted = [code for code in dict.fromkeys(codes) if code not in self._ids]
        catalogue = {body.code: body for body in read_bodies()}
        made = [_body(code, self._labels[code], catalogue.get(code)) for code in wanted]
        session().add_all(made)
        session().flush()
        self._ids.update((body.code, body.id) for body in made)
        session().add_all(self._successions(wanted, catalogue))
        session().flush()

    def _code(self, field_name: str, name: str, notes: Notes) -> str:
        found = self._names.recognise(name)
        if found.code is not None:
            notes.recognised(field_name, found)
            code, label = found.code, found.label
        else:
            code, label = code_for(name), found.typed
        label = self._labels.setdefault(code, label)
        if code not in self._ids:
            notes.new_bodies.append(label)
        return code

    def _successions(
        self, made: Iterable[str], catalogue: dict[str, CatalogueBody]
    ) -> Iterable[BodySuccession]:
        """The successions of which one side is new and both are now there."""
        new = set(made)
        for body in catalogue.values():
            follower = catalogue.get(body.successor or "")
            if follower is None or not {body.code, follower.code} & new:
                continue
            if body.code in self._ids and follower.code in self._ids:
                yield BodySuccession(
                    body_id=self._ids[body.code],
                    successor_id=self._ids[follower.code],
                    on=follower.starts.on if follower.starts else None,
                    trust=body.successor_trust or "unverified",
                )


def _body(code: str, name: str, entry: CatalogueBody | None) -> Body:
    if entry is None:
        return Body(code=code, name=name, kind=body_kind(name).value)
    starts, ends = entry.starts, entry.ends
    return Body(
        code=code,
        name=name,
        kind=entry.kind.value,
        exists_from=starts.on if starts else None,
        exists_to=ends.on if ends else None,
        board_word="Board" if entry.kind.value == "ICB" else "Governing Body",
        trust="verified" if all(one.trust == "verified" for one in (starts, ends) if one) else "unverified",
    )
