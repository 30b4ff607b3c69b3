"""A question of the triage as it is put to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from engage.duties.models import TriageAnswer
from engage.rules.editions import Trigger


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to the project, or to one authority; ``held`` is the answer that stands."""

    key: str
    trigger: Trigger
    authority: str
    held: TriageAnswer | None
