"""What a fresh machine relies on: two commands, packages by their hashes, nothing of others committed."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT, inside, project_files

REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))
TARGETS = {"run", "test", "install", "check", "quick", "bench", "bench-full", "faults", "help"}
TAKEN_FROM_OTHERS = re.compile(
    r"\.(woff2?|ttf|otf|eot|whl|jar|so|min\.(js|css))$|(^|/)(node_modules|vendor)/"
)
LARGEST_FILE = 1_000_000  # bytes: what people write is smaller


def packages(path: Path) -> list[str]:
    """Each package of a lock file with all its lines."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_each_package_is_named_exactly_and_known_by_its_hashes(path: Path) -> None:
    listed = packages(path)
    assert listed
    loose = [line for line in listed if "==" not in line or "--hash=sha256:" not in line]
    assert not loose, "Run make lock."


def test_packages_are_installed_by_their_hashes_and_in_no_other_way() -> None:
    files = [path for path in project_files() if path.parent in {ROOT / "bin", ROOT / ".ci"}]
    for path in (ROOT / "Makefile", *files):
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"(pip|PIP\)) (install )?.*-r ", line):
                assert "--require-hashes" in line, f"{inside(path)}: {line}"
    assert "npm ci" in (ROOT / "bin" / "node-packages").read_text(encoding="utf-8")


def test_the_design_system_is_known_by_its_hashes_too() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    kept = {name: one for name, one in lock["packages"].items() if name}
    assert "node_modules/nhsuk-frontend" in kept
    assert not [name for name, one in kept.items() if not one.get("integrity", "").startswith("sha")]


def test_make_lists_what_it_can_do() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^ +make ([a-z-]+)", listed, re.MULTILINE)) >= TARGETS


def test_a_machine_that_builds_runs_the_test_command_of_the_readme() -> None:
    [command] = re.findall(r"^(make test)\b", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    run = ROOT / ".ci" / "run"
    assert os.access(run, os.X_OK)
    last = run.read_text(encoding="utf-8").rstrip().splitlines()[-1]
    assert last.startswith(f"exec {command}")


def test_the_licence_is_the_mit_licence() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("MIT License")
    assert "Permission is hereby granted, free of charge" in licence


def test_nothing_of_anybody_elses_is_committed() -> None:
    names = {inside(path): path.stat().st_size for path in project_files()}
    assert not [name for name in names if TAKEN_FROM_OTHERS.search(name)]
    assert not [name for name, size in names.items() if size > LARGEST_FILE]
    assert {name.split("/")[1] for name in names if name.startswith("static/")} == {"css", "js"}


def test_every_process_listens_on_this_machine_alone() -> None:
    bound = [
        match
        for path in project_files()
        if path.is_relative_to(ROOT / "engage") or path.is_relative_to(ROOT / "bin")
        for match in re.findall(r"--bind=(\S+?):", path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert bound == ["127.0.0.1"]
