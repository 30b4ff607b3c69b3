"""How every requirement stands, for a body, for all bodies or for one project, from facts gathered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from engage.activities import facts as activities
from engage.duties import facts as triage
from engage.duties import queries
from engage.duties.catalogue import catalogue
from engage.duties.evidence import gather
from engage.duties.queries import OnRecord
from engage.duties.sealing import sealed
from engage.organisation.facts import BodyKnown, bodies
from engage.rules.answers import HandEvidence
from engage.rules.calendar_words import long_date
from engage.rules.editions import Catalogue, Edition
from engage.rules.errors import Missing
from engage.rules.facts import Days, Fact
from engage.rules.findings import Finding
from engage.rules.findings import summary as summary
from engage.rules.judging import assess_each
from engage.rules.periods import Period, between
from engage.rules.placing import ALWAYS, life_of, shared


def findings_for(
    body: str | None, period: Period, today: date, facts: Sequence[Fact] | None = None
) -> list[Finding]:
    """How each requirement stands in a period for the body with this code, or for all bodies.

    ``facts`` are those of ``evidence.gather``, gathered here when they are not given. A body answers for
    what is asked of it on the days it existed, for its own projects, and for those it took over, under the
    law that bound it and, of what it took over, the law that bound those before it. All bodies are those this
    installation serves; each project is then judged once. ``Finding.body`` is the body that the law binds. By
    theme, duty and edition, what is asked of the body before what is asked of projects. Raises Missing for a
    code nobody has.
    """
    return weigher(gather() if facts is None else facts, today)(body, period)


def weigher(facts: Sequence[Fact], today: date) -> Callable[[str | None, Period], list[Finding]]:
    """``findings_for`` on the same facts, for several bodies or periods: what is on record is read once."""
    bench = _bench(facts)
    return lambda body, period: _weighed(bench, body, _days(period), today)


def weigher_of_any() -> Callable[[Sequence[Fact], str | None, Period, date], list[Finding]]:
    """``findings_for`` on any facts and as at any day, with what is on record read once."""
    bench = _bench(())
    said = bench.facts

    def weighed(facts: Sequence[Fact], body: str | None, period: Period, day: date) -> list[Finding]:
        return _weighed(replace(bench, facts=(*facts, *said), looks_back=True), body, _days(period), day)

    return weighed


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
    of_projects = bench.of_projects(projects, days, today, known)
    return bench.in_order([*bench.of_body(known, days, today), *of_projects])


def findings_for_project(
    project_id: int, period: Period, today: date, facts: Sequence[Fact] | None = None
) -> list[Finding]:
    """How each requirement stands for one project; ``facts`` are those of the project."""
    bench = _bench(gather(project_id) if facts is None else facts, project_id)
    return bench.in_order(bench.of_projects(bench.projects, _days(period), today))


def sealer(facts: Sequence[Fact], project_id: int | None = None) -> Callable[[str], str]:
    """The fingerprint of what each record says, by its reference; of the ``facts`` findings were made of."""
    return _bench(facts, project_id).seal


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
    looks_back: bool = False  # to the facts as they stood on the day of asking

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
        taken_over = {one.code for one in self._before(body)} & set(project.bodies)
        return bool(taken_over) and life_of(project)[1] >= _exists(body)[0]

    def of_body(self, body: BodyKnown, days: Days, today: date) -> Iterator[Finding]:
        """What is asked of the body itself, on the days it existed."""
        within = shared(_exists(body), days)
        if within is None:
            return
        own = [fact for fact in self.facts if body.code in fact.bodies]
        answers = self.record.of_bodies.get(body.code, ())
        asked = [_asking(one, "body") for one in self.catalogue.editions_for(body.kind, *within)]
        for finding in assess_each(asked, own, *within, today, answers, _exists(body)[0]):
            yield self._signed(replace(finding, body=body.code), days, today)

    def of_projects(
        self, projects: Iterable[Fact], days: Days, today: date, of: BodyKnown | None = None
    ) -> Iterator[Finding]:
        """What is asked of these projects, each finding for the body that its edition binds.

        That is ``of`` or a body that went before it; without ``of`` the project's lead, or one before or
        after it. Under an edition that bound none of them while the project ran, nothing is asked.
        """
        by_lead: dict[str, list[Fact]] = {}
        for project in projects:
            by_lead.setdefault(project.bodies[0] if project.bodies else "", []).append(project)
        for lead, alike in by_lead.items():
            line = self._line(lead, of)
            lives = {project.ref: life_of(project) for project in alike}
            own = [fact for project in alike for fact in self.of_project[project.ref]]
            asked = self.catalogue.editions_across({one.kind for one in line}, *days)
            since = min((_exists(one)[0] for one in line), default=date.min)
            bound = {one.key: _bound(line, one, days) for one in asked}
            of_each = [_asking(one, "project") for one in asked if bound[one.key]]
            for finding in assess_each(of_each, own, *days, today, self.record.of_projects, since):
                life = lives[finding.project or ""]
                for body, then in bound[f"{finding.duty}.{finding.edition}"]:
                    if shared(then, life):
                        yield self._signed(replace(finding, body=body.code), days, today)
                        break

    def in_order(self, findings: Iterable[Finding]) -> list[Finding]:
        themes = {(one.code, one.year): one.theme for one in self.catalogue.editions.values()}
        return sorted(
            findings,
            key=lambda one: (themes[one.duty, one.edition], one.duty, one.edition, one.project is not None),
        )

    def _line(self, lead: str, of: BodyKnown | None) -> tuple[BodyKnown, ...]:
        """The bodies that law may bind for a project, the first that it bound being the one to answer."""
        if of:
            return (of, *self._before(of))
        body = self.bodies.get(lead)
        return (body, *self._before(body), *self._reached(body, "taken_over_by")) if body else ()

    def _before(self, body: BodyKnown) -> tuple[BodyKnown, ...]:
        return self._reached(body, "took_over_from")

    def _reached(self, body: BodyKnown, side: str) -> tuple[BodyKnown, ...]:
        """All bodies before it, or all after it, however far, the nearest first."""
        found = [body]
        for one in found:
            found += [self.bodies[code] for code in getattr(one, side) if self.bodies[code] not in found]
        return tuple(found[1:])

    def _signed(self, finding: Finding, days: Days, today: date) -> Finding:
        """The finding without its signature, when a record that it rested on no longer shows this, or says
        something else than it did.

        A signature for a year is not held against the records of one of its quarters; one given after the day
        of asking, to records that came after it too, has not lapsed by then.
        """
        signed = finding.signed
        if signed is None:
            return finding
        whole = finding.project is not None or signed.covers == (None if days == ALWAYS else days)
        if whole and not {ref for ref, _ in signed.rested} <= set(finding.rests_on):
            why = "a record it rested on is gone, or does not show this any more"
        elif not all(seal for _, seal in signed.rested):
            why = "what its records said then was not kept"
        elif changed := [ref for ref, seal in signed.rested if self.is_other(ref, seal)]:
            why = f"{' and '.join(self.title(ref) for ref in changed[:2])} changed since"
        else:
            return finding
        if self.looks_back and signed.on > today:
            return replace(finding, signed=None)
        lapsed = f"{signed.name} signed this on {long_date(signed.on)}; it has lapsed, for {why}."
        return replace(finding, signed=None, note=f"{finding.note} {lapsed}".strip())

    @cached_property
    def _by_ref(self) -> Mapping[str, Fact | HandEvidence]:
        return {**{fact.ref: fact for fact in self.facts}, **self.record.attached}

    def seal(self, ref: str) -> str:
        """The fingerprint of what a record says now; empty where it is gone."""
        record = self._by_ref.get(ref)
        return sealed(record) if record else ""

    def is_other(self, ref: str, seal: str) -> bool:
        """Whether a record says something else than when it was signed for; not so one from outside the days
        that are looked at, which is not here."""
        return ref in self._by_ref and self.seal(ref) != seal

    def title(self, ref: str) -> str:
        return f"“{self._by_ref[ref].title}”"


def _bench(facts: Sequence[Fact], project_id: int | None = None) -> _Bench:
    weighed = (
        *(fact for fact in facts if fact.kind != "duty_assessment"),
        *triage.facts(project_id),
        *activities.planned_consultations(project_id),
    )
    return _Bench(weighed, catalogue(), {one.code: one for one in bodies()}, queries.on_record(project_id))


def _asking(edition: Edition, per: str) -> Edition:
    """The edition with only what it asks of projects, or of the body."""
    return replace(edition, requirements=tuple(one for one in edition.requirements if one.per == per))


def _bound(line: Iterable[BodyKnown], edition: Edition, days: Days) -> tuple[tuple[BodyKnown, Days], ...]:
    """The bodies that an edition bound on these days, and the days on which each existed under it."""
    in_force = shared(edition.in_force, days)
    bound = [one for one in line if {"all", one.kind} & edition.asks]
    then = [(one, shared(_exists(one), in_force)) for one in bound if in_force]
    return tuple((one, known) for one, known in then if known)


def _days(period: Period) -> Days:
    return period.first or date.min, period.last or date.max


def _exists(body: BodyKnown) -> Days:
    return body.first or date.min, body.last or date.max
