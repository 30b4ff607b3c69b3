"""A backup that is killed while it is taken, and one while it is put back on a bare place."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.faults.acts import Act, Running, Stands
from bench.faults.checks import contents
from bench.faults.commands import Command
from bench.faults.places import Place
from bench.faults.prepared import Prepared, done
from engage.platform.backups import checking
from engage.platform.data import whole
from engage.platform.data.db import DATABASES, session


class BackupAct(Act):
    """Taking a backup: under its name it is whole, or not there."""

    name = "backup"

    def __init__(self, place: Place, prepared: Prepared) -> None:
        super().__init__(place, prepared)
        self._target = place.folder / "backup"

    def make_ready(self, number: int) -> None:
        super().make_ready(number)
        shutil.rmtree(self._target, ignore_errors=True)

    def begin(self) -> Running:
        return Command(["backup", str(self._target)], self.place.settings, self.log)

    def do_again(self) -> None:
        if self.stands() is Stands.NOTHING:
            super().do_again()

    def stands(self) -> Stands:
        if not self._target.exists():
            return Stands.NOTHING
        return Stands.HALF if any(checking.what_is_wrong_with_backup(self._target)) else Stands.ALL

    def lost(self) -> int:
        return int(self.stands() is not Stands.ALL)


class RestoreAct(Act):
    """Putting a backup back: until all of it is there, nothing is served."""

    name = "restore"

    def __init__(self, place: Place, prepared: Prepared) -> None:
        super().__init__(place, prepared)
        place.put_back()
        self._backup: Path = place.folder / "to-put-back"
        done(place, "backup", str(self._backup))
        with place.app.app_context():
            self._wanted = contents()

    def make_ready(self, _number: int) -> None:
        self.place.empty()

    def begin(self) -> Running:
        return Command(["restore", str(self._backup)], self.place.settings, self.log)

    def do_again(self) -> None:
        if self.stands() is Stands.NOTHING:
            super().do_again()

    def stands(self) -> Stands:
        session().rollback()
        is_marked = self.place.app.config["RESTORING"].exists()
        if is_marked or any(map(whole.is_empty, DATABASES)):
            return Stands.NOTHING
        return Stands.ALL if contents() == self._wanted else Stands.HALF

    def what_is_wrong(self) -> list[str]:
        return [] if self.stands() is Stands.NOTHING else super().what_is_wrong()

    def lost(self) -> int:
        if self.stands() is Stands.NOTHING:
            return 1
        found = contents()
        return sum(max(0, rows.number - found[name].number) for name, rows in self._wanted.items())

    def doubled(self) -> int:
        if self.stands() is Stands.NOTHING:
            return 0
        found = contents()
        return sum(max(0, found[name].number - rows.number) for name, rows in self._wanted.items())
