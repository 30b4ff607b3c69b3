"""The engagement cycle as the catalogue states it: five stages, what suits each, and two warnings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from engage.rules.words import Term, Vocabulary

_CYCLE = Path(__file__).parent / "catalogue" / "cycle.toml"


@dataclass(frozen=True, slots=True)
class Stage:
    """
    A stage, 1 to 5. ``trust`` is that of the official title; the fields named in ``proposal`` are this
    product's suggestion, not the cycle's words.
    """

    code: int
    official_title: str
    label: str
    phase: str
    purpose: str
    participants: tuple[str, ...]
    methods: tuple[str, ...]
    prompts: tuple[str, ...]
    outputs: tuple[str, ...]
    trust: str
    proposal: frozenset[str]
    check: str


@dataclass(frozen=True, slots=True)
class StageWarning:
    """
    What a project's page warns of at ``stage``. A condition that a warning does not set is empty or
    False: no feedback at any of ``needs_feedback_at``; a theme older than so many months without an
    owner, or without a link to a stage.
    """

    code: str
    title: str
    stage: int
    says: str
    source: str
    trust: str
    needs_feedback_at: tuple[int, ...] = ()
    older_than_months: int | None = None
    needs_owner: bool = False
    needs_link_to_stage: int | None = None


@dataclass(frozen=True, slots=True)
class EngagementCycle:
    stages: tuple[Stage, ...]
    warnings: tuple[StageWarning, ...]

    def stage(self, code: int) -> Stage:
        """Raises KeyError for a code that is no stage."""
        for stage in self.stages:
            if stage.code == code:
                return stage
        raise KeyError(code)

    def warning(self, code: str) -> StageWarning:
        """Raises KeyError for a code that is no warning."""
        for warning in self.warnings:
            if warning.code == code:
                return warning
        raise KeyError(code)


@cache
def read_cycle() -> EngagementCycle:
    content = _content()
    return EngagementCycle(
        tuple(_stage(entry) for entry in content["stage"]),
        tuple(StageWarning(**_with_tuples(entry)) for entry in content["warning"]),
    )


@cache
def stage_vocabulary() -> Vocabulary:
    """The stages as terms for recognising typed text; their codes are "1" to "5"."""
    terms = (
        Term(str(entry["code"]), entry["label"], tuple(entry["aliases"])) for entry in _content()["stage"]
    )
    return Vocabulary("Stages of the engagement cycle", terms)


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads(_CYCLE.read_text(encoding="utf-8"))


def _stage(entry: dict[str, Any]) -> Stage:
    fields = {name: value for name, value in _with_tuples(entry).items() if name != "aliases"}
    return Stage(**{**fields, "proposal": frozenset(entry["proposal"])})


def _with_tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
