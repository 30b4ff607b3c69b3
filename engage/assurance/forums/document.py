"""Which forums met, who came and what they agreed; and whom of the register we were in touch with."""

from __future__ import annotations

from collections.abc import Sequence

from engage.assurance.figures.words import MEETINGS, NOT_RECORDED, ORGANISATIONS, Id, part_name
from engage.assurance.material import Material
from engage.assurance.report.entries import Block, Cell, Heading, cell, paragraph, table
from engage.assurance.report.parts import based, in_order_of_day, linked, were
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact, marked

MOST_FORUMS = 12
BY_GROUP = (
    Id.STAKEHOLDERS_COUNT_BY_GROUP,
    Id.STAKEHOLDERS_CONTACTED_BY_GROUP,
    Id.STAKEHOLDERS_QUIET_BY_GROUP,
)


def forums_and_stakeholders(given: Material) -> list[Block]:
    """The forums that met, each meeting in the annex, and the stakeholder register by group."""
    return [Heading("Forums that met"), *_forums(given), Heading("Stakeholders"), *_stakeholders(given)]


def _forums(given: Material) -> list[Block]:
    held = given.figure(Id.MEETINGS_COUNT)
    if not held.base:
        return [paragraph("No meeting of a forum is on record for this period."), *_undatable(given)]
    return [
        paragraph(
            linked(held),
            were(held.base, f"{MEETINGS[0]} was held. ", f"{MEETINGS[1]} were held. "),
            *_short(given),
            "Attendance is known of ",
            based(given.figure(Id.MEETINGS_ATTENDED)),
            ". Of the actions agreed at them ",
            linked(given.figure(Id.MEETINGS_ACTIONS_DONE)),
            " are done and ",
            linked(given.figure(Id.MEETINGS_ACTIONS_OPEN)),
            " open, ",
            linked(given.figure(Id.MEETINGS_ACTIONS_OVERDUE)),
            " of these overdue.",
        ),
        *_undatable(given),
        table(
            "Forums that met",
            ("Forum", "Meetings", "Last met", "Attendance", "Actions open", "Overdue", "Actions done"),
            [_forum_row(given, forum) for forum in given.figure(Id.MEETINGS_BY_FORUM).values],
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
    short = given.figure(Id.MEETINGS_WITHOUT_QUORUM)
    if not short.base:
        return []
    return [linked(short), cell(were(short.base, "had no quorum. ", "had no quorum. "))]


def _undatable(given: Material) -> list[Block]:
    undatable = given.figure(Id.MEETINGS_UNDATABLE)
    if not undatable.base:
        return []
    words = were(undatable.base, "further meeting may belong", "further meetings may belong")
    return [paragraph(linked(undatable), words, " to this period: not enough is known of when.")]


def _forum_row(given: Material, forum: str) -> list[Cell]:
    met = [fact for fact in given.records.meetings if fact.says["forum"] == forum]
    last = in_order_of_day(met)[-1]
    return [
        cell(forum),
        linked(given.figure(Id.MEETINGS_BY_FORUM), forum),
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
        cell(fact.title, ref=fact.ref),
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
    every = given.figure(Id.STAKEHOLDERS_COUNT)
    if not every.base:
        return [paragraph("No organisation is in the stakeholder register.")]
    return [
        paragraph(
            linked(every),
            were(every.base, f"{ORGANISATIONS[0]} is", f"{ORGANISATIONS[1]} are"),
            " in the register: ",
            linked(given.figure(Id.STAKEHOLDERS_NEW)),
            " entered in the period. Records show contact with ",
            linked(given.figure(Id.STAKEHOLDERS_CONTACTED)),
            " in the period, and none with ",
            linked(given.figure(Id.STAKEHOLDERS_QUIET)),
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
            [_group_row(given, group) for group in given.figure(Id.STAKEHOLDERS_COUNT_BY_GROUP).values],
        ),
    ]


def _group_row(given: Material, group: str) -> list[Cell]:
    name = "No group recorded" if group == NOT_RECORDED else part_name(Id.STAKEHOLDERS_COUNT_BY_GROUP, group)
    return [cell(name), *(linked(given.figure(id_), group) for id_ in BY_GROUP)]
