"""The product as the house tests see it at work: its views, verbs, events and tables."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from flask import Flask
from sqlalchemy import Column, Table

from config import Settings
from engage import create_app
from engage.platform.data import audit
from engage.platform.data.tables import Base
from tests.house.source import ROOT


@cache
def application() -> Flask:
    """The staff application, with a database that nothing here asks."""
    home = Path("no-home-is-needed")
    return create_app(Settings(home=home, database_url="sqlite://", secret_key="a key", trail_key="another"))


def views() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Every page: its address, the name of its view, and the view."""
    app = application()
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (str(rule), rule.endpoint)):
        yield str(rule), rule.endpoint, app.view_functions[rule.endpoint]


def modules(name: str) -> Iterator[ModuleType]:
    """The modules called this in every package, such as every service."""
    for path in sorted((ROOT / "engage").rglob(f"{name}.py")):
        yield importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))


def functions_of(module: ModuleType) -> list[str]:
    """The public functions that a module itself defines."""
    tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
    return [
        node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def tables() -> Iterator[tuple[type[Base], Table]]:
    """Every table and the class of its rows."""
    application()
    for mapper in sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__):
        if mapper.class_.__module__.startswith("engage.") and isinstance(mapper.local_table, Table):
            yield mapper.class_, mapper.local_table


def columns() -> Iterator[tuple[str, Column[Any]]]:
    """Every column, with its full name."""
    for _, table in tables():
        for column in table.columns:
            yield f"{table.name}.{column.name}", column


def events() -> dict[str, audit.Event]:
    """Every event that the product declares, by name; those that tests declare are not among them."""
    application()
    return {name: one for name, one in audit.Event.declared.items() if not name.startswith("test.")}
