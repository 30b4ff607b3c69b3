"""What the documentation says of commands, keys and names is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from engage.cli import main
from engage.cli.duties import printed_findings
from engage.imports.registry import KINDS
from engage.imports.results import result_of
from engage.platform.imports.importing import Choice
from engage.platform.imports.plan import make_plan
from engage.rules.findings import State
from engage.rules.loading import load_catalogue
from tests.assurance.made import finding
from tests.house.source import ROOT, text_of

DEFINED = re.compile(r"^def (test_\w+)", re.MULTILINE)
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
IMPORT = text_of(ROOT / "docs" / "import.md")
DUTIES = text_of(ROOT / "docs" / "duties.md")


def commands_in(path: Path) -> list[str]:
    """Every command that a document shows, a continued one on one line."""
    text = re.sub(r"\n +(?=\[)", " ", text_of(path))
    return [line for line in text.splitlines() if line.startswith("engage ")]


def first_column(table: str) -> set[str]:
    """The words in code marks in the first column of a table."""
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def between(text: str, start: str, end: str) -> str:
    return text.split(start, 1)[1].split(end, 1)[0]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_command_that_is_shown_is_there_with_its_options(path: Path) -> None:
    for line in commands_in(path):
        command: click.Command = main
        for word in re.split(r"[ |]", line)[1:]:
            if isinstance(command, click.Group):
                command = command.get_command(click.Context(main), word) or command
        assert not isinstance(command, click.Group), line
        options = {name for one in command.params for name in one.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= options, line


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_file_or_folder_that_is_named_is_there(path: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", text_of(path), flags=re.MULTILINE | re.DOTALL)
    made = set(re.findall(r"^`(\S+)`:$", prose, re.MULTILINE))  # by whoever follows the page
    named = set(re.findall(r"`([a-z_]+/[a-z_/-]*(?:\.[a-z]+)?)`", prose)) - made
    places = [ROOT, ROOT / "engage", ROOT / "tests", ROOT / "docs"]
    assert [one for one in named if not any((place / one).exists() for place in places)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_test_that_is_named_is_there(path: Path) -> None:
    named = set(re.findall(r"`(test_[a-z0-9_]{20,})`", text_of(path)))
    there = {name for file in (ROOT / "tests").rglob("test_*.py") for name in DEFINED.findall(text_of(file))}
    assert named <= there


def test_commands_are_shown() -> None:
    shown = {path.name for path in DOCUMENTS if commands_in(path)}
    assert shown >= {"README.md", "import.md", "duties.md", "report-json.md"}


@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("activities", "Activities"),
        ("you-said-we-did", "You said"),
        ("forums", "Forums"),
        ("meetings", "Meetings"),
        ("population", "Population"),
        ("stakeholders", "Stakeholders and"),
        ("organisations", "Stakeholders and"),
    ],
)
def test_the_fields_of_an_import_are_all_named(kind: str, named: str) -> None:
    paragraph = between(between(IMPORT, "## Fields", "## The command line"), named, "\n\n")
    assert set(re.findall(r"`([a-z_]+)`", paragraph)) == set(KINDS[kind].fields.by_name)


@pytest.mark.usefixtures("app")
def test_the_answer_of_an_import_has_the_keys_that_are_named() -> None:
    named = first_column(IMPORT.split("gives one object:")[1])
    plan = make_plan([], KINDS["activities"].make())
    assert named == set(result_of(plan, Choice.UPDATE)) | {"dry_run", "import", "columns", "bodies_left_out"}


def test_a_finding_has_the_keys_and_the_states_that_are_named() -> None:
    [shown] = printed_findings([finding()], {})
    assert first_column(DUTIES.split("of objects with")[1]) == set(shown)
    assert first_column(between(DUTIES, "## How a requirement stands", "\n\nThe machine")) == set(State)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_duties_and_requirements_named_as_examples_are_in_the_catalogue(path: Path) -> None:
    catalogue, text = load_catalogue(), text_of(path)
    assert set(re.findall(r"\bE-[A-Z]+-\d+\b", text)) <= set(catalogue.requirements)
    editions = set(re.findall(r"\b([a-z]+(?:-[a-z]+)+\.(?:19|20)\d\d)\b", text))
    assert editions <= set(catalogue.editions)
