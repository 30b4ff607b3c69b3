"""The duties of a body in a period as one page: by theme and duty, body first, then its projects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.duties.catalogue import catalogue, local_duties
from engage.duties.requirements import queries as checklist
from engage.duties.requirements.queries import Address, Era, Item
from engage.duties.requirements.scopes import Scope
from engage.duties.words import MARKS
from engage.organisation.facts import BodyKnown, bodies
from engage.platform.data.remembered import Memory
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.rules.calendar_words import long_date
from engage.rules.editions import Edition
from engage.rules.findings import Finding, State, summary
from engage.rules.periods import financial_year, financial_year_of
from engage.stakeholders.facts import LETTERS, letters_sent

PAGES = Memory(16)  # of bodies and periods: a page with a thousand projects is near a megabyte
FIRST_YEAR = 2013
"""The financial year in which commissioning groups began."""


@dataclass(frozen=True, slots=True)
class OfProjects:
    """One requirement asked of projects: how many projects are in each state, and where they are listed."""

    requirement: str
    ask: str
    address: str
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class DutyInYear:
    """One edition of a duty, with what it asks of the body and of projects.

    ``whose`` says whose duty it was, where it never bound the body whose page this is.
    """

    edition: Edition
    in_force: str
    mark: str
    items: tuple[Item, ...]
    of_projects: tuple[OfProjects, ...]
    whose: str


@dataclass(frozen=True, slots=True)
class ThemeInYear:
    """A theme, and the duties under it."""

    id: str
    title: str
    duties: tuple[DutyInYear, ...]


@dataclass(frozen=True, slots=True)
class ProjectInYear:
    """A project and how many of its requirements are in each state."""

    link: Link
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class YearPage:
    """Everything the page shows. ``absent`` says why there is nothing to judge; empty when there is."""

    scope: Scope
    absent: str
    eras: tuple[Era, ...]
    themes: tuple[ThemeInYear, ...]
    projects: tuple[ProjectInYear, ...]
    period_choices: tuple[tuple[str, str], ...]
    ended: str
    successors: tuple[BodyKnown, ...]


def year_page(scope: Scope, today: date, address: Address) -> YearPage:
    """How a body (or all of them) stands in a period; ``address`` leads to one requirement.

    Kept until a record it rests on changes: what it is made from are the facts of the whole installation.
    """
    what = (scope.home, local_duties(), today, letters_sent())
    return PAGES.remembered(what, lambda: _year_page(scope, today, address), LETTERS)


def _year_page(scope: Scope, today: date, address: Address) -> YearPage:
    findings = scope.findings(today)
    known = catalogue()
    return YearPage(
        scope=scope,
        absent=_absent(scope),
        eras=tuple(checklist.eras(findings, known, scope.period)),
        themes=tuple(_themes(scope, findings, address)),
        projects=_projects(findings),
        period_choices=_periods(scope, today),
        ended=_ended(scope.body),
        successors=tuple(one for one in bodies() if scope.body and one.code in scope.body.taken_over_by),
    )


def _absent(scope: Scope) -> str:
    body, period = scope.body, scope.period
    if body and body.first and period.last and period.last < body.first:
        return f"{body.name} began on {long_date(body.first)}, after this period."
    if body and body.last and period.first and period.first > body.last:
        return f"{body.name} ended on {long_date(body.last)}, before this period."
    return ""


def _ended(body: BodyKnown | None) -> str:
    return f"{body.name} ended on {long_date(body.last)}." if body and body.last else ""


def _themes(scope: Scope, findings: Sequence[Finding], address: Address) -> Iterable[ThemeInYear]:
    known = catalogue()
    of_body = [finding for finding in findings if finding.project is None]
    items: dict[tuple[str, int], list[Item]] = {}
    for item in checklist.items(of_body, known, address, apart=True):
        items.setdefault((item.first.duty, item.first.edition), []).append(item)
    of_projects: dict[tuple[str, int], dict[str, list[Finding]]] = {}
    bound: dict[tuple[str, int], set[str]] = {}
    for finding in findings:
        bound.setdefault((finding.duty, finding.edition), set()).add(finding.body)
        if finding.project is not None:
            asked = of_projects.setdefault((finding.duty, finding.edition), {})
            asked.setdefault(finding.requirement, []).append(finding)
    themes: dict[str, list[DutyInYear]] = {}
    for duty, year in dict.fromkeys((finding.duty, finding.edition) for finding in findings):
        edition = known.edition(duty, year)
        rows = of_projects.get((duty, year), {}).values()
        themes.setdefault(edition.theme, []).append(
            DutyInYear(
                edition,
                checklist.in_force(edition),
                MARKS[edition.trust],
                tuple(items.get((duty, year), ())),
                tuple(_of_projects(row, address) for row in rows),
                _whose(scope, bound[duty, year]),
            )
        )
    return [ThemeInYear(id_, known.themes[id_].title, tuple(duties)) for id_, duties in themes.items()]


def _whose(scope: Scope, bound: Collection[str]) -> str:
    """Whose duty it was, on the page of a body that took over the projects it was asked of."""
    if scope.body is None or scope.body.code in bound:
        return ""
    names = " and ".join(body.name for body in bodies() if body.code in bound)
    return f"A duty of {names}, asked here of the projects that {scope.body.name} took over."


def _of_projects(findings: Sequence[Finding], address: Address) -> OfProjects:
    first = findings[0]
    counts = Counter(finding.state for finding in findings)
    return OfProjects(first.requirement, first.ask, address(first), counts)


def _projects(findings: Iterable[Finding]) -> tuple[ProjectInYear, ...]:
    by_project: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.project is not None:
            by_project.setdefault(finding.project, []).append(finding)
    links = references.links(by_project)
    rows = [ProjectInYear(links[ref], summary(own)) for ref, own in by_project.items()]
    return tuple(sorted(rows, key=lambda row: row.link.text))


def _periods(scope: Scope, today: date) -> tuple[tuple[str, str], ...]:
    this_year = financial_year_of(today).first
    years = range(this_year.year if this_year else today.year, FIRST_YEAR - 1, -1)
    found = {period.code: period.label for period in map(financial_year, years)}
    chosen = scope.period
    return tuple(({chosen.code: chosen.label} | found).items())
