"""``engage duties``: how each requirement stands for a body or a project, for scripts and for reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

from engage import create_app
from engage.cli.group import Unusable
from engage.cli.periods import DAY, period_of
from engage.cycle.queries import project_with_code
from engage.duties import facts as triage
from engage.duties.evidence import gather
from engage.duties.findings import findings_for, findings_for_project
from engage.duties.words import STATES
from engage.organisation.facts import bodies
from engage.platform import clock
from engage.rules.answers import Signed
from engage.rules.errors import Missing
from engage.rules.facts import Fact
from engage.rules.findings import Finding, State, once, summary
from engage.rules.periods import Period
from engage.rules.quantities import Count

MOST_NAMED = 12


@click.command()
@click.option("--period", required=True, help="2018-19, 2018-19Q3, all, or DATE..DATE.")
@click.option("--body", default="all", show_default=True, help="Code of a body, or all.")
@click.option("--project", "project_code", help="Code of a project: then only what is asked of it.")
@click.option("--on", "judged_on", type=DAY, help="As of this day; today when left out.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def duties(
    period: str, body: str, project_code: str | None, judged_on: datetime | None, as_json: bool
) -> None:
    """How each requirement stands. Exit 2 for a period, body or project that cannot be used."""
    within = period_of(period)
    with create_app().app_context():
        today = judged_on.date() if judged_on else clock.today()
        facts, found = (
            _of_project(project_code, within, today) if project_code else _of_body(body, within, today)
        )
        known = {fact.ref: fact for fact in (*facts, *triage.facts())}
    shown = (
        json.dumps(printed_findings(found, known), ensure_ascii=False, indent=1)
        if as_json
        else _told(found, known)
    )
    click.echo(shown)


def _of_project(code: str, period: Period, today: date) -> tuple[tuple[Fact, ...], list[Finding]]:
    project = project_with_code(code)
    if project is None:
        raise Unusable(f"There is no project with the code “{code}”. The page Projects lists the codes.")
    facts = gather(project.id)
    return facts, findings_for_project(project.id, period, today, facts)


def _of_body(code: str, period: Period, today: date) -> tuple[tuple[Fact, ...], list[Finding]]:
    facts = gather()
    try:
        return facts, _judged(code, period, today, facts)
    except Missing:
        raise Unusable(
            f"There is no body with the code “{code}”. The page Bodies lists the codes; “all” is every body."
        ) from None


def _judged(code: str, period: Period, today: date, facts: tuple[Fact, ...]) -> list[Finding]:
    """Of one body, of those served together, or of each one known what binds it while none is served."""
    known = bodies()
    if code != "all":
        return findings_for(code, period, today, facts)
    if any(body.is_served for body in known):
        return findings_for(None, period, today, facts)
    each = [(body.code, findings_for(body.code, period, today, facts)) for body in known]
    return [finding for code, found in each for finding in found if finding.body == code]


def printed_findings(findings: Iterable[Finding], known: Mapping[str, Fact]) -> list[dict[str, Any]]:
    """Findings as JSON holds them; see docs/duties.md."""
    found = list(findings)
    counted = {id(one) for one in once(found)}
    return [
        {
            "duty": one.duty,
            "edition": one.edition,
            "title": one.title,
            "source": one.source,
            "requirement": one.requirement,
            "ask": one.ask,
            "per": one.per,
            "body": one.body,
            "project": _code(one.project, known) if one.project else None,
            "project_ref": one.project,
            "state": one.state.value,
            "proved_by": [_record(ref, known) for ref in one.proved_by],
            "by_hand": list(one.by_hand),
            "looked_at_by_a_second_person": list(one.looked_at),
            "said": [_record(ref, known) for ref in one.said],
            "nearest_miss": _record(one.nearest_miss.ref, known) | {"failed": list(one.nearest_miss.failed)}
            if one.nearest_miss
            else None,
            "count": _counted(one.count) if one.count else None,
            "counts_once": id(one) in counted,
            "reason": one.reason,
            "named": one.named,
            "signed": _signed(one.signed) if one.signed else None,
            "awaits": one.awaits,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "law_clock": one.law_clock,
            "owner": one.owner,
            "trust": one.trust.value,
            "good_practice": one.good_practice,
            "note": one.note,
        }
        for one in found
    ]


def _signed(signed: Signed) -> dict[str, Any]:
    """Who signed, in which posts, for which owner, and whether that is them."""
    return {
        "by": signed.name,
        "posts": list(signed.posts),
        "for": signed.owner,
        "is_owner": signed.is_owner,
        "on": signed.on.isoformat(),
    }


def _counted(count: Count) -> dict[str, Any]:
    """For how many of those it is asked of it is shown, and who is missing."""
    return {"met": count.met, "of": count.of, "missing": [one._asdict() for one in count.missing]}


def _record(ref: str, known: Mapping[str, Fact]) -> dict[str, Any]:
    """A record by its reference, the reference its keeper gave it, and its title."""
    return {"ref": ref, "number": _code(ref, known), "title": known[ref].title if ref in known else ""}


def _code(ref: str, known: Mapping[str, Fact]) -> str:
    """A project's code, an activity's own reference; empty for a record that has none."""
    says = known[ref].says if ref in known else {}
    return str(says.get("code") or says.get("number") or "")


def _told(findings: Sequence[Finding], known: Mapping[str, Fact]) -> str:
    counts = summary(findings)
    lines = [", ".join(f"{counts[state]:,} {word.text.lower()}" for state, word in STATES.items())]
    for one in findings:
        whose = _code(one.project, known) if one.project else one.body
        told = f"{STATES[one.state].text:<20} {one.requirement:<10} {whose}: {one.ask} ({one.source})"
        lines.append(told + _unshown(one))
    return "\n".join(lines)


def _unshown(finding: Finding) -> str:
    """For how many of those it is asked of it is shown, and the first of the others by name."""
    count = finding.count
    if count is None or not count.missing or finding.state is State.NOT_APPLICABLE:
        return ""
    names = "; ".join(one.in_words for one in count.missing[:MOST_NAMED])
    more = len(count.missing) - MOST_NAMED
    return f". {count.in_words}; missing: {names}{f'; and {more:,} more' if more > 0 else ''}"
