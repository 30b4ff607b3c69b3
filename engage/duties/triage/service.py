"""Putting on record what a project sets off, and what each local authority says of it."""

from __future__ import annotations

from collections.abc import Sequence

from engage.cycle.models import Project
from engage.duties import queries
from engage.duties.catalogue import catalogue
from engage.duties.entries import TriageEntry
from engage.duties.models import TriageAnswer
from engage.duties.refusing import must_be_named, must_be_past
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.editions import SaidBy
from engage.rules.errors import Refused
from engage.rules.words import spelling_key

answered = audit.Event("triage.answered", "project_id", "triggers")


@one_transaction
def answer_triage(
    actor: Actor, project: Project, entries: Sequence[TriageEntry], seen: str | None = None
) -> list[TriageAnswer]:
    """Answer questions of the triage; what was said before stays on record as taken back.

    ``seen`` are the answers that stood when these were given, as ``which_stand`` has them. Raises Refused
    when others stand now, for a no without a reason, for a day to come and for anybody without a name.
    """
    must_be_named(actor, "The triage is answered")
    held = {_question(one): one for one in queries.triage_answers(project.id)}
    if seen is not None and seen != queries.which_stand(held.values()):
        raise Refused(
            "Somebody answered questions of this project since you opened the page. Their answers stand "
            "beside yours: look at them, then send yours again."
        )
    for entry in entries:
        _must_make_sense(entry)
    changed = [entry for entry in entries if _differs(entry, held.get(_question(entry)))]
    if not changed:
        raise Refused("Nothing here differs from what is on record. Answer a question first.")
    given = [made for entry in changed if (made := _given(actor, project, entry, held)) is not None]
    answered(actor, project_id=project.id, triggers=[entry.trigger for entry in changed])
    return given


def _given(
    actor: Actor, project: Project, entry: TriageEntry, held: dict[tuple[str, str], TriageAnswer]
) -> TriageAnswer | None:
    before = held.get(_question(entry))
    if before is not None:
        before.withdrawn_at = clock.now()
    if entry.is_so is None:
        return None
    return save(
        TriageAnswer(
            project_id=project.id,
            trigger=entry.trigger,
            authority=entry.authority,
            answer="yes" if entry.is_so else "no",
            reason=entry.reason,
            said_on=entry.said_on or clock.today(),
            by_id=actor.id,
            by_name=actor.name,
            entered_on=clock.today(),
        )
    )


def _must_make_sense(entry: TriageEntry) -> None:
    trigger = catalogue().triggers.get(entry.trigger)
    if trigger is None:
        raise Refused(f"Nobody knows the question “{entry.trigger}”.")
    if (trigger.said_by is SaidBy.EACH_AUTHORITY) is not bool(entry.authority):
        raise Refused(f"“{trigger.asks}” is for each local authority to say, and for nobody else.")
    if entry.is_so is None:
        return
    if entry.authority and entry.said_on is None:
        raise Refused(
            f"Enter the day on which {entry.authority} said so: a view without its day counts for nothing."
        )
    if not entry.reason and (entry.authority or not entry.is_so):
        asked = (
            f"who said so for {entry.authority}, and how"
            if entry.authority
            else f"why not: {trigger.title.lower()}"
        )
        raise Refused(f"Enter {asked}.")
    if entry.said_on:
        must_be_past(entry.said_on, "It cannot have been said")


def _question(one: TriageEntry | TriageAnswer) -> tuple[str, str]:
    return one.trigger, spelling_key(one.authority)


def _differs(entry: TriageEntry, held: TriageAnswer | None) -> bool:
    if held is None or entry.is_so is None:
        return entry.is_so is not (held.is_so if held else None)
    day = entry.said_on or held.said_on
    return (entry.is_so, entry.reason, day) != (held.is_so, held.reason, held.said_on)
