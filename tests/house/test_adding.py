"""The pages on adding a field and a feature can be followed: their steps are taken in a copy of the house."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.source import ROOT, text_of

pytestmark = pytest.mark.database

LEFT_BEHIND = shutil.ignore_patterns(".*", "node_modules", "build", "var", "*.egg-info")
COSTS = "tests/house/test_list_costs.py::test_a_page_of_twenty_asks_no_more_than_a_page_of_two"
PLACE = r"(?:(after|before|in place of) (?:the line with )?`([^`]+)`)"
BLOCK = re.compile(rf"^`(\S+)`(?:, {PLACE})?:\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(rf"^\| `(\S+)` \| {PLACE} \| `(.+)` \|$", re.MULTILINE)
MODELS_AND_MIGRATIONS_AGREE = (
    "tests/house/test_migrations.py::test_the_models_are_what_the_migrations_make[record-sqlite]"
)


class Step(NamedTuple):
    """Lines that go to a file: beside, or in place of, the one line that has the words of ``anchor``; without
    these they are the whole of a new file."""

    file: str
    how: str
    anchor: str
    lines: list[str]


class Guide(NamedTuple):
    """A page of docs and the tests that pass once it was followed.

    The first of them says ``missed`` where the step of the file ``needed`` is left out.
    """

    page: str
    tests: tuple[str, ...]
    needed: str
    missed: str


GUIDES = [
    Guide(
        "adding-a-field.md",
        ("tests/activities/test_made_known.py",),
        "engage/activities/entries.py",
        "unexpected keyword argument 'made_known'",
    ),
    Guide(
        "adding-a-feature.md",
        (
            "tests/compliments",
            "tests/house/test_fields.py",
            "tests/house/test_list_costs.py::test_every_list_is_measured",
            f"{COSTS}[compliments.index]",
            "tests/house/test_readme.py::test_the_map_names_every_package_with_its_own_words",
            "tests/house/test_views.py::test_addresses_and_who_may_open_them_are_as_decided",
        ),
        "migrations/record/versions/NEXT_compliments.py",
        "no such table: compliment",
    ),
]


def steps_of(page: str) -> list[Step]:
    """The blocks and the rows of the tables of a page."""
    text = text_of(ROOT / "docs" / page)
    blocks = [(file, how, anchor, lines.splitlines()) for file, how, anchor, lines in BLOCK.findall(text)]
    assert len(blocks) == text.count("\n```\n"), "Write over each block to which file it goes."
    rows = [(file, how, anchor, [line.replace(r"\|", "|")]) for file, how, anchor, line in ROW.findall(text)]
    return [Step(*one) for one in blocks + rows]


def take(step: Step, house: Path) -> str:
    """Do what a step says; answers the file that it went to."""
    if not step.how:
        last = max(path.name[:4] for path in (house / "migrations" / "record" / "versions").glob("[0-9]*.py"))
        numbers = {"LAST": last, "NEXT": f"{int(last) + 1:04}"}
        file, *lines = (_filled(line, numbers) for line in (step.file, *step.lines))
        assert not (house / file).exists(), f"{file} is there already"
        (house / file).parent.mkdir(parents=True, exist_ok=True)
        (house / file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return file
    there = text_of(house / step.file).splitlines()
    [place] = [number for number, line in enumerate(there) if step.anchor in line]
    indent = " " * (len(there[place]) - len(there[place].lstrip()))
    start, end = {"before": (0, 0), "after": (1, 1), "in place of": (0, 1)}[step.how]
    there[place + start : place + end] = [f"{indent}{line}" for line in step.lines]
    (house / step.file).write_text("".join(f"{line}\n" for line in there), encoding="utf-8")
    return step.file


def _filled(line: str, numbers: dict[str, str]) -> str:
    return re.sub("|".join(numbers), lambda found: numbers[found[0]], line)


def follow_both(house: Path, without: Collection[str] = ()) -> list[str]:
    """Take the steps of both pages in a copy of the house, but for some files; answers those they went to."""
    shutil.copytree(ROOT, house, ignore=LEFT_BEHIND)
    (house / "static" / "build").symlink_to(ROOT / "static" / "build")
    steps = [step for guide in GUIDES for step in steps_of(guide.page)]
    assert {*without} <= {step.file for step in steps}
    return [take(step, house) for step in steps if step.file not in without]


def run(house: Path, tool: str, *given: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name(tool)), *given]
    return subprocess.run(command, cwd=house, capture_output=True, text=True)


def run_tests(house: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    return run(house, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests)


def test_whoever_follows_the_pages_has_what_they_promise(tmp_path: Path) -> None:
    house = tmp_path / "house"
    programs = {file for file in follow_both(house) if file.endswith(".py")}
    for ended in (
        run_tests(house, *(test for guide in GUIDES for test in guide.tests), MODELS_AND_MIGRATIONS_AGREE),
        run(house, "ruff", "check", *programs),
        run(house, "ruff", "format", "--check", *programs),
        run(house, "lint-imports", "--no-cache"),
    ):
        assert ended.returncode == 0, ended.stdout[-3000:]


def test_a_step_that_is_left_out_is_missed(tmp_path: Path) -> None:
    house = tmp_path / "house"
    follow_both(house, without={guide.needed for guide in GUIDES})
    ended = run_tests(house, *(guide.tests[0] for guide in GUIDES))
    assert ended.returncode == pytest.ExitCode.TESTS_FAILED
    assert [guide.missed for guide in GUIDES if guide.missed not in ended.stdout] == []
