"""Small-number protection: counts of people are shown so that nobody can be picked out by them.

A count below ``least`` is hidden, and with it as many others as it takes that no hidden count can be worked
out. Whoever looks at a table is taken to know every number that is shown, how many people there are, that
parts add up to their total, and that a hidden count is not zero (unless zeros are hidden too); even so at
least ``spread`` different values stay possible for each hidden count. A count is an arc between two sums that
must agree, so what can be worked out is how far it may go up and down around a circle of hidden arcs: a flow.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Generic, TypeVar

LEAST = 10
WHOLE_PERCENTAGES_BELOW = 100
WITHOUT_BOUND = 1 << 60
OF_A_TOTAL = 1 << 30  # what hiding a total costs beside hiding a part: parts go first

Key = TypeVar("Key", bound=Hashable)
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Policy:
    """How far counts are protected.

    Counts from 1 to ``least`` - 1 are hidden, and zeros too with ``hide_zeros``: that nobody of a group said
    yes can be as telling as that one did. ``spread`` values at the least stay possible for what is hidden;
    unless given, as many as ``least``.
    """

    least: int = LEAST
    spread: int = 0
    hide_zeros: bool = False

    def __post_init__(self) -> None:
        if self.least < 2 or not 0 <= self.spread <= self.least:
            raise ValueError("least must be 2 or more, and spread no larger than least")

    @property
    def width(self) -> int:
        return self.spread or self.least

    @property
    def lowest_hidden(self) -> int:
        """What everybody knows of a hidden count."""
        return 0 if self.hide_zeros else 1

    def is_small(self, count: int) -> bool:
        return 0 < count < self.least or (self.hide_zeros and count == 0)

    def is_small_change(self, earlier: int | None, count: int) -> bool:
        """Whether two releases beside one another would show that a few people came or went."""
        return earlier is not None and 0 < abs(count - earlier) < self.least


@dataclass(frozen=True, slots=True)
class Protected(Generic[Key]):
    """Counts as they may be shown: None stands for one that is hidden, for whichever reason.

    ``is_withheld`` when nothing but perhaps the total could be shown.
    """

    cells: Mapping[Key, int | None]
    total: int | None
    policy: Policy
    is_withheld: bool = False

    @property
    def hides(self) -> bool:
        return self.total is None or None in self.cells.values()

    def percentage(self, key: Key) -> int | float | None:
        """The share of the total in per cent, in whole numbers where the total is below 100.

        None where either of the two is hidden, and of a total of zero.
        """
        return percentage(self.cells[key], self.total)

    @property
    def sentence(self) -> str:
        """What is to stand beneath the table; empty when it hides nothing."""
        return _sentence(self.policy, self.is_withheld) if self.hides else ""


@dataclass(frozen=True, slots=True)
class ProtectedTwoWay:
    """A table of two cuts as it may be shown; None stands for a number that is hidden."""

    cells: Mapping[Pair, int | None]
    rows: Mapping[str, int | None]
    columns: Mapping[str, int | None]
    total: int | None
    policy: Policy
    is_withheld: bool = False

    @property
    def hides(self) -> bool:
        shown = (*self.cells.values(), *self.rows.values(), *self.columns.values(), self.total)
        return None in shown

    @property
    def sentence(self) -> str:
        return _sentence(self.policy, self.is_withheld) if self.hides else ""


def protect(
    table: Mapping[Key, int],
    policy: Policy = Policy(),
    *,
    earlier: Protected[Key] | None = None,
) -> Protected[Key]:
    """A table of parts that add up to a total, each person counted once.

    Beside an ``earlier`` release nothing is shown by which a change of a few people could be read off.
    """
    arcs = [Arc(("cell", key), "all", "parts", count) for key, count in table.items()]
    total = Arc(("total",), "parts", "all", sum(table.values()), is_total=True)
    before: dict[Name, int | None] = {}
    if earlier is not None:
        before = {("cell", key): count for key, count in earlier.cells.items()}
        before[("total",)] = earlier.total
    net = Net([*arcs, total], policy, before)
    shown, is_withheld = net.shown()
    return Protected({key: shown[("cell", key)] for key in table}, shown[("total",)], policy, is_withheld)


def protect_groups(groups: Mapping[Key, int], total: int, policy: Policy = Policy()) -> Protected[Key]:
    """Groups of ``total`` people, of whom some are in none: how many these are is not shown, and not left to
    be worked out where they are few. Groups that have people in common are protected as if they had none."""
    arcs = [Arc(("cell", key), "all", "parts", count) for key, count in groups.items()]
    of_none = Arc(("none",), "all", "parts", max(total - sum(groups.values()), 0), is_published=False)
    every = Arc(("total",), "parts", "all", sum(arc.count for arc in (*arcs, of_none)), is_total=True)
    shown, is_withheld = Net([*arcs, of_none, every], policy).shown()
    of = total if shown[("total",)] is not None else None
    return Protected({key: shown["cell", key] for key in groups}, of, policy, is_withheld)


def protect_two_way(cells: Mapping[Pair, int], policy: Policy = Policy()) -> ProtectedTwoWay:
    """A table of two cuts, (row, column) to count, with totals of rows, columns and all.

    A pair that is left out counts zero.
    """
    rows, columns = _names(cells, 0), _names(cells, 1)
    net = Net(_two_way(cells, rows, columns, are_cells_published=True), policy)
    shown, is_withheld = net.shown()
    return ProtectedTwoWay(
        cells={(row, column): shown["cell", row, column] for row in rows for column in columns},
        rows={row: shown["row", row] for row in rows},
        columns={column: shown["column", column] for column in columns},
        total=shown[("total",)],
        policy=policy,
        is_withheld=is_withheld,
    )


def protect_cuts(
    joint: Mapping[Pair, int],
    policy: Policy = Policy(),
) -> tuple[Protected[str], Protected[str]]:
    """Two tables of the same people cut in two ways, such as into age bands of five years and of ten.

    ``joint`` counts the people of each pair (category of the first cut, category of the second); a pair left
    out is one that nobody can be in. These counts are not shown, and are not left to be worked out from one
    table beside the other where they are small.
    """
    rows, columns = _names(joint, 0), _names(joint, 1)
    net = Net(_two_way(joint, rows, columns, are_cells_published=False), policy)
    shown, is_withheld = net.shown()
    total = shown[("total",)]
    return (
        Protected({row: shown["row", row] for row in rows}, total, policy, is_withheld),
        Protected({column: shown["column", column] for column in columns}, total, policy, is_withheld),
    )


def percentage(part: int | None, base: int | None) -> int | float | None:
    """``part`` in per cent of ``base``: in whole numbers below a base of 100, else to one decimal place.

    None where either is hidden, and of a base of zero.
    """
    if part is None or not base:
        return None
    share = 100 * part / base
    return round(share) if base < WHOLE_PERCENTAGES_BELOW else round(share, 1)


def _names(cells: Mapping[Pair, int], place: int) -> list[str]:
    return list(dict.fromkeys(pair[place] for pair in cells))


def _sentence(policy: Policy, is_withheld: bool) -> str:
    if is_withheld:
        return (
            f"This table is not shown: too many of its numbers are below {policy.least}, and people could be "
            "recognised by them."
        )
    return (
        f"Numbers below {policy.least} are hidden, so that nobody can be recognised, and others with them so "
        "that they cannot be worked out."
    )


Name = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """One number, from one sum that it is part of to another. Without ``is_published`` it is never shown."""

    name: Name
    tail: Hashable
    head: Hashable
    count: int
    is_total: bool = False
    is_published: bool = True


def _two_way(
    cells: Mapping[Pair, int], rows: Sequence[str], columns: Sequence[str], *, are_cells_published: bool
) -> list[Arc]:
    # Of two cuts that are each a table of their own, a pair left out is impossible and has no arc.
    pairs = [(row, column) for row in rows for column in columns] if are_cells_published else list(cells)
    of_row, of_column = dict.fromkeys(rows, 0), dict.fromkeys(columns, 0)
    for (row, column), count in cells.items():
        of_row[row] += count
        of_column[column] += count
    return [
        *(
            Arc(
                ("cell", row, column),
                ("row", row),
                ("column", column),
                cells.get((row, column), 0),
                is_published=are_cells_published,
            )
            for row, column in pairs
        ),
        *(Arc(("row", row), "all", ("row", row), count, is_total=True) for row, count in of_row.items()),
        *(
            Arc(("column", column), ("column", column), "every", count, is_total=True)
            for column, count in of_column.items()
        ),
        Arc(("total",), "every", "all", sum(cells.values()), is_total=True),
    ]


class Net:
    """The numbers of a table and the sums between them; the last number is the total of all."""

    def __init__(
        self, arcs: Iterable[Arc], policy: Policy, earlier: Mapping[Name, int | None] | None = None
    ) -> None:
        self.arcs, self.policy = list(arcs), policy
        if any(arc.count < 0 for arc in self.arcs):
            raise ValueError("a count of people is never below zero")
        self.earlier = earlier or {}
        self.at: dict[Hashable, list[int]] = {}
        for place, arc in enumerate(self.arcs):
            self.at.setdefault(arc.tail, []).append(place)
            self.at.setdefault(arc.head, []).append(place)

    def shown(self) -> tuple[dict[Name, int | None], bool]:
        """Each published number, or None where it is hidden; and whether the table had to be withheld."""
        total = self.arcs[-1]
        if not 0 < total.count < self.policy.least:
            hidden = self._hidden()
            if hidden is not None:
                return self._without(hidden), False
            if not self._must_hide(total):
                return self._without(set(range(len(self.arcs) - 1))), True
        return self._without(set(range(len(self.arcs)))), True

    def _without(self, hidden: set[int]) -> dict[Name, int | None]:
        return {
            arc.name: None if place in hidden else arc.count
            for place, arc in enumerate(self.arcs)
            if arc.is_published
        }

    def _must_hide(self, arc: Arc) -> bool:
        return (
            not arc.is_published
            or self.policy.is_small(arc.count)
            or self.policy.is_small_change(self.earlier.get(arc.name), arc.count)
        )

    def _hidden(self) -> set[int] | None:
        """The numbers to hide; None when hiding all but zeros would not protect every one of them."""
        hidden = {place for place, arc in enumerate(self.arcs) if self._must_hide(arc)}
        while (place := self._first_unsafe(hidden)) is not None:
            more = self._more_to_hide(place, hidden)
            if not more:
                return None
            hidden |= more
        return hidden

    def _first_unsafe(self, hidden: set[int]) -> int | None:
        for place in sorted(hidden):
            arc = self.arcs[place]
            if not arc.is_published and not self.policy.is_small(arc.count):
                continue
            low, high = self.bounds(place, hidden)
            if high - low + 1 < self.policy.width:
                return place
        return None

    def bounds(self, place: int, hidden: set[int]) -> tuple[int, int]:
        """The lowest and highest value that a hidden number can have for all that is shown.

        The highest is not looked for beyond what makes it safe.
        """
        arc, enough = self.arcs[place], self.policy.width - 1
        up = Push(self, place, hidden).raised(enough)
        down = min(Push(self, place, hidden).lowered(enough - up), arc.count - self.lowest(arc))
        return arc.count - down, arc.count + up

    def lowest(self, arc: Arc) -> int:
        """What a number is at the least, as far as everybody knows while it is hidden."""
        return self.policy.lowest_hidden if arc.is_published else 0

    def _more_to_hide(self, place: int, hidden: set[int]) -> set[int]:
        """Numbers to hide beside these so that this one is safe; as few and as small as can be found."""
        arc, enough = self.arcs[place], self.policy.width - 1
        push = Push(self, place, hidden, may_hide_more=True)
        up = push.raised(enough)
        if up < enough:
            push.lowered(min(enough - up, arc.count - self.lowest(arc)))
        return push.newly_hidden


class Push:
    """Raising or lowering one hidden number, with all the others that must move with it."""

    def __init__(self, net: Net, place: int, hidden: set[int], *, may_hide_more: bool = False) -> None:
        self.net, self.place, self.hidden, self.may_hide_more = net, place, hidden, may_hide_more
        self.counts = {number: arc.count for number, arc in enumerate(net.arcs)}
        self.newly_hidden: set[int] = set()

    def raised(self, most: int) -> int:
        """By how much the number can be raised, looking no further than ``most``."""
        arc = self.net.arcs[self.place]
        return self._moved(arc.head, arc.tail, most)

    def lowered(self, most: int) -> int:
        """By how much the number can be lowered, without regard to how low it may be itself."""
        arc = self.net.arcs[self.place]
        return self._moved(arc.tail, arc.head, most)

    def _moved(self, start: Hashable, end: Hashable, most: int) -> int:
        moved = 0
        while moved < most and (path := self._cheapest(start, end)):
            step = min(most - moved, *(self._room(number, is_up) for number, is_up in path))
            for number, is_up in path:
                self.counts[number] += step if is_up else -step
                if number not in self.hidden:
                    self.newly_hidden.add(number)
            moved += step
        return moved

    def _cheapest(self, start: Hashable, end: Hashable) -> list[tuple[int, bool]]:
        """A way round that hides least of what is shown: the numbers on it, and whether each goes up."""
        best: dict[Hashable, int] = {start: 0}
        came: dict[Hashable, tuple[Hashable, int, bool]] = {}
        waiting: list[tuple[int, int, Hashable]] = [(0, 0, start)]
        order = 0
        while waiting:
            cost, _, node = heappop(waiting)
            if node == end:
                return self._way_back(came, start, end)
            if cost > best[node]:
                continue
            for number, is_up, other in self._steps(node):
                dearer = cost + self._cost(number)
                if dearer < best.get(other, WITHOUT_BOUND):
                    best[other], came[other] = dearer, (node, number, is_up)
                    order += 1
                    heappush(waiting, (dearer, order, other))
        return []

    def _steps(self, node: Hashable) -> Iterable[tuple[int, bool, Hashable]]:
        for number in self.net.at[node]:
            arc = self.net.arcs[number]
            if number == self.place or not self._may_move(number):
                continue
            is_up = arc.tail == node
            if self._room(number, is_up) > 0:
                yield number, is_up, arc.head if is_up else arc.tail

    def _way_back(
        self, came: Mapping[Hashable, tuple[Hashable, int, bool]], start: Hashable, end: Hashable
    ) -> list[tuple[int, bool]]:
        path, node = [], end
        while node != start:
            node, number, is_up = came[node]
            path.append((number, is_up))
        return path

    def _may_move(self, number: int) -> bool:
        if number in self.hidden:
            return True
        # How many people there are is taken to be known, and a zero that is hidden, to be one at least.
        arc, is_last = self.net.arcs[number], number == len(self.net.arcs) - 1
        return self.may_hide_more and not is_last and arc.count >= self.net.lowest(arc)

    def _room(self, number: int, is_up: bool) -> int:
        if is_up:
            return WITHOUT_BOUND
        return self.counts[number] - self.net.lowest(self.net.arcs[number])

    def _cost(self, number: int) -> int:
        if number in self.hidden or number in self.newly_hidden:
            return 0
        arc = self.net.arcs[number]
        return 1 + arc.count + (OF_A_TOTAL if arc.is_total else 0)
