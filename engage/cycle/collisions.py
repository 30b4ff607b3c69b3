"""Two people with one project open: what the other changed, taken into a form where it was left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.cycle.forms import ProjectForm
from engage.cycle.queries import Theirs
from engage.rules.calendar_words import long_date

# The columns that stand in the form under another name, or under two.
_FIELDS = {
    "joint_body_ids": ("joint_bodies",),
    "affected_groups": ("affected_groups", "other_groups"),
    "strategy_points": ("principles", "objectives"),
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One answer that somebody else changed; ``taken_in`` where the form now holds theirs."""

    question: str
    answer: str
    taken_in: bool


@dataclass(frozen=True, slots=True)
class Collision:
    """What somebody else changed while a form was open."""

    who: str
    changes: tuple[Changed, ...]


def take_in(form: ProjectForm, theirs: Theirs, now: dict[str, Any]) -> Collision:
    """Put their answers into the form wherever its own answer is still the one it was opened with.

    ``now`` are the form's values for the project as it stands. What was typed stays as it was typed.
    """
    typed, found = form.entry(), []
    for column, before in theirs.before.items():
        left_alone = _as_kept(getattr(typed, column, None)) == before
        for name in _FIELDS.get(column, (column,)):
            if name in form and name in now:
                found.append(Changed(form[name].label.text, _said(form[name], now[name]), left_alone))
                if left_alone:
                    _answer(form[name], now[name])
    return Collision(theirs.who, tuple(found))


def _answer(field: Any, value: Any) -> None:
    field.raw_data = None
    field.process(None, data=value)


def _as_kept(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _said(field: Any, value: Any) -> str:
    """An answer in words: labels for choices, days in full."""
    if isinstance(value, date):
        return long_date(value)
    offered = {str(choice.value): str(choice.label) for choice in getattr(field, "choices", None) or ()}
    if isinstance(value, list):
        return "; ".join(offered[one] for one in value if one in offered) or "nothing"
    return offered.get(str(value), str(value)) if value else "nothing"
