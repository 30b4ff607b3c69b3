"""Panels and members for tests, made by the verbs that the product uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from engage.organisation.models import Body
from engage.organisation.population.queries import datasets_of
from engage.panels import queries as panels
from engage.panels import service
from engage.panels.comparison import service as comparison
from engage.panels.comparison.ways import ways
from engage.panels.entries import PanelEntry
from engage.panels.members import queries
from engage.panels.members import service as members
from engage.panels.models import Panel, PanelComparison, PanelMember
from engage.platform.data import audit
from engage.platform.data.transactions import one_transaction
from engage.rules.actors import SYSTEM
from engage.rules.monitoring import read_monitoring

JUNE_2019 = date(2019, 6, 3)
CAME = audit.Event("test.members-came")
_numbers = count(1)


def make_panel(body: Body, *, is_invented: bool = False, **said: Any) -> Panel:
    """A panel that asks about every protected characteristic."""
    usual = PanelEntry(
        code="patient-panel",
        name="Patient Panel",
        body_id=body.id,
        purpose="Reads plans before they are decided",
        terms="Four meetings a year; travel is paid",
        term_months=24,
        asks=tuple(read_monitoring().protected),
        from_on=date(2018, 1, 8),
    )
    return service.set_up_panel(SYSTEM, replace(usual, **said), is_invented=is_invented)


def change_panel(panel: Panel, **said: Any) -> None:
    service.change_panel(SYSTEM, panel, panel.version, replace(panels.entry_of(panel), **said))


def make_interested(panel: Panel, on: date = date(2019, 3, 4), **new: str) -> PanelMember:
    """Somebody new who said that they were interested."""
    name = {"name": f"Panel member {next(_numbers)}"}
    return members.record_interest(SYSTEM, panel, None, on, ["reading"], **{**name, **new})


def make_member(panel: Panel, on: date = date(2019, 4, 1), **answers: str) -> PanelMember:
    """A member, with what they said of themselves by question."""
    member = make_interested(panel)
    members.join(SYSTEM, panel, member, member.version, on, None)
    if answers:
        members.keep_answers(SYSTEM, panel, member, answers)
    return member


@one_transaction
def make_members(panel: Panel, question: str, numbers: Mapping[str, int]) -> list[PanelMember]:
    """As many members as each answer has, in the order of the answers; at once, which is quicker."""
    CAME(SYSTEM)
    return [
        make_member(panel, date(2019, 4, 1), **{question: answer})
        for answer, number in numbers.items()
        for _ in range(number)
    ]


def way_of(panel: Panel, question: str, cut: str, year: int | None = None) -> str:
    """What a form sends to compare a question in a cut, with the newest figures or those of a year."""
    offered = ways(datasets_of(panel.body_id))[question]
    return next(way.value for way in offered if way.cut.code == cut and year in {None, way.dataset.year})


def compare(panel: Panel, on: date = JUNE_2019, **cuts: str) -> PanelComparison:
    """A comparison in these cuts, by question."""
    chosen = {question: way_of(panel, question, cut) for question, cut in cuts.items()}
    return comparison.compare(SYSTEM, panel, on, chosen)


def leave(panel: Panel, member: PanelMember, on: date = date(2019, 5, 1)) -> None:
    fresh = queries.member_for(panel, member.id)
    members.leave(SYSTEM, panel, fresh, fresh.version, on, "Moved away")


def shown(comparison: PanelComparison, question: str) -> dict[str, int | None]:
    """The counts a comparison shows of one question, by group."""
    (table,) = (one for one in comparison.tables if one["question"] == question)
    return {row["group"]: row["count"] for row in table["rows"]}
