"""The rooms of a feature are called alike everywhere: whoever knows one feature finds the way in all."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tests.house.source import ROOT, calls, dotted, product_modules, text_of

NO_FEATURES = {"cli", "demonstration", "platform", "rules"}
WANTED = 70
VERBS_ELSEWHERE = {
    "engage/stakeholders/duplicates/jobs.py": "a search of the register is gone on with by the clock",
}


def rooms() -> set[str]:
    """The names in the table of docs/architecture.md."""
    house = text_of(ROOT / "docs" / "architecture.md")
    table = house.partition("## Rooms of a feature")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE))


def features() -> list[str]:
    packages = {path.parent.name for path in (ROOT / "engage").glob("*/__init__.py")}
    return sorted(packages - NO_FEATURES)


def share_in_rooms(files: Iterable[Path]) -> float:
    """The percentage of lines that lie in a room of the table."""
    lines = {path: len(text_of(path).splitlines()) for path in files if path.name != "__init__.py"}
    return 100 * sum(number for path, number in lines.items() if path.stem in rooms()) / sum(lines.values())


def verbs_outside_services(modules: Iterable[tuple[str, ast.Module]]) -> Iterator[str]:
    """The files of features outside services in which a verb or an event stands."""
    watched = set(features())
    for file, tree in modules:
        path = PurePosixPath(file)
        if path.stem != "service" and watched & set(path.parts[1:2]) and has_verbs(tree):
            yield file


def has_verbs(tree: ast.Module) -> bool:
    marks = (mark for node in tree.body if isinstance(node, ast.FunctionDef) for mark in node.decorator_list)
    names = {dotted(mark).rsplit(".", 1)[-1] for mark in marks} | {name for name, _ in calls(tree)}
    return bool(names & {"one_transaction", "one_long_transaction", "unless_busy", "audit.Event"})


@pytest.mark.parametrize("feature", features())
def test_most_of_a_feature_lies_in_rooms_of_the_table(feature: str) -> None:
    share = share_in_rooms((ROOT / "engage" / feature).rglob("*.py"))
    assert share >= WANTED, f"Only {share:.0f} % of its lines lie in a room."


def stairs() -> Any:
    """The contract that says which room may import which."""
    settings = tomllib.loads(text_of(ROOT / "pyproject.toml"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (found,) = (one for one in contracts if one["name"] == "same stairs in every feature")
    return found


def test_every_room_of_the_table_has_its_step_on_the_stairs() -> None:
    assert set(re.findall(r"\w+", " ".join(stairs()["layers"]))) == rooms() - {"blueprint"}


def test_the_stairs_stand_in_every_package_however_deep() -> None:
    packages = (
        path.parent.relative_to(ROOT / "engage").parts for path in (ROOT / "engage").rglob("__init__.py")
    )
    deepest = max(map(len, packages))
    assert {f"engage{'.*' * depth}" for depth in range(1, deepest + 1)} <= set(stairs()["containers"])


def test_every_verb_stands_in_a_service() -> None:
    found = set(verbs_outside_services(product_modules()))
    assert found == VERBS_ELSEWHERE.keys(), "Put a verb and its event in a room called service."


@pytest.mark.parametrize(
    "planted", ["@one_transaction\ndef take_back(): ...", "gone = audit.Event('story.gone')"]
)
def test_a_verb_hidden_in_a_package_inside_is_found(planted: str) -> None:
    file = "engage/experience/stories/story_service.py"
    assert list(verbs_outside_services([(file, ast.parse(planted))])) == [file]
