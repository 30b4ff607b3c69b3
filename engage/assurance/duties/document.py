"""The section on legal duties: how requirements stand under each duty, and where the gaps are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from engage.assurance.duties.facts import (
    GAPS,
    about_words,
    edition,
    gaps_of,
    missing_words,
    reference,
    state_words,
)
from engage.assurance.figures.words import Id
from engage.assurance.material import Material
from engage.assurance.report.entries import Block, Cell, Heading, Piece, cell, paragraph, table
from engage.assurance.report.parts import based, linked
from engage.duties.words import MARKS, STATES, signed_by_post
from engage.rules.calendar_words import long_date
from engage.rules.editions import Trust
from engage.rules.findings import Finding, State
from engage.rules.permissions import ROLES

FINDINGS = "Every requirement and how it stands"
EVERY = (
    "Requirement",
    "What it asks",
    "Duty",
    "Mark",
    "Asked of",
    "Project",
    "Owner",
    "State",
    "What is missing",
    "Records",
    "Signed",
)
NOBODY_SERVED = "No body is marked as one that this installation works for, so no duties were weighed."
MOST_GAPS = 7
MOST_NAMED = 5
MOST_RECORDS = 3


def duties(given: Material) -> list[Block]:
    """Counts under each duty, then the gaps; every requirement is in the annex."""
    if not given.findings:
        return [paragraph(_why_none(given))]
    return [
        paragraph(
            based(given.figure(Id.DUTIES_EVIDENCED)),
            " are evidenced by records. ",
            *_other_kinds(given),
            *_signed(given),
            "Records show what was done; whether a duty is met is for people to conclude. "
            "A requirement that serves several duties stands under each, and counts once in every total.",
        ),
        _by_duty(given),
        *_gaps(given),
        table(
            FINDINGS,
            EVERY,
            [_finding_row(given, finding) for finding in given.findings],
            under={"What it asks": "Requirement", "Mark": "Duty", "Owner": "Asked of", "Signed": "State"},
            hidden=["Project"],
            shown=0,
        ),
    ]


def _other_kinds(given: Material) -> list[Piece]:
    """What does not rest on records that pass tests, each kind apart."""
    attached, said = given.figure(Id.DUTIES_BY_HAND), given.figure(Id.DUTIES_SAID)
    looked = given.figure(Id.DUTIES_LOOKED_AT)
    told: list[Piece] = []
    if attached.base:
        told += ["For ", linked(attached), " more a named person attached something, which nobody tested; "]
        told += ["a second person looked at that of ", linked(looked), ". "]
    if said.base:
        told += ["For ", linked(said), " more it is only said, and was entered after the day it speaks of. "]
    return told


def _signed(given: Material) -> list[Piece]:
    """How many are signed, and by whom: whoever answers for them, or somebody else for them."""
    since = _signed_since(given)
    every, by_owner = given.figure(Id.DUTIES_SIGNED), given.figure(Id.DUTIES_SIGNED_BY_OWNER)
    if not every.base:
        return [based(every), f" had been signed by {given.as_of}. ", *since]
    others = f" by whoever answers for them, {every.base - by_owner.base:,} for them by somebody else. "
    signed = f" had been signed by {given.as_of}: "
    return [based(every), signed, linked(by_owner), others, *since]


def _signed_since(given: Material) -> list[Piece]:
    since = given.figure(Id.DUTIES_SIGNED_SINCE)
    if not since.base:
        return []
    return ["A further ", linked(since), f" were signed after that day, by {long_date(given.scope.on)}. "]


def _why_none(given: Material) -> str:
    body = given.scope.body
    if body is None:
        return NOBODY_SERVED
    if body.last and given.scope.period.first and body.last < given.scope.period.first:
        return f"{body.name} existed until {long_date(body.last)}, before this period."
    if body.first and given.scope.period.last and body.first > given.scope.period.last:
        return f"{body.name} exists since {long_date(body.first)}, after this period."
    return "No duty in the catalogue binds this body in this period."


def _by_duty(given: Material) -> Block:
    by_duty = given.figure(Id.DUTIES_BY_DUTY)
    first: dict[str, Finding] = {}
    for finding in given.findings:
        first.setdefault(edition(finding), finding)
    titles = Counter(finding.title for finding in first.values())
    rows = [
        [
            cell(_duty_words(finding, titles[finding.title] > 1)),
            cell(finding.source),
            *(linked(by_duty, f"{key} / {state.value}") for state in State),
        ]
        for key, finding in first.items()
    ]
    headings = ("Duty", "Source", *(STATES[state].text for state in State))
    return table("How requirements stand under each duty", headings, rows, hidden=["Source"])


def _duty_words(finding: Finding, in_editions: bool) -> str:
    """The duty, with the year of the law where there are several; law that nobody has verified says so."""
    year = f" (law of {finding.edition})" if in_editions else ""
    mark = f" [{MARKS[finding.trust]}]" if finding.trust is Trust.UNVERIFIED else ""
    return f"{finding.title}{year}{mark}"


def _gaps(given: Material) -> list[Block]:
    gaps = gaps_of(given.findings)
    if not gaps:
        return [paragraph("No requirement that is due lacks evidence.")]
    unkept = given.figure(Id.DUTIES_BY_HAND_ONLY)
    said = [cell("What is nearest to being shown comes first.")]
    if unkept.base:
        words = " lacking evidence no register is kept here yet: what shows them is attached by hand."
        said += [cell(" For "), based(unkept), cell(words)]
    alike: dict[str, list[Finding]] = {}
    for finding in sorted(gaps, key=_how_near(given)):
        alike.setdefault(finding.requirement, []).append(finding)
    return [
        Heading("Duties at risk"),
        paragraph(*said),
        table(
            "What is missing",
            ("Requirement", "What it asks", "Lacking for", "What the nearest record lacks", "Nearest record"),
            [_gap_row(given, findings) for findings in alike.values()],
            under={
                "What it asks": "Requirement",
                "Nearest record": "What the nearest record lacks",
            },
            shown=MOST_GAPS,
        ),
    ]


def _how_near(given: Material) -> Callable[[Finding], tuple[bool, bool, bool]]:
    unkept = set(given.figure(Id.DUTIES_BY_HAND_ONLY).refs)
    return lambda finding: (
        finding.state is not State.PARTLY,
        finding.nearest_miss is None,
        reference(finding) in unkept,
    )


def _gap_row(given: Material, findings: Sequence[Finding]) -> list[Cell]:
    """One requirement with everything it is lacking for, and what the nearest record of all lacks."""
    nearest = findings[0]
    near = nearest.nearest_miss
    named = list(dict.fromkeys(_lacking_for(given, finding) for finding in findings))
    more = f" and {len(named) - MOST_NAMED:,} more" if len(named) > MOST_NAMED else ""
    return [
        cell(nearest.requirement, ref=reference(nearest)),
        cell(nearest.ask),
        cell(", ".join(named[:MOST_NAMED]) + more),
        cell(_lack(nearest)),
        cell(_name(given, near.ref), ref=near.ref) if near else cell(""),
    ]


def _lack(finding: Finding) -> str:
    """What it lacks, in one sentence: for how many it is shown, or what the nearest record lacks."""
    if finding.count and finding.count.missing:
        return finding.count.in_words
    return finding.nearest_miss.failed[0] if finding.nearest_miss else missing_words(finding)


def _lacking_for(given: Material, finding: Finding) -> str:
    return _code(given, finding) or _body_names(given).get(finding.body, finding.body)


def _code(given: Material, finding: Finding) -> str:
    """The code of the project it is asked of; empty where it is asked of a body."""
    project = given.facts.get(finding.project or "")
    return str(project.says["code"]) if project else ""


def _finding_row(given: Material, finding: Finding) -> list[Cell]:
    return [
        cell(finding.requirement, ref=reference(finding)),
        cell(finding.ask),
        cell(f"{finding.title}, {finding.edition}"),
        cell(MARKS[finding.trust]),
        cell(about_words(finding, given.facts, _body_names(given)), ref=finding.project or ""),
        cell(_code(given, finding)),
        cell(ROLES[finding.owner].title),
        cell(state_words(finding)),
        cell(missing_words(finding) if finding.state in GAPS else ""),
        cell(_records(given, finding), ref=finding.proved_by[0] if finding.proved_by else ""),
        cell(signed_by_post(finding.signed) if finding.signed else "not signed"),
    ]


def _body_names(given: Material) -> dict[str, str]:
    return {code: body.name for code, body in given.bodies.items()}


def _records(given: Material, finding: Finding) -> str:
    named = [_name(given, ref) for ref in finding.proved_by[:MOST_RECORDS]]
    if len(finding.proved_by) > MOST_RECORDS:
        named.append(f"and {len(finding.proved_by) - MOST_RECORDS:,} more")
    if finding.by_hand:
        named.append(f"{len(finding.by_hand)} attached by hand, not tested")
    if finding.said:
        named.append(f"{len(finding.said)} said and entered later")
    return "; ".join(named) or "none"


def _name(given: Material, ref: str) -> str:
    fact = given.facts.get(ref)
    if fact is None:
        return ref.partition(":")[0].replace("_", " ")
    return str(fact.says.get("number") or fact.says.get("code") or fact.title)
