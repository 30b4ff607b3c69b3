"""The numbered sections of the report, each written from the same material."""

from __future__ import annotations

from typing import Any

from engage.assurance.material import Material
from engage.assurance.sections.activities import what_we_did, whom_we_reached
from engage.assurance.sections.duties import duties
from engage.assurance.sections.feedback import what_people_told_us, what_we_did_about_it
from engage.assurance.sections.plans import coming_up, how_it_was_made, projects, strategy
from engage.assurance.sections.summary import summary
from engage.assurance.value import section


def sections(given: Material) -> list[dict[str, Any]]:
    """Every section, numbered from 1."""
    written = (
        ("Summary", summary),
        ("What we did", what_we_did),
        ("Whom we reached", whom_we_reached),
        ("What people told us", what_people_told_us),
        ("What we did about it", what_we_did_about_it),
        ("Our legal duties", duties),
        ("Our strategy", strategy),
        ("Projects", projects),
        ("Coming up", coming_up),
        ("How this report was made", how_it_was_made),
    )
    return [section(number, title, write(given)) for number, (title, write) in enumerate(written, start=1)]
