"""A figure of the report: a number or a breakdown that knows the records it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engage.rules.facts import Fact

NOT_RECORDED = "not recorded"
Value = int | dict[str, int] | None
Noun = tuple[str, str]

ACTIVITIES: Noun = ("activity", "activities")
ITEMS: Noun = ("thing people told us", "things people told us")
PROJECTS: Noun = ("project", "projects")
MEETINGS: Noun = ("meeting", "meetings")
ORGANISATIONS: Noun = ("organisation", "organisations")
REQUIREMENTS: Noun = ("requirement that is due", "requirements that are due")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, or one breakdown.

    ``value`` is a whole number, a mapping of part to number, or None when nothing was recorded. ``refs`` are
    the records it rests on, ``parts`` those of each part of a breakdown. ``out_of`` is how many records they
    were found among, None where that would say nothing more. ``approximate``: an estimate is in it.
    """

    id: str
    label: str
    value: Value
    refs: tuple[str, ...]
    noun: Noun = ACTIVITIES
    out_of: int | None = None
    approximate: bool = False
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def base(self) -> int:
        """How many records it rests on."""
        return len(self.refs)

    @property
    def shown(self) -> str:
        """The number as people read it; an estimate says so, and what was not recorded is never 0."""
        if self.value is None or isinstance(self.value, dict):
            return NOT_RECORDED
        return f"about {self.value:,}" if self.approximate else f"{self.value:,}"

    @property
    def rests_on(self) -> str:
        """Its base in words: "19 of 147 activities"."""
        whole = self.base if self.out_of is None else self.out_of
        noun = self.noun[0] if whole == 1 else self.noun[1]
        return f"{whole:,} {noun}" if self.out_of is None else f"{self.base:,} of {whole:,} {noun}"

    @property
    def values(self) -> dict[str, int]:
        """The number of each part; nothing for a figure without parts."""
        return self.value if isinstance(self.value, dict) else {}

    def as_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "label": self.label,
            "value": self.value,
            "base": self.base,
            "approximate": self.approximate,
            "refs": list(self.refs),
        }
        if self.out_of is not None:
            plain["out_of"] = self.out_of
        if self.parts:
            plain["parts"] = {part: list(refs) for part, refs in self.parts.items()}
        return plain


def count(
    id_: str, label: str, facts: Iterable[Fact], *, noun: Noun = ACTIVITIES, out_of: int | None = None
) -> Figure:
    """How many records there are."""
    refs = tuple(fact.ref for fact in facts)
    return Figure(id_, label, len(refs), refs, noun, out_of)


def total(id_: str, label: str, counted: Sequence[Fact], *, out_of: int) -> Figure:
    """The contacts of these activities added up, each of which has a number."""
    return Figure(
        id=id_,
        label=label,
        value=sum(fact.says["reached"] for fact in counted) if counted else None,
        refs=tuple(fact.ref for fact in counted),
        out_of=out_of,
        approximate=any(fact.says["reached_kind"] != "exact" for fact in counted),
    )


def breakdown(
    id_: str,
    label: str,
    facts: Sequence[Fact],
    part_of: Callable[[Fact], Any],
    *,
    noun: Noun = ACTIVITIES,
    out_of: int | None = None,
) -> Figure:
    """Each record under one part; under "not recorded" where it says nothing."""
    parts: dict[str, list[str]] = {}
    for fact in facts:
        parts.setdefault(str(part_of(fact) or NOT_RECORDED), []).append(fact.ref)
    return parted(id_, label, parts, [fact.ref for fact in facts], noun=noun, out_of=out_of)


def several(
    id_: str,
    label: str,
    facts: Sequence[Fact],
    parts_of: Callable[[Fact], Iterable[str]],
    *,
    noun: Noun = ACTIVITIES,
) -> Figure:
    """A breakdown in which a record may stand under several parts, or under none."""
    parts: dict[str, list[str]] = {}
    refs: list[str] = []
    for fact in facts:
        named = list(dict.fromkeys(parts_of(fact)))
        refs.extend([fact.ref] if named else [])
        for part in named:
            parts.setdefault(part, []).append(fact.ref)
    return parted(id_, label, parts, refs, noun=noun, out_of=len(facts))


def parted(
    id_: str,
    label: str,
    parts: Mapping[str, Sequence[str]],
    refs: Sequence[str],
    *,
    noun: Noun = ACTIVITIES,
    out_of: int | None = None,
) -> Figure:
    """A breakdown from the references of each part: the largest first, what is not recorded last."""
    names = sorted(parts, key=lambda part: (part == NOT_RECORDED, -len(parts[part]), part))
    return Figure(
        id=id_,
        label=label,
        value={name: len(parts[name]) for name in names},
        refs=tuple(refs),
        noun=noun,
        out_of=out_of,
        parts={name: tuple(parts[name]) for name in names},
    )
