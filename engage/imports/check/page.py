"""What the check page shows of a plan: the counts, the odd rows first, and the one button."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engage.imports.registry import Kind
from engage.imports.results import result_of
from engage.platform.imports.importing import Choice
from engage.platform.imports.plan import Outcome, Plan, PlannedRow
from engage.platform.web.pages import counted

PAGE_SIZE = 50
NOT_READ = "with a cell not read"
ASKED = "asked about"

COLOURS = {
    Outcome.SET_ASIDE: "red",
    Outcome.CHANGED: "yellow",
    Outcome.NEW: "green",
    Outcome.SAME: "grey",
    Outcome.REPEATED: "grey",
}
CHOICES = {
    Choice.UPDATE: "Update them with what the file says",
    Choice.SKIP: "Skip them: leave them as they are",
    Choice.CREATE: "Create them a second time, with new references",
}


@dataclass(frozen=True)
class CheckPage:
    """A plan under one choice, and the page of rows that is looked at; ``only`` narrows it to one outcome."""

    plan: Plan
    kind: Kind
    choice: Choice
    only: str
    page: int

    @cached_property
    def result(self) -> dict[str, Any]:
        return result_of(self.plan, self.choice)

    @property
    def counts(self) -> list[dict[str, Any]]:
        """Each outcome that occurs, the odd ones first, with its number of rows."""
        counts = [
            {"name": outcome.value, "count": self.plan.count(outcome)}
            for outcome in Outcome
            if self.plan.count(outcome)
        ]
        not_read = len({(cell.sheet, cell.row) for cell in self.plan.unread})
        further = ((NOT_READ, not_read), (ASKED, len(self._asked)))
        return [*counts, *({"name": name, "count": count} for name, count in further if count)]

    @cached_property
    def _asked(self) -> dict[tuple[str, int], list[str]]:
        """What is asked about each row, by its place."""
        found: dict[tuple[str, int], list[str]] = {}
        for doubt in self.result["doubts"]:
            for row in doubt["rows"]:
                found.setdefault((row["sheet"], row["row"]), []).append(row["why"])
        return found

    @property
    def some_are_known(self) -> bool:
        return bool(self.plan.of(Outcome.CHANGED, Outcome.SAME))

    @property
    def button(self) -> str:
        """The act by its name; empty when there is nothing to do."""
        records = len(self.plan.creations(self.choice)) + len(self.plan.updates(self.choice))
        return f"Import {counted(records, self.kind.one, self.kind.many)}" if records else ""

    @property
    def wanted(self) -> list[PlannedRow]:
        """The rows to list, the odd ones first, otherwise in the order of the file."""
        rows = [row for row in self.plan.rows if self._is_wanted(row)]
        return sorted(rows, key=self._oddness)

    def _oddness(self, row: PlannedRow) -> tuple[int, bool, bool]:
        is_asked = (row.sheet, row.number) in self._asked
        return list(Outcome).index(row.outcome), not row.unread, not is_asked

    def _is_wanted(self, row: PlannedRow) -> bool:
        if self.only == NOT_READ:
            return bool(row.unread) and row.outcome is not Outcome.SET_ASIDE
        if self.only == ASKED:
            return (row.sheet, row.number) in self._asked
        return self.only in {"", row.outcome.value}

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.wanted) // PAGE_SIZE))

    @property
    def rows(self) -> list[dict[str, Any]]:
        page = min(max(self.page, 1), self.pages)
        several = len({row.sheet for row in self.plan.rows}) > 1
        return [
            {
                "place": f"{row.number}, {row.sheet}" if several else str(row.number),
                "outcome": self._outcome(row),
                "colour": COLOURS[row.outcome],
                "ref": row.entry.ref if row.entry and row.entry.ref != row.entry.name else "",
                "name": row.entry.name if row.entry else "",
                "told": self._told(row),
                "details": [*self._asks(row), *_details(row)],
            }
            for row in self.wanted[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        ]

    def _told(self, row: PlannedRow) -> list[dict[str, str]]:
        """What was understood of the row, by which a person can check it."""
        importer, content = self.plan.importer, row.entry.content if row.entry else {}
        return [
            {"label": importer.fields.by_name[name].label, "says": content[name].words}
            for name in importer.told.names
            if name in content and content[name].words
        ]

    def _asks(self, row: PlannedRow) -> list[dict[str, str]]:
        whys = self._asked.get((row.sheet, row.number), ())
        return [{"label": "Asked about", "says": f"{why[:1].upper()}{why[1:]}."} for why in whys]

    def _outcome(self, row: PlannedRow) -> str:
        if row.outcome is Outcome.CHANGED and self.choice is Choice.SKIP:
            return "changed, skipped"
        if row.outcome in {Outcome.CHANGED, Outcome.SAME} and self.choice is Choice.CREATE:
            return f"{row.outcome.value}, created again"
        return row.outcome.value


def _details(row: PlannedRow) -> list[dict[str, str]]:
    """Why a row is set aside, what is left out of it, what would change, or which row it repeats: a label and
    what it says."""
    if row.problems:
        return [{"label": one.column, "says": one.problem} for one in row.problems]
    return [*_left_out(row), *_what_becomes(row)]


def _left_out(row: PlannedRow) -> list[dict[str, str]]:
    return [
        {"label": one.column, "says": f"not recorded; the file says “{one.words}”. {one.problem}"}
        for one in row.unread
    ]


def _what_becomes(row: PlannedRow) -> list[dict[str, str]]:
    if row.differences:
        return [
            {"label": one.label, "before": one.before or "nothing", "after": one.after or "nothing"}
            for one in row.differences
        ]
    if row.repeats:
        return [{"label": "", "says": f"It says the same as {row.repeats}, and counts once."}]
    return [{"label": "New body", "says": name} for name in row.new_bodies]
