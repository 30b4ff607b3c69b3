"""The lists behind the report: each activity, each thing said and done, and what could not be dated."""

from __future__ import annotations

from engage.activities.facts import took_place
from engage.assurance.contents import EVERY_ACTIVITY, EVERYTHING_SAID, UNDATABLE, WHAT_WE_DID_ABOUT_IT
from engage.assurance.figures import NOT_RECORDED
from engage.assurance.material import Material
from engage.assurance.sections.parts import body_names, in_date_order, stage_words, status_words, titled
from engage.assurance.value import Block, Cell, Section, cell, paragraph, section, table
from engage.rules.ageing import NO_ANSWER
from engage.rules.calendar_words import long_date
from engage.rules.facts import Fact, marked
from engage.rules.words import read_vocabulary


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
    if not took_place(fact):
        return status_words(fact)
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
            f"By date heard, in the words of the record, with the answers of {long_date(given.scope.on)}. "
            f"{given.where(WHAT_WE_DID_ABOUT_IT).capitalize()} counts those that were there by {given.as_of}."
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
    rows = [
        [cell(fact.says["number"] or "Feedback", ref=fact.ref), cell(titled(fact)), cell(fact.says["when"])]
        for fact in records
    ]
    return [
        paragraph(
            "What is known of when these happened does not say whether it was in the period, so they are in "
            "none of its figures."
        ),
        table("What is known of their dates", ("Reference", "Record", "When"), rows),
    ]
