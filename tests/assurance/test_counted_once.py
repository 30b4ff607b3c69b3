"""Whatever the findings: pages, command and report count each requirement once, and alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.assurance.duties.facts import gaps_of, requirement_figures
from engage.assurance.figures.words import Id
from engage.cli.duties import printed_findings
from engage.duties.requirements.queries import Checklist, eras
from engage.rules.findings import NOT_KNOWN, Finding, State, once, summary
from engage.rules.loading import load_catalogue
from engage.rules.periods import financial_year
from tests.rules.duties.situations import activity, found, project

CATALOGUE = load_catalogue()
EDITIONS = CATALOGUE.editions_for("CCG", date(2018, 4, 1), date(2019, 3, 31))
ONE = found("E-COL-4", project(), activity(1, "Talk", date(2018, 2, 6)))
BODIES = {None: "06A", "project:1": "06A", "project:2": "06A"}


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """How a requirement stands under one of the duties that ask for it, of a project or of the body."""
    edition = draw(st.sampled_from(EDITIONS))
    asked = draw(st.sampled_from(edition.requirements))
    about = draw(st.sampled_from(sorted(BODIES, key=str)))
    return replace(
        ONE,
        duty=edition.code,
        edition=edition.year,
        requirement=asked.id,
        project=about,
        body="06A",
        state=draw(st.sampled_from(State)),
        note=draw(st.sampled_from(("", f"{NOT_KNOWN} record the day of the decision."))),
    )


def by_what(finding: Finding) -> tuple[object, ...]:
    return finding.duty, finding.edition, finding.requirement, finding.project


@settings(max_examples=60, deadline=None)
@given(st.lists(findings(), max_size=12, unique_by=by_what))
def test_pages_command_and_report_count_alike_whatever_the_findings(made: list[Finding]) -> None:
    distinct = {(finding.requirement, finding.project) for finding in made}
    counts = summary(made)
    assert sum(counts.values()) == len(distinct) == len(once(made))

    era = eras(made, CATALOGUE, financial_year(2018))[0]
    checklist = Checklist((), (), (era,), tuple(once(made)))
    listed = [each for each in printed_findings(made, {}) if each["counts_once"]]
    figures = requirement_figures(made, (), date(2019, 3, 31))
    by_state = figures[Id.DUTIES_BY_STATE].values
    for state in State:
        of_command = sum(each["state"] == state.value for each in listed)
        assert counts[state] == era.counts[state] == of_command == by_state[state.value]
    evidenced = figures[Id.DUTIES_EVIDENCED]
    assert (evidenced.value, evidenced.out_of) == (counts[State.EVIDENCED], checklist.due)
    assert checklist.unshown == len(gaps_of(made)) <= checklist.due <= len(distinct)
