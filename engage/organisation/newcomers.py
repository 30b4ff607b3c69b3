"""Bodies met in a record that nobody had opened: opened with what the catalogue knows, or from their name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import select

from engage.organisation import queries
from engage.organisation.models import Body, BodyName, BodySuccession
from engage.platform.data.db import save, session
from engage.rules.body_kinds import limits_of, usual_board_word
from engage.rules.body_names import CatalogueBody, body_kind, read_bodies


def open_bodies(labels: Mapping[str, str]) -> dict[str, Body]:
    """Open the bodies with these codes (and names), none of which is there yet; for use inside a verb.

    A body of the catalogue gets its dates, its other names, and who took over from whom among the bodies that
    are there; any other gets its kind from its name, and the days that the law leaves that kind.
    """
    catalogue = {body.code: body for body in read_bodies()}
    made = {
        code: save(_from_catalogue(catalogue[code]) if code in catalogue else _from_its_name(code, label))
        for code, label in labels.items()
    }
    names = queries.body_names()
    for code in (code for code in made if code in catalogue):
        for alias in catalogue[code].aliases:
            if names.recognise(alias).code == code:
                save(BodyName(body_id=made[code].id, name=alias))
    for row in _successions(made, catalogue):
        save(row)
    return made


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
