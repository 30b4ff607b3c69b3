"""Loading the demonstration year, once."""

from __future__ import annotations

from sqlalchemy import func, select

from engage.activities.models import Activity
from engage.cycle.models import Project
from engage.demonstration import (
    bodies,
    duties,
    framework,
    log,
    meetings,
    panels,
    projects,
    register,
    reports,
    said,
    stories,
)
from engage.demonstration.year import Year
from engage.feedback.models import Feedback
from engage.organisation.models import Body, DemonstrationLoad
from engage.organisation.queries import demonstration_words
from engage.platform import clock
from engage.platform.data import audit
from engage.platform.data.db import save, session
from engage.platform.data.files import FileStore
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import Actor
from engage.rules.errors import Refused

loaded = audit.Event("demonstration.loaded", "projects", "activities", "feedback")

WORDS = "Demonstration data: Wolverhampton CCG 2019/20. Rows marked DEMO are invented."
KEPT = (Body, Project, Activity, Feedback)


@one_transaction
def load_demonstration(actor: Actor, store: FileStore, address: str) -> bool:
    """Load the year whole; False when it is there already, and then nothing changes.

    ``address`` is where the papers' links lead. Raises Refused where there are records of its own, which the
    demonstration would be mixed with.
    """
    if demonstration_words():
        return False
    if any(_count(table) for table in KEPT):
        raise Refused(
            "There are records here already, and demonstration data is never mixed with them. Load it where "
            "there are none: ENGAGE_HOME chooses another data folder."
        )
    save(DemonstrationLoad(loaded_at=clock.now(), words=WORDS))
    _load(actor, Year(store), address)
    loaded(actor, projects=_count(Project), activities=_count(Activity), feedback=_count(Feedback))
    return True


def _load(actor: Actor, year: Year, address: str) -> None:
    bodies.open_accounts(actor, year)
    bodies.load_bodies(actor, year)
    projects.load_projects(actor, year)
    log.load_recorded(actor, year)
    log.load_invented(actor, year, "activities.toml")
    said.load_recorded(actor, year)
    said.load_invented(actor, year)
    said.let_people_read(year)
    framework.load_framework(actor, year)
    register.load_register(actor)
    meetings.load_meetings(actor, year)
    stories.load_stories(actor, year)
    panels.load_panels(actor, year)
    duties.load_duties(year)
    reports.load_reports(year, address)
    log.load_invented(actor, year, "late.toml")


def _count(table: type[Body | Project | Activity | Feedback]) -> int:
    return session().scalar(select(func.count()).select_from(table)) or 0
