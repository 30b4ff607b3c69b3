"""The words and colours in which duties are spoken of: states, marks of trust, the outcomes of triage."""

from __future__ import annotations

from dataclasses import dataclass

from engage.rules.editions import Trust
from engage.rules.findings import State


@dataclass(frozen=True, slots=True)
class Tag:
    """A word and the colour of its tag; the word always says it without the colour."""

    text: str
    colour: str


STATES = {
    State.EVIDENCED: Tag("Evidenced", "green"),
    State.PARTLY: Tag("Partly evidenced", "yellow"),
    State.NONE: Tag("No evidence", "red"),
    State.NOT_KNOWN: Tag("Not known", "orange"),
    State.NOT_YET_DUE: Tag("Not yet due", "grey"),
    State.NOT_APPLICABLE: Tag("Does not apply", "white"),
}
MARKS = {Trust.VERIFIED: "", Trust.PROPOSAL: "Proposed test", Trust.UNVERIFIED: "Not verified"}
"""What is printed beside anything that is not verified, until its owner confirms it."""
OUTCOMES = {
    "applies": "The duty to involve applies",
    "applies_in_part": "The duty to involve applies in part",
    "does_not_apply": "The duty to involve does not apply",
}
PER = {"project": "each project", "body": "the body as a whole"}
