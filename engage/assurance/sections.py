"""The sections of the report, each written from the same material."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engage.assurance.activities.document import what_we_did, whom_we_reached
from engage.assurance.back_matter.document import appendices, how_it_was_made, signing
from engage.assurance.duties.document import duties
from engage.assurance.feedback.document import what_people_told_us, what_we_did_about_it
from engage.assurance.forums.document import forums_and_stakeholders
from engage.assurance.material import Material
from engage.assurance.plans.document import coming_up, projects, strategy
from engage.assurance.report import words
from engage.assurance.report.entries import Block, Section, section, with_captions_numbered
from engage.assurance.report.words import Chapter
from engage.assurance.summary.document import summary

Writer = Callable[[Material], list[Block]]
WRITERS: dict[Chapter, Writer] = {
    words.SUMMARY: summary,
    words.WHAT_WE_DID: what_we_did,
    words.WHOM_WE_REACHED: whom_we_reached,
    words.WHAT_PEOPLE_TOLD_US: what_people_told_us,
    words.WHAT_WE_DID_ABOUT_IT: what_we_did_about_it,
    words.DUTIES: duties,
    words.STRATEGY: strategy,
    words.PROJECTS: projects,
    words.FORUMS_AND_STAKEHOLDERS: forums_and_stakeholders,
    words.COMING_UP: coming_up,
    words.HOW_IT_WAS_MADE: how_it_was_made,
}


def sections(given: Material, author_role: str) -> tuple[Section, ...]:
    """Every section numbered from 1, then the appendices lettered from A."""
    writers: dict[Chapter, Writer] = {**WRITERS, words.SIGN_OFF: partial(signing, author_role=author_role)}
    made = [
        section(str(place), chapter.title, writers[chapter](given))
        for place, chapter in enumerate(given.chapters, start=1)
    ]
    return with_captions_numbered([*made, *appendices(given)])
