"""The ways in which what members say of themselves can be held against figures of the community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engage.organisation.population.queries import Dataset
from engage.rules.monitoring import Cut, Match, Share, community_shares, read_monitoring


@dataclass(frozen=True, slots=True)
class Way:
    """One way to count a characteristic and hold it against one set of figures."""

    dataset: Dataset
    match: Match
    cut: Cut
    shares: Mapping[str, float]

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.dataset.number}:{self.cut.code}"

    @property
    def label(self) -> str:
        """Age, 2021, in three broad bands, from 16."""
        return f"{self.dataset.named}, in {self.cut.name} ({self.dataset.short_source})"


def ways(datasets: Sequence[Dataset]) -> dict[str, list[Way]]:
    """Every way in which each question can be compared with these figures, newest and broadest first."""
    monitoring = read_monitoring()
    found: dict[str, list[Way]] = {}
    for dataset in sorted(datasets, key=lambda one: -(one.year or 0)):
        figures = {figure.category: Share(figure.count, figure.percent) for figure in dataset.figures}
        for match in monitoring.matches_for(dataset.characteristic, figures):
            shares = community_shares(match, figures)
            if shares is not None:
                cut = monitoring.cuts[match.cut]
                found.setdefault(cut.question, []).append(Way(dataset, match, cut, shares))
    return {question: found[question] for question in monitoring.questions if question in found}


def chosen_last(ways: Mapping[str, Sequence[Way]], tables: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The way in which each question was compared last, where it is still there; the newest tables first."""
    found: dict[str, str] = {}
    for table in tables:
        for way in ways.get(table["question"], ()):
            if (way.cut.code, way.dataset.named) == (table["cut"], table["baseline"]):
                found.setdefault(table["question"], way.value)
    return found
