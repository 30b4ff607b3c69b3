"""What became of the rows of a file, as pages, scripts and the import's own record have it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from engage.organisation.importing import MOST_COMPARED, NamesBodies
from engage.platform.imports.importing import Choice, Doubts, PointsOut, Proposes
from engage.platform.imports.plan import COMING_IN_OR_KNOWN, Outcome, Plan


def result_of(plan: Plan, choice: Choice) -> dict[str, Any]:
    """The counts add up: ``rows_read`` is the sum of all the others, each set-aside row counted once, but for
    the ``further`` records of rows that hold several."""
    updates = len(plan.updates(choice))
    changed, same = plan.count(Outcome.CHANGED), plan.count(Outcome.SAME)
    return {
        "rows_read": plan.rows_read,
        "blank": plan.blank,
        "further": len(plan.rows) + plan.blank - plan.rows_read,
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
        "unknown_bodies": (unknown := unknown_bodies(plan, choice)),
        "bodies_not_compared": max(0, len(unknown) - MOST_COMPARED),
        "pointed_out": _pointed_out(plan, choice),
        "doubts": doubts_of(plan, choice),
        "filled": plan.filled(choice),
        "totals": plan.totals(),
        "notes": [{"sheet": sheet, "note": sentence} for sheet, sentence in plan.notes],
        "rows_apart": [
            {"sheet": sheet, "row": row.number, "words": " ".join(filter(None, row.cells))}
            for sheet, row in plan.apart
        ],
        "file_totals": _file_totals(plan),
        "dates_to_ask": [
            {
                "field": name,
                "label": plan.importer.fields.by_name[name].label,
                "month_first": list(shown.month_first),
                "day_first": list(shown.day_first),
                "either": shown.either,
            }
            for name, shown in plan.orders_to_ask.items()
        ],
        **_offered(plan),
    }


def _pointed_out(plan: Plan, choice: Choice) -> list[str]:
    importer = plan.importer
    entries = [row.entry for row in plan.taken(choice) if row.entry]
    return importer.pointed_out(entries) if isinstance(importer, PointsOut) else []


def doubts_of(plan: Plan, choice: Choice) -> list[dict[str, Any]]:
    """What is asked about before the file is taken, kind by kind, with the rows it is asked of: never those
    that are known already and are made again by choice."""
    importer = plan.importer
    if not isinstance(importer, Doubts):
        return []
    places = {id(row.entry): row for row in plan.taken(choice)}
    found = [
        (one, places[id(one.entry)])
        for one in importer.doubts(plan.creations(Choice.SKIP), plan.updates(choice))
    ]
    return [
        {
            "kind": kind,
            "asks": words,
            "rows": [
                {"sheet": row.sheet, "row": row.number, "name": one.entry.name, "why": one.why}
                for one, row in found
                if one.kind == kind
            ],
        }
        for kind, words in importer.asked_about.items()
        if any(one.kind == kind for one, _row in found)
    ]


def _file_totals(plan: Plan) -> list[dict[str, Any]]:
    """What the file gives as the sum of a number, and what its rows that come in or are known add up to."""
    told, labels = plan.importer.told.summed, plan.importer.fields.labels
    found = []
    for one in plan.file_totals:
        if number := told.get(one.field):
            rows = (row for row in plan.of(*COMING_IN_OR_KNOWN) if row.sheet == one.sheet and row.entry)
            read = sum(number(row.entry.content.get(one.field)) or 0 for row in rows if row.entry)
            found.append(
                {
                    "sheet": one.sheet,
                    "field": one.field,
                    "label": labels[one.field],
                    "total": int(one.total) if one.total.is_integer() else one.total,
                    "read": read,
                }
            )
    return found


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
