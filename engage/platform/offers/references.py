"""References such as activity:412: what the record behind one is called, and where it can be read.

Siblings may not import one another, so each feature offers how its own records are spoken of; whoever holds a
reference asks here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import has_app_context, has_request_context

from engage.platform.data.remembered import Memory
from engage.platform.data.typed import number_or_none
from engage.platform.offers.gathered import gathered
from engage.platform.web.guard import leads_somewhere


@dataclass(frozen=True, slots=True)
class Named:
    """A record as its keepers speak of it: ``code`` such as ENG-012 (empty when it has none).

    ``source`` is the standing record that speaks through it, such as the forum of a meeting: what two
    meetings of one forum say comes from one source. For an activity it is another that counted the same
    contacts. Empty when it is a source of its own.
    """

    code: str
    title: str
    address: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference as a page shows it; ``page`` is empty when the record is gone or has none."""

    ref: str
    text: str
    page: str
    code: str = ""
    source: str = ""

    @property
    def address(self) -> str:
        """Where it can be read: nowhere, for somebody who asks and may not open its page."""
        if self.page and has_request_context() and not leads_somewhere(self.page):
            return ""
        return self.page


Describe = Callable[[Sequence[int]], Mapping[int, Named]]
"""Names the records with these numbers in a fixed number of queries, and leaves out those that are gone."""
Find = Callable[[str], int | None]
"""The number of the record with this code, or None."""

MOST_NAMED = 100  # at once, to be remembered: a page, not a sheet of the whole register
NAMED = Memory(500)

_ADDRESS = re.compile(r"(?:https?://[^/?#]+)?(/[^?#]*)(?:[?#].*)?")


class Speaks(NamedTuple):
    """How records of one kind are named, and how one is found by its code, where they have codes.

    Of a kind that ``names_nobody`` the names are remembered until a record changes that they come from.
    """

    describe: Describe
    find: Find | None = None
    names_nobody: bool = False

    def named(self, kind: str, numbers: Sequence[int]) -> Mapping[int, Named]:
        if not self.names_nobody or len(numbers) > MOST_NAMED:
            return self.describe(numbers)
        return NAMED.remembered((kind, *sorted(numbers)), lambda: self.describe(numbers))


def links(refs: Iterable[str]) -> dict[str, Link]:
    """Each reference as a page shows it: one question to each feature that is named."""
    found: dict[str, Link] = {}
    by_kind: dict[str, dict[int, str]] = {}
    for ref in refs:
        kind, number = _parted(ref)
        found[ref] = Link(ref, f"{kind.replace('_', ' ')} {number or ''}".strip(), "")
        if number is not None:
            by_kind.setdefault(kind, {})[number] = ref
    kinds = gathered().references if has_app_context() else {}
    for kind, numbers in by_kind.items():
        if kind in kinds:
            for number, named in kinds[kind].named(kind, list(numbers)).items():
                found[numbers[number]] = _link(numbers[number], named)
    return found


def link(ref: str) -> Link | None:
    """One reference as a page shows it; None for an empty one."""
    return links([ref])[ref] if ref else None


def find(typed: str) -> str | None:
    """The reference of the record a person means.

    They say it by its code (ENG-012), its reference (activity:12) or the address of its page, as copied from
    the top of a browser.
    """
    at_address = _ADDRESS.fullmatch(typed.strip())
    if at_address is not None and (ref := _at(at_address[1].rstrip("/"))) is not None:
        return ref
    kind, number = _parted(typed.strip())
    kinds = gathered().references
    if kind in kinds and number is not None:
        return f"{kind}:{number}" if number in kinds[kind].describe([number]) else None
    for known, speaks in kinds.items():
        number = speaks.find(typed.strip()) if speaks.find else None
        if number is not None:
            return f"{known}:{number}"
    return None


def _at(path: str) -> str | None:
    """The reference of the record whose page has this path."""
    last = path.rpartition("/")[2]
    for kind, speaks in gathered().references.items():
        _, number = _parted(f"{kind}:{last}")
        if number is None and speaks.find:
            number = speaks.find(last)
        named = speaks.describe([number]).get(number) if number is not None else None
        if named is not None and named.address == path:
            return f"{kind}:{number}"
    return None


def _parted(ref: str) -> tuple[str, int | None]:
    kind, _, number = ref.partition(":")
    return kind, number_or_none(number)


def _link(ref: str, named: Named) -> Link:
    text = " ".join(filter(None, (named.code, named.title)))
    return Link(ref, text, named.address, named.code, named.source)
