"""The import contracts hold, and each of them can fail: it is broken on purpose in a copy of the house."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.house.source import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


class Breach(NamedTuple):
    """A line added to a file of the copy, and the contract it must break."""

    contract: str
    file: str
    line: str


BREACHES = [
    Breach("rules are pure", "rules/planted.py", "import flask"),
    Breach("look down, never up or sideways", "platform/planted.py", "import engage.accounts.models"),
    Breach("look down, never up or sideways", "a_package_without_a_floor/__init__.py", ""),
    Breach("look down, never up or sideways", "cycle/planted.py", "from engage import create_app"),
    Breach("same stairs in every feature", "accounts/forms.py", "import engage.accounts.queries"),
    Breach(
        "same stairs in every feature",
        "experience/stories/forms.py",
        "import engage.experience.stories.queries",
    ),
    Breach("no circles", "experience/topics/planted.py", "import engage.experience.insight.models"),
    Breach("reports read facts, never tables", "assurance/planted.py", "import engage.activities.models"),
    Breach("only accounts knows about signing in", "activities/planted.py", "import flask_login"),
    Breach("only the roof reads settings", "activities/planted.py", "import config"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-cache", "--no-logo"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def broken_contracts(output: str) -> set[str]:
    return set(re.findall(r"^(.+) BROKEN\b", output, re.MULTILINE))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house to break things in."""
    copy = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "engage", copy / "engage", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    return copy


@contextmanager
def broken(house: Path, breach: Breach) -> Iterator[None]:
    file = house / "engage" / breach.file
    before = file.read_text(encoding="utf-8") if file.exists() else None
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"{before or ''}\n{breach.line}\n", encoding="utf-8")
    try:
        yield
    finally:
        _mend(file, before)


def _mend(file: Path, before: str | None) -> None:
    if before is not None:
        file.write_text(before, encoding="utf-8")
        return
    file.unlink()
    if not any(file.parent.iterdir()):
        file.parent.rmdir()


def test_the_house_keeps_its_contracts() -> None:
    ended = lint(ROOT)
    assert ended.returncode == 0, ended.stdout


@pytest.mark.thorough
@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.contract}: {breach.file}")
def test_a_contract_broken_on_purpose_is_caught(house: Path, breach: Breach) -> None:
    with broken(house, breach):
        ended = lint(house)
    assert ended.returncode != 0
    assert broken_contracts(ended.stdout) == {breach.contract}, ended.stdout
