"""The sections of the report, each written from the same material."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engage.assurance import contents
from engage.assurance.contents import Chapter
from engage.assurance.material import Material
from engage.assurance.sections.activities import what_we_did, whom_we_reached
from engage.assurance.sections.appendices import appendices
from engage.assurance.sections.duties import duties
from engage.assurance.sections.feedback import what_people_told_us, what_we_did_about_it
from engage.assurance.sections.forums import forums_and_stakeholders
from engage.assurance.sections.making import how_it_was_made, signing
from engage.assurance.sections.plans import coming_up, projects, strategy
from engage.assurance.sections.summary import summary
from engage.assurance.value import Block, Section, section, with_captions_numbered

Writer = Callable[[Material], list[Block]]
WRITERS: dict[Chapter, Writer] = {
    contents.SUMMARY: summary,
    contents.WHAT_WE_DID: what_we_did,
    contents.WHOM_WE_REACHED: whom_we_reached,
    contents.WHAT_PEOPLE_TOLD_US: what_people_told_us,
    contents.WHAT_WE_DID_ABOUT_IT: what_we_did_about_it,
    contents.DUTIES: duties,
    contents.STRATEGY: strategy,
    contents.PROJECTS: projects,
    contents.FORUMS_AND_STAKEHOLDERS: forums_and_stakeholders,
    contents.COMING_UP: coming_up,
    contents.HOW_IT_WAS_MADE: how_it_was_made,
}


def sections(given: Material, author_role: str) -> tuple[Section, ...]:
    """Every section numbered from 1, then the appendices lettered from A."""
    writers: dict[Chapter, Writer] = {**WRITERS, contents.SIGN_OFF: partial(signing, author_role=author_role)}
    made = [
        section(str(place), chapter.title, writers[chapter](given))
        for place, chapter in enumerate(given.chapters, start=1)
    ]
    return with_captions_numbered([*made, *appendices(given)])
