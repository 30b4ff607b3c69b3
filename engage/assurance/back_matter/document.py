"""What stands at the end: how the report was made, who vouches for it, and the lists behind it."""

from __future__ import annotations

from engage.assurance.duties.facts import ASKED
from engage.assurance.figures.words import ACTIVITIES, ITEMS, NOT_RECORDED, PROJECTS, Id
from engage.assurance.material import Material
from engage.assurance.report.entries import (
    Block,
    Cell,
    Heading,
    Section,
    SignOff,
    cell,
    paragraph,
    points,
    section,
    table,
)
from engage.assurance.report.parts import (
    body_names,
    in_date_order,
    sentence_of,
    stage_words,
    titled,
)
from engage.assurance.report.words import EVERY_ACTIVITY, EVERYTHING_SAID, UNDATABLE, WHAT_WE_DID_ABOUT_IT
from engage.platform.web.pages import counted
from engage.rules.ageing import NO_ANSWER
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact, marked
from engage.rules.words import read_vocabulary

RULES = (
    "An activity counts once for each body that ran it, so figures of several bodies cannot be added up.",
    "It is in the period when what is known of its start lies wholly inside it: “2018/19” is in no quarter.",
    "“Not recorded” means that nobody wrote it down; it is never counted as nought.",
    "How a requirement stands goes by when things happened; a statement that was entered later says so.",
    "People are counted by group only where somebody at the activity did; small numbers are not shown.",
    "An activity that was cancelled, or is not known to have been held, counts in a figure of its own alone.",
)
WORDS = (
    ("Contacts", "people reached, added up over activities; one person may be among them twice"),
    ("Requirement", "one thing that a duty in law or guidance asks to be shown"),
    ("Evidenced", "a record meets everything the requirement asks"),
    ("Attached, not tested", "a named person attached something for it, of which only dates were tested"),
    ("Said afterwards", "somebody said so after the day it speaks of, and no record of that day shows it"),
    ("CCG", "clinical commissioning group, which commissioned health services until 30 June 2022"),
    ("ICB", "integrated care board, which took over on 1 July 2022"),
)


def how_it_was_made(given: Material) -> list[Block]:
    """Where figures come from, by which rules they count, and what words mean."""
    bases = {
        ACTIVITIES: given.figure(Id.ACTIVITIES_COUNT).base,
        ITEMS: given.figure(Id.FEEDBACK_ITEMS).base,
        PROJECTS: given.figure(Id.PROJECTS_LIVE).base,
        ASKED: given.figure(Id.DUTIES_BY_STATE).base,
    }
    used = sentence_of([counted(base, *noun) for noun, base in bases.items() if base]) or "no records"
    return [
        paragraph(
            f"It was worked out on {long_date(given.scope.on)} from {used}. "
            f"Everything is counted as at {given.as_of}, by when it happened and not when it was entered."
        ),
        Heading("Rules"),
        points([[rule] for rule in RULES]),
        Heading("Words"),
        points([[f"{word}: {meaning}."] for word, meaning in WORDS]),
    ]


def signing(given: Material, author_role: str) -> list[Block]:
    """Who vouches for the report, with room for a pen."""
    return [
        SignOff(
            (
                ("Prepared by", author_role, long_date(given.scope.on)),
                ("Statement of the lay member for patient and public involvement", "", ""),
                (f"Received by the {given.scope.board_word}", "", ""),
            )
        )
    ]


def appendices(given: Material) -> list[Section]:
    """Those that have something in them, lettered from A."""
    written = {EVERY_ACTIVITY: _activities, EVERYTHING_SAID: _said, UNDATABLE: _undatable}
    return [
        section(letter, chapter.title, written[chapter](given))
        for chapter, letter in given.appendices.items()
    ]


def _activities(given: Material) -> list[Block]:
    body = "With" if given.scope.code else "Body"
    after = ("Method", "Audience", "Reached", "Stage", "Outcome")
    return [
        paragraph(
            "By date. Outcome says whether what people told us, and what we did about it, is on record."
        ),
        table(
            "Activities, with date, method, audience, number reached, stage and outcome",
            ("Reference", "Date", "Activity", body, *after),
            [_activity_row(given, fact) for fact in in_date_order(given.records.activities)],
            under={"Date": "Reference", body: "Activity"},
            shares={"Reference": 0.16, "Activity": 0.26},
        ),
    ]


def _activity_row(given: Material, fact: Fact) -> list[Cell]:
    says = fact.says
    names = {code: body.name for code, body in given.bodies.items()}
    return [
        cell(says["number"], ref=fact.ref),
        cell(says["when"]),
        cell(titled(fact)),
        cell(body_names(fact, names, but=given.scope.code)),
        cell(says["method"] or NOT_RECORDED),
        cell("; ".join(says["audience"]) or NOT_RECORDED),
        cell(says["reached_words"], number=True, exact=says["reached"]),
        cell(stage_words(says["stage"])),
        cell(_outcome(fact)),
    ]


def _outcome(fact: Fact) -> str:
    heard, did = fact.says["feedback"], fact.says["outcomes"]
    if heard and did:
        return "Heard and answered"
    if did:
        return "An answer is recorded"
    return "Heard, no answer yet" if heard else NOT_RECORDED


def _said(given: Material) -> list[Block]:
    answers = read_vocabulary("answer_states")
    items = in_date_order(given.records.feedback)
    return [
        paragraph(
            f"By date heard, in the words of the record, with the answers that were there by {given.as_of}, "
            f"as {given.where(WHAT_WE_DID_ABOUT_IT)} counts them."
        ),
        table(
            "What people told us, what we did, and when they were told",
            ("Heard", "About", "You said", "We did", "Answer", "People told"),
            [_said_row(fact, answers.term(fact.says["answer"]).label) for fact in items],
            under={"About": "Heard", "People told": "Answer"},
        ),
    ]


def _said_row(fact: Fact, answer: str) -> list[Cell]:
    says = fact.says
    about = "; ".join(filter(None, (says["topic"], says["service"])))
    told = f"People told on {long_date(says['told_on'])}" if says["told_on"] else ""
    return [
        cell(says["when"], ref=fact.ref),
        cell(about),
        cell(marked(says["said"] or NOT_RECORDED, says["invented"])),
        cell(says["did"] or ("No answer yet" if says["answer"] == NO_ANSWER else NOT_RECORDED)),
        cell(answer),
        cell(told),
    ]


def _undatable(given: Material) -> list[Block]:
    records = in_date_order((*given.records.undatable, *given.records.undatable_feedback))
    reached = [fact.says["reached"] for fact in given.records.undatable if fact.says["reached"] is not None]
    counted_there = (
        f" The activities among them recorded {counted(sum(reached), 'contact', 'contacts')}."
        if reached
        else ""
    )
    return [
        paragraph(
            "What is known of when these happened does not say whether it was in the period, so they are in "
            f"none of its figures.{counted_there}"
        ),
        table(
            "What is known of their dates, and the number reached",
            ("Reference", "Record", "When", "Reached"),
            [_undatable_row(fact) for fact in records],
        ),
    ]


def _undatable_row(fact: Fact) -> list[Cell]:
    says = fact.says
    first = [cell(says["number"] or "Feedback", ref=fact.ref), cell(titled(fact)), cell(says["when"])]
    if fact.kind != "activity":
        return [*first, cell("")]
    return [*first, cell(says["reached_words"], number=True, exact=says["reached"])]
