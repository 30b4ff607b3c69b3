"""Holding a panel against its community: what is counted, what may be shown of it, and who is missing.

What is kept is what everybody may see. Counts that are not shown never leave this module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from engage.panels.comparison.ways import Way
from engage.panels.members import characteristics
from engage.rules.disclosure import Policy, Protected, percentage, protect
from engage.rules.gaps import Mark, likely_between, marks
from engage.rules.monitoring import Cut, read_monitoring
from engage.rules.releases import Counted, Release, Standing, release

POLICY = Policy(hide_zeros=True)
"""Zeros are hidden too: of a panel whose members are known, "nobody" tells what each of them is not."""

Table = dict[str, Any]


class Before(NamedTuple):
    """What was shown of one characteristic last, and what it stands on."""

    table: Table
    seals: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison found: tables as they may be shown, what they stand on, and the groups missing."""

    tables: list[Table]
    seals: dict[str, Any]
    gaps: list[str] = field(default_factory=list)


def found_by(
    panel_id: int, member_ids: Sequence[int], chosen: Sequence[Way], before: Mapping[str, Before], on: date
) -> Found:
    """Count these members in the ways chosen; ``before`` has the last comparison of each characteristic."""
    tables: list[Table] = []
    seals: dict[str, Any] = {}
    for way in chosen:
        question = way.cut.question
        answers = characteristics.answers_of(panel_id, member_ids, question)
        last = before.get(question)
        made = release(
            _counted(panel_id, way.cut, answers),
            _unsealed(last.seals) if last else None,
            _as_shown(last.table) if last else None,
            POLICY,
        )
        seals[question] = _sealed(made.counted)
        if last is not None and made.standing in {Standing.SAME, Standing.AGAIN, Standing.OTHER_CUT}:
            tables.append(_shown_again(way, made.standing, last.table))
        else:
            others = _others(way.cut, answers, len(member_ids))
            tables.append({**_counted_now(way, made, last), **others, "counted_on": on.isoformat()})
    gaps = [row["label"] for table in tables for row in table["rows"] if row["mark"] == Mark.FEWER]
    return Found(tables, seals, gaps)


def _counted(panel_id: int, cut: Cut, answers: Mapping[int, str]) -> Counted:
    numbers = {group.code: 0 for group in cut.groups}
    seals = set()
    for member_id, answer in answers.items():
        group = cut.group_of(answer)
        if group is not None:
            numbers[group] += 1
            seals.add(characteristics.seal(panel_id, member_id, cut.question, group))
    return Counted(cut.code, numbers, frozenset(seals))


def _counted_now(way: Way, made: Release, last: Before | None) -> Table:
    """A table counted anew. Where the people were cut otherwise before, hidden groups get no mark."""
    table, counts = made.table, made.counted.counts
    shown = {group for group, count in table.cells.items() if count is not None}
    if table.total is None:
        found = dict.fromkeys(counts, Mark.CANNOT_SAY)
    else:
        found = marks(counts, shown, {group: share / 100 for group, share in way.shares.items()})
        if last is not None and last.table["cut"] != way.cut.code:
            found = {group: mark if group in shown else Mark.CANNOT_SAY for group, mark in found.items()}
    return {
        **_about(way, made.standing),
        "base": table.total,
        "hidden": table.sentence,
        "rows": [
            _row(way, group.code, group.label, table.cells[group.code], table.total, found[group.code])
            for group in way.cut.groups
        ],
    }


def _shown_again(way: Way, standing: Standing, last: Table) -> Table:
    """The counts of an earlier day once more, beside the figures chosen now where the groups are the same.

    A mark on a hidden group stays what it was: held against other figures it would tell more of its count.
    """
    if standing is Standing.OTHER_CUT:
        return {**last, "standing": standing.value}
    is_same_baseline = (last["baseline"], last["source"]) == (way.dataset.named, way.dataset.short_source)
    base = last["base"]
    rows = []
    for row in last["rows"]:
        if row["count"] is not None and base is not None:
            share = way.shares[row["group"]] / 100
            counts = {row["group"]: row["count"], "": base - row["count"]}
            mark = marks(counts, counts, {row["group"]: share, "": 1 - share})[row["group"]]
        else:
            mark = Mark(row["mark"]) if is_same_baseline else Mark.CANNOT_SAY
        rows.append(_row(way, row["group"], row["label"], row["count"], base, mark))
    return {**last, **_about(way, standing), "rows": rows}


def _about(way: Way, standing: Standing) -> Table:
    question = read_monitoring().questions[way.cut.question]
    return {
        "question": question.code,
        "characteristic": question.characteristic,
        "cut": way.cut.code,
        "cut_name": way.cut.name,
        "baseline": way.dataset.named,
        "source": way.dataset.short_source,
        "notes": list(way.dataset.notes),
        "differs": way.match.differs,
        "standing": standing.value,
    }


def _row(way: Way, code: str, label: str, count: int | None, base: int | None, mark: Mark) -> dict[str, Any]:
    return {
        "group": code,
        "label": label,
        "count": count,
        "share": percentage(count, base),
        "community": round(way.shares[code], 1),
        "usual": list(likely_between(base, way.shares[code] / 100)) if base else None,
        "mark": mark.value,
    }


def _others(cut: Cut, answers: Mapping[int, str], members: int) -> Table:
    """Members counted in no group, told apart where that may be shown: refused is not the same as unasked."""
    prefer = read_monitoring().prefer_not_to_say.code
    refused = sum(answer == prefer for answer in answers.values())
    left_out = sum(answer in cut.leaves_out for answer in answers.values())
    table = protect({"refused": refused, "left_out": left_out, "unasked": members - len(answers)}, POLICY)
    in_groups = len(answers) - refused - left_out
    shown = dict(table.cells) if not table.hides else dict.fromkeys(table.cells)
    return {"others": members - in_groups if in_groups >= POLICY.least else None, **shown}


def _sealed(counted: Counted) -> dict[str, Any]:
    return {"cut": counted.cut, "counts": dict(counted.counts), "seals": sorted(counted.seals)}


def _unsealed(kept: Mapping[str, Any]) -> Counted:
    return Counted(kept["cut"], kept["counts"], frozenset(kept["seals"]))


def _as_shown(table: Table) -> Protected[str]:
    cells = {row["group"]: row["count"] for row in table["rows"]}
    return Protected(cells, table["base"], POLICY, is_withheld=all(one is None for one in cells.values()))
