"""The demonstration year while it is being loaded: what is there so far, by the names its files use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engage.activities.models import Activity
from engage.cycle.models import Project
from engage.organisation.models import Body
from engage.platform.data.files import FileStore
from engage.rules.actors import Actor

MARK = "DEMO"
"""What the reference of every invented row begins with, or its title ends with."""
INVENTED = "Invented for the demonstration"


@dataclass(slots=True)
class Year:
    """Posts by role, bodies and projects by code, activities by reference; the numbers of what they name."""

    store: FileStore
    people: dict[str, Actor] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    served: str = ""
    places: dict[str, int] = field(default_factory=dict)
    aims: list[int] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)

    def body_ids(self, codes: Iterable[str]) -> list[int]:
        """The numbers of these bodies, in order; of the one served where none is named."""
        return [self.bodies[code].id for code in codes or (self.served,)]

    def point_ids(self, codes: Iterable[str]) -> list[int]:
        return [self.points[code] for code in codes]

    def project_id(self, code: str) -> int | None:
        """The number of a project; None where the file names none."""
        return self.projects[code].id if code else None

    def account_id(self, role: str) -> int | None:
        """The account of a post; None where the file names none."""
        return self.people[role].id if role else None
