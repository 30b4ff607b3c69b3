"""Letters about experience: to quality and safety, and to those who draw the quarter together."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from flask import current_app

from engage.accounts import queries as accounts
from engage.experience.models import Insight, Story
from engage.experience.queries import insight_reference, reference
from engage.organisation.models import Body
from engage.platform.mail.letters import render
from engage.platform.mail.outbox import Recipient, write
from engage.rules.actors import Actor
from engage.rules.calendar_words import long_date
from engage.rules.errors import Refused
from engage.rules.periods import Period
from engage.rules.permissions import May


def story_passed(actor: Actor, story: Story) -> int:
    """Tell quality and safety that a story is there for them, with none of it; answers how many letters."""
    values = {"topic": story.topic, "service": story.service, "link": _link(f"/experience/{story.id}")}
    return _to_all(actor, May.ANSWER_STORY, "story passed", reference(story.id), values)


def insight_shared(actor: Actor, insight: Insight, body: str, period: Period) -> int:
    """Tell quality and safety that a summary is there for them; answers how many letters."""
    values = {"body": body, "period": period.label, "link": _link(f"/insight/{insight.id}")}
    return _to_all(actor, May.ANSWER_STORY, "insight shared", insight_reference(insight.id), values)


def insight_due(actor: Actor, body: Body, period: Period) -> int:
    """Remind those who draw summaries up that one is missing, once a quarter; answers how many letters."""
    values = {
        "body": body.name,
        "period": period.label,
        "ended": long_date(period.last or date.max),
        "link": _link(f"/insight/new?body={body.code}&period={period.code}"),
    }
    return _to_all(actor, May.RECORD_STORY, "insight due", f"body:{body.id}", values, f" {period.code}")


def _to_all(actor: Actor, who: May, kind: str, about: str, values: dict[str, Any], of: str = "") -> int:
    subject, text = render(f"experience/{kind.replace(' ', '_')}.txt", **values)
    written = 0
    for account in accounts.accounts_that_may(who):
        to = Recipient(f"account:{account.id}", account.email, account.name)
        # An address that takes no mail keeps nothing from being passed on: the page shows who was written to.
        with suppress(Refused):
            once = f"{kind} {about}{of} {to.ref}"
            written += write(kind, about, to, subject, text, once=once, by=actor) is not None
    return written


def _link(path: str) -> str:
    return f"{current_app.config['ADDRESS']}{path}"
