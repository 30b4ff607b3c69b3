"""What a page about requirements speaks of: one project, or a body (or all of them) in a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from engage.cycle import queries as projects
from engage.cycle.models import Project
from engage.duties.evidence import gather
from engage.duties.findings import findings_for, findings_for_project, life_in_view
from engage.organisation.facts import BodyKnown, bodies
from engage.rules.errors import Missing
from engage.rules.facts import Fact
from engage.rules.findings import Finding
from engage.rules.periods import Period, financial_year_of, read_period

ALL = "all"


@dataclass(frozen=True, slots=True)
class Scope:
    """A project with its facts, or a body in a period; without either, all bodies in a period."""

    project: Project | None
    body: BodyKnown | None
    period: Period
    facts: tuple[Fact, ...] | None = None

    @property
    def args(self) -> dict[str, Any]:
        """What names it in an address."""
        if self.project:
            return {"project": self.project.code}
        return {"body": self.body.code if self.body else ALL, "period": self.period.code}

    @property
    def name(self) -> str:
        if self.project:
            return f"{self.project.code} {self.project.title}"
        return f"{self.body.name if self.body else 'All bodies'}, {self.period.label}"

    @property
    def ruling_period(self) -> str:
        """The period a word on record is about; none for a project, judged on its whole life."""
        return "" if self.project else self.period.code

    def is_one_for(self, per: str) -> bool:
        """Whether a requirement asked of projects, or of bodies, is asked of just one here."""
        return self.project is not None if per == "project" else self.body is not None

    @property
    def home(self) -> str:
        """The page of everything asked in this scope."""
        if self.project:
            return url_for("duties.project", code=self.project.code)
        return url_for("duties.index", **self.args)

    @property
    def trail(self) -> list[dict[str, str]]:
        """The way back up from a page about a requirement."""
        if self.project:
            return [
                {"text": "Projects", "href": url_for("cycle.index")},
                {"text": self.name, "href": self.home},
            ]
        return [
            {"text": "Duties", "href": url_for("duties.index")},
            {"text": self.name, "href": self.home},
        ]

    def findings(self, today: date) -> list[Finding]:
        """How everything asked in this scope stands."""
        if self.project:
            return findings_for_project(self.project.id, self.period, today, self.facts)
        return findings_for(self.body.code if self.body else None, self.period, today)


def scope_of(given: Mapping[str, str], today: date) -> Scope:
    """The scope an address names. Raises Missing, and UnreadablePeriod."""
    if given.get("project"):
        project = projects.project_by_code(given["project"])
        facts = gather(project.id)
        return Scope(project, None, life_in_view(facts, today), facts)
    known = {body.code: body for body in bodies()}
    code = given.get("body") or _whose(known.values(), today)
    if code != ALL and code not in known:
        raise Missing
    body = known.get(code)
    return Scope(None, body, _period(given.get("period", ""), body, today))


def address_of(finding: Finding, scope: Scope) -> str:
    """The page of one requirement in this scope."""
    return url_for("duties.requirement", requirement_id=finding.requirement, **scope.args)


def _whose(known: Iterable[BodyKnown], today: date) -> str:
    """The body a page opens on: of those we work for one there is today, else that which ended last."""
    served = sorted(
        (one for one in known if one.is_served), key=lambda one: one.last or date.max, reverse=True
    )
    there = [one for one in served if (one.first or today) <= today <= (one.last or today)]
    return next((one.code for one in [*there, *served]), ALL)


def _period(typed: str, body: BodyKnown | None, today: date) -> Period:
    """The period typed; else the financial year, the body's last one when it has ended."""
    if typed:
        return read_period(typed)
    last = body.last if body and body.last else today
    return financial_year_of(min(last, today))
