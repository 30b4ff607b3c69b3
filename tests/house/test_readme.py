"""The map in the README is the house as it stands."""

from __future__ import annotations

import ast
import re

from tests.house.source import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def rows_under(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def captions() -> dict[str, str]:
    """Each package of the house, with the sentence it opens with."""
    found = {}
    for file in (ROOT / "engage").glob("*/__init__.py"):
        sentence = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
        found[f"`{file.parent.name}/`"] = sentence.split("\n\n")[0]
    return found


def test_the_map_names_every_package_with_its_own_words() -> None:
    assert dict(rows_under("The map of the house")) == captions()


def test_every_stage_of_the_engagement_cycle_says_what_serves_it() -> None:
    rows = rows_under("The engagement cycle, and what serves each stage")
    assert [row[0][0] for row in rows] == ["1", "2", "3", "4", "5"]
    for row in rows:
        named = re.findall(r"`([a-z]+)`", row[2])
        assert named
        assert all((ROOT / "engage" / name).is_dir() for name in named)


def test_every_setting_it_names_is_read() -> None:
    settings = (ROOT / "config.py").read_text(encoding="utf-8")
    named = set(re.findall(r"\bENGAGE_[A-Z_]+\b", README))
    assert named
    assert not [name for name in named if f'"{name}"' not in settings]


def test_every_file_it_links_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert not [link for link in links if not (ROOT / link).exists()]


def test_the_words_of_the_trade_are_explained_in_order() -> None:
    words = [row[0].split(",")[0].casefold() for row in rows_under("Glossary")]
    assert len(words) == len(set(words))
    assert {"activity", "body", "duty", "evidence", "feedback", "finding", "project", "stage"} <= set(words)
