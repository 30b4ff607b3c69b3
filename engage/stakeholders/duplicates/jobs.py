"""Searching the whole register for duplicates: asked for, told how far it is, kept until the next search."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, insert, select

from engage.platform import clock
from engage.platform.data.db import save, session
from engage.platform.data.transactions import one_transaction
from engage.platform.processes import children
from engage.platform.processes.progress import ProgressFile
from engage.platform.web.pages import counted
from engage.rules.actors import Actor
from engage.rules.errors import Refused
from engage.stakeholders.duplicates import queries as duplicates
from engage.stakeholders.duplicates.models import DuplicateSearch, ProposedDuplicate
from engage.stakeholders.duplicates.pairing import Found
from engage.stakeholders.models import Organisation

LONG = 3_000  # organisations; a smaller register is searched while the person waits
GOING_ON = "The register is being searched already. Wait until that is done."
CAME_TO_NOTHING = "The search came to nothing: something went wrong on our side. Search once more."


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
    told = progress_of(home, search_id)
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
    return search.ended_at is None and progress_of(home, search.id).is_silent(search.asked_at)


def progress_of(home: Path, search_id: int) -> ProgressFile:
    return ProgressFile(home, f"duplicates-{search_id}")


def _summary(found: Found) -> str:
    looked = counted(found.organisations, "organisation was", "organisations were")
    pairs = counted(len(found.proposals), "pair", "pairs")
    return f"{looked} looked through, and {pairs} that may be one found."
