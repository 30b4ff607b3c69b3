"""Searching the whole register for duplicates: asked for, told how far it is, kept until the next search."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select

from engage.platform import clock
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.processes import children
from engage.platform.web.pages import counted
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates.models import DuplicateSearch, ProposedDuplicate
from engage.stakeholders.duplicates.pairing import Found
from engage.stakeholders.models import Organisation

LONG = 3_000  # organisations; a smaller register is searched while the person waits
SILENT = timedelta(seconds=60)
GOING_ON = "The register is being searched already. Wait until that is done."
CAME_TO_NOTHING = "The search came to nothing: something went wrong on our side. Search once more."
NOT_STARTED = "Waiting for its turn."


def ask(actor: Actor, config: Mapping[str, Any]) -> DuplicateSearch:
    """Search the register: at once when it is small, else in a process of its own. Raises Refused while
    another search goes on."""
    search = begin(actor, config["HOME"])
    if (session().scalar(select(func.count()).select_from(Organisation)) or 0) > LONG:
        children.start(["duplicates", "--search", str(search.id)], config)
    else:
        go_on(search.id, config["HOME"])
    return search


def go_on(search_id: int, home: Path) -> Found:
    """Do a search that was begun, and keep what it found."""
    told = SearchProgress(home, search_id)
    try:
        found = duplicates.scan(told.tell)
        keep(search_id, found)
    except Exception:
        session().rollback()
        give_up(search_id)
        raise
    finally:
        told.forget()
    return found


@one_transaction
def begin(actor: Actor, home: Path) -> DuplicateSearch:
    """Say that a search begins. Raises Refused while another goes on that was heard of within the minute."""
    last = duplicates.newest_search()
    if last is not None and last.ended_at is None and not seems_stopped(last, home):
        raise Refused(GOING_ON)
    session().execute(delete(DuplicateSearch))
    return save(DuplicateSearch(asked_at=clock.now(), by_id=actor.id))


@one_transaction
def keep(search_id: int, found: Found) -> None:
    """Keep what a search found in place of everything that was proposed before."""
    search = session().get(DuplicateSearch, search_id)
    if search is None:
        return
    session().execute(delete(ProposedDuplicate))
    rows = [
        {
            "first_id": one.first_id,
            "second_id": one.second_id,
            "likeness": one.likeness,
            "reason": one.reason,
        }
        for one in found.proposals
    ]
    if rows:
        session().execute(insert(ProposedDuplicate), rows)
    search.organisations, search.ended_at = found.organisations, clock.now()
    search.says = "\n".join([_summary(found), *found.says])


@one_transaction
def give_up(search_id: int) -> None:
    """Say that a search came to nothing; what was proposed before stays."""
    search = session().get(DuplicateSearch, search_id)
    if search is not None:
        search.ended_at, search.says = clock.now(), CAME_TO_NOTHING


def seems_stopped(search: DuplicateSearch, home: Path) -> bool:
    """Whether nothing was heard for a minute of a search that should be going on."""
    if search.ended_at is not None:
        return False
    return clock.now() - max(search.asked_at, SearchProgress(home, search.id).told_at()) > SILENT


def _summary(found: Found) -> str:
    looked = counted(found.organisations, "organisation was", "organisations were")
    pairs = counted(len(found.proposals), "pair", "pairs")
    return f"{looked} looked through, and {pairs} that may be one found."


class SearchProgress:
    """How far a search is, told to whoever asks on this machine."""

    def __init__(self, home: Path, search_id: int) -> None:
        self._path = home / "progress" / f"duplicates-{search_id}.json"

    def tell(self, doing: str, done: int, total: int) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(f"{doing.capitalize()}: {done:,} of {total:,}."), encoding="ascii")
        fresh.replace(self._path)

    @property
    def words(self) -> str:
        try:
            return str(json.loads(self._path.read_text(encoding="ascii")))
        except FileNotFoundError:
            return NOT_STARTED

    def told_at(self) -> datetime:
        """When it was last told; the beginning of time when never."""
        try:
            return datetime.fromtimestamp(self._path.stat().st_mtime, UTC)
        except FileNotFoundError:
            return datetime.min.replace(tzinfo=UTC)

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
