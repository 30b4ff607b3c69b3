"""Models that place stakeholders by how they stand to a project: two grids, and salience."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engage.rules.editions import Trust

_MAPPING = Path(__file__).parent / "catalogue" / "mapping.toml"

Scores = Mapping[str, int | None]
"""Scores by name, such as power; None where nobody has judged."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From ``least`` to ``most``; one of ``high_from`` or more is high. ``means`` puts it into words."""

    least: int
    most: int
    high_from: int
    means: Mapping[str, str]

    @property
    def steps(self) -> range:
        return range(self.least, self.most + 1)

    def is_high(self, score: int | None) -> bool:
        return score is not None and score >= self.high_from


@dataclass(frozen=True, slots=True)
class Grid:
    """Two scores, one upwards and one across; ``words`` of a corner by (up is high, across is high)."""

    id: str
    name: str
    source: str
    use: str
    up: str
    across: str
    words: Mapping[tuple[bool, bool], str]
    trust: Trust

    @property
    def attributes(self) -> tuple[str, ...]:
        return (self.up, self.across)

    def place(self, scores: Scores, scale: Scale) -> str:
        """The words of the corner in which somebody stands; empty while either score is missing."""
        up, across = scores[self.up], scores[self.across]
        if up is None or across is None:
            return ""
        return self.words[scale.is_high(up), scale.is_high(across)]


@dataclass(frozen=True, slots=True)
class Salience:
    """How many of the attributes are high; ``classes`` from none to all."""

    id: str
    name: str
    source: str
    use: str
    attributes: tuple[str, ...]
    classes: tuple[str, ...]
    trust: Trust

    def place(self, scores: Scores, scale: Scale) -> str:
        """The class in which somebody stands; empty while any of its scores is missing."""
        if any(scores[name] is None for name in self.attributes):
            return ""
        return self.classes[sum(scale.is_high(scores[name]) for name in self.attributes)]


@dataclass(frozen=True, slots=True)
class MappingModels:
    """The models, in the order of the catalogue, and the scale they share."""

    scale: Scale
    grids: tuple[Grid, ...]
    salience: Salience

    @property
    def all(self) -> tuple[Grid | Salience, ...]:
        return (*self.grids, self.salience)

    def model(self, wanted: str) -> Grid | Salience | None:
        return next((model for model in self.all if model.id == wanted), None)


@cache
def read_models() -> MappingModels:
    content = tomllib.loads(_MAPPING.read_text(encoding="utf-8"))
    scale = Scale(content["least"], content["most"], content["high_from"], content["scores"])
    grids = tuple(_grid(entry) for entry in content["grid"])
    salience = _plain(content["salience"])
    for name in ("attributes", "classes"):
        salience[name] = tuple(salience[name])
    return MappingModels(scale, grids, Salience(**salience))


def _grid(entry: dict[str, Any]) -> Grid:
    words = {tuple(part == "high" for part in key.split("_")): text for key, text in entry["words"].items()}
    return Grid(**{**_plain(entry), "words": words})


def _plain(entry: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in entry.items() if name != "check"}
    return {**kept, "trust": Trust(entry["trust"])}
