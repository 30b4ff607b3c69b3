"""Every table of a report can be read whole on a page of it, narrowed by what stands in some columns."""

from __future__ import annotations

import pytest

from engage.assurance.report.entries import ReportValue, tables_of
from engage.assurance.report.listing import numbered, table_page
from engage.rules.errors import Missing
from engage.rules.findings import State
from tests.assurance.made import finding, given, project, report_on
from tests.assurance.published import publish
from tests.builders import make_body
from tests.conftest import VisitorAs

FINDINGS = "Every requirement and how it stands"
VALUE = report_on(
    given(
        project(1, "WIC-14"),
        findings=[
            finding("E-COL-1", owner="governance_lead"),
            finding("E-COL-3", State.NONE, project="project:1"),
            finding("E-COL-4", State.NOT_APPLICABLE, reason="nothing was bought", project="project:1"),
        ],
    )
)


def number_of(value: ReportValue, caption: str) -> int:
    [number] = [place for place, block in enumerate(tables_of(value), start=1) if block.caption == caption]
    return number


def asked(**wanted: str) -> list[str]:
    found = table_page(VALUE, number_of(VALUE, FINDINGS), wanted, 1)
    return [row[0].text for row in found.block.rows]


def test_requirements_are_narrowed_by_state_project_and_owner() -> None:
    assert asked() == ["E-COL-1", "E-COL-3", "E-COL-4"]
    assert asked(state="No evidence") == ["E-COL-3"]
    assert asked(state="Does not apply") == ["E-COL-4"]
    assert asked(project="WIC-14") == ["E-COL-3", "E-COL-4"]
    assert asked(project="none") == ["E-COL-1"]
    assert asked(owner="Governance lead") == ["E-COL-1"]
    assert asked(project="WIC-14", owner="Governance lead") == []
    assert asked(state="A state that nobody knows") == asked()


def test_a_table_that_a_report_does_not_have_is_missing() -> None:
    with pytest.raises(Missing):
        table_page(VALUE, len(tables_of(VALUE)) + 1, {}, 1)
    assert sorted(numbered(VALUE).values()) == list(range(1, len(tables_of(VALUE)) + 1))


def test_the_lay_member_reads_every_requirement_on_a_page_of_the_report(visitor_as: VisitorAs) -> None:
    officer, lay_member = visitor_as("communications_officer"), visitor_as("lay_member_ppi")
    ours = make_body()
    made = publish(officer, "2018-19", ours.name)
    page = lay_member.visit(made.address)
    [label] = [words for words in page.links() if words.startswith("all ") and " rows of table" in words]
    page = lay_member.follow(label)
    assert page.heading == FINDINGS
    under_each = made.value["figures"]["duties.by_duty"]  # one that serves two duties has a row for each
    every = under_each["base"]
    assert page.says(f"{every} rows.")
    without = sum(number for how, number in under_each["value"].items() if how.endswith("/ none"))
    page = lay_member.visit(f"{page.url}?state=No evidence")
    assert page.says(f"{without} of {every} rows.")
    assert len(page.table(FINDINGS)) == without
