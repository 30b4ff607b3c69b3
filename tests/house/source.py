"""The code base as the house tests read it: its files, their syntax trees and the names they use."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
GIT_FILES = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is committed or would be, and is still there."""
    listed = subprocess.run(GIT_FILES, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def text_of(path: Path) -> str:
    """The text of a file; empty for one that holds no text."""
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode("utf-8", errors="replace")


def inside(path: Path) -> str:
    """The name of a file within the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def product_modules() -> tuple[tuple[str, ast.Module], ...]:
    """Every Python file of the product, without its tests: its name and its syntax tree."""
    files = [ROOT / "config.py", *sorted((ROOT / "engage").rglob("*.py"))]
    return tuple((inside(path), ast.parse(path.read_text(encoding="utf-8"))) for path in files)


def dotted(node: ast.AST) -> str:
    """The dotted name of an expression, such as os.environ.get; a part that is no name becomes “…”."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "…"


@cache
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Every node of a tree, walked once for all tests."""
    return tuple(ast.walk(tree))


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every call: the dotted name of what is called, and its line."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node.lineno


def imported_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every import as a full name, such as sqlalchemy.text, and its line."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
