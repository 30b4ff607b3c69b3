"""What is killed: how it is begun, what stands when it was done wholly or not at all, and done again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import ClassVar, Protocol

from sqlalchemy import func, select

from bench.faults.checks import Contents, contents, entries_of, what_is_wrong
from bench.faults.commands import Command
from bench.faults.places import Place
from bench.faults.prepared import TRY_FOR, Prepared
from engage.platform.data.db import session
from engage.platform.imports.models import Import
from engage.platform.long_acts import service as long_acts
from engage.platform.long_acts.models import LongAct
from engage.platform.long_acts.queries import DONE

TAG = "kept through every kill"


class Stands(StrEnum):
    """How much of an act is found. Only what consists of acts of their own, as letters do, may be in part."""

    ALL = "all"
    NOTHING = "nothing"
    PART = "part"
    HALF = "half"


class Running(Protocol):
    """An act at work."""

    @property
    def pid(self) -> int: ...

    @property
    def is_acknowledged(self) -> bool: ...

    @property
    def told(self) -> str: ...

    def ends_within(self, seconds: float) -> bool: ...

    def kill(self) -> None: ...


class Act(ABC):
    """Something to be killed, in a place that was prepared for it."""

    name: ClassVar[str]
    survives_its_server: ClassVar[bool] = False  # tried with PostgreSQL stopped too

    def __init__(self, place: Place, prepared: Prepared) -> None:
        self.place, self.prepared = place, prepared
        self.log = place.folder / f"{self.name}.log"

    def make_ready(self, _number: int) -> None:
        """Bring the place to what it is before this kill."""
        self.place.put_back()

    @abstractmethod
    def begin(self) -> Running:
        """Begin it, or begin it again after a kill."""

    def has_begun(self, running: Running) -> bool:
        """Whether it is past its start-up, in which nothing is written."""
        return self.place.databases.are_open_in(running.pid)

    def come_to_its_end(self, running: Running) -> None:
        """Wait until it is done. Raises RuntimeError when it fails."""
        if not (running.ends_within(TRY_FOR) and running.is_acknowledged):
            running.kill()
            raise RuntimeError(running.told)

    def do_again(self) -> None:
        """Do it once more after a kill, to its end, whatever stands."""
        self.come_to_its_end(self.begin())

    def learn(self) -> None:
        """Take what stands after an undisturbed run for what is wanted."""
        if self.stands() is not Stands.ALL:
            raise RuntimeError(f"{self.name}: undisturbed, it was not done")

    @abstractmethod
    def stands(self) -> Stands: ...

    def what_is_wrong(self) -> list[str]:
        """What a check of databases, trail and files finds, in sentences."""
        return what_is_wrong()

    def lost(self) -> int:
        """How much is missing, once all should be there."""
        return 0

    def doubled(self) -> int:
        """How much is there more often than it should be."""
        return 0


class RecordedAct(Act):
    """An act after which rows of the record differ, and one entry tells of it."""

    event: ClassVar[str]
    aside: ClassVar[tuple[str, ...]] = ()  # tables in which a try may leave rows that change nothing
    counted: ClassVar[str]

    def make_ready(self, number: int) -> None:
        super().make_ready(number)
        self.before, self.entries = contents(self.aside), entries_of(self.event)
        self.place.disconnect()

    def learn(self) -> None:
        self.wanted: Contents = contents(self.aside)
        super().learn()

    def stands(self) -> Stands:
        entries = entries_of(self.event) - self.entries
        found = contents(self.aside), entries, self.is_put_down()
        if found == (self.before, 0, False):
            return Stands.NOTHING
        return Stands.ALL if found == (self.wanted, 1, True) else Stands.HALF

    @abstractmethod
    def is_put_down(self) -> bool:
        """Whether the record says that it is done."""

    def lost(self) -> int:
        return max(0, self._more_than_wanted(-1))

    def doubled(self) -> int:
        return max(0, self._more_than_wanted(1)) + max(0, entries_of(self.event) - self.entries - 1)

    def _more_than_wanted(self, sign: int) -> int:
        found = contents(self.aside)
        return sign * (found[self.counted].number - self.wanted[self.counted].number)


class ImportAct(RecordedAct):
    """An import of a log: by the command, and every other time by the process that goes on for a page."""

    name, event, counted, aside = "import", "import.taken", "activity", ("import",)
    survives_its_server = True
    is_by_page = False

    def make_ready(self, number: int) -> None:
        super().make_ready(number)
        self.is_by_page = number % 2 == 0

    def begin(self) -> Running:
        if self.is_by_page:
            words = ["import", "work", str(self.prepared.upload_id), "--by", str(self.prepared.account_id)]
        else:
            words = ["import", "activities", str(self.prepared.log)]
        return Command(words, self.place.settings, self.log)

    def do_again(self) -> None:
        was_done = self.is_put_down()
        if was_done and self.is_by_page:
            return  # the page offers no beginning again of what is done
        super().do_again()
        self.entries += was_done  # an import in which every row is the same has an entry of its own

    def is_put_down(self) -> bool:
        session().rollback()
        taken = session().scalar(select(func.count()).where(Import.state == "taken")) or 0
        return taken > 1  # the first log was taken before


class BulkAct(RecordedAct):
    """A tag given to more organisations than are changed while somebody waits."""

    name, event, counted = "bulk act", "stakeholders.tagged", "organisation"

    def make_ready(self, number: int) -> None:
        super().make_ready(number)
        prepared, given = self.prepared, {"kind": "organisation", "typed": TAG}
        name, numbers = "stakeholders.tag", prepared.organisations
        self.act_id = long_acts.begin(prepared.actor(), name, numbers, given, "/stakeholders")[0].id
        self.place.disconnect()

    def begin(self) -> Running:
        words = ["long-act", str(self.act_id), "--by", str(self.prepared.account_id)]
        return Command(words, self.place.settings, self.log)

    def do_again(self) -> None:
        if not self.is_put_down():
            super().do_again()

    def is_put_down(self) -> bool:
        session().rollback()
        return session().get_one(LongAct, self.act_id).state == DONE
