"""What duties have done by the clock: whether the links of evidence still answer, each once a week."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from flask import current_app

from engage.duties import queries
from engage.duties.links import NoWayOut, fault_of
from engage.duties.requirements import service
from engage.platform import clock
from engage.platform.processes.jobs import job
from engage.platform.web.pages import counted
from engage.rules.actors import SYSTEM

A_WEEK = timedelta(days=7)
A_NIGHT, AT_ONCE = 40, 4
OFF = "Links are not looked at here: ENGAGE_LINKS is 0."


@job("look_at_links", hour=5, does="Looks whether the links of evidence attached by hand still answer.")
def look_at_links() -> str:
    """Ask the public addresses that nobody asked for a week, a few at a time, and keep what they answered."""
    if not current_app.config["LINKS"]:
        return OFF
    return kept(due())


def due() -> list[tuple[int, str]]:
    """The links whose turn it is, with the number of the evidence."""
    return queries.links_due(clock.today() - A_WEEK, A_NIGHT)


def kept(links: Iterable[tuple[int, str]], ask: Callable[[str], str] = fault_of) -> str:
    """Ask these addresses and keep what each answered; those that could not be asked stay due."""
    pieces = list(links)
    with ThreadPoolExecutor(AT_ONCE) as asking:
        found = list(asking.map(lambda piece: _fault(piece[1], ask), pieces))
    faults = {number: fault for (number, _), fault in zip(pieces, found, strict=True) if fault is not None}
    if faults:
        service.keep_answers_of_links(SYSTEM, faults)
    dead, left = sum(map(bool, faults.values())), len(pieces) - len(faults)
    could_not = f" {counted(left, 'link', 'links')} could not be asked from here." if left else ""
    return f"{counted(len(faults), 'link', 'links')} looked at, {dead:,} without an answer.{could_not}"


def _fault(address: str, ask: Callable[[str], str]) -> str | None:
    try:
        return ask(address)
    except NoWayOut:
        return None
