"""How every requirement stands, for a body, for all bodies or for one project, from facts gathered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from engage.duties import facts as triage
from engage.duties import queries
from engage.duties.catalogue import catalogue
from engage.duties.evidence import gather
from engage.duties.queries import OnRecord
from engage.organisation.facts import BodyKnown, bodies
from engage.rules.calendar_words import long_date
from engage.rules.editions import Catalogue, Edition
from engage.rules.errors import Missing
from engage.rules.facts import Days, Fact
from engage.rules.findings import Finding, assess_each
from engage.rules.findings import summary as summary
from engage.rules.periods import Period, between
from engage.rules.placing import ALWAYS, life_of, shared


def findings_for(
    body: str | None, period: Period, today: date, facts: Sequence[Fact] | None = None
) -> list[Finding]:
    """How each requirement stands in a period for the body with this code, or for all bodies.

    ``facts`` are those of ``evidence.gather``, gathered here when they are not given. A body answers for
    what is asked of it on the days it existed, for its own projects, and for those it took over. All bodies
    are those this installation serves; each project is then judged once. By theme, duty and edition, what is
    asked of the body before what is asked of projects. Raises Missing for a code nobody has.
    """
    return weigher(gather() if facts is None else facts, today)(body, period)


def weigher(facts: Sequence[Fact], today: date) -> Callable[[str | None, Period], list[Finding]]:
    """``findings_for`` on the same facts, for several bodies or periods: what is on record is read once."""
    bench = _bench(facts)
    return lambda body, period: _weighed(bench, body, _days(period), today)


def _weighed(bench: _Bench, body: str | None, days: Days, today: date) -> list[Finding]:
    if body is None:
        asked = [one for one in bench.bodies.values() if one.is_served]
        found = [finding for one in asked for finding in bench.of_body(one, days, today)]
        return bench.in_order([*found, *bench.of_projects(bench.projects, days, today)])
    known = bench.bodies.get(body)
    if known is None:
        raise Missing
    if shared(_exists(known), days) is None:
        return []
    projects = [project for project in bench.projects if bench.answers_for(known, project)]
    return bench.in_order([*bench.of_body(known, days, today), *bench.of_projects(projects, days, today)])


def findings_for_project(
    project_id: int, period: Period, today: date, facts: Sequence[Fact] | None = None
) -> list[Finding]:
    """How each requirement stands for one project; ``facts`` are those of the project."""
    bench = _bench(gather(project_id) if facts is None else facts, project_id)
    return bench.in_order(bench.of_projects(bench.projects, _days(period), today))


def life_in_view(facts: Iterable[Fact], today: date) -> Period:
    """From the first day known of a project to today, or to its end: the days whose law its page looks at."""
    own = list(facts)
    known = [fact.first for fact in own if fact.first] + [
        day for fact in own if fact.kind == "project" for day in fact.says.values() if isinstance(day, date)
    ]
    ends = [fact.says["live_to"] for fact in own if fact.kind == "project" and fact.says.get("live_to")]
    last = min([today, *ends])
    return between(min([last, *known]), last)


@dataclass(frozen=True)
class _Bench:
    """Everything that findings are made from, loaded once."""

    facts: tuple[Fact, ...]
    catalogue: Catalogue
    bodies: Mapping[str, BodyKnown]
    record: OnRecord

    @cached_property
    def projects(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.kind == "project"]

    @cached_property
    def of_project(self) -> Mapping[str, list[Fact]]:
        """The facts of each project, itself first, by its reference."""
        found = {project.ref: [project] for project in self.projects}
        for fact in self.facts:
            if fact.kind != "project" and fact.project in found:
                found[fact.project].append(fact)
        return found

    def answers_for(self, body: BodyKnown, project: Fact) -> bool:
        """Whether it is the body's own project, or one it took over with a body that went before it."""
        if body.code in project.bodies:
            return True
        taken_over = self._line(body, "took_over_from") & set(project.bodies)
        return bool(taken_over) and life_of(project)[1] >= _exists(body)[0]

    def of_body(self, body: BodyKnown, days: Days, today: date) -> Iterator[Finding]:
        """What is asked of the body itself, on the days it existed."""
        within = shared(_exists(body), days)
        if within is None:
            return
        own = [fact for fact in self.facts if body.code in fact.bodies]
        answers = self.record.of_bodies.get(body.code, ())
        asked = [_asking(one, "body") for one in self.catalogue.editions_for(body.kind, *within)]
        for finding in assess_each(asked, own, *within, today, answers):
            yield self._signed(replace(finding, body=body.code), days)

    def of_projects(self, projects: Iterable[Fact], days: Days, today: date) -> Iterator[Finding]:
        """What is asked of these projects, under the editions that bind their body or whoever takes over."""
        by_kinds: dict[frozenset[str], list[Fact]] = {}
        for project in projects:
            by_kinds.setdefault(self._kinds(project), []).append(project)
        lead = {project.ref: project.bodies[0] if project.bodies else "" for project in self.projects}
        for kinds, alike in by_kinds.items():
            own = [fact for project in alike for fact in self.of_project[project.ref]]
            asked = [_asking(one, "project") for one in self.catalogue.editions_across(kinds, *days)]
            for finding in assess_each(asked, own, *days, today, self.record.of_projects):
                yield self._signed(replace(finding, body=lead[finding.project or ""]), days)

    def in_order(self, findings: Iterable[Finding]) -> list[Finding]:
        themes = {(one.code, one.year): one.theme for one in self.catalogue.editions.values()}
        return sorted(
            findings,
            key=lambda one: (themes[one.duty, one.edition], one.duty, one.edition, one.project is not None),
        )

    def _kinds(self, project: Fact) -> frozenset[str]:
        """The kinds of its lead body, of those it took over from and of those that took over from it."""
        lead = self.bodies.get(project.bodies[0]) if project.bodies else None
        if lead is None:
            return frozenset()
        line = self._line(lead, "took_over_from") | self._line(lead, "taken_over_by") | {lead.code}
        return frozenset(self.bodies[code].kind for code in line)

    def _line(self, body: BodyKnown, side: str) -> set[str]:
        """The codes of all bodies before it, or of all after it, however far."""
        found: set[str] = set()
        reached = {body.code}
        while reached:
            reached = {code for one in reached for code in getattr(self.bodies[one], side)} - found
            found |= reached
        return found - {body.code}

    def _signed(self, finding: Finding, days: Days) -> Finding:
        """The finding without its signature, when a record that it rested on no longer shows this.

        A signature for a year is not held against the records of one of its quarters.
        """
        if finding.signed is None:
            return finding
        name, on = finding.signed
        about = finding.project or finding.body
        given = self.record.rests_on[finding.duty, finding.edition, finding.requirement, about, name, on]
        rested = given.get(None if finding.project or days == ALWAYS else days, frozenset())
        if rested <= {*finding.proved_by, *finding.by_hand}:
            return finding
        lapsed = f"{name} signed this on {long_date(on)}; the records it rested on have changed since."
        return replace(finding, signed=None, note=f"{finding.note} {lapsed}".strip())


def _bench(facts: Sequence[Fact], project_id: int | None = None) -> _Bench:
    weighed = (*(fact for fact in facts if fact.kind != "duty_assessment"), *triage.facts(project_id))
    return _Bench(weighed, catalogue(), {one.code: one for one in bodies()}, queries.on_record(project_id))


def _asking(edition: Edition, per: str) -> Edition:
    """The edition with only what it asks of projects, or of the body."""
    return replace(edition, requirements=tuple(one for one in edition.requirements if one.per == per))


def _days(period: Period) -> Days:
    return period.first or date.min, period.last or date.max


def _exists(body: BodyKnown) -> Days:
    return body.first or date.min, body.last or date.max
