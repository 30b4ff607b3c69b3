"""The only list of witnesses: every feature is asked for its facts, once a request."""

from __future__ import annotations

from engage.activities import facts as activities
from engage.cycle import facts as cycle
from engage.experience.insight import facts as experience
from engage.feedback import facts as feedback
from engage.meetings import facts as meetings
from engage.panels import facts as panels
from engage.rules.facts import Fact
from engage.stakeholders import facts as stakeholders


def gather(project_id: int | None = None, *, planned: bool = False) -> tuple[Fact, ...]:
    """What everybody can testify to, or only what belongs to one project, in a fixed number of queries.

    ``planned``: with activities yet to come or called off, which count in the log and prove nothing.
    """
    log = activities.every_activity if planned else activities.facts
    return (
        *cycle.facts(project_id),
        *log(project_id),
        *feedback.facts(project_id),
        *feedback.you_said_we_did(activities.ends(project_id) | meetings.ends(project_id), project_id),
        *meetings.facts(project_id),
        *experience.facts(project_id),
        *panels.facts(project_id),
        *(stakeholders.facts() if project_id is None else ()),
    )
