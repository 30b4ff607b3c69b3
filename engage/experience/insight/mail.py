"""Letters about summaries: to quality and safety, and to those who draw the quarter together."""

from __future__ import annotations

from datetime import date

from engage.experience.insight.models import Insight
from engage.experience.insight.queries import insight_reference
from engage.experience.mail import link, to_all
from engage.organisation.models import Body
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.periods import Period
from engage.rules.permissions import May


def insight_shared(actor: Actor, insight: Insight, body: str, period: Period) -> int:
    """Tell quality and safety that a summary is there for them; answers how many letters."""
    values = {"body": body, "period": period.label, "link": link(f"/insight/{insight.id}")}
    return to_all(actor, May.ANSWER_STORY, "insight shared", insight_reference(insight.id), values)


def insight_due(actor: Actor, body: Body, period: Period) -> int:
    """Remind those who draw summaries up that one is missing, once a quarter; answers how many letters."""
    values = {
        "body": body.name,
        "period": period.label,
        "ended": long_date(period.last or date.max),
        "link": link(f"/insight/new?body={body.code}&period={period.code}"),
    }
    return to_all(actor, May.RECORD_STORY, "insight due", f"body:{body.id}", values, f" {period.code}")
