"""Which forums met, who came and what they agreed; and whom of the register we were in touch with."""

from __future__ import annotations

from collections.abc import Sequence

from engage.assurance.figures import MEETINGS, NOT_RECORDED, ORGANISATIONS, Figure
from engage.assurance.material import Material
from engage.assurance.part_names import part_name
from engage.assurance.sections.parts import based, in_order_of_day, linked, title_cell, were
from engage.assurance.value import Block, Cell, cell, heading, paragraph, table
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact, marked

MOST_FORUMS = 12


def forums_and_stakeholders(given: Material) -> list[Block]:
    """The forums that met, each meeting in the annex, and the stakeholder register by group."""
    return [heading("Forums that met"), *_forums(given), heading("Stakeholders"), *_stakeholders(given)]


def _forums(given: Material) -> list[Block]:
    held = given.figure("meetings.count")
    if not held.base:
        return [paragraph("No meeting of a forum is on record for this period."), *_undatable(given)]
    return [
        paragraph(
            linked(held),
            were(held.base, f"{MEETINGS[0]} was held. ", f"{MEETINGS[1]} were held. "),
            *_short(given),
            "Attendance is known of ",
            based(given.figure("meetings.attended")),
            ". Of the actions agreed at them ",
            linked(given.figure("meetings.actions_done")),
            " are done and ",
            linked(given.figure("meetings.actions_open")),
            " open, ",
            linked(given.figure("meetings.actions_overdue")),
            " of these overdue.",
        ),
        *_undatable(given),
        table(
            "Forums that met",
            ("Forum", "Meetings", "Last met", "Attendance", "Actions open", "Overdue", "Actions done"),
            [_forum_row(given, forum) for forum in given.figure("meetings.by_forum").values],
            shown=MOST_FORUMS,
        ),
        table(
            "Every meeting",
            ("Meeting", "Date", "Forum", "Attended", "Public", "Quorum", "Open", "Overdue", "Done"),
            [_meeting_row(fact) for fact in in_order_of_day(given.records.meetings)],
            shown=0,
        ),
    ]


def _short(given: Material) -> list[Cell]:
    short = given.figure("meetings.without_quorum")
    if not short.base:
        return []
    return [linked(short), cell(were(short.base, "had no quorum. ", "had no quorum. "))]


def _undatable(given: Material) -> list[Block]:
    undatable = given.figure("meetings.undatable")
    if not undatable.base:
        return []
    words = were(undatable.base, "further meeting may belong", "further meetings may belong")
    return [paragraph(linked(undatable), words, " to this period: not enough is known of when.")]


def _forum_row(given: Material, forum: str) -> list[Cell]:
    met = [fact for fact in given.records.meetings if fact.says["forum"] == forum]
    last = in_order_of_day(met)[-1]
    return [
        cell(forum),
        linked(given.figure("meetings.by_forum"), forum),
        cell(marked(last.says["when"], last.says["invented"]), ref=last.ref),
        cell(_attendance(met)),
        *(cell(sum(fact.says[f"actions_{state}"] for fact in met)) for state in ("open", "overdue", "done")),
    ]


def _attendance(met: Sequence[Fact]) -> str:
    """Attendances added up over the meetings of which they are known."""
    known = [fact.says["attended"] for fact in met if fact.says["attended"] is not None]
    if not known:
        return NOT_RECORDED
    return f"{sum(known):,}" if len(known) == len(met) else f"{sum(known):,} at {len(known)} of {len(met)}"


def _meeting_row(fact: Fact) -> list[Cell]:
    says = fact.says
    quorum = {True: "met", False: "not met", None: NOT_RECORDED}[says["quorate"]]
    return [
        title_cell(fact),
        cell(says["when"]),
        cell(says["forum"]),
        _counted(says["attended"]),
        _counted(says["public"]),
        cell(quorum),
        *(cell(says[f"actions_{state}"]) for state in ("open", "overdue", "done")),
    ]


def _counted(number: int | None) -> Cell:
    return cell(NOT_RECORDED if number is None else number)


def _stakeholders(given: Material) -> list[Block]:
    every = given.figure("stakeholders.count")
    if not every.base:
        return [paragraph("No organisation is in the stakeholder register.")]
    return [
        paragraph(
            linked(every),
            were(every.base, f"{ORGANISATIONS[0]} is", f"{ORGANISATIONS[1]} are"),
            " in the register: ",
            linked(given.figure("stakeholders.new")),
            " entered in the period. Records show contact with ",
            linked(given.figure("stakeholders.contacted")),
            " in the period, and none with ",
            linked(given.figure("stakeholders.quiet")),
            f" from {long_date(given.quiet_since)} to {given.as_of}. People are not counted here.",
        ),
        table(
            "Organisations by stakeholder group",
            (
                "Group",
                "In the register",
                "In touch in the period",
                f"Not since {long_date(given.quiet_since)}",
            ),
            [_group_row(given, group) for group in given.figure("stakeholders.count_by_group").values],
        ),
    ]


def _group_row(given: Material, group: str) -> list[Cell]:
    states = ("count", "contacted", "quiet")
    figures: list[Figure] = [given.figure(f"stakeholders.{state}_by_group") for state in states]
    name = "No group recorded" if group == NOT_RECORDED else part_name("stakeholders.count_by_group", group)
    return [cell(name), *(linked(figure, group) for figure in figures)]
