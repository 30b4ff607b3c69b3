"""Counts of the same people published more than once: what may be shown anew, so that nobody can be picked
out by setting one release beside another.

One person who joins between two releases is the difference of the two. So a table is counted anew only when
enough people came, and enough went, that what any of them said stays uncertain; until then the figures that
were shown before are shown again, with the day they are of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engage.rules.disclosure import Policy, Protected, protect


class Standing(StrEnum):
    """How a table came to be: never shown before, counted anew, the same people, or figures shown again."""

    FIRST = "first"
    ANEW = "anew"
    SAME = "same"
    AGAIN = "again"
    OTHER_CUT = "other cut"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted for one table: the cut, numbers by group, and a fingerprint for each answer."""

    cut: str
    counts: Mapping[str, int]
    seals: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Release:
    """A table as it may be shown beside those before it. ``counted`` is what it stands on from now on."""

    standing: Standing
    counted: Counted
    table: Protected[str]


def release(now: Counted, before: Counted | None, shown: Protected[str] | None, policy: Policy) -> Release:
    """What may be shown of ``now`` when ``before`` was counted last, and ``shown`` is what was seen of it."""
    if before is None or shown is None:
        return Release(Standing.FIRST, now, protect(now.counts, policy))
    if now.cut != before.cut:
        # Nothing can be worked out from two cuts when of the first there was nothing to see.
        if not _seen(shown):
            return Release(Standing.FIRST, now, protect(now.counts, policy))
        return Release(Standing.OTHER_CUT, before, shown)
    came, went = len(now.seals - before.seals), len(before.seals - now.seals)
    if not came and not went:
        return Release(Standing.SAME, before, shown)
    if _hide_one_another(now, before, came, went, policy):
        return Release(Standing.ANEW, now, protect(now.counts, policy))
    if policy.least <= max(came, went) and not min(came, went):
        table = protect(now.counts, policy, earlier=shown)
        if _seen(table) >= _seen(shown):
            return Release(Standing.ANEW, now, table)
    return Release(Standing.AGAIN, before, shown)


def _seen(table: Protected[str]) -> int:
    """How many groups a table shows the number of."""
    return sum(count is not None for count in table.cells.values())


def _hide_one_another(now: Counted, before: Counted, came: int, went: int, policy: Policy) -> bool:
    """Whether those who came and those who went make one another uncertain, in every group.

    Of a group that changed by ``change``, between ``change`` and ``came`` of those who came can be in it, as
    long as no more went than there were to go.
    """
    if min(came, went) < policy.least:
        return False
    return all(
        min(came, went + change) - max(0, change) + 1 >= policy.least
        for group in now.counts
        for change in [now.counts[group] - before.counts[group]]
    )
