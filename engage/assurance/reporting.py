"""Making a report now: asking the features once, and composing the value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engage.activities.facts import took_place
from engage.assurance.compose import compose
from engage.assurance.facts import material
from engage.assurance.material import Scope
from engage.assurance.report.entries import ReportValue
from engage.duties.catalogue import catalogue, local_duties
from engage.duties.evidence import gather
from engage.duties.findings import weigher_of_any
from engage.organisation import facts as organisation
from engage.organisation.facts import BodyKnown
from engage.organisation.queries import demonstration_words
from engage.platform.data.remembered import Memory
from engage.rules.errors import Missing
from engage.rules.periods import Period
from engage.stakeholders.contacts import contact_wanted_since
from engage.stakeholders.facts import LETTERS, letters_sent, organisations_known

VALUES = Memory(8)  # of bodies and periods


def report_value(
    body: BodyKnown | None,
    period: Period,
    on: date,
    front_sheet: Mapping[str, Any],
    as_at: date | None = None,
) -> ReportValue:
    """The report on a body (None: all bodies) and a period, made on a day.

    Its figures are as at the end of the period, or the day it is made if that is earlier, or ``as_at`` a day.
    Kept until a record it rests on changes: what it is made from are the facts of the whole installation.
    """
    words = demonstration_words()
    scope = Scope(body, period, on, as_at)
    asked = (body and body.code, period, on, as_at, repr(sorted(front_sheet.items())))
    what = (*asked, words, local_duties(), letters_sent())
    return VALUES.remembered(what, lambda: _report_value(scope, front_sheet, words), LETTERS)


def _report_value(scope: Scope, front_sheet: Mapping[str, Any], words: str) -> ReportValue:
    facts = gather(planned=True)
    weighed = weigher_of_any()
    given = material(
        scope,
        facts,
        organisation.bodies(),
        lambda stood, period, day: [
            one
            for one in weighed(list(filter(took_place, stood)), scope.code, period, day)
            if not one.good_practice
        ],
        unkept={one.id for one in catalogue().requirements.values() if not one.has_register},
        register=organisations_known(),
        quiet_since=contact_wanted_since(scope.counted_on),
    )
    return compose(given, front_sheet, words)


def body_with(code: str | None) -> BodyKnown | None:
    """The body of this code; None for “all”. Raises Missing for a code nobody knows."""
    if code in {None, "", "all"}:
        return None
    found = next((body for body in organisation.bodies() if body.code == code), None)
    if found is None:
        raise Missing
    return found


def body_numbered(body_id: int | None) -> BodyKnown | None:
    """The body a report is kept for."""
    return next((body for body in organisation.bodies() if body.id == body_id), None)
