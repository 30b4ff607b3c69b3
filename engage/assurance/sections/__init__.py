"""The numbered sections of the report, each written from the same material."""

from __future__ import annotations

from engage.assurance.material import Material
from engage.assurance.sections.activities import what_we_did, whom_we_reached
from engage.assurance.sections.appendices import appendices
from engage.assurance.sections.duties import duties
from engage.assurance.sections.feedback import what_people_told_us, what_we_did_about_it
from engage.assurance.sections.forums import forums_and_stakeholders
from engage.assurance.sections.making import how_it_was_made, signing
from engage.assurance.sections.plans import coming_up, projects, strategy
from engage.assurance.sections.summary import summary
from engage.assurance.value import Section, number_captions, section

WRITERS = (
    ("Summary", summary),
    ("What we did", what_we_did),
    ("Whom we reached", whom_we_reached),
    ("What people told us", what_people_told_us),
    ("What we did about it", what_we_did_about_it),
    ("Our legal duties", duties),
    ("Our strategy", strategy),
    ("Projects and decisions", projects),
    ("Forums and stakeholders", forums_and_stakeholders),
    ("Coming up", coming_up),
    ("How this report was made", how_it_was_made),
)


def sections(given: Material, author_role: str) -> list[Section]:
    """Every section numbered from 1, the sign-off, then the appendices lettered from A."""
    made = [section(str(place), title, write(given)) for place, (title, write) in enumerate(WRITERS, start=1)]
    made.append(section(str(len(made) + 1), "Sign-off", signing(given, author_role)))
    made.extend(appendices(given))
    number_captions(made)
    return made
