"""What became of the rows of a file, as pages, scripts and the import's own record have it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from engage.organisation.importing import NamesBodies
from engage.platform.imports.importing import Choice, Proposes
from engage.platform.imports.plan import Outcome, Plan


def result_of(plan: Plan, choice: Choice) -> dict[str, Any]:
    """The counts add up: ``rows_read`` is the sum of all the others, each set-aside row counted once."""
    updates = len(plan.updates(choice))
    changed, same = plan.count(Outcome.CHANGED), plan.count(Outcome.SAME)
    return {
        "rows_read": plan.rows_read,
        "blank": plan.blank,
        "repeated": plan.count(Outcome.REPEATED),
        "created": len(plan.creations(choice)),
        "updated": updates,
        "same": 0 if choice is Choice.CREATE else same,
        "skipped": changed if choice is Choice.SKIP else 0,
        "rows_set_aside": plan.count(Outcome.SET_ASIDE),
        "set_aside": [
            {"sheet": one.sheet, "row": one.row, "column": one.column, "problem": one.problem}
            for one in plan.problems
        ],
        "unread_cells": [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "words": one.words,
                "problem": one.problem,
            }
            for one in plan.unread
        ],
        "merged_spellings": [
            {
                "field": one.field,
                "label": one.label,
                "from": list(one.typed),
                "to": one.term,
                "rows": one.rows,
            }
            for one in plan.spellings()
        ],
        "new_bodies": plan.new_bodies(choice),
        "unknown_bodies": unknown_bodies(plan, choice),
        "filled": plan.filled(choice),
        "totals": plan.totals(),
        **_offered(plan),
    }


def unknown_bodies(plan: Plan, choice: Choice) -> list[dict[str, Any]]:
    """The names that nobody knows and that would be opened, with their rows and the bodies they may mean."""
    if not isinstance(plan.importer, NamesBodies):
        return []
    rows = Counter(name for row in plan.taken(choice) for name in set(row.new_bodies))
    bodies = plan.importer.bodies
    found = bodies.proposals([name for name in plan.new_bodies(choice) if name not in bodies.confirmed])
    return [
        {
            "name": name,
            "rows": rows[name],
            "may_be": [{"bodies": list(one.names), "why": one.reason} for one in likely],
        }
        for name, likely in found.items()
    ]


def _offered(plan: Plan) -> dict[str, Any]:
    """What a person could add so that further rows can be taken, where the importer offers such things."""
    what = getattr(plan.importer, "offers", "")
    if not what:
        return {}
    return {
        f"offered_{what}": [
            {"name": name, "rows": [{"sheet": row.sheet, "row": row.number} for row in rows]}
            for name, rows in plan.offered().items()
        ]
    }


def with_proposals(plan: Plan, choice: Choice) -> dict[str, Any]:
    """As ``result_of``, with the pairs of records that may be one where an importer looks for them: that
    goes through the register, so it is done only when the file is taken or its taking is tried."""
    result = result_of(plan, choice)
    if isinstance(plan.importer, Proposes):
        found = plan.importer.propose(plan.creations(choice), plan.updates(choice))
        result["proposed_merges"] = [list(pair) for pair in found]
    return result
