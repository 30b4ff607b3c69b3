"""The catalogue of duties as held here: the law, local promises, and what owners confirmed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import current_app

from engage.duties import queries
from engage.rules.editions import Catalogue
from engage.rules.loading import CATALOGUE, load_catalogue


def catalogue() -> Catalogue:
    """The catalogue in force here and now."""
    return _read(local_duties(), tuple(sorted(queries.confirmed().items())))


def as_it_came() -> Catalogue:
    """The catalogue before anybody here confirmed anything."""
    return _read(local_duties(), ())


def local_duties() -> Path | None:
    """The folder of local promises; None where there is none."""
    return cast("Path | None", current_app.config["LOCAL_DUTIES"])


@lru_cache(maxsize=8)
def _read(local: Path | None, confirmed: tuple[tuple[str, int | None], ...]) -> Catalogue:
    folders = (CATALOGUE, local) if local else (CATALOGUE,)
    return load_catalogue(*folders, confirmed=dict(confirmed))


def agreed_number(name: str) -> int:
    """The number in force that is kept under this name. Raises KeyError."""
    return catalogue().settings[name].value
