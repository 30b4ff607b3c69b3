"""What people put on record about duties in the demonstration year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engage.accounts.queries import account_for
from engage.demonstration.papers import marked, stand_in
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.year import Year
from engage.duties import queries
from engage.duties.entries import AssessmentEntry, EvidenceEntry, LookEntry, TriageEntry
from engage.duties.evidence import gather
from engage.duties.findings import findings_for, findings_for_project
from engage.duties.law import service as law
from engage.duties.law.queries import law_facts
from engage.duties.models import HandEvidence
from engage.duties.project import service as assessing
from engage.duties.requirements import service
from engage.duties.triage import service as triage
from engage.platform import clock
from engage.rules.findings import Finding
from engage.rules.loading import load_catalogue
from engage.rules.periods import read_period

PERIOD = read_period("2019-20")


def load_duties(year: Year) -> None:
    """Triage, evidence by hand, facts confirmed, and then what does not apply and what is signed."""
    told = read_tables("duties.toml")
    for one in told["assessment"]:
        assessing.assess_duty(
            year.people[one["by"]],
            year.projects[one["project"]],
            AssessmentEntry(outcome=one["outcome"], reason=one["reason"], assessed_on=one["on"]),
        )
    for one in told["triage"]:
        triage.answer_triage(year.people[one["by"]], year.projects[one["project"]], list(_answers(one)))
    for one in told["evidence"]:
        _attach(year, one)
    _confirm(year, told["confirmed"])
    for one in told["not_applicable"]:
        findings = [finding for group in _findings(year, one) for finding in group]
        service.say_not_applicable(year.people[one["by"]], findings, one["reason"], _period(one))
    for one in told["signature"]:
        for group in _findings(year, one):
            service.sign_requirement(year.people[one["by"]], group, _period(one))


def _answers(told: Told) -> Iterator[TriageEntry]:
    """What was said of a project on one day, and the view of each local authority on its own."""
    for answer in ("yes", "no"):
        for trigger, reason in told.get(answer, {}).items():
            yield TriageEntry(trigger=trigger, is_so=answer == "yes", reason=reason, said_on=told["on"])
    for view in told.get("views", ()):
        yield TriageEntry(
            trigger="substantial_change",
            authority=view["authority"],
            is_so=view["answer"] == "yes",
            reason=view["how"],
            said_on=view["on"],
        )


def _attach(year: Year, told: Told) -> None:
    project = told.get("project", "")
    shown = (
        {"link": told["link"]}
        if "link" in told
        else stand_in(year.store, told["title"], f"{told['requirement']} {project}")
    )
    piece = service.attach_evidence(
        year.people[told["by"]],
        EvidenceEntry(
            requirement=told["requirement"],
            project_id=year.project_id(project),
            body_id=None if project else year.bodies[year.served].id,
            title=told["title"] if "link" in told else marked(told["title"]),
            dated=told["dated"],
            proves_from=told.get("proves_from"),
            proves_to=told.get("proves_to"),
            reason=told["reason"],
            place=told["place"],
            dates={name: day.isoformat() for name, day in told.get("dates", {}).items()},
            **shown,
        ),
    )
    if "looked_at" in told:
        _look(year, piece, told["looked_at"])


def _look(year: Year, piece: HandEvidence, told: Told) -> None:
    """A second person is asked to look at it, and has said what they see unless it waits for them still."""
    asked = year.people[told["of"]]
    look = service.ask_second_look(year.people[told["asked_by"]], piece, account_for(asked.id or 0))
    if "verdict" in told:
        entry = LookEntry(verdict=told["verdict"], remark=told["remark"])
        service.give_second_look(asked, look, entry)


def _confirm(year: Year, told: Sequence[Told]) -> None:
    known = {fact.name: fact for fact in law_facts(load_catalogue(), queries.confirmed_facts())}
    for one in told:
        law.confirm_fact(year.people[one["by"]], known[one["fact"]], one["value"], one["reason"])


def _findings(year: Year, told: Told) -> list[list[Finding]]:
    """How the requirements named stand, each under every duty that asks for it."""
    found = list(_all_findings(year, told.get("project", "")))
    return [[one for one in found if one.requirement == wanted] for wanted in told["requirements"]]


def _all_findings(year: Year, project: str) -> Iterator[Finding]:
    """Of the project named, or of the body served when there is none."""
    if project:
        yield from findings_for_project(year.projects[project].id, PERIOD, clock.today())
        return
    for finding in findings_for(year.served, PERIOD, clock.today(), gather()):
        if finding.project is None:
            yield finding


def _period(told: Told) -> str:
    return "" if "project" in told else PERIOD.code
