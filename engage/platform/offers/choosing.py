"""Choosing one record of another package by typing what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engage.platform.offers import references
from engage.platform.offers.gathered import gathered
from engage.platform.web.guard import actor
from engage.rules.permissions import May

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Option:
    """A record that may be chosen; ``told`` is what tells it from others of its name. ``number`` is its own,
    or what stands for it among choices."""

    number: int | str
    name: str
    told: str = ""

    @property
    def words(self) -> str:
        return f"{self.name} ({self.told})" if self.told else self.name


@dataclass(frozen=True, slots=True)
class Found:
    """What was found by the words typed: the first of them, how many there are, and those of just this name.

    Where nothing is found ``near`` are records whose names look alike.
    """

    options: tuple[Option, ...] = ()
    total: int = 0
    exact: tuple[Option, ...] = ()
    near: tuple[Option, ...] = ()

    @property
    def only(self) -> Option | None:
        """The one that is meant beyond doubt."""
        if len(self.exact) == 1:
            return self.exact[0]
        return self.options[0] if self.total == 1 else None


@dataclass(frozen=True, slots=True)
class Chooser:
    """How records of one kind are chosen, by those who hold one of the permissions ``may``.

    ``find`` looks the words up, ``tell`` says of these numbers which record each is. ``where`` ends a
    sentence: in the stakeholder register.
    """

    one: str
    many: str
    where: str
    may: frozenset[May]
    find: Callable[[str], Found]
    tell: Callable[[Sequence[int]], Sequence[Option]]

    @property
    def is_open(self) -> bool:
        """Whether whoever asks may choose."""
        return any(actor().may(one) for one in self.may)

    def told(self, number: int) -> Option | None:
        return next(iter(self.tell([number])), None)


def chooser(kind: str) -> Chooser:
    return gathered().choosers[kind]


def looked_up(kind: str, typed: str) -> Found:
    """What is meant by a name, a code, a reference or the address of a page."""
    asked = chooser(kind)
    named, _, number = (references.find(typed) or "").partition(":")
    if named == kind and (option := asked.told(int(number))):
        return Found((option,), 1, (option,))
    return asked.find(typed)


def said(kind: str, typed: str, found: Found) -> str:
    """What is to be said of what was found: whether it is one, several or none, and how many more."""
    asked = chooser(kind)
    more = "Type more of what is known, or paste the address of the page of the one you mean."
    return said_of(f"{asked.one} {asked.where}", asked.one, asked.many, typed, found, more)


def said_of(one_there: str, one: str, many: str, typed: str, found: Found, type_more: str) -> str:
    """The same, in these words: no organisation in the register, an organisation, organisations."""
    shown = len(found.options)
    if found.total > shown:
        more = found.total - shown
        return f"Here are {shown} of {found.total:,} {many}: there are {more:,} more. {type_more}"
    if found.total:
        return f"{found.total} {one if found.total == 1 else many} found."
    if found.near:
        return f"No {one_there} is found by “{typed}”. These have names that are like it."
    return f"No {one_there} is found by “{typed}”."
