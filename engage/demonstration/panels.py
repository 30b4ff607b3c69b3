"""The panel of the demonstration year, its members in numbers and what came of comparing it; all invented."""

from __future__ import annotations

from datetime import date
from itertools import chain, repeat

from engage.actions import service as following
from engage.actions.entries import ActionEntry
from engage.demonstration.reading import Told, read_tables
from engage.demonstration.taking import take_records
from engage.demonstration.year import MARK, Year
from engage.organisation.population.importing import PopulationImporter
from engage.organisation.population.queries import datasets_of
from engage.panels import queries as panels
from engage.panels import service
from engage.panels.comparison import queries
from engage.panels.comparison import service as comparison
from engage.panels.comparison.ways import ways
from engage.panels.entries import PanelEntry
from engage.panels.members import service as membership
from engage.panels.models import Panel, PanelComparison, PanelMember
from engage.platform.offers import references
from engage.rules.actors import Actor

SAME_NAMES = (*("code", "name", "purpose", "terms", "term_months", "from_on", "not_asked_because"),)
STEP = 7
"""How far each question's answers are moved on, so that no two questions deal theirs out alike."""


def load_panels(actor: Actor, year: Year) -> None:
    """Who lives in the area; then panels with their members, a comparison, and what is done about it."""
    take_records(actor, PopulationImporter(), "population.csv", body=year.bodies[year.served].name)
    for told in read_tables("panels.toml")["panel"]:
        panel = _set_up(actor, year, told)
        members = _load_members(actor, panel, told)
        _load_answers(actor, panel, members, told)
        _load_comings_and_goings(actor, panel, members, told)
        kept = _compare(actor, panel, told["comparison"])
        for action in told["action"]:
            _agree(actor, panel, kept, action)


def _set_up(actor: Actor, year: Year, told: Told) -> Panel:
    entry = PanelEntry(
        **{name: told[name] for name in SAME_NAMES},
        asks=tuple(told["asks"]),
        forum_ref=references.find(told["forum"]) or "",
        body_id=year.bodies[year.served].id,
    )
    return service.set_up_panel(actor, entry, is_invented=True)


def _load_members(actor: Actor, panel: Panel, told: Told) -> list[PanelMember]:
    members = []
    for number in range(told["members"]):
        interests = told["interests"][number % len(told["interests"])]
        member = _interested(actor, panel, number + 1, told["interested_on"], interests)
        joined_on = told["joined_on"][number % len(told["joined_on"])]
        membership.join(actor, panel, member, member.version, joined_on, None)
        members.append(member)
    return members


def _interested(actor: Actor, panel: Panel, number: int, on: date, interests: list[str]) -> PanelMember:
    name = f"Panel member {number} ({MARK})"
    return membership.record_interest(actor, panel, None, on, interests, name=name)


def _load_answers(actor: Actor, panel: Panel, members: list[PanelMember], told: Told) -> None:
    dealt: dict[int, dict[str, str]] = {member.id: {} for member in members}
    for place, (question, numbers) in enumerate(told["answers"].items()):
        answers = list(chain.from_iterable(repeat(answer, number) for answer, number in numbers.items()))
        for number, answer in enumerate(answers):
            dealt[members[(number + place * STEP) % len(members)].id][question] = answer
    for member in members:
        membership.keep_answers(actor, panel, member, dealt[member.id])


def _load_comings_and_goings(actor: Actor, panel: Panel, members: list[PanelMember], told: Told) -> None:
    for number, one in enumerate(told["wait"], len(members) + 1):
        _interested(actor, panel, number, one["interested_on"], one["interests"])
    for one in told["expense"]:
        member, was_refused = members[one["member"] - 1], one.get("was_refused", False)
        membership.note_expense(
            actor, panel, member, one["on"], one["pence"], one["note"], was_refused=was_refused
        )
    for one in told["leaves"]:
        member = members[one["member"] - 1]
        membership.leave(actor, panel, member, member.version, one["on"], one["because"])


def _compare(actor: Actor, panel: Panel, told: Told) -> PanelComparison:
    offered = ways(datasets_of(panel.body_id))
    chosen = {
        question: next(way.value for way in offered[question] if way.cut.code == cut)
        for question, cut in told["cuts"].items()
    }
    return comparison.compare(actor, panel, told["on"], chosen, told["note"])


def _agree(actor: Actor, panel: Panel, kept: PanelComparison, told: Told) -> None:
    entry = ActionEntry(
        **told, agreed_at=queries.comparison_reference(kept.id), agreed_on=kept.on, body_id=panel.body_id
    )
    following.agree_action(actor, entry, belongs_to=panels.reference(panel.id), is_invented=True)
