"""Which groups are missing from a panel: a stated rule, honest about small numbers and silent about persons.

A group is marked when a panel of that size, drawn by lot from the community, would have so few of it less
often than once in forty. Of a group whose count is hidden the mark itself tells something: it is given only
where what can be worked out from all marks, and from their absence, leaves every hidden count several values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from itertools import combinations
from math import comb

ONCE_IN = 40
LEAST_DOUBT = 4
"""How many values every hidden count must still be able to have once the marks are known."""
MOST_MARKABLE = 8

Range = tuple[int, int]


class Mark(StrEnum):
    """What is said of a group beside its share."""

    FEWER = "fewer"
    NO_GAP = "no gap"
    CANNOT_SAY = "cannot say"


def fewest(base: int, share: float) -> int:
    """The highest count so low that fewer than one lot in forty gives it or less; -1 when none is so low.

    ``base`` is how many there are, ``share`` the group's share in the community as a fraction.
    """
    so_far, most = 0.0, -1
    for count in range(base + 1):
        so_far += comb(base, count) * share**count * (1 - share) ** (base - count)
        if so_far >= 1 / ONCE_IN:
            break
        most = count
    return most


def likely_between(base: int, share: float) -> Range:
    """The counts that nineteen lots in twenty give, one in forty being lower and one in forty higher."""
    return fewest(base, share) + 1, base - fewest(base, 1 - share) - 1


def marks(counts: Mapping[str, int], shown: Collection[str], shares: Mapping[str, float]) -> dict[str, Mark]:
    """What is said of each group; ``shares`` are fractions of the community.

    ``shown`` are the groups whose counts are seen, as their total is by everybody.
    """
    base = sum(counts.values())
    limits = {group: fewest(base, shares[group]) for group in counts}
    hidden = {group: limits[group] for group in counts if group not in shown}
    open_to_marks = markable(hidden, base - sum(counts[group] for group in shown))
    found: dict[str, Mark] = {}
    for group, count in counts.items():
        if group in hidden and (group not in open_to_marks or count > limits[group]):
            found[group] = Mark.CANNOT_SAY
        else:
            found[group] = Mark.FEWER if count <= limits[group] else Mark.NO_GAP
    return found


def markable(hidden: Mapping[str, int], left: int) -> set[str]:
    """The hidden groups that may be marked whatever their counts are, by each one's limit for a mark.

    ``left`` is what they add up to. Decided from what everybody can see, so that the decision tells nothing;
    the absence of a mark tells as much as a mark, so both are tried, in every combination.
    """
    found: set[str] = set()
    for group in sorted(hidden, key=lambda one: (-hidden[one], one)):
        wider = found | {group}
        if len(wider) <= MOST_MARKABLE and all(
            _leaves_doubt(hidden, wider, frozenset(marked), left)
            for size in range(len(wider) + 1)
            for marked in combinations(wider, size)
        ):
            found = wider
    return found


def _leaves_doubt(
    hidden: Mapping[str, int], open_to_marks: set[str], marked: Collection[str], left: int
) -> bool:
    """Whether a reader of these marks is left with several values for every hidden count."""
    lows = {group: hidden[group] + 1 if group in open_to_marks - set(marked) else 0 for group in hidden}
    highs = {group: min(hidden[group], left) if group in marked else left for group in hidden}
    lowest, highest = sum(lows.values()), sum(highs.values())
    if lowest > left or highest < left:
        return True  # no counts lead to these marks
    return all(
        min(highs[group], left - (lowest - lows[group])) - max(lows[group], left - (highest - highs[group]))
        >= LEAST_DOUBT - 1
        for group in hidden
    )
