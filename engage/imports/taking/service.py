"""Taking or undoing an import from its kept file: read without a lock, then written in one piece."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy.exc import IntegrityError

from engage.imports import queries, service
from engage.imports.registry import kind_named
from engage.imports.source import left_out, matched, open_source
from engage.platform.data.files import FileStore
from engage.platform.data.refusal import Unusable
from engage.platform.imports.importing import Choice, Report
from engage.platform.imports.models import Import
from engage.platform.imports.plan import Plan, read_plan
from engage.platform.processes.progress import READING, UNDOING, WRITING, ProgressFile
from engage.platform.sheets.model import Workbook
from engage.rules.actors import Actor
from engage.rules.errors import Refused

GONE = (
    "The copy of {name} that was kept when it was uploaded is missing or no longer as it was, so nothing can"
    " be read from it. Nothing was imported. Upload the file again."
)
AT_THE_SAME_MOMENT = (
    "The records were changed at the same moment. Nothing was imported. Look at the check page again."
)
OUR_FAULT = (
    "Something went wrong on our side. Nothing was changed. Try once more; if it happens again, tell your"
    " administrator."
)


def progress_of(home: Path, import_id: int) -> ProgressFile:
    return ProgressFile(home, f"import-{import_id}")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an installation keeps files, and how large one may be."""

    home: Path
    files: FileStore
    limit: int

    @classmethod
    def of(cls, app: Flask) -> Desk:
        return cls(app.config["HOME"], app.extensions["files"], app.config["UPLOAD_LIMIT"])

    def expect_whole(self, row: Import) -> None:
        """Raises Unusable when the file that was kept is not what was uploaded."""
        if not self.files.is_whole(row.file):
            raise Unusable(GONE.format(name=row.file_name))

    def open(self, row: Import) -> Workbook:
        """The workbook of an import, with the sheets it was told to take. Raises Unusable when the file that
        was kept is not what was uploaded."""
        self.expect_whole(row)
        return open_source(
            self.files.path(row.file),
            row.file_name,
            kind_named(row.kind).fields,
            columns=row.columns,
            sheet=row.sheet,
            limit=self.limit,
            kept=self.files.rows_of(row.file) if row.state in {service.UPLOADED, service.TAKING} else None,
            leave_out=row.left_out,
        )

    def read(self, row: Import, report: Report = lambda rows: None) -> Plan:
        """Every row of the file, still to be held against the records."""
        kind = kind_named(row.kind)
        filled, importer = dict(row.filled), kind.importer(row.bodies, row.forums)
        columns = dict(row.columns)
        words = queries.file_words(kind, row.values, filled)
        with self.open(row) as workbook:
            pairs = matched(workbook, kind.fields, columns)
            plan = read_plan(pairs, importer, filled=filled, report=report, words=words)
            plan.notes += left_out(workbook, pairs, row.sheet)
            return plan

    def look(self, row: Import) -> Plan:
        """Every row of the file, held against the records."""
        plan = self.read(row)
        plan.hold_against_records()
        return plan

    def take(self, actor: Actor, row: Import, choice: Choice, seen: str = "") -> Import:
        """Take the file, telling how far it is. Raises Refused; then nothing was changed."""
        number, total = row.id, sum(sheet["rows"] for sheet in row.outline)
        progress = progress_of(self.home, number)
        progress.tell(READING, 0, total)
        plan = self.read(row, lambda done: progress.tell(READING, done, total))
        progress.tell(WRITING, 0, total)
        try:
            row = service.take(
                actor,
                number,
                plan,
                choice,
                seen=seen,
                report=lambda done: progress.tell(WRITING, done, total),
            )
            self.files.rows_of(row.file).unlink(missing_ok=True)
            return row
        except IntegrityError as error:
            raise Refused(AT_THE_SAME_MOMENT) from error
        finally:
            progress.forget()

    def undo(self, actor: Actor, row: Import, rest: str = "") -> int:
        """Undo the import, as a whole or but for what stands in the way. Raises Refused; then nothing was
        changed."""
        progress = progress_of(self.home, row.id)
        progress.tell(UNDOING, 0, 0)
        try:
            return service.undo_import(
                actor,
                row.id,
                rest=rest,
                report=lambda done, total: progress.tell(UNDOING, done, total),
            )
        finally:
            progress.forget()

    def work_on(self, actor: Actor, row: Import, seen: str = "") -> None:
        """Do what was begun; when it cannot be done, the import says why and is as it was before."""
        number, choice = row.id, Choice(row.choice)
        act: Callable[[], object] = (
            (lambda: self.undo(actor, row, row.result.get("rest", "")))
            if row.state == service.UNDOING
            else (lambda: self.take(actor, row, choice, seen))
        )
        try:
            act()
        except Refused as refusal:
            service.stop(actor, number, refusal.reason)
        except Exception:
            service.stop(actor, number, OUR_FAULT)
            raise
