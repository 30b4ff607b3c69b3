"""What would differ today from a report as it was published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure, or one part of it, that would be another number today."""

    figure: str
    label: str
    part: str
    then: str
    now: str


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[Difference]:
    """Every figure that differs, in the order of the report; parts of a breakdown one by one."""
    found: list[Difference] = []
    figures = {**now["figures"], **then["figures"]}
    for id_, figure in figures.items():
        old, new = _parts(then["figures"].get(id_)), _parts(now["figures"].get(id_))
        found.extend(
            Difference(id_, figure["label"], part, old.get(part, "none"), new.get(part, "none"))
            for part in dict.fromkeys([*old, *new])
            if old.get(part) != new.get(part)
        )
    return found


def _parts(figure: Mapping[str, Any] | None) -> dict[str, str]:
    if figure is None:
        return {}
    value = figure["value"]
    if isinstance(value, dict):
        return {part: f"{number:,}" for part, number in value.items()}
    return {"": "not recorded" if value is None else f"{value:,}"}
