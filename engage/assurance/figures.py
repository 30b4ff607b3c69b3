"""The figures of an assurance report, worked out from facts; each knows what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engage.rules.ageing import ageing_of_facts
from engage.rules.facts import Fact
from engage.rules.periods import Period

NOT_RECORDED = "not recorded"
Value = int | dict[str, int] | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, or one breakdown.

    ``value`` is a whole number, a mapping of part to number, or None when nothing was recorded.
    ``base`` is how many records it rests on, ``approximate`` whether any of them is an estimate, ``refs`` the
    records themselves; ``parts`` gives the records of each part of a breakdown.
    """

    id: str
    label: str
    value: Value
    base: int
    refs: tuple[str, ...]
    approximate: bool = False
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "label": self.label,
            "value": self.value,
            "base": self.base,
            "approximate": self.approximate,
            "refs": list(self.refs),
        }
        if self.parts:
            plain["parts"] = {part: list(refs) for part, refs in self.parts.items()}
        return plain


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one body (or all) in one period; ``undatable`` may belong to it, or may not."""

    activities: tuple[Fact, ...]
    undatable: tuple[Fact, ...]
    feedback: tuple[Fact, ...]
    projects: tuple[Fact, ...]


def records_of(facts: Sequence[Fact], body: str | None, period: Period) -> Records:
    """The facts that count for a body (None: all bodies) in a period.

    A record counts for each of its bodies. It is in the period when what is known of its start lies wholly
    inside; it is undatable when it may be in it but is not known to be.
    """
    own = [fact for fact in facts if body is None or body in fact.bodies]
    activities = [fact for fact in own if fact.kind == "activity"]
    placed = [(fact, _is_in(fact, period)) for fact in activities]
    return Records(
        activities=tuple(fact for fact, inside in placed if inside),
        undatable=tuple(fact for fact, inside in placed if inside is None),
        feedback=tuple(fact for fact in own if fact.kind == "feedback" and _is_in(fact, period)),
        projects=tuple(fact for fact in own if fact.kind == "project" and _was_live(fact, period)),
    )


def figures_of(records: Records, on: date) -> dict[str, Figure]:
    """Every figure of these records, by its id; ages are as of ``on``."""
    made = [*_activity_figures(records), *_feedback_figures(records, on), *_project_figures(records)]
    return {figure.id: figure for figure in made}


def _activity_figures(records: Records) -> Iterable[Figure]:
    activities = records.activities
    counted = [fact for fact in activities if fact.says["reached"] is not None]
    yield _count("activities.count", "Activities", activities)
    yield _count("activities.undatable", "Activities that cannot be dated to the period", records.undatable)
    yield _breakdown("activities.by_stage", "Activities by stage of the cycle", activities, _stage)
    yield _breakdown(
        "activities.by_method", "Activities by method", activities, lambda fact: fact.says["method"]
    )
    yield _breakdown(
        "activities.by_status", "Activities by status", activities, lambda fact: fact.says["status"]
    )
    months = [fact for fact in activities if fact.says["month"]]
    yield _breakdown("activities.by_month", "Activities by month", months, _month, in_order=True)
    yield _count(
        "activities.month_unknown",
        "Activities whose month is not known",
        [fact for fact in activities if not fact.says["month"]],
    )
    yield _sum("activities.reached.sum", "Contacts recorded", counted)
    yield _count("activities.reached.base", "Activities with a number of contacts", counted)
    yield _count(
        "activities.reached.not_recorded",
        "Activities whose number of contacts was not recorded",
        [fact for fact in activities if fact.says["reached"] is None],
    )
    yield _sum("activities.reached.once", "Contacts recorded, each shared count taken once", _once(counted))
    yield _several("activities.by_group", "Activities by equality group", activities, "equality_groups")
    yield _several(
        "activities.by_point", "Activities by strategy principle or objective", activities, "strategy_points"
    )


def _feedback_figures(records: Records, on: date) -> Iterable[Figure]:
    heard = [fact for fact in records.activities if fact.says["feedback"]]
    answered = [fact for fact in records.activities if fact.says["outcomes"]]
    yield _count("feedback.with_feedback", "Activities with something people told us", heard)
    yield _count("feedback.with_outcome", "Activities with something we did", answered)
    yield _count(
        "feedback.with_both", "Activities with both", [fact for fact in heard if fact.says["outcomes"]]
    )
    items = [fact for fact in records.feedback if fact.says["has_said"]]
    yield _count("feedback.items", "Things people told us", items)
    yield _breakdown(
        "feedback.by_topic", "What people told us, by topic", items, lambda fact: fact.says["topic"]
    )
    yield _breakdown(
        "feedback.by_service", "What people told us, by service", items, lambda fact: fact.says["service"]
    )
    yield _breakdown(
        "feedback.by_tone", "What people told us, by tone", items, lambda fact: fact.says["tone"]
    )
    yield _breakdown(
        "feedback.by_answer", "What people told us, by answer", items, lambda fact: fact.says["answer"]
    )
    waiting = ageing_of_facts(items, on)
    unanswered = tuple(item.ref for item in waiting.waiting)
    yield Figure(
        "feedback.unanswered", "Things people told us with no answer", len(unanswered), len(items), unanswered
    )
    oldest = waiting.longest
    yield Figure(
        "feedback.oldest_unanswered_days",
        "Days the longest of them has waited, at the least",
        oldest,
        len(unanswered),
        unanswered[:1] if oldest is not None else (),
    )
    told = [fact for fact in records.feedback if fact.says["told_on"]]
    yield _count("feedback.told", "Answers that people were told of", told)


def _project_figures(records: Records) -> Iterable[Figure]:
    yield _count("projects.live", "Projects live in the period", records.projects)


def _is_in(fact: Fact, period: Period) -> bool | None:
    known = fact.says.get("when_known")
    if known is not None:
        return period.contains(known)
    if period.first is None or period.last is None:
        return True
    earliest, latest = fact.first or date.min, fact.on or date.max
    if latest < period.first or earliest > period.last:
        return False
    return True if period.first <= earliest and latest <= period.last else None


def _was_live(fact: Fact, period: Period) -> bool:
    opened, closed = fact.says.get("live_from") or date.min, fact.says.get("live_to") or date.max
    return opened <= (period.last or date.max) and closed >= (period.first or date.min)


def _count(id_: str, label: str, facts: Iterable[Fact]) -> Figure:
    refs = tuple(fact.ref for fact in facts)
    return Figure(id_, label, len(refs), len(refs), refs)


def _sum(id_: str, label: str, counted: Sequence[Fact]) -> Figure:
    return Figure(
        id=id_,
        label=label,
        value=sum(fact.says["reached"] for fact in counted) if counted else None,
        base=len(counted),
        refs=tuple(fact.ref for fact in counted),
        approximate=any(fact.says["reached_kind"] != "exact" for fact in counted),
    )


def _once(counted: Sequence[Fact]) -> list[Fact]:
    """Of activities that say they counted the same contacts, only the largest count."""
    groups: dict[str, Fact] = {}
    for fact in counted:
        home = fact.says["same_contacts_as"] or fact.ref
        known = groups.get(home)
        if known is None or fact.says["reached"] > known.says["reached"]:
            groups[home] = fact
    return list(groups.values())


def _breakdown(
    id_: str,
    label: str,
    facts: Sequence[Fact],
    part_of: Callable[[Fact], str],
    *,
    in_order: bool = False,
) -> Figure:
    parts: dict[str, list[str]] = {}
    for fact in facts:
        parts.setdefault(str(part_of(fact) or NOT_RECORDED), []).append(fact.ref)
    return _parted(id_, label, parts, tuple(fact.ref for fact in facts), in_order=in_order)


def _several(id_: str, label: str, facts: Sequence[Fact], says: str) -> Figure:
    """A breakdown in which one record may stand in several parts."""
    parts: dict[str, list[str]] = {}
    for fact in facts:
        for part in fact.says[says]:
            parts.setdefault(str(part), []).append(fact.ref)
    return _parted(id_, label, parts, tuple(fact.ref for fact in facts if fact.says[says]), in_order=False)


def _parted(
    id_: str, label: str, parts: dict[str, list[str]], refs: tuple[str, ...], *, in_order: bool
) -> Figure:
    counts = Counter({part: len(found) for part, found in parts.items()})
    names = (
        sorted(parts)
        if in_order
        else sorted(parts, key=lambda part: (part == NOT_RECORDED, -counts[part], part))
    )
    return Figure(
        id=id_,
        label=label,
        value={name: counts[name] for name in names},
        base=len(refs),
        refs=refs,
        parts={name: tuple(parts[name]) for name in names},
    )


def _stage(fact: Fact) -> str:
    return str(fact.says["stage"] or NOT_RECORDED)


def _month(fact: Fact) -> str:
    return f"{fact.says['month']:%Y-%m}"
