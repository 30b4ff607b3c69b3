"""Drawing a quarter together, sharing it with quality and safety, and what came back."""

from __future__ import annotations

from datetime import date

from engage.experience.insight import mail, queries
from engage.experience.insight.models import Insight
from engage.experience.insight.summary import value_of
from engage.organisation.models import Body
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.holding import hold
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM, Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.periods import Period, quarter_of, read_period

drawn_up = audit.Event("insight.drawn-up", "insight_id", "period", "themes")

drawn_again = audit.Event("insight.drawn-up-again", "insight_id", "themes")

summed_up = audit.Event("insight.summed-up", "insight_id")

shared = audit.Event("insight.shared", "insight_id", "on", "letters")

answered = audit.Event("insight.answered", "insight_id", "on")

reminded = audit.Event("insight.reminded", "body_id", "period", "letters")

QUALITY = "quality"


IS_SHARED = "This summary was shared with quality and safety, so it stands as they were given it."


@one_transaction
def draw_up(actor: Actor, body: Body, code: str, summary: str = "") -> Insight:
    """Draw a body's quarter together and freeze it. ``code`` is that of a quarter, such as 2019-20Q2.

    Raises Refused for what is not a quarter, for one that is not over, and for one that was drawn up before.
    """
    period = _quarter(code)
    if queries.insight_of(body.id, period.code) is not None:
        raise Refused(f"{period.label} was drawn up for {body.name} before. Open that summary instead.")
    themes, totals = value_of(body, period)
    insight = save(
        Insight(
            body_id=body.id,
            period=period.code,
            drawn_up_on=clock.today(),
            themes=themes,
            totals=totals,
            summary=summary,
        )
    )
    drawn_up(actor, insight_id=insight.id, period=period.code, themes=len(themes))
    return insight


@one_transaction
def draw_again(actor: Actor, insight: Insight, version: int) -> None:
    """Draw it up from what is recorded now. Raises Refused once it was shared."""
    _hold_unshared(insight, version)
    body = session().get_one(Body, insight.body_id)
    insight.themes, insight.totals = value_of(body, read_period(insight.period))
    insight.drawn_up_on = clock.today()
    save(insight)
    drawn_again(actor, insight_id=insight.id, themes=len(insight.themes))


@one_transaction
def sum_up(actor: Actor, insight: Insight, version: int, summary: str) -> None:
    """Say in words what it comes to. Raises Refused once it was shared."""
    _hold_unshared(insight, version)
    insight.summary = summary
    save(insight)
    summed_up(actor, insight_id=insight.id)


@one_transaction
def share(actor: Actor, insight: Insight, version: int, on: date) -> int:
    """Share it with quality and safety; answers how many letters tell them that it is there."""
    _hold_unshared(insight, version)
    if not insight.drawn_up_on <= on <= clock.today():
        raise Refused(f"It was drawn up on {long_date(insight.drawn_up_on)}. Enter a day from then to today.")
    insight.shared_with, insight.shared_on = [QUALITY], on
    save(insight)
    body = session().get_one(Body, insight.body_id)
    letters = mail.insight_shared(actor, insight, body.name, read_period(insight.period))
    shared(actor, insight_id=insight.id, on=on, letters=letters)
    return letters


@one_transaction
def answer(
    actor: Actor, insight: Insight, version: int, on: date, came_back: str, no_action_because: str
) -> None:
    """Put on record what quality and safety said to it, and why nothing need be done where that is so.

    Raises Refused before it was shared, and without words.
    """
    hold(insight, version, "summary")
    if insight.shared_on is None:
        raise Refused("It has not been shared with quality and safety yet. Share it first.")
    if not insight.shared_on <= on <= clock.today():
        raise Refused(f"It was shared on {long_date(insight.shared_on)}. Enter a day from then to today.")
    if not came_back:
        raise Refused("Enter what quality and safety said.")
    insight.came_back_on, insight.came_back = on, came_back
    insight.no_action_because = no_action_because
    save(insight)
    answered(actor, insight_id=insight.id, on=on)


@one_transaction
def remind(body: Body, period: Period) -> int:
    """Remind those who draw summaries up that one is missing; each of them once for each quarter."""
    letters = mail.insight_due(SYSTEM, body, period)
    if letters:
        reminded(SYSTEM, body_id=body.id, period=period.code, letters=letters)
    return letters


def _quarter(code: str) -> Period:
    period = read_period(code)
    if period.first is None or period != quarter_of(period.first):
        raise Refused("Choose a quarter, such as Quarter 2 2019/20.")
    if period.last is not None and period.last >= clock.today():
        raise Refused(
            f"{period.label} ends on {long_date(period.last)}. It can be drawn together once it is over."
        )
    return period


def _hold_unshared(insight: Insight, version: int) -> None:
    hold(insight, version, "summary")
    if insight.shared_on is not None:
        raise Refused(IS_SHARED)
