"""Holding a panel against its community, and keeping what may be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from engage.organisation.population.queries import datasets_of
from engage.panels import queries as panels
from engage.panels.comparison import comparing, queries
from engage.panels.comparison.comparing import Before
from engage.panels.comparison.ways import ways
from engage.panels.members import characteristics
from engage.panels.models import Panel, PanelComparison
from engage.panels.refusing import must_be_past
from engage.platform.data import audit
from engage.platform.data.db import save
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused

compared = audit.Event("panel.compared", "panel_id", "comparison_id")


@one_transaction
def compare(
    actor: Actor, panel: Panel, on: date, chosen: Mapping[str, str], note: str = ""
) -> PanelComparison:
    """Hold the panel against its community and keep what may be shown, as it stands now.

    ``chosen`` has for each question the value of one of ``ways.ways``, or nothing. Raises Refused when
    nothing is chosen, for a way there is none of, and for a day to come or before the last comparison.
    """
    must_be_past(on, "The day of the comparison")
    earlier = queries.comparisons_of(panel)
    if earlier and on < earlier[0].on:
        raise Refused(f"There is a comparison of {long_date(earlier[0].on)}; this one cannot be older.")
    offered = ways(datasets_of(panel.body_id))
    picked = [
        next((way for way in offered.get(question, ()) if way.value == value), None)
        for question, value in chosen.items()
        if value
    ]
    wanted = [way for way in picked if way is not None]
    if len(wanted) < len(picked):
        raise Refused("One of the figures chosen is no longer there. Choose again.")
    if not wanted:
        raise Refused("Choose for one characteristic at the least what to compare it with.")
    members = panels.members_of(panel)
    found = comparing.found_by(panel.id, members, wanted, _before(earlier), on)
    kept = save(
        PanelComparison(
            panel_id=panel.id,
            on=on,
            members=len(members),
            answered=len(characteristics.who_answered(panel.id, members)),
            asks=list(panel.asks),
            not_asked_because=dict(panel.not_asked_because),
            baseline="; ".join(dict.fromkeys(table["baseline"] for table in found.tables)),
            tables=found.tables,
            seals=found.seals,
            gaps=found.gaps,
            note=note,
            is_invented=panel.is_invented,
        )
    )
    compared(actor, panel_id=panel.id, comparison_id=kept.id)
    return kept


def _before(earlier: Sequence[PanelComparison]) -> dict[str, Before]:
    """What was shown of each question last; ``earlier`` has the newest first."""
    found: dict[str, Before] = {}
    for comparison in sorted(earlier, key=lambda one: -one.id):
        for table in comparison.tables:
            found.setdefault(table["question"], Before(table, comparison.seals[table["question"]]))
    return found
