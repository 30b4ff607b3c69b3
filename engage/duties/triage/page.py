"""What the pages of the triage show: the questions that the law asks of a project, and how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engage.cycle.models import Project
from engage.duties import queries
from engage.duties.catalogue import catalogue
from engage.duties.evidence import gather
from engage.duties.findings import findings_for_project, life_in_view
from engage.duties.models import TriageAnswer
from engage.duties.triage.asked import Question
from engage.platform.offers import references
from engage.platform.offers.references import Link
from engage.rules.editions import Edition, SaidBy, Trigger
from engage.rules.facts import Fact
from engage.rules.findings import Finding
from engage.rules.triggers import Triage
from engage.rules.words import spelling_key


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that may be so of a project: whom it is asked of, and the records that show it already."""

    trigger: Trigger
    questions: tuple[Question, ...]
    shown_by: tuple[Link, ...]

    @property
    def lacks_authorities(self) -> bool:
        """Whether it is for local authorities to say, and the project names none."""
        return not self.questions


@dataclass(frozen=True, slots=True)
class TriagePage:
    """Every question the law asks of a project, and the answers that stand as a form brings them back."""

    project: Project
    topics: tuple[Topic, ...]
    answers: tuple[TriageAnswer, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for topic in self.topics for question in topic.questions)


def triage_page(project: Project, today: date) -> TriagePage:
    """What the triage asks of a project under every law that binds it in its life so far."""
    facts, findings = _looked_at(project, today)
    answers = queries.triage_answers(project.id)
    shown = _shown(facts, _asked(findings), today)
    links = references.links(dict.fromkeys(ref for refs in shown.values() for ref in refs))
    topics = [
        Topic(
            trigger,
            tuple(_questions(trigger, project, answers)),
            tuple(links[ref] for ref in shown[trigger.name]),
        )
        for trigger in _asked(findings)
    ]
    return TriagePage(project, tuple(topics), tuple(answers))


def involving(project: Project, today: date) -> list[Edition]:
    """The editions whose duty to involve people binds the project, the earliest first."""
    _, findings = _looked_at(project, today)
    known = catalogue()
    found = {(one.duty, one.edition): known.edition(one.duty, one.edition) for one in findings}
    return sorted(
        (edition for edition in found.values() if edition.involves), key=lambda edition: edition.in_force
    )


def _looked_at(project: Project, today: date) -> tuple[tuple[Fact, ...], list[Finding]]:
    facts = gather(project.id)
    return facts, findings_for_project(project.id, life_in_view(facts, today), today, facts)


def _asked(findings: Sequence[Finding]) -> list[Trigger]:
    """What the requirements hang on, and the wider triggers around it, in the order of the catalogue."""
    known = catalogue()
    wanted: set[str] = set()
    for finding in findings:
        trigger = known.requirements[finding.requirement].trigger
        while trigger:
            wanted.add(trigger.name)
            trigger = trigger.within
    return [trigger for name, trigger in known.triggers.items() if name in wanted]


def _shown(facts: Sequence[Fact], triggers: Sequence[Trigger], today: date) -> Mapping[str, tuple[str, ...]]:
    triage = Triage(facts, (), today)
    project = next(fact for fact in facts if fact.kind == "project")
    return {trigger.name: triage.called(trigger, project).shown_by for trigger in triggers}


def _questions(trigger: Trigger, project: Project, answers: Sequence[TriageAnswer]) -> Iterator[Question]:
    held = {spelling_key(one.authority): one for one in answers if one.trigger == trigger.name}
    if trigger.said_by is SaidBy.PROJECT:
        yield Question(trigger.name, trigger, "", held.get(""))
        return
    named = {spelling_key(name): name for name in project.authorities}
    named |= {key: one.authority for key, one in held.items() if key not in named}
    for number, (key, name) in enumerate(named.items(), 1):
        yield Question(f"{trigger.name}_{number}", trigger, name, held.get(key))
