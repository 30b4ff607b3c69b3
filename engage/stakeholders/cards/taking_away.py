"""The register written as contact cards, to be taken away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from flask import Response
from sqlalchemy import select

from engage.platform.data.db import session
from engage.stakeholders.barred import Address, barred, plain
from engage.stakeholders.models import ContactPoint, Organisation, Stakeholder, Table
from engage.stakeholders.queries import AT_ONCE

NOT_ON_THE_CARD = "An address is left out: its owner is not to be contacted."
CARDS = "text/vcard; charset=utf-8"


def cards_file(table: Table, numbers: Sequence[int], name: str) -> Response:
    """The contact cards of these."""
    return file_answer("".join(cards_of(table, numbers)).encode(), f"{name}.vcf", CARDS)


def file_answer(content: bytes, name: str, kind: str) -> Response:
    """A file that the browser keeps under this name."""
    answer = Response(content, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def cards_of(table: Table, numbers: Sequence[int]) -> Iterator[str]:
    """One card each, in this order, with every address but those of somebody who is not to be contacted; a
    fixed number of queries for each 500."""
    not_to_be_used = barred()
    for start in range(0, len(numbers), AT_ONCE):
        some = numbers[start : start + AT_ONCE]
        found: Iterable[Any] = session().scalars(select(table).where(table.id.in_(some)))
        known = {row.id: row for row in found}
        points = _points(table, some)
        for number in (number for number in some if number in known):
            yield _card(known[number], points.get(number, []), not_to_be_used)


def _card(who: Stakeholder, points: Iterable[ContactPoint], not_to_be_used: Collection[Address]) -> str:
    import vobject

    card = vobject.vCard()
    card.add("fn").value = who.name
    card.add("n").value = vobject.vcard.Name(given=who.name)
    own: list[tuple[str, str]] = [(point.kind, point.value) for point in points]
    if isinstance(who, Organisation):
        card.add("org").value = [who.name]
        own += [("email", who.email), ("phone", who.phone), ("web", who.website)]
        own.append(("post", "\n".join(filter(None, (who.address, who.postcode)))))
    own = [pair for pair in dict.fromkeys(own) if pair[1]]
    may_be_used = [pair for pair in own if plain(*pair) not in not_to_be_used]
    for kind, value in may_be_used:
        _add(card, kind, value)
    if who.do_not_contact or len(may_be_used) < len(own):
        card.add("note").value = NOT_ON_THE_CARD
    return str(card.serialize())


def _add(card: Any, kind: str, value: str) -> None:
    if kind == "post":
        import vobject

        card.add("adr").value = vobject.vcard.Address(street=value)
        return
    card.add({"email": "email", "phone": "tel", "web": "url"}[kind]).value = value


def _points(table: Table, ids: Sequence[int]) -> dict[int, list[ContactPoint]]:
    column = ContactPoint.organisation_id if table is Organisation else ContactPoint.person_id
    found: dict[int, list[ContactPoint]] = {}
    wanted = select(ContactPoint).where(column.in_(ids))
    for point in session().scalars(wanted.order_by(ContactPoint.is_preferred.desc(), ContactPoint.id)):
        found.setdefault(getattr(point, column.key), []).append(point)
    return found
